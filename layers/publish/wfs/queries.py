"""Queries of GetFeature, GetPropertyValue and Transaction, from KVP or XML."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from layers.publish.crs import xy_box
from layers.publish.filters import fes
from layers.publish.filters.compile import condition
from layers.publish.filters.errors import FilterError, UnknownProperty
from layers.publish.filters.literals import located
from layers.publish.filters.sql import Sql, put
from layers.publish.gml import markup
from layers.publish.gml import names as crs_names
from layers.publish.gml.identifiers import FeatureId, feature_id
from layers.publish.gml.markup import Element
from layers.publish.gml.names import OutputCrs
from layers.publish.gml.read import assumed_crs
from layers.publish.properties import shown
from layers.publish.rows import FeatureQuery, Order
from layers.publish.wfs.errors import (
    InvalidParameterValue,
    MissingParameterValue,
    NotFound,
    OperationParsingFailed,
    OptionNotSupported,
)
from layers.publish.wfs.requests import Asked, from_xml
from layers.publish.wfs.types import feature_type, kvp_prefixes
from layers.registry import Field, Layer

GET_BY_ID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
_GET_BY_ID_OLD = "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById"
_LONGEST_SORT = 5
_MOST_QUERIES = 50
_LARGEST_NUMBER = 2**31 - 1
GEOMETRY = "geometry"
GML_PROPERTIES = ("description", "identifier", "name")  # in the order of GML 3.2


@dataclass(frozen=True)
class Query:
    """Rows of one feature type, with what of them is shown and where."""

    rows: FeatureQuery
    fields: tuple[Field, ...]
    gml: tuple[str, ...] = GML_PROPERTIES
    geometry: bool = True
    crs: OutputCrs | None = None  # None: as the answer's format has it

    @property
    def layer(self) -> Layer:
        return self.rows.layer


@dataclass(frozen=True)
class Request:
    """What GetFeature and GetPropertyValue have in common."""

    queries: tuple[Query, ...]
    count: int | None = None
    start: int = 0
    hits: bool = False
    output_format: str | None = None
    one_by_id: bool = False  # GetFeatureById answers with the feature itself


def read(request: HttpRequest, asked: Asked) -> Request:
    """Raises OwsError or FilterError."""
    if asked.element is not None:
        return _from_xml(request, asked.element)
    if word := asked.get("PAGE_OF"):
        return _page_of(request, asked, word)
    return _from_kvp(request, asked)


def _page_of(request: HttpRequest, asked: Asked, word: str) -> Request:
    """Another page of a request that came as a document."""
    document = from_xml(_unpacked(word))
    if document.operation != asked.operation or document.element is None:
        raise InvalidParameterValue("page_of", _("Diese Seite gibt es nicht."))
    return replace(
        _from_xml(request, document.element),
        count=_whole("count", asked.get("COUNT")),
        start=_whole("startIndex", asked.get("STARTINDEX")) or 0,
        hits=False,
    )


# --- KVP


def _from_kvp(request: HttpRequest, asked: Asked) -> Request:
    if stored := asked.get("STOREDQUERY_ID", "STOREDQUERYID"):
        rid = asked.get("ID", "RESOURCEID")
        queries: tuple[Query, ...] = (_by_id(request, stored, rid, asked.get("SRSNAME")),)
    else:
        queries = tuple(_kvp_queries(request, asked))
    result = (asked.get("RESULTTYPE") or "results").lower()
    return Request(
        queries=queries,
        count=_whole("count", asked.get("COUNT", "MAXFEATURES")),
        start=_whole("startIndex", asked.get("STARTINDEX")) or 0,
        hits=_is_hits(result),
        output_format=asked.get("OUTPUTFORMAT"),
        one_by_id=bool(stored) and asked.operation == "GetFeature",
    )


def _kvp_queries(request: HttpRequest, asked: Asked) -> Iterable[Query]:
    _refuse_remote(asked.get("RESOLVE"))
    prefixes = kvp_prefixes(asked.get("NAMESPACES", "NAMESPACE"))
    ids = [one for one in (asked.get("RESOURCEID", "FEATUREID") or "").split(",") if one]
    if types := asked.get("TYPENAMES", "TYPENAME"):
        names = [name for group in _groups(types) for name in group.split(",") if name]
        layers = [feature_type(request, name, prefixes) for name in names]
        _refuse_others(layers, ids)
    elif ids:
        layers = _layers_of(request, ids)
    else:
        raise MissingParameterValue("typeNames", _("Es fehlt, welcher Objekttyp gemeint ist."))
    if len(layers) > _MOST_QUERIES:
        raise InvalidParameterValue("typeNames", _("Das sind zu viele Objekttypen."))
    filters = _for_each(asked.get("FILTER"), len(layers), "filter")
    properties = _for_each(asked.get("PROPERTYNAME"), len(layers), "propertyName")
    orders = _for_each(asked.get("SORTBY"), len(layers), "sortBy")
    crs = _crs(asked.get("SRSNAME"))
    box = _box(asked.get("BBOX"))
    for layer, words, names_text, order in zip(layers, filters, properties, orders, strict=True):
        trees: list[Any] = []
        if words:
            trees.append(fes.tree(_filter_element(words), layer, asked.get("SRSNAME")))
        if box:
            trees.append({"op": "s_intersects", "args": [{"property": GEOMETRY}, box]})
        if ids:
            trees.append(_among(layer, ids))
        names = (names_text or "").split(",")
        yield _query(layer, trees, names, _order(layer, order), crs)


def _groups(text: str) -> list[str]:
    """(a)(b) as a, b; text without brackets is one group."""
    if not text.startswith("("):
        return [text]
    return text[1:].removesuffix(")").split(")(")


def _for_each(text: str | None, count: int, locator: str) -> Sequence[str | None]:
    """One group per feature type; one alone counts for all."""
    if not text:
        return [None] * count
    groups = _groups(text)
    if len(groups) == 1:
        return groups * count
    if len(groups) != count:
        raise InvalidParameterValue(
            locator, _("Dieser Parameter hat nicht so viele Teile, wie es Objekttypen sind.")
        )
    return groups


def _filter_element(words: str) -> Element:
    try:
        return markup.read_fragment(words)
    except markup.Unreadable as error:
        raise OperationParsingFailed("filter", str(error)) from error


def _box(text: str | None) -> Any:
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    name = None
    if len(parts) in (5, 7):
        name = parts.pop()
    try:
        numbers = [float(part) for part in parts]
    except ValueError as error:
        raise InvalidParameterValue("bbox", _("Ein Rechteck besteht aus Zahlen.")) from error
    if len(numbers) not in (4, 6):
        raise InvalidParameterValue("bbox", _("Ein Rechteck hat vier oder sechs Zahlen."))
    crs, north_first = assumed_crs(numbers), False
    if name:
        found = crs_names.crs_named(name)
        if found is None:
            raise _unknown_crs("bbox", name)
        crs, north_first = found
    try:
        return located({"bbox": xy_box(numbers, north_first)}, crs.srid)
    except FilterError as error:
        raise InvalidParameterValue("bbox", str(error)) from error


def _layers_of(request: HttpRequest, ids: list[str]) -> list[Layer]:
    found: dict[str, Layer] = {}
    for text in ids:
        if (known := feature_id(text)) and known.layer not in found:
            found[known.layer] = feature_type(request, known.layer, locator="resourceId")
    if not found:
        raise InvalidParameterValue("resourceId", _("Diese Kennung gibt es hier nicht."))
    return list(found.values())


def _refuse_others(layers: list[Layer], ids: Iterable[str]) -> None:
    """A feature that is of none of the types asked for (OGC 09-025r2, 7.9.2.4.1)."""
    names = {layer.name for layer in layers}
    for text in ids:
        if (known := feature_id(text)) and known.layer not in names:
            raise InvalidParameterValue(
                "RESOURCEID",
                _("Diese Kennung gehört zu keinem der gefragten Objekttypen: %(id)s")
                % {"id": text[:100]},
            )


def _among(layer: Layer, ids: Iterable[str]) -> Any:
    known = [one for one in map(feature_id, ids) if one and one.layer == layer.name]
    return {"op": "in", "args": [{"property": "id"}, [one.pk for one in known]]}


# --- XML


def _from_xml(request: HttpRequest, root: Element) -> Request:
    children = [one for one in root if one.name in ("Query", "StoredQuery")]
    if not children:
        raise MissingParameterValue("query", _("Die Anfrage enthält keine Abfrage."))
    if len(children) > _MOST_QUERIES:
        raise InvalidParameterValue("query", _("Das sind zu viele Abfragen."))
    attributes = root.attributes
    _refuse_remote(attributes.get("resolve"))
    stored = [one for one in children if one.name == "StoredQuery"]
    queries: list[Query] = []
    for child in children:
        queries += [_stored(request, child)] if child in stored else _xml_query(request, child)
    return Request(
        queries=tuple(queries),
        count=_whole("count", attributes.get("count") or attributes.get("maxFeatures")),
        start=_whole("startIndex", attributes.get("startIndex")) or 0,
        hits=_is_hits(attributes.get("resultType", "results").lower()),
        output_format=attributes.get("outputFormat"),
        one_by_id=len(queries) == 1 and bool(stored) and root.name == "GetFeature",
    )


def _xml_query(request: HttpRequest, element: Element) -> list[Query]:
    text = element.attributes.get("typeNames") or element.attributes.get("typeName") or ""
    names = text.replace(",", " ").split()
    if not names:
        raise MissingParameterValue("typeNames", _("Es fehlt, welcher Objekttyp gemeint ist."))
    if len(names) > 1 and "typeNames" in element.attributes:
        raise OptionNotSupported("typeNames", _("Verknüpfte Objekttypen gibt es hier nicht."))
    crs = _crs(element.attributes.get("srsName"))
    properties = [one.text for one in element.all("PropertyName")]
    sort = element.find("SortBy")
    queries = []
    for name in names:
        layer = feature_type(request, name, element.prefixes)
        filter_ = element.find("Filter")
        srs_name = element.attributes.get("srsName")
        trees = [fes.tree(filter_, layer, srs_name)] if filter_ else []
        order = _order(layer, ",".join(map(_sort_word, sort.children)) if sort else None)
        queries.append(_query(layer, trees, properties, order, crs))
    return queries


def _sort_word(element: Element) -> str:
    name, direction = element.find("ValueReference", "PropertyName"), element.find("SortOrder")
    return f"{name.text.strip() if name else ''} {direction.text.strip() if direction else ''}"


def _stored(request: HttpRequest, element: Element) -> Query:
    values = {
        one.attributes.get("name", "").lower(): one.text.strip() for one in element.all("Parameter")
    }
    return _by_id(request, element.attributes.get("id", ""), values.get("id"), None)


# --- both


def _query(
    layer: Layer,
    trees: list[Any],
    properties: Iterable[str],
    order: tuple[Order, ...],
    crs: OutputCrs | None,
) -> Query:
    parts = [condition(tree, layer, srid=crs_names.DEFAULT.crs.srid) for tree in trees]
    joined: Sql | None = None
    if parts:
        joined = put(" AND ".join("({})" for _part in parts), *parts)
    rows = FeatureQuery(layer=layer, condition=joined, order=order)
    return replace(projection(Query(rows, shown(layer)), properties), crs=crs)


def projection(query: Query, names: Iterable[str]) -> Query:
    """The query narrowed to the properties asked for, in the layer's order; none asked for: all."""
    wanted: set[str] = set()
    for name in filter(None, (one.strip() for one in names)):
        if name == "*" or name.endswith(":*"):
            return query
        try:
            wanted.add(fes.property_name(name, query.layer))
        except UnknownProperty as error:
            raise InvalidParameterValue("propertyName", str(error)) from error
    if not wanted:
        return query
    return replace(
        query,
        fields=tuple(one for one in query.fields if one.name in wanted),
        gml=tuple(one for one in query.gml if f"gml:{one}" in wanted),
        geometry=GEOMETRY in wanted,
    )


def _order(layer: Layer, text: str | None) -> tuple[Order, ...]:
    if not text:
        return ()
    keys: list[Order] = []
    for part in text.split(","):
        name, _space, direction = part.strip().partition(" ")
        word = direction.strip().upper()
        if word not in ("", "A", "ASC", "D", "DESC"):
            raise InvalidParameterValue("sortBy", _("Die Richtung ist ASC oder DESC."))
        try:
            found = fes.property_name(name, layer)
        except UnknownProperty as error:
            raise InvalidParameterValue("sortBy", str(error)) from error
        if found == GEOMETRY:
            raise InvalidParameterValue("sortBy", _("Nach einer Form lässt sich nicht sortieren."))
        found = "id" if found == "@gml:id" else found
        if found not in (one.name for one in keys):
            keys.append(Order(found, descending=word.startswith("D")))
    if len(keys) > _LONGEST_SORT:
        raise InvalidParameterValue("sortBy", _("Das sind zu viele Merkmale."))
    return tuple(keys)


def _crs(name: str | None) -> OutputCrs | None:
    if not name:
        return None
    found = crs_names.output_crs(name)
    if found is None:
        raise _unknown_crs("srsName", name)
    return found


def _unknown_crs(locator: str, name: str) -> InvalidParameterValue:
    return InvalidParameterValue(
        locator,
        _("Dieses Koordinatensystem wird nicht angeboten: %(name)s") % {"name": name[:200]},
    )


def _by_id(request: HttpRequest, stored: str, rid: str | None, srs_name: str | None) -> Query:
    if stored not in (GET_BY_ID, _GET_BY_ID_OLD):
        raise InvalidParameterValue(
            "storedquery_id", _("Diese gespeicherte Abfrage gibt es hier nicht.")
        )
    if not rid:
        raise MissingParameterValue("id", _("Es fehlt die Kennung des Objekts (ID)."))
    known = feature_id(rid)
    if known is None:
        raise unknown_feature(rid)
    try:
        layer = feature_type(request, known.layer)
    except InvalidParameterValue as error:
        raise unknown_feature(rid) from error
    return _query(layer, [_among(layer, [rid])], (), (), _crs(srs_name))


def unknown_feature(rid: str | FeatureId) -> NotFound:
    return NotFound("id", _("Dieses Objekt gibt es hier nicht: %(id)s") % {"id": str(rid)[:100]})


def _whole(locator: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", text.strip(), re.ASCII):
        raise InvalidParameterValue(locator, _("Erwartet wird eine ganze Zahl ab 0."))
    return min(int(text), _LARGEST_NUMBER)


def _refuse_remote(resolve: str | None) -> None:
    """Features here refer to nothing, so "none" and "local" are both done."""
    if resolve and resolve.lower() not in ("none", "local"):
        raise InvalidParameterValue(
            "resolve", _("Möglich ist: %(values)s") % {"values": "none, local"}
        )


def _is_hits(text: str) -> bool:
    if text not in ("hits", "results"):
        raise InvalidParameterValue("resultType", _("Möglich ist: hits, results"))
    return text == "hits"


# --- a request that came as a document, as a word for the address of its next page


def packed(body: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(body, 9)).decode().rstrip("=")


def _unpacked(word: str) -> bytes:
    try:
        data = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        return zlib.decompressobj().decompress(data, markup.MAX_BYTES)
    except (ValueError, zlib.error) as error:
        raise InvalidParameterValue("page_of", _("Diese Seite gibt es nicht.")) from error
