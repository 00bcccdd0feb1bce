"""Reads a text in the grammar of OpenStreetMap rule by rule and says it as the library needs it.

What the library answers otherwise than the grammar's specification and its reference
implementation: it takes Germany's holidays as one (Corpus Christi is a working day) and knows no
school holidays, so PH and SH become the dates they fall on; a comment alone counts as open, where
it means "unknown, ask"; so does an open end ("18:00+"), of which nobody knows the closing time;
the alternatives behind "||" are lost; and a night ("Su 15:00-01:00") ends at midnight where an
earlier rule has something to say of the next day.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import opening_hours as grammar

from layers.hours.calendar import Calendar, Period
from layers.hours.nights import over_midnight
from layers.hours.spelling import TIME, WEEKDAY, date_words, tidy

_QUOTED = re.compile(r'"[^"]*"')
_HOLIDAY = re.compile(r"\b[PS]H\b")
_SPECIAL = re.compile(r'\b[PS]H\b|"|\|\||\d\+|;')  # what the library reads otherwise
_STATE = re.compile(r"\b(?:open|closed|off|unknown)\s*$")
_SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b")

_SHIFT = r"\s*[+-]\s*\d{1,3}\s*days?"
_WEEKDAYS = rf"{WEEKDAY}(?:\s*-\s*{WEEKDAY})?(?:\[[-\d,\s]+\])?(?:{_SHIFT})?"
_ITEM = rf"(?:{_WEEKDAYS}|[PS]H(?:{_SHIFT})?)"
_LIST = rf"{_ITEM}(?:\s*,\s*{_ITEM})*"
# The days of a rule: a list, or holidays and then, after a space, weekdays to narrow them.
_DAYS = re.compile(rf"\b(?P<days>{_LIST})(?:\s+(?P<only>{_LIST}))?(?![\w-])")
_HOLIDAYS = re.compile(rf"(?P<name>[PS]H)(?P<shift>{_SHIFT})?")
_SPAN = rf"{TIME}(?:\s*-\s*{TIME})?\+?"
_OPEN_END = re.compile(rf"(?:{_SPAN}\s*,\s*)*{TIME}(?:\s*-\s*{TIME})?\+(?:\s*,\s*{_SPAN})*")

# Rules are parted by ";", by "||", and by a comma after times or a state and before days.
_BETWEEN = re.compile(
    r";|\|\||(?:(?<=:\d\d)|(?<=[+)\"])|(?<=off)|(?<=open)|(?<=closed)|(?<=unknown)|(?<=24/7))"
    r"\s*,(?=\s*(?:[A-Z]|week|easter|\d{4}(?![:\d])))"
)
# How far the dates reach from the asked day; as far as changes are looked for, and a bit more.
_BEFORE = timedelta(days=8)
_AFTER = timedelta(days=380)
# School holidays must be known for the asked day and the week after it.
_SCHOOL_AHEAD = timedelta(days=7)

ParserError = grammar.ParserError  # type: ignore[attr-defined]  # its stub forgets it


class Undatable(Exception):
    """The text names holidays in a way, or for a time, that cannot be put into dates."""


def alternatives(text: str, day: date, calendar: Calendar) -> list[str]:
    """`text` as one or more texts for the library, for use from `day` until a year after it.

    Where the first says closed, the second holds, and so on. Raises Undatable, also where SH is
    named and its table does not hold `day` and a week after.
    """
    text = tidy(text)
    masked = _masked(text)
    if not _SPECIAL.search(masked):
        return [text]
    found = [""]
    for separator, rule in _with_open_ends(_rules(text, masked)):
        if separator == "||":
            found.append("")
        parts = _dated_rule(_honest(rule), day, calendar)
        if not found[-1]:
            found[-1] = f"{separator} ".join(parts)
            continue
        halves = [over_midnight(part) for part in parts]
        found[-1] += "".join(f"{separator} {part}" for part, _night in halves)
        found[-1] += "".join(f", {night}" for _part, night in halves if night)
    return [one or "off" for one in found]


def names_sun(text: str) -> bool:
    """Whether the times hang on where the place is."""
    return bool(_SUN.search(_masked(text)))


def _masked(text: str) -> str:
    """`text` with quoted comments blanked out, every character in its place."""
    return _QUOTED.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', text)


def _rules(text: str, masked: str) -> Iterator[tuple[str, str]]:
    """Each rule with the separator before it."""
    start, separator = 0, ";"
    for found in _BETWEEN.finditer(masked):
        yield separator, text[start : found.start()].strip()
        start, separator = found.end(), found[0].strip()
    yield separator, text[start:].strip()


def _with_open_ends(rules: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The rules; of one with an open end ("14:00+") what is sure, then what is unknown."""
    for separator, rule in rules:
        found = _OPEN_END.search(_masked(rule))
        if not found:
            yield separator, rule
            continue
        days, rest = rule[: found.start()].strip() or "Mo-Su", rule[found.end() :].strip()
        spans = re.split(r"\s*,\s*", rule[found.start() : found.end()])
        sure = [span.rstrip("+") for span in spans if "-" in span or not span.endswith("+")]
        if sure:
            yield separator, f"{days} {','.join(sure)} {rest}".rstrip()
            separator = ","
        ends = [_until_it_is_over(span.rstrip("+")) for span in spans if span.endswith("+")]
        comment = re.search(r'"[^"]*"$', rest)
        yield separator, f"{days} {','.join(ends)} unknown {comment[0] if comment else ''}".rstrip()


def _until_it_is_over(span: str) -> str:
    """From the time behind which nothing is said to where the reference implementation guesses."""
    start = re.split(r"\s*-\s*", span)[-1]
    hour, minute = map(int, start.split(":"))
    end = hour + 8 if hour >= 22 else hour + 10 if hour >= 17 else 24
    return f"{start}-{end:02}:{0 if end == 24 else minute:02}"


def _honest(rule: str) -> str:
    """`rule` with "unknown" before a comment that follows no state."""
    found = re.search(r'"[^"]*"$', rule)
    if not found or _STATE.search(rule[: found.start()]):
        return rule
    return f"{rule[: found.start()].rstrip()} unknown {found[0]}".lstrip()


def _dated_rule(rule: str, day: date, calendar: Calendar) -> list[str]:
    """The rules, none to two, that say with dates what `rule` says with holidays."""
    masked = _masked(rule)
    if not _HOLIDAY.search(masked):
        return [rule] if rule else []
    found = next((f for f in _DAYS.finditer(masked) if _HOLIDAY.search(f[0])), None)
    if not found or _HOLIDAY.search(masked[: found.start()] + masked[found.end() :]):
        raise Undatable(rule)
    before, after = rule[: found.start()].rstrip(" :"), rule[found.end() :].lstrip(" :")
    items = [item.strip() for item in re.split(r",(?![^\[]*\])", found["days"])]
    weekdays = [item for item in items if not _HOLIDAY.search(item)]
    only = found["only"] or ""
    if only and (weekdays or _HOLIDAY.search(only)):
        raise Undatable(rule)
    kept = [" ".join(filter(None, (before.rstrip(","), ",".join(weekdays), after)))]
    periods = [
        period for item in items if item not in weekdays for period in _periods(item, day, calendar)
    ]
    if before and not before.endswith(","):  # "Jun-Aug PH": of the holidays those in these months
        periods = list(_inside(before, periods))
    elif not weekdays and not before:
        kept = []
    if not weekdays and not before.endswith(","):
        kept = []
    if periods:
        kept.append(" ".join(filter(None, (",".join(map(_written, periods)), only, after))))
    return kept


def _periods(item: str, day: date, calendar: Calendar) -> Iterator[Period]:
    """The dates of `PH` or `SH`, perhaps shifted by days, around `day`."""
    found = _HOLIDAYS.fullmatch(item)
    if found is None:
        raise Undatable(item)
    shift = timedelta()
    if found["shift"]:
        number = int(re.sub(r"\D", "", found["shift"]))
        shift = timedelta(days=-number if "-" in found["shift"] else number)
    first, last = day - _BEFORE, day + _AFTER
    for start, end in _holidays(found["name"], day, calendar):
        if end + shift >= first and start + shift <= last:
            yield start + shift, end + shift


def _holidays(name: str, day: date, calendar: Calendar) -> Iterable[Period]:
    if name == "PH":
        years = range(day.year - 1, day.year + 3)
        return [(off, off) for year in years for off in calendar.public_holidays(year)]
    known = calendar.school_years
    if known is None or not known[0] <= day <= day + _SCHOOL_AHEAD <= known[1]:
        raise Undatable(name)
    return calendar.school_holidays


def _inside(selector: str, periods: Iterable[Period]) -> Iterator[Period]:
    """The days of `periods` that a selector of years, months or weeks also names."""
    try:
        rules = grammar.OpeningHours(f"{selector} 00:00-24:00")
    except ParserError as error:
        raise Undatable(selector) from error
    for start, end in periods:
        for number in range((end - start).days + 1):
            one = start + timedelta(days=number)
            if rules.is_open(datetime(one.year, one.month, one.day, 12)):  # noqa: DTZ001
                yield one, one


def _written(period: Period) -> str:
    start, end = map(date_words, period)
    return start if start == end else f"{start}-{end}"
