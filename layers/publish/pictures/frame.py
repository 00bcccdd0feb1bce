"""Which piece of ground a picture shows, and where a point of it lies on the picture."""

from dataclasses import dataclass
from math import ceil, cos, log2, radians

from django.contrib.gis.geos import Point, Polygon

from layers.ground.crs import STORAGE_SRID, WEB_SRID

_EQUATOR_M = 40_075_016.686
_TILE_PX = 512
_MARGIN = 1.08


@dataclass(frozen=True)
class Frame:
    """A rectangle of ground around `centre` (x, y in EPSG:25832), `width_m` wide.

    Pixels are those of CSS, 96 to the inch; the origin is the upper left corner.
    """

    centre: tuple[float, float]
    width_m: float
    width_px: float
    height_px: float

    @classmethod
    def around(
        cls, box: tuple[float, float, float, float], width_px: float, height_px: float
    ) -> "Frame":
        """All of `box` (west, south, east, north in EPSG:25832), with a margin of 4 % a side."""
        west, south, east, north = box
        width_m = max(east - west, (north - south) * width_px / height_px) * _MARGIN
        return cls(((west + east) / 2, (south + north) / 2), ceil(width_m), width_px, height_px)

    @property
    def px_per_m(self) -> float:
        return self.width_px / self.width_m

    @property
    def height_m(self) -> float:
        return self.height_px / self.px_per_m

    @property
    def west(self) -> float:
        return self.centre[0] - self.width_m / 2

    @property
    def north(self) -> float:
        return self.centre[1] + self.height_m / 2

    def box(self, margin_m: float = 0.0) -> Polygon:
        """The ground as a polygon in EPSG:25832, wider by `margin_m` on every side."""
        west, north = self.west - margin_m, self.north + margin_m
        east = west + self.width_m + 2 * margin_m
        box = Polygon.from_bbox((west, north - self.height_m - 2 * margin_m, east, north))
        box.srid = STORAGE_SRID
        return box

    @property
    def zoom(self) -> float:
        """The zoom at which the map in the browser has this scale."""
        latitude = self.lon_lat(self.width_px / 2, self.height_px / 2)[1]
        metres_at_zoom_0 = _EQUATOR_M * cos(radians(latitude)) / _TILE_PX
        return log2(metres_at_zoom_0 * self.px_per_m)

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of EPSG:25832 lies on the picture."""
        return (x - self.west) * self.px_per_m, (self.north - y) * self.px_per_m

    def ground(self, left: float, top: float) -> tuple[float, float]:
        """The point of EPSG:25832 at a pixel."""
        return self.west + left / self.px_per_m, self.north - top / self.px_per_m

    def lon_lat(self, left: float, top: float) -> tuple[float, float]:
        """The same in EPSG:4326."""
        point = Point(*self.ground(left, top), srid=STORAGE_SRID)
        return point.transform(WEB_SRID, clone=True).coords
