"""The nearest edge to a place, by a grid of pieces that lies on disk beside the other arrays."""

import numpy as np

from routing.network.arrays import Arrays
from routing.network.compiling import compiled


def nearest_edges(
    arrays: Arrays, places: np.ndarray, bit: int, within_m: float, blocked: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Edge (int32, -1: none), fraction, x, y and distance for each of `places` (EPSG:25832).

    Only edges count that have `bit` in `snappable` and 0 in `blocked`.
    """
    size = len(places)
    edge = np.full(size, -1, dtype=np.int32)
    fraction, x, y = np.zeros(size), np.zeros(size), np.zeros(size)
    distance = np.full(size, np.inf)
    finite = np.isfinite(places).all(axis=1)
    for number in np.flatnonzero(finite):
        found = _nearest(
            arrays["grid"],
            arrays["cell_first"],
            arrays["cell_piece"],
            arrays["edge_of_point"],
            arrays["points"],
            arrays["along"],
            arrays["first_point"],
            arrays["snappable"],
            blocked,
            np.uint8(bit),
            float(places[number, 0]),
            float(places[number, 1]),
            float(within_m),
        )
        edge[number], fraction[number], x[number], y[number], distance[number] = found
    return edge, fraction, x, y, distance


@compiled
def _nearest(
    grid,
    cell_first,
    cell_piece,
    edge_of_point,
    points,
    along,
    first_point,
    snappable,
    blocked,
    bit,
    px,
    py,
    within_m,
):
    """Rings of cells around the place, until no farther ring can hold anything nearer."""
    west, south, cell = grid[0], grid[1], grid[2]
    columns, rows = int(grid[3]), int(grid[4])
    column = int(np.floor((px - west) / cell))
    row = int(np.floor((py - south) / cell))
    best, edge, piece, share = within_m, -1, -1, 0.0
    bx, by = 0.0, 0.0
    for ring in range(int(within_m / cell) + 2):
        if (ring - 1) * cell > best:
            break
        for r in range(row - ring, row + ring + 1):
            if r < 0 or r >= rows:
                continue
            step = 1 if ring == 0 or r == row - ring or r == row + ring else 2 * ring
            for c in range(column - ring, column + ring + 1, step):
                if c < 0 or c >= columns:
                    continue
                k = r * columns + c
                for i in range(cell_first[k], cell_first[k + 1]):
                    a = cell_piece[i]
                    e = edge_of_point[a]
                    if not snappable[e] & bit or blocked[e]:
                        continue
                    ax, ay = points[a, 0], points[a, 1]
                    dx, dy = points[a + 1, 0] - ax, points[a + 1, 1] - ay
                    size = dx * dx + dy * dy
                    t = ((px - ax) * dx + (py - ay) * dy) / size if size > 0 else 0.0
                    t = min(max(t, 0.0), 1.0)
                    qx, qy = ax + t * dx, ay + t * dy
                    d = np.hypot(px - qx, py - qy)
                    if d < best or (d == best and edge < 0):
                        best, edge, piece, share, bx, by = d, e, a, t, qx, qy
    if edge < 0:
        return -1, 0.0, 0.0, 0.0, np.inf
    total = along[first_point[edge + 1] - 1]
    at = along[piece] + share * (along[piece + 1] - along[piece])
    return edge, at / total if total > 0 else 0.0, bx, by, best
