"""Two ways to look at a measure: what one feels under it, and what it does to the city's air.

A street tree takes some ten kelvins off the radiant temperature below it and hardly a hundredth
off the air of the quarter: both are true, so both are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from heatmodel.comfort.hour import TRANSMISSIVITY, mean_radiant_of, shares_of
from heatmodel.comfort.indices import pet, utci
from heatmodel.comfort.weather import Weather, split_light, sun_of
from heatmodel.cooling.model import (
    AIR_RADIUS_M,
    COOLING_DISTANCE_M,
    Factors,
    cooling_capacity_by_day,
    cooling_capacity_by_night,
    urban_cooling,
)
from heatmodel.raster.grid import Floats
from heatmodel.raster.tiles import Box
from heatmodel.scenario.scene import Scene
from heatmodel.shade.skyview import sky_view_of
from heatmodel.shade.sun import Sun, hours_of, sun_positions
from heatmodel.shade.sweep import MAX_SUNS, Relief, crown_tops, shade_marks

LOWEST_SUN_DEG = 3.0
"""Suns below it give hardly any light, and shadows of hundreds of metres."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Conditions:
    """The day and the hour for which measures are compared.

    `weather` is that of the reference hour; shade is counted over `hours` of `day` on the
    clocks of `zone`; `lon`, `lat` in EPSG:4326.
    """

    day: date
    weather: Weather
    lon: float
    lat: float
    hours: Sequence[int] = tuple(range(6, 22))
    zone: str = "Europe/Berlin"
    transmissivity: float = TRANSMISSIVITY

    def suns(self) -> list[Sun]:
        """Where the sun stands at those hours at which it stands high enough to count."""
        times = hours_of(self.day, list(self.hours)[:MAX_SUNS], self.zone)
        suns = sun_positions(times, self.lon, self.lat)
        return [sun for sun in suns if sun.altitude_deg >= LOWEST_SUN_DEG]


def local_lens(
    scene: Scene,
    conditions: Conditions,
    *,
    core: Box | None = None,
    row: int = 0,
    column: int = 0,
    whole: tuple[int, int] | None = None,
) -> dict[str, Floats]:
    """What a person feels: `shade_hours` (h), `tmrt_c`, `pet_c`, `utci_c`, for cells of `core`.

    The scene reaches beyond `core` (a box within it) as far as shadows do. A scene that is a
    part of a raster says where it lies by `row`, `column` and the raster's shape `whole`, so
    that its shadows are those of the raster to the bit. NaN where the surface is unknown.
    """
    place = {"row": row, "column": column, "whole": whole}
    core = core or Box(0, 0, *scene.grid.shape)
    all_cells = Box(0, 0, *scene.grid.shape)
    solid = Relief(scene.surface_m, **place)  # type: ignore[arg-type] # one dict, two types
    crowns = crown_tops(scene.surface_m, scene.canopy_m)
    crowned = Relief(crowns, scene.surface_m, **place)  # type: ignore[arg-type]
    cell_m = scene.grid.cell_m
    suns = conditions.suns()
    hours = shade_marks(crowned, suns, [1] * len(suns), cell_m).astype(np.float32)
    hours[solid.unknown] = np.nan
    weather = conditions.weather
    sun = sun_of(weather, conditions.lon, conditions.lat)
    shares = shares_of(solid, crowned, sun, cell_m, conditions.transmissivity)
    sky = sky_view_of(solid, crowned, cell_m, transmissivity=conditions.transmissivity)
    tmrt = mean_radiant_of(
        weather,
        split_light(weather, sun),
        sun,
        core.of(shares, all_cells),
        core.of(sky, all_cells),
        core.of(scene.ground, all_cells),
        lon=conditions.lon,
        lat=conditions.lat,
    )
    return {
        "shade_hours": core.of(hours, all_cells).copy(),
        "tmrt_c": tmrt,
        "pet_c": pet(weather, tmrt),
        "utci_c": utci(weather, tmrt),
    }


@dataclass(frozen=True)
class Climate:
    """What the cooling model needs to know of a hot day and the night after it."""

    t_ref_day_c: float
    t_ref_night_c: float
    uhi_max_day_k: float
    uhi_max_night_k: float
    cooling_distance_m: float = COOLING_DISTANCE_M
    air_radius_m: float = AIR_RADIUS_M


def area_lens(
    factors: Factors, et0_mm: Doubles, climate: Climate, cell_m: float
) -> dict[str, Doubles]:
    """What happens to the air: `t_air_day_c` and `t_air_night_c` (°C), NaN where unknown."""
    by_day = cooling_capacity_by_day(factors, et0_mm)
    by_night = cooling_capacity_by_night(factors)
    result = {}
    for name, capacity, t_ref_c, uhi_max_k in (
        ("t_air_day_c", by_day, climate.t_ref_day_c, climate.uhi_max_day_k),
        ("t_air_night_c", by_night, climate.t_ref_night_c, climate.uhi_max_night_k),
    ):
        result[name] = urban_cooling(
            capacity,
            factors.green,
            cell_m=cell_m,
            t_ref_c=t_ref_c,
            uhi_max_k=uhi_max_k,
            cooling_distance_m=climate.cooling_distance_m,
            air_radius_m=climate.air_radius_m,
        ).t_air_c
    return result


@dataclass(frozen=True)
class Comparison:
    """`before`, `after` and `delta` (after - before) of the same quantities, cell by cell."""

    before: Mapping[str, NDArray[np.floating]]
    after: Mapping[str, NDArray[np.floating]]

    @property
    def delta(self) -> dict[str, NDArray[np.floating]]:
        return {name: self.after[name] - self.before[name] for name in self.before}
