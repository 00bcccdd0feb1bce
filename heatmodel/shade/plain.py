"""The sweep of `compiled` in NumPy, a row at a time; equal to the bit."""

import math

import numpy as np


def depth(caster, receiver, out, slope, drop, forward, first, state, offset):
    for r, high in _rows(caster, slope, drop, forward, first, state, offset):
        np.subtract(high, receiver[r], out=out[r])


def mark(caster, receiver, marks, value, above, slope, drop, forward, first, state, offset):
    for r, high in _rows(caster, slope, drop, forward, first, state, offset):
        marks[r] += np.where(high - receiver[r] > above, value, np.uint16(0))


def _rows(caster, slope, drop, forward, first, state, offset):
    """Each row with its line of shadow heights, in the order of the walk."""
    rows, columns = caster.shape
    for k in range(rows):
        r = k if forward else rows - 1 - k
        a = offset - math.floor((k + first) * slope + 0.5)
        high = state[a : a + columns]
        high -= drop
        np.maximum(high, caster[r], out=high)
        yield r, high
