"""From single scenes to a lasting pattern: anomalies, and their median over dates."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import GridMismatch, TooFewScenes
from heatmodel.raster.arguments import floats, positive, yes_or_no
from heatmodel.raster.grid import Floats, same_shape

MIN_DATES = 5
"""Hot spots of two single dates agreed by a Jaccard index of 0.65 only (eight Münster scenes)."""


@dataclass(frozen=True)
class Composite:
    """Of each cell: `median_k` of the anomalies, their `mad_k`, and `n` dates with a value."""

    median_k: Floats
    mad_k: Floats
    n: NDArray[np.uint16]


def scene_median(celsius: Floats, reference: NDArray[np.bool_] | None = None) -> float:
    """The median in °C over `reference` (as rural cells) or all cells; NaN if none is known."""
    celsius = floats("celsius", celsius)
    counted = np.isfinite(celsius)
    if reference is not None:
        reference = yes_or_no("reference", reference)
        same_shape(celsius=celsius, reference=reference)
        counted &= reference
    known = celsius[counted]
    return float(np.median(known)) if known.size else float("nan")


def scene_anomaly(celsius: Floats, reference: NDArray[np.bool_] | None = None) -> Floats:
    """Each cell minus its scene's median, in K: takes the weather of the day out of a scene."""
    celsius = floats("celsius", celsius)
    return celsius - np.float32(scene_median(celsius, reference))


def composite(anomalies_k: Sequence[Floats], *, min_dates: int = MIN_DATES) -> Composite:
    """The median of the anomalies of several dates, cell by cell.

    Arrays of one shape, one for each date. Cells known on fewer than `min_dates` dates have
    NaN as median and MAD (the median absolute deviation, in K, not scaled); `n` says how many.
    Raises TooFewScenes if fewer than `min_dates` have any known cell, and GridMismatch.
    """
    positive("min_dates", min_dates)
    given = [floats("anomalies_k", anomaly) for anomaly in anomalies_k]
    usable = [anomaly for anomaly in given if np.isfinite(anomaly).any()]
    if len(usable) < min_dates:
        raise TooFewScenes(
            f"{len(usable)} of {len(given)} dates have clear cells; {min_dates} are needed"
        )
    return composite_tile(usable, min_dates=min_dates)


def composite_tile(anomalies_k: Sequence[Floats], *, min_dates: int = MIN_DATES) -> Composite:
    """`composite` of a part of the scenes, which may be clouded on every date."""
    if len({anomaly.shape for anomaly in anomalies_k}) != 1:
        raise GridMismatch("the scenes of a composite differ in shape")
    stack = np.stack(anomalies_k)
    n = np.isfinite(stack).sum(axis=0).astype(np.uint16)
    median = _median(stack)
    mad = _median(np.abs(stack - median))
    few = n < min_dates
    median[few] = mad[few] = np.nan
    return Composite(median, mad, n)


def _median(stack: NDArray[Any]) -> Floats:
    """The median over the first axis, NaN where nothing is known."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice encountered", RuntimeWarning)
        return np.nanmedian(stack, axis=0).astype(np.float32)
