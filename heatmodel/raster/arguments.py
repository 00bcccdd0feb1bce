"""What callers hand over, as arrays that a step can compute with, or an error that names it."""

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from heatmodel.errors import GridMismatch, OutOfRange
from heatmodel.raster.grid import Floats

Number = TypeVar("Number", np.float32, np.float64)


def numbers(name: str, values: Any) -> Floats:
    """Numbers of any shape as float32; NaN where a mask hides one. Raises OutOfRange."""
    return _filled(name, values, np.float32, np.nan)


def floats(name: str, values: Any) -> Floats:
    """Rows and columns of numbers as float32; NaN where a mask hides one.

    Raises GridMismatch unless there are two dimensions, OutOfRange unless there are numbers.
    """
    return _two_dimensional(name, _filled(name, values, np.float32, np.nan))


def doubles(name: str, values: Any) -> NDArray[np.float64]:
    """As `floats`, in float64."""
    return _two_dimensional(name, _filled(name, values, np.float64, np.nan))


def per_zone(name: str, values: Any) -> NDArray[np.float64]:
    """One number for each zone, in float64; NaN where a mask hides one. Errors as of `floats`."""
    array = _filled(name, values, np.float64, np.nan)
    if array.ndim != 1:
        raise GridMismatch(f"{name} has {array.ndim} dimensions, not one number a zone")
    return array


def same_zones(**numbers: NDArray[Any] | None) -> None:
    """Nothing, if all that are given hold one number for each of as many zones.

    GridMismatch names the first that differs.
    """
    given = {name: len(array) for name, array in numbers.items() if array is not None}
    first, *others = given
    for name in others:
        if given[name] != given[first]:
            raise GridMismatch(f"{name} is for {given[name]} zones, {first} for {given[first]}")


def whole(name: str, values: Any, unknown: int = 0) -> NDArray[Any]:
    """Rows and columns of whole numbers in their own type; `unknown` where masked or NaN.

    Floats pass if they are whole, as when a reader turned a file's numbers into floats; others
    raise OutOfRange, since they have been scaled already. GridMismatch as of `floats`.
    """
    array = values if np.ma.isMaskedArray(values) else np.asarray(values)
    if array.dtype.kind == "f":
        array = np.ma.masked_invalid(array)
        if (np.ma.getdata(array)[~np.ma.getmaskarray(array)] % 1).any():
            raise OutOfRange(f"{name} holds fractions, not the whole numbers of the file")
    elif array.dtype.kind in "iu" and not np.ma.is_masked(array):
        return _two_dimensional(name, np.asarray(array))
    return _two_dimensional(name, _filled(name, array, np.int64, unknown))


def yes_or_no(name: str, values: Any) -> NDArray[np.bool_]:
    """Rows and columns of true and false, 0 and 1 as well; false where a mask hides one."""
    return _two_dimensional(name, _filled(name, values, np.bool_, False))


def positive(name: str, value: float) -> float:
    """A finite number above 0. Raises OutOfRange."""
    if not (math.isfinite(value) and value > 0):
        raise OutOfRange(f"{name} {value} is not above 0")
    return value


def share(name: str, value: float) -> float:
    """A number from 0 to 1. Raises OutOfRange."""
    if not 0 <= value <= 1:
        raise OutOfRange(f"{name} {value} is no share between 0 and 1")
    return value


def shares(name: str, values: NDArray[Number]) -> NDArray[Number]:
    """Numbers from 0 to 1, or NaN; what rounding puts beyond passes. Raises OutOfRange."""
    if (values < -1e-3).any() or (values > 1 + 1e-3).any():
        raise OutOfRange(f"{name} holds more than shares between 0 and 1")
    return values


def _filled(name: str, values: Any, dtype: DTypeLike, unknown: Any) -> NDArray[Any]:
    array = values if np.ma.isMaskedArray(values) else np.asarray(values)
    if array.dtype.kind not in "biuf":
        raise OutOfRange(f"{name} holds {array.dtype}, not numbers")
    if np.ma.isMaskedArray(array):
        array = np.ma.filled(array.astype(dtype), unknown)
    return np.asarray(array, dtype)


def _two_dimensional(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim != 2:
        raise GridMismatch(f"{name} has {array.ndim} dimensions, not rows and columns")
    return array
