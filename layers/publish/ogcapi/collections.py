"""Collections: every layer with its extent, its systems of coordinates and where all else is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.publish import crs as systems
from layers.publish.extents import Extent, extents
from layers.publish.ogcapi import documents
from layers.publish.ogcapi.links import (
    GEOJSON,
    HTML,
    JSON,
    JSONFG,
    REL,
    SCHEMA,
    address,
    link,
    self_and_alternates,
)
from layers.publish.ogcapi.lookup import collection, collections, keep
from layers.publish.provenance import datasets_behind
from layers.registry import Layer

CALENDAR = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def collection_list(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    layers = collections(request)
    places = extents(layers)
    document = {
        "title": _("Ebenen"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "crs": [one.uri for one in systems.ALL],
        "collections": [
            described(request, layer, places[layer.name], ["#/crs"]) for layer in layers
        ],
    }
    response = documents.answer(request, chosen, document, "collections")
    return keep(response, *layers) if chosen == "json" else response


def collection_document(request: HttpRequest, name: str) -> HttpResponse:
    chosen = documents.chosen_form(request)
    layer = collection(request, name)
    document = described(request, layer, extents([layer])[name], [one.uri for one in systems.ALL])
    document["links"] = [
        *self_and_alternates(request, chosen, documents.FORMS),
        *(one for one in document["links"] if one["rel"] != "self"),
        *licences(layer),
    ]
    response = documents.answer(request, chosen, document, "collection", layer=layer)
    return keep(response, layer) if chosen == "json" else response


def described(request: HttpRequest, layer: Layer, extent: Extent, crs: list[str]) -> dict[str, Any]:
    name = layer.name
    document: dict[str, Any] = {
        "id": name,
        "title": str(layer.title),
        "description": str(layer.description),
        "keywords": [str(layer.theme.label), *map(str, layer.keywords)],
        "itemType": "feature",
        "extent": _extent_document(extent),
        "crs": crs,
        "storageCrs": systems.STORAGE.uri,
        "links": [
            link("self", address(request, "collection", name), JSON),
            link("items", address(request, "items", name), GEOJSON, _("Objekte")),
            link("items", address(request, "items", name, f="jsonfg"), JSONFG, _("Objekte")),
            link("items", address(request, "items", name, f="html"), HTML, _("Objekte als Liste")),
            link(REL + "queryables", address(request, "queryables", name), SCHEMA, _("Suchfelder")),
            link(REL + "schema", address(request, "schema", name), SCHEMA, _("Merkmale")),
            link(
                REL + "sortables", address(request, "sortables", name), SCHEMA, _("Sortierfelder")
            ),
            link(REL + "styles", address(request, "collection-styles", name), JSON, _("Stile")),
        ],
    }
    if layer.public:
        document["links"].append(
            link(
                REL + "tilesets-vector",
                address(request, "collection-tilesets", name),
                JSON,
                _("Vektorkacheln"),
            )
        )
    return document


def licences(layer: Layer) -> list[dict[str, Any]]:
    found = {one.licence_uri: one.licence for one in datasets_behind([layer]) if one.licence_uri}
    return [link("license", uri, "", title) for uri, title in found.items()]


def _extent_document(extent: Extent) -> dict[str, Any]:
    document: dict[str, Any] = {
        "temporal": {"interval": [[extent.start, extent.end]], "trs": CALENDAR}
    }
    if extent.box:
        document["spatial"] = {"bbox": [list(extent.box)], "crs": systems.CRS84.uri}
    return document
