"""The current network in a process: made from the tables, and following them."""

from datetime import UTC, datetime

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from layers.editing.services import Change, write
from layers.registry import layer
from routing import engine
from routing.engine import Costs
from routing.errors import BadShape, NoNetwork
from routing.models import Closure, Segment
from routing.network.graph import Graph
from routing.queries import current_graph
from routing.services import store_edge_heat, store_edge_shade

PAULUSKIRCHE, MARKT = (7.8142, 51.6806), (7.8210, 51.6850)
NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def graph(hamm_database) -> Graph:
    return current_graph()


def test_without_segments_there_is_no_network(own_database):
    with pytest.raises(NoNetwork):
        current_graph()


def test_the_demonstration_is_there_and_says_that_it_is_one(graph):
    assert len(graph) == Segment.objects.count() > 7000
    assert set(Segment.objects.values_list("dataset__kind", flat=True)) == {"synthetic"}
    path = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    assert 500 < path.length_m < 3000
    assert path.climb_m is None and path.shade_share is None  # nobody knows


def test_it_stays_the_same_until_something_changes(graph, routing_dir):
    assert current_graph() is graph
    assert all(not array.flags.writeable for array in graph.arrays.values())
    assert len([one for one in routing_dir.iterdir() if one.is_dir()]) == 1


def close(graph: Graph, path: engine.Path, **values: object) -> None:
    """An area around the middle edge of a path, entered by the one way in."""
    line = graph.line(int(path.edges[len(path) // 2]))
    west, south = line.min(axis=0) - 1
    east, north = line.max(axis=0) + 1
    area = MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=25832)
    area.srid = 25832
    for part in area:
        part.srid = 25832
    given = {"name": "Baustelle", "effect": "closed", "geometry": area, **values}
    write([Change(layer("closures"), "insert", given)], door="command")


def test_a_closure_counts_at_once_and_ends_at_once(graph):
    before = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    close(graph, before)
    now = current_graph()
    assert now is not graph and now.arrays is graph.arrays  # nothing was built anew
    around = engine.route(now, PAULUSKIRCHE, MARKT, Costs())
    assert around.length_m > before.length_m
    closed = np.flatnonzero(now.overlay.closed & 1)
    assert len(closed) and not np.isin(around.edges, closed).any()
    Closure.objects.update(published=False)
    after = engine.route(current_graph(), PAULUSKIRCHE, MARKT, Costs())
    assert after.length_m == before.length_m


def test_a_closure_may_be_for_bicycles_alone(graph):
    before = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    close(graph, before, foot=False, wheels=False)
    now = current_graph()
    assert engine.route(now, PAULUSKIRCHE, MARKT, Costs()).length_m == before.length_m
    ridden = engine.route(now, PAULUSKIRCHE, MARKT, Costs(mode="bike"))
    assert not np.isin(ridden.edges, np.flatnonzero(now.overlay.closed & 2)).any()


def test_what_is_to_be_avoided_may_be_used_where_there_is_no_other_way(graph):
    before = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    close(graph, before, effect="avoid")
    now = current_graph()
    avoided = np.flatnonzero(now.overlay.avoid & 1)
    inside = engine.route(now, _middle(now, avoided[0]), MARKT, Costs())
    assert inside.cost > inside.length_m


def _middle(graph: Graph, edge: int) -> tuple[float, float]:
    line = graph.line(int(edge))
    return tuple(graph.unproject(line[:2].mean(axis=0, keepdims=True))[0])


def test_a_hazard_counts_at_once_for_those_who_mind(graph):
    before = engine.route(graph, PAULUSKIRCHE, MARKT, Costs(safety=3))
    line = graph.line(int(before.edges[len(before) // 2]))
    given = {"name": "Kurve", "kind": "blind_bend", "severity": "high"}
    spot = Point(*line.mean(axis=0), srid=25832)
    write([Change(layer("hazards"), "insert", {**given, "geometry": spot})], door="command")
    now = current_graph()
    assert now.arrays is graph.arrays  # nothing was built anew
    raised = np.flatnonzero(now.overlay.risk > graph.overlay.risk)
    assert before.edges[len(before) // 2] in raised and len(raised) < 20
    careful = engine.route(now, PAULUSKIRCHE, MARKT, Costs(safety=3))
    assert np.isin(before.edges, raised).sum() > np.isin(careful.edges, raised).sum()
    careless = engine.route(now, PAULUSKIRCHE, MARKT, Costs())
    assert careless.length_m == engine.route(graph, PAULUSKIRCHE, MARKT, Costs()).length_m


def test_an_edited_segment_is_in_the_arrays(graph):
    path = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    pk = int(path.segment_ids[len(path) // 2])
    row = Segment.objects.get(pk=pk)
    change = Change(
        layer("network_segments"), "update", {"foot": 0}, pk=pk, seen_version=row.version
    )
    write([change], door="command")
    now = current_graph()
    assert now.version != graph.version
    assert pk not in engine.route(now, PAULUSKIRCHE, MARKT, Costs()).segment_ids


def test_a_way_drawn_by_hand_joins_the_vertices_at_its_ends(graph):
    segment = Segment.objects.order_by("-length_m").first()
    line = segment.geometry
    values = {"geometry": line, "highway": "footway", "name": "Neuer Steg"}
    write([Change(layer("network_segments"), "insert", values)], door="command")
    now = current_graph()
    edges = {int(pk): n for n, pk in enumerate(now.segment_ids)}
    new = Segment.objects.get(name="Neuer Steg")
    ends = now.arrays["ends"]
    assert sorted(ends[edges[new.pk]]) == sorted(ends[edges[segment.pk]])
    assert new.length_m == pytest.approx(segment.length_m) and new.known == 0


def test_shade_handed_in_moves_the_way_and_is_told(graph):
    assert engine.route(graph, PAULUSKIRCHE, MARKT, Costs(departure=NOON)).shade_share is None
    shade = np.full((2, 24, len(graph)), 255, dtype=np.uint8)
    plain = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    shade[0] = 254
    shade[0, :, plain.edges] = 0
    store_edge_shade(graph, shade, [172, 355], note="Test")
    now = current_graph()
    assert now is not graph and now.arrays is graph.arrays
    sunny = engine.route(now, PAULUSKIRCHE, MARKT, Costs(departure=NOON))
    assert sunny.length_m == plain.length_m and sunny.shade_share == pytest.approx(0)
    shady = engine.route(now, PAULUSKIRCHE, MARKT, Costs(departure=NOON, sun=3))
    assert shady.sun_m < sunny.sun_m and shady.length_m > sunny.length_m
    assert shady.duration_s == pytest.approx(shady.length_m / 5000 * 3600)  # never the cost
    winter = NOON.replace(month=12)
    assert engine.route(now, PAULUSKIRCHE, MARKT, Costs(departure=winter)).shade_share is None


def test_shade_of_a_segment_that_came_later_is_unknown(graph):
    store_edge_shade(graph, np.full((1, 24, len(graph)), 254, dtype=np.uint8), [172])
    Segment.objects.filter(pk=int(graph.segment_ids[0])).update(published=False)
    now = current_graph()
    assert now.shade.values.shape == (1, 24, len(graph) - 1)
    Segment.objects.filter(pk=int(graph.segment_ids[0])).update(published=True)
    again = current_graph()
    assert (again.shade.values == 254).all()


def test_heat_handed_in_counts(graph):
    plain = engine.route(graph, PAULUSKIRCHE, MARKT, Costs())
    heat = np.zeros(len(graph), dtype=np.uint8)
    heat[plain.edges[1:-1]] = 254
    store_edge_heat(graph, heat)
    cooler = engine.route(current_graph(), PAULUSKIRCHE, MARKT, Costs(heat=5))
    assert cooler.length_m > plain.length_m


@pytest.mark.parametrize(
    ("shape", "dtype", "days"),
    [
        ((1, 24, 5), "uint8", [172]),
        ((1, 24, 0), "float32", [172]),
        ((2, 24, 0), "uint8", [172, 172]),
        ((1, 24, 0), "uint8", [400]),
    ],
)
def test_values_of_another_shape_are_refused(graph, shape, dtype, days):
    days_count, hours, edges = shape
    shade = np.zeros((days_count, hours, edges or len(graph)), dtype=dtype)
    with pytest.raises(BadShape):
        store_edge_shade(graph, shade, days)
    assert current_graph() is graph
