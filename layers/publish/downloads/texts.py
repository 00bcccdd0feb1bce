"""Formats that are text: written by PostgreSQL row by row, streamed in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from psycopg import Connection

from layers.publish.crs import CRS84, geometry_sql
from layers.publish.downloads.order import Order, provenance
from layers.publish.feature_json import concatenated, feature_text
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.gml.names import DEFAULT
from layers.publish.long_answers import texts
from layers.publish.properties import shown
from layers.publish.rows import count, select
from layers.publish.wfs.output.collection import Collection
from layers.publish.wfs.output.csv import value as csv_value
from layers.publish.wfs.output.gml import GmlFormat, escaped, value_text
from layers.publish.wfs.queries import Query
from layers.publish.wfs.versions import V200
from layers.registry import Layer

_UNCOUNTED = 2**62  # more than anybody counts


def geojson(snapshot: Connection, order: Order) -> Iterator[bytes]:
    row = feature_text(order.layer, datasets=order.slugs)
    return _stream(snapshot, order, row, order.collection_head, b",\n", b"\n]}\n")


def geojson_lines(snapshot: Connection, order: Order) -> Iterator[bytes]:
    row = feature_text(order.layer, datasets=order.slugs)
    return _stream(snapshot, order, concatenated([row, Sql(r"E'\n'")]))


def unfinished_line() -> bytes:
    """An open text instead of a feature: no reader takes it for the end."""
    return f'{{"error":"{_("Abgebrochen: hier fehlen weitere Zeilen.")}'.encode()


def csv(snapshot: Connection, order: Order) -> Iterator[bytes]:
    """Points as longitude and latitude, other shapes as WKT, all in WGS 84 (RFC 4180)."""
    layer = order.layer
    shape = geometry_sql(CRS84)
    columns = ["id", *(one.name for one in shown(layer))]
    parts = [Sql("q.id")]
    for one in shown(layer):
        parts += [Sql("','"), csv_value(layer, one, order.slugs)]
    if layer.geometry_type == "POINT":
        columns += ["lon", "lat"]
        for axis in ("ST_X", "ST_Y"):
            parts += [Sql("','"), put(f"round({axis}({{}})::numeric, {CRS84.digits})", shape)]
    else:
        columns.append("wkt")
        parts += [Sql("',\"'"), put(f"ST_AsText({{}}, {CRS84.digits})", shape), Sql("'\"'")]
    row = concatenated([*parts, Sql(r"E'\r\n'")])
    return _stream(snapshot, order, row, (",".join(columns) + "\r\n").encode())


def kml(snapshot: Connection, order: Order) -> Iterator[bytes]:
    layer = order.layer
    parts = [_text("<Placemark id="), _text(f'"{layer.name}.'), Sql("q.id"), _text('"><name>')]
    parts.append(escaped(_title(layer)))
    parts.append(_text("</name><ExtendedData>"))
    for one in shown(layer):
        value = value_text(layer, one, order.slugs)
        opening = _text(f'<Data name="{one.name}"><value>')
        parts.append(put("{} || {} || '</value></Data>'", opening, value, type="text"))
    shape = put(f"ST_AsKML({{}}, {CRS84.digits})", geometry_sql(CRS84), type="text")
    parts += [_text("</ExtendedData>"), shape, _text("</Placemark>\n")]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document id={quoteattr(layer.name)}>'
        f"<name>{escape(str(layer.title))}</name>"
        f"<description>{escape(provenance(order.sources))}</description>\n"
    )
    return _stream(snapshot, order, concatenated(parts), head.encode(), b"", b"</Document></kml>\n")


def _title(layer: Layer) -> Sql:
    """What a row is called; where nothing shown says it, the layer and the row's number."""
    if layer.title_field in layer.fields_by_name:
        return put("{}::text", property_sql(layer, layer.title_field), type="text")
    return concatenated([_text(f"{layer.title} "), Sql("q.id")])


class _Gml(GmlFormat):
    """Without what the layer has a field for: readers of files would take it for a second one."""

    def standards(self, query: Query) -> list[str]:
        columns = query.layer.gml_columns
        return [one for one in super().standards(query) if columns[one].startswith("gml_")]


def gml(snapshot: Connection, order: Order) -> Iterator[bytes]:
    """GML 3.2 in the storage system, as the WFS writes it."""
    statement = count(order.query, _UNCOUNTED)
    [(number,)] = snapshot.execute(statement.text, statement.params).fetchall()
    writer = _Gml(V200, is_gml_32=True, service=order.service, datasets=order.slugs)
    query = Query(order.query, shown(order.layer), crs=DEFAULT)
    about = Collection([order.layer], number, number)
    sources = escape(provenance(order.sources)).replace("--", "- -")
    head = writer.head(about) + f"<!-- {sources} -->\n".encode()
    yield from _stream(snapshot, order, writer.row(query), head, b"\n", writer.tail(about))


def _stream(
    snapshot: Connection,
    order: Order,
    row: Sql,
    head: bytes = b"",
    between: bytes = b"",
    tail: bytes = b"",
) -> Iterator[bytes]:
    before = head
    for portion in texts(snapshot, select(order.query, row)):
        yield before + between.join(one.encode() for one in portion)
        before = between
    yield (head if before is head else b"") + tail


def _text(words: str) -> Sql:
    return Sql("%s::text", (words,), "text")
