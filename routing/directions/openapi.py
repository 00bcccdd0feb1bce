"""The description of `/api/routing/` (OpenAPI 3.0), made from the fields that read requests."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from rest_framework import serializers

from routing.directions.formats import geojson, gpx, kml
from routing.directions.orders import (
    AreaField,
    CoverageQuestion,
    LayerField,
    MatrixQuestion,
    NearestQuestion,
    ReachQuestion,
    RefField,
    RefList,
    RouteQuestion,
    SitesQuestion,
    TimeField,
)

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.0"
PROBLEM = "application/problem+json"
JSON = "application/json"
_REF = {
    "type": "string",
    "maxLength": 200,
    "example": "7.8142,51.6806",
}
_AREA = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Polygon", "MultiPolygon"]},
        "coordinates": {"type": "array", "items": {"type": "array", "items": {}}},
    },
}
_FORMATS = {
    "route": (JSON, geojson.MEDIA_TYPE, gpx.MEDIA_TYPE, kml.MEDIA_TYPE),
    "isochrone": (JSON, geojson.MEDIA_TYPE),
}
_PROBLEMS = ("400", "404", "406", "413", "415", "422", "429", "503")


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
def definition(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(request), content_type=MEDIA_TYPE)


def document(request: HttpRequest) -> dict[str, Any]:
    root = reverse("routing:openapi").removesuffix("/openapi.json")
    questions = (
        ("route", RouteQuestion, _("Wege von einem Ort zum anderen")),
        ("isochrone", ReachQuestion, _("Was in einer Zeit erreichbar ist")),
        ("nearest", NearestQuestion, _("Die nächsten Ziele, die bei Ankunft geöffnet sind")),
        ("coverage", CoverageQuestion, _("Wie viele Menschen ein Ziel in einer Zeit erreichen")),
        ("sites", SitesQuestion, _("Wo ein weiteres Ziel den meisten Menschen hilft")),
        ("matrix", MatrixQuestion, _("Zeiten und Längen zwischen vielen Orten")),
    )
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Wege in der Stadt"),
            "version": "1.0.0",
            "description": _(
                "Wege zu Fuß, mit Rad, Rollstuhl und Kinderwagen, mit Schatten nach der Stunde. "
                "Jede Frage geht per GET oder POST; gespeichert wird nichts. Orte sind "
                "„Länge,Breite“ in Grad (EPSG:4326), „Ebene:Nummer“ oder „Ebene:Kurzname“; "
                "Ziele auch „nearest:Ebene“."
            ),
        },
        "servers": [{"url": request.build_absolute_uri(root)}],
        "paths": {
            f"/{name}": _operations(name, question, summary)
            for name, question, summary in questions
        },
        "components": {
            "schemas": {
                "Answer": {"type": "object"},
                "Problem": _PROBLEM_SCHEMA,
            },
            "responses": {
                "Problem": {
                    "description": _("Warum es keine Antwort gibt (RFC 9457)"),
                    "content": {PROBLEM: {"schema": _at("schemas/Problem")}},
                }
            },
        },
    }


_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "object"},
    },
}


def _operations(name: str, question: type[serializers.Serializer], summary: str) -> dict[str, Any]:
    fields = question().fields
    bodies: dict[str, Any] = {
        JSON: {"schema": _body(fields, as_json=True)},
        "application/x-www-form-urlencoded": {"schema": _body(fields, as_json=False)},
    }
    if name == "route":
        bodies[gpx.MEDIA_TYPE] = {"schema": {"type": "string"}}
    common = {"tags": ["routing"], "responses": _responses(name)}
    shape = [_shape_parameter()] if name == "route" else []
    return {
        "get": {
            **common,
            "operationId": f"{name}ByGet",
            "summary": summary,
            "parameters": [_parameter(key, field) for key, field in fields.items()] + shape,
        },
        "post": {
            **common,
            "operationId": f"{name}ByPost",
            "summary": summary,
            "parameters": shape,
            "requestBody": {"required": True, "content": bodies},
        },
    }


def _shape_parameter() -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "schema": {"type": "string", "enum": ["json", "geojson", "gpx", "kml"]},
    }


def _responses(name: str) -> dict[str, Any]:
    answered = {
        media: {"schema": {"type": "string"} if "xml" in media else _at("schemas/Answer")}
        for media in _FORMATS.get(name, (JSON, geojson.MEDIA_TYPE))
    }
    return {
        "200": {"description": "OK", "content": answered},
        **{status: _at("responses/Problem") for status in _PROBLEMS},
    }


def _parameter(name: str, field: serializers.Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": field.required,
        "schema": _schema(field, as_json=False),
    }
    if isinstance(field, serializers.ListField) and not isinstance(field, RefList):
        made |= {"style": "form", "explode": False}
    return made


def _body(fields: Any, *, as_json: bool) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name for name, field in fields.items() if field.required],
        "properties": {name: _schema(field, as_json=as_json) for name, field in fields.items()},
    }


def _schema(field: serializers.Field, *, as_json: bool) -> dict[str, Any]:
    if isinstance(field, RefField):
        return _REF
    if isinstance(field, AreaField):
        return _AREA if as_json else {"type": "string", "description": _("GeoJSON als Text")}
    if isinstance(field, RefList) and not as_json:
        return {"type": "string", "example": "7.81,51.68;7.82,51.69"}
    if isinstance(field, serializers.ListField):
        bounds = {"minItems": field.min_length, "maxItems": field.max_length}
        known = {name: bound for name, bound in bounds.items() if bound is not None}
        return {"type": "array", "items": _schema(field.child, as_json=as_json), **known}
    if isinstance(field, serializers.ChoiceField):
        return {"type": "string", "enum": [str(one) for one in field.choices]}
    if isinstance(field, TimeField):
        return {"type": "string", "example": "2026-08-02T15:00"}
    if isinstance(field, LayerField):
        return {"type": "string", "example": "cool_places"}
    if isinstance(field, serializers.BooleanField):
        return {"type": "boolean"}
    number = "integer" if isinstance(field, serializers.IntegerField) else "number"
    bounds = {
        "minimum": getattr(field, "min_value", None),
        "maximum": getattr(field, "max_value", None),
    }
    return {"type": number, **{name: one for name, one in bounds.items() if one is not None}}


def _at(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{name}"}
