"""The map's style: every public layer's symbols as one MapLibre style document.

https://maplibre.org/maplibre-style-spec/
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from django.http import HttpRequest

from layers.ground.crs import WEB_SRID
from layers.ground.models import City
from layers.publish import revisions
from layers.publish.rasters.addresses import tiles_path
from layers.publish.styles.assets import font_url, sprite_url
from layers.publish.styles.palette import ThemeName, coloured
from layers.registry import Layer, RasterLayer, Symbol, public_layers, raster_layers

# Beyond this zoom MapLibre enlarges: 1/4096 of a tile of zoom 16 is 0.15 m.
MAX_TILE_ZOOM = 16
BASE = "base"
FONT = "Fira Sans"
PATTERN_OPACITY = 0.72  # one ink of each stands out by 3 to 1 from what it lies on, in both themes
_SUBSETS = {
    "latin": ["U+0000-00FF", "U+0131", "U+0152-0153", "U+2000-206F", "U+20AC", "U+2122"],
    "latin-ext": ["U+0100-0130", "U+0132-0151", "U+0154-02AF", "U+1E00-1EFF"],
    "cyrillic": ["U+0301", "U+0400-045F", "U+0490-0491", "U+2116"],
    "arabic": ["U+0600-06FF", "U+0750-077F", "U+FB50-FDFF", "U+FE70-FEFC"],
}
_OUTLINE_TOLERANCE_M = 15
_WORLD = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]]


def style(theme: ThemeName, request: HttpRequest) -> dict[str, Any]:
    """The style document in one theme; addresses are absolute, as MapLibre wants them."""
    layers = list(public_layers())
    rasters = dict(_raster_sources(theme, request))
    document: dict[str, Any] = {
        "version": 8,
        "name": f"hamm-{theme}",
        "sprite": sprite_url(theme, request),
        "font-faces": {
            FONT: [
                {"url": font_url(subset, request), "unicode-range": ranges}
                for subset, ranges in _SUBSETS.items()
            ]
        },
        "sources": {**_outline_sources(), **dict(_tile_sources(layers, request)), **rasters},
        "layers": list(_style_layers(layers, rasters)),
    }
    document["layers"] = coloured(document["layers"], theme)
    return document


def _tile_sources(layers: list[Layer], request: HttpRequest) -> Iterator[tuple[str, dict]]:
    tiles = revisions.tile_urls(request)
    base = [layer for layer in layers if layer.basemap]
    if base:
        yield BASE, _source(tiles[BASE], base)
    for layer in layers:
        if not layer.basemap:
            yield layer.name, _source(tiles[layer.name], [layer])


def _source(tiles: str, layers: Iterable[Layer]) -> dict[str, Any]:
    min_zoom = min(layer.min_zoom for layer in layers)
    return {
        "type": "vector",
        "tiles": [tiles],
        "minzoom": min_zoom,
        "maxzoom": max(MAX_TILE_ZOOM, min_zoom),
    }


def _raster_sources(theme: ThemeName, request: HttpRequest) -> Iterator[tuple[str, dict]]:
    """Of the raster layers that have something to show; the default variant of each."""
    for layer in raster_layers():
        if pictures := layer.current():
            path = tiles_path(layer, pictures, theme, pictures.default)
            yield (
                layer.name,
                {
                    "type": "raster",
                    "tiles": [request.build_absolute_uri("/").rstrip("/") + path],
                    "tileSize": 256,
                    "minzoom": layer.min_zoom,
                    "maxzoom": layer.max_zoom,
                },
            )


def _style_layers(layers: list[Layer], rasters: Container[str]) -> Iterator[dict[str, Any]]:
    """Ground, areas and lines, what lies outside, then signs and names, in drawing order."""
    yield {"id": "ground", "type": "background", "paint": {"background-color": "@ground"}}
    yield from _drawn(layers, basemap=True, signs=False)
    yield {
        "id": "outside",
        "type": "fill",
        "source": "outside",
        "paint": {"fill-color": "@outside", "fill-opacity": 0.72},
    }
    yield from (_raster_style(one) for one in raster_layers() if one.name in rasters)
    yield from _drawn(layers, basemap=False, signs=False)
    yield {
        "id": "city-boundary",
        "type": "line",
        "source": "city",
        "paint": {
            "line-color": "@boundary",
            "line-opacity": 0.75,
            "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1.2, 16, 2.5],
            "line-dasharray": [4, 2.5],
        },
    }
    yield from _drawn(layers, basemap=True, signs=True)
    yield from _drawn(layers, basemap=False, signs=True)


def _drawn(layers: list[Layer], *, basemap: bool, signs: bool) -> Iterator[dict[str, Any]]:
    for layer in layers:
        if layer.basemap != basemap:
            continue
        for number, symbol in enumerate(layer.symbols):
            if (symbol.type in ("symbol", "circle")) == signs:
                drawn = _style_layer(layer, symbol, number)
                yield drawn
                if symbol.pattern:
                    yield _pattern_over(drawn, symbol)


def _pattern_over(drawn: dict[str, Any], symbol: Symbol) -> dict[str, Any]:
    paint = {"fill-pattern": f"pattern-{symbol.pattern}", "fill-opacity": PATTERN_OPACITY}
    return {**drawn, "id": f"{drawn['id']}-pattern", "paint": paint}


def _raster_style(layer: RasterLayer) -> dict[str, Any]:
    """Its tiles carry colour and opacity; scripts choose the variant in their address."""
    return {
        "id": layer.name,
        "type": "raster",
        "source": layer.name,
        "minzoom": layer.min_zoom,
        "metadata": {"hamm:layer": layer.name, "hamm:variant": layer.by_time},
        "paint": {"raster-fade-duration": 0},
        "layout": {} if layer.visible else {"visibility": "none"},
    }


def _style_layer(layer: Layer, symbol: Symbol, number: int) -> dict[str, Any]:
    layout: dict[str, Any] = dict(symbol.layout)
    if "text-field" in layout:
        layout.setdefault("text-font", [FONT])
    if not (layer.basemap or layer.visible):
        layout["visibility"] = "none"
    drawn: dict[str, Any] = {
        "id": f"{layer.name}-{number}",
        "type": symbol.type,
        "source": BASE if layer.basemap else layer.name,
        "source-layer": layer.name,
        "minzoom": max(symbol.min_zoom, layer.min_zoom),
        "maxzoom": symbol.max_zoom,
        "metadata": {"hamm:layer": layer.name},
        "paint": dict(symbol.paint),
        "layout": layout,
    }
    if symbol.filter:
        drawn["filter"] = list(symbol.filter)
    return drawn


def _outline_sources() -> dict[str, dict[str, Any]]:
    """The city's boundary, and everything outside of it."""
    city = City.objects.first()
    polygons = _outline(city) if city else []
    holes = [polygon[0] for polygon in polygons]
    return {
        "city": _geojson({"type": "MultiPolygon", "coordinates": polygons}),
        "outside": _geojson({"type": "Polygon", "coordinates": [_WORLD, *holes] if holes else []}),
    }


def _outline(city: City) -> list:
    simple = city.boundary.simplify(_OUTLINE_TOLERANCE_M, preserve_topology=True)
    outline = simple.transform(WEB_SRID, clone=True)
    parts = [outline] if outline.geom_type == "Polygon" else list(outline)
    return [[_rounded(ring) for ring in part.coords] for part in parts]


def _rounded(ring: Iterable[tuple[float, float]]) -> list[list[float]]:
    return [[round(lon, 5), round(lat, 5)] for lon, lat in ring]  # about 1 m


def _geojson(geometry: dict[str, Any]) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    features = [feature] if geometry["coordinates"] else []
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}
