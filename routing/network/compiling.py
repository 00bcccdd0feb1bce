"""numba's compiler where there is one; without it the same functions run as plain Python."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    from numba import njit
except ImportError:  # pragma: no cover -- the lock file brings it
    njit = None

HAS_NUMBA = njit is not None


def compiled(function: Function) -> Function:
    """Compile at first call, keep the result on disk, release the lock of the interpreter."""
    return function if njit is None else njit(cache=True, nogil=True)(function)


def inlined(function: Function) -> Function:
    """For small functions that compiled ones call."""
    return function if njit is None else njit(cache=True, nogil=True, inline="always")(function)
