"""An opening in a person's words: „geöffnet bis 18 Uhr“, „öffnet Montag um 9 Uhr“."""

from datetime import datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from layers.hours.timetable import Opening


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
