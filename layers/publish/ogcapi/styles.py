"""Styles of the map and of each layer: MapLibre in light and dark, SLD for GIS programs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.ogcapi import documents, parameters
from layers.publish.ogcapi.links import JSON, address, link, self_and_alternates
from layers.publish.ogcapi.lookup import collection
from layers.publish.revisions import tile_urls
from layers.publish.styles.palette import ThemeName
from layers.publish.styles.sld import Version, sld
from layers.publish.styles.style import style
from layers.publish.tiles.statements import tile_set_of
from layers.publish.tiles.views import requested_zoom
from layers.registry import Layer

MAPBOX = "application/vnd.mapbox.style+json"
SLD_10 = "application/vnd.ogc.sld+xml;version=1.0"
SLD_11 = "application/vnd.ogc.sld+xml;version=1.1"
MAP_FORMS = {"mapbox": MAPBOX}
LAYER_FORMS = {"mapbox": MAPBOX, "sld11": SLD_11, "sld10": SLD_10}
_SLD_VERSIONS: dict[str, Version] = {"sld10": "1.0.0", "sld11": "1.1.0"}
_THEMES: tuple[ThemeName, ...] = ("light", "dark")


def map_styles(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    document = {
        "title": _("Stile der Karte"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "default": _THEMES[0],
        "styles": [
            {
                "id": theme,
                "title": _title(theme),
                "links": [
                    link("stylesheet", address(request, "style", theme), MAPBOX),
                    link("describedby", address(request, "style-metadata", theme), JSON),
                ],
            }
            for theme in _THEMES
        ],
    }
    return documents.answer(request, chosen, document)


def layer_styles(request: HttpRequest, name: str) -> HttpResponse:
    layer = _styled(request, name)
    chosen = documents.chosen_form(request)
    document = {
        "title": str(layer.title),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "default": _THEMES[0],
        "styles": [
            {
                "id": theme,
                "title": f"{layer.title}: {_title(theme)}",
                "links": [
                    link(
                        "stylesheet",
                        address(request, "collection-style", name, theme, f=form),
                        media_type,
                    )
                    for form, media_type in _forms(theme).items()
                ],
            }
            for theme in _THEMES
        ],
    }
    return documents.answer(request, chosen, document)


def map_style(request: HttpRequest, theme: str) -> HttpResponse:
    known = _theme(theme)
    documents.chosen_form(request, MAP_FORMS)
    return documents.json_answer(request, style(known, request), MAPBOX)


def map_style_metadata(request: HttpRequest, theme: str) -> HttpResponse:
    known = _theme(theme)
    chosen = documents.chosen_form(request)
    drawn = style(known, request)["layers"]
    names = sorted({one["metadata"]["hamm:layer"] for one in drawn if "metadata" in one})
    document = {
        "id": known,
        "title": _title(known),
        "scope": "style",
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "stylesheets": [
            {
                "title": "MapLibre",
                "version": "8",
                "specification": "https://maplibre.org/maplibre-style-spec/",
                "native": True,
                "link": link("stylesheet", address(request, "style", known), MAPBOX),
            }
        ],
        "layers": [
            {"id": name, "sampleData": link("data", address(request, "collection", name), JSON)}
            for name in names
        ],
    }
    return documents.answer(request, chosen, document)


def layer_style(request: HttpRequest, name: str, theme: str) -> HttpResponse:
    layer = _styled(request, name)
    known = _theme(theme)
    chosen = documents.chosen_form(request, _forms(known))
    if chosen == "mapbox":
        return documents.json_answer(request, _of_layer(request, layer, known), MAPBOX)
    body = sld(layer, _SLD_VERSIONS[chosen])
    etag = weak_etag(body)
    if is_known(request, etag):
        return not_modified(etag)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    return HttpResponse(body, content_type=LAYER_FORMS[chosen], headers=headers)


def _of_layer(request: HttpRequest, layer: Layer, theme: ThemeName) -> dict[str, Any]:
    """The map's style, narrowed to one layer that is always shown and has tiles of its own."""
    document = style(theme, request)
    tiles = tile_set_of(layer)
    document["name"] = f"{layer.name}-{theme}"
    document["sources"] = {
        layer.name: {
            "type": "vector",
            "tiles": [tile_urls(request)[layer.name]],
            "minzoom": tiles.min_zoom,
            "maxzoom": requested_zoom(tiles),
        }
    }
    document["layers"] = [
        {
            **one,
            "source": layer.name,
            "layout": {k: v for k, v in one["layout"].items() if k != "visibility"},
        }
        for one in document["layers"]
        if one.get("metadata", {}).get("hamm:layer") == layer.name
    ]
    return document


def _forms(theme: ThemeName) -> dict[str, str]:
    """SLD is drawn on white, so it comes in the light colours only."""
    return LAYER_FORMS if theme == "light" else MAP_FORMS


def _styled(request: HttpRequest, name: str) -> Layer:
    layer = collection(request, name)
    if not layer.public:  # styles name tiles, and those are of public layers only
        raise Http404
    return layer


def _theme(theme: str) -> ThemeName:
    for known in _THEMES:
        if theme == known:
            return known
    raise Http404


def _title(theme: ThemeName) -> str:
    return _("hell") if theme == "light" else _("dunkel")


F_MAP = parameters.format_parameter(MAP_FORMS)
F_LAYER = parameters.format_parameter(LAYER_FORMS)
