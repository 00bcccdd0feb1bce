"""Which stored hour of shade stands for a point in time.

Stored are SHADE_HOURS full hours of the 24 days that stand for half months (the 8th and the 23rd
of each month). They are hours of UTC, so that no change of the clocks moves the sun: the first is
4 UTC, which in Hamm is 5 o'clock in winter and 6 in summer.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from heatmodel.results.models import SHADE_HOURS

FIRST_HOUR_UTC = 4
HALF_MONTHS = 24


@dataclass(frozen=True)
class Moment:
    """`half_month` 0 (January's first half) to 23, `hour` 0 to SHADE_HOURS - 1 after 4 UTC.

    `hour` is None for an hour that is not stored, which is in the night.
    """

    half_month: int
    hour: int | None

    @property
    def name(self) -> str:
        """As it stands in addresses; empty in the night."""
        return "" if self.hour is None else f"{self.half_month}-{self.hour}"

    def day(self, year: int) -> date:
        """The day whose sun was taken."""
        return date(year, self.half_month // 2 + 1, 8 if self.half_month % 2 == 0 else 23)


def moment_of(at: datetime) -> Moment:
    """The stored hour nearest to `at` (aware); half past is rounded up."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    half_month = 2 * (local.month - 1) + (local.day > 15)
    hour = (at.astimezone(UTC) + timedelta(minutes=30)).hour - FIRST_HOUR_UTC
    return Moment(half_month, hour if 0 <= hour < SHADE_HOURS else None)


def named(name: str) -> Moment | None:
    """The moment an address names; None if there is none of that name."""
    half_month, _dash, hour = name.partition("-")
    if not (half_month.isdecimal() and hour.isdecimal() and len(name) <= 5):
        return None
    moment = Moment(int(half_month), int(hour))
    known = moment.half_month < HALF_MONTHS and int(hour) < SHADE_HOURS
    return moment if known and moment.name == name else None


def whole_day(half_month: int, year: int) -> list[datetime]:
    """The 24 full hours of UTC of the day that stands for a half month."""
    day = Moment(half_month, None).day(year)
    return [datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for hour in range(24)]


def hour_at(hour: int, on: datetime) -> datetime:
    """The stored hour as a time on the day of `on`, in its zone."""
    utc = on.astimezone(UTC).replace(hour=FIRST_HOUR_UTC + hour, minute=0, second=0, microsecond=0)
    return utc.astimezone(on.tzinfo)
