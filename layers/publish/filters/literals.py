"""Shapes written in a filter, in the storage's CRS where it can hold them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from django.utils.translation import gettext as _

from layers.ground.crs import STORAGE_SRID, WEB_SRID, transformer
from layers.publish.filters.errors import FilterError

MAX_POINTS = 100_000
# Longitude and latitude between which EPSG:25832 is one-to-one with an error below a metre.
_REACH = (-18.0, 0.0, 36.0, 84.0)
_LARGEST = 1e12  # beyond any coordinate system, and within what can be squared
_EDGE_PARTS = 32  # a straight edge in degrees is a curve in metres: cut it before it is moved


@dataclass(frozen=True)
class Located:
    """A shape as WKB in `srid`: STORAGE_SRID, or WEB_SRID where it reaches too far for that."""

    wkb: bytes
    srid: int


def located(node: Mapping[str, Any], srid: int, north_first: bool = False) -> Located:
    """A GeoJSON geometry or {"bbox": […]} in EPSG `srid`, coordinates in order x, y, or y, x."""
    if "bbox" in node:
        shape = _box(_flat_box(node["bbox"], north_first))
    else:
        shape = _geometry(node)
        if north_first:
            shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    return placed(shape, srid, is_box="bbox" in node)


def placed(shape: shapely.Geometry, srid: int, *, is_box: bool = False) -> Located:
    """A shape whose coordinates are in order x, y. The edges of a box follow the axes."""
    if shapely.get_num_coordinates(shape) > MAX_POINTS:
        raise FilterError(_("Die Form hat zu viele Punkte."))
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise FilterError(_("Koordinaten müssen endliche Zahlen sein."))
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape)
    if srid == STORAGE_SRID:
        return Located(shapely.to_wkb(shape, byte_order=1), STORAGE_SRID)
    if is_box:
        shape = _with_more_points(shape)
    degrees = shape if srid == WEB_SRID else _moved(shape, srid, WEB_SRID)
    west, south, east, north = shapely.bounds(degrees)
    inside = west >= _REACH[0] and south >= _REACH[1] and east <= _REACH[2] and north <= _REACH[3]
    if not inside and is_box:  # what lies outside the storage's reach holds no feature
        degrees = shapely.clip_by_rect(degrees, *_REACH)
        inside = not shapely.is_empty(degrees)
    if inside:
        moved = _moved(degrees, WEB_SRID, STORAGE_SRID)
        return Located(shapely.to_wkb(moved, byte_order=1), STORAGE_SRID)
    if not np.isfinite(shapely.get_coordinates(degrees)).all():
        raise FilterError(_("Koordinaten liegen außerhalb ihres Koordinatensystems."))
    return Located(shapely.to_wkb(degrees, byte_order=1), WEB_SRID)


def _geometry(node: Mapping[str, Any]) -> shapely.Geometry:
    try:
        shape = shapely.geometry.shape(dict(node))
    except Exception as error:  # shapely names no common class for malformed mappings
        raise FilterError(_("Das ist keine lesbare Form.")) from error
    return shapely.force_2d(shape)


def _flat_box(numbers: list, north_first: bool) -> list[float]:
    """Four numbers in order x, y; a height is left out."""
    if len(numbers) == 6:
        numbers = [numbers[i] for i in (0, 1, 3, 4)]
    if len(numbers) != 4 or not all(type(n) in (int, float) for n in numbers):
        raise FilterError(_("Ein Rechteck hat vier oder sechs Zahlen."))
    if not all(math.isfinite(n) and abs(n) < _LARGEST for n in numbers):
        raise FilterError(_("Koordinaten müssen endliche Zahlen sein."))
    return [numbers[i] for i in (1, 0, 3, 2)] if north_first else numbers


def _box(numbers: list[float]) -> shapely.Geometry:
    west, south, east, north = numbers
    if south > north:
        raise FilterError(_("Die untere Grenze des Rechtecks liegt über der oberen."))
    if west > east:  # across the antimeridian
        return shapely.union(
            shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)
        )
    return shapely.box(west, south, east, north)


def _with_more_points(shape: shapely.Geometry) -> shapely.Geometry:
    west, south, east, north = shapely.bounds(shape)
    longest = max(east - west, north - south)
    return shapely.segmentize(shape, longest / _EDGE_PARTS) if longest > 0 else shape


def _moved(shape: shapely.Geometry, source: int, target: int) -> shapely.Geometry:
    move = transformer(source, target).transform
    return shapely.transform(shape, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
