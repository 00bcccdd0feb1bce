"""The position of the sun by NREL's solar position algorithm (Reda and Andreas 2004), in pvlib."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from pvlib import solarposition

from heatmodel.errors import NaiveTime, OutOfRange


@dataclass(frozen=True)
class Sun:
    """`azimuth_deg` clockwise from north (90 is east), `altitude_deg` above the horizon.

    Degrees both, of where the sun stands, not of where shadows point. Raises OutOfRange unless
    the altitude lies between -90 and 90.
    """

    azimuth_deg: float
    altitude_deg: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.azimuth_deg) and -90 <= self.altitude_deg <= 90):
            raise OutOfRange(f"no sun stands at {self.azimuth_deg}°, {self.altitude_deg}° high")

    @property
    def up(self) -> bool:
        return self.altitude_deg > 0


def sun_positions(
    times: Sequence[datetime],
    lon: float,
    lat: float,
    *,
    elevation_m: float = 0,
    pressure_pa: float = 101_325,
    temperature_c: float = 12,
    delta_t_s: float = 67,
) -> list[Sun]:
    """The sun at each of `times` (with zone) at `lon`, `lat` in degrees of EPSG:4326: east and
    north are positive. Altitudes are those seen, with refraction.

    `pressure_pa` and `temperature_c` (the year's means) bend the light near the horizon;
    `delta_t_s` is terrestrial minus universal time. Raises NaiveTime, and
    OutOfRange for what is no place.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise OutOfRange(f"longitude {lon}, latitude {lat} are no degrees of a place")
    if any(getattr(time, "tzinfo", None) is None for time in times):
        raise NaiveTime("the sun needs times with a zone")
    if len(times) == 0:
        return []
    table = solarposition.spa_python(
        pd.DatetimeIndex([pd.Timestamp(time).tz_convert("UTC") for time in times]),
        lat,
        lon,
        altitude=elevation_m,
        pressure=pressure_pa,
        temperature=temperature_c,
        delta_t=delta_t_s,
    )
    columns = table["azimuth"], table["apparent_elevation"]
    return [Sun(float(a), float(e)) for a, e in zip(*columns, strict=True)]


def hours_of(day: date, hours: Sequence[int], zone: str = "Europe/Berlin") -> list[datetime]:
    """The full `hours` of `day` on the clocks of `zone`, as times with that zone."""
    return [datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)) for hour in hours]


def half_month_days(year: int) -> list[date]:
    """The 24 days that stand for half months: the 8th and the 23rd of each month."""
    return [date(year, month, 1) + timedelta(days=day) for month in range(1, 13) for day in (7, 22)]
