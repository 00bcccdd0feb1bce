"""How many people live where a scenario works, as a range: a census cell does not say where in it.

Three estimates of the same number: people spread evenly over their cell, people spread over its
houses within a short way, and over those within a longer one. The range is theirs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from heatmodel.exposure import exposure
from heatmodel.planning.ground import Residents

SHORT_WAY_M, LONG_WAY_M = 50.0, 150.0


@dataclass(frozen=True)
class Affected:
    """People within reach of an effect; None where the census knows nothing."""

    least: int
    likely: int
    most: int


def affected(area: Any, residents: Residents) -> Affected | None:
    """People who live by `area` (shapely, metres): the likely number is that over the houses
    within SHORT_WAY_M. None where no census cell with a number touches it.
    """
    if area.is_empty or not np.isfinite(residents.inhabitants).any():
        return None
    evenly = exposure([area], residents.cells, {"all": residents.inhabitants}).people["all"][0]
    near = _by_houses(area.buffer(SHORT_WAY_M), residents)
    far = _by_houses(area.buffer(LONG_WAY_M), residents)
    least, most = min(evenly, near), max(near, far)
    return Affected(round(least), round(near), round(most))


def _by_houses(area: Any, residents: Residents) -> float:
    """The people of each cell by the share of its houses' ground that lies in `area`."""
    houses = np.array(residents.houses, dtype=object)
    if len(houses) == 0:
        return 0.0
    people = 0.0
    tree = shapely.STRtree(houses)
    for cell, count in zip(residents.cells, residents.inhabitants, strict=True):
        if not np.isfinite(count):
            continue
        inside = houses[tree.query(cell, predicate="intersects")]
        ground = shapely.area(shapely.intersection(inside, cell)).sum()
        if ground > 0:
            shared = shapely.area(shapely.intersection(inside, cell.intersection(area))).sum()
            people += count * shared / ground
    return people
