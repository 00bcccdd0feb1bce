"""Addresses below /ogc/."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from layers.publish.ogcapi import (
    collections,
    functions,
    items,
    landing,
    openapi,
    records,
    schemas,
    styles,
    tiles,
    transactions,
)
from layers.publish.ogcapi.doors import resource

app_name = "ogc"

_ONE = "collections/<slug:name>"
_TILE = "tiles/<str:scheme>/<str:matrix>/<str:row>/<str:column>"


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", resource(GET=landing.landing), name="landing"),
    path("conformance", resource(GET=landing.conformance), name="conformance"),
    path("api", resource(GET=openapi.definition), name="api"),
    path("api.html", resource(GET=openapi.definition_page), name="api-html"),
    path("functions", resource(GET=functions.functions), name="functions"),
    path("collections", resource(GET=collections.collection_list), name="collections"),
    # The catalogue is a collection of records, not of features, and so not in the list.
    path("records", resource(GET=records.catalogue)),
    path("collections/records", resource(GET=records.catalogue), name="records"),
    path("collections/records/items", resource(GET=records.items), name="record-items"),
    path(
        "collections/records/items/<str:record_id>",
        resource(GET=records.item),
        name="record",
    ),
    path(_ONE, resource(GET=collections.collection_document), name="collection"),
    path(f"{_ONE}/queryables", resource(GET=schemas.queryables), name="queryables"),
    path(f"{_ONE}/sortables", resource(GET=schemas.sortables), name="sortables"),
    path(f"{_ONE}/schema", resource(GET=schemas.schema), name="schema"),
    path(f"{_ONE}/items", resource(GET=items.items, POST=transactions.create), name="items"),
    path(
        f"{_ONE}/items/<str:feature_id>",
        resource(
            GET=items.item,
            PUT=transactions.replace,
            PATCH=transactions.update,
            DELETE=transactions.delete,
        ),
        name="item",
    ),
    path("tileMatrixSets", resource(GET=tiles.matrix_sets), name="tile-matrix-sets"),
    path("tileMatrixSets/<str:scheme>", resource(GET=tiles.matrix_set), name="tile-matrix-set"),
    path("tiles", resource(GET=tiles.tilesets), name="tilesets"),
    path("tiles/<str:scheme>", resource(GET=tiles.tileset), name="tileset"),
    path(_TILE, resource(GET=tiles.tile), name="tile"),
    path(f"{_ONE}/tiles", resource(GET=tiles.tilesets), name="collection-tilesets"),
    path(f"{_ONE}/tiles/<str:scheme>", resource(GET=tiles.tileset), name="collection-tileset"),
    path(f"{_ONE}/{_TILE}", resource(GET=tiles.tile), name="collection-tile"),
    path("styles", resource(GET=styles.map_styles), name="styles"),
    path("styles/<str:theme>", resource(GET=styles.map_style), name="style"),
    path(
        "styles/<str:theme>/metadata",
        resource(GET=styles.map_style_metadata),
        name="style-metadata",
    ),
    path(f"{_ONE}/styles", resource(GET=styles.layer_styles), name="collection-styles"),
    path(f"{_ONE}/styles/<str:theme>", resource(GET=styles.layer_style), name="collection-style"),
    path("<path:rest>", resource(GET=_nothing)),
]
