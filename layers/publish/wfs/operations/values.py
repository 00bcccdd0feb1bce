"""GetPropertyValue: one property of the features that a query finds."""

from dataclasses import replace
from xml.sax.saxutils import quoteattr

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.publish import counts
from layers.publish.feature_json import concatenated, dataset_slugs
from layers.publish.filters import fes
from layers.publish.filters.compile import condition
from layers.publish.filters.errors import UnknownProperty
from layers.publish.filters.sql import Sql, put
from layers.publish.pages import fetch_page
from layers.publish.properties import shown
from layers.publish.wfs import queries
from layers.publish.wfs.errors import InvalidParameterValue, MissingParameterValue
from layers.publish.wfs.operations.features import GML_32, LARGEST_PAGE, page_address
from layers.publish.wfs.output.gml import GmlFormat, now, property_text
from layers.publish.wfs.queries import GEOMETRY, Query, Request
from layers.publish.wfs.requests import Asked


def get_property_value(request: HttpRequest, asked: Asked) -> HttpResponse:
    path = (
        asked.kvp.get("VALUEREFERENCE")
        if asked.element is None
        else asked.element.attributes.get("valueReference")
    )
    if path is None:
        raise MissingParameterValue("valueReference", _("Es fehlt, welches Merkmal gemeint ist."))
    if not path.strip():
        raise InvalidParameterValue("valueReference", _("Es fehlt, welches Merkmal gemeint ist."))
    wanted = queries.read(request, asked)
    if wanted.output_format and wanted.output_format.replace('"', "").lower() not in GML_32:
        raise InvalidParameterValue("outputFormat", _("Diese Operation antwortet in GML 3.2."))
    service = request.build_absolute_uri(request.path)
    writer = GmlFormat(asked.version, is_gml_32=True, service=service, datasets=dataset_slugs())
    size = LARGEST_PAGE if wanted.count is None else min(wanted.count, LARGEST_PAGE)
    found: list[bytes] = []
    matched: int | None = 0
    skip = wanted.start
    for query in wanted.queries:
        text, known = _value(query, path, writer)
        number = counts.matched(known.rows)
        matched = None if matched is None or number is None else matched + number
        rows = replace(known.rows, limit=size - len(found), offset=skip)
        if not wanted.hits:
            found += fetch_page(rows, text).texts
        skip = max(skip - (number or 0), 0)
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<wfs:ValueCollection '
        f'{writer.declarations([query.layer for query in wanted.queries])} timeStamp="{now()}" '
        f'numberMatched="{"unknown" if matched is None else matched}" '
        f'numberReturned="{len(found)}"{_next(request, asked, wanted, size, matched)}>\n'
    )
    body = head.encode() + b"\n".join(found) + b"\n</wfs:ValueCollection>\n"
    return HttpResponse(body, writer.content_type)


def _next(
    request: HttpRequest, asked: Asked, wanted: Request, size: int, matched: int | None
) -> str:
    """The attribute that leads to the rest, if there is one; with hits to the first page."""
    start = wanted.start if wanted.hits else wanted.start + size
    if not size or (matched is not None and start >= matched):
        return ""
    address = page_address(request, asked, start, size)
    return f" next={quoteattr(address)}" if address else ""


def _value(query: Query, path: str, writer: GmlFormat) -> tuple[Sql, Query]:
    """The text of the value, and the query narrowed to rows that have one."""
    layer = query.layer
    try:
        name = fes.property_name(path, layer)
    except UnknownProperty as error:
        raise InvalidParameterValue("valueReference", str(error)) from error
    if name == "@gml:id":
        return _member(writer.identifier(layer)), query
    if name == GEOMETRY:
        return _member(writer.geometry(query)), query
    if name.startswith("gml:"):
        value = writer.standard(layer, name.removeprefix("gml:"))
    else:
        field = next((one for one in shown(layer) if one.name == name), None)
        if field is None:
            raise InvalidParameterValue("valueReference", str(UnknownProperty(name)))
        value = property_text(layer, field, writer.datasets)
    is_known = {"op": "not", "args": [{"op": "isNull", "args": [{"property": name}]}]}
    narrowed = condition(is_known, layer, srid=0)
    if query.rows.condition is not None:
        narrowed = put("({}) AND ({})", query.rows.condition, narrowed)
    rows = replace(query.rows, condition=narrowed)
    return _member(value), replace(query, rows=rows)


def _member(value: Sql) -> Sql:
    return concatenated([Sql("'<wfs:member>'"), value, Sql("'</wfs:member>'")])
