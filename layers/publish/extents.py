"""Where and when a layer's features are: asked once for each state of the layer."""

import math
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import connection
from pyproj import Proj

from layers.ground.crs import STORAGE_SRID, TILE_SRID, WEB_SRID, transformer
from layers.ground.models import City
from layers.publish import revisions
from layers.publish.execution import TooSlow, fetch
from layers.publish.filters.sql import put
from layers.publish.rows import published_sql
from layers.registry import Layer

Box = tuple[float, float, float, float]

_TIMEOUT_S = 3.0
_KEPT = 1000
_DIGITS = 6
_CURVED = 1.1  # parallels are curved besides, and the margins lean as well


@dataclass(frozen=True)
class Extent:
    """In degrees, west, south, east, north; ends of time in RFC 3339, None where open."""

    box: Box | None
    start: str | None = None
    end: str | None = None


# The ends of time are known only where every feature has one.
_STATEMENT = """
    SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box),
        to_char(first, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), to_char(last, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM (
        SELECT ST_Extent(q.tile_geometry) AS box,
            CASE WHEN bool_and(q.valid_from IS NOT NULL)
                THEN min(q.valid_from) AT TIME ZONE 'UTC' END AS first,
            CASE WHEN bool_and(q.valid_to IS NOT NULL)
                THEN max(q.valid_to) AT TIME ZONE 'UTC' END AS last
        FROM ({}) q
    ) found
"""

_known: OrderedDict[tuple[str, ...], Extent] = OrderedDict()
_lock = threading.Lock()


def extents(layers: Iterable[Layer]) -> dict[str, Extent]:
    """The extents by layer name; that of a layer without features is the city's."""
    layers = list(layers)
    states = revisions.current(layers)
    return {layer.name: _extent(layer, states[layer.name]) for layer in layers}


def forget() -> None:
    """Forget every extent; for tests, whose transactions never end and so make no revision."""
    with _lock:
        _known.clear()


def _extent(layer: Layer, revision: str) -> Extent:
    key = (str(connection.settings_dict["NAME"]), layer.name, revision)
    with _lock:
        if key in _known:
            return _known[key]
    found = _asked(layer)
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def _asked(layer: Layer) -> Extent:
    """Web Mercator keeps the order of longitudes and latitudes, so corners are enough."""
    statement = put(_STATEMENT, published_sql(layer))
    try:
        [(west, south, east, north, start, end)] = fetch(statement, timeout_s=_TIMEOUT_S)
    except TooSlow:
        return Extent(_of_city())
    if west is None or south is None or east is None or north is None:
        return Extent(_of_city())
    move = transformer(TILE_SRID, WEB_SRID).transform
    low = move(float(west), float(south))
    high = move(float(east), float(north))
    return Extent(_rounded(_widened((*low, *high))), _text(start), _text(end))


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _of_city() -> Box | None:
    city = City.objects.first()
    return _rounded(city.boundary.transform(WEB_SRID, clone=True).extent) if city else None


def _widened(box: Box) -> Box:
    """So that the box still holds every feature for those who carry only two corners over to UTM.

    Meridians lean there, in Hamm by a degree, so the carried box would lose strips at its edges.
    """
    west, south, east, north = box
    lean = max(
        abs(_storage().get_factors(lon, lat).meridian_convergence)
        for lon, lat in ((west, south), (east, north))
    )
    slope = math.tan(math.radians(lean)) * _CURVED
    narrowing = math.cos(math.radians(north))
    lat_margin = (east - west) * narrowing * slope
    lon_margin = (north - south) / narrowing * slope
    return west - lon_margin, south - lat_margin, east + lon_margin, north + lat_margin


@cache
def _storage() -> Proj:
    return Proj(STORAGE_SRID)


def _rounded(box: Box) -> Box:
    """Outwards, so that every feature is still inside."""
    step = 10**-_DIGITS
    west, south, east, north = box
    return (
        round(west - step, _DIGITS),
        round(south - step, _DIGITS),
        round(east + step, _DIGITS),
        round(north + step, _DIGITS),
    )
