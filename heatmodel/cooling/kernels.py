"""Weighted means over a neighbourhood that leave out what is unknown or beyond the edge."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Kernel = NDArray[np.float64]


def decay_kernel(expected_px: int) -> Kernel:
    """exp(-distance / `expected_px`), cut at five times that, summing to 1."""
    kernel = _disc(5 * expected_px, lambda far: np.exp(-far / expected_px))
    return kernel / kernel.sum()


def disc_kernel(radius_px: int) -> Kernel:
    """1 up to the distance `radius_px`, 0 beyond."""
    return _disc(radius_px, np.ones_like)


def _disc(radius_px: int, weight: Callable[[Doubles], Doubles]) -> Kernel:
    rows, columns = np.mgrid[-radius_px : radius_px + 1, -radius_px : radius_px + 1]
    far = np.hypot(rows, columns)
    return np.where(far <= radius_px, weight(far), 0.0)


def neighbourhood(values: Doubles, known: NDArray[np.bool_], kernel: Kernel) -> Doubles:
    """The kernel's sum of `values` around each cell, scaled up for cells that are not `known`.

    With a kernel that sums to 1 this is the weighted mean of the known cells; the raster's edge
    counts as unknown. Where nothing within reach is known, NaN.
    """
    total = _same(np.where(known, values, 0.0), kernel)
    weight = _same(known.astype(np.float64), kernel)
    enough = weight > 1e-9 * kernel.max()
    mean = np.divide(total, weight, out=np.full(total.shape, np.nan), where=enough)
    return mean * kernel.sum()


def _same(values: Doubles, kernel: Kernel) -> Doubles:
    """The convolution on the cells of `values`, also where the kernel is the larger one."""
    from scipy.signal import fftconvolve  # takes a second to load; no page needs it

    reach = kernel.shape[0] // 2
    rows, columns = values.shape
    full = fftconvolve(values, kernel, mode="full")
    return full[reach : reach + rows, reach : reach + columns]


def whole_pixels(distance_m: float, cell_m: float) -> int:
    """A distance in cells, to the nearest even one at a half, as InVEST rounds it."""
    return max(1, round(distance_m / cell_m))
