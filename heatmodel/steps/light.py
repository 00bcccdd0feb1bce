"""The steps `heights`, `shade` and `svf`: surveys to shade by the hour and the share of sky."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from heatmodel.comfort.hour import TRANSMISSIVITY
from heatmodel.errors import BadConfig
from heatmodel.raster.files import cog, grid_of_file, read_floats
from heatmodel.raster.grid import Floats, Grid, same_grid
from heatmodel.raster.provenance import Kind
from heatmodel.raster.tiles import Box, boxes_of, tile_size
from heatmodel.shade.halo import BLOCK, Blocks, shaded_from
from heatmodel.shade.heights import split_heights
from heatmodel.shade.skyview import sky_directions, sky_view_of
from heatmodel.shade.sun import Sun, half_month_days, hours_of, sun_positions
from heatmodel.shade.sweep import MAX_SUNS, Relief, crown_tops, shade_marks
from heatmodel.steps.config import Config
from heatmodel.tables import read_polygons

LOWEST_SUN_DEG = 3.0
BYTES_PER_CELL = 60
"""Of a tile while it is computed, measured at most 46."""


@dataclass(frozen=True)
class Heights:
    """The files of heights, and the heights of their blocks from a first pass."""

    surface: Path
    canopy: Path | None
    grid: Grid
    blocks: Blocks

    def read(self, box: Box) -> tuple[Floats, Floats | None]:
        """Surface and canopy of the cells in `box`."""
        canopy = None if self.canopy is None else read_floats(self.canopy, box)
        return read_floats(self.surface, box), canopy

    def reliefs(self, box: Box) -> tuple[Relief, Relief | None]:
        """What casts shadow within `box`: the solid things, and those with crowns."""
        surface, canopy = self.read(box)
        place: dict[str, Any] = {"row": box.row, "column": box.column, "whole": self.grid.shape}
        solid = Relief(surface, **place)
        if canopy is None:
            return solid, None
        return solid, Relief(crown_tops(surface, canopy), surface, **place)

    @property
    def inputs(self) -> list[Path]:
        return [path for path in (self.surface, self.canopy) if path is not None]


def heights(config: Config) -> list[Path]:
    """`surface.tif` and `crowns.tif` of [heights] `top` (DOM1), `ground` (DGM1) and `buildings`
    (polygons in the system of the rasters): what the other steps take as [shade] `surface`
    and `canopy`.
    """
    section = config.section("heights")
    top, ground, houses = (section.path(key) for key in ("top", "ground", "buildings"))
    grid = same_grid([(str(path), grid_of_file(path)) for path in (top, ground)])
    table = read_polygons(houses)
    if table.crs is None or table.crs != grid.crs:
        raise BadConfig(f"[heights] buildings: are in {table.crs}, the rasters in {grid.crs}")
    job = Splitting(top, ground, grid, tuple(table.geometry))
    paths = [config.out / "surface.tif", config.out / "crowns.tif"]
    size = tile_size(config.max_bytes, BYTES_PER_CELL, config.schedule.at_once)
    with ExitStack() as files:
        writers = [
            files.enter_context(cog(path, grid, dtype="float32", nodata=np.nan)) for path in paths
        ]
        for box, layers in config.schedule.run(job, boxes_of(grid.shape, size)):
            for write, values in zip(writers, layers, strict=True):
                write(box, values)
    inputs = [top, ground, houses]
    return [config.finish(path, "heights", Kind.OBSERVED, inputs, {}) for path in paths]


@dataclass(frozen=True)
class Splitting:
    """Surface and crowns of one tile."""

    top: Path
    ground: Path
    grid: Grid
    houses: tuple[BaseGeometry, ...]

    def __call__(self, box: Box) -> tuple[Floats, Floats]:
        part = self.grid.cut(box.row, box.column, box.rows, box.columns)
        here = shapely.box(*part.bounds)
        near = [(house, 1) for house in self.houses if house is not None and house.intersects(here)]
        marks = np.zeros(part.shape, np.uint8)
        if near:
            rasterize(near, out=marks, transform=part.transform)
        tops, grounds = read_floats(self.top, box), read_floats(self.ground, box)
        return split_heights(tops, grounds, marks.astype(bool))


def heights_of(config: Config) -> Heights:
    """[shade] `surface` (ground and buildings without trees) and `canopy` (crowns above it)."""
    section = config.section("shade")
    surface, canopy = section.path("surface"), section.path_if_given("canopy")
    return measured_heights(surface, canopy)


def measured_heights(surface: Path, canopy: Path | None) -> Heights:
    """Both files with the heights of their blocks: one pass over them, 512 rows at a time."""
    named = [(str(path), grid_of_file(path)) for path in (surface, canopy) if path is not None]
    grid = same_grid(named)
    blocks = Blocks.empty(grid.shape)
    for box in boxes_of(grid.shape, 32 * BLOCK):
        ground = read_floats(surface, box)
        tops = ground if canopy is None else crown_tops(ground, read_floats(canopy, box))
        blocks.take(box, tops, ground)
    return Heights(surface, canopy, grid, blocks)


def shade(config: Config) -> list[Path]:
    """`shade_<day>.tif` for each of [shade] `days` (or the 24 days of `half_months_of` a year).

    Two bands of uint16: bit k is set where the cell lies in shade at the hour `first_hour` + k of
    the city's clocks, of anything (band 1) or of ground and buildings alone (band 2). Hours at
    which the sun is below `lowest_sun_deg` have no bit; the sidecar lists those that count.
    """
    section = config.section("shade")
    heights = heights_of(config)
    first, last = section.get("first_hour", int, 6), section.get("last_hour", int, 21)
    if not 0 <= first <= last <= 23 or last - first >= MAX_SUNS:
        raise BadConfig(f"[shade] hours {first} to {last}: up to {MAX_SUNS} hours of a day")
    return [_day(config, heights, day, range(first, last + 1)) for day in _days(config)]


def _days(config: Config) -> list[date]:
    section = config.section("shade")
    if section.has("half_months_of"):
        return half_month_days(section.get("half_months_of", int))
    return section.dates("days")


def _day(config: Config, heights: Heights, day: date, hours: Sequence[int]) -> Path:
    lowest_deg = config.section("shade").get("lowest_sun_deg", float, LOWEST_SUN_DEG)
    lon, lat = config.place_of(heights.grid)
    suns = sun_positions(hours_of(day, hours, config.zone), lon, lat)
    counted = [(k, sun) for k, sun in enumerate(suns) if sun.altitude_deg >= lowest_deg]
    job = Shading(heights, tuple(sun for _, sun in counted), tuple(1 << k for k, _ in counted))
    path = config.out / f"shade_{day:%Y-%m-%d}.tif"
    write_shade(config, job, path, {"first_hour": str(hours[0]), "day": day.isoformat()})
    parameters = {
        "day": day,
        "first_hour": hours[0],
        "zone": config.zone,
        "hours_with_sun": [hours[k] for k, _ in counted],
        "suns": [[round(s.azimuth_deg, 4), round(s.altitude_deg, 4)] for _, s in counted],
        "lowest_sun_deg": lowest_deg,
        "lon_lat": [round(lon, 5), round(lat, 5)],
    }
    return config.finish(path, "shade", Kind.MODELLED, heights.inputs, parameters)


@dataclass(frozen=True)
class Shading:
    """The shade of one tile: reads it with the halo that shadows need, returns two bands."""

    heights: Heights
    suns: tuple[Sun, ...]
    bits: tuple[int, ...]

    def __call__(self, box: Box) -> NDArray[np.uint16]:
        wide = shaded_from(self.heights.blocks, box, self.suns, self.heights.grid.cell_m)
        solid, crowned = self.heights.reliefs(wide)
        cell_m = self.heights.grid.cell_m
        by_solid = shade_marks(solid, self.suns, self.bits, cell_m)
        by_any = by_solid if crowned is None else shade_marks(crowned, self.suns, self.bits, cell_m)
        return np.stack([box.of(by_any, wide), box.of(by_solid, wide)])


def write_shade(
    config: Config, job: Shading, path: Path, tags: dict[str, str] | None = None
) -> None:
    """Runs `job` over all tiles of its raster and writes the two bands."""
    shape = job.heights.grid.shape
    bands = ["shaded", "shaded by ground and buildings"]
    size = tile_size(config.max_bytes, BYTES_PER_CELL, config.schedule.at_once)
    with cog(
        path, job.heights.grid, dtype="uint16", bands=bands, resampling="NEAREST", tags=tags
    ) as write:
        for box, bits in config.schedule.run(job, boxes_of(shape, size)):
            write(box, bits)


def svf(config: Config) -> list[Path]:
    """`svf.tif`: the sky view factor at the ground, 0 to 1, of the files of [shade]."""
    heights = heights_of(config)
    through = config.section("shade").get("transmissivity", float, TRANSMISSIVITY)
    job = Looking(heights, through)
    path = config.out / "svf.tif"
    size = tile_size(config.max_bytes, BYTES_PER_CELL, config.schedule.at_once)
    with cog(path, heights.grid, dtype="float32", nodata=np.nan, bands=["svf"]) as write:
        for box, values in config.schedule.run(job, boxes_of(heights.grid.shape, size)):
            write(box, values)
    parameters = {"directions": len(sky_directions()), "transmissivity": through}
    return [config.finish(path, "svf", Kind.MODELLED, heights.inputs, parameters)]


@dataclass(frozen=True)
class Looking:
    """The sky view factor of one tile."""

    heights: Heights
    transmissivity: float

    def __call__(self, box: Box) -> Floats:
        cell_m = self.heights.grid.cell_m
        wide = shaded_from(self.heights.blocks, box, sky_directions(), cell_m)
        solid, crowned = self.heights.reliefs(wide)
        seen = sky_view_of(solid, crowned, cell_m, transmissivity=self.transmissivity)
        return box.of(seen, wide)
