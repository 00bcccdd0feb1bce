"""Filter Encoding 1.1 (OGC 04-095) and 2.0 (OGC 09-026r2), to the tree that `compile` reads.

Literals of Filter Encoding are text; they take the type of what they are compared with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from layers.publish.filters.compile import ARITHMETIC, FUNCTIONS, MAX_DEPTH, property_sql
from layers.publish.filters.errors import (
    AbsentProperty,
    FilterError,
    UnknownOperator,
    UnknownProperty,
    WrongArguments,
)
from layers.publish.filters.literals import placed
from layers.publish.gml import read as gml
from layers.publish.gml.identifiers import FeatureId, feature_id
from layers.publish.gml.markup import Element
from layers.registry import Layer

COMPARISONS = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "<>",
    "PropertyIsLessThan": "<",
    "PropertyIsGreaterThan": ">",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
SPATIAL = {
    "Equals": "s_equals",
    "Disjoint": "s_disjoint",
    "Touches": "s_touches",
    "Within": "s_within",
    "Overlaps": "s_overlaps",
    "Crosses": "s_crosses",
    "Intersects": "s_intersects",
    "Contains": "s_contains",
    "BBOX": "s_intersects",
}
DISTANCES = {"DWithin": "s_dwithin", "Beyond": "s_beyond"}
TEMPORAL = {
    "After": "t_after",
    "Before": "t_before",
    "Begins": "t_starts",
    "BegunBy": "t_startedby",
    "TContains": "t_contains",
    "During": "t_during",
    "TEquals": "t_equals",
    "TOverlaps": "t_overlaps",
    "Meets": "t_meets",
    "OverlappedBy": "t_overlappedby",
    "MetBy": "t_metby",
    "EndedBy": "t_finishedby",
    "Ends": "t_finishes",
    "AnyInteracts": "t_intersects",
}
LOGICAL = {"And": "and", "Or": "or"}
IDENTIFIERS = ("ResourceId", "FeatureId", "GmlObjectId")

_ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}
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
_NUMBER = re.compile(r"[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,3})?", re.ASCII)
# Of gml:AbstractFeatureType (OGC 07-036, 9.4.1), which no feature of ours ever has.
_ABSENT = {"descriptionReference", "metaDataProperty", "location"}
_STEP = re.compile(r"(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?:\[(?:1|position\(\)=1)\])?")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_ID = {"op": "@gml:id"}  # stands for the feature's own id until it is compared


def tree(element: Element, layer: Layer, default_crs: str | None = None) -> Any:
    """The condition of a `Filter` element. Shapes without srsName are in `default_crs`.

    Raises FilterError.
    """
    return _Reader(layer, default_crs).filter(element)


def feature_ids(element: Element) -> list[FeatureId]:
    """The features that a filter names by id, wherever in it."""
    found = []
    if element.name in IDENTIFIERS and (known := feature_id(_rid(element))):
        found.append(known)
    return found + [one for child in element for one in feature_ids(child)]


def property_name(path: str, layer: Layer) -> str:
    """The property behind a ValueReference or PropertyName: a path of one or two steps.

    UnknownProperty for what the layer has not, AbsentProperty where any feature might have it;
    "@gml:id" for the feature's id, "gml:name" and the like for GML's own properties.
    """
    path = path.strip()
    if path in ("@gml:id", "@id", "@fid"):
        return "@gml:id"
    steps = [step for step in path.split("/") if step]
    if not 1 <= len(steps) <= 2 or len(path) > 200:
        raise UnknownProperty(path[:100])
    if len(steps) == 2 and _local(steps[0].removeprefix("schema-element(").rstrip(")")) not in (
        layer.name,
        "*",
    ):
        raise UnknownProperty(path[:100])
    match = _STEP.fullmatch(steps[-1])
    if match is None:
        raise UnknownProperty(path[:100])
    if match["name"] == "boundedBy":
        return "geometry"
    if match["prefix"] == "gml":
        if match["name"] in layer.gml_columns:
            return f"gml:{match['name']}"
        raise (AbsentProperty if match["name"] in _ABSENT else UnknownProperty)(path)
    property_sql(layer, match["name"])
    return match["name"]


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _rid(element: Element) -> str:
    return next(
        (element.attributes[key] for key in ("rid", "fid", "id") if key in element.attributes), ""
    )


class _Reader:
    def __init__(self, layer: Layer, default_crs: str | None) -> None:
        self.layer = layer
        self.default_crs = default_crs
        self.depth = 0

    def filter(self, element: Element) -> Any:
        if element.name != "Filter":
            raise FilterError(
                _("Erwartet wird ein Filter, da steht: %(what)s") % {"what": element.name[:60]}
            )
        if not element.children:
            raise FilterError(_("Der Filter ist leer."))
        if element.children[0].name in IDENTIFIERS:
            return self._named(element.children)
        if len(element.children) > 1:
            raise FilterError(_("Ein Filter hat genau eine Bedingung."))
        return self.condition(element.children[0])

    def condition(self, element: Element) -> Any:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FilterError(_("Der Filter ist zu tief verschachtelt."))
        try:
            return self._condition(element)
        finally:
            self.depth -= 1

    def _condition(self, element: Element) -> Any:
        name = element.name
        if name in COMPARISONS:
            return self._comparison(element)
        if name in SPATIAL:
            return {"op": SPATIAL[name], "args": self._shapes(element)}
        if name in DISTANCES:
            return {"op": DISTANCES[name], "args": [*self._shapes(element), _metres(element)]}
        if name in TEMPORAL:
            return {"op": TEMPORAL[name], "args": self._times(element)}
        if name in LOGICAL:
            return self._logical(element)
        if name in IDENTIFIERS:
            return self._named([element])
        special: dict[str, Callable[[Element], Any]] = {
            "Not": self._not,
            "PropertyIsLike": self._like,
            "PropertyIsNull": self._null,
            "PropertyIsNil": self._null,
            "PropertyIsBetween": self._between,
            "Function": self._function,
        }
        if name in special:
            return special[name](element)
        raise UnknownOperator(name[:60])

    # --- logic and identity

    def _logical(self, element: Element) -> Any:
        if len(element.children) < 2:
            raise WrongArguments(element.name)
        parts = [self.condition(child) for child in element]
        return {"op": LOGICAL[element.name], "args": parts}

    def _not(self, element: Element) -> Any:
        [inner] = self._exactly(element, 1)
        return {"op": "not", "args": [self.condition(inner)]}

    def _named(self, elements: list[Element]) -> Any:
        if any(one.name not in IDENTIFIERS for one in elements):
            raise FilterError(_("Kennungen und Bedingungen stehen nicht nebeneinander."))
        found = [feature_id(_rid(one)) for one in elements]
        return self._one_of([one for one in found if one])

    def _one_of(self, found: list[FeatureId]) -> Any:
        keys = [one.pk for one in found if one.layer == self.layer.name]
        return {"op": "in", "args": [{"property": "id"}, keys]}

    # --- comparisons

    def _comparison(self, element: Element) -> Any:
        sign = COMPARISONS[element.name]
        first, second = (self._expression(child) for child in self._exactly(element, 2))
        if _ID in (first, second):
            return self._same_id(sign, second if first == _ID else first)
        left, right = self._typed(first, second)
        if element.attributes.get("matchCase") == "false":
            left, right = (
                {"op": "casei", "args": [one]} if self._type(one) == "text" else one
                for one in (left, right)
            )
        return {"op": sign, "args": [left, right]}

    def _same_id(self, sign: str, other: Any) -> Any:
        if sign not in ("=", "<>") or not isinstance(other, _Literal):
            raise WrongArguments("@gml:id")
        known = feature_id(other)
        same = self._one_of([known] if known else [])
        return same if sign == "=" else {"op": "not", "args": [same]}

    def _like(self, element: Element) -> Any:
        value, pattern = (self._expression(child) for child in self._exactly(element, 2))
        if not isinstance(pattern, _Literal):
            raise WrongArguments(element.name)
        given = element.attributes
        words: Any = _like_pattern(
            pattern,
            wildcard=given.get("wildCard", "*"),
            single=given.get("singleChar", "?"),
            escape=given.get("escapeChar", given.get("escape", "\\")),
        )
        if given.get("matchCase") == "false":
            value = {"op": "casei", "args": [value]}
            words = {"op": "casei", "args": [words]}
        return {"op": "like", "args": [value, words]}

    def _null(self, element: Element) -> Any:
        [value] = self._exactly(element, 1)
        read = self._expression(value)
        if read == _ID:
            read = {"property": "id"}
        return {"op": "isNull", "args": [read]}

    def _between(self, element: Element) -> Any:
        value, lower, upper = self._exactly(element, 3)
        if lower.name != "LowerBoundary" or upper.name != "UpperBoundary":
            raise WrongArguments(element.name)
        read = self._expression(value)
        bounds = [self._expression(self._exactly(one, 1)[0]) for one in (lower, upper)]
        return {"op": "between", "args": [read, *(self._typed(read, one)[1] for one in bounds)]}

    # --- space and time

    def _shapes(self, element: Element) -> list[Any]:
        """One or two of a name, a shape, an expression; the name may be left out."""
        parts = [self._shape(one) for one in element if one.name != "Distance"]
        if len(parts) == 1 and element.name in ("BBOX", *DISTANCES):
            parts.insert(0, {"property": "geometry"})
        if len(parts) != 2:
            raise WrongArguments(element.name)
        return parts

    def _shape(self, element: Element) -> Any:
        if gml.is_shape(element):
            shape = gml.shape(element, self.default_crs)
            is_box = element.name in ("Envelope", "Box")
            return placed(shape.geometry, shape.crs.srid, is_box=is_box)
        if element.name == "Literal" and len(element.children) == 1:
            return self._shape(element.children[0])
        return self._expression(element)

    def _times(self, element: Element) -> list[Any]:
        return [self._time(child) for child in self._exactly(element, 2)]

    def _time(self, element: Element) -> Any:
        if element.name in ("TimeInstant", "TimePeriod", "timePosition"):
            return _time_object(element)
        if element.name == "Literal":
            if element.children:
                return self._time(element.children[0])
            return _time(element.text)
        return self._expression(element)

    # --- expressions

    def _expression(self, element: Element) -> Any:
        match element.name:
            case "ValueReference" | "PropertyName":
                try:
                    name = property_name(element.text, self.layer)
                except AbsentProperty:
                    return None
                return _ID if name == "@gml:id" else {"property": name}
            case "Literal":
                if len(element.children) == 1:
                    only = element.children[0]
                    return self._shape(only) if gml.is_shape(only) else self._time(only)
                return _Literal(element.text)
            case "Function":
                return self._function(element)
            case name if name in _ARITHMETIC:
                parts = [_as_number(self._expression(one)) for one in self._exactly(element, 2)]
                return {"op": _ARITHMETIC[name], "args": parts}
            case _ if gml.is_shape(element):
                return self._shape(element)
        raise UnknownOperator(element.name[:60])

    def _function(self, element: Element) -> Any:
        name = element.attributes.get("name", "").lower()
        if name not in FUNCTIONS:
            raise UnknownOperator(element.attributes.get("name", "")[:60])
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FilterError(_("Der Filter ist zu tief verschachtelt."))
        parts = [self._expression(child) for child in element]
        self.depth -= 1
        wanted = FUNCTIONS[name][1]
        if len(parts) != len(wanted):
            raise WrongArguments(name)
        args = [
            _as_number(part) if type_ == "number" else part
            for part, type_ in zip(parts, wanted, strict=True)
        ]
        return {"op": name, "args": [_plain(one) for one in args]}

    def _type(self, node: Any) -> str:
        """The type of what was read; "" for a literal, which takes that of its partner."""
        match node:
            case _Literal():
                return ""
            case str():
                return "text"
            case bool():
                return "boolean"
            case int() | float():
                return "number"
            case {"property": name}:
                return property_sql(self.layer, name).type
            case {"op": name} if name in ARITHMETIC:
                return "number"
            case {"op": name} if name in FUNCTIONS:
                return FUNCTIONS[name][2]
        return "other"

    def _typed(self, first: Any, second: Any) -> tuple[Any, Any]:
        left, right = self._type(first), self._type(second)
        if not left and not right and _NUMBER.fullmatch(first.strip()):
            left = right = "number"
        return _of_type(first, left or right), _of_type(second, right or left)

    @staticmethod
    def _exactly(element: Element, count: int) -> list[Element]:
        if len(element.children) != count:
            raise WrongArguments(element.name)
        return element.children


class _Literal(str):
    """Text from a Literal whose type is not decided yet."""


def _of_type(value: Any, type_: str) -> Any:
    if not isinstance(value, _Literal):
        return value
    match type_:
        case "number":
            return _as_number(value)
        case "boolean":
            return _as_boolean(value)
        case "date" | "timestamp":
            return _time(value)
    return str(value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, _Literal) else value


def _as_number(value: Any) -> Any:
    if not isinstance(value, _Literal):
        return value
    if not _NUMBER.fullmatch(value.strip()):
        raise FilterError(_("Das ist keine Zahl: %(what)s") % {"what": value[:40]})
    return float(value)


def _as_boolean(value: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if value.strip().lower() not in known:
        raise FilterError(_("Das ist weder true noch false: %(what)s") % {"what": value[:40]})
    return known[value.strip().lower()]


def _like_pattern(text: str, *, wildcard: str, single: str, escape: str) -> str:
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


def _metres(element: Element) -> float:
    distance = element.find("Distance")
    if distance is None:
        raise WrongArguments(element.name)
    unit = distance.attributes.get("uom") or distance.attributes.get("units") or "m"
    factor = _METRES.get(unit.rpartition("#")[2].strip().lower())
    if factor is None:
        raise FilterError(
            _("Diese Längeneinheit wird nicht unterstützt: %(unit)s") % {"unit": unit[:40]}
        )
    number = _as_number(_Literal(distance.text.strip()))
    if not 0 <= number <= 1e9:
        raise FilterError(_("Eine Entfernung liegt zwischen 0 und einer Million Kilometern."))
    return number * factor


def _time(text: str) -> Any:
    """xs:date or xs:dateTime; without a zone it is taken as UTC, as everything here."""
    text = text.strip()
    if match := _DATE.fullmatch(text):
        return {"date": match[1]}
    if match := _DATETIME.fullmatch(text):
        return {"timestamp": match[1] + (match[2] or "Z")}
    raise FilterError(_("Das ist keine Zeit: %(what)s") % {"what": text[:40]})


def _time_object(element: Element) -> Any:
    if element.name == "timePosition":
        return _time(element.text)
    if element.name == "TimeInstant":
        position = element.find("timePosition")
        if position is None:
            raise WrongArguments(element.name)
        return _time(position.text)
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
    return _time(element.text)
