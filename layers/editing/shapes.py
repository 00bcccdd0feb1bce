"""Geometry on its way in: any SRID and spelling becomes what the column stores."""

import math
from collections.abc import Iterator

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GEOSException,
    GEOSGeometry,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    WKBWriter,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from layers.ground.crs import STORAGE_SRID

_MULTI = {kind.__name__: kind for kind in (MultiPoint, MultiLineString, MultiPolygon)}
_NAMES = {
    "Point": _("ein Punkt"),
    "LineString": _("eine Linie"),
    "LinearRing": _("eine Linie"),
    "Polygon": _("eine Fläche"),
    "MultiPoint": _("mehrere Punkte"),
    "MultiLineString": _("eine Linie"),
    "MultiPolygon": _("eine Fläche"),
    "GeometryCollection": _("eine Sammlung"),
}


def stored_shape(shape: GEOSGeometry, geometry_type: str) -> GEOSGeometry:
    """`shape` in EPSG:25832, flat and of `geometry_type` (as in OGC's simple features, upper case).

    Raises ValidationError in words for people.
    """
    if shape.srid is None:
        raise ValidationError(_("Das Koordinatensystem fehlt."))
    if shape.empty:
        raise ValidationError(_("Die Form ist leer."))
    flat = GEOSGeometry(WKBWriter(dim=2).write(shape), srid=shape.srid)
    placed = _as_type(_in_storage(flat), geometry_type)
    if not placed.valid:
        raise ValidationError(
            _("Die Form ist ungültig: %(reason)s"), params={"reason": _reason(placed)}
        )
    return placed


def _in_storage(shape: GEOSGeometry) -> GEOSGeometry:
    outside = ValidationError(_("Diese Koordinaten liegen nicht in UTM-Zone 32."))
    if not all(map(math.isfinite, _numbers(shape.coords))):
        raise ValidationError(_("Eine Koordinate ist keine Zahl."))
    if shape.srid == STORAGE_SRID:
        return shape
    try:
        placed = shape.transform(STORAGE_SRID, clone=True)
    except (GDALException, GEOSException) as error:
        raise outside from error
    if not all(map(math.isfinite, _numbers(placed.coords))):
        raise outside
    return placed


def _numbers(coords: tuple | float) -> Iterator[float]:
    if isinstance(coords, tuple):
        for part in coords:
            yield from _numbers(part)
    else:
        yield coords


def _as_type(shape: GEOSGeometry, wanted: str) -> GEOSGeometry:
    if wanted in ("GEOMETRY", shape.geom_type.upper()):
        return shape
    several = _MULTI.get("Multi" + shape.geom_type)
    if several and wanted == several.__name__.upper():
        return several(shape, srid=shape.srid)
    if shape.geom_type.upper() == "MULTI" + wanted and len(shape) == 1:
        part = shape[0]
        part.srid = shape.srid
        return part
    proper = next(name for name in _NAMES if name.upper() == wanted)
    raise ValidationError(
        _("Erwartet wird %(wanted)s, angegeben ist %(given)s."),
        params={"wanted": _NAMES[proper], "given": _NAMES[shape.geom_type]},
    )


def _reason(shape: GEOSGeometry) -> str:
    """GEOS speaks English; the usual reasons are said in the reader's language, with the place."""
    reason, _bracket, place = shape.valid_reason.partition("[")
    where = place.rstrip("]")
    said = _REASONS.get(reason.strip(), reason.strip())
    return f"{said} (UTM {where})" if where else str(said)


_REASONS = {
    "Self-intersection": _("Die Grenze schneidet sich selbst."),
    "Ring Self-intersection": _("Die Grenze berührt sich selbst."),
    "Hole lies outside shell": _("Ein Loch liegt außerhalb der Fläche."),
    "Holes are nested": _("Ein Loch liegt in einem anderen."),
    "Nested shells": _("Teile der Fläche liegen ineinander."),
    "Interior is disconnected": _("Löcher zerschneiden die Fläche."),
    "Too few points in geometry component": _("Es fehlen Punkte."),
    "Duplicate Rings": _("Ein Teil der Fläche kommt doppelt vor."),
}
