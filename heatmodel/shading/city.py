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
from heatmodel.raster.schedule import Schedule
from heatmodel.raster.tiles import GIGABYTE, Box, boxes_of, tile_size
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
"""At most so many cells on each side of a tile without its halo."""
BYTES_PER_CELL = 110
"""Of a tile with its halo, while it is computed and until all its days are written."""

Bounds = tuple[float, float, float, float]
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
    highest_m: float,
    wanted: Callable[[Bounds], bool] = lambda bounds: True,
    schedule: Schedule | None = None,
    max_bytes: int = 2 * GIGABYTE,
    said: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Write one raster a day into `folder`, and add every tile's bits to `tallies`.

    Tiles that are not `wanted` by their bounds stay unknown, and cells of unknown height are too.
    `highest_m` bounds the heights and so how far shadows reach over a tile's edge; `said` is told
    of each tile that is done. The size of tiles follows from `max_bytes` and changes no bit.
    On Dask `heights` must be picklable. Raises TooLarge, BadConfig.
    """
    schedule = schedule or Schedule()
    halo = math.ceil(highest_m / math.tan(math.radians(suns.lowest_deg)) / grid.cell_m) + 1
    size = min(TILE, tile_size(max_bytes, BYTES_PER_CELL, schedule.at_once, halo))
    tiles = [box for box in boxes_of(grid.shape, size) if wanted(_part(grid, box).bounds)]
    days = range(len(suns.days))
    drafts = [shade_file(folder, day).with_suffix(".draft.tif") for day in days]
    job = Shading(grid, halo, heights, suns)
    with ExitStack() as open_files:
        files = [open_files.enter_context(_draft(path, grid)) for path in drafts]
        for number, (box, (marks, free)) in enumerate(schedule.run(job, tiles), start=1):
            core = Window(box.column, box.row, box.columns, box.rows)
            for day in days:
                files[day].write(marks[day], 1, window=core)
                for tally in tallies:
                    tally.add(day, core, marks[day], free)
            said(number, len(tiles))
    for day, draft in zip(days, drafts, strict=True):
        _publish(draft, shade_file(folder, day))


@dataclass(frozen=True)
class Shading:
    """The shade of one tile on all days ([day, row, column], UNKNOWN where its height is), and
    its cells of known height that are free of roofs."""

    grid: Grid
    halo: int
    heights: Heights
    suns: Suns

    def __call__(self, box: Box) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
        wide = box.around(self.halo, self.grid.shape)
        surface, canopy, free = self.heights(_part(self.grid, wide))
        relief = Relief(
            crown_tops(surface, canopy), surface, wide.row, wide.column, self.grid.shape
        )
        known = box.of(~np.isnan(surface), wide)
        marks = np.empty((len(self.suns.days), *known.shape), np.uint16)
        for number, day in enumerate(self.suns.days):
            up = [(sun, 1 << hour) for hour, sun in enumerate(day) if sun is not None]
            bits = shade_marks(relief, [s for s, _b in up], [b for _s, b in up], self.grid.cell_m)
            marks[number] = np.where(known, box.of(bits, wide), np.uint16(UNKNOWN))
        return marks, box.of(free, wide) & known


def _part(grid: Grid, box: Box) -> Grid:
    return grid.cut(box.row, box.column, box.rows, box.columns)


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
