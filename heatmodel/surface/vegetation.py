"""The vegetation index NDVI, and reflectance of Sentinel-2."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import OutOfRange
from heatmodel.raster.arguments import floats, whole
from heatmodel.raster.grid import Floats, same_shape

SENTINEL2_QUANTIFICATION = 10_000
SENTINEL2_OFFSET_SINCE_4 = -1_000


def sentinel2_reflectance(dn: NDArray[Any], baseline: str) -> Floats:
    """Reflectance of a Level-2A band by its processing baseline, as "05.09"; NaN where DN is 0.

    From baseline 04.00 (January 2022) on, numbers carry an offset of 1000. `dn` are the integers
    of the file. Raises GridMismatch; OutOfRange for fractions and for what is no baseline.
    """
    try:
        offset = SENTINEL2_OFFSET_SINCE_4 if float(baseline) >= 4 else 0
    except (TypeError, ValueError) as problem:
        raise OutOfRange(f'{baseline!r} is no processing baseline, as "05.09"') from problem
    dn = whole("dn", dn)
    reflectance = (dn.astype(np.float32) + offset) / SENTINEL2_QUANTIFICATION
    return np.where(dn == 0, np.nan, reflectance).astype(np.float32)


def ndvi(red: Floats, nir: Floats) -> Floats:
    """(nir - red) / (nir + red), -1 to 1, of two reflectances; NaN where one is or the sum is 0.

    A reflectance below 0, an artefact of the atmosphere's correction, counts as 0.
    Raises GridMismatch.
    """
    red, nir = floats("red", red), floats("nir", nir)
    same_shape(red=red, nir=nir)
    dark, bright = np.maximum(red, 0), np.maximum(nir, 0)
    total = dark + bright
    index = np.divide(
        bright - dark, total, out=np.full(total.shape, np.nan, total.dtype), where=total > 0
    )
    return index.astype(np.float32)
