"""One hour of weather, and its sunlight split into beam and diffuse."""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from pvlib import irradiance

from heatmodel.errors import BadWeather, NaiveTime
from heatmodel.shade.sun import Sun, sun_positions

MIN_ALTITUDE_DEG = 3.0
"""Lower suns give no reliable split of the light: all of it counts as diffuse."""

_RANGES = {
    "air_c": (-60.0, 60.0),
    "humidity_pct": (0.0, 100.0),
    "wind_ms": (0.0, 60.0),
    "global_wm2": (0.0, 1500.0),
}


@dataclass(frozen=True)
class Weather:
    """`air_c` at 2 m, `wind_ms` at 10 m, `global_wm2` on a level surface, at `time` (with zone).

    Raises NaiveTime, and BadWeather for what no place on earth has, as an air in kelvins.
    """

    time: datetime
    air_c: float
    humidity_pct: float
    wind_ms: float
    global_wm2: float

    def __post_init__(self) -> None:
        if getattr(self.time, "tzinfo", None) is None:
            raise NaiveTime("weather needs a time with a zone")
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise BadWeather(f"{name} {value} at {self.time:%Y-%m-%d %H:%M} is impossible")

    @property
    def vapour_hpa(self) -> float:
        """Vapour pressure (Magnus formula over water)."""
        saturated = 6.112 * math.exp(17.62 * self.air_c / (243.12 + self.air_c))
        return self.humidity_pct / 100 * saturated


@dataclass(frozen=True)
class Light:
    """`beam_wm2` on a surface facing the sun, `diffuse_wm2` from the sky on a level one.

    Raises BadWeather beyond 0 to 1500 W/m².
    """

    beam_wm2: float
    diffuse_wm2: float

    def __post_init__(self) -> None:
        for name in ("beam_wm2", "diffuse_wm2"):
            if not 0 <= getattr(self, name) <= 1500:
                raise BadWeather(f"{name} {getattr(self, name)} is impossible")

    def level_wm2(self, sun: Sun) -> float:
        """Both on a level surface under an open sky."""
        return self.diffuse_wm2 + self.beam_wm2 * max(0.0, math.sin(math.radians(sun.altitude_deg)))


def sun_of(weather: Weather, lon: float, lat: float) -> Sun:
    """Where the sun stands at the time of `weather`."""
    return sun_positions([weather.time], lon, lat)[0]


def split_light(weather: Weather, sun: Sun) -> Light:
    """Beam and diffuse light by the model of Erbs, Klein and Duffie (1982), in pvlib."""
    if sun.altitude_deg < MIN_ALTITUDE_DEG:
        return Light(0.0, weather.global_wm2 if sun.up else 0.0)
    day = weather.time.timetuple().tm_yday
    split = irradiance.erbs(weather.global_wm2, 90 - sun.altitude_deg, day)
    beam, diffuse = float(split["dni"]), float(split["dhi"])
    return Light(beam, diffuse) if np.isfinite(beam + diffuse) else Light(0.0, weather.global_wm2)
