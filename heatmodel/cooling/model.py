"""The equations of InVEST's Urban Cooling Model (Natural Capital Alliance, version 3.20).

Where code and guide of InVEST differ, this follows its code: the air mixes by an exponential
kernel cut at five radii, distances are whole pixels, unknown cells and edges are left out.
Published skill (Hamel and others 2024, doi 10.5194/gmd-17-4755-2024): high for night-time air
temperature, low for daytime. A single tree hardly shows in it: see `comfort` beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.cooling.kernels import (
    Doubles,
    decay_kernel,
    disc_kernel,
    neighbourhood,
    whole_pixels,
)
from heatmodel.errors import BadTable, OutOfRange, UnknownLandCover
from heatmodel.raster.arguments import doubles, positive, whole
from heatmodel.raster.grid import Floats, same_shape

SHADE_WEIGHT, ALBEDO_WEIGHT, ETI_WEIGHT = 0.6, 0.2, 0.2
COOLING_DISTANCE_M = 450.0
AIR_RADIUS_M = 500.0
LARGE_GREEN_M2 = 20_000.0


@dataclass(frozen=True)
class Cover:
    """What a class of land cover means: shares 0 to 1; `green` counts as a park."""

    shade: float
    albedo: float
    kc: float
    green: bool
    building_intensity: float = 0.0

    def __post_init__(self) -> None:
        for name in ("shade", "albedo", "building_intensity"):
            if not 0 <= getattr(self, name) <= 1:
                raise BadTable(f"{name} {getattr(self, name)} is no share between 0 and 1")
        if not 0 <= self.kc <= 2:
            raise BadTable(f"kc {self.kc} is no crop coefficient between 0 and 2")


@dataclass(frozen=True)
class Factors:
    """`Cover` cell by cell, float64, NaN where the class is unknown; `green` is 0 or 1."""

    shade: Doubles
    albedo: Doubles
    kc: Doubles
    green: Doubles
    building_intensity: Doubles


@dataclass(frozen=True)
class Cooling:
    """Cell by cell, float64, NaN where unknown.

    `cc` cooling capacity (0 to 1), `cc_park` that of green around, `green_m2` green within the
    cooling distance, `hm` heat mitigation (0 to 1), `t_air_nomix_c` and `t_air_c` air
    temperature before and after mixing.
    """

    cc: Doubles
    cc_park: Doubles
    green_m2: Doubles
    hm: Doubles
    t_air_nomix_c: Doubles
    t_air_c: Doubles


def factors_of(land_cover: NDArray[Any], table: Mapping[int, Cover], nodata: int = 0) -> Factors:
    """The table's values on the raster's cells, NaN where the class is `nodata`.

    Raises UnknownLandCover, naming the classes; GridMismatch, and OutOfRange for fractions.
    """
    land_cover = whole("land_cover", land_cover, unknown=nodata)
    classes, index = np.unique(land_cover, return_inverse=True)
    missing = [int(code) for code in classes if code != nodata and int(code) not in table]
    if missing:
        raise UnknownLandCover(f"land cover classes without a row in the table: {missing}")
    nothing = (np.nan,) * 5
    rows = [_row(table[int(code)]) if code != nodata else nothing for code in classes]
    columns = np.array(rows, float).reshape(len(classes), 5).T
    return Factors(*(column[index].reshape(land_cover.shape) for column in columns))


def _row(cover: Cover) -> tuple[float, ...]:
    return cover.shade, cover.albedo, cover.kc, float(cover.green), cover.building_intensity


def cooling_capacity_by_day(
    factors: Factors, et0_mm: Floats | Doubles, *, et0_max_mm: float | None = None
) -> Doubles:
    """0.6 shade + 0.2 albedo + 0.2 ETI, where ETI = kc ET0 / max(ET0).

    `et0_mm` is reference evapotranspiration in any unit of time; `et0_max_mm` its maximum over
    the whole raster if this is a tile. Raises GridMismatch, and BadTable if ET0 is nowhere
    above 0.
    """
    et0_mm = doubles("et0_mm", et0_mm)
    same_shape(shade=factors.shade, et0_mm=et0_mm)
    known = np.isfinite(et0_mm)
    highest = float(np.max(et0_mm, initial=0, where=known)) if et0_max_mm is None else et0_max_mm
    if not highest > 0:
        raise BadTable("et0: nowhere above 0")
    eti = factors.kc * et0_mm / np.round(highest, 9)
    return SHADE_WEIGHT * factors.shade + ALBEDO_WEIGHT * factors.albedo + ETI_WEIGHT * eti


def cooling_capacity_by_night(factors: Factors) -> Doubles:
    """1 - building intensity: what has stored heat by day gives it off."""
    return 1 - factors.building_intensity


def urban_cooling(
    capacity: Doubles,
    green: Doubles,
    *,
    cell_m: float,
    t_ref_c: float,
    uhi_max_k: float,
    cooling_distance_m: float = COOLING_DISTANCE_M,
    air_radius_m: float = AIR_RADIUS_M,
) -> Cooling:
    """Heat mitigation and air temperature of each cell.

    `capacity` by day or night, `green` 0 or 1, both NaN where unknown, rows from the north;
    `t_ref_c` air temperature in the country around, `uhi_max_k` how much warmer the warmest
    place of the city is. The air mixes over `air_radius_m`. Raises GridMismatch, OutOfRange.
    """
    for name, value in (
        ("cell_m", cell_m),
        ("cooling_distance_m", cooling_distance_m),
        ("air_radius_m", air_radius_m),
    ):
        positive(name, value)
    if not (-60 <= t_ref_c <= 60 and np.isfinite(uhi_max_k)):
        raise OutOfRange(f"t_ref_c {t_ref_c} and uhi_max_k {uhi_max_k} are no °C and K of air")
    capacity, green = doubles("capacity", capacity), doubles("green", green)
    same_shape(capacity=capacity, green=green)
    known = np.isfinite(capacity) & np.isfinite(green)
    reach = whole_pixels(cooling_distance_m, cell_m)
    cc = np.where(known, capacity, np.nan)
    cc_park = neighbourhood(green * capacity, known, decay_kernel(reach))
    area_px = neighbourhood(green, known, disc_kernel(reach))
    helped = (capacity < cc_park) & (area_px >= LARGE_GREEN_M2 / cell_m**2)
    hm = np.where(helped, cc_park, cc)
    nomix = t_ref_c + (1 - hm) * uhi_max_k
    mixed = neighbourhood(nomix, known, decay_kernel(whole_pixels(air_radius_m, cell_m)))
    return Cooling(
        *(
            np.where(known, layer, np.nan)
            for layer in (cc, cc_park, area_px * cell_m**2, hm, nomix, mixed)
        )
    )


def cooling_reach_m(
    cooling_distance_m: float = COOLING_DISTANCE_M, air_radius_m: float = AIR_RADIUS_M
) -> float:
    """How far, in m, a changed cell can act on the air temperature of another."""
    return 5 * (cooling_distance_m + air_radius_m)


def wet_bulb_globe_c(air_c: Floats | Doubles, humidity_pct: float) -> Doubles:
    """Wet bulb globe temperature in °C in the shade, from air temperature and humidity.

    0.567 T + 0.393 e + 3.94 (American College of Sports Medicine 1984).
    """
    vapour_hpa = humidity_pct / 100 * 6.105 * np.exp(17.27 * (air_c / (237.7 + air_c)))
    wet: Doubles = 0.567 * air_c + 0.393 * vapour_hpa + 3.94
    return wet
