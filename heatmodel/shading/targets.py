"""Which cells of a raster belong to a cool place or a street segment."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from rasterio.windows import Window

from heatmodel.raster.grid import Grid

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Targets:
    """Cells, each belonging to one of `count` targets. A cell may belong to several.

    `rows` and `columns` on the whole grid, `target` from 0 to `count` - 1; sorted by nothing.
    """

    rows: Indices
    columns: Indices
    target: Indices
    count: int

    def within(self, window: Window) -> "Targets":
        """Those in a window, with rows and columns counted from its corner."""
        inside = (
            (self.rows >= window.row_off)
            & (self.rows < window.row_off + window.height)
            & (self.columns >= window.col_off)
            & (self.columns < window.col_off + window.width)
        )
        return Targets(
            self.rows[inside] - int(window.row_off),
            self.columns[inside] - int(window.col_off),
            self.target[inside],
            self.count,
        )


def areas(grid: Grid, shapes: Sequence[shapely.Geometry]) -> Targets:
    """The cells whose middle lies in each shape; a shape off the grid has none."""
    rows, columns, target = [], [], []
    for number, shape in enumerate(shapes):
        top, left, height, width = _window(grid, shape)
        if height <= 0 or width <= 0:
            continue
        part = grid.cut(top, left, height, width)
        inside = rasterize([shape], out_shape=part.shape, transform=part.transform, dtype=np.uint8)
        r, c = np.nonzero(inside)
        rows.append(r + top)
        columns.append(c + left)
        target.append(np.full(len(r), number))
    return _joined(rows, columns, target, len(shapes))


def _window(grid: Grid, shape: shapely.Geometry) -> tuple[int, int, int, int]:
    """First row and column, height and width of the cells that a shape may cover."""
    west, south, east, north = shape.bounds
    left = max(math.floor((west - grid.west) / grid.cell_m), 0)
    top = max(math.floor((grid.north - north) / grid.cell_m), 0)
    right = min(math.ceil((east - grid.west) / grid.cell_m), grid.columns)
    bottom = min(math.ceil((grid.north - south) / grid.cell_m), grid.rows)
    return top, left, bottom - top, right - left


def lines(grid: Grid, shapes: NDArray[np.object_], step_m: float) -> Targets:
    """The cells under points every `step_m` along each line, the first half a step in.

    A line shorter than a step has the cell of its middle; points off the grid are left out.
    """
    lengths = shapely.length(np.array(shapes, dtype=object)) if len(shapes) else np.zeros(0)
    counts = np.maximum(np.rint(lengths / step_m).astype(np.int64), 1)
    target = np.repeat(np.arange(len(shapes)), counts)
    place = np.arange(len(target)) - np.repeat(np.cumsum(counts) - counts, counts)
    along = (place + 0.5) * (lengths / counts)[target]
    points = shapely.line_interpolate_point(np.array(shapes, dtype=object)[target], along)
    columns = np.floor((shapely.get_x(points) - grid.west) / grid.cell_m)
    rows = np.floor((grid.north - shapely.get_y(points)) / grid.cell_m)
    on = (rows >= 0) & (rows < grid.rows) & (columns >= 0) & (columns < grid.columns)
    return Targets(rows[on].astype(np.int64), columns[on].astype(np.int64), target[on], len(shapes))


def _joined(rows: list, columns: list, target: list, count: int) -> Targets:
    def whole(parts: list) -> Indices:
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)

    return Targets(whole(rows), whole(columns), whole(target), count)


class Tally:
    """Counts, tile by tile, how many cells of each target lie in shade at each stored hour."""

    def __init__(self, targets: Targets, days: int, hours: int) -> None:
        self._targets = targets
        self._shaded = np.zeros((days, hours, targets.count), np.int64)
        self._known = np.zeros((days, targets.count), np.int64)

    def add(self, day: int, window: Window, bits: NDArray[np.uint16], counts: NDArray) -> None:
        """The bits of one day in a window of the whole raster, and which of its cells count."""
        here = self._targets.within(window)
        if len(here.rows) == 0:
            return
        use = counts[here.rows, here.columns]
        found, target = bits[here.rows, here.columns][use], here.target[use]
        self._known[day] += np.bincount(target, minlength=here.count)
        for hour in range(self._shaded.shape[1]):
            shaded = target[(found >> hour & 1).astype(bool)]
            self._shaded[day, hour] += np.bincount(shaded, minlength=here.count)

    def percent(self) -> NDArray[np.float64]:
        """Share in shade, [day, hour, target], NaN for targets without a known cell."""
        known = self._known[:, None, :]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(known > 0, 100 * self._shaded / known, np.nan)
