"""What a device keeps so that the map works without the network."""

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from heatmodel.places import queries
from layers import registry
from layers.publish import revisions
from layers.publish.styles.style import BASE

MAX_ZOOM = 14  # deeper ones are drawn enlarged: every zoom more is four times as many tiles
_MIN_ZOOM = 9
_SHELL = ("src/site.css", "src/page.ts", "icons.svg")
_ENTRIES = (*_SHELL, "src/map.ts", "src/offline.ts")
_WORKER = "src/offline/worker.ts"

Bounds = tuple[float, float, float, float]


def worker_source() -> str:
    """The service worker, before it the files and the page that it keeps from the start."""
    shell = {"files": [_address(name) for name in _SHELL], "page": reverse("map")}
    built = Path(settings.FRONTEND_DIST) / _manifest()[_WORKER]["file"]
    return f"self.SHELL = {json.dumps(shell)};\n{built.read_text()}"


def scope(bounds: Bounds | None) -> dict[str, list[str] | int]:
    """Addresses of all that “Hamm offline speichern” keeps, and how deep its tiles go.

    `bounds` are west, south, east, north in EPSG:4326; without them there are no tiles.
    """
    slugs = queries.published_cool_places().exclude(slug=None).values_list("slug", flat=True)
    places = [reverse("place", args=[slug]) for slug in slugs.order_by("pk")]
    styles = [reverse("style", args=[theme]) for theme in ("light", "dark")]
    return {
        "pages": [reverse("map"), reverse("offline"), *places],
        "cards": places,
        "files": [*_built_files(), *styles, *(_tiles(bounds) if bounds else ())],
        "max_zoom": MAX_ZOOM,
    }


@cache
def _manifest() -> dict[str, dict]:
    return json.loads((Path(settings.FRONTEND_DIST) / "manifest.json").read_text())


def _address(name: str) -> str:
    return settings.STATIC_URL + _manifest()[name]["file"]


@cache
def _built_files() -> list[str]:
    """The map's scripts with all that they load, and every font and sprite."""
    manifest = _manifest()
    waiting, seen = list(_ENTRIES), set()
    files: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        chunk = manifest[name]
        files |= {chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())}
        waiting += [*chunk.get("imports", ()), *chunk.get("dynamicImports", ())]
    files |= {one["file"] for one in manifest.values() if one["file"].endswith(".woff2")}
    dist = Path(settings.FRONTEND_DIST)
    files |= {str(one.relative_to(dist)) for one in dist.glob("assets/sprite-*/*")}
    return sorted(settings.STATIC_URL + file for file in files)


def _tiles(bounds: Bounds) -> Iterator[str]:
    """Tiles of the base map and of the layers shown at a first visit."""
    paths = revisions.tile_paths()
    shown = {layer.name: layer.min_zoom for layer in registry.public_layers() if layer.visible}
    for name, min_zoom in {BASE: 0, **shown}.items():
        for z in range(max(_MIN_ZOOM, min_zoom), MAX_ZOOM + 1):
            for x, y in _covering(bounds, z):
                yield paths[name].format(z=z, x=x, y=y)


def _covering(bounds: Bounds, zoom: int) -> Iterator[tuple[int, int]]:
    """Column and row of each tile of WebMercatorQuad that touches `bounds`."""
    west, south, east, north = bounds
    left, top = _tile_at(west, north, zoom)
    right, bottom = _tile_at(east, south, zoom)
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            yield x, y


def _tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    across = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * across), int(y * across)
