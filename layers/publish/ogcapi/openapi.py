"""The API definition (OpenAPI 3.0), made from the very declarations that requests are read by."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from layers.publish.ogcapi import documents, items, parameters, records, schemas, styles, tiles
from layers.publish.ogcapi.components import (
    CONTENT_CRS,
    IF_MATCH,
    SCHEMAS,
    SHAPES,
    failures,
    problem_response,
    ref,
)
from layers.publish.ogcapi.links import GEOJSON, HTML, JSON, JSONFG, MVT, OPENAPI, SCHEMA
from layers.publish.ogcapi.lookup import collections, keep
from layers.publish.ogcapi.parameters import Parameter
from layers.publish.ogcapi.transactions import PATCH_TYPES, WHOLE_TYPES
from layers.publish.tiles.grids import GRIDS
from layers.registry import Layer

_VERSION = "1.0.0"


def definition(request: HttpRequest) -> HttpResponse:
    forms = {"json": OPENAPI}
    documents.chosen_form(request, forms)
    response = documents.json_answer(request, document(request), OPENAPI)
    return keep(response, *collections(request))


def definition_page(request: HttpRequest) -> HttpResponse:
    parameters.read(request, ())
    made = document(request)
    operations = [
        (method.upper(), path, one)
        for path, methods in made["paths"].items()
        for method, one in methods.items()
    ]
    return documents.page(
        request,
        "api",
        {"title": made["info"]["title"], "description": made["info"]["description"]},
        operations=operations,
        shared=made["components"]["parameters"],
    )


def document(request: HttpRequest) -> dict[str, Any]:
    layers = collections(request)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Geodaten der Stadt als OGC API"),
            "version": _VERSION,
            "description": _(
                "Alle Ebenen der Stadtkarte als Objekte (OGC API Features), Vektorkacheln "
                "(Tiles), mit Stilen (Styles) und Katalog (Records)."
            ),
        },
        "servers": [{"url": request.build_absolute_uri(reverse("ogc:landing")).rstrip("/")}],
        "tags": [
            {"name": name} for name in ("Capabilities", "Features", "Tiles", "Styles", "Records")
        ],
        "security": [{}, {"basic": []}, {"bearer": []}],
        "paths": {**_general_paths(layers), **_feature_paths(layers)},
        "components": {
            "parameters": _shared_parameters(),
            "schemas": SCHEMAS,
            "responses": {"Problem": problem_response()},
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


# --- paths


def _general_paths(layers: list[Layer]) -> dict[str, Any]:
    names = [layer.name for layer in layers]
    public = [layer.name for layer in layers if layer.public]
    one = [_in_path("collectionId", names)]
    tiled = [_in_path("collectionId", public)]
    scheme = _in_path("tileMatrixSetId", list(GRIDS))
    theme = _in_path("styleId", ["light", "dark"])
    place = [_number_in_path(name) for name in ("tileMatrix", "tileRow", "tileCol")]
    record = _in_path("recordId", None)
    # OGC 20-057, table 11: the ends of the names by which clients find these operations.
    of_map, of_layer = "getMap.dataset.vector", "getLayer.collection.vector"
    json_or_html = {JSON: "Document", HTML: None}
    schema_or_html = {SCHEMA: "Document", HTML: None}
    record_or_html = {GEOJSON: "Document", HTML: None}

    def get(
        tag: str,
        summary: str,
        forms: dict[str, str | None],
        known: Iterable[Parameter] = (documents.F,),
        path: Iterable[dict[str, Any]] = (),
        name: str = "",
    ) -> dict[str, Any]:
        operation = _operation(tag, summary, forms, known, path)
        return {"get": {**operation, "operationId": name} if name else operation}

    return {
        "/": get("Capabilities", _("Einstieg"), json_or_html),
        "/conformance": get("Capabilities", _("Erfüllte Normen"), json_or_html),
        "/api": get(
            "Capabilities",
            _("Diese Beschreibung"),
            {OPENAPI: "Document"},
            (parameters.format_parameter(["json"]),),
        ),
        "/api.html": get("Capabilities", _("Diese Beschreibung zum Lesen"), {HTML: None}, ()),
        "/functions": get("Capabilities", _("Funktionen in CQL2"), json_or_html),
        "/collections": get("Capabilities", _("Ebenen"), json_or_html),
        "/collections/{collectionId}": get("Capabilities", _("Eine Ebene"), json_or_html, path=one),
        "/collections/{collectionId}/queryables": get(
            "Features", _("Suchfelder"), schema_or_html, path=one
        ),
        "/collections/{collectionId}/sortables": get(
            "Features", _("Sortierfelder"), schema_or_html, path=one
        ),
        "/collections/{collectionId}/schema": get(
            "Features", _("Merkmale"), schema_or_html, path=one
        ),
        "/tileMatrixSets": get(
            "Tiles", _("Kachelschemata"), json_or_html, name="getTileMatrixSetsList"
        ),
        "/tileMatrixSets/{tileMatrixSetId}": get(
            "Tiles", _("Ein Kachelschema"), json_or_html, path=[scheme], name="getTileMatrixSet"
        ),
        "/tiles": get(
            "Tiles", _("Kacheln der Grundkarte"), json_or_html, name=f"{of_map}.getTileSetsList"
        ),
        "/tiles/{tileMatrixSetId}": get(
            "Tiles",
            _("Kacheln der Grundkarte in einem Schema"),
            json_or_html,
            path=[scheme],
            name=f"{of_map}.getTileSet",
        ),
        "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}": get(
            "Tiles",
            _("Eine Kachel der Grundkarte"),
            {MVT: "Bytes"},
            (tiles.F,),
            [scheme, *place],
            f"{of_map}.getTile",
        ),
        "/collections/{collectionId}/tiles": get(
            "Tiles",
            _("Kacheln einer Ebene"),
            json_or_html,
            path=tiled,
            name=f"{of_layer}.getTileSetsList",
        ),
        "/collections/{collectionId}/tiles/{tileMatrixSetId}": get(
            "Tiles",
            _("Kacheln einer Ebene in einem Schema"),
            json_or_html,
            path=[*tiled, scheme],
            name=f"{of_layer}.getTileSet",
        ),
        "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}": get(
            "Tiles",
            _("Eine Kachel einer Ebene"),
            {MVT: "Bytes"},
            (tiles.F,),
            [*tiled, scheme, *place],
            f"{of_layer}.getTile",
        ),
        "/styles": get("Styles", _("Stile der Karte"), json_or_html),
        "/styles/{styleId}": get(
            "Styles", _("Ein Stil der Karte"), {styles.MAPBOX: "Document"}, (styles.F_MAP,), [theme]
        ),
        "/styles/{styleId}/metadata": get(
            "Styles", _("Über einen Stil der Karte"), json_or_html, path=[theme]
        ),
        "/collections/{collectionId}/styles": get(
            "Styles", _("Stile einer Ebene"), json_or_html, path=tiled
        ),
        "/collections/{collectionId}/styles/{styleId}": get(
            "Styles",
            _("Ein Stil einer Ebene"),
            {styles.MAPBOX: "Document", styles.SLD_11: None, styles.SLD_10: None},
            (styles.F_LAYER,),
            [*tiled, theme],
        ),
        "/collections/records": get("Records", _("Der Katalog"), json_or_html),
        "/collections/records/items": get(
            "Records", _("Einträge des Katalogs"), record_or_html, records.PARAMETERS
        ),
        "/collections/records/items/{recordId}": get(
            "Records",
            _("Ein Eintrag des Katalogs"),
            record_or_html,
            records.ITEM_PARAMETERS,
            [record],
        ),
    }


def _feature_paths(layers: list[Layer]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    identifier = [{**_in_path("featureId", None), "schema": {"type": "integer", "minimum": 0}}]
    forms = {GEOJSON: "Feature", JSONFG: "Feature", HTML: None}
    for layer in layers:
        title = str(layer.title)
        base = f"/collections/{layer.name}/items"
        several = {GEOJSON: "FeatureCollection", JSONFG: "FeatureCollection", HTML: None}
        known = (*items.ITEMS_PARAMETERS, *items.layer_parameters(layer))
        paths[base] = {
            "get": _operation("Features", title, several, known),
            "post": _write_operation(
                layer, _("Anlegen: %(title)s") % {"title": title}, "201", WHOLE_TYPES
            ),
        }
        paths[f"{base}/{{featureId}}"] = {
            "get": _operation("Features", title, forms, items.ITEM_PARAMETERS, identifier),
            "put": _write_operation(
                layer,
                _("Ersetzen: %(title)s") % {"title": title},
                "204",
                WHOLE_TYPES,
                [*identifier, IF_MATCH],
            ),
            "patch": _write_operation(
                layer,
                _("Ändern: %(title)s") % {"title": title},
                "204",
                PATCH_TYPES,
                [*identifier, IF_MATCH],
            ),
            "delete": _write_operation(
                layer,
                _("Löschen: %(title)s") % {"title": title},
                "204",
                (),
                [*identifier, IF_MATCH],
            ),
        }
    return paths


# --- operations


def _operation(
    tag: str,
    summary: str,
    forms: dict[str, str | None],
    known: Iterable[Parameter],
    path: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    content = {
        media_type: {"schema": ref("schemas", schema) if schema else {"type": "string"}}
        for media_type, schema in forms.items()
    }
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    if MVT in forms:
        responses["204"] = {"description": _("In dieser Kachel ist nichts.")}
    responses["304"] = {"description": _("Unverändert seit der Fassung des Clients.")}
    return {
        "tags": [tag],
        "summary": summary,
        "parameters": [*path, *map(_reference_or_whole, (*known, parameters.LANGUAGE))],
        "responses": {**responses, **failures("400", "404")},
    }


def _write_operation(
    layer: Layer,
    summary: str,
    done: str,
    media_types: tuple[str, ...],
    path: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": ["Features"],
        "summary": summary,
        "security": [{"basic": []}, {"bearer": []}],
        "parameters": [*path],
        "responses": {
            done: {
                "description": summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
            },
            **failures("400", "401", "403", "404", "412", "413", "415", "422", "428"),
        },
    }
    if media_types:
        operation["parameters"] = [*operation["parameters"], CONTENT_CRS]
        operation["requestBody"] = {
            "required": True,
            "content": {
                one: {"schema": _body_schema(layer, whole=media_types == WHOLE_TYPES)}
                for one in media_types
            },
        }
    return operation


def _body_schema(layer: Layer, *, whole: bool) -> dict[str, Any]:
    properties = {
        name: {**one, "nullable": True}
        for name, one in _openapi_properties(layer).items()
        if not one.get("readOnly")
    }
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "geometry": _written_geometry(layer),
            "properties": {"type": "object", "properties": properties, "nullable": True},
        },
    }
    if whole:
        schema["required"] = ["type", "geometry", "properties"]
    return schema


def _written_geometry(layer: Layer) -> dict[str, Any]:
    """The shapes that may be sent: the layer's own, and a single one where it has several."""
    kind = SHAPES.get(layer.geometry_type)
    if kind is None:
        return ref("schemas", "Geometry")
    kinds = {kind.removeprefix("Multi"), kind}
    return {"oneOf": [ref("schemas", one) for one in sorted(kinds)]}


def _openapi_properties(layer: Layer) -> dict[str, Any]:
    """OpenAPI 3.0 has an older JSON Schema; null must stand among the values of an enum."""
    made = {}
    for name, one in schemas.feature_properties(layer).items():
        if name in ("geometry", "id"):
            continue
        made[name] = {key: value for key, value in one.items() if not key.startswith("x-")}
        if "enum" in one:
            made[name]["enum"] = [*one["enum"], None]
    return made


# --- parameters


@cache
def _shared() -> dict[str, Parameter]:
    return {
        one.name: one for one in (*items.ITEMS_PARAMETERS, parameters.LANGUAGE) if one.name != "f"
    }


def _shared_parameters() -> dict[str, Any]:
    return {name: _parameter(one) for name, one in _shared().items()}


def _reference_or_whole(one: Parameter) -> dict[str, Any]:
    if _shared().get(one.name) is one:
        return ref("parameters", one.name)
    return _parameter(one)


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": "query",
        "description": str(one.description),
        "required": False,
        "schema": one.schema,
        "style": "form",
        "explode": one.explode,
    }


def _in_path(name: str, values: list[str] | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if values is not None:
        schema["enum"] = values
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _number_in_path(name: str) -> dict[str, Any]:
    return {**_in_path(name, None), "schema": {"type": "integer", "minimum": 0}}
