"""Which heat warning holds at a time, how old the knowledge is, and what is to be expected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from heatmodel.warnings.models import Feed, FeedSpan, HeatTrend, HeatWarning
from heatmodel.warnings.trend import Outlook

# Read every five minutes; after an hour without, nobody may take the last state for the present.
WARNINGS_GO_STALE = timedelta(hours=1)
_MOMENT = timedelta(microseconds=1)  # what ends at midnight does not touch the next day
_TREND_GOES_STALE = timedelta(days=1)  # issued every morning
_WEATHER_GOES_STALE = timedelta(hours=6)  # read every hour


class State(StrEnum):
    """How far the level of a situation can be trusted."""

    CURRENT = "current"
    STALE = "stale"  # a connection there is, but for a while nothing came
    UNCONNECTED = "unconnected"  # no address is configured
    UNRECORDED = "unrecorded"  # a time at which nothing had been read yet


@dataclass(frozen=True)
class Situation:
    """The heat warnings at the time `at`.

    Only a current situation has a level above 0, that of the highest warning in force. A stale
    one keeps in `warnings` and `announced` what was known last, and never calls it current.
    """

    at: datetime
    state: State
    level: int = 0
    warnings: tuple[HeatWarning, ...] = ()  # in force, highest first
    announced: tuple[HeatWarning, ...] = ()  # to come, earliest first
    read_at: datetime | None = None  # when the source was last read
    failure: str = ""  # why not since, a value of Failure

    @property
    def is_current(self) -> bool:
        return self.state == State.CURRENT


def situation(at: datetime) -> Situation:
    """What the DWD's warnings say for `at`, as it was known then, or is now if `at` is to come.

    Two queries; none where nothing is connected.
    """
    if not settings.DWD_WARNINGS_URL:
        return Situation(at, State.UNCONNECTED)
    known_at = min(at, timezone.now())
    span = (
        FeedSpan.objects.filter(feed=Feed.Name.WARNINGS, since__lte=known_at)
        .select_related("feed")
        .order_by("-since")
        .first()
    )
    if span is None:
        return _before_the_first_reading(at, known_at)
    is_current = known_at <= span.until + WARNINGS_GO_STALE
    read_at = min(known_at, span.until)
    held = list(_held(at, known_at if is_current else read_at))
    in_force = sorted((one for one in held if one.onset <= at), key=lambda one: -one.level)
    return Situation(
        at=at,
        state=State.CURRENT if is_current else State.STALE,
        level=max((one.level for one in in_force), default=0) if is_current else 0,
        warnings=tuple(in_force),
        announced=tuple(one for one in held if one.onset > at),
        read_at=read_at,
        failure="" if is_current else span.feed.failure,
    )


def warning_days(found: Situation) -> dict[date, int]:
    """The city's days from that of the situation on that a warning touches, with its level.

    A day stays one when its warning is over before the evening. None are known unless the
    situation is current. One query.
    """
    if not found.is_current:
        return {}
    known_at = min(found.at, timezone.now())
    today = timezone.localtime(found.at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = HeatWarning.objects.filter(
        Q(expires=None) | Q(expires__gt=today),
        Q(ended_at=None)
        | Q(ended_at__gt=known_at)
        | Q(ended_at__gt=F("onset")) & Q(ended_at__gt=today),
        sent__lte=known_at,
    ).order_by("level")
    days: dict[date, int] = {}
    for one in rows:
        first = max(timezone.localtime(one.onset), today)
        ends = min(
            filter(None, (one.expires, one.ended_at)), default=max(first, found.at) + _MOMENT
        )
        last = timezone.localtime(ends - _MOMENT).date()
        for ahead in range((last - first.date()).days + 1):
            days[first.date() + timedelta(days=ahead)] = one.level
    return days


def _before_the_first_reading(at: datetime, known_at: datetime) -> Situation:
    feed = Feed.objects.filter(pk=Feed.Name.WARNINGS, tried_at__lte=known_at).first()
    if feed is None:
        return Situation(at, State.UNRECORDED)
    return Situation(at, State.STALE, failure=feed.failure)


def _held(at: datetime, known_at: datetime) -> QuerySet[HeatWarning]:
    """Warnings known at `known_at` and not over at `at`, in the order in which they begin."""
    return HeatWarning.objects.filter(
        Q(expires=None) | Q(expires__gt=at),
        Q(ended_at=None) | Q(ended_at__gt=known_at),
        sent__lte=known_at,
    ).order_by("onset", "pk")


def feed_state(feed: Feed, now: datetime) -> State:
    """Whether a source is connected, and how far what it gave last tells of `now`."""
    address, goes_stale = {
        Feed.Name.WARNINGS: (settings.DWD_WARNINGS_URL, WARNINGS_GO_STALE),
        Feed.Name.TREND: (settings.DWD_TREND_URL, 2 * _TREND_GOES_STALE),
        Feed.Name.WEATHER: (settings.DWD_WEATHER_URL, _WEATHER_GOES_STALE),
    }[Feed.Name(feed.name)]
    if not address:
        return State.UNCONNECTED
    is_fresh = feed.read_at is not None and now - feed.read_at <= goes_stale
    return State.CURRENT if is_fresh else State.STALE


def recent_warnings(limit: int = 20) -> list[HeatWarning]:
    """The warnings sent last, over or not, latest first."""
    return list(HeatWarning.objects.order_by("-sent", "-pk")[:limit])


@dataclass(frozen=True)
class TrendDay:
    day: date
    outlook: Outlook


@dataclass(frozen=True)
class Trend:
    """The outlook from the day asked for on; without days where none was ever read."""

    issued_on: date | None = None
    days: tuple[TrendDay, ...] = ()
    is_current: bool = False


def trend(at: datetime) -> Trend:
    """The outlook that was the newest at `at`. It is current for a day after that of its issue."""
    today = timezone.localtime(at).date()
    newest = HeatTrend.objects.filter(issued_on__lte=today).order_by("-issued_on").first()
    if newest is None:
        return Trend()
    days = (
        TrendDay(newest.issued_on + timedelta(days=number), outlook)
        for number, outlook in enumerate(newest.days)
    )
    return Trend(
        issued_on=newest.issued_on,
        days=tuple(one for one in days if one.day >= today),
        is_current=today <= newest.issued_on + _TREND_GOES_STALE,
    )
