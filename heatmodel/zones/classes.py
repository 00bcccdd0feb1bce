"""Five classes of burden by z-scores, as in Düsseldorf's map of heat burden (after VDI 3785-1)."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Classes = NDArray[np.uint8]

LIMITS_Z = (-1.0, 0.0, 1.0, 2.0)


class Burden(IntEnum):
    """Classes 1 to 5; 0 where nothing is known."""

    UNKNOWN = 0
    VERY_FAVOURABLE = 1
    FAVOURABLE = 2
    LESS_FAVOURABLE = 3
    UNFAVOURABLE = 4
    VERY_UNFAVOURABLE = 5

    @property
    def word(self) -> str:
        """The German word of the class."""
        return _WORDS[self]


_WORDS = {
    Burden.UNKNOWN: "unbekannt",
    Burden.VERY_FAVOURABLE: "sehr günstig",
    Burden.FAVOURABLE: "günstig",
    Burden.LESS_FAVOURABLE: "weniger günstig",
    Burden.UNFAVOURABLE: "ungünstig",
    Burden.VERY_UNFAVOURABLE: "sehr ungünstig",
}


def z_scores(
    hazard: Doubles,
    settled: NDArray[np.bool_] | None = None,
    weights: Doubles | None = None,
) -> Doubles:
    """(hazard - mean) / standard deviation, mean and deviation taken over `settled` zones.

    `hazard` is one number a zone, the higher the worse, NaN where unknown; `weights` (as areas)
    count zones differently; without `settled` all zones count. 0 everywhere if all are equal,
    NaN everywhere if none of them is settled.
    """
    hazard = np.asarray(hazard, dtype=np.float64)
    counted = np.isfinite(hazard)
    if settled is not None:
        counted &= settled
    share = np.ones(hazard.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    total = share[counted].sum()
    if not total > 0:
        return np.full(hazard.shape, np.nan)
    mean = (hazard[counted] * share[counted]).sum() / total
    deviation = np.sqrt((share[counted] * (hazard[counted] - mean) ** 2).sum() / total)
    # Equal numbers may differ from their mean by rounding.
    if deviation <= 1e-12 * max(1.0, abs(mean)):
        return np.where(np.isfinite(hazard), 0.0, np.nan)
    return (hazard - mean) / deviation


def burden_classes(z: Doubles) -> Classes:
    """1 up to z = -1, 2 up to 0, 3 up to 1, 4 up to 2, 5 above; 0 where z is NaN."""
    classes = np.digitize(z, LIMITS_Z, right=True) + 1
    return np.where(np.isfinite(z), classes, 0).astype(np.uint8)


def total_classes(day: Classes, night: Classes) -> Classes:
    """The worse of day and night: either alone burdens. Unknown (0) gives way to the other."""
    return np.maximum(day, night)
