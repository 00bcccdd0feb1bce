"""Closures in words: „20. Juli 2026 – 9. August 2026: Sommerpause“."""

import re
from calendar import monthrange
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
    is_yearly = not first[0].isdigit()
    for year in range(today.year - 1, today.year + 2) if is_yearly else [today.year]:
        begins = _date(first, year)
        ends = None if is_open_ended else _date(last or first, begins.year)
        if ends and ends < begins:  # over the turn of the year
            ends = _date(last, begins.year + 1)
        if ends is None or ends >= today:
            days = _range(begins, ends) if ends else _("ab %(day)s") % {"day": _long(begins)}
            yield f"{days}: {reason}" if reason else days
            return


def _range(begins: date, ends: date) -> str:
    return _long(begins) if begins == ends else f"{_long(begins)} – {_long(ends)}"


def _long(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _date(text: str, year: int) -> date:
    """A day that the month does not have, as 29 February in most years, is its last."""
    *given, name, day = text.split()
    year, month = int(given[0]) if given else year, MONTHS.index(name) + 1
    return date(year, month, min(max(int(day), 1), monthrange(year, month)[1]))
