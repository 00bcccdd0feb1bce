"""Features of one type as CSV (RFC 4180): id, properties, and the geometry as WKT at the end."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from layers.publish.crs import geometry_sql
from layers.publish.feature_json import concatenated
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.gml import names
from layers.publish.wfs.output.collection import Collection, Format
from layers.publish.wfs.queries import GEOMETRY, Query
from layers.registry import Field, Layer


class CsvFormat(Format):
    content_type = "text/csv; charset=utf-8"
    between = b"\r\n"

    def __init__(self, query: Query, *, datasets: Mapping[int, str]) -> None:
        self.query = query
        self.datasets = datasets

    def row(self, query: Query) -> Sql:
        parts: list[Sql] = [Sql("%s::text", (f"{query.layer.name}.",), "text"), Sql("q.id")]
        for one in query.fields:
            parts += [Sql("','"), value(query.layer, one, self.datasets)]
        if query.geometry:
            crs = query.crs or names.DEFAULT
            shape = geometry_sql(crs.crs, north_first=crs.north_first)
            text = put(f"ST_AsText({{}}, {crs.crs.digits})", shape, type="text")
            parts += [Sql("',\"'"), text, Sql("'\"'")]
        return concatenated(parts)

    def head(self, about: Collection) -> bytes:
        columns = ["id", *(one.name for one in self.query.fields)]
        if self.query.geometry:
            columns.append(GEOMETRY)
        return (",".join(columns) + "\r\n").encode()

    def unfinished(self) -> bytes:
        return self.between + unfinished()

    def tail(self, about: Collection) -> bytes:
        return b"\r\n" if about.returned else b""


def unfinished() -> bytes:
    """The end of one that breaks off, told in words; its open quote is an error to every reader."""
    return f'"{_("Abgebrochen: hier fehlen weitere Zeilen.")}'.encode()


def value(layer: Layer, field: Field, datasets: Mapping[int, str]) -> Sql:
    if field.name == "dataset" and field.name not in layer.fields_by_name:
        if not datasets:
            return Sql("''")
        cases = " ".join("WHEN %s THEN %s::text" for _slug in datasets)
        values = tuple(value for pair in datasets.items() for value in pair)
        return Sql(f"CASE q.dataset_id {cases} END", values, "text")
    value = property_sql(layer, field.name)
    match field.type:
        case "string":
            return put("'\"' || replace({}, '\"', '\"\"') || '\"'", value, type="text")
        case "datetime":
            return put("((to_json({} AT TIME ZONE 'UTC')#>>'{{}}') || 'Z')", value, type="text")
    return put("{}::text", value, type="text")
