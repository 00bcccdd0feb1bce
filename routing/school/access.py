"""Whether whoever drives to a drop-off zone passes the school, as far as the network can tell."""

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from routing.engine.paths import cut
from routing.network import judging
from routing.network.graph import Graph, Place

PAST_M = 50.0  # from an entrance: who drives there drives past the school
_FARTHEST_M = 3_000.0
_MAIN = ("trunk", "primary", "secondary", "tertiary")

LonLat = tuple[float, float]


def passes(graph: Graph, zone: LonLat, gates: Sequence[LonLat]) -> bool | None:
    """Whether the shortest drive from a main road to `zone` comes within PAST_M of a gate.

    An estimate: the network is one for walkers, so it knows no one-way rules for cars and none
    of their motorways. None where no main road is found within 3 km.
    """
    drive, main = _of_classes(graph, judging.CARRIAGEWAYS), _of_classes(graph, _MAIN)
    spot = graph.snap([zone], "foot", blocked=(~drive).astype(np.uint8))[0]
    if spot.edge < 0:
        return None
    lines = [cut(graph, spot.edge, spot.fraction, spot.fraction)]
    if not main[spot.edge]:
        found = _way_in(graph, drive, main, spot)
        if found is None:
            return None
        lines = found
    way = shapely.multilinestrings([shapely.linestrings(line) for line in lines])
    places = shapely.points(graph.project(np.array(gates)))
    return bool((shapely.distance(way, places) <= PAST_M).any())


def _of_classes(graph: Graph, classes: Sequence[str] | frozenset[str]) -> np.ndarray:
    """bool (edges,)"""
    wanted = [text in classes for text in graph.texts["highway"]] + [False]  # the last: unknown
    return np.array(wanted)[graph.arrays["highway_code"]]


def _way_in(
    graph: Graph, drive: np.ndarray, main: np.ndarray, zone: Place
) -> list[np.ndarray] | None:
    """The shortest way from a main road to the zone, as lines (n, 2) in EPSG:25832."""
    ends, length = graph.arrays["ends"], graph.arrays["length"]
    some = np.flatnonzero(drive)
    pairs, first = np.unique(np.sort(ends[some], axis=1), axis=0, return_index=True)
    some = some[first]  # of parallel ways any one
    size = graph.vertices
    matrix = coo_matrix((length[some], tuple(pairs.T)), shape=(size, size)).tocsr()
    far, before = dijkstra(
        matrix, directed=False, indices=ends[zone.edge], limit=_FARTHEST_M,
        return_predecessors=True,
    )  # fmt: skip
    shares = np.array([[zone.fraction], [1.0 - zone.fraction]])
    goals = np.unique(ends[main])
    left = (far + shares * length[zone.edge])[:, goals]  # by each end of the zone's street
    if not np.isfinite(left).any():
        return None
    end, nearest = np.unravel_index(np.argmin(left), left.shape)
    lines = [cut(graph, zone.edge, float(end), zone.fraction)]
    edge_of = dict(zip(map(tuple, pairs.tolist()), some.tolist(), strict=True))
    vertex = int(goals[nearest])
    while (last := int(before[end, vertex])) >= 0:
        lines.append(graph.line(edge_of[min(vertex, last), max(vertex, last)]))
        vertex = last
    return lines
