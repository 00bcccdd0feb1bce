"""The shade of a whole city on the days that stand for half months, tile by tile.

From a surface and a canopy raster become one raster a day, whose bits are the stored hours, and
the shares of shade of places and street segments.
"""

import math
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.shutil import copy as raster_copy
from rasterio.windows import Window

from heatmodel.raster.grid import Floats, Grid
from heatmodel.results.models import SHADE_HOURS
from heatmodel.shade.sun import Sun, sun_positions
from heatmodel.shade.sweep import Relief, crown_tops, shade_marks
from heatmodel.shading import moments
from heatmodel.shading.queries import shade_file
from heatmodel.shading.targets import Tally

MIN_ALTITUDE_DEG = 3.0
"""Lower suns count as down: shadows are endless, and the light is weak."""

UNKNOWN = 1 << 15
TILE = 1024
"""Cells on each side of a tile without its halo."""

Heights = Callable[[Grid], tuple[Floats, Floats, NDArray[np.bool_]]]
"""Surface and canopy in m on a grid, NaN where unknown, and where the ground is free of roofs."""


@dataclass(frozen=True)
class Suns:
    """`days[d][h]` is the sun at stored hour h of half month d, None where it counts as down.

    `up[d]` says the same of all 24 hours of UTC.
    """

    year: int
    days: Sequence[Sequence[Sun | None]]
    up: Sequence[Sequence[bool]]

    @property
    def bits(self) -> list[int]:
        """For each half month the hours with a sun, bit k for hour k."""
        return [sum(1 << k for k, sun in enumerate(day) if sun is not None) for day in self.days]

    @property
    def lowest_deg(self) -> float:
        return min(sun.altitude_deg for day in self.days for sun in day if sun is not None)


def suns_over(grid: Grid, year: int) -> Suns:
    """The suns over the middle of `grid`."""
    lon, lat = Transformer.from_crs(grid.crs, 4326, always_xy=True).transform(*grid.centre)
    days, up = [], []
    for half_month in range(moments.HALF_MONTHS):
        suns = sun_positions(moments.whole_day(half_month, year), lon, lat)
        high = [sun if sun.altitude_deg >= MIN_ALTITUDE_DEG else None for sun in suns]
        up.append([sun is not None for sun in high])
        days.append(high[moments.FIRST_HOUR_UTC :][:SHADE_HOURS])
    return Suns(year, days, up)


def shade_city(
    grid: Grid,
    heights: Heights,
    suns: Suns,
    folder: Path,
    tallies: Sequence[Tally],
    *,
    wanted: NDArray[np.bool_],
    highest_m: float,
    said: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Write one raster a day into `folder`, and add every tile's bits to `tallies`.

    `wanted` says for each tile of TILE cells ([row, column]) whether it is computed at all; the
    others stay unknown, and cells of unknown height are too. `highest_m` bounds the heights and so
    how far shadows reach over a tile's edge; `said` is told of each tile that is done. Memory:
    about 60 bytes for each cell of a tile with its halo, whatever the size of the city.
    """
    halo = math.ceil(highest_m / math.tan(math.radians(suns.lowest_deg)) / grid.cell_m) + 1
    days = range(len(suns.days))
    drafts = [shade_file(folder, day).with_suffix(".draft.tif") for day in days]
    with ExitStack() as open_files:
        files = [open_files.enter_context(_draft(path, grid)) for path in drafts]
        tiles = np.argwhere(wanted)
        for number, (tile_row, tile_column) in enumerate(tiles.tolist(), start=1):
            core = _core(grid, tile_row, tile_column)
            for day, bits, known, free in _shaded(grid, core, halo, heights, suns):
                marked = np.where(known, bits, np.uint16(UNKNOWN))
                files[day].write(marked, 1, window=core)
                for tally in tallies:
                    tally.add(day, core, bits, free)
            said(number, len(tiles))
    for day, draft in zip(days, drafts, strict=True):
        _publish(draft, shade_file(folder, day))


def _draft(path: Path, grid: Grid) -> rasterio.io.DatasetWriter:
    return rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=grid.columns,
        height=grid.rows,
        count=1,
        dtype="uint16",
        crs=grid.crs,
        transform=grid.transform,
        nodata=UNKNOWN,
        tiled=True,
        blockxsize=512,
        blockysize=512,
        sparse_ok=True,
        compress="zstd",
        zstd_level=1,
    )


def _publish(draft: Path, target: Path) -> None:
    """The draft as a cloud-optimised GeoTIFF, put in place at once."""
    made = target.with_suffix(".new.tif")
    raster_copy(
        draft, made, driver="COG", compress="zstd", level=1, sparse_ok=True, overviews="none"
    )
    shutil.move(made, target)
    draft.unlink()


def tiles_of(grid: Grid) -> tuple[int, int]:
    """Rows and columns of tiles."""
    return math.ceil(grid.rows / TILE), math.ceil(grid.columns / TILE)


def tile_bounds(grid: Grid, row: int, column: int) -> tuple[float, float, float, float]:
    core = _core(grid, row, column)
    return grid.cut(*map(int, (core.row_off, core.col_off, core.height, core.width))).bounds


def _core(grid: Grid, tile_row: int, tile_column: int) -> Window:
    row, column = tile_row * TILE, tile_column * TILE
    return Window(column, row, min(TILE, grid.columns - column), min(TILE, grid.rows - row))


def _shaded(grid: Grid, core: Window, halo: int, heights: Heights, suns: Suns):
    """Day, bits, known cells and free ground of `core`, for each day."""
    row, column = max(int(core.row_off) - halo, 0), max(int(core.col_off) - halo, 0)
    last_row = min(int(core.row_off + core.height) + halo, grid.rows)
    last_column = min(int(core.col_off + core.width) + halo, grid.columns)
    surface, canopy, free = heights(grid.cut(row, column, last_row - row, last_column - column))
    relief = Relief(crown_tops(surface, canopy), surface, row, column, grid.shape)
    top, left = int(core.row_off) - row, int(core.col_off) - column
    inner = slice(top, top + int(core.height)), slice(left, left + int(core.width))
    known = ~np.isnan(surface[inner])
    for number, day in enumerate(suns.days):
        up = [(sun, 1 << hour) for hour, sun in enumerate(day) if sun is not None]
        bits = shade_marks(relief, [s for s, _bit in up], [b for _s, b in up], grid.cell_m)
        yield number, bits[inner], known, free[inner] & known
