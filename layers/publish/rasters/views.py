"""Raster tiles over HTTP: kept for ever under the token of their raster, redirected under another.

/raster/{layer}/{token}/{theme}/{variant}/{z}/{x}/{y}.png
"""

import logging
from functools import lru_cache
from typing import cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from layers import registry
from layers.publish.rasters.addresses import tiles_path
from layers.publish.rasters.painting import Paint, classes_png, png
from layers.publish.rasters.reading import UnreadableRaster, read_tile
from layers.publish.styles.palette import ThemeName, coloured
from layers.registry import Picture, RasterLayer

log = logging.getLogger(__name__)

KEPT_TILES = 1024  # in memory of a process, about 5 kB each
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def tile(
    request: HttpRequest, name: str, token: str, theme: str, variant: str, z: int, x: int, y: int
) -> HttpResponse:
    layer = _layer_or_404(name)
    pictures = layer.current()
    if pictures is None or theme not in get_args(ThemeName) or not _exists(layer, z, x, y):
        raise Http404
    picture = pictures.find(variant)
    if picture is None:
        raise Http404
    if token != pictures.token:
        address = tiles_path(layer, pictures, theme, variant).format(z=z, x=x, y=y)
        return _kept(redirect(address, preserve_request=True), "no-store")
    etag = f'"{layer.name}/{token}/{theme}/{variant}/{z}/{x}/{y}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            body = _painted(layer, token, picture, cast(ThemeName, theme), z, x, y)
        except UnreadableRaster as error:
            log.warning("raster tiles: %s: %s", error, error.__cause__)
            return HttpResponse(status=503, headers={"Retry-After": "60"})
        response = HttpResponse(body, content_type="image/png")
    response["ETag"] = etag
    return _kept(response, FOR_EVER)


def _layer_or_404(name: str) -> RasterLayer:
    try:
        return registry.raster_layer(name)
    except KeyError as error:
        raise Http404 from error


def _exists(layer: RasterLayer, z: int, x: int, y: int) -> bool:
    return layer.min_zoom <= z <= layer.max_zoom and max(x, y) < 2**z


def _kept(response: HttpResponse, cache_control: str) -> HttpResponse:
    response["Cache-Control"] = cache_control
    return response


@lru_cache(maxsize=KEPT_TILES)
def _painted(
    layer: RasterLayer, token: str, picture: Picture, theme: ThemeName, z: int, x: int, y: int
) -> bytes:
    values = read_tile(picture, z, x, y)
    if layer.limits:
        return classes_png(values, layer.limits, _paints(layer, theme))
    return png(values, coloured(layer.colour, theme), layer.opacity)


def _paints(layer: RasterLayer, theme: ThemeName) -> list[Paint]:
    inks = coloured(("@label", "@ground"), theme)
    return [
        Paint(
            coloured(symbol.paint["fill-color"], theme),
            inks,
            symbol.paint.get("fill-opacity", layer.opacity),
            symbol.pattern,
        )
        for symbol in layer.symbols
    ]
