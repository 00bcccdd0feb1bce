"""Five classes of burden by z-scores, as in Düsseldorf's map of heat burden (after VDI 3785-1)."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from heatmodel.raster.arguments import per_zone, same_zones

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
    NaN everywhere if none of them is settled. Raises GridMismatch for lengths that differ.
    """
    hazard = per_zone("hazard", hazard)
    share = np.ones(hazard.shape) if weights is None else per_zone("weights", weights)
    same_zones(hazard=hazard, settled=settled, weights=share)
    counted = np.isfinite(hazard)
    if settled is not None:
        counted &= np.asarray(settled, dtype=bool)
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
    z = np.asarray(z, dtype=np.float64)
    classes = np.digitize(z, LIMITS_Z, right=True) + 1
    return np.where(np.isfinite(z), classes, 0).astype(np.uint8)


def total_classes(day: Classes, night: Classes) -> Classes:
    """The worse of day and night: either alone burdens. Unknown (0) gives way to the other.

    Raises GridMismatch for lengths that differ.
    """
    same_zones(day=day, night=night)
    return np.maximum(day, night)
