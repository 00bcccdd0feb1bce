"""Shapes of GML 2, 3.1.1 and 3.2, with coordinates in order x, y whatever their system's axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from django.utils.translation import gettext as _

from layers.publish.crs import CRS84, STORAGE, Crs
from layers.publish.filters.errors import FilterError
from layers.publish.gml.markup import Element
from layers.publish.gml.names import crs_named

MAX_POINTS = 200_000
_LARGEST = 1e12
_LARGEST_DEGREE = 360.0

Position = tuple[float, float]


class BadShape(FilterError):
    """An element that is no shape, or not one that can be kept here."""


class UnknownCrs(FilterError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("Dieses Koordinatensystem wird nicht angeboten: %(name)s") % {"name": name[:200]}
        )


@dataclass(frozen=True)
class Shape:
    """A shape with its coordinates in order x, y in `crs`."""

    geometry: shapely.Geometry
    crs: Crs


def is_shape(element: Element) -> bool:
    return element.name in _READERS


def shape(element: Element, default_crs: str | None = None) -> Shape:
    """The shape an element means. Without any srsName it counts as `default_crs`.

    If that is missing too: as longitude and latitude when every number could be a degree, and
    in the storage's system otherwise. BadShape or UnknownCrs where that cannot be done.
    """
    name = _srs_name(element) or default_crs
    found = crs_named(name) if name else None
    if name and found is None:
        raise UnknownCrs(name)
    read = _READERS.get(element.name)
    if read is None:
        raise BadShape(_("Das ist keine lesbare Form: %(what)s") % {"what": element.name[:60]})
    try:
        made = read(element)
    except (ValueError, IndexError, shapely.errors.ShapelyError) as error:
        if isinstance(error, FilterError):
            raise
        raise BadShape(
            _("Das ist keine lesbare Form: %(what)s") % {"what": element.name[:60]}
        ) from error
    if shapely.get_num_coordinates(made) > MAX_POINTS:
        raise BadShape(_("Die Form hat zu viele Punkte."))
    if found is None:
        return Shape(made, assumed_crs(shapely.bounds(made)))
    crs, north_first = found
    if north_first:
        made = shapely.transform(made, lambda xy: xy[:, ::-1])
    return Shape(made, crs)


def assumed_crs(numbers: Sequence[float]) -> Crs:
    """What is meant where nothing is said; the storage's numbers are never that small here."""
    return CRS84 if all(abs(n) <= _LARGEST_DEGREE for n in numbers) else STORAGE


def _srs_name(element: Element) -> str | None:
    """The shape's own, or where only its parts name one, the first of theirs."""
    if name := element.attributes.get("srsName"):
        return name
    for child in element:
        if name := _srs_name(child):
            return name
    return None


# --- positions


def _numbers(text: str) -> list[float]:
    numbers = [float(word) for word in text.split()]
    if not all(math.isfinite(n) and abs(n) < _LARGEST for n in numbers):
        raise BadShape(_("Koordinaten müssen endliche Zahlen sein."))
    return numbers


def _dimension(element: Element, inherited: int = 2) -> int:
    text = element.attributes.get("srsDimension") or element.attributes.get("dimension")
    if text is None:
        return inherited
    if text not in ("2", "3"):
        raise BadShape(_("Formen haben zwei oder drei Dimensionen."))
    return int(text)


def _positions(element: Element) -> list[Position]:
    """All positions of a point, line or ring, in each of the ways that GML has for them."""
    inherited = _dimension(element)
    positions: list[Position] = []
    for child in element:
        match child.name:
            case "pos":
                numbers = _numbers(child.text)
                positions.append((numbers[0], numbers[1]))
            case "posList":
                positions += _from_list(_numbers(child.text), _dimension(child, inherited))
            case "coordinates":
                positions += _from_coordinates(child)
            case "coord":
                positions.append((_axis(child, "X"), _axis(child, "Y")))
            case "pointProperty" | "pointRep":
                positions += [at for point in child for at in _positions(point)]
    return positions


def _from_list(numbers: list[float], dimension: int) -> Iterator[Position]:
    if len(numbers) % dimension:
        raise BadShape(_("In einer Folge von Koordinaten fehlt eine."))
    return zip(numbers[::dimension], numbers[1::dimension], strict=True)


def _from_coordinates(element: Element) -> Iterator[Position]:
    """GML 2: tuples by `ts`, axes by `cs`, decimals by `decimal`."""
    axes = element.attributes.get("cs") or ","
    tuples = element.attributes.get("ts") or " "
    decimal = element.attributes.get("decimal") or "."
    parts = element.text.split() if tuples.isspace() else element.text.split(tuples)
    for part in parts:
        if part.strip():
            numbers = _numbers(
                " ".join(part.replace(decimal, ".").split(axes))
                if decimal != "."
                else " ".join(part.split(axes))
            )
            yield numbers[0], numbers[1]


def _axis(coord: Element, name: str) -> float:
    child = coord.find(name)
    [number] = _numbers(child.text if child else "")
    return number


# --- shapes


def _point(element: Element) -> shapely.Geometry:
    [position] = _positions(element)
    return shapely.Point(position)


def _line_string(element: Element) -> shapely.Geometry:
    return shapely.LineString(_positions(element))


def _curve(element: Element) -> shapely.Geometry:
    return shapely.LineString(_of_curve(element))


def _of_curve(element: Element) -> list[Position]:
    match element.name:
        case "LineString" | "LinearRing" | "LineStringSegment":
            return _positions(element)
        case "Curve":
            holder = element.find("segments")
            return _joined([_of_curve(one) for one in holder or ()])
        case "Ring" | "CompositeCurve":
            members = [curve for member in element.all("curveMember") for curve in member]
            return _joined([_of_curve(one) for one in members])
        case "OrientableCurve":
            base = element.find("baseCurve")
            positions = _joined([_of_curve(one) for one in base or ()])
            return positions[::-1] if element.attributes.get("orientation") == "-" else positions
        case "Arc" | "ArcString" | "Circle" | "CircleByCenterPoint" | "ArcByCenterPoint":
            raise BadShape(_("Bögen werden nicht gelesen; bitte als Linienzug senden."))
    raise BadShape(_("Das ist keine lesbare Form: %(what)s") % {"what": element.name[:60]})


def _joined(parts: list[list[Position]]) -> list[Position]:
    """Segments one after another; each has to begin where the last one ended."""
    positions = list(parts[0]) if parts else []
    for before, part in pairwise(parts):
        if not part or before[-1:] != part[:1]:
            raise BadShape(_("Die Teile einer Linie schließen nicht aneinander an."))
        positions += part[1:]
    return positions


def _polygon(element: Element) -> shapely.Geometry:
    [outer] = [_ring(one) for one in element.all("exterior", "outerBoundaryIs")]
    holes = [_ring(one) for one in element.all("interior", "innerBoundaryIs")]
    return shapely.Polygon(outer, holes)


def _ring(boundary: Element) -> list[Position]:
    [ring] = boundary.children
    positions = _of_curve(ring)
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise BadShape(_("Ein Ring ist nicht geschlossen."))
    return positions


def _surface(element: Element) -> shapely.Geometry:
    patches = [
        _polygon(patch)
        for holder in element.all("patches", "polygonPatches", "trianglePatches")
        for patch in holder
    ]
    return patches[0] if len(patches) == 1 else shapely.union_all(patches)


def _envelope(element: Element) -> shapely.Geometry:
    lower, upper = element.find("lowerCorner"), element.find("upperCorner")
    if lower is not None and upper is not None:
        low, high = _numbers(lower.text), _numbers(upper.text)
        corners = [(low[0], low[1]), (high[0], high[1])]
    else:
        corners = _positions(element)
    [(west, south), (east, north)] = corners
    if west > east or south > north:
        raise BadShape(_("Die untere Grenze des Rechtecks liegt über der oberen."))
    return shapely.box(west, south, east, north)


def _members(element: Element, *names: str) -> list[shapely.Geometry]:
    return [
        _READERS[one.name](one)
        for member in element.all(*names)
        for one in member
        if one.name in _READERS or _refuse(one)
    ]


def _refuse(element: Element) -> bool:
    raise BadShape(_("Das ist keine lesbare Form: %(what)s") % {"what": element.name[:60]})


def _flat(shapes: list[shapely.Geometry], kind: str) -> list[shapely.Geometry]:
    parts = [part for one in shapes for part in shapely.get_parts(one)]
    if any(part.geom_type != kind for part in parts):
        raise BadShape(_("Eine Sammlung enthält Formen, die nicht zu ihr gehören."))
    return parts


def _multi_point(element: Element) -> shapely.Geometry:
    return shapely.MultiPoint(_flat(_members(element, "pointMember", "pointMembers"), "Point"))


def _multi_curve(element: Element) -> shapely.Geometry:
    names = ("curveMember", "curveMembers", "lineStringMember")
    return shapely.MultiLineString(_flat(_members(element, *names), "LineString"))


def _multi_surface(element: Element) -> shapely.Geometry:
    names = ("surfaceMember", "surfaceMembers", "polygonMember")
    return shapely.MultiPolygon(_flat(_members(element, *names), "Polygon"))


def _multi_geometry(element: Element) -> shapely.Geometry:
    return shapely.GeometryCollection(_members(element, "geometryMember", "geometryMembers"))


_READERS: dict[str, Callable[[Element], shapely.Geometry]] = {
    "Point": _point,
    "LineString": _line_string,
    "LinearRing": _line_string,
    "Curve": _curve,
    "CompositeCurve": _curve,
    "OrientableCurve": _curve,
    "Polygon": _polygon,
    "PolygonPatch": _polygon,
    "Surface": _surface,
    "PolyhedralSurface": _surface,
    "Envelope": _envelope,
    "Box": _envelope,
    "MultiPoint": _multi_point,
    "MultiCurve": _multi_curve,
    "MultiLineString": _multi_curve,
    "MultiSurface": _multi_surface,
    "MultiPolygon": _multi_surface,
    "MultiGeometry": _multi_geometry,
}
