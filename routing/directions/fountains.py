"""Drinking water on the way: every public layer that tells of it is asked."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry

from layers import registry
from layers.ground.crs import STORAGE_SRID
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
    shape = GEOSGeometry(memoryview(rough), srid=STORAGE_SRID)
    around = {FIELD: True, "geometry__dwithin": (shape, WITHIN_M + _ROUGH_M)}
    found = [place for layer in _layers() for place in _places(layer, around)]
    return [_beside(way, found) for way in ways]


def _places(layer: Layer, around: dict[str, Any]) -> list[Place]:
    """Most ways pass none, and to learn that takes little when it is asked first."""
    keys = list(layer.published().filter(**around).values_list("pk", flat=True))
    return [as_place(layer, row) for row in destinations(layer).filter(pk__in=keys)] if keys else []


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
