"""From what a survey sees to what casts which kind of shadow."""

import numpy as np
from numpy.typing import NDArray

from heatmodel.raster.arguments import floats, yes_or_no
from heatmodel.raster.grid import Floats, same_shape

TREE_M = 2.0
"""Lower things beside buildings are hedges, cars and noise."""


def split_heights(
    top_m: Floats, ground_m: Floats, buildings: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Surface without trees, and height of crowns above it, as `shade_bits` takes them; in m.

    `top_m` is the surface as surveyed, trees and all (in Germany DOM1), `ground_m` the bare
    ground (DGM1), above one level, rows from the north; `buildings` is true where one stands.
    What rises more than 2 m beside buildings is a crown. NaN where top or ground is unknown.
    Raises GridMismatch.
    """
    top_m, ground_m = floats("top_m", top_m), floats("ground_m", ground_m)
    buildings = yes_or_no("buildings", buildings)
    same_shape(top_m=top_m, ground_m=ground_m, buildings=buildings)
    rise = top_m - ground_m
    crowns = np.where(~buildings & (rise > TREE_M), rise, 0)
    surface = np.where(buildings, np.fmax(top_m, ground_m), ground_m)
    unknown = np.isnan(rise)
    return (
        np.where(unknown, np.nan, surface).astype(np.float32),
        np.where(unknown, np.nan, crowns).astype(np.float32),
    )
