"""How well modelled values meet measured ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import GridMismatch

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Skill:
    """Of `n` pairs: root mean square error, mean error (modelled - measured), mean absolute
    error, and the squared correlation. NaN where there are too few pairs."""

    n: int
    rmse: float
    bias: float
    mae: float
    r2: float


def skill(modelled: Doubles, measured: Doubles) -> Skill:
    """Compares values in pairs, arrays of one shape; a pair with an unknown (NaN or masked) value
    is left out. Raises GridMismatch."""
    modelled = np.ma.filled(np.ma.asarray(modelled, float), np.nan)
    measured = np.ma.filled(np.ma.asarray(measured, float), np.nan)
    if modelled.shape != measured.shape:
        raise GridMismatch(f"{modelled.shape} modelled, {measured.shape} measured values")
    known = np.isfinite(modelled) & np.isfinite(measured)
    ours, theirs = modelled[known], measured[known]
    error = ours - theirs
    if error.size == 0:
        return Skill(0, *(float("nan"),) * 4)
    varied = error.size > 1 and ours.std() > 0 and theirs.std() > 0
    r2 = float(np.corrcoef(ours, theirs)[0, 1] ** 2) if varied else float("nan")
    rmse = float(np.sqrt((error**2).mean()))
    return Skill(error.size, rmse, float(error.mean()), float(np.abs(error).mean()), r2)
