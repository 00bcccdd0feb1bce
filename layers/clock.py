"""The time of a page is an argument: `?zeit=2026-08-02T18:00` asks for another one than now."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

# Tables of holidays and time zones mean something between these years.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
# The plus sign before an offset arrives as a space if nobody escaped it.
_UNESCAPED_PLUS = re.compile(r"(?<=:\d\d) (?=\d\d:\d\d$)")


class InvalidTime(Exception):
    """What was given as `zeit` names no point in time between 2000 and 2099."""


@dataclass(frozen=True)
class AskedTime:
    """`at` is aware, in the city's time zone; `is_live` says that nobody asked for another."""

    at: datetime
    is_live: bool = True


def asked_time(text: str) -> AskedTime:
    """The time that `text` names in ISO 8601, now where it is empty. Raises InvalidTime.

    Without an offset it is the city's wall clock; of an hour that comes twice, in autumn, the
    first, and of one that is skipped, in spring, as much later as the clocks are put forward.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    if not text:
        return AskedTime(timezone.now().astimezone(zone))
    try:
        at = datetime.fromisoformat(_UNESCAPED_PLUS.sub("+", text[:40]))
        at = at.replace(tzinfo=zone) if at.tzinfo is None else at
        # By way of UTC, so that a skipped hour becomes one that exists.
        at = at.astimezone(ZoneInfo("UTC")).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise InvalidTime from error
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise InvalidTime
    return AskedTime(at, is_live=False)
