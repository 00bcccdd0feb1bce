"""Thermal indices by pythermalcomfort: PET by day alone, UTCI at any hour, in °C."""

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray
from pythermalcomfort.models import pet_steady
from pythermalcomfort.models import utci as utci_model

from heatmodel.comfort.weather import Weather
from heatmodel.raster.arguments import numbers
from heatmodel.raster.grid import Floats

PET_NODES_C = np.arange(15.0, 76.0)
"""61 mean radiant temperatures; between them PET is linear within 0.008 K."""

PET_LIMITS_C = (23.0, 29.0, 35.0, 41.0)
"""From here slight, moderate, strong, extreme heat stress (Matzarakis and Mayer 1996)."""
UTCI_LIMITS_C = (26.0, 32.0, 38.0, 46.0)
"""From here moderate, strong, very strong, extreme heat stress (Bröde and others 2012)."""

_UTCI_EXCESS_K = -30.0, 70.0
METABOLISM_MET, CLOTHING_CLO = 1.37, 0.5
BODY_HEIGHT_WIND = (1.1 / 10) ** 0.2
"""Wind at the body's centre over that at 10 m: a power law with exponent 0.2."""


def pet(weather: Weather, mean_radiant_c: Floats) -> Floats:
    """Physiologically equivalent temperature in °C of each cell; NaN where Tmrt is.

    As air, humidity and wind are one value an hour, PET is a function of Tmrt: a table of 61
    nodes, wider if Tmrt is. Not meant for the night: take the air's temperature there.
    """
    mean_radiant_c = numbers("mean_radiant_c", mean_radiant_c)
    known = mean_radiant_c[np.isfinite(mean_radiant_c)]
    if known.size == 0:
        return np.full(mean_radiant_c.shape, np.nan, np.float32)
    nodes = np.arange(
        min(PET_NODES_C[0], np.floor(known.min())), max(PET_NODES_C[-1], np.ceil(known.max())) + 1
    )
    table = pet_exact(weather, nodes)
    return np.interp(mean_radiant_c, nodes, table).astype(np.float32)


def pet_exact(weather: Weather, mean_radiant_c: NDArray[np.float64]) -> NDArray[np.float64]:
    """PET in °C of each mean radiant temperature by the solver itself: about 900 a second."""
    alike = np.ones(mean_radiant_c.shape)
    answer = pet_steady(
        tdb=weather.air_c * alike,
        tr=mean_radiant_c,
        v=max(0.1, weather.wind_ms * BODY_HEIGHT_WIND) * alike,
        rh=weather.humidity_pct * alike,
        met=METABOLISM_MET,
        clo=CLOTHING_CLO,
    )
    return np.asarray(answer.pet, dtype=np.float64)


def utci(weather: Weather, mean_radiant_c: Floats) -> Floats:
    """Universal thermal climate index in °C of each cell; NaN where Tmrt is.

    The wind is taken as 0.5 to 17 m/s at 10 m, the range of the polynomial. NaN also where
    Tmrt lies more than 30 K below or 70 K above the air, or the air beyond -50 to 50 °C.
    """
    mean_radiant_c = numbers("mean_radiant_c", mean_radiant_c)
    excess = mean_radiant_c.astype(np.float64) - weather.air_c
    if not -50 <= weather.air_c <= 50:
        return np.full(mean_radiant_c.shape, np.nan, np.float32)
    low, high = _UTCI_EXCESS_K
    index = _utci_of_excess(weather)(excess)
    return np.where((excess >= low) & (excess <= high), index, np.nan).astype(np.float32)


def _utci_of_excess(weather: Weather) -> Polynomial:
    """UTCI in °C by Tmrt - air in K: at one hour's air, humidity and wind the model's polynomial
    is one of degree 6 in this, so seven points hold all of it."""
    low, high = _UTCI_EXCESS_K
    excess = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (np.arange(7) + 0.5) / 7)
    answer = utci_model(
        tdb=np.full(7, weather.air_c),
        tr=weather.air_c + excess,
        v=np.full(7, min(17.0, max(0.5, weather.wind_ms))),
        rh=np.full(7, weather.humidity_pct),
        limit_inputs=False,
        round_output=False,
    )
    return Polynomial.fit(excess, answer.utci, 6, domain=[low, high])


def stress_class(index_c: Floats, limits_c: tuple[float, ...] = PET_LIMITS_C) -> NDArray[np.uint8]:
    """0 where unknown, 1 below the first of `limits_c`, one more from each limit on."""
    classes = np.digitize(index_c, limits_c) + 1
    return np.where(np.isfinite(index_c), classes, 0).astype(np.uint8)
