"""The rows of a layer inside a frame, their shapes as SVG path data, in one statement."""

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import GeoFunc
from django.db.models import F, FloatField, Func, TextField, Value

from layers.ground.crs import STORAGE_SRID
from layers.publish.pictures.frame import Frame
from layers.registry import Layer

_MARGIN_PX = 30  # signs and casings reach in from outside
_TOLERANCE_PX = 0.3


class _Shape(GeoFunc):
    output_field = GeometryField(srid=STORAGE_SRID)
    geom_param_pos = ()


class _Clip(_Shape):
    function = "ST_ClipByBox2D"


class _Simplify(_Shape):
    function = "ST_SimplifyPreserveTopology"


class _Wind(_Shape):
    function = "ST_ForcePolygonCCW"


class _TransScale(_Shape):
    function = "ST_TransScale"


class _AsSvg(Func):
    function = "ST_AsSVG"
    output_field = TextField()


class _Inner(Func):
    """The point that a name hangs on: of a line its middle, of an area one inside."""

    template = "ST_PointOnSurface(%(expressions)s)"
    output_field = GeometryField(srid=STORAGE_SRID)


class _X(Func):
    function = "ST_X"
    output_field = FloatField()


class _Y(Func):
    function = "ST_Y"
    output_field = FloatField()


def rows_in(layer: Layer, frame: Frame, names: set[str]) -> list[dict[str, Any]]:
    """Published rows that the frame shows: `names` of its columns, `id`, and their shape.

    Points have `left` and `top` in pixels; everything else has them for its name, and `path`.
    """
    margin_m = _MARGIN_PX / frame.px_per_m
    box = frame.box(margin_m)
    rows = layer.published().filter(geometry__intersects=box).order_by("pk")
    shape: Any = F("geometry")
    extra: dict[str, Any] = {}
    if layer.geometry_type != "POINT":
        shape = _Clip("geometry", Value(box, GeometryField(srid=STORAGE_SRID)))
        drawn: _Shape = _Simplify(shape, Value(_TOLERANCE_PX / frame.px_per_m))
        if "POLYGON" in layer.geometry_type:
            drawn = _Wind(drawn)
        extra["path"] = _AsSvg(_on_paper(drawn, frame), 1, 1)
    on_paper = _on_paper(_Inner(shape), frame)
    rows = rows.annotate(_left=_X(on_paper), _top=_Y(on_paper), **extra)
    found = rows.values("id", *sorted(names - {"id"}), "_left", "_top", *extra)
    return [_placed(row) for row in found if row["_left"] is not None]


def _on_paper(shape: Any, frame: Frame) -> _TransScale:
    """Pixels from the upper left corner, but y still upwards; ST_AsSVG turns it round."""
    scale = Value(frame.px_per_m)
    return _TransScale(shape, Value(-frame.west), Value(-frame.north), scale, scale)


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    row["left"], row["top"] = round(row.pop("_left"), 1), round(-row.pop("_top"), 1)
    return row
