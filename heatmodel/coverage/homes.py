"""Where people live: the census grid, spread over the houses in each of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True)
class Homes:
    """Points in EPSG:25832 with people (not whole ones), and the number of the cell of each."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    people: NDArray[np.float64]
    cell: NDArray[np.int64]

    def within(self, shapes: Sequence[shapely.Geometry]) -> NDArray[np.int64]:
        """The number of the shape that each home lies in, -1 where it lies in none."""
        owner = np.full(len(self.x), -1, np.int64)
        homes, shape = shapely.STRtree(list(shapes)).query(
            shapely.points(self.x, self.y), predicate="intersects"
        )
        owner[homes[::-1]] = shape[::-1]  # on a border the first shape counts
        return owner


def spread(
    cells: Sequence[shapely.Geometry],
    people: Sequence[int | None],
    houses: NDArray[np.float64],
    room: NDArray[np.float64],
) -> Homes:
    """The people of each cell, by the `room` (in any unit) of the `houses` ([n, 2]) within it.

    A cell without houses has its people in its middle; one of unknown number has no homes.
    """
    parts: list[tuple[NDArray, NDArray, NDArray, NDArray]] = []
    tree = shapely.STRtree(shapely.points(houses) if len(houses) else [])
    for number, (cell, count) in enumerate(zip(cells, people, strict=True)):
        if not count:
            continue
        inside = np.sort(tree.query(cell, predicate="covers"))
        weight = room[inside]
        if weight.sum() > 0:
            at, share = houses[inside], weight / weight.sum()
        else:
            middle = cell.representative_point()
            at, share = np.array([[middle.x, middle.y]]), np.ones(1)
        parts.append((at[:, 0], at[:, 1], count * share, np.full(len(at), number)))
    if not parts:
        empty = np.zeros(0)
        return Homes(empty, empty, empty, np.zeros(0, np.int64))
    x, y, counts, owners = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Homes(x, y, counts, owners.astype(np.int64))
