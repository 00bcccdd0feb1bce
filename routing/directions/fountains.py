"""Drinking water on the way: every public layer that tells of it is asked."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import shapely
from django.db import connection

from layers import registry
from layers.ground.crs import STORAGE_SRID
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.rows import published_sql
from layers.registry import Layer
from routing.directions.places import as_place, destinations
from routing.directions.plans import Fountain, Place
from routing.directions.ways import Way

FIELD = "drinking_water"
WITHIN_M = 50.0
_ROUGH_M = 10.0


def fountains(ways: Sequence[Way]) -> list[list[Fountain]]:
    """For each of `ways` the places known to have drinking water at most WITHIN_M beside it, in
    the order in which one comes by. One query for each layer with such a field, two where there
    is some."""
    lines = shapely.multilinestrings([shapely.linestrings(way.line) for way in ways])
    # `_beside` looks closely, and loops do not matter here.
    rough = shapely.to_wkb(lines.simplify(_ROUGH_M, preserve_topology=False))
    found = [place for layer in _layers() for place in _places(layer, rough)]
    return [_beside(way, found) for way in ways]


def _places(layer: Layer, around: bytes) -> list[Place]:
    """Those near the lines `around` (WKB, EPSG:25832). Most ways pass none, and to learn that
    takes little: the text of the first question is made once."""
    asked = _near(layer)
    with connection.cursor() as cursor:
        cursor.execute(asked.text, (*asked.params, around, STORAGE_SRID, WITHIN_M + _ROUGH_M))
        keys = [key for (key,) in cursor.fetchall()]
    return [as_place(layer, row) for row in destinations(layer).filter(pk__in=keys)] if keys else []


@cache
def _near(layer: Layer) -> Sql:
    """The keys of published rows with drinking water near a shape. That, its SRID and the metres
    are bound as the last parameters."""
    return put(
        "SELECT q.id FROM ({}) q WHERE {} AND ST_DWithin(q.geometry, ST_GeomFromWKB(%s, %s), %s)",
        published_sql(layer),
        property_sql(layer, FIELD),
    )


def _layers() -> Iterator[Layer]:
    for layer in registry.public_layers():
        field = layer.fields_by_name.get(FIELD)
        if field is not None and field.type == "boolean":
            yield layer


def _beside(way: Way, places: Iterable[Place]) -> list[Fountain]:
    line = shapely.LineString(way.line)
    beside = []
    for place in places:
        spot = shapely.Point(place.point.coords)
        aside_m = line.distance(spot)
        if aside_m <= WITHIN_M and place.layer and place.pk:
            beside.append(
                Fountain(
                    name=place.label,
                    lon_lat=place.lon_lat,
                    along_m=line.project(spot),
                    aside_m=aside_m,
                    layer=place.layer,
                    pk=place.pk,
                    slug=place.slug,
                )
            )
    return sorted(beside, key=lambda one: one.along_m)
