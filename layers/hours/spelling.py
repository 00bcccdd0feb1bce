"""Writes a text as the grammar wants it where people write it a little differently.

Only what can mean one thing is rewritten; anything else stays as it is, and is then unknown.
Comments in quotes are never touched.
"""

import re
from datetime import date

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
MONTH = rf"(?:{'|'.join(MONTHS)})"
TIME = r"\d{1,2}:\d\d"
_END = rf"(?:{WEEKDAY}\b|{MONTH}\b|{TIME})"
_DAYS = r"\d{1,2}(?:-\d{1,2})?"

_BLANKS = re.compile(r"\s+")
# "Mo – Fr", "08:00 - 18:00"; not "easter -2 days", nor "PH -1 day"
_WIDE_RANGE = re.compile(rf"(?P<start>{_END})\s*(?:\s-|[–—]|-\s)\s*(?={_END})")
# "08.00-18.00"; no month ends in 00, 15, 30 or 45, so it is no date
_DOTTED = re.compile(
    r"\b([01]?\d|2[0-4])\.(00|15|30|45)-([01]?\d|2[0-4])\.(00|15|30|45)\b(?![.\d])"
)
_COLON_AFTER_DAYS = re.compile(rf"\b({WEEKDAY}|[PS]H)\s*:(?=\s)")
_DAYS_AND_TIME = re.compile(rf"({WEEKDAY}|[PS]H)(?={TIME})")
# "Dec 24,31": in the grammar each day has its month
_DAYS_OF_MONTH = re.compile(rf"\b(?P<month>{MONTH}) (?P<days>{_DAYS}(?:\s*,\s*{_DAYS})+)(?![\d:])")


def tidy(text: str) -> str:
    """`text` in the spelling of the grammar; texts that have it come back unchanged."""
    parts = re.split(r'("[^"]*")', text)
    parts[::2] = [_tidy(part) for part in parts[::2]]
    return "".join(parts).strip(" ;")


def date_words(day: date) -> str:
    """A date as the grammar writes it."""
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _tidy(part: str) -> str:
    part = _BLANKS.sub(" ", part)
    part = _DOTTED.sub(r"\1:\2-\3:\4", part)
    part = _WIDE_RANGE.sub(r"\g<start>-", part)
    part = _COLON_AFTER_DAYS.sub(r"\1", part)
    part = _DAYS_AND_TIME.sub(r"\1 ", part)
    return _DAYS_OF_MONTH.sub(_each_with_its_month, part)


def _each_with_its_month(found: re.Match[str]) -> str:
    days = re.split(r"\s*,\s*", found["days"])
    return ",".join(f"{found['month']} {one}" for one in days)
