"""What a record must be to enter a table: geometry and values, checked in batches.

The rules are the model's own (fields, choices, validators, geometry type) and the ground's
(UTM zone 32, the city's extent). Nothing here raises for bad data: it is counted and left out.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CharField, DateTimeField, Field, FloatField, IntegerField
from django.utils.timezone import is_naive, make_aware
from shapely.geometry.base import BaseGeometry

from layers.ground.crs import STORAGE_SRID
from layers.ground.models import City, Feature
from layers.importing.reasons import Reasons
from layers.importing.records import Record

# Written by the service or by triggers, never by a source.
_OWN_FIELDS = {"id", "tile_geometry", "geometry", "dataset", "source_id", "version"} | {
    "created_at",
    "updated_at",
    "gml_name",
    "gml_description",
    "gml_identifier",
    "gml_code_space",
}
UTM32_BOUNDS = (100_000.0, 4_200_000.0, 900_000.0, 9_400_000.0)  # as layers_inside_utm32()
MILLIMETRES = 3  # decimals of a metre that are kept, so that a newer PROJ changes no row
_FLOAT32_M = 1.0  # PostgreSQL compares boxes in float32, which near 5.7 million steps by 0.5 m

# Three digits after the comma could as well be thousands in English.
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})")
_MULTI = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}
_BUILD: dict[str, Callable[[list[BaseGeometry]], BaseGeometry]] = {
    "MultiPoint": shapely.multipoints,
    "MultiLineString": shapely.multilinestrings,
    "MultiPolygon": shapely.multipolygons,
}


def importable_fields(model: type[Feature]) -> dict[str, Field]:
    """The fields a record may name, in the order of the table."""
    return {f.name: f for f in model._meta.concrete_fields if f.name not in _OWN_FIELDS}


class Rejected(Exception):
    """A value that cannot enter its field."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise Rejected("type")
        if not math.isfinite(value):
            raise Rejected("number")
        return str(int(value) if value == int(value) else value)
    if "\x00" in value:
        raise Rejected("text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Rejected("text") from None
    return value.strip()


def _number(field: Field, value: Any) -> Any:
    if isinstance(value, bool):
        raise Rejected("type")
    if isinstance(value, str) and _DECIMAL_COMMA.fullmatch(value):
        value = value.replace(",", ".")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Rejected("type") from None
    if not math.isfinite(number):
        raise Rejected("number")
    if isinstance(field, IntegerField):
        if number != int(number):
            raise Rejected("number")
        return value if isinstance(value, int) else int(number)  # of a big int no digit is lost
    return number


def _prepared(field: Field, value: Any) -> Any:
    """`value` as its field's type, where Django would be too generous or fail otherwise."""
    if isinstance(field, (IntegerField, FloatField)):
        if isinstance(value, str):
            value = value.strip() or None
        return value if value is None else _number(field, value)
    if isinstance(value, str) or field.get_internal_type() in ("CharField", "TextField"):
        value = _text(value)
    if value == "" and (field.null or not isinstance(field, CharField)):
        return None  # an empty text tells nothing: unknown
    return value


def clean(field: Field, value: Any) -> Any:
    """`value` as PostgreSQL takes it. Raises Rejected with the reason's code."""
    if value is not None:
        value = _prepared(field, value)
    if value is None or value == "":
        if field.null:
            return None
        if value == "" and field.blank:
            return ""
        if field.has_default() or field.blank:
            return field.get_default()
        raise Rejected("missing")
    try:
        if isinstance(field, BooleanField) and not isinstance(value, bool):
            value = value.lower() if isinstance(value, str) else value
            value = {"true": True, "false": False}.get(value, value)
        value = field.clean(value, None)
    except ValidationError as error:
        raise Rejected(error.error_list[0].code or "invalid") from None
    except (TypeError, ValueError, OverflowError):
        raise Rejected("type") from None
    if isinstance(field, DateTimeField) and is_naive(value):
        value = make_aware(value)
    return value


def _parts(shape: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """The simple parts of `kind` in `shape`, also inside collections."""
    if shape.geom_type == kind:
        return [shape]
    if not hasattr(shape, "geoms"):
        return []
    return [part for inner in shape.geoms for part in _parts(inner, kind)]


def coerced(shape: BaseGeometry, wanted: str, *, partly: bool = False) -> BaseGeometry | None:
    """`shape` as `wanted` ("MultiPolygon", "Point", …), or None if it is something else.

    Single shapes become multi shapes; a multi shape of one part becomes single where that is
    wanted. Parts of another dimension are an error, unless `partly` (after a repair).
    """
    if wanted in ("Geometry", shape.geom_type):
        return shape
    single = _MULTI.get(wanted, wanted)
    parts = _parts(shape, single)
    if not parts:
        return None
    if not partly and len(parts) != shapely.get_num_geometries(shape):
        return None
    if wanted in _BUILD:
        return _BUILD[wanted](parts)
    return parts[0] if len(parts) == 1 else None


def city_extent(city: City, inset_m: float = 0.0) -> tuple[float, float, float, float]:
    """The rectangle that features must lie in, `inset_m` inside what the database enforces."""
    west, south, east, north = city.boundary.extent
    room = city.margin_m - _FLOAT32_M - inset_m
    return west - room, south - room, east + room, north + room


class Checker:
    """Checks batches of records for one model, inside the extent of the city if there is one."""

    def __init__(self, model: type[Feature], city: City | None, reasons: Reasons) -> None:
        self.reasons = reasons
        self.fields = importable_fields(model)
        self.named: set[str] = set()  # fields that any record spoke of
        self.repaired = 0
        self._source_id = model._meta.get_field("source_id")
        geometry = model._meta.get_field("geometry")
        assert isinstance(geometry, GeometryField)
        self._wanted = {
            "GEOMETRY": "Geometry",
            "POINT": "Point",
            "LINESTRING": "LineString",
            "POLYGON": "Polygon",
            "MULTIPOINT": "MultiPoint",
            "MULTILINESTRING": "MultiLineString",
            "MULTIPOLYGON": "MultiPolygon",
        }[geometry.geom_type]
        self._city_bounds: tuple[float, float, float, float] | None = None
        if city is not None:
            self._city_bounds = city_extent(city)

    def checked(
        self, batch: Sequence[Record]
    ) -> tuple[list[tuple[str, BaseGeometry, list[Any]]], list[str]]:
        """The rows to stage (source id, geometry, values by field), and the ids rejected."""
        shapes, faults = self._shapes([record.geometry for record in batch])
        rows, rejected = [], []
        for record, shape, fault in zip(batch, shapes, faults, strict=True):
            self.named.update(record.values)
            try:
                source_id = self._checked_id(record.source_id)
            except Rejected as error:
                self.reasons.add(error.code, [str(record.source_id)])
                continue
            try:
                if fault:
                    raise Rejected(fault)
                rows.append((source_id, shape, self._values(record.values)))
            except Rejected as error:
                self.reasons.add(error.code, [source_id])
                rejected.append(source_id)
        return rows, rejected

    def _checked_id(self, source_id: Any) -> str:
        if source_id is None or source_id == "":
            raise Rejected("no_source_id")
        try:
            return clean(self._source_id, str(source_id))
        except Rejected as error:
            code = "no_source_id" if error.code == "missing" else f"{error.code}:source_id"
            raise Rejected(code) from None

    def _values(self, values: dict[str, Any]) -> list[Any]:
        row = []
        for name, field in self.fields.items():
            try:
                row.append(clean(field, values.get(name)))
            except Rejected as error:
                raise Rejected(f"{error.code}:{name}") from None
        known = dict(zip(self.fields, row, strict=True))
        start, end = known.get("valid_from"), known.get("valid_to")
        if start and end and not start < end:
            raise Rejected("valid_time")
        return row

    def _shapes(
        self, given: list[BaseGeometry | None]
    ) -> tuple[list[BaseGeometry | None], list[str]]:
        """Shapes ready for the table (2D, millimetres, valid, of the wanted type) and faults."""
        faults = [""] * len(given)
        shapes = shapely.force_2d(np.array(given, dtype=object))
        empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
        infinite = np.zeros(len(given), dtype=bool)
        infinite[owner[~np.isfinite(coordinates).all(axis=1)]] = True
        for i in np.flatnonzero(empty):
            faults[i] = "no_geometry"
        for i in np.flatnonzero(infinite):
            faults[i] = "not_finite"
        shapes[empty | infinite] = None
        for i in np.flatnonzero(self._outside(shapes, UTM32_BOUNDS)):
            faults[i] = "outside_utm32"
            shapes[i] = None
        if self._city_bounds:
            for i in np.flatnonzero(self._outside(shapes, self._city_bounds)):
                faults[i] = "outside_city"
                shapes[i] = None
        shapes = shapely.transform(shapes, lambda numbers: np.round(numbers, MILLIMETRES))
        for place, shape in enumerate(shapes):
            if shape is not None:
                shapes[place], faults[place] = self._repaired(shape)
        shapes = shapely.set_srid(shapes, STORAGE_SRID)
        return list(shapes), faults

    def _repaired(self, shape: BaseGeometry) -> tuple[BaseGeometry | None, str]:
        if shape.is_valid:
            fitting = coerced(shape, self._wanted)
            if fitting is None:
                return None, "wrong_geometry"
            if fitting is shape or fitting.is_valid:
                return fitting, ""
        mended = coerced(shapely.make_valid(shape), self._wanted, partly=True)
        if mended is None or mended.is_empty or not mended.is_valid:
            wrong = coerced(shape, self._wanted) is None
            return None, "wrong_geometry" if wrong else "invalid_geometry"
        self.repaired += 1
        return mended, ""

    @staticmethod
    def _outside(shapes: np.ndarray, bounds: tuple[float, float, float, float]) -> np.ndarray:
        """True where a shape leaves `bounds`; missing shapes are not outside."""
        box = shapely.bounds(shapes)
        with np.errstate(invalid="ignore"):
            return (box[:, :2] < bounds[:2]).any(axis=1) | (box[:, 2:] > bounds[2:]).any(axis=1)
