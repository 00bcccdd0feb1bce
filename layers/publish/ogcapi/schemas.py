"""Schemas of a collection: what can be asked for, sorted by, read and written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.publish.ogcapi import documents
from layers.publish.ogcapi.links import HTML, SCHEMA, address
from layers.publish.ogcapi.lookup import collection, keep
from layers.publish.properties import READ_ONLY, shown
from layers.registry import Field, Layer

FORMS = {"json": SCHEMA, "html": HTML}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}
_TEMPORAL_ROLES = {
    "valid_from": "primary-interval-start",
    "valid_to": "primary-interval-end",
}


def queryables(request: HttpRequest, name: str) -> HttpResponse:
    """What filters and query parameters can name."""
    layer = collection(request, name)
    properties = {"id": _identifier(), "geometry": geometry_schema(layer), **_of_fields(layer)}
    return _answer(request, layer, "queryables", properties, additionalProperties=False)


def sortables(request: HttpRequest, name: str) -> HttpResponse:
    """What sortby can name."""
    layer = collection(request, name)
    properties = {"id": _identifier(), **_of_fields(layer)}
    return _answer(request, layer, "sortables", properties, additionalProperties=False)


def schema(request: HttpRequest, name: str) -> HttpResponse:
    """What features carry, with titles, units, code lists, and what nobody may write."""
    layer = collection(request, name)
    return _answer(request, layer, "schema", feature_properties(layer))


def feature_properties(layer: Layer) -> dict[str, Any]:
    return {
        "id": {**_identifier(), "readOnly": True},
        "geometry": geometry_schema(layer),
        **_of_fields(layer, roles=True),
    }


def _answer(
    request: HttpRequest, layer: Layer, kind: str, properties: dict[str, Any], **more: Any
) -> HttpResponse:
    chosen = documents.chosen_form(request, FORMS)
    document = {
        "$schema": _DIALECT,
        "$id": address(request, kind, layer.name),
        "type": "object",
        "title": str(layer.title),
        "description": str(layer.description),
        "properties": properties,
        **more,
    }
    if chosen == "html":
        titles = {
            "queryables": _("Suchfelder"),
            "sortables": _("Sortierfelder"),
            "schema": _("Merkmale"),
        }
        return documents.page(request, "schema", document, layer=layer, kind=titles[kind])
    return keep(documents.json_answer(request, document, SCHEMA), layer)


def _identifier() -> dict[str, Any]:
    return {"type": "integer", "title": _("Nummer"), "x-ogc-role": "id"}


def geometry_schema(layer: Layer) -> dict[str, Any]:
    kind = layer.geometry_type.lower()
    format_ = "geometry-any" if kind == "geometry" else f"geometry-{kind}"
    return {"title": _("Lage"), "format": format_, "x-ogc-role": "primary-geometry"}


def _of_fields(layer: Layer, *, roles: bool = False) -> dict[str, Any]:
    made = {}
    for position, one in enumerate(shown(layer), 1):
        made[one.name] = field_schema(one)
        if roles:
            made[one.name] |= _roles(one, position)
    return made


def field_schema(one: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"title": str(one.title), **_TYPES[one.type]}
    if one.description:
        made["description"] = str(one.description)
    if one.unit:
        made["x-ogc-unit"] = one.unit
        made["x-ogc-unitLang"] = "UCUM"
    if one.choices is not None:
        labels = {value: str(label) for value, label in one.choices.choices}
        made["enum"] = list(labels)
        made["x-enum-descriptions"] = labels
    return made


def _roles(one: Field, position: int) -> dict[str, Any]:
    made: dict[str, Any] = {"x-ogc-propertySeq": position}
    if one.name in READ_ONLY:
        made["readOnly"] = True
    if role := _TEMPORAL_ROLES.get(one.name):
        made["x-ogc-role"] = role
    return made
