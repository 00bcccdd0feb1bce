"""The steps `comfort` and `cooling`: weather, shade and land cover to felt and air temperature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from heatmodel.comfort.hour import (
    TRANSMISSIVITY,
    edge_cells,
    mean_radiant_of,
    shares_of,
)
from heatmodel.comfort.indices import pet, utci
from heatmodel.comfort.weather import Light, Weather, split_light, sun_of
from heatmodel.cooling.model import (
    AIR_RADIUS_M,
    COOLING_DISTANCE_M,
    Cover,
    cooling_capacity_by_day,
    cooling_capacity_by_night,
    cooling_reach_m,
    factors_of,
    urban_cooling,
)
from heatmodel.errors import BadConfig
from heatmodel.raster.files import codes_onto, cog, grid_of_file, read_codes, read_floats
from heatmodel.raster.grid import Floats, Grid, need_overlap, same_grid
from heatmodel.raster.provenance import Kind
from heatmodel.raster.tiles import Box, boxes_of, cells_in, tile_size
from heatmodel.shade.halo import shaded_from
from heatmodel.steps.config import Config
from heatmodel.steps.light import BYTES_PER_CELL, Heights, heights_of
from heatmodel.tables import CoverTable, read_covers, read_weather

UNCALIBRATED = "Modelled, not calibrated with measurements of this city."
NO_PET_AT_NIGHT = "PET is not meant for the night and left out there."


def comfort(config: Config) -> list[Path]:
    """`comfort_<day>T<hour>.tif` with the bands tmrt_c, pet_c, utci_c for each hour of [comfort]
    `weather` (or those in `times`); heights of [shade], the sky view of `svf.tif`.

    `land_cover` and `table` give each cell its ground. PET is NaN while the sun is down.
    """
    section = config.section("comfort")
    heights = heights_of(config)
    sky = config.out / "svf.tif"
    if not sky.exists():
        raise BadConfig(f"[comfort]: there is no {sky}; run the step svf first")
    same_grid([(str(heights.surface), heights.grid), (str(sky), grid_of_file(sky))])
    weather_file = section.path("weather")
    cover, table_file = section.path_if_given("land_cover"), section.path_if_given("table")
    if cover is not None:
        need_overlap(cover, grid_of_file(cover), heights.grid)
    table = read_covers(table_file) if cover and table_file else None
    lon, lat = config.place_of(heights.grid)
    through = config.section("shade").get("transmissivity", float, TRANSMISSIVITY)
    inputs = [*heights.inputs, sky, weather_file, *filter(None, (cover, table_file))]
    results = []
    for weather, light in _hours(config, weather_file):
        job = Feeling(heights, sky, cover, table, weather, light, lon, lat, through)
        results.append(_comfort_hour(config, job, inputs))
    return results


def _hours(config: Config, path: Path) -> list[tuple[Weather, Light | None]]:
    section = config.section("comfort")
    hours = read_weather(path)
    if not section.has("times"):
        return hours
    try:
        wanted = [datetime.fromisoformat(str(time)) for time in section.get("times", list)]
    except ValueError as problem:
        raise BadConfig(f"[comfort] times: {problem}") from problem
    if any(time.tzinfo is None for time in wanted):
        raise BadConfig("[comfort] times: need a zone, as 2025-06-21T15:00+02:00")
    found = [hour for hour in hours if hour[0].time in wanted]
    if len(found) < len(wanted):
        raise BadConfig(f"[comfort] times: {path.name} lacks {len(wanted) - len(found)} of them")
    return found


def _comfort_hour(config: Config, job: "Feeling", inputs: list[Path]) -> Path:
    grid, weather = job.heights.grid, job.weather
    path = config.out / f"comfort_{weather.time:%Y-%m-%dT%H%M}.tif"
    bands = ["tmrt_c", "pet_c", "utci_c"]
    size = tile_size(config.max_bytes, BYTES_PER_CELL + 60, config.schedule.at_once)
    with cog(path, grid, dtype="float32", nodata=np.nan, bands=bands) as write:
        for box, layers in config.schedule.run(job, boxes_of(grid.shape, size)):
            write(box, layers)
    parameters = {
        "weather": weather,
        "light": job.light or "Erbs",
        "transmissivity": job.transmissivity,
        "lon_lat": [round(job.lon, 5), round(job.lat, 5)],
    }
    notes = [UNCALIBRATED] if job.sun.up else [UNCALIBRATED, NO_PET_AT_NIGHT]
    return config.finish(path, "comfort", Kind.MODELLED, inputs, parameters, notes)


@dataclass(frozen=True)
class Feeling:
    """Radiant temperature and both indices of one tile at one hour."""

    heights: Heights
    sky: Path
    cover: Path | None
    table: CoverTable | None
    weather: Weather
    light: Light | None
    lon: float
    lat: float
    transmissivity: float

    @property
    def sun(self) -> Any:
        return sun_of(self.weather, self.lon, self.lat)

    def __call__(self, box: Box) -> Floats:
        grid, sun = self.heights.grid, self.sun
        # Shares are means over some cells around, which need their shadows too.
        around = box.around(edge_cells(grid.cell_m), grid.shape)
        wide = shaded_from(self.heights.blocks, around, [sun], grid.cell_m)
        solid, crowned = self.heights.reliefs(wide)
        shares = shares_of(solid, crowned, sun, grid.cell_m, self.transmissivity)
        tmrt = mean_radiant_of(
            self.weather,
            self.light or split_light(self.weather, sun),
            sun,
            box.of(shares, wide),
            read_floats(self.sky, box),
            self._ground(grid.cut(box.row, box.column, box.rows, box.columns)),
            lon=self.lon,
            lat=self.lat,
        )
        felt = pet(self.weather, tmrt) if sun.up else np.full_like(tmrt, np.nan)
        return np.stack([tmrt, felt, utci(self.weather, tmrt)])

    def _ground(self, grid: Grid) -> Any:
        if self.cover is None or self.table is None:
            return None
        return self.table.ground_of(codes_onto(self.cover, grid))


def cooling(config: Config) -> list[Path]:
    """`cooling_day.tif` and `cooling_night.tif` of [cooling] `land_cover`, `table`, `et0` (a
    number or a raster in mm), `t_ref_day_c`, `t_ref_night_c`, `uhi_max_day_k`,
    `uhi_max_night_k`: bands t_air_c, dt_k (above the country around), hm, cc.
    """
    section = config.section("cooling")
    cover, table_file = section.path("land_cover"), section.path("table")
    covers = read_covers(table_file).covers
    et0 = section.path("et0") if isinstance(section.values.get("et0"), str) else None
    constant = 0.0 if et0 else section.get("et0", float)
    if et0 is None and constant <= 0:
        raise BadConfig("[cooling] et0: must be above 0")
    grid = same_grid([(str(path), grid_of_file(path)) for path in (cover, et0) if path])
    reach = {
        "cooling_distance_m": section.get("cooling_distance_m", float, COOLING_DISTANCE_M),
        "air_radius_m": section.get("air_radius_m", float, AIR_RADIUS_M),
    }
    halo = cells_in(cooling_reach_m(**reach), grid) + 2
    highest = constant if et0 is None else _highest(config, et0, grid)
    boxes = list(_cooling_boxes(config, grid, halo))
    results = []
    for time in ("day", "night"):
        settings = {
            "t_ref_c": section.get(f"t_ref_{time}_c", float),
            "uhi_max_k": section.get(f"uhi_max_{time}_k", float),
            **reach,
        }
        job = Airing(cover, covers, et0, constant, highest, time == "day", grid, halo, settings)
        path = config.out / f"cooling_{time}.tif"
        bands = ["t_air_c", "dt_k", "hm", "cc"]
        with cog(path, grid, dtype="float32", nodata=np.nan, bands=bands) as write:
            for box, layers in config.schedule.run(job, boxes):
                write(box, layers)
        inputs = [cover, table_file, *([et0] if et0 else [])]
        parameters = {**settings, "time": time, "et0": constant if et0 is None else "raster"}
        results.append(
            config.finish(path, "cooling", Kind.MODELLED, inputs, parameters, [UNCALIBRATED])
        )
    return results


_COOLING_BYTES = 320
"""Per cell of a tile with its halo, transforms included."""


def _cooling_boxes(config: Config, grid: Grid, halo: int) -> Any:
    """The whole raster at once where it fits, else tiles whose halo reaches as far as cooling."""
    if grid.rows * grid.columns * _COOLING_BYTES <= config.max_bytes:
        return boxes_of(grid.shape, max(grid.shape))
    return boxes_of(
        grid.shape, tile_size(config.max_bytes, _COOLING_BYTES, config.schedule.at_once, halo)
    )


def _highest(config: Config, et0: Path, grid: Grid) -> float:
    size = tile_size(config.max_bytes, 16, 1)
    tops = [np.nanmax(read_floats(et0, box), initial=0) for box in boxes_of(grid.shape, size)]
    if max(tops) <= 0:
        raise BadConfig(f"[cooling] et0: {et0} has no value above 0")
    return float(max(tops))


@dataclass(frozen=True)
class Airing:
    """The cooling model on one tile."""

    cover: Path
    covers: Mapping[int, Cover]
    et0: Path | None
    constant: float
    highest: float
    by_day: bool
    grid: Grid
    halo: int
    settings: Mapping[str, float]

    def __call__(self, box: Box) -> Floats:
        wide = box.around(self.halo, self.grid.shape)
        factors = factors_of(read_codes(self.cover, wide), self.covers)
        if self.by_day:
            et0 = (
                np.full((wide.rows, wide.columns), self.constant)
                if self.et0 is None
                else read_floats(self.et0, wide)
            )
            capacity = cooling_capacity_by_day(factors, et0, et0_max_mm=self.highest)
        else:
            capacity = cooling_capacity_by_night(factors)
        made = urban_cooling(capacity, factors.green, cell_m=self.grid.cell_m, **self.settings)
        warmer = made.t_air_c - self.settings["t_ref_c"]
        layers = np.stack([made.t_air_c, warmer, made.hm, made.cc]).astype(np.float32)
        return box.of(layers, wide)
