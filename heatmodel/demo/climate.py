"""The city's climate on a hot day, from a drawn scene: radiation and PET at 15 h, air at night.

Everything is computed on cells of FINE_M and averaged over squares of CITY_M.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from heatmodel.comfort.heating import day_of, heating_k
from heatmodel.comfort.indices import pet
from heatmodel.comfort.radiation import GRASS, PAVING, beam_shares, mean_radiant_temperature
from heatmodel.comfort.weather import Weather, split_light, sun_of
from heatmodel.cooling.model import Cover as Cooling
from heatmodel.cooling.model import cooling_capacity_by_night, factors_of, urban_cooling
from heatmodel.demo import drawing
from heatmodel.demo.drawing import Cover, Scene
from heatmodel.raster.grid import Floats, Grid
from heatmodel.shade.skyview import sky_view_of
from heatmodel.shade.sun import Sun
from heatmodel.shade.sweep import Relief, crown_tops, shade_marks

FINE_M, CITY_M = 4.0, 20.0
TILE = 1000  # fine cells on each side
SKY_HALO_M = 150.0  # beyond it a house of 16 m hides less than 1 % of the sky

# A hot afternoon in July as a scenario of weather: assumed, not measured.
HOT_HOUR = Weather(
    time=datetime(2026, 7, 23, 13, tzinfo=UTC),
    air_c=33.0,
    humidity_pct=35.0,
    wind_ms=2.0,
    global_wm2=780.0,
)
COUNTRY_NIGHT_C = 18.0  # air over fields in the small hours of such a day
WARMEST_EXCESS_K = 4.2  # of the warmest place of the city over them

# What the classes do to the air; the shade of trees comes from the canopy itself. Crop
# coefficients and albedo after the tables of InVEST's user guide, building intensity assumed.
TABLE = {
    int(cover): Cooling(0.0, albedo, kc, green, intensity)
    for cover, albedo, kc, green, intensity in [
        (Cover.OPEN, 0.20, 0.80, False, 0.00),
        (Cover.SETTLED, 0.18, 0.40, False, 0.35),
        (Cover.CORE, 0.15, 0.20, False, 0.80),
        (Cover.INDUSTRIAL, 0.15, 0.20, False, 0.70),
        (Cover.GREEN, 0.20, 0.85, True, 0.00),
        (Cover.WOOD, 0.16, 1.00, True, 0.00),
        (Cover.WATER, 0.06, 1.00, False, 0.00),
        (Cover.STREET, 0.12, 0.10, False, 0.60),
        (Cover.BUILDING, 0.18, 0.00, False, 1.00),
    ]
}
_SEALED = {Cover.CORE: 0.8, Cover.INDUSTRIAL: 0.75, Cover.SETTLED: 0.25} | {
    Cover.STREET: 1.0,
    Cover.BUILDING: 1.0,
}
_BUILT = (Cover.SETTLED, Cover.CORE, Cover.INDUSTRIAL, Cover.STREET, Cover.BUILDING)


@dataclass(frozen=True)
class Climate:
    """On `grid` (CITY_M), float32, row 0 in the north; shares 0 to 1, temperatures in °C.

    `night_excess_k` is the air's temperature over that of the country around; `cover` the most
    frequent of green, wood, water and the rest.
    """

    grid: Grid
    tmrt_c: Floats
    pet_c: Floats
    night_excess_k: Floats
    sealed: Floats
    canopy: Floats
    built: Floats
    green: Floats
    water: Floats


def climate(scene: Scene, grid: Grid) -> Climate:
    """The climate on `grid`, whose cells are CITY_M wide and whose size is a whole number of them.

    About 30 s for a city of 400 km²; memory grows with the cells of `grid`, not with the fine
    ones.
    """
    parts = _fine_means(scene, grid)
    lon, lat = Transformer.from_crs(grid.crs, 4326, always_xy=True).transform(*grid.centre)
    sun = sun_of(HOT_HOUR, lon, lat)
    day = day_of(HOT_HOUR.time, lon, lat)
    sealed = parts["sealed"]
    paving, grass = (heating_k(ground, HOT_HOUR.time, day) for ground in (PAVING, GRASS))
    tmrt = mean_radiant_temperature(
        HOT_HOUR,
        split_light(HOT_HOUR, sun),
        sun,
        parts["beam"],
        parts["sky"],
        ground_excess_k=sealed * paving + (1 - sealed) * grass,
        wall_excess_k=paving / 2,
        ground_albedo=sealed * PAVING.albedo + (1 - sealed) * GRASS.albedo,
    )
    air = urban_cooling(
        1 - parts["intensity"].astype(np.float64),
        (parts["green"] > 0.5).astype(np.float64),
        cell_m=grid.cell_m,
        t_ref_c=0.0,
        uhi_max_k=WARMEST_EXCESS_K,
    )
    return Climate(
        grid,
        tmrt,
        pet(HOT_HOUR, tmrt),
        air.t_air_c.astype(np.float32),
        *(parts[name] for name in ("sealed", "canopy", "built", "green", "water")),
    )


_PARTS = ("beam", "sky", "sealed", "canopy", "built", "green", "water", "intensity")


def _fine_means(scene: Scene, grid: Grid) -> dict[str, Floats]:
    """Means over the squares of `grid`, computed tile by tile on fine cells."""
    times = round(grid.cell_m / FINE_M)
    fine = Grid(grid.crs, grid.west, grid.north, FINE_M, grid.rows * times, grid.columns * times)
    lon, lat = Transformer.from_crs(grid.crs, 4326, always_xy=True).transform(*grid.centre)
    sun = sun_of(HOT_HOUR, lon, lat)
    made = {name: np.full(grid.shape, np.nan, np.float32) for name in _PARTS}
    for row in range(0, fine.rows, TILE):
        for column in range(0, fine.columns, TILE):
            height, width = min(TILE, fine.rows - row), min(TILE, fine.columns - column)
            found = _tile(scene, fine, row, column, height, width, sun)
            where = (
                slice(row // times, (row + height) // times),
                slice(column // times, (column + width) // times),
            )
            for name, values in zip(_PARTS, found, strict=True):
                squares = values.reshape(height // times, times, width // times, times)
                made[name][where] = squares.mean(axis=(1, 3))
    return made


def _tile(
    scene: Scene, fine: Grid, row: int, column: int, height: int, width: int, sun: Sun
) -> tuple[Floats, ...]:
    """The fine cells of one tile, in the order of _PARTS."""
    halo = math.ceil(SKY_HALO_M / fine.cell_m)
    top, left = max(row - halo, 0), max(column - halo, 0)
    bottom, right = min(row + height + halo, fine.rows), min(column + width + halo, fine.columns)
    grid = fine.cut(top, left, bottom - top, right - left)
    surface, crowns = drawing.surface(scene, grid), drawing.canopy(scene, grid)
    inner = slice(row - top, row - top + height), slice(column - left, column - left + width)
    solid = Relief(surface, None, top, left, fine.shape)
    crowned = Relief(crown_tops(surface, crowns), surface, top, left, fine.shape)
    shaded, dark = (shade_marks(one, [sun], [1], fine.cell_m) > 0 for one in (crowned, solid))
    beam = beam_shares(shaded, dark)[inner]
    sky = sky_view_of(solid, crowned, fine.cell_m)[inner]
    cover = drawing.land_cover(scene, fine.cut(row, column, height, width))
    factors = factors_of(cover, TABLE)
    return (
        beam,
        sky,
        _by_cover(cover, _SEALED),
        (crowns[inner] > 0).astype(np.float32),
        np.isin(cover, _BUILT).astype(np.float32),
        factors.green.astype(np.float32),
        (cover == Cover.WATER).astype(np.float32),
        (1 - cooling_capacity_by_night(factors)).astype(np.float32),
    )


def _by_cover(cover: NDArray[np.uint8], values: dict[Cover, float]) -> Floats:
    table = np.zeros(max(Cover) + 1, np.float32)
    for kind, value in values.items():
        table[kind] = value
    return table[cover]
