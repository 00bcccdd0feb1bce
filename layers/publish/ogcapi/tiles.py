"""Vector tiles of each public layer and of the base map, as the map itself draws them."""

import math
import re
from typing import Any

import psycopg
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from psycopg.types.numeric import Int4

from layers.publish import crs as systems
from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.execution import time_limited
from layers.publish.extents import Extent, extents
from layers.publish.ogcapi import documents
from layers.publish.ogcapi.links import JSON, MVT, REL, SCHEMA, address, link, self_and_alternates
from layers.publish.ogcapi.parameters import form, format_parameter, read
from layers.publish.ogcapi.schemas import field_schema
from layers.publish.tiles.statements import BASE, TileSet, tile_set
from layers.publish.tiles.views import requested_zoom
from layers.registry import Layer

QUAD = "WebMercatorQuad"
QUAD_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
FORMS = {"mvt": MVT}
F = format_parameter(FORMS)

_HIGHEST_ZOOM = 24
_EDGE_M = 20037508.342789244
_SCALE = 559082264.0287178  # of zoom 0 at 256 pixels of 0.28 mm
_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
_TIMEOUT_S = 5.0
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_DIMENSION = {"POINT": 0, "MULTIPOINT": 0, "LINESTRING": 1, "MULTILINESTRING": 1}


def matrix_sets(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    document = {
        "title": _("Kachelschemata"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "tileMatrixSets": [
            {
                "id": QUAD,
                "title": "Google Maps Compatible for the World",
                "uri": QUAD_URI,
                "crs": _MERCATOR,
                "links": [link("self", address(request, "tile-matrix-set", QUAD), JSON, QUAD)],
            }
        ],
    }
    return documents.answer(request, chosen, document)


def matrix_set(request: HttpRequest, scheme: str) -> HttpResponse:
    _require(scheme)
    chosen = documents.chosen_form(request)
    document = {
        "id": QUAD,
        "title": "Google Maps Compatible for the World",
        "uri": QUAD_URI,
        "crs": _MERCATOR,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(_HIGHEST_ZOOM + 1)],
        "links": self_and_alternates(request, chosen, documents.FORMS),
    }
    return documents.answer(request, chosen, document)


def tilesets(request: HttpRequest, name: str = BASE) -> HttpResponse:
    """The tile sets of a layer, or of the base map: one for each tiling scheme."""
    tiles = _tiles(name)
    chosen = documents.chosen_form(request)
    document = {
        "title": _title(tiles),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "tilesets": [_summary(request, tiles)],
    }
    return documents.answer(request, chosen, document)


def tileset(request: HttpRequest, scheme: str, name: str = BASE) -> HttpResponse:
    """What a client must know to ask for tiles: where they are and what is in them."""
    _require(scheme)
    tiles = _tiles(name)
    chosen = documents.chosen_form(request)
    reach = _reach(tiles)
    document = _summary(request, tiles)
    document["links"] = [
        *self_and_alternates(request, chosen, documents.FORMS),
        *(one for one in document["links"] if one["rel"] != "self"),
    ]
    document["layers"] = [_layer_document(request, layer) for layer in tiles.layers]
    if reach.box:
        west, south, east, north = reach.box
        crs84 = systems.CRS84.uri
        document["boundingBox"] = {
            "lowerLeft": [west, south],
            "upperRight": [east, north],
            "crs": crs84,
        }
        document["centerPoint"] = {
            "coordinates": [round((west + east) / 2, 6), round((south + north) / 2, 6)],
            "crs": crs84,
            "tileMatrix": str(max(12, tiles.min_zoom)),
        }
        document["tileMatrixSetLimits"] = [
            _limits(reach.box, zoom) for zoom in range(tiles.min_zoom, requested_zoom(tiles) + 1)
        ]
    return documents.answer(request, chosen, document)


def tile(
    request: HttpRequest, scheme: str, matrix: str, row: str, column: str, name: str = BASE
) -> HttpResponse:
    """One tile; 204 where nothing is. Its statement is that of the map's own tiles."""
    _require(scheme)
    form(request, read(request, (F,)), FORMS)
    tiles = _tiles(name)
    if not all(map(_NUMBER.fullmatch, (matrix, row, column))):
        raise Http404
    z, x, y = int(matrix), int(column), int(row)
    if not tiles.min_zoom <= z <= tiles.max_zoom or max(x, y) >= 2**z:
        raise Http404
    revision, body = _asked(tiles, z, x, y)
    etag = weak_etag(tiles.name, tiles.token(revision), matrix, row, column)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if is_known(request, etag):
        return not_modified(etag)
    if not body:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(body, content_type=MVT, headers=headers)


def _asked(tiles: TileSet, z: int, x: int, y: int) -> tuple[int, bytes]:
    with time_limited(_TIMEOUT_S):
        cursor = psycopg.RawCursor(connection.connection)
        cursor.execute(tiles.statement(z), (Int4(z), Int4(x), Int4(y)), binary=True)
        row = cursor.fetchone()
    assert row is not None  # the statement makes exactly one
    return row[0], row[1]


def _require(scheme: str) -> None:
    if scheme != QUAD:
        raise Http404


def _tiles(name: str) -> TileSet:
    found = tile_set(name)
    if found is None:
        raise Http404
    return found


def _title(tiles: TileSet) -> str:
    return _("Grundkarte") if tiles.name == BASE else str(tiles.layers[0].title)


def _place(tiles: TileSet, kind: str) -> tuple[str, tuple[str, ...]]:
    """The name of an address and what it takes, for the base map and for layers."""
    return (kind, ()) if tiles.name == BASE else (f"collection-{kind}", (tiles.name,))


def _summary(request: HttpRequest, tiles: TileSet) -> dict[str, Any]:
    view, args = _place(tiles, "tileset")
    tile_view, _args = _place(tiles, "tile")
    template = address(request, tile_view, *args, QUAD, "0", "0", "0").removesuffix("/0/0/0")
    return {
        "title": _title(tiles),
        "dataType": "vector",
        "crs": _MERCATOR,
        "tileMatrixSetId": QUAD,
        "tileMatrixSetURI": QUAD_URI,
        "links": [
            link("self", address(request, view, *args, QUAD), JSON, _title(tiles)),
            link(REL + "tiling-scheme", address(request, "tile-matrix-set", QUAD), JSON, QUAD),
            link(
                "item",
                template + "/{tileMatrix}/{tileRow}/{tileCol}",
                MVT,
                _("Kacheln"),
                templated=True,
            ),
        ],
    }


def _layer_document(request: HttpRequest, layer: Layer) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": layer.name,
        "title": str(layer.title),
        "dataType": "vector",
        "minTileMatrix": str(layer.min_zoom),
        "maxTileMatrix": str(layer.max_zoom),
        "propertiesSchema": {
            "type": "object",
            "properties": {one.name: field_schema(one) for one in layer.fields if one.in_tile},
        },
        "links": [link("describedby", address(request, "schema", layer.name), SCHEMA)],
    }
    if layer.geometry_type != "GEOMETRY":
        document["geometryDimension"] = _DIMENSION.get(layer.geometry_type, 2)
    return document


def _reach(tiles: TileSet) -> Extent:
    boxes = [one.box for one in extents(tiles.layers).values() if one.box]
    if not boxes:
        return Extent(None)
    west, south, east, north = zip(*boxes, strict=True)
    return Extent((min(west), min(south), max(east), max(north)))


def _matrix(zoom: int) -> dict[str, Any]:
    return {
        "id": str(zoom),
        "scaleDenominator": _SCALE / 2**zoom,
        "cellSize": 2 * _EDGE_M / 256 / 2**zoom,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_EDGE_M, _EDGE_M],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }


def _limits(box: tuple[float, float, float, float], zoom: int) -> dict[str, Any]:
    west, south, east, north = box
    return {
        "tileMatrix": str(zoom),
        "minTileRow": _row(north, zoom),
        "maxTileRow": _row(south, zoom),
        "minTileCol": _column(west, zoom),
        "maxTileCol": _column(east, zoom),
    }


def _column(lon: float, zoom: int) -> int:
    return min(max(int((lon + 180) / 360 * 2**zoom), 0), 2**zoom - 1)


def _row(lat: float, zoom: int) -> int:
    share = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return min(max(int(share * 2**zoom), 0), 2**zoom - 1)
