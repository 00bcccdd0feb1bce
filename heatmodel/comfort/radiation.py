"""Mean radiant temperature by six fluxes, the sky's light and heat taken as even.

VDI 3787-2 and Lindberg, Holmer and Thorsson (2008, doi 10.1007/s00484-008-0162-7); sky emissivity
Prata (1996), corrected after Jonsson and others (2006); grounds Lindberg, Onomura and Grimmond
(2016, doi 10.1007/s00484-015-1142-x).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.comfort.weather import Light, Weather
from heatmodel.errors import GridMismatch
from heatmodel.raster.arguments import numbers, shares
from heatmodel.raster.grid import Floats
from heatmodel.shade.sun import Sun

STEFAN_BOLTZMANN = 5.670374419e-8
ABSORBS_SHORT, ABSORBS_LONG = 0.70, 0.97
FACTOR_UP, FACTOR_SIDE, FACTOR_BEAM = 0.06, 0.22, 0.28
"""Shares of a standing person's surface facing up (or down), one side, and a level beam."""
SKY_TOO_WARM_WM2 = 25.0
"""What Prata's formula gives too much over cities (Jonsson, Eliasson, Holmer and Grimmond 2006)."""
ZERO_C_K = 273.15


@dataclass(frozen=True)
class Ground:
    """A ground's reflection, emission, and how far sun heats it above the air.

    At the height of summer `heat_per_deg` x (greatest altitude of the sun in degrees)
    + `heat_start_k` kelvins.
    """

    albedo: float
    emissivity: float
    heat_per_deg: float
    heat_start_k: float


MIXED = Ground(0.15, 0.95, 0.37, -3.41)
PAVING = Ground(0.20, 0.95, 0.37, -3.41)
ASPHALT = Ground(0.18, 0.95, 0.58, -9.78)
GRASS = Ground(0.16, 0.94, 0.21, -3.38)
SOIL = Ground(0.25, 0.94, 0.33, -3.01)
WATER = Ground(0.05, 0.98, 0.0, 0.0)
WALL = Ground(0.20, 0.90, 0.37, -3.41)


@dataclass(frozen=True)
class Fluxes:
    """Radiation on a standing person in W/m², cell by cell, NaN where unknown.

    `short_*` from sun and sky, `long_*` from warmth; `*_side` is that of one of four sides.
    """

    beam: Floats
    short_down: Floats
    short_up: Floats
    short_side: Floats
    long_down: Floats
    long_up: Floats
    long_side: Floats

    def absorbed_wm2(self) -> Floats:
        """What a standing person absorbs of all of them."""
        short = FACTOR_BEAM * self.beam + FACTOR_UP * (self.short_down + self.short_up)
        long = FACTOR_UP * (self.long_down + self.long_up) + 4 * FACTOR_SIDE * self.long_side
        return ABSORBS_SHORT * (short + 4 * FACTOR_SIDE * self.short_side) + ABSORBS_LONG * long

    def mean_radiant_c(self) -> Floats:
        """Temperature in °C of even surroundings that would radiate as much."""
        kelvin = (self.absorbed_wm2() / (ABSORBS_LONG * STEFAN_BOLTZMANN)) ** 0.25
        return (kelvin - ZERO_C_K).astype(np.float32)


def sky_emissivity(weather: Weather) -> float:
    """Emissivity of a clear sky (Prata 1996, doi 10.1002/qj.49712253306)."""
    water_cm = 46.5 * weather.vapour_hpa / (weather.air_c + ZERO_C_K)
    return 1 - (1 + water_cm) * math.exp(-math.sqrt(1.2 + 3.0 * water_cm))


def fluxes(
    weather: Weather,
    light: Light,
    sun: Sun,
    beam_share: Floats,
    sky_view: Floats,
    *,
    ground_excess_k: float | Floats = 0.0,
    wall_excess_k: float = 0.0,
    ground_albedo: float | Floats = MIXED.albedo,
    ground_emissivity: float | Floats = MIXED.emissivity,
) -> Fluxes:
    """The six fluxes at each cell.

    `beam_share` is the share of the sun's beam that arrives: 1 in the sun, 0 in shade of
    buildings, the canopy's transmissivity under trees; `sky_view` from `sky_view_factor`; both of
    one shape, NaN where unknown. `ground_excess_k` is how much warmer sunlit ground is than the
    air, `wall_excess_k` the same of sunlit walls. Raises GridMismatch, OutOfRange.
    """
    beam_share = shares("beam_share", numbers("beam_share", beam_share))
    sky_view = shares("sky_view", numbers("sky_view", sky_view))
    if beam_share.shape != sky_view.shape:
        raise GridMismatch(f"sky_view is {sky_view.shape}, beam_share is {beam_share.shape}")
    rises = max(0.0, math.sin(math.radians(sun.altitude_deg)))
    flat = max(0.0, math.cos(math.radians(sun.altitude_deg))) if sun.up else 0.0
    walls = 1 - sky_view
    level = light.level_wm2(sun)
    beam = light.beam_wm2 * beam_share
    # Of the walls around, those in shade get diffuse light alone: half of them.
    from_walls = WALL.albedo * walls * (level + light.diffuse_wm2) / 2
    down = beam * rises + light.diffuse_wm2 * sky_view + from_walls
    up = ground_albedo * down
    side = 0.5 * (light.diffuse_wm2 * sky_view + from_walls + up)
    long_down, long_up, long_side = _warmth(
        weather, beam_share, sky_view, ground_excess_k, wall_excess_k, ground_emissivity
    )
    layers = beam * flat, down, up, side, long_down, long_up, long_side
    return Fluxes(*(np.asarray(layer, np.float32) for layer in layers))


def _warmth(
    weather: Weather,
    beam_share: Floats,
    sky_view: Floats,
    ground_excess_k: float | Floats,
    wall_excess_k: float,
    ground_emissivity: float | Floats,
) -> tuple[Floats, Floats, Floats]:
    """Longwave from above, from below and from one side."""
    air_k = weather.air_c + ZERO_C_K
    sky = sky_emissivity(weather) * _radiates(air_k) - SKY_TOO_WARM_WM2
    wall = WALL.emissivity * _radiates(air_k + wall_excess_k) + (1 - WALL.emissivity) * sky
    down = sky_view * sky + (1 - sky_view) * wall
    ground_k = air_k + ground_excess_k * beam_share
    up = ground_emissivity * _radiates(ground_k) + (1 - ground_emissivity) * down
    return down, up, 0.5 * (down + up)


def _radiates(kelvin: Any) -> Any:
    return STEFAN_BOLTZMANN * kelvin**4


def mean_radiant_temperature(
    weather: Weather,
    light: Light,
    sun: Sun,
    beam_share: Floats,
    sky_view: Floats,
    *,
    ground_excess_k: float | Floats = 0.0,
    wall_excess_k: float = 0.0,
    ground_albedo: float | Floats = MIXED.albedo,
    ground_emissivity: float | Floats = MIXED.emissivity,
) -> Floats:
    """Mean radiant temperature in °C of a person standing in each cell; NaN where unknown.

    Arguments and errors as of `fluxes`. Rows from the north.
    """
    return fluxes(
        weather,
        light,
        sun,
        beam_share,
        sky_view,
        ground_excess_k=ground_excess_k,
        wall_excess_k=wall_excess_k,
        ground_albedo=ground_albedo,
        ground_emissivity=ground_emissivity,
    ).mean_radiant_c()


def beam_shares(
    shade_any: NDArray[np.bool_], shade_solid: NDArray[np.bool_], transmissivity: float = 0.03
) -> Floats:
    """Share of the beam that arrives: 1 in the sun, 0 behind solid things, else through crowns.

    The two arrays are one bit each of those of `shade_bits`.
    """
    share = np.where(shade_any, np.float32(transmissivity), np.float32(1))
    return np.where(shade_solid, np.float32(0), share)
