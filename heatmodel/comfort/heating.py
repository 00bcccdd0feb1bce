"""How much warmer sunlit ground and walls are than the air, by the course of the day."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from heatmodel.comfort.radiation import Ground
from heatmodel.shade.sun import sun_positions

STEP = timedelta(minutes=5)
HOTTEST_AFTER_NOON = timedelta(hours=3)
"""Ground is hottest at 15 h solar time (Lindberg and others 2016)."""


@dataclass(frozen=True)
class Day:
    """The sun's day around solar noon; `sunrise` is the day's start where it never sets."""

    sunrise: datetime | None
    noon: datetime
    highest_deg: float


def day_of(time: datetime, lon: float, lat: float) -> Day:
    """The day, from one lowest sun to the next, that `time` (with zone) falls into."""
    times = [time + k * STEP for k in range(-288, 289)]
    heights = [sun.altitude_deg for sun in sun_positions(times, lon, lat)]
    # Noon is the highest sun within half a day of `time`.
    noon = max(range(144, 433), key=heights.__getitem__)
    first = noon - 144
    risen = [k for k in range(first, noon + 1) if heights[k] > 0]
    sunrise = times[risen[0]] if risen else None
    return Day(sunrise, times[noon], heights[noon])


def heating_k(ground: Ground, time: datetime, day: Day, clearness: float = 1.0) -> float:
    """Kelvins above the air at `time`; 0 before sunrise, in polar night, and when spent.

    `clearness` is global light over that of a clear sky, 0 to 1.
    """
    if day.sunrise is None or time <= day.sunrise:
        return 0.0
    amplitude_k = max(0.0, ground.heat_per_deg * day.highest_deg + ground.heat_start_k)
    phase = (time - day.sunrise) / (day.noon + HOTTEST_AFTER_NOON - day.sunrise)
    return amplitude_k * max(0.0, math.sin(phase * math.pi / 2)) * min(1.0, max(0.0, clearness))
