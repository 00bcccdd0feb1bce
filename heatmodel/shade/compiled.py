"""The sweep as compiled loops; `plain` holds the same in NumPy, with equal results to the bit.

Both walk row by row away from the sun and carry one line of shadow heights along. A cell's line
is its column minus the shift that the sun's direction makes until its row, rounded to cells; as
rows are counted in the whole raster (`first`), a tile rounds as the whole does. No fast
mathematics: reordered sums would differ between tiles.
"""

import math

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def depth(caster, receiver, out, slope, drop, forward, first, state, offset):
    """`out`: height of the shadow's upper edge above `receiver` in m, 0 in the sun."""
    rows, columns = caster.shape
    for k in range(rows):
        r = k if forward else rows - 1 - k
        a = offset - math.floor((k + first) * slope + 0.5)
        # Views of one row: an index that cannot be negative lets the compiler use vectors.
        line, highs, lows, above = state[a : a + columns], caster[r], receiver[r], out[r]
        for c in range(columns):
            high = line[c] - drop
            high = high if high > highs[c] else highs[c]
            line[c] = high
            above[c] = high - lows[c]


@njit(cache=True, nogil=True)
def mark(caster, receiver, marks, value, above, slope, drop, forward, first, state, offset):
    """Adds `value` to `marks` where the shadow's upper edge lies more than `above` over it."""
    rows, columns = caster.shape
    for k in range(rows):
        r = k if forward else rows - 1 - k
        a = offset - math.floor((k + first) * slope + 0.5)
        line, highs, lows, marked = state[a : a + columns], caster[r], receiver[r], marks[r]
        for c in range(columns):
            high = line[c] - drop
            high = high if high > highs[c] else highs[c]
            line[c] = high
            marked[c] += value if high - lows[c] > above else np.uint16(0)
