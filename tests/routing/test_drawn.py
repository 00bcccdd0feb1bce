"""Networks small enough to know the answer by heart. Lengths are those of the drawing, in metres
on the plane, which is 0.03 % shorter there than the ground."""

from datetime import UTC, datetime

import numpy as np
import pytest

from routing import engine
from routing.engine import Costs
from routing.errors import BadCosts, NoRoute, OffNetwork, TooMuch
from routing.network.graph import Place
from tests.routing.drawing import Drawing, lonlat

STREET = {"highway": "residential"}
#   4 --- 3
#   |     |
#   1 --- 2     a square of 100 m, each side a way of its own
SQUARE = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}


def square(**tags: dict[str, str]) -> Drawing:
    """South, east, north, west are ways 1 to 4, in this direction round."""
    sides = {"south": [1, 2], "east": [2, 3], "north": [3, 4], "west": [4, 1]}
    return Drawing(
        SQUARE,
        [(n, refs, STREET | tags.get(side, {})) for n, (side, refs) in enumerate(sides.items(), 1)],
    )


def metres(path: engine.Path) -> float:
    return pytest.approx(path.length_m, rel=1e-3)


@pytest.fixture(params=["numba", "scipy"])
def either(request, monkeypatch) -> str:
    monkeypatch.setenv("ROUTING_ENGINE", request.param)
    return request.param


def test_the_shorter_way_round(either, drawn):
    graph = drawn(square())
    path = engine.route(graph, lonlat(10, 0), lonlat(0, 30), Costs())
    assert metres(path) == 40
    assert path.duration_s == pytest.approx(path.length_m / 5000 * 3600)
    assert path.cost == pytest.approx(path.length_m)
    assert np.allclose(path.points[1], graph.project(np.array([lonlat(0, 0)]))[0], atol=1e-3)


def test_a_place_and_itself(either, drawn):
    graph = drawn(square())
    path = engine.route(graph, lonlat(10, 0), lonlat(10, 0), Costs())
    assert path.length_m == 0 and path.duration_s == 0 and len(path.points) == 2


def test_two_places_on_one_edge(either, drawn):
    graph = drawn(square())
    for start, stop in ((20, 70), (70, 20)):
        path = engine.route(graph, lonlat(start, 0), lonlat(stop, 0), Costs())
        assert metres(path) == 50 and len(path) == 1
        assert path.forward.all() == (start < stop)


def test_a_one_way_street_is_for_bicycles_not_for_feet(either, drawn):
    graph = drawn(square(south={"oneway": "yes"}))
    back = lonlat(80, 0), lonlat(20, 0)
    assert metres(engine.route(graph, *back, Costs())) == 60
    assert metres(engine.route(graph, *back, Costs(mode="bike"))) == 340
    assert metres(engine.route(graph, *back[::-1], Costs(mode="bike"))) == 60


@pytest.mark.parametrize(
    "tags",
    [
        {"oneway": "yes", "oneway:bicycle": "no"},
        {"oneway": "yes", "cycleway": "opposite_lane"},
        {"oneway": "yes", "cycleway:left": "opposite"},
        {"oneway": "-1"},
        {"oneway": "no"},
    ],
)
def test_ways_open_to_bicycles_against_the_arrow(drawn, tags):
    graph = drawn(square(south=tags))
    assert metres(engine.route(graph, lonlat(80, 0), lonlat(20, 0), Costs(mode="bike"))) == 60


def test_a_forbidden_turn_is_ridden_round_but_walked(either, drawn):
    drawing = square()
    drawing.nodes = {**SQUARE, 5: (200, 0)}
    drawing.ways = [*drawing.ways, (5, [5, 2], STREET)]
    drawing.relations = [
        (1, [("way", 5, "from"), ("node", 2, "via"), ("way", 1, "to")],
         {"type": "restriction", "restriction": "no_straight_on"}),
    ]  # fmt: skip
    graph = drawn(drawing)
    there = lonlat(150, 0), lonlat(50, 0)
    assert metres(engine.route(graph, *there, Costs())) == 100
    assert metres(engine.route(graph, *there, Costs(mode="bike"))) == 50 + 300 + 50
    assert metres(engine.route(graph, *there[::-1], Costs(mode="bike"))) == 100


def test_a_turn_that_is_the_only_one_allowed(either, drawn):
    drawing = square()
    drawing.nodes = {**SQUARE, 5: (200, 0)}
    drawing.ways = [*drawing.ways, (5, [5, 2], STREET)]
    drawing.relations = [
        (1, [("way", 5, "from"), ("node", 2, "via"), ("way", 2, "to")],
         {"type": "restriction", "restriction": "only_right_turn"}),
    ]  # fmt: skip
    graph = drawn(drawing)
    there = lonlat(150, 0), lonlat(50, 0)
    assert metres(engine.route(graph, *there, Costs(mode="bike"))) == 400
    table = engine.matrix(graph, [there[0]], [there[1]], Costs(mode="bike"), by="cost")
    assert table[0, 0] == pytest.approx(400, rel=1e-3)
    towards = engine.nearest(graph, [there[1]], Costs(mode="bike"), by="cost")
    value, _which = towards.at(graph.snap([there[0]], "bike"))
    assert value[0] == pytest.approx(400, rel=1e-3)


def test_a_restriction_that_exempts_bicycles(drawn):
    drawing = square()
    drawing.relations = [
        (1, [("way", 1, "from"), ("node", 2, "via"), ("way", 2, "to")],
         {"type": "restriction", "restriction": "no_left_turn", "except": "bicycle;bus"}),
    ]  # fmt: skip
    graph = drawn(drawing)
    path = engine.route(graph, lonlat(50, 0), lonlat(100, 50), Costs(mode="bike"))
    assert metres(path) == 100


def test_of_parallel_ways_the_shorter_is_taken_and_the_other_when_it_is_blocked(either, drawn):
    nodes = {1: (0, 0), 2: (100, 0), 3: (50, 40), 4: (-50, 0), 5: (150, 0)}
    ways = [(1, [1, 2], STREET), (2, [1, 3, 2], STREET), (3, [4, 1], STREET), (4, [2, 5], STREET)]
    graph = drawn(Drawing(nodes, ways))
    there = lonlat(-50, 0), lonlat(150, 0)
    path = engine.route(graph, *there, Costs())
    assert metres(path) == 200
    blocked = np.zeros(len(graph), dtype=np.uint8)
    blocked[path.edges[1]] = 1
    round_about = engine.route(graph, *there, Costs(), blocked=blocked)
    assert metres(round_about) == 100 + 2 * np.hypot(50, 40)
    assert not np.isin(path.edges[1], round_about.edges)


def test_a_loop_at_one_vertex(either, drawn):
    """A lollipop: its ring is one edge from a vertex to itself."""
    nodes = {1: (0, 0), 2: (100, 0), 3: (150, 50), 4: (200, 0), 5: (150, -50)}
    graph = drawn(Drawing(nodes, [(1, [1, 2], STREET), (2, [2, 3, 4, 5, 2], STREET)]))
    quarter = np.hypot(50, 50)
    path = engine.route(graph, lonlat(0, 0), lonlat(150, 50), Costs())
    assert metres(path) == 100 + quarter
    path = engine.route(graph, lonlat(150, 50), lonlat(150, -50), Costs())
    assert metres(path) == 2 * quarter
    path = engine.route(graph, lonlat(150, -50), lonlat(0, 0), Costs())
    assert metres(path) == 100 + quarter


def test_a_ring_without_a_junction_is_a_network_too(drawn):
    nodes = {1: (0, 0), 2: (500, 0), 3: (500, 500), 4: (0, 500)}
    graph = drawn(Drawing(nodes, [(1, [3, 4, 1, 2, 3], STREET)]))
    path = engine.route(graph, lonlat(250, 0), lonlat(0, 250), Costs())
    assert metres(path) == 500


def test_nobody_starts_from_an_island(drawn):
    nodes = {1: (0, 0), 2: (2000, 0), 3: (900, 30), 4: (1100, 30)}
    graph = drawn(Drawing(nodes, [(1, [1, 2], STREET), (2, [3, 4], STREET)]))
    path = engine.route(graph, lonlat(1000, 30), lonlat(1500, 0), Costs())
    assert metres(path) == 500


def test_between_two_mainlands_there_is_no_way(either, drawn):
    nodes = {1: (0, 0), 2: (2000, 0), 3: (0, 300), 4: (2000, 300)}
    graph = drawn(Drawing(nodes, [(1, [1, 2], STREET), (2, [3, 4], STREET)]))
    with pytest.raises(NoRoute):
        engine.route(graph, lonlat(100, 0), lonlat(100, 300), Costs())
    table = engine.matrix(graph, [lonlat(100, 0)], [lonlat(100, 300), lonlat(200, 0)], Costs())
    assert np.isinf(table[0, 0]) and table[0, 1] == pytest.approx(72, rel=1e-3)


def test_off_the_network_it_says_which_place(drawn):
    graph = drawn(square())
    with pytest.raises(OffNetwork) as caught:
        engine.route(graph, lonlat(0, 0), lonlat(50_000, 0), Costs())
    assert caught.value.facts == {"within_m": 500, "number": 1}
    for nowhere in ((float("nan"), 0.0), (200.0, 95.0), (0.0, 0.0)):
        with pytest.raises(OffNetwork):
            engine.route(graph, nowhere, lonlat(0, 0), Costs())


def test_over_another_place(drawn):
    graph = drawn(square())
    path = engine.route(graph, lonlat(0, 0), lonlat(100, 0), Costs(), via=[lonlat(50, 100)])
    assert metres(path) == 150 + 150
    with pytest.raises(TooMuch):
        engine.route(graph, lonlat(0, 0), lonlat(1, 0), Costs(), via=[lonlat(0, 0)] * 21)


def test_wheels_find_no_steps_and_no_raised_kerb(drawn):
    graph = drawn(square(south={"highway": "steps"}, west={"kerb": "raised"}))
    there = lonlat(0, 50), lonlat(100, 50)
    assert metres(engine.route(graph, *there, Costs())) == 200
    with_wheels = engine.route(graph, lonlat(10, 100), lonlat(100, 50), Costs(mode="wheelchair"))
    assert with_wheels.stairs_m == 0 and metres(with_wheels) == 140
    assert with_wheels.unverified_m == pytest.approx(with_wheels.length_m)  # nobody said so


@pytest.mark.parametrize(
    ("tags", "fits"),
    [
        ({}, True),
        ({"wheelchair": "no"}, False),
        ({"incline": "8%"}, False),
        ({"incline": "-8%", "wheelchair": "limited"}, True),
        ({"incline": "up"}, True),
        ({"width": "0.7"}, False),
        ({"width": "1.2 m"}, True),
        ({"smoothness": "very_bad"}, False),
        ({"surface": "sand"}, False),
        ({"highway": "steps"}, False),
        ({"highway": "steps", "wheelchair": "yes"}, True),
        ({"barrier": "none"}, True),
    ],
)
def test_what_stops_a_wheelchair(drawn, tags, fits):
    graph = drawn(square(south=tags))
    path = engine.route(graph, lonlat(0, 10), lonlat(100, 10), Costs(mode="wheelchair"))
    assert metres(path) == (120 if fits else 280)


def test_prams_take_stairs_with_a_ramp_only(drawn):
    there = lonlat(0, 10), lonlat(100, 10)
    for tags, length in (({}, 280), ({"ramp:stroller": "yes"}, 120), ({"ramp": "no"}, 280)):
        graph = drawn(square(south={"highway": "steps", **tags}))
        assert metres(engine.route(graph, *there, Costs(mode="pram"))) == length


def test_stairs_cost_what_one_minds_them(drawn):
    graph = drawn(square(south={"highway": "steps"}))
    there = lonlat(0, 10), lonlat(100, 10)
    path = engine.route(graph, *there, Costs())
    assert metres(path) == 120 and path.stairs_m == pytest.approx(100, rel=1e-3)
    assert path.duration_s == pytest.approx((20 + 2 * 100) / 5000 * 3600, rel=1e-3)
    assert metres(engine.route(graph, *there, Costs(stairs=2))) == 280  # 120 + 2 × 100 > 280


def test_a_bicycle_is_pushed_over_the_footway(drawn):
    graph = drawn(square(south={"highway": "footway"}))
    path = engine.route(graph, lonlat(0, 10), lonlat(100, 10), Costs(mode="bike"))
    assert metres(path) == 280  # 20 + 4 × 100 felt metres > 280
    short = engine.route(graph, lonlat(10, 0), lonlat(40, 0), Costs(mode="bike"))
    assert short.pushed_m == pytest.approx(30, rel=1e-3)
    assert short.duration_s == pytest.approx(30 / 4000 * 3600, rel=1e-3)


@pytest.mark.parametrize(
    ("coefficient", "tags"),
    [
        ("surface", {"smoothness": "horrible"}),
        ("safety", {"highway": "primary", "maxspeed": "100", "sidewalk": "no"}),
    ],
)
def test_a_bad_way_is_worth_a_detour_to_those_who_mind(either, drawn, coefficient, tags):
    quiet = {"highway": "living_street"}
    graph = drawn(square(south=tags, east=quiet, north=quiet, west=quiet))
    there = lonlat(0, 10), lonlat(100, 10)
    assert metres(engine.route(graph, *there, Costs())) == 120
    minded = engine.route(graph, *there, Costs(**{coefficient: 3.0}))
    assert metres(minded) == 280
    assert minded.duration_s == pytest.approx(minded.length_m / 5000 * 3600)


def test_crossings_of_one_way_count_once(drawn):
    """A crossing that is cut where it meets the carriageway is still one."""
    nodes = {1: (-50, 0), 2: (-5, 0), 3: (0, 0), 4: (5, 0), 5: (50, 0), 6: (0, 100), 7: (0, -100)}
    ways = [
        (1, [1, 2], {"highway": "footway"}),
        (2, [2, 3, 4], {"highway": "footway", "footway": "crossing"}),
        (3, [4, 5], {"highway": "footway"}),
        (4, [6, 3, 7], STREET),
    ]
    there = lonlat(-50, 0), lonlat(50, 0)
    path = engine.route(drawn(Drawing(nodes, ways)), *there, Costs(crossing=40))
    assert path.crossings == pytest.approx(1.0, abs=1e-3)
    assert path.cost == pytest.approx(path.length_m + 40, rel=1e-3)
    signals = {3: {"highway": "crossing", "crossing": "traffic_signals"}}
    path = engine.route(drawn(Drawing(nodes, ways, signals)), *there, Costs(crossing=40))
    assert path.crossings == 0 and path.cost == pytest.approx(path.length_m)


@pytest.mark.parametrize(
    ("tags", "foot", "bike"),
    [
        ({"barrier": "gate", "access": "private"}, False, False),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, True, False),
        ({"barrier": "bollard"}, True, True),
        ({"barrier": "stile"}, True, False),
        ({"barrier": "kissing_gate", "bicycle": "yes"}, True, True),
    ],
)
def test_whom_a_barrier_stops(drawn, tags, foot, bike):
    nodes = SQUARE | {5: (40, 0)}
    drawing = square()
    drawing.nodes, drawing.node_tags = nodes, {5: tags}
    drawing.ways = [(1, [1, 5, 2], STREET), *drawing.ways[1:]]
    graph = drawn(drawing)
    there = lonlat(0, 10), lonlat(90, 0)
    assert metres(engine.route(graph, *there, Costs())) == (100 if foot else 290 + 10)
    assert metres(engine.route(graph, *there, Costs(mode="bike"))) == (100 if bike else 290 + 10)


def test_reach_counts_ways_to_the_metre(either, drawn):
    graph = drawn(square())
    found = engine.reach(graph, [lonlat(0, 0)], Costs(), 108)  # 150 m
    assert found.length_m == pytest.approx(300, rel=1e-3)
    assert len(found.vertices) == 3
    found = engine.reach(graph, [lonlat(50, 0)], Costs(), 30, by="cost")
    assert found.length_m == pytest.approx(60, rel=1e-3) and len(found.vertices) == 0
    found = engine.reach(graph, [lonlat(50, 0), lonlat(50, 100)], Costs(), 120, by="cost")
    assert found.length_m == pytest.approx(400, rel=1e-3)


def test_nearest_splits_the_network_in_the_middle(either, drawn):
    graph = drawn(square())
    found = engine.nearest(graph, [lonlat(0, 0), lonlat(100, 100)], Costs(), by="cost")
    places = graph.snap([lonlat(40, 0), lonlat(100, 60), lonlat(99, 0), lonlat(0, 0)], "foot")
    value, which = found.at(places)
    assert value == pytest.approx([40, 40, 99, 0], abs=0.1)
    assert which.tolist() == [0, 1, 0, 0]


def test_nearest_minds_the_direction(either, drawn):
    graph = drawn(square(south={"oneway": "yes"}))
    bike = Costs(mode="bike")
    place = graph.snap([lonlat(80, 0)], "bike")
    towards = engine.nearest(graph, [lonlat(20, 0)], bike, by="cost")
    away = engine.nearest(graph, [lonlat(20, 0)], bike, by="cost", towards=False)
    assert towards.at(place)[0] == pytest.approx([340], rel=1e-3)
    assert away.at(place)[0] == pytest.approx([60], rel=1e-3)


def test_several_entrances_are_one_destination(drawn):
    graph = drawn(square())
    found = engine.nearest(
        graph, [lonlat(0, 0), lonlat(100, 100), lonlat(50, 0)], Costs(), owners=[7, 7, 9]
    )
    assert set(found.which.tolist()) == {7, 9}


def test_a_table_has_a_bound(drawn):
    graph = drawn(square())
    with pytest.raises(TooMuch):
        engine.matrix(graph, [lonlat(0, 0)] * 101, [lonlat(0, 0)] * 100, Costs())
    table = engine.matrix(graph, [lonlat(0, 0), lonlat(100, 0)], [lonlat(100, 100)], Costs())
    assert table == pytest.approx(np.array([[144.0], [72.0]]), rel=1e-3)
    assert engine.matrix(graph, [], [lonlat(0, 0)], Costs()).shape == (0, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "car"},
        {"sun": -0.1},
        {"sun": float("nan")},
        {"heat": 1e9},
        {"speed_kmh": 0.0},
        {"departure": datetime(2026, 8, 1, 12)},  # noqa: DTZ001 -- that is the point
    ],
)
def test_impossible_costs_are_refused(wrong):
    with pytest.raises(BadCosts):
        Costs(**wrong)


def test_an_edge_is_walked_backwards_point_by_point(drawn):
    nodes = {1: (0, 0), 2: (30, 40), 3: (60, 0)}
    graph = drawn(Drawing(nodes, [(1, [1, 2, 3], STREET)]))
    path = engine.route(graph, lonlat(60, 0), lonlat(0, 0), Costs())
    assert np.allclose(path.points - graph.line(0)[::-1], 0, atol=0.01)
    assert metres(path) == 100
    half = engine.route(graph, Place(0, 0.75, 0, 0), Place(0, 0.25, 0, 0), Costs())
    assert metres(half) == 50 and len(half.points) == 3


def test_departure_is_read_in_utc():
    summer = datetime.fromisoformat("2026-08-01T14:30:00+02:00")
    assert Costs(departure=summer).utc_hour == 12.5
    assert Costs(departure=datetime(2026, 3, 29, 1, tzinfo=UTC)).utc_hour == 1
