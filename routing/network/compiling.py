"""numba's compiler where there is one; without it the same functions run as plain Python."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    import numba
except ImportError:
    HAS_NUMBA = False
else:
    HAS_NUMBA = True


def compiled(function: Function) -> Function:
    """Compile at first call, keep the result on disk, release the lock of the interpreter."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function)) if HAS_NUMBA else function


def inlined(function: Function) -> Function:
    """For small functions that compiled ones call."""
    if not HAS_NUMBA:
        return function
    return cast(Function, numba.njit(cache=True, nogil=True, inline="always")(function))
