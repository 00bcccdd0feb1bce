"""A feature as text of GeoJSON or JSON-FG, written by PostgreSQL row by row."""

import json
from collections.abc import Iterable, Mapping

from layers.ground.models import Dataset
from layers.publish.crs import CRS84, Crs, geometry_sql
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.properties import shown
from layers.registry import Field, Layer

# Null where neither end is known; an open end is "..".
_MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_VALIDITY = Sql(
    "CASE WHEN q.valid_from IS NULL AND q.valid_to IS NULL THEN 'null' ELSE"
    " json_build_object('interval', json_build_array("
    f"coalesce({_MOMENT.format('q.valid_from')}, '..'),"
    f" coalesce({_MOMENT.format('q.valid_to')}, '..')))::text END",
    (),
    "text",
)


def dataset_slugs() -> dict[int, str]:
    """Every dataset's slug by its key: few, and so cheaper as a list than a join per row."""
    return dict(Dataset.objects.values_list("pk", "slug"))


def feature_text(
    layer: Layer, crs: Crs = CRS84, *, datasets: Mapping[int, str], geometry: bool = True
) -> Sql:
    """The row `q` as one GeoJSON feature: id, geometry in `crs`, properties as declared."""
    shape = geometry_text(layer, crs) if geometry else _text("null")
    return _feature(layer, datasets, geometry=shape)


def fg_feature_text(
    layer: Layer, crs: Crs = CRS84, *, datasets: Mapping[int, str], fallback: bool = False
) -> Sql:
    """The row `q` as one feature of JSON-FG (OGC 21-045r1): place in `crs`, time of validity.

    Degrees of WGS 84 belong in `geometry` and leave no place; with any other system `geometry`
    is null, or with `fallback` the same shape in those degrees.
    """
    degrees = geometry_text(layer, CRS84)
    if crs == CRS84:
        return _feature(layer, datasets, time=_VALIDITY, place=_text("null"), geometry=degrees)
    shape = degrees if fallback else _text("null")
    place = geometry_text(layer, crs)
    return _feature(layer, datasets, time=_VALIDITY, place=place, geometry=shape)


def _feature(layer: Layer, datasets: Mapping[int, str], **members: Sql) -> Sql:
    parts = [_text('{"type":"Feature","id":'), Sql("q.id")]
    for name, value in members.items():
        parts += [_text(f',"{name}":'), value]
    parts += [_text(',"properties":'), properties_text(layer, datasets=datasets), _text("}")]
    return concatenated(parts)


def geometry_text(layer: Layer, crs: Crs) -> Sql:
    polygons = layer.geometry_type in ("POLYGON", "MULTIPOLYGON", "GEOMETRY")
    shape = geometry_sql(crs, polygons=polygons)
    return put(f"ST_AsGeoJSON({{}}, {crs.digits}, 0)", shape, type="text")


def properties_text(
    layer: Layer, *, datasets: Mapping[int, str], fields: Iterable[Field] | None = None
) -> Sql:
    """The object of all shown properties, or of `fields` alone."""
    parts: list[Sql] = []
    for field in shown(layer) if fields is None else fields:
        parts.append(_text(f"{',' if parts else '{'}{json.dumps(field.name)}:"))
        parts.append(_value(layer, field, datasets))
    return concatenated([*parts, _text("}" if parts else "{}")])


def concatenated(parts: list[Sql]) -> Sql:
    """One text; unlike ||, made in one go and in any number of parts."""
    return put(f"concat({', '.join('{}' for _ in parts)})", *parts, type="text")


def _value(layer: Layer, field: Field, datasets: Mapping[int, str]) -> Sql:
    if field.name == "dataset" and field.name not in layer.fields_by_name:
        return _dataset(datasets)
    value = property_sql(layer, field.name)
    template = "{}::text" if field.type in ("integer", "boolean") else "to_json({})::text"
    return put(f"coalesce({template}, 'null')", value, type="text")


def _dataset(slugs: Mapping[int, str]) -> Sql:
    if not slugs:
        return _text("null")
    values = [value for pk, slug in slugs.items() for value in (pk, json.dumps(slug))]
    cases = " ".join("WHEN %s THEN %s::text" for _ in slugs)
    return Sql(f"CASE q.dataset_id {cases} ELSE 'null' END", tuple(values), "text")


def _text(words: str) -> Sql:
    return Sql("%s::text", (words,), "text")
