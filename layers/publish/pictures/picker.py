"""A point chosen on a picture: an image that is a button sends where it was hit, without script.

The image itself is blank and lies over the drawing, which has the colours of the page it is in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.contrib.gis.geos import Point
from django.utils.safestring import SafeString, mark_safe

from layers.ground.crs import STORAGE_SRID
from layers.publish.pictures.drawing import Overlay, draw
from layers.publish.pictures.frame import Frame
from layers.registry import Layer

SIDE_PX = 288  # fits the narrowest phone
NAME = "karte"  # browsers send karte.x and karte.y
BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
_WIDTHS_M = (300, 600, 1_200, 2_400, 4_800, 9_600, 19_200)


@dataclass(frozen=True)
class Picker:
    """What the picture shows: its middle in EPSG:25832, and one of a few widths."""

    x: float
    y: float
    width_m: int = 1_200

    @property
    def frame(self) -> Frame:
        return Frame((self.x, self.y), self.width_m, SIDE_PX, SIDE_PX)

    @property
    def side_px(self) -> int:
        return SIDE_PX

    @property
    def name(self) -> str:
        return NAME

    @property
    def view(self) -> str:
        """Middle and width, for a hidden field; `read` is its reverse."""
        return f"{self.x:.0f},{self.y:.0f},{self.width_m}"

    def around(self, point: Point) -> "Picker":
        return replace(self, x=point.x, y=point.y)

    def nearer(self, step: int) -> "Picker":
        """The picture one step nearer (1) or farther (-1)."""
        place = _WIDTHS_M.index(self.width_m) - step
        return replace(self, width_m=_WIDTHS_M[min(max(place, 0), len(_WIDTHS_M) - 1)])

    def hit(self, sent: Mapping[str, str]) -> Point | None:
        """The point of EPSG:25832 that was hit, None if the picture was not."""
        try:
            left, top = (float(sent[f"{NAME}.{axis}"]) for axis in "xy")
        except (KeyError, ValueError):
            return None
        if not (0 <= left <= SIDE_PX and 0 <= top <= SIDE_PX):
            return None
        return Point(*self.frame.ground(left, top), srid=STORAGE_SRID)

    @property
    def blank(self) -> str:
        """The address of the image that is hit: one transparent pixel, stretched."""
        return BLANK

    def picture(self, layers: Iterable[Layer], above: Iterable[Overlay] = ()) -> SafeString:
        """The drawing under the image that is hit."""
        return mark_safe(draw(self.frame, layers, above=list(above)))


def read(view: str, otherwise: Picker) -> Picker:
    """The picker of a hidden field; `otherwise` where it is unreadable."""
    try:
        x, y, width_m = (float(part) for part in view[:60].split(","))
    except ValueError:
        return otherwise
    if width_m not in _WIDTHS_M or not _on_earth(x, y):
        return otherwise
    return Picker(x, y, int(width_m))


def read_point(text: str) -> Point | None:
    """A point of EPSG:25832 as `x,y`; None for anything else."""
    try:
        x, y = (float(part) for part in text[:60].split(","))
    except ValueError:
        return None
    return Point(x, y, srid=STORAGE_SRID) if _on_earth(x, y) else None


def _on_earth(x: float, y: float) -> bool:
    """Coordinates of UTM at all: from about 1e150 on, GEOS ends the process writing them down."""
    return abs(x) <= 1_000_000 and abs(y) <= 10_000_000  # false for what is no number
