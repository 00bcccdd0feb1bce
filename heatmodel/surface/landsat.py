"""Landsat Collection 2 Level 2: numbers of a scene to surface temperature and reflectance.

Constants: USGS LSDS-1619, "Landsat 8-9 Collection 2 Level 2 Science Product Guide".
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.raster.arguments import whole, yes_or_no
from heatmodel.raster.grid import Floats, same_shape

ST_SCALE_K = 0.00341802
ST_OFFSET_K = 149.0
ST_VALID_DN = 293, 61_440
ST_QA_SCALE_K = 0.01
SR_SCALE = 2.75e-5
SR_OFFSET = -0.2
SR_VALID_DN = 7_273, 43_636
ZERO_C_K = 273.15

FILL = 1
UNCLEAR_BITS = 0b11111
"""QA_PIXEL: fill, dilated cloud, cirrus, cloud, cloud shadow."""

PLAUSIBLE_C = -60.0, 80.0
MAX_UNCERTAINTY_K = 5.0

Codes = NDArray[Any]


def clear_cells(qa_pixel: Codes, qa_radsat: Codes | None = None) -> NDArray[np.bool_]:
    """Where QA_PIXEL sees neither fill nor cloud nor its shadow, and nothing is saturated."""
    quality = whole("qa_pixel", qa_pixel, unknown=FILL)
    clear: NDArray[np.bool_] = (quality & UNCLEAR_BITS) == 0
    if qa_radsat is None:
        return clear
    saturation = whole("qa_radsat", qa_radsat, unknown=1)
    same_shape(qa_pixel=quality, qa_radsat=saturation)
    return clear & (saturation == 0)


def surface_temperature(
    st_dn: Codes,
    qa_pixel: Codes,
    *,
    qa_radsat: Codes | None = None,
    st_qa: Codes | None = None,
    scale_k: float = ST_SCALE_K,
    offset_k: float = ST_OFFSET_K,
    max_uncertainty_k: float = MAX_UNCERTAINTY_K,
) -> Floats:
    """Temperature of the surface (not of the air) in °C, NaN where it is not known.

    `st_dn` is ST_B10, `qa_pixel` QA_PIXEL, `qa_radsat` QA_RADSAT, `st_qa` ST_QA in hundredths of
    a kelvin: the integers of the files, of one shape, row 0 in the north. Known is what is clear,
    valid (DN 293 to 61440), plausible (-60 to 80 °C: DN 293 is rubbish of clouds) and, with
    `st_qa`, of an uncertainty up to `max_uncertainty_k`. A clouded scene gives NaN alone.
    Raises GridMismatch, and OutOfRange for fractions (numbers that were scaled already).
    """
    st_dn, clear = whole("st_dn", st_dn), clear_cells(qa_pixel, qa_radsat)
    same_shape(st_dn=st_dn, qa_pixel=clear)
    low, high = ST_VALID_DN
    known = clear & (st_dn >= low) & (st_dn <= high)
    if st_qa is not None:
        uncertainty = whole("st_qa", st_qa, unknown=-1)
        same_shape(st_dn=st_dn, st_qa=uncertainty)
        uncertainty_k = uncertainty.astype(np.float32) * np.float32(ST_QA_SCALE_K)
        known &= (uncertainty_k >= 0) & (uncertainty_k <= max_uncertainty_k)
    celsius = st_dn * scale_k + (offset_k - ZERO_C_K)
    known &= (celsius > PLAUSIBLE_C[0]) & (celsius < PLAUSIBLE_C[1])
    return np.where(known, celsius, np.nan).astype(np.float32)


def surface_reflectance(sr_dn: Codes, clear: NDArray[np.bool_] | None = None) -> Floats:
    """Reflectance of the surface, 0 to 1, of a Level 2 band; NaN if not valid or not `clear`.

    `sr_dn` are the integers of the file. Raises as `surface_temperature` does.
    """
    sr_dn = whole("sr_dn", sr_dn)
    known = (sr_dn >= SR_VALID_DN[0]) & (sr_dn <= SR_VALID_DN[1])
    if clear is not None:
        clear = yes_or_no("clear", clear)
        same_shape(sr_dn=sr_dn, clear=clear)
        known &= clear
    return np.where(known, sr_dn * SR_SCALE + SR_OFFSET, np.nan).astype(np.float32)
