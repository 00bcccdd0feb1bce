"""Getis and Ord's Gi* on a raster (1995, equation 14): where high values lie together.

It ranks and draws cores. It proves nothing: neighbouring surface temperatures are alike anyway,
so on a real scene half of all cells pass any threshold of significance.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from heatmodel.errors import OutOfRange
from heatmodel.raster.arguments import doubles
from heatmodel.raster.grid import Floats

Doubles = NDArray[np.float64]


def getis_ord(values: Floats | Doubles, size: int = 11) -> Doubles:
    """Gi* z-score of each cell over the square of `size` x `size` cells around it (`size` odd).

    z = (sum of the neighbours - mean * n) / (s sqrt((N n - n²) / (N - 1))), binary weights, the
    cell itself among its n neighbours; NaN where `values` is; all 0 if all values are equal.
    Raises GridMismatch, and OutOfRange for an even size.
    """
    if size % 2 == 0 or size < 1:
        raise OutOfRange(f"size {size}: Gi* needs an odd number of cells")
    field = doubles("values", values)
    known = np.isfinite(field)
    cells = int(known.sum())
    if cells < 2:
        return np.full(field.shape, np.nan)
    mean, deviation = field[known].mean(), field[known].std()
    if deviation <= 1e-12 * max(1.0, abs(mean)):
        return np.where(known, 0.0, np.nan)
    # Of differences from the mean, so that sums stay exact.
    total = _window_sum(np.where(known, field - mean, 0.0), size)
    n = np.rint(_window_sum(known.astype(np.float64), size))
    spread = deviation * np.sqrt(np.maximum(cells * n - n**2, 0) / (cells - 1))
    z = np.divide(total, spread, out=np.zeros(field.shape), where=spread > 0)
    return np.where(known, z, np.nan)


def _window_sum(field: Doubles, size: int) -> Doubles:
    for axis in (0, 1):
        field = uniform_filter1d(field, size, axis=axis, mode="constant") * size
    return field
