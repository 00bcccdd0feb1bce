"""Tile grids: how a plane is cut into tiles, each level into a quarter of those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from psycopg import sql

from layers.ground.crs import STORAGE_SRID, TILE_SRID

PIXELS = 256  # across a tile, as scale denominators count them
PIXEL_M = 0.00028  # OGC 17-083r4, 6.1.1

_WORLD_M = 40075016.68557849  # width of EPSG:3857


class Range(NamedTuple):
    """Rows and columns of tiles, both ends included; row 0 is the northernmost."""

    min_row: int
    max_row: int
    min_column: int
    max_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.min_row <= row <= self.max_row and self.min_column <= column <= self.max_column


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A square of side `width` whose upper left corner is `left`, `top`, in units of `srid`."""

    name: str
    title: str
    uri: str  # in OGC's register; empty where it is not there
    scale_set: str
    axes: tuple[str, str]
    srid: int
    column: str  # that holds the features' geometry in this system
    left: float
    top: float
    width: float
    levels: int
    first_zoom: int  # of the map, whose tiles are as wide as that of level 0

    def envelope(self, *, margin: float = 0) -> sql.Composable:
        """The tile of level $1, column $2, row $3, wider by `margin` of its width on each side."""
        parts: list[sql.Composable] = [sql.SQL("$1, $2, $3")]
        if self != WEB_MERCATOR:  # which PostGIS has itself
            right, bottom = self.left + self.width, self.top - self.width
            numbers = (self.left, bottom, right, self.top, self.srid)
            parts.append(
                sql.SQL("ST_MakeEnvelope({})").format(sql.SQL(", ").join(map(sql.Literal, numbers)))
            )
        if margin:
            parts.append(sql.SQL("margin => {}").format(sql.Literal(margin)))
        return sql.SQL("ST_TileEnvelope({})").format(sql.SQL(", ").join(parts))

    def cell_size(self, level: int) -> float:
        """The width of a pixel, in units of `srid`."""
        return self.width / PIXELS / 2**level

    def range_over(self, box: Sequence[float], level: int) -> Range:
        """The tiles that a box touches: left, bottom, right, top in this system."""
        left, bottom, right, top = box
        side = self.width / 2**level

        def place(distance: float) -> int:
            return min(max(int(distance // side), 0), 2**level - 1)

        return Range(
            place(self.top - top),
            place(self.top - bottom),
            place(left - self.left),
            place(right - self.left),
        )


WEB_MERCATOR = Grid(
    name="WebMercatorQuad",
    title="Google Maps Compatible for the World",
    uri="http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
    scale_set="http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
    axes=("X", "Y"),
    srid=TILE_SRID,
    column="tile_geometry",
    left=-_WORLD_M / 2,
    top=_WORLD_M / 2,
    width=_WORLD_M,
    levels=25,
    first_zoom=0,
)
# The grid of the Länder's surveys (AdV), in which basemap.de and the WMTS of the Länder come. Its
# cells are as wide as web Mercator's five levels further, measured on the ground and not at the
# equator.
ADV_25832 = Grid(
    name="AdV_25832",
    title="AdV, ETRS89 / UTM 32N",
    uri="",
    scale_set="",
    axes=("E", "N"),
    srid=STORAGE_SRID,
    column="geometry",
    left=-46133.17,
    top=6301219.54,
    width=_WORLD_M / 32,
    levels=15,
    first_zoom=5,
)
GRIDS = {one.name: one for one in (WEB_MERCATOR, ADV_25832)}
