"""Coordinate reference systems as services name them, each with its authority's order of axes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pyproj import CRS

from layers.ground.crs import STORAGE_SRID, TILE_SRID, WEB_SRID
from layers.publish.filters.sql import Sql, put

NameForm = Literal["uri", "urn", "curie", "short", "legacy"]

ETRS89_SRID = 4258
_DEGREE_DIGITS = 7  # about a centimetre
_METRE_DIGITS = 3


@dataclass(frozen=True)
class Crs:
    """One system of coordinates. `authority` and `code` as in OGC's register of names."""

    authority: Literal["OGC", "EPSG"]
    code: str
    srid: int  # as PostGIS knows it, coordinates in order x, y

    @property
    def uri(self) -> str:
        version = "1.3" if self.authority == "OGC" else "0"
        return f"http://www.opengis.net/def/crs/{self.authority}/{version}/{self.code}"

    @property
    def urn(self) -> str:
        version = "1.3" if self.authority == "OGC" else ""
        return f"urn:ogc:def:crs:{self.authority}:{version}:{self.code}"

    @property
    def short(self) -> str:
        return f"{self.authority}:{self.code}"

    @cached_property
    def north_first(self) -> bool:
        """Whether the authority writes latitude or northing before longitude or easting."""
        return CRS.from_authority(self.authority, self.code).axis_info[0].direction == "north"

    @cached_property
    def title(self) -> str:
        return CRS.from_authority(self.authority, self.code).name

    @cached_property
    def in_degrees(self) -> bool:
        return CRS.from_authority(self.authority, self.code).is_geographic

    @property
    def digits(self) -> int:
        """Decimal places that tell a centimetre (degrees) or a millimetre (metres)."""
        return _DEGREE_DIGITS if self.in_degrees else _METRE_DIGITS


CRS84 = Crs("OGC", "CRS84", WEB_SRID)
STORAGE = Crs("EPSG", str(STORAGE_SRID), STORAGE_SRID)
ALL: tuple[Crs, ...] = (
    CRS84,
    Crs("EPSG", str(WEB_SRID), WEB_SRID),
    Crs("EPSG", str(ETRS89_SRID), ETRS89_SRID),
    STORAGE,
    Crs("EPSG", str(TILE_SRID), TILE_SRID),
)

_FORMS: tuple[tuple[NameForm, re.Pattern[str]], ...] = (
    ("uri", re.compile(r"https?://www\.opengis\.net/def/crs/(OGC|EPSG)/[0-9.]+/(\w+)")),
    ("urn", re.compile(r"urn:(?:x-)?ogc:def:crs:(OGC|EPSG):(?:[0-9.]*:)?(\w+)", re.IGNORECASE)),
    ("curie", re.compile(r"\[(OGC|EPSG):(\w+)\]", re.IGNORECASE)),
    ("short", re.compile(r"(OGC|EPSG|CRS):(\w+)", re.IGNORECASE)),
    ("legacy", re.compile(r"http://www\.opengis\.net/gml/srs/(epsg)\.xml#(\d+)")),
)
_SYNONYMS = {("CRS", "84"): ("OGC", "CRS84"), ("EPSG", "900913"): ("EPSG", "3857")}


@lru_cache(maxsize=256)
def named(name: str) -> tuple[Crs, NameForm] | None:
    """The system called `name` and how it was written; None if it is not offered.

    What the form means for the order of axes is the service's matter: the OGC API keeps the
    authority's for every form, WFS does not for "short" and "legacy".
    """
    for form, pattern in _FORMS:
        if match := pattern.fullmatch(name):
            key = (match[1].upper(), match[2].upper())
            authority, code = _SYNONYMS.get(key, key)
            for one in ALL:
                if (one.authority, one.code) == (authority, code):
                    return one, form
    return None


def geometry_sql(crs: Crs, *, north_first: bool | None = None, polygons: bool = False) -> Sql:
    """The geometry of row `q` in `crs`, axes as the authority has them unless told.

    With `polygons` outer rings run against the clock (before axes change places), as GeoJSON
    wants them. Degrees of WGS 84 are made from the stored web Mercator copy: half the time.
    """
    if crs.srid == STORAGE_SRID:
        shape = Sql("q.geometry", (), "geometry")
    elif crs.srid == TILE_SRID:
        shape = Sql("q.tile_geometry", (), "geometry")
    else:
        column = "q.tile_geometry" if crs.srid == WEB_SRID else "q.geometry"
        shape = Sql(f"ST_Transform({column}, {crs.srid})", (), "geometry")
    if polygons:
        shape = put("ST_ForcePolygonCCW({})", shape, type="geometry")
    flipped = crs.north_first if north_first is None else north_first
    return put("ST_FlipCoordinates({})", shape, type="geometry") if flipped else shape


def xy_box(numbers: Sequence[float], north_first: bool) -> list[float]:
    """A bbox of four or six numbers with its axes in order x, y(, z)."""
    if not north_first:
        return list(numbers)
    half = len(numbers) // 2
    low, high = numbers[:half], numbers[half:]
    return [low[1], low[0], *low[2:], high[1], high[0], *high[2:]]
