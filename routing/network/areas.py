"""Which ways lie inside an area that somebody wants to stay out of."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from routing.network.graph import Graph

_LEAST_INSIDE_M = 0.5  # as of a closure


def inside(graph: Graph, area: BaseGeometry) -> np.ndarray:
    """uint8 (edges,): 1 for each edge of which more than half a metre lies in `area` (EPSG:25832).

    For `blocked` of the engine's questions.
    """
    found = np.zeros(len(graph), dtype=np.uint8)
    some = _near(graph, area.bounds)
    points, owner = _points(graph, some)
    lines = shapely.linestrings(points, indices=owner)
    shapely.prepare(area)
    touching = shapely.intersects(lines, area)
    long_enough = shapely.length(shapely.intersection(lines[touching], area)) > _LEAST_INSIDE_M
    found[some[touching][long_enough]] = 1
    return found


def _near(graph: Graph, bounds: tuple[float, float, float, float]) -> np.ndarray:
    """The edges of the cells of the grid that touch a box."""
    west, south, cell, columns, rows = graph.arrays["grid"]
    low = np.floor((np.array(bounds[:2]) - (west, south)) / cell)
    high = np.floor((np.array(bounds[2:]) - (west, south)) / cell)
    across = np.arange(max(low[0], 0), min(high[0] + 1, columns), dtype=np.int64)
    along = np.arange(max(low[1], 0), min(high[1] + 1, rows), dtype=np.int64)
    cells = (along[:, None] * int(columns) + across).reshape(-1)
    first = graph.arrays["cell_first"]
    sizes = first[cells + 1] - first[cells]
    place = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    pieces = graph.arrays["cell_piece"][np.repeat(first[cells], sizes) + place]
    return np.unique(graph.arrays["edge_of_point"][pieces])


def _points(graph: Graph, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points of the edges one after the other, and for each the number of its line."""
    first = graph.arrays["first_point"]
    sizes = first[edges + 1] - first[edges]
    owner = np.repeat(np.arange(len(edges)), sizes)
    place = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    points = graph.arrays["points"][np.repeat(first[edges], sizes) + place]
    return points, owner
