"""From a text in the grammar of OpenStreetMap to an answer at one instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Literal
from zoneinfo import ZoneInfo

import opening_hours as grammar

from layers.hours.calendar import HAMM, Calendar
from layers.hours.rules import ParserError, Undatable, alternatives, names_sun

State = Literal["open", "closing_soon", "closed", "unknown", "always"]

CLOSING_SOON = timedelta(minutes=30)
HORIZON = timedelta(days=370)  # changes further away are as good as none
_MAX_TEXT = 4000  # as the longest column is long
_MAX_FURTHER = 60  # stretches after the asked day, among which an opening is looked for
_DAY = timedelta(days=1)
_Interval = tuple[datetime, str, str]


@dataclass(frozen=True)
class Opening:
    """What is known at one instant.

    `until` is when the state changes, `opens_at` when the place next opens if it is closed, both
    aware and in the city's time zone, None where that is more than a year away or not known.
    `text` is what was asked about, to be shown where nothing can be concluded from it.
    """

    state: State
    until: datetime | None = None
    opens_at: datetime | None = None
    comment: str = ""
    text: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "closing_soon", "always")


@dataclass(frozen=True)
class _Span:
    """A stretch of one state; `start` in UTC. It ends where the next one starts."""

    start: datetime
    state: str
    comment: str


def opening(hours: str | None, at: datetime, *, calendar: Calendar = HAMM) -> Opening:
    """Whether a place with these `hours` (OSM grammar) is open at the aware instant `at`.

    None, an empty text and a text outside the grammar are `unknown`, never closed; so is a text
    that names school holidays (SH) where no table of them reaches.
    """
    text = (hours or "").strip()
    if not text or len(text) > _MAX_TEXT:
        return Opening("unknown", text=text)
    zone = ZoneInfo(calendar.zone)
    spans = _spans(text, at.astimezone(zone).date(), calendar)
    if spans is None:
        return Opening("unknown", text=text)
    return _answer(spans, at.astimezone(UTC), zone, text)


def openings(
    texts: Iterable[str | None], at: datetime, *, calendar: Calendar = HAMM
) -> dict[str | None, Opening]:
    """`opening` of each text, asked once each."""
    return {text: opening(text, at, calendar=calendar) for text in set(texts)}


def times_on(
    hours: str | None, day: date, *, calendar: Calendar = HAMM
) -> list[tuple[datetime, datetime]] | None:
    """When the place opens and closes on `day`, in the city's time; a stretch that begins on it
    may end on the next one. Empty if it stays closed, None if that is not known.
    """
    text = (hours or "").strip()
    spans = _spans(text, day, calendar) if 0 < len(text) <= _MAX_TEXT else None
    if spans is None:
        return None
    zone = ZoneInfo(calendar.zone)
    start, end = (_instant(datetime.combine(d, time()), zone) for d in (day, day + _DAY))
    closing = [*(span.start for span in spans[1:]), end + HORIZON]
    of_the_day = [
        (max(span.start, start), last, span.state)
        for span, last in zip(spans, closing, strict=True)
        if span.start < end
    ]
    if any(state == "unknown" for _start, _end, state in of_the_day):
        return None
    return [
        (first.astimezone(zone), min(last, end + _DAY).astimezone(zone))
        for first, last, state in of_the_day
        if state == "open"
    ]


def _answer(spans: tuple[_Span, ...], at: datetime, zone: ZoneInfo, text: str) -> Opening:
    now = next(i for i in reversed(range(len(spans))) if spans[i].start <= at)
    later = spans[now + 1 :]
    state, comment = spans[now].state, spans[now].comment
    change = next((span.start for span in later if span.state != state), None)
    opens = next((span.start for span in later if span.state == "open"), None)
    shown: State = "unknown"
    if state == "closed":
        shown = "closed"
    elif state == "open":
        if change is None:
            shown = "always"
        else:
            shown = "closing_soon" if change - at <= CLOSING_SOON else "open"
    return Opening(
        shown,
        until=change.astimezone(zone) if change else None,
        opens_at=opens.astimezone(zone) if opens and state == "closed" else None,
        comment=comment,
        text=text,
    )


@lru_cache(maxsize=20_000)
def _spans(text: str, day: date, calendar: Calendar) -> tuple[_Span, ...] | None:
    """The states from the first minute of `day` until it has ended and an opening is found.

    None where the text means nothing to us.
    """
    midnight = datetime.combine(day, time())
    try:
        texts = alternatives(text, day, calendar)
        intervals = [_intervals(one, midnight, calendar) for one in texts]
    except (Undatable, ParserError):
        return None
    zone = ZoneInfo(calendar.zone)
    spans: list[_Span] = []
    further = 0
    for wall, state, comment in intervals[0] if len(texts) == 1 else _overlaid(intervals):
        spans.append(_Span(_instant(wall, zone), state, comment))
        if wall >= midnight + _DAY:
            further += 1
            if state == "open" or further == _MAX_FURTHER:
                break
    return tuple(spans)


def _intervals(text: str, midnight: datetime, calendar: Calendar) -> Iterator[_Interval]:
    """Start (wall clock), state and comment of each stretch from `midnight` on."""
    rules = _parsed(text, calendar)
    return (
        (start.replace(tzinfo=None), str(state), comment)
        for start, _end, state, comment in rules.intervals(midnight, midnight + HORIZON)
    )


def _overlaid(groups: Iterable[Iterable[_Interval]]) -> Iterator[_Interval]:
    """One sequence of several: at each time what the first group says that does not say closed."""
    starts = [
        (wall, number, state, comment)
        for number, group in enumerate(groups)
        for wall, state, comment in group
    ]
    now: dict[int, tuple[str, str]] = {}
    for wall, same_time in groupby(sorted(starts), key=itemgetter(0)):
        now |= {number: (state, comment) for _wall, number, state, comment in same_time}
        told = next((now[n] for n in sorted(now) if now[n][0] != "closed"), ("closed", ""))
        yield wall, *told


@lru_cache(maxsize=5_000)
def _parsed(text: str, calendar: Calendar) -> grammar.OpeningHours:
    if not names_sun(text):
        return grammar.OpeningHours(text)
    return grammar.OpeningHours(
        text,
        timezone=ZoneInfo(calendar.zone),
        coords=(calendar.latitude, calendar.longitude),
        auto_country=False,
    )


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the city's clocks show `wall` or later."""
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if early >= late:
        return late
    # Spring: `wall` is skipped. The clocks are put forward between `early` and `late`.
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)
