"""Addresses of things: their pages, and the map around them."""

from urllib.parse import urlencode

from django.urls import reverse

from layers import registry
from layers.registry import Layer
from layers.search import Hit

Box = tuple[float, float, float, float]  # west, south, east, north in EPSG:4326

# The widest a box may be, in degrees of longitude, for the map to show it at this zoom.
_ZOOMS = ((0.002, 17), (0.01, 15), (0.04, 13), (0.2, 11))


def feature_url(layer: Layer, pk: int, slug: str | None) -> str:
    """The page of one feature: its own where the layer has one, else the general one."""
    if layer.page and slug:
        return reverse(layer.page, args=[slug])
    return reverse("feature", args=[layer.name, pk])


def map_url(layer: Layer, slug: str | None, box: Box) -> str:
    """The map around `box` with the layer switched on, the list sorted by distance from there.

    What stands behind # is read by the scripts: zoom/latitude/longitude.
    """
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    span = max(east - west, north - south)
    zoom = max(next((zoom for widest, zoom in _ZOOMS if span < widest), 9), layer.min_zoom)
    query = {} if layer.basemap or layer.visible else {"ebenen": _with(layer)}
    if layer.page == "place" and slug:  # the one page whose card the map opens
        query["ort"] = slug
    else:
        query["bei"] = f"{lon:.6f},{lat:.6f}"
    return f"{reverse('map')}?{urlencode(query, safe=',')}#{zoom}/{lat:.5f}/{lon:.5f}"


def hit_url(hit: Hit) -> str:
    """Where a search leads: onto the map, because that is what people search on."""
    return map_url(hit.layer, hit.slug, hit.box)


def _with(layer: Layer) -> str:
    """The layers of the first visit and this one, as the parameter `ebenen` names them."""
    return ",".join(one.name for one in registry.map_layers() if one.visible or one is layer)
