"""Vector tiles of each public layer and of the base map, as the map itself draws them.

Besides the map's own grid there is that of the surveys in Germany, for clients that show UTM.
"""

import re
from collections.abc import Iterable
from typing import Any

import psycopg
from django.contrib.gis.db.models.functions import Envelope
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from psycopg.types.numeric import Int4

from layers.ground.crs import STORAGE_SRID, transformer
from layers.ground.models import City
from layers.publish import crs as systems
from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.execution import time_limited
from layers.publish.extents import Extent, extents
from layers.publish.ogcapi import documents
from layers.publish.ogcapi.links import JSON, MVT, REL, SCHEMA, address, link, self_and_alternates
from layers.publish.ogcapi.parameters import form, format_parameter, read
from layers.publish.ogcapi.schemas import field_schema
from layers.publish.tiles.grids import GRIDS, PIXEL_M, PIXELS, Grid, Range
from layers.publish.tiles.statements import BASE, TileSet, tile_set
from layers.publish.tiles.views import requested_zoom
from layers.registry import Layer

FORMS = {"mvt": MVT}
F = format_parameter(FORMS)

_TIMEOUT_S = 5.0
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_DIMENSION = {"POINT": 0, "MULTIPOINT": 0, "LINESTRING": 1, "MULTILINESTRING": 1}

Box = tuple[float, float, float, float]


def matrix_sets(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    document = {
        "title": _("Kachelschemata"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "tileMatrixSets": [
            {
                **_named(grid),
                "crs": _crs(grid),
                "links": [
                    link("self", address(request, "tile-matrix-set", grid.name), JSON, grid.title)
                ],
            }
            for grid in GRIDS.values()
        ],
    }
    return documents.answer(request, chosen, document)


def matrix_set(request: HttpRequest, scheme: str) -> HttpResponse:
    grid = _grid(scheme)
    chosen = documents.chosen_form(request)
    document = {
        **_named(grid),
        "crs": _crs(grid),
        "orderedAxes": list(grid.axes),
        **({"wellKnownScaleSet": grid.scale_set} if grid.scale_set else {}),
        "tileMatrices": [_matrix(grid, level) for level in range(grid.levels)],
        "links": self_and_alternates(request, chosen, documents.FORMS),
    }
    return documents.answer(request, chosen, document)


def tilesets(request: HttpRequest, name: str = BASE) -> HttpResponse:
    """The tile sets of a layer, or of the base map: one for each tiling scheme."""
    tiles = _tiles(name)
    chosen = documents.chosen_form(request)
    city = _city_box()
    document = {
        "title": _title(tiles),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "tilesets": [_summary(request, tiles, grid, city) for grid in GRIDS.values()],
    }
    return documents.answer(request, chosen, document)


def tileset(request: HttpRequest, scheme: str, name: str = BASE) -> HttpResponse:
    """What a client must know to ask for tiles: where they are and what is in them."""
    grid = _grid(scheme)
    tiles = _tiles(name)
    chosen = documents.chosen_form(request)
    reach = _reach(tiles)
    document = _summary(request, tiles, grid, _city_box())
    document["links"] = [
        *self_and_alternates(request, chosen, documents.FORMS),
        *(one for one in document["links"] if one["rel"] != "self"),
    ]
    document["layers"] = [_layer_document(request, layer, grid) for layer in tiles.layers]
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
            "tileMatrix": str(_level(grid, max(12, tiles.min_zoom))),
        }
    return documents.answer(request, chosen, document)


def tile(
    request: HttpRequest, scheme: str, matrix: str, row: str, column: str, name: str = BASE
) -> HttpResponse:
    """One tile; 204 where nothing is. Its statement is that of the map's own tiles."""
    grid = _grid(scheme)
    form(request, read(request, (F,)), FORMS)
    tiles = _tiles(name)
    if not all(map(_NUMBER.fullmatch, (matrix, row, column))):
        raise Http404
    level, x, y = int(matrix), int(column), int(row)
    if level not in _levels(tiles, grid, tiles.max_zoom) or max(x, y) >= 2**level:
        raise Http404
    limits = _limits(grid, _city_box(), [level])
    if limits and not limits[level].holds(y, x):
        raise Http404
    revision, body = _asked(tiles, grid, level, x, y)
    etag = weak_etag(tiles.name, grid.name, tiles.token(revision), matrix, row, column)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if is_known(request, etag):
        return not_modified(etag)
    if not body:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(body, content_type=MVT, headers=headers)


def _asked(tiles: TileSet, grid: Grid, level: int, x: int, y: int) -> tuple[int, bytes]:
    statement = tiles.statement(level + grid.first_zoom, grid)
    with time_limited(_TIMEOUT_S):
        cursor = psycopg.RawCursor(connection.connection)
        cursor.execute(statement, (Int4(level), Int4(x), Int4(y)), binary=True)
        row = cursor.fetchone()
    assert row is not None  # the statement makes exactly one
    return row[0], row[1]


# --- grids


def _grid(scheme: str) -> Grid:
    if scheme not in GRIDS:
        raise Http404
    return GRIDS[scheme]


def _level(grid: Grid, zoom: int) -> int:
    """The grid's level that shows what the map shows at `zoom`."""
    return min(max(zoom - grid.first_zoom, 0), grid.levels - 1)


def _levels(tiles: TileSet, grid: Grid, max_zoom: int) -> range:
    """The levels that have tiles: the map's zooms that the layers are drawn at."""
    lowest = max(tiles.min_zoom - grid.first_zoom, 0)
    return range(lowest, min(max_zoom - grid.first_zoom, grid.levels - 1) + 1)


def _named(grid: Grid) -> dict[str, Any]:
    named = {"id": grid.name, "title": grid.title}
    return {**named, "uri": grid.uri} if grid.uri else named


def _crs(grid: Grid) -> str:
    return f"http://www.opengis.net/def/crs/EPSG/0/{grid.srid}"


def _matrix(grid: Grid, level: int) -> dict[str, Any]:
    cell_size = grid.cell_size(level)
    return {
        "id": str(level),
        "scaleDenominator": cell_size / PIXEL_M,
        "cellSize": cell_size,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [grid.left, grid.top],
        "tileWidth": PIXELS,
        "tileHeight": PIXELS,
        "matrixWidth": 2**level,
        "matrixHeight": 2**level,
    }


def _city_box() -> Box | None:
    """Where features may be, in storage; None where no city is configured."""
    found = City.objects.annotate(box=Envelope("boundary")).values_list("box", "margin_m").first()
    if found is None:
        return None
    box, margin_m = found
    left, bottom, right, top = box.extent
    return left - margin_m, bottom - margin_m, right + margin_m, top + margin_m


def _limits(grid: Grid, city: Box | None, levels: Iterable[int]) -> dict[int, Range]:
    """The tiles that can hold a feature; none are told apart where no city is configured."""
    if city is None:
        return {}
    box = transformer(STORAGE_SRID, grid.srid).transform_bounds(*city)
    return {level: grid.range_over(box, level) for level in levels}


# --- documents


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


def _summary(request: HttpRequest, tiles: TileSet, grid: Grid, city: Box | None) -> dict[str, Any]:
    view, args = _place(tiles, "tileset")
    tile_view, _args = _place(tiles, "tile")
    template = address(request, tile_view, *args, grid.name, "0", "0", "0").removesuffix("/0/0/0")
    document: dict[str, Any] = {
        "title": _title(tiles),
        "dataType": "vector",
        "crs": _crs(grid),
        "tileMatrixSetId": grid.name,
        **({"tileMatrixSetURI": grid.uri} if grid.uri else {}),
        "links": [
            link("self", address(request, view, *args, grid.name), JSON, _title(tiles)),
            link(
                REL + "tiling-scheme",
                address(request, "tile-matrix-set", grid.name),
                JSON,
                grid.title,
            ),
            link(
                "item",
                template + "/{tileMatrix}/{tileRow}/{tileCol}",
                MVT,
                _("Kacheln"),
                templated=True,
            ),
        ],
    }
    if limits := _limits(grid, city, _levels(tiles, grid, requested_zoom(tiles))):
        document["tileMatrixSetLimits"] = [
            {
                "tileMatrix": str(level),
                "minTileRow": one.min_row,
                "maxTileRow": one.max_row,
                "minTileCol": one.min_column,
                "maxTileCol": one.max_column,
            }
            for level, one in limits.items()
        ]
    return document


def _layer_document(request: HttpRequest, layer: Layer, grid: Grid) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": layer.name,
        "title": str(layer.title),
        "dataType": "vector",
        "minTileMatrix": str(_level(grid, layer.min_zoom)),
        "maxTileMatrix": str(_level(grid, layer.max_zoom)),
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
