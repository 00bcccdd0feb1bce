"""How many people live in each zone, by shares of area, and how many of them are near something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from heatmodel.errors import BadTable
from heatmodel.raster.arguments import per_zone, same_zones

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """Of each zone: `people` per group (NaN where no census cell with a number touches it), and
    `known_share`, the share of its area over cells with a number."""

    people: dict[str, Doubles]
    known_share: Doubles


def exposure(
    zones: Sequence[BaseGeometry],
    cells: Sequence[BaseGeometry],
    counts: Mapping[str, Doubles],
) -> Exposure:
    """People of each group in each zone, the people of a cell spread evenly over its area.

    `zones` and `cells` (as the census' 100 m squares) are polygons of one system in metres;
    `counts` has for each group (as "all", "aged_65", "under_6") a number a cell, NaN where the
    census keeps it secret: unknown is never 0. Where only part of a zone is known, the number
    is of that part, and `known_share` says so. A zone that is empty has nobody known. Raises
    BadTable for lengths that differ, numbers below 0, and polygons that cross themselves.
    """
    for name, shapes in (("zone", zones), ("cell", cells)):
        for number in np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)):
            raise BadTable(f"{name} {number}: {shapely.is_valid_reason(shapes[int(number)])}")
    for group, numbers in counts.items():
        if len(numbers) != len(cells):
            raise BadTable(f"{group}: {len(numbers)} numbers for {len(cells)} cells")
        if (np.asarray(numbers) < 0).any():
            raise BadTable(f"{group}: less than nobody")
    zone, cell, area = _overlaps(zones, cells)
    cell_area = shapely.area(np.array(cells, dtype=object))
    share = area / cell_area[cell]
    people = {
        group: _spread(np.asarray(numbers, dtype=np.float64)[cell], zone, share, len(zones))
        for group, numbers in counts.items()
    }
    some = [np.isfinite(np.asarray(numbers, dtype=np.float64))[cell] for numbers in counts.values()]
    known = np.bincount(
        zone, weights=area * np.logical_and.reduce(some, initial=True), minlength=len(zones)
    )
    zone_area = shapely.area(np.array(zones, dtype=object))
    shares = np.divide(known, zone_area, out=np.zeros(len(zones)), where=zone_area > 0)
    return Exposure(people, np.minimum(shares, 1.0))


def covered_share(
    seconds: Doubles,
    people: Doubles,
    zones: NDArray[np.int64],
    count: int,
    *,
    minutes: float = 10,
) -> Doubles:
    """Share of the people in each of `count` zones who walk at most `minutes`; NaN without people.

    One number for each home: `seconds` of the way (infinite without one), `people` who live
    there, and the number of its zone, from 0 on, -1 for none. Raises GridMismatch.
    """
    seconds, people = per_zone("seconds", seconds), per_zone("people", people)
    zones = np.asarray(zones, dtype=np.int64)
    same_zones(seconds=seconds, people=people, zones=zones)
    inside = zones >= 0
    near = inside & (seconds <= 60 * minutes)
    living, covered = (
        np.bincount(zones[chosen], weights=people[chosen], minlength=count)
        for chosen in (inside, near)
    )
    return np.divide(covered, living, out=np.full(count, np.nan), where=living > 0)


def _overlaps(
    zones: Sequence[BaseGeometry], cells: Sequence[BaseGeometry]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Doubles]:
    """Indices of zone and cell, and their common area in m², for each pair that overlaps."""
    tree = shapely.STRtree(list(cells))
    zone, cell = tree.query(list(zones), predicate="intersects")
    shapes, squares = np.array(zones, dtype=object), np.array(cells, dtype=object)
    area = shapely.area(shapely.intersection(shapes[zone], squares[cell]))
    real = area > 0
    return zone[real], cell[real], area[real]


def _spread(numbers: Doubles, zone: NDArray[np.int64], share: Doubles, zones: int) -> Doubles:
    known = np.isfinite(numbers)
    weights = np.where(known, numbers, 0.0) * share
    total = np.bincount(zone, weights=weights, minlength=zones)
    touched = np.bincount(zone, weights=known.astype(np.float64), minlength=zones)
    return np.where(touched > 0, total, np.nan)
