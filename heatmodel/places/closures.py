"""Closures in words: „20. Juli 2026 – 9. August 2026: Sommerpause“."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from layers.hours.spelling import MONTH, MONTHS

_DAY = rf"(?:(?:\d{{4}}) )?{MONTH} \d{{2}}"
_RULE = re.compile(rf'({_DAY})(?:-({_DAY})|(\+))? off(?: "([^"]*)")?')


def words(rules: str | None, today: date) -> list[str]:
    """Each closure that is not over, with its reason; of one that is yearly the next."""
    return [text for rule in _RULE.findall(rules or "") for text in _told(rule, today)]


def _told(rule: tuple[str, str, str, str], today: date) -> Iterator[str]:
    first, last, is_open_ended, reason = rule
    begins = _date(first, today.year)
    ends = None if is_open_ended else _date(last or first, begins.year)
    if ends and ends < begins:  # over the turn of the year
        ends = ends.replace(year=ends.year + 1)
    is_yearly = not first[0].isdigit()
    if ends and is_yearly:
        if ends.replace(year=ends.year - 1) >= today:  # still that of last year
            begins, ends = begins.replace(year=begins.year - 1), ends.replace(year=ends.year - 1)
        elif ends < today:
            begins, ends = begins.replace(year=begins.year + 1), ends.replace(year=ends.year + 1)
    if ends and ends < today:
        return
    days = _("ab %(day)s") % {"day": _long(begins)} if ends is None else _range(begins, ends)
    yield f"{days}: {reason}" if reason else days


def _range(begins: date, ends: date) -> str:
    return _long(begins) if begins == ends else f"{_long(begins)} – {_long(ends)}"


def _long(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _date(text: str, year: int) -> date:
    *given, month, day = text.split()
    return date(int(given[0]) if given else year, MONTHS.index(month) + 1, int(day))
