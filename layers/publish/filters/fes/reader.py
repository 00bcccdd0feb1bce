"""Reads the elements of a filter one within the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from layers.publish.filters.compile import ARITHMETIC, FUNCTIONS, MAX_DEPTH, property_sql
from layers.publish.filters.errors import (
    AbsentProperty,
    FilterError,
    UnknownOperator,
    WrongArguments,
)
from layers.publish.filters.fes import operators
from layers.publish.filters.fes.names import property_name, rid
from layers.publish.filters.fes.operators import IDENTIFIERS
from layers.publish.filters.fes.values import (
    NUMBER,
    Literal,
    as_number,
    like_pattern,
    metres,
    of_type,
    plain,
    time,
    time_object,
)
from layers.publish.filters.literals import placed
from layers.publish.gml import read as gml
from layers.publish.gml.identifiers import FeatureId, feature_id
from layers.publish.gml.markup import Element
from layers.registry import Layer

_ID = {"op": "@gml:id"}  # stands for the feature's own id until it is compared


def tree(element: Element, layer: Layer, default_crs: str | None = None) -> Any:
    """The condition of a `Filter` element. Shapes without srsName are in `default_crs`.

    Raises FilterError.
    """
    return _Reader(layer, default_crs).filter(element)


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
        if name in operators.COMPARISONS:
            return self._comparison(element)
        if name in operators.SPATIAL:
            return {"op": operators.SPATIAL[name], "args": self._shapes(element)}
        if name in operators.DISTANCES:
            return {
                "op": operators.DISTANCES[name],
                "args": [*self._shapes(element), metres(element)],
            }
        if name in operators.TEMPORAL:
            return {"op": operators.TEMPORAL[name], "args": self._times(element)}
        if name in operators.LOGICAL:
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
        return {"op": operators.LOGICAL[element.name], "args": parts}

    def _not(self, element: Element) -> Any:
        [inner] = self._exactly(element, 1)
        return {"op": "not", "args": [self.condition(inner)]}

    def _named(self, elements: list[Element]) -> Any:
        if any(one.name not in IDENTIFIERS for one in elements):
            raise FilterError(_("Kennungen und Bedingungen stehen nicht nebeneinander."))
        found = [feature_id(rid(one)) for one in elements]
        return self._one_of([one for one in found if one])

    def _one_of(self, found: list[FeatureId]) -> Any:
        keys = [one.pk for one in found if one.layer == self.layer.name]
        return {"op": "in", "args": [{"property": "id"}, keys]}

    # --- comparisons

    def _comparison(self, element: Element) -> Any:
        sign = operators.COMPARISONS[element.name]
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
        if sign not in ("=", "<>") or not isinstance(other, Literal):
            raise WrongArguments("@gml:id")
        known = feature_id(other)
        same = self._one_of([known] if known else [])
        return same if sign == "=" else {"op": "not", "args": [same]}

    def _like(self, element: Element) -> Any:
        value, pattern = (self._expression(child) for child in self._exactly(element, 2))
        if not isinstance(pattern, Literal):
            raise WrongArguments(element.name)
        given = element.attributes
        words: Any = like_pattern(
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
        if len(parts) == 1 and element.name in ("BBOX", *operators.DISTANCES):
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
            return time_object(element)
        if element.name == "Literal":
            if element.children:
                return self._time(element.children[0])
            return time(element.text)
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
                return Literal(element.text)
            case "Function":
                return self._function(element)
            case name if name in operators.ARITHMETIC:
                parts = [as_number(self._expression(one)) for one in self._exactly(element, 2)]
                return {"op": operators.ARITHMETIC[name], "args": parts}
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
            as_number(part) if type_ == "number" else part
            for part, type_ in zip(parts, wanted, strict=True)
        ]
        return {"op": name, "args": [plain(one) for one in args]}

    def _type(self, node: Any) -> str:
        """The type of what was read; "" for a literal, which takes that of its partner."""
        match node:
            case Literal():
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
        if not left and not right and NUMBER.fullmatch(first.strip()):
            left = right = "number"
        return of_type(first, left or right), of_type(second, right or left)

    @staticmethod
    def _exactly(element: Element, count: int) -> list[Element]:
        if len(element.children) != count:
            raise WrongArguments(element.name)
        return element.children
