"""Drinking water on the way: every public layer that tells of it is asked."""

from collections.abc import Iterator

import shapely
from django.contrib.gis.geos import LineString

from layers import registry
from layers.ground.crs import STORAGE_SRID
from layers.registry import Layer
from routing.directions.places import as_place, destinations
from routing.directions.plans import Fountain
from routing.directions.ways import Way

FIELD = "drinking_water"
WITHIN_M = 50.0


def fountains(way: Way) -> list[Fountain]:
    """Places known to have drinking water at most WITHIN_M beside `way`, in the order in which
    one comes by. One query for each layer with such a field."""
    line = shapely.LineString(way.line)
    seen = LineString(way.line.tolist(), srid=STORAGE_SRID)
    found = [one for layer in _layers() for one in _beside(layer, seen, line)]
    return sorted(found, key=lambda one: one.along_m)


def _layers() -> Iterator[Layer]:
    for layer in registry.public_layers():
        field = layer.fields_by_name.get(FIELD)
        if field is not None and field.type == "boolean":
            yield layer


def _beside(layer: Layer, seen: LineString, line: shapely.LineString) -> Iterator[Fountain]:
    rows = destinations(layer).filter(**{FIELD: True}, geometry__dwithin=(seen, WITHIN_M))
    for row in rows:
        place, spot = as_place(layer, row), shapely.Point(row.spot.coords)
        yield Fountain(
            name=place.label,
            lon_lat=place.lon_lat,
            along_m=line.project(spot),
            aside_m=line.distance(spot),
            layer=layer,
            pk=row.pk,
            slug=place.slug,
        )
