"""Values in a filter: literals, patterns, distances and times."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from layers.publish.filters.errors import FilterError, WrongArguments
from layers.publish.gml.markup import Element

_METRES = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters", "urn:ogc:def:uom:epsg::9001"), 1.0),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), 1000.0),
    **dict.fromkeys(("cm", "centimetre", "centimeter"), 0.01),
    **dict.fromkeys(("mm", "millimetre", "millimeter"), 0.001),
    **dict.fromkeys(("ft", "foot", "feet", "[ft_i]", "urn:ogc:def:uom:epsg::9002"), 0.3048),
    **dict.fromkeys(("yd", "[yd_i]", "yard", "yards"), 0.9144),
    **dict.fromkeys(("mi", "mile", "miles", "statute miles", "[mi_i]"), 1609.344),
    **dict.fromkeys(("nm", "nmi", "[nmi_i]", "nautical miles"), 1852.0),
}
NUMBER = re.compile(r"[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?", re.ASCII
)


class Literal(str):
    """Text from a Literal whose type is not decided yet."""


def of_type(value: Any, type_: str) -> Any:
    """A literal as a value of that type, anything else as it is."""
    if not isinstance(value, Literal):
        return value
    match type_:
        case "number":
            return as_number(value)
        case "boolean":
            return _as_boolean(value)
        case "date" | "timestamp":
            return time(value)
    return str(value)


def plain(value: Any) -> Any:
    """A literal as mere text."""
    return str(value) if isinstance(value, Literal) else value


def as_number(value: Any) -> Any:
    """A literal as a float, anything else as it is."""
    if not isinstance(value, Literal):
        return value
    if not NUMBER.fullmatch(value.strip()):
        raise FilterError(_("Das ist keine Zahl: %(what)s") % {"what": value[:40]})
    return float(value)


def _as_boolean(value: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if value.strip().lower() not in known:
        raise FilterError(_("Das ist weder true noch false: %(what)s") % {"what": value[:40]})
    return known[value.strip().lower()]


def like_pattern(text: str, *, wildcard: str, single: str, escape: str) -> str:
    """As SQL has it: any text is %, any character _, and \\ takes their meaning from them."""
    pattern = []
    characters = _by_words(text, [word for word in (escape, wildcard, single) if word])
    for word in characters:
        if word == escape:
            word = next(characters, escape)
        elif word == wildcard:
            pattern.append("%")
            continue
        elif word == single:
            pattern.append("_")
            continue
        pattern.append(re.sub(r"([\\%_])", r"\\\1", word))
    return "".join(pattern)


def _by_words(text: str, words: list[str]) -> Iterator[str]:
    """The text's characters, with each of `words` in one piece."""
    alternatives = "|".join([*map(re.escape, words), "."])
    return iter(re.findall(alternatives, text, re.DOTALL))


def metres(element: Element) -> float:
    """The Distance of a DWithin or Beyond; without a unit it is in metres."""
    distance = element.find("Distance")
    if distance is None:
        raise WrongArguments(element.name)
    unit = distance.attributes.get("uom") or distance.attributes.get("units") or "m"
    factor = _METRES.get(unit.rpartition("#")[2].strip().lower())
    if factor is None:
        raise FilterError(
            _("Diese Längeneinheit wird nicht unterstützt: %(unit)s") % {"unit": unit[:40]}
        )
    number = as_number(Literal(distance.text.strip()))
    if not 0 <= number <= 1e9:
        raise FilterError(_("Eine Entfernung liegt zwischen 0 und einer Million Kilometern."))
    return number * factor


def time(text: str) -> Any:
    """xs:date or xs:dateTime; without a zone it is taken as UTC, as everything here."""
    text = text.strip()
    if match := _DATE.fullmatch(text):
        return {"date": match[1]}
    if match := _DATETIME.fullmatch(text):
        return {"timestamp": match[1] + (match[2] or "Z")}
    raise FilterError(_("Das ist keine Zeit: %(what)s") % {"what": text[:40]})


def time_object(element: Element) -> Any:
    """A TimeInstant, TimePeriod or timePosition of GML."""
    if element.name == "timePosition":
        return time(element.text)
    if element.name == "TimeInstant":
        position = element.find("timePosition")
        if position is None:
            raise WrongArguments(element.name)
        return time(position.text)
    return {"interval": [_end(element, "begin"), _end(element, "end")]}


def _end(period: Element, name: str) -> Any:
    """An end of a TimePeriod: a position, an instant, or open if it is not known."""
    element = period.find(f"{name}Position")
    if element is None:
        holder = period.find(name)
        instant = holder.find("TimeInstant") if holder else None
        element = instant.find("timePosition") if instant else None
    if element is None:
        raise WrongArguments(period.name)
    if element.attributes.get("indeterminatePosition") and not element.text.strip():
        return ".."
    return time(element.text)
