"""What must hold for any two places and any coefficients."""

from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing import engine
from routing.engine import Costs
from routing.errors import NoRoute
from routing.network.build import graph_from_file
from routing.network.graph import Graph, Shade
from tests.routing.drawing import Drawing, grid, lonlat

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SIDE, STEP_M = 9, 80.0
inside = st.tuples(st.floats(0, (SIDE - 1) * STEP_M), st.floats(0, (SIDE - 1) * STEP_M))
alphas = st.lists(st.floats(1.0, 8.0), min_size=2, max_size=5, unique=True)
calm = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@lru_cache
def _town(folder: str) -> Graph:
    """A grid with one-way streets, steps and a shade drawn by lot."""
    from dataclasses import replace
    from pathlib import Path

    drawing = grid(SIDE, SIDE, STEP_M)
    ways = [
        (n, refs, {**tags, **({"oneway": "yes"} if n % 3 == 0 else {})})
        for n, refs, tags in drawing.ways
    ]
    graph = graph_from_file(Drawing(drawing.nodes, ways).write(Path(folder) / "town.osm"))
    values = np.random.default_rng(3).integers(0, 256, (1, 24, len(graph))).astype(np.uint8)
    values.flags.writeable = False
    return replace(graph, shade=Shade((182,), values))


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Graph:
    return _town(str(tmp_path_factory.mktemp("town")))


@calm
@given(inside, inside, alphas)
def test_the_more_the_sun_counts_the_less_sun_and_the_more_metres(town, start, stop, weights):
    places = town.snap([lonlat(*start), lonlat(*stop)], "foot")
    ways = [
        engine.route(
            town,
            places[0],
            places[1],
            Costs(departure=NOON, shade_on_arrival=False).with_sun(alpha),
        )
        for alpha in sorted(weights)
    ]
    sunny = np.array([way.sun_m + way.unknown_shade_m for way in ways])
    length = np.array([way.length_m for way in ways])
    assert (np.diff(sunny) <= 1e-6).all()
    assert (np.diff(length) >= -1e-6).all()


@calm
@given(inside, inside, st.floats(0, 5), st.floats(0, 5))
def test_numba_and_scipy_agree_on_any_costs(town, start, stop, sun, surface):
    import os

    costs = Costs(sun=sun, surface=surface, departure=NOON, shade_on_arrival=False)
    found = []
    for backend in ("numba", "scipy"):
        os.environ["ROUTING_ENGINE"] = backend
        try:
            found.append(engine.route(town, lonlat(*start), lonlat(*stop), costs).cost)
        finally:
            del os.environ["ROUTING_ENGINE"]
    assert found[0] == pytest.approx(found[1], abs=1e-6)


@calm
@given(inside, inside)
def test_on_foot_there_and_back_are_one(town, start, stop):
    there = engine.route(town, lonlat(*start), lonlat(*stop), Costs())
    back = engine.route(town, lonlat(*stop), lonlat(*start), Costs())
    assert there.length_m == pytest.approx(back.length_m, abs=1e-6)


@calm
@given(inside, inside, st.randoms(use_true_random=False))
def test_a_blocked_edge_is_never_used(town, start, stop, random):
    blocked = np.zeros(len(town), dtype=np.uint8)
    blocked[random.sample(range(len(town)), len(town) // 5)] = 1
    places = town.snap([lonlat(*start), lonlat(*stop)], "bike", blocked=blocked)
    try:
        path = engine.route(town, places[0], places[1], Costs(mode="bike"), blocked=blocked)
    except NoRoute:
        return
    assert not blocked[path.edges].any()


@calm
@given(inside, inside, inside)
def test_no_way_round_is_shorter(town, start, middle, stop):
    """The triangle inequality."""
    direct = engine.route(town, lonlat(*start), lonlat(*stop), Costs())
    round_about = engine.route(town, lonlat(*start), lonlat(*stop), Costs(), via=[lonlat(*middle)])
    assert direct.length_m <= round_about.length_m + 1e-6


@calm
@given(inside, inside, st.sampled_from(["foot", "bike"]))
def test_route_table_and_nearest_tell_the_same(town, start, stop, mode):
    costs = Costs(mode=mode)
    path = engine.route(town, lonlat(*start), lonlat(*stop), costs)
    table = engine.matrix(town, [lonlat(*start)], [lonlat(*stop)], costs)
    towards = engine.nearest(town, [lonlat(*stop)], costs)
    seconds, _which = towards.at(town.snap([lonlat(*start)], mode))
    assert table[0, 0] == pytest.approx(path.duration_s, abs=1e-6)
    assert seconds[0] == pytest.approx(path.duration_s, abs=1e-6)


@calm
@given(inside, st.floats(0, 900))
def test_what_is_within_reach_is_as_near_as_a_way_to_it(town, start, limit):
    found = engine.reach(town, [lonlat(*start)], Costs(), limit)
    assert (found.values <= limit + 1e-9).all() and (np.diff(found.values) >= -1e-9).all()
    assert ((found.spans.start >= 0) & (found.spans.stop <= 1)).all()
    away = engine.nearest(town, [lonlat(*start)], Costs(), towards=False)
    assert set(found.vertices.tolist()) == set(np.flatnonzero(away.value <= limit).tolist())
    if limit > 0:
        assert found.length_m <= town.arrays["length"].sum() + 1e-6


@calm
@given(inside, inside)
def test_alternatives_run_from_shortest_to_shadiest(town, start, stop):
    found = engine.alternatives(
        town, lonlat(*start), lonlat(*stop), Costs(departure=NOON, shade_on_arrival=False)
    )
    length = [one.path.length_m for one in found]
    sunny = [one.path.sun_m + one.path.unknown_shade_m for one in found]
    assert found[0].alpha == 1 and length == sorted(length)
    assert sunny == sorted(sunny, reverse=True) and len(set(sunny)) == len(sunny)


def test_equal_houses_make_no_walk_cooler(tmp_path):
    """CoolWalks (Wolf, Vierø and Szell 2025): in a regular grid whose streets of one direction are
    all as shaded, no weight of the sun finds a way with a shorter felt length than the shortest
    way has already; felt metres are those of the closed form."""
    from dataclasses import replace

    graph = graph_from_file(grid(8, 8, 100.0).write(tmp_path / "grid.osm"))
    ends, x = graph.arrays["ends"], graph.arrays["x"]
    across = np.abs(x[ends[:, 0]] - x[ends[:, 1]]) > 50
    shade = np.where(across, 200, 60).astype(np.uint8)[None, None, :].repeat(24, axis=1)
    shade.flags.writeable = False
    graph = replace(graph, shade=Shade((182,), shade))
    random = np.random.default_rng(1)
    for alpha in (1.25, 2.0, 4.0, 10.0):
        costs = Costs(departure=NOON).with_sun(alpha)
        for _number in range(50):
            (a, b), (c, d) = random.integers(0, 8, (2, 2)).tolist()
            path = engine.route(graph, lonlat(100 * a, 100 * b), lonlat(100 * c, 100 * d), costs)
            shortest = 100 * (abs(a - c) + abs(b - d))
            sun_x, sun_y = 1 - 200 / 254, 1 - 60 / 254
            felt = shortest + (alpha - 1) * 100 * (sun_x * abs(a - c) + sun_y * abs(b - d))
            assert path.length_m == pytest.approx(shortest, rel=1e-3, abs=0.1)
            assert path.cost == pytest.approx(felt, rel=1e-3, abs=0.1)
