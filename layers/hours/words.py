"""An opening in a person's words: „geöffnet bis 18 Uhr“, „öffnet Montag um 9 Uhr“."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from layers.hours.calendar import HAMM, Calendar
from layers.hours.timetable import Opening, times_on


def opening_words(opening: Opening, at: datetime) -> str:
    """One short sentence in the reader's language, as of the instant `at`."""
    match opening.state:
        case "always":
            return _("immer zugänglich")
        case "unknown":
            return _("Öffnungszeiten unbekannt")
        case "closing_soon" if opening.until:
            minutes = max(1, -(-int((opening.until - at).total_seconds()) // 60))
            return ngettext(
                "schließt in %(minutes)d Minute", "schließt in %(minutes)d Minuten", minutes
            ) % {"minutes": minutes}
        case "open" if opening.until:
            return _("geöffnet bis %(when)s") % {"when": _moment(opening.until, at)}
        case "closed" if opening.opens_at:
            return _opens(opening.opens_at, at)
    return _("geschlossen")


def _opens(opens_at: datetime, at: datetime) -> str:
    days = (opens_at.date() - at.astimezone(opens_at.tzinfo).date()).days
    time = clock_words(opens_at.hour, opens_at.minute)
    if days == 0:
        return _("öffnet um %(time)s") % {"time": time}
    if days == 1:
        return _("öffnet morgen um %(time)s") % {"time": time}
    if days < 7:
        weekday = formats.date_format(opens_at, "l")
        return _("öffnet %(weekday)s um %(time)s") % {"weekday": weekday, "time": time}
    day = formats.date_format(opens_at, "DATE_FORMAT")
    return _("öffnet am %(date)s um %(time)s") % {"date": day, "time": time}


def _moment(until: datetime, at: datetime) -> str:
    """A time today or in the coming night; with its weekday or date where it is further away.

    An end at midnight is 24 Uhr of the day before: „Freitag, Mitternacht“ could be either.
    """
    midnight = until.hour == 0 and until.minute == 0
    day = until.date() - timedelta(days=1) if midnight else until.date()
    time = clock_words(24, 0) if midnight else clock_words(until.hour, until.minute)
    days = (day - at.astimezone(until.tzinfo).date()).days
    if days == 0 or (days == 1 and until.hour < 6 and not midnight):
        return time
    if days < 7:
        weekday = formats.date_format(day, "l")
        return _("%(weekday)s, %(time)s") % {"weekday": weekday, "time": time}
    return _("%(date)s, %(time)s") % {
        "date": formats.date_format(day, "DATE_FORMAT"),
        "time": time,
    }


def clock_words(hour: int, minute: int) -> str:
    """„9 Uhr“, „9:30 Uhr“, in other languages as their people write it."""
    if minute == 0:
        return _("%(hour)d Uhr") % {"hour": hour}
    return _("%(hour)d:%(minute)02d Uhr") % {"hour": hour, "minute": minute}


def clock_digits(moment: datetime, *, is_end: bool = False) -> str:
    """„9:00“; the end of a day is „24:00“."""
    if is_end and moment.hour == 0 and moment.minute == 0:
        return "24:00"
    return f"{moment.hour}:{moment.minute:02}"


_WEEKS_AHEAD = 16  # longer than the summer holidays
_ONLY_SCHOOL_DAYS = re.compile(r"\bSH\b[^;|]*\boff\b")


def regular_words(text: str | None, day: date, *, calendar: Calendar = HAMM) -> str:
    """The times of an ordinary week from `day` on: „Mo–Fr 7:15–8:15, nur an Schultagen“.

    Empty where nothing is known or nothing can be said shortly.
    """
    if (text or "").strip() == "24/7":
        return _("immer")
    monday = ordinary_monday(day, calendar)
    week = [times_on(text, monday + timedelta(days=n), calendar=calendar) for n in range(7)]
    told = [_times_of_day(times) for times in week if times is not None]
    if len(told) < len(week):
        return ""
    parts = [f"{_day_range(monday, numbers)} {times}" for times, numbers in _runs(told) if times]
    if parts and _ONLY_SCHOOL_DAYS.search(text or ""):
        parts.append(_("nur an Schultagen"))
    return ", ".join(parts)


def ordinary_monday(day: date, calendar: Calendar) -> date:
    """The Monday of the first week from `day` on that has no holiday, of neither kind."""
    first = day - timedelta(days=day.weekday())
    for monday in (first + timedelta(weeks=n) for n in range(_WEEKS_AHEAD)):
        sunday = monday + timedelta(days=6)
        off = [
            (one, one)
            for year in {monday.year, sunday.year}
            for one in calendar.public_holidays(year)
        ]
        if not any(a <= sunday and b >= monday for a, b in [*off, *calendar.school_holidays]):
            return monday
    return first


def _times_of_day(times: Iterable[tuple[datetime, datetime]]) -> str:
    return ", ".join(f"{clock_digits(a)}–{clock_digits(b, is_end=True)}" for a, b in times)


def _runs(week: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Neighbouring days with the same times: those, and the days by number."""
    for times, group in groupby(enumerate(week), key=itemgetter(1)):
        yield times, [number for number, _times in group]


def _day_range(monday: date, numbers: Sequence[int]) -> str:
    names = [formats.date_format(monday + timedelta(days=n), "D") for n in numbers]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
