"""A rule whose times go over midnight, said day by day.

The library ends a night at midnight where an earlier rule has something to say of the next day;
by the specification only a later rule overrides it.
"""

import re
from datetime import date, timedelta

from layers.hours.spelling import MONTH, MONTHS, TIME, WEEKDAY, WEEKDAYS, date_words

_DATE = re.compile(rf"(\d{{4}}) ({MONTH}) (\d\d)")
_ITEM = rf"(?:{WEEKDAY}(?:-{WEEKDAY})?|{_DATE.pattern}(?:-{_DATE.pattern})?)"
_PLAIN = re.compile(rf"(?P<days>{_ITEM}(?:,{_ITEM})*) (?P<times>{TIME}-{TIME}(?:,{TIME}-{TIME})*)")


def over_midnight(rule: str) -> tuple[str, str]:
    """`rule` until midnight, and a rule for the nights after it; that is empty where it has none.

    Read are lists of weekdays or dates with times; anything else comes back as it is.
    """
    found = _PLAIN.fullmatch(rule)
    evenings, nights = [], []
    for span in found["times"].split(",") if found else []:
        start, end = (_minutes(time) for time in span.split("-"))
        if start < end <= 24 * 60:
            evenings.append(span)
        else:
            evenings.append(f"{span.split('-')[0]}-24:00")
            nights.append(f"00:00-{end // 60 % 24:02}:{end % 60:02}")
    if not found or not nights:
        return rule, ""
    days_after = ",".join(map(_day_after, found["days"].split(",")))
    return f"{found['days']} {','.join(evenings)}", f"{days_after} {','.join(nights)}"


def _minutes(time: str) -> int:
    hours, minutes = map(int, time.split(":"))
    return hours * 60 + minutes


def _day_after(item: str) -> str:
    """The weekdays or dates of `item`, each a day later: "Fr-Sa" gives "Sa-Su"."""
    if item[0].isdigit():
        return _DATE.sub(_date_after, item)
    return re.sub(WEEKDAY, lambda day: WEEKDAYS[(WEEKDAYS.index(day[0]) + 1) % 7], item)


def _date_after(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return date_words(date(int(year), MONTHS.index(month) + 1, int(day)) + timedelta(days=1))
