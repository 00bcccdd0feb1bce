"""From a reference to a place with a name: what lies there, and how people call it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.contrib.gis.db.models.functions import PointOnSurface, Transform
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.registry import Layer
from layers.search import Hit, find
from routing.directions.plans import Place
from routing.directions.refs import FeatureRef, PlaceRef, PointRef
from routing.errors import UnknownPlace
from routing.network.graph import Graph

ADDRESS_WITHIN_M = 60  # a point this near to a house is called by its number
MAX_HITS = 5
_HOUSES = Path(__file__).parent.parent.joinpath("sql", "houses_beside.sql").read_text("utf-8")


def places_of(refs: Sequence[PlaceRef]) -> list[Place]:
    """What each of `refs` names. Raises UnknownPlace. One query for all points, one for each
    feature."""
    points = [_at(ref) for ref in refs if isinstance(ref, PointRef)]
    named = iter(zip(points, _houses_beside(points), strict=True))
    return [
        _as_point(ref, *next(named)) if isinstance(ref, PointRef) else feature_place(ref)
        for ref in refs
    ]


def point_place(ref: PointRef, label: str = "") -> Place:
    """The point, called by `label` or by the house beside it. One query where there is none."""
    at = _at(ref)
    return _as_point(ref, at, label or _houses_beside([at])[0])


def _at(ref: PointRef) -> tuple[float, float]:
    """In EPSG:25832, by pyproj's one transformer: GDAL makes a new one each time, for 7 ms."""
    x, y = Graph.project(np.array([[ref.lon, ref.lat]]))[0].tolist()
    return x, y


def _as_point(ref: PointRef, at: tuple[float, float], label: str) -> Place:
    lon_lat = (round(ref.lon, 7), round(ref.lat, 7))
    return Place(Point(at, srid=STORAGE_SRID), lon_lat, str(ref), label or _digits(lon_lat))


def feature_place(ref: FeatureRef) -> Place:
    """The feature; of a line or an area a point on it. Raises UnknownPlace. One query."""
    key = {"pk": ref.pk} if ref.pk is not None else {"slug": ref.key}
    found = destinations(ref.layer).filter(**key).first()
    if found is None:
        raise UnknownPlace(name=ref)
    return as_place(ref.layer, found)


def destinations(layer: Layer) -> QuerySet:
    """The published rows of `layer`, each with `spot` (EPSG:25832) and `lon_lat` to go to."""
    spot: Any = F("geometry")
    if layer.geometry_type != "POINT":
        spot = PointOnSurface("geometry")
    rows = layer.published().defer("geometry", "tile_geometry")
    return rows.annotate(spot=spot, lon_lat=Transform(spot, WEB_SRID))


def as_place(layer: Layer, row: Any) -> Place:
    """A row of `destinations`."""
    lon, lat = row.lon_lat.coords
    hours = _hours_field(layer)
    return Place(
        point=row.spot,
        lon_lat=(round(lon, 7), round(lat, 7)),
        ref=f"{layer.name}:{row.slug or row.pk}",
        label=str(row),
        layer=layer,
        pk=row.pk,
        slug=row.slug or "",
        has_hours=bool(hours),
        hours=getattr(row, hours) if hours else None,
    )


def other_hours(layer: Layer | None, at: datetime) -> Mapping[int, str]:
    """Hours that hold around `at` instead of the usual ones, by the primary key of the feature."""
    destination = layer.destination if layer else None
    if destination is None or destination.other_hours is None:
        return {}
    return destination.other_hours(at)


def _hours_field(layer: Layer) -> str:
    """The field of opening hours; empty if the layer tells none."""
    if layer.destination:
        return layer.destination.hours
    return "opening_hours" if "opening_hours" in layer.fields_by_name else ""


def named_places(text: str) -> list[Place]:
    """What `text` may mean, the best first. Raises UnknownPlace if that is nothing."""
    places = [_hit_place(hit) for hit in find(text, limit=MAX_HITS)]
    if not places:
        raise UnknownPlace(name=text)
    return places


def _hit_place(hit: Hit) -> Place:
    if hit.is_point:
        return feature_place(FeatureRef(hit.layer, str(hit.pk)))
    return point_place(PointRef(hit.lon, hit.lat), hit.label)


def _houses_beside(points: Sequence[tuple[float, float]]) -> list[str]:
    """What each point is called by the house beside it; empty where there is none."""
    x, y = [one[0] for one in points], [one[1] for one in points]
    with connection.cursor() as cursor:
        cursor.execute(_HOUSES, {"x": x, "y": y, "within_m": ADDRESS_WITHIN_M})
        found = dict(cursor.fetchall())
    words = _("bei %(address)s")
    numbers = range(1, len(points) + 1)
    return [words % {"address": found[one]} if one in found else "" for one in numbers]


def _digits(lon_lat: tuple[float, float]) -> str:
    lon, lat = lon_lat
    return _("Punkt %(lat).5f, %(lon).5f") % {"lat": lat, "lon": lon}
