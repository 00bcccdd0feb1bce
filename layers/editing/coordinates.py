"""Geometry as people type it: degrees or UTM, GeoJSON or WKT; and as people read it.

Degrees may come in either order: in Germany longitude lies between 5 and 16, latitude between 46
and 56, so they cannot be taken for one another. UTM is EPSG:25832, with or without its zone.
"""

import json
import re
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, LineString, Point, Polygon
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from layers import strict_json
from layers.ground.crs import STORAGE_SRID, TILE_SRID, WEB_SRID

DEGREE_DIGITS = 7  # a centimetre
_ETRS89_SRID = 4258
_KNOWN_SRIDS = {STORAGE_SRID, WEB_SRID, TILE_SRID, _ETRS89_SRID}
_LARGEST_DEGREE = 360  # larger numbers are metres
_WKT = re.compile(r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_ZONE = re.compile(r"32[A-Z]?", re.IGNORECASE)

_UNREADABLE = _(
    "Das sind keine lesbaren Koordinaten. Beispiele: 7.8203 51.6801 oder 418400 5726000."
)


def parsed(text: str, geometry_type: str) -> GEOSGeometry:
    """The geometry that `text` means, with its SRID. Raises ValidationError in words.

    Lines and areas are one position per line; an empty line starts the next part. A ring need
    not be closed.
    """
    text = text.strip()
    try:
        if text.startswith("{"):
            return _from_geojson(strict_json.read(text))
        if _WKT.match(text):
            return _from_wkt(text)
        return _from_positions(text, geometry_type)
    except (ValueError, TypeError, KeyError, GEOSException, GDALException) as error:
        raise ValidationError(_UNREADABLE) from error


def typed(shape: GEOSGeometry) -> str:
    """`shape` as a text that `parsed` reads: degrees for a point, GeoJSON for the rest."""
    degrees = shape.transform(WEB_SRID, clone=True)
    if isinstance(degrees, Point):
        return f"{degrees.x:.{DEGREE_DIGITS}f} {degrees.y:.{DEGREE_DIGITS}f}"
    return json.dumps(geojson(shape))


def geojson(shape: GEOSGeometry) -> dict[str, Any]:
    """A GeoJSON geometry: longitude, latitude with seven decimals."""
    degrees = shape.transform(WEB_SRID, clone=True)
    return {"type": degrees.geom_type, "coordinates": _rounded(degrees.coords)}


def described(shape: GEOSGeometry) -> str:
    """A line for people who compare: a point's degrees, else kind, size and number of points."""
    if shape.geom_type == "Point":
        return typed(shape)
    points = ngettext("%(count)s Punkt", "%(count)s Punkte", shape.num_coords) % {
        "count": number_format(shape.num_coords, use_l10n=True, force_grouping=True)
    }
    if shape.dims == 2:
        size = gettext("Fläche, %(size)s ha") % {"size": number_format(shape.area / 10_000, 2)}
    else:
        size = gettext("Linie, %(size)s km") % {"size": number_format(shape.length / 1_000, 3)}
    return f"{size}, {points}"


def _rounded(coords: Any) -> Any:
    if isinstance(coords, float):
        return round(coords, DEGREE_DIGITS)
    return [_rounded(part) for part in coords]


def _from_geojson(found: dict[str, Any]) -> GEOSGeometry:
    if found["type"] == "FeatureCollection":
        [found] = found["features"]
    if found["type"] == "Feature":
        found = found["geometry"]
    shape = GEOSGeometry(json.dumps({"type": found["type"], "coordinates": found["coordinates"]}))
    shape.srid = _likely_srid(shape)
    return shape


def _from_wkt(text: str) -> GEOSGeometry:
    shape = GEOSGeometry(text)
    if shape.srid is None:
        shape.srid = _likely_srid(shape)
    if shape.srid not in _KNOWN_SRIDS:
        raise ValidationError(
            _("EPSG:%(srid)s wird hier nicht gelesen, nur 25832, 4326, 4258 und 3857."),
            params={"srid": shape.srid},
        )
    return shape


def _likely_srid(shape: GEOSGeometry) -> int:
    if shape.empty:
        return WEB_SRID
    return STORAGE_SRID if max(map(abs, shape.extent)) > _LARGEST_DEGREE else WEB_SRID


def _from_positions(text: str, geometry_type: str) -> GEOSGeometry:
    parts = [
        [_position(line) for line in part.splitlines() if line.strip()]
        for part in re.split(r"\n\s*\n", text.replace("\r", ""))
    ]
    srids = {srid for part in parts for srid, _place in part}
    if not srids:
        raise ValidationError(_UNREADABLE)
    if len(srids) > 1:
        raise ValidationError(_("Bitte alle Punkte in einem Koordinatensystem angeben."))
    [srid] = srids
    lines = [[place for _srid, place in part] for part in parts]
    if geometry_type in ("POINT", "GEOMETRY"):
        [[place]] = lines
        return Point(*place, srid=srid)
    if "LINESTRING" in geometry_type:
        pieces = [LineString(line, srid=srid) for line in lines]
    else:
        pieces = [Polygon([*ring, ring[0]], srid=srid) for ring in lines]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = joined.union(piece)
    return joined


def _position(line: str) -> tuple[int, tuple[float, float]]:
    """The SRID that a line of text means, and x and y in it."""
    bare = re.sub(r"[°NOE]", " ", line)
    numbers = _split(bare)
    if len(numbers) == 3 and _ZONE.fullmatch(numbers[0]):
        numbers = numbers[1:]
    x, y = (_number(part) for part in numbers)
    if max(abs(x), abs(y)) <= _LARGEST_DEGREE:
        return WEB_SRID, _in_order((x, y), _looks_like_degrees)
    if 32_000_000 <= max(x, y) < 33_000_000:  # the zone written before the easting
        x, y = (value - 32_000_000 if value >= 32_000_000 else value for value in (x, y))
    return STORAGE_SRID, _in_order((x, y), _looks_like_utm)


def _split(line: str) -> list[str]:
    if ";" in line:
        return [part.strip() for part in line.split(";")]
    words = [word for word in (part.strip(",") for part in line.split()) if word]
    return words if len(words) > 1 else line.strip().split(",")


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text.replace(",", "."))


def _in_order(pair: tuple[float, float], looks_right) -> tuple[float, float]:
    x, y = pair
    if looks_right(x, y):
        return x, y
    if looks_right(y, x):
        return y, x
    raise ValidationError(
        _("Diese Koordinaten liegen nicht in Deutschland: %(x)s %(y)s"), params={"x": x, "y": y}
    )


def _looks_like_degrees(lon: float, lat: float) -> bool:
    return 5 <= lon <= 16 and 46 <= lat <= 56


def _looks_like_utm(east: float, north: float) -> bool:
    return 100_000 <= east <= 900_000 and 4_200_000 <= north <= 9_400_000
