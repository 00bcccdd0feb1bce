"""A feature as GeoJSON text, written by PostgreSQL row by row."""

import json
from collections.abc import Iterable, Mapping

from layers.ground.models import Dataset
from layers.publish.crs import CRS84, Crs, geometry_sql
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.properties import shown
from layers.registry import Field, Layer


def dataset_slugs() -> dict[int, str]:
    """Every dataset's slug by its key: few, and so cheaper as a list than a join per row."""
    return dict(Dataset.objects.values_list("pk", "slug"))


def feature_text(
    layer: Layer, crs: Crs = CRS84, *, datasets: Mapping[int, str], geometry: bool = True
) -> Sql:
    """The row `q` as one GeoJSON feature: id, geometry in `crs`, properties as declared."""
    parts = [
        _text('{"type":"Feature","id":'),
        Sql("q.id"),
        _text(',"geometry":'),
        geometry_text(layer, crs) if geometry else _text("null"),
        _text(',"properties":'),
        properties_text(layer, datasets=datasets),
        _text("}"),
    ]
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
