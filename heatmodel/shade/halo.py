"""How far around a tile heights must be known so that its shadows are those of the whole raster.

A first pass keeps the highest and lowest height of each block. A block matters for a tile if
its highest point, seen along the sun's direction, can throw a shadow onto the tile's lowest.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heatmodel.raster.grid import Floats
from heatmodel.raster.tiles import Box
from heatmodel.shade.sun import Sun

BLOCK = 128
_MARGIN = 2
"""Cells by which rounding to lines and to the grid can shift a shadow."""


@dataclass(frozen=True)
class Blocks:
    """Heights in m of squares of BLOCK x BLOCK cells; -inf and inf where nothing is known."""

    highest: NDArray[np.float32]
    lowest: NDArray[np.float32]
    shape: tuple[int, int]

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "Blocks":
        blocks = math.ceil(shape[0] / BLOCK), math.ceil(shape[1] / BLOCK)
        highest = np.full(blocks, -np.inf, np.float32)
        return cls(highest, np.full(blocks, np.inf, np.float32), shape)

    def take(self, box: Box, tops: Floats, grounds: Floats) -> None:
        """Enters the heights of a part of the raster that begins on a block's corner."""
        for row in range(0, box.rows, BLOCK):
            for column in range(0, box.columns, BLOCK):
                part = slice(row, row + BLOCK), slice(column, column + BLOCK)
                at = (box.row + row) // BLOCK, (box.column + column) // BLOCK
                self.highest[at] = np.max(tops[part], initial=-np.inf, where=~np.isnan(tops[part]))
                known = ~np.isnan(grounds[part])
                self.lowest[at] = np.min(grounds[part], initial=np.inf, where=known)

    def lowest_in(self, box: Box) -> float:
        rows = slice(box.row // BLOCK, -(-(box.row + box.rows) // BLOCK))
        columns = slice(box.column // BLOCK, -(-(box.column + box.columns) // BLOCK))
        return float(self.lowest[rows, columns].min(initial=np.inf))


def shaded_from(blocks: Blocks, box: Box, suns: Sequence[Sun], cell_m: float) -> Box:
    """The cells that can throw a shadow onto `box` at any of `suns`, as the box around them."""
    reaching = np.zeros(blocks.highest.shape, bool)
    for sun in suns:
        if sun.up:
            reaching |= _reaches(blocks, box, sun, cell_m)
    rows, columns = np.flatnonzero(reaching.any(axis=1)), np.flatnonzero(reaching.any(axis=0))
    if rows.size == 0:
        return box
    return box.grown(
        north=max(0, box.row - int(rows[0]) * BLOCK),
        south=max(0, (int(rows[-1]) + 1) * BLOCK - box.row - box.rows),
        west=max(0, box.column - int(columns[0]) * BLOCK),
        east=max(0, (int(columns[-1]) + 1) * BLOCK - box.column - box.columns),
        shape=blocks.shape,
    )


def _reaches(blocks: Blocks, box: Box, sun: Sun, cell_m: float) -> NDArray[np.bool_]:
    """Whether each block, moved along its shadow, meets the box: slabs in both directions.

    The shadow of a block runs over `length` cells away from the sun; the two rectangles meet if
    some part of that way lies within their distance, in rows and in columns at once.
    """
    with np.errstate(invalid="ignore"):
        height_m = blocks.highest - blocks.lowest_in(box)
    length = (
        np.nan_to_num(
            np.maximum(height_m, 0) / (math.tan(math.radians(sun.altitude_deg)) * cell_m),
            nan=0.0,
            posinf=0.0,
            neginf=0.0,
        )
        + _MARGIN
    )
    azimuth = math.radians(sun.azimuth_deg)
    steps = math.cos(azimuth), -math.sin(azimuth)  # rows to the south, columns to the east
    begin, end = np.zeros(height_m.shape), length.astype(np.float64)
    first = box.row, box.column
    extent = box.rows, box.columns
    for axis, step in enumerate(steps):
        start = np.arange(height_m.shape[axis], dtype=np.float64) * BLOCK
        near = first[axis] - _MARGIN - (start + BLOCK)
        far = first[axis] + extent[axis] + _MARGIN - start
        enters, leaves = _crossing(near, far, step)
        along = (slice(None), None) if axis == 0 else (None, slice(None))
        begin, end = np.maximum(begin, enters[along]), np.minimum(end, leaves[along])
    return (begin <= end) & (height_m > 0)


def _crossing(
    near: NDArray[np.float64], far: NDArray[np.float64], step: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From where to where `step` times the way lies between `near` and `far`."""
    if abs(step) < 1e-12:
        inside = (near <= 0) & (far >= 0)
        return np.where(inside, -np.inf, np.inf), np.where(inside, np.inf, -np.inf)
    one, other = near / step, far / step
    return np.minimum(one, other), np.maximum(one, other)


def reached_from(blocks: Blocks, box: Box, top_m: float, suns: Sequence[Sun], cell_m: float) -> Box:
    """The cells onto which things in `box` up to the height `top_m` can throw a shadow.

    The farther shadows reach, the lower the ground may be that they fall on: repeated until
    the ground within reach is the ground that was counted on.
    """
    lowest = blocks.lowest_in(box)
    while True:
        reached = _thrown(box, max(0.0, top_m - lowest), suns, cell_m, blocks.shape)
        deeper = min(lowest, blocks.lowest_in(reached))
        if deeper == lowest or not np.isfinite(deeper):
            return reached
        lowest = deeper


def _thrown(
    box: Box, height_m: float, suns: Sequence[Sun], cell_m: float, shape: tuple[int, int]
) -> Box:
    south = east = north = west = float(_MARGIN)
    for sun in suns:
        if sun.up:
            length = height_m / (math.tan(math.radians(sun.altitude_deg)) * cell_m) + _MARGIN
            to_south = length * math.cos(math.radians(sun.azimuth_deg))
            to_west = length * math.sin(math.radians(sun.azimuth_deg))
            south, north = max(south, to_south), max(north, -to_south)
            west, east = max(west, to_west), max(east, -to_west)
    to_north, to_east, to_south, to_west = (
        math.ceil(min(side, max(shape))) for side in (north, east, south, west)
    )
    return box.grown(to_north, to_east, to_south, to_west, shape)
