"""Areas in a request: GeoJSON from strangers, bounded before anything is computed of it."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers import strict_json
from routing.directions.refs import EAST, NORTH, SOUTH, WEST
from routing.network.graph import Graph

MAX_POLYGONS = 10
MAX_POINTS = 500


class BadArea(Exception):
    """No valid polygon or multipolygon in degrees."""


class LargeArea(Exception):
    """More than MAX_POLYGONS polygons or MAX_POINTS points."""


def read_area(given: Any) -> BaseGeometry:
    """A geometry of GeoJSON, as an object or its text, in EPSG:25832. Raises BadArea, LargeArea."""
    rings = _polygons(_parsed(given))
    if len(rings) > MAX_POLYGONS or sum(len(ring) for part in rings for ring in part) > MAX_POINTS:
        raise LargeArea
    area = shapely.multipolygons([_polygon(part) for part in rings])
    if area.is_empty or not area.is_valid:
        raise BadArea
    return shapely.transform(area, Graph.project)


def _parsed(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return strict_json.read(given)
    except ValueError as error:
        raise BadArea from error


def _polygons(given: Any) -> list[list[list[Any]]]:
    """The rings of each polygon, still as they came."""
    kind = given.get("type") if isinstance(given, dict) else None
    found = given.get("coordinates") if kind in ("Polygon", "MultiPolygon") else None
    polygons = [found] if kind == "Polygon" else found
    if not isinstance(polygons, list) or not polygons:
        raise BadArea
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise BadArea
        if not all(isinstance(ring, list) for ring in rings):
            raise BadArea
    return polygons


def _polygon(rings: list[list[Any]]) -> BaseGeometry:
    shell, *holes = (_ring(ring) for ring in rings)
    try:
        return shapely.polygons(shell, holes=holes or None)
    except shapely.GEOSException as error:
        raise BadArea from error


def _ring(given: list[Any]) -> BaseGeometry:
    """Closed, at least a triangle; heights are left out."""
    try:
        points = np.array([point[:2] for point in given], dtype=np.float64).reshape(-1, 2)
        inside = (points >= (WEST, SOUTH)) & (points <= (EAST, NORTH))  # NaN is not
        if len(points) < 4 or not inside.all():
            raise BadArea
        return shapely.linearrings(points)
    except (TypeError, ValueError, OverflowError, shapely.GEOSException) as error:
        raise BadArea from error
