"""The scene to draw, read from the published rows of the map's layers."""

from collections.abc import Iterator
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB

from heatmodel.demo.drawing import (
    ASSUMED_CROWN_M,
    ASSUMED_TREE_M,
    STREET_HALF_M,
    STREWN,
    Cover,
    Drawn,
    Scene,
    height_of,
    strewn_trees,
)
from layers import registry

Row = tuple[Any, ...]


def read_scene() -> Scene:
    """Everything that casts shade or stores heat; some ten thousand shapes, a second or two."""
    green = list(_rows("green_areas", "kind", "source_id"))
    return Scene(
        buildings=_buildings(),
        woods=_drawn([(shape, 1.0) for shape, kind, _id in green if kind == "wood"]),
        crowns=_crowns(green),
        covers=_covers(green),
    )


def _rows(layer: str, *fields: str) -> Iterator[Row]:
    """The published shape of each row, with some of its fields."""
    rows = registry.layer(layer).published().order_by("pk").annotate(wkb=AsWKB("geometry"))
    for wkb, *values in rows.values_list("wkb", *fields).iterator(5_000):
        yield shapely.from_wkb(bytes(wkb)), *values


def _drawn(pairs: list[tuple[shapely.Geometry, float]]) -> Drawn:
    return Drawn([shape for shape, _value in pairs], [value for _shape, value in pairs])


def _buildings() -> Drawn:
    rows = _rows("buildings", "kind", "levels", "height_m")
    return _drawn([(shape, height_of(kind, levels, m)) for shape, kind, levels, m in rows])


def _crowns(green: list[Row]) -> Drawn:
    """Discs of single trees: those of the layer, and others strewn over parks and the like."""
    discs: list[tuple[shapely.Geometry, float]] = []
    for point, height_m, crown_m in _rows("trees", "height_m", "crown_m"):
        radius_m = (crown_m or ASSUMED_CROWN_M) / 2
        discs.append((point.buffer(radius_m, quad_segs=3), height_m or ASSUMED_TREE_M))
    for area, kind, source_id in green:
        if kind in STREWN:
            centres, radii, heights = strewn_trees(area, STREWN[kind], source_id)
            shapes = shapely.buffer(shapely.points(centres), radii, quad_segs=3)
            discs.extend(zip(shapes, heights.tolist(), strict=True))
    return _drawn(discs)


def _covers(green: list[Row]) -> tuple[Drawn, ...]:
    """Land cover from the bottom up."""
    settled = {"core": Cover.CORE, "industrial": Cover.INDUSTRIAL}
    built_up = [
        (shape, float(settled.get(kind, Cover.SETTLED)))
        for shape, kind in _rows("built_up_areas", "kind")
    ]
    greens = [
        (shape, float(Cover.WOOD if kind == "wood" else Cover.GREEN)) for shape, kind, _id in green
    ]
    water = [(shape, float(Cover.WATER)) for (shape,) in _rows("water_areas")]
    streets = [
        (shape.buffer(STREET_HALF_M[kind], quad_segs=2), float(Cover.STREET))
        for shape, kind, tunnel in _rows("streets", "kind", "tunnel")
        if kind in STREET_HALF_M and not tunnel
    ]
    houses = [(shape, float(Cover.BUILDING)) for (shape,) in _rows("buildings")]
    return tuple(_drawn(pairs) for pairs in (built_up, greens, water, streets, houses))
