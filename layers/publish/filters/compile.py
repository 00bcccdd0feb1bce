"""From a filter tree (CQL2 JSON) to one SQL condition with bound values.

OGC 21-065r2 (CQL2) clauses 6 and 7. Filter Encoding is first turned into the same tree
(`fes.py`), so that a comparison means the same in every service. Types are checked here, so
that a wrong filter is the client's error and not the database's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from layers.publish.filters.errors import (
    FilterError,
    NotComparable,
    UnknownOperator,
    UnknownProperty,
    WrongArguments,
)
from layers.publish.filters.literals import Located, located
from layers.publish.filters.sql import Period, Sql, SqlType, put
from layers.registry import Layer

MAX_DEPTH = 60
MAX_NODES = 20_000

_SQL_TYPES: dict[str, SqlType] = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp",
}
# Columns that every feature has besides its declared fields.
_COMMON: dict[str, tuple[str, SqlType]] = {
    "id": ("id", "number"),
    "updated_at": ("updated_at", "timestamp"),
    "valid_from": ("valid_from", "timestamp"),
    "valid_to": ("valid_to", "timestamp"),
    "geometry": ("geometry", "geometry"),
}
COMPARISONS = {"=": "=", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
SPATIAL = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}
# OGC 21-065r2 table 9, as relations of start (s) and end (e) of the first and second period.
TEMPORAL = {
    "t_after": "{s1} > {e2}",
    "t_before": "{e1} < {s2}",
    "t_contains": "{s1} < {s2} AND {e1} > {e2}",
    "t_disjoint": "({e1} < {s2} OR {s1} > {e2})",
    "t_during": "{s1} > {s2} AND {e1} < {e2}",
    "t_equals": "{s1} = {s2} AND {e1} = {e2}",
    "t_finishedby": "{s1} < {s2} AND {e1} = {e2}",
    "t_finishes": "{s1} > {s2} AND {e1} = {e2}",
    "t_intersects": "{s1} <= {e2} AND {e1} >= {s2}",
    "t_meets": "{e1} = {s2}",
    "t_metby": "{s1} = {e2}",
    "t_overlappedby": "{s1} > {s2} AND {s1} < {e2} AND {e1} > {e2}",
    "t_overlaps": "{s1} < {s2} AND {e1} > {s2} AND {e1} < {e2}",
    "t_startedby": "{s1} = {s2} AND {e1} > {e2}",
    "t_starts": "{s1} = {s2} AND {e1} < {e2}",
}
# Division by zero is unknown, not an error that ends the whole answer.
ARITHMETIC = {
    "+": "({} + {})",
    "-": "({} - {})",
    "*": "({} * {})",
    "/": "({} / NULLIF({}, 0))",
    "^": "power({}, {})",
    "%": "mod({}::numeric, NULLIF({}, 0)::numeric)::float8",
    "div": "div({}::numeric, NULLIF({}, 0)::numeric)::float8",
}
# name: (SQL, types of the arguments, type of the result). Metres and square metres.
FUNCTIONS: dict[str, tuple[str, tuple[SqlType, ...], SqlType]] = {
    "casei": ("lower({})", ("text",), "text"),
    "accenti": (
        "regexp_replace(normalize({}, NFD), '[\u0300-\u036f]', '', 'g')",
        ("text",),
        "text",
    ),
    "lower": ("lower({})", ("text",), "text"),
    "upper": ("upper({})", ("text",), "text"),
    "length": ("char_length({})::float8", ("text",), "number"),
    "abs": ("abs({})", ("number",), "number"),
    "floor": ("floor({})", ("number",), "number"),
    "ceil": ("ceil({})", ("number",), "number"),
    "area": ("ST_Area({})", ("geometry",), "number"),
    "perimeter": ("ST_Perimeter({})", ("geometry",), "number"),
    "linelength": ("ST_Length({})", ("geometry",), "number"),
    "centroid": ("ST_Centroid({})", ("geometry",), "geometry"),
    "buffer": ("ST_Buffer({}, {})", ("geometry", "number"), "geometry"),
    "distance": ("ST_Distance({}, {})", ("geometry", "geometry"), "number"),
}
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def condition(
    tree: Any, layer: Layer, *, srid: int, row: str = "q", north_first: bool = False
) -> Sql:
    """The tree as a condition on the alias `row`, whose columns are those of `layer`'s model.

    `srid` is the CRS of the coordinates in the tree, in order x, y, or y, x if `north_first`.
    FilterError where the tree is malformed, names what the layer has not, or compares what
    cannot be compared.
    """
    return _Compiler(layer, srid, row, north_first).boolean(tree)


def property_sql(layer: Layer, name: str, row: str = "q") -> Sql:
    """The column behind a name that the service shows; `gml:name` and the like for GML's own."""
    if name.startswith("gml:") and (column := layer.gml_columns.get(name.removeprefix("gml:"))):
        return Sql(f"nullif({row}.\"{column}\", '')", (), "text")
    if field := layer.fields_by_name.get(name):
        column = layer.model._meta.get_field(name).column
        return Sql(f'{row}."{column}"', (), _SQL_TYPES[field.type])
    if name == "dataset":
        slug = f"(SELECT d.slug FROM layers_dataset d WHERE d.id = {row}.dataset_id)"  # noqa: S608
        return Sql(slug, (), "text")
    if name in _COMMON:
        column, type_ = _COMMON[name]
        return Sql(f'{row}."{column}"', (), type_)
    raise UnknownProperty(name)


class _Compiler:
    def __init__(self, layer: Layer, srid: int, row: str, north_first: bool) -> None:
        self.layer = layer
        self.srid = srid
        self.row = row
        self.north_first = north_first
        self.depth = 0
        self.nodes = 0
        self.operators: dict[str, Callable[[str, list], Sql]] = {
            "and": self._logical,
            "or": self._logical,
            "not": self._not,
            "like": self._like,
            "between": self._between,
            "in": self._in,
            "isnull": self._is_null,
            "s_disjoint": self._disjoint,
            "s_dwithin": self._distance,
            "s_beyond": self._distance,
            **dict.fromkeys(COMPARISONS, self._comparison),
            **dict.fromkeys(SPATIAL, self._spatial),
            **dict.fromkeys(TEMPORAL, self._temporal),
            **dict.fromkeys(ARITHMETIC, self._arithmetic),
            **dict.fromkeys(FUNCTIONS, self._function),
        }

    # --- by the type that is wanted

    def boolean(self, node: Any) -> Sql:
        made = self.value(node)
        if made.type not in ("boolean", "null"):
            raise FilterError(_("Das ist keine Bedingung: %(what)s") % {"what": _short(node)})
        return made

    def value(self, node: Any) -> Sql:
        """Any node as SQL; literals are bound."""
        self.nodes += 1
        self.depth += 1
        if self.depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise FilterError(_("Der Filter ist zu groß."))
        try:
            return self._value(node)
        finally:
            self.depth -= 1

    def _value(self, node: Any) -> Sql:
        match node:
            case None:
                return Sql("NULL", (), "null")
            case bool():
                return Sql("%s::boolean", (node,), "boolean")
            case int() | float():
                return Sql("%s::float8", (_finite(node),), "number")
            case str():
                return Sql("%s::text", (_without_nul(node),), "text")
            case {"op": str(name), "args": list(args)}:
                return self._operation(name, args)
            case {"property": str(name)}:
                return property_sql(self.layer, name, self.row)
            case {"function": {"name": str(name), "args": list(args)}}:
                return self._operation(name, args)
            case {"date": str(text)}:
                return Sql("%s::date", (_date(text),), "date")
            case {"timestamp": str(text)}:
                return Sql("%s::timestamptz", (_timestamp(text),), "timestamp")
            case Located():  # Filter Encoding names a system for each shape
                return self._located(node)
            case {"bbox": list(numbers)}:
                return self._located(located({"bbox": numbers}, self.srid, self.north_first))
            case {"type": str(), **_rest}:
                return self._located(located(node, self.srid, self.north_first))
        raise FilterError(_("Das ist nicht zu verstehen: %(what)s") % {"what": _short(node)})

    def _operation(self, name: str, args: list) -> Sql:
        operator = self.operators.get(name.lower())
        if operator is None:
            raise UnknownOperator(name)
        try:
            return operator(name.lower(), args)
        except (ValueError, TypeError) as error:
            if isinstance(error, FilterError):
                raise
            raise WrongArguments(name) from error

    def _number(self, node: Any) -> Sql:
        made = self.value(node)
        if made.type not in ("number", "null"):
            raise FilterError(_("Das ist keine Zahl: %(what)s") % {"what": _short(node)})
        return put("{}::float8", made, type="number")

    # --- the operators

    def _logical(self, name: str, args: list) -> Sql:
        if not args:
            raise WrongArguments(name)
        parts = [self.boolean(arg) for arg in args]
        return put("(" + f" {name.upper()} ".join("{}" for _ in parts) + ")", *parts)

    def _not(self, _name: str, args: list) -> Sql:
        (inner,) = args
        return put("(NOT ({}))", self.boolean(inner))

    def _comparison(self, name: str, args: list) -> Sql:
        left, right = self._pair(name, args)
        if left.type in ("geometry", "boolean") and name not in ("=", "<>"):
            raise NotComparable(name)
        return put(f"({{}} {COMPARISONS[name]} {{}})", left, right)

    def _pair(self, name: str, args: list) -> tuple[Sql, Sql]:
        """Two values of one type; text beside a time is read as a time."""
        first, second = args
        left, right = self.value(first), self.value(second)
        if left.type in ("date", "timestamp") and right.type == "text":
            right = _time_from_text(second)
        elif right.type in ("date", "timestamp") and left.type == "text":
            left = _time_from_text(first)
        if {left.type, right.type} == {"date", "timestamp"}:
            left, right = _as_timestamp(left), _as_timestamp(right)
        if left.type != right.type and "null" not in (left.type, right.type):
            raise WrongArguments(name)
        return left, right

    def _like(self, name: str, args: list) -> Sql:
        value, pattern = (self.value(arg) for arg in args)
        if value.type not in ("text", "null") or pattern.type != "text":
            raise WrongArguments(name)
        return put("({} LIKE {})", value, pattern)

    def _between(self, name: str, args: list) -> Sql:
        value, low, high = args
        return put(
            "({} AND {})",
            self._comparison(">=", [value, low]),
            self._comparison("<=", [value, high]),
        )

    def _in(self, name: str, args: list) -> Sql:
        value, choices = args
        if not isinstance(choices, list):
            raise WrongArguments(name)
        if not choices:
            return Sql("false")
        if value == {"property": "id"} and all(type(one) is int for one in choices):
            keys = "{" + ",".join(map(str, choices)) + "}"
            return Sql(f'{self.row}."id" = ANY(%s::bigint[])', (keys,))  # found by the index
        parts = [self._comparison("=", [value, choice]) for choice in choices]
        return put("(" + " OR ".join("{}" for _ in parts) + ")", *parts)

    def _is_null(self, _name: str, args: list) -> Sql:
        (inner,) = args
        return put("(({}) IS NULL)", self.value(inner))

    def _arithmetic(self, name: str, args: list) -> Sql:
        left, right = (self._number(arg) for arg in args)
        return put(ARITHMETIC[name], left, right, type="number")

    def _function(self, name: str, args: list) -> Sql:
        template, wanted, result = FUNCTIONS[name]
        if name == "buffer" and args[2:] == ["m"]:  # OGC's example names the unit
            args = args[:2]
        values = [self.value(arg) for arg in args]
        if len(values) != len(wanted):
            raise WrongArguments(name)
        for made, type_ in zip(values, wanted, strict=True):
            if made.type not in (type_, "null"):
                raise WrongArguments(name)
        return put(template, *values, type=result)

    # --- space

    def _located(self, shape: Located) -> Sql:
        return Sql(f"ST_GeomFromWKB(%s, {shape.srid})", (shape.wkb,), "geometry")

    def _shapes(self, name: str, args: list) -> tuple[Sql, Sql]:
        """Two geometries in one CRS: the storage's, or the literal's where it reaches further."""
        nodes = list(args)
        if len(nodes) != 2:
            raise WrongArguments(name)
        values = [self.value(node) for node in nodes]
        if any(made.type != "geometry" for made in values):
            raise WrongArguments(name)
        far = [i for i, made in enumerate(values) if made.text.endswith(", 4326)")]
        if far:
            values = [
                made if i in far else put("ST_Transform({}, 4326)", made, type="geometry")
                for i, made in enumerate(values)
            ]
        return values[0], values[1]

    def _spatial(self, name: str, args: list) -> Sql:
        return put(f"{SPATIAL[name]}({{}}, {{}})", *self._shapes(name, args))

    def _disjoint(self, name: str, args: list) -> Sql:
        return put("(NOT ST_Intersects({}, {}))", *self._shapes(name, args))

    def _distance(self, name: str, args: list) -> Sql:
        """[geometry, geometry, metres]"""
        *shapes, metres = args
        near = put("ST_DWithin({}, {}, {})", *self._shapes(name, shapes), self._number(metres))
        return near if name == "s_dwithin" else put("(NOT {})", near)

    # --- time

    def _temporal(self, name: str, args: list) -> Sql:
        first, second = (self._period(arg) for arg in args)
        relation = TEMPORAL[name]
        parts = {"s1": first.start, "e1": first.end, "s2": second.start, "e2": second.end}
        order = re.findall(r"\{(\w\d)\}", relation)
        template = re.sub(r"\{\w\d\}", "{}", relation)
        return put(f"({template})", *(parts[key] for key in order))

    def _period(self, node: Any) -> Period:
        match node:
            case {"interval": [start, end]}:
                return Period(
                    self._instant(start, "-infinity"),
                    self._instant(end, "infinity"),
                )
        instant = self._instant(node, "")
        return Period(instant, instant)

    def _instant(self, node: Any, open_end: str) -> Sql:
        if node == ".." and open_end:
            return Sql("%s::timestamptz", (open_end,), "timestamp")
        made = _time_from_text(node) if isinstance(node, str) else self.value(node)
        if made.type not in ("date", "timestamp"):
            raise FilterError(_("Das ist keine Zeit: %(what)s") % {"what": _short(node)})
        made = _as_timestamp(made)
        if open_end:  # a missing end of validity is open
            return put(f"coalesce({{}}, '{open_end}'::timestamptz)", made, type="timestamp")
        return made


def _as_timestamp(made: Sql) -> Sql:
    if made.type == "date":
        return put("({}::timestamp AT TIME ZONE 'UTC')", made, type="timestamp")
    return made


def _time_from_text(node: Any) -> Sql:
    if not isinstance(node, str):
        raise FilterError(_("Das ist keine Zeit: %(what)s") % {"what": _short(node)})
    if "T" in node or "t" in node:
        return Sql("%s::timestamptz", (_timestamp(node),), "timestamp")
    return Sql("%s::date", (_date(node),), "date")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FilterError(_("Das ist kein Datum: %(what)s") % {"what": text[:40]}) from error


def _timestamp(text: str) -> datetime:
    if not _RFC3339.fullmatch(text.upper()):
        raise FilterError(_("Das ist kein Zeitpunkt: %(what)s") % {"what": text[:40]})
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise FilterError(_("Das ist kein Zeitpunkt: %(what)s") % {"what": text[:40]}) from error


def _finite(number: float) -> float:
    as_float = float(number)
    if as_float != as_float or as_float in (float("inf"), float("-inf")):
        raise FilterError(_("Zahlen müssen endlich sein."))
    return as_float


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise FilterError(_("Texte dürfen kein Nullzeichen enthalten."))
    return text


def _short(node: Any) -> str:
    if isinstance(node, Mapping):
        node = dict(list(node.items())[:3])
    return str(node)[:80]
