"""The measures of a scenario, read from GeoJSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely
from pyproj import CRS, Transformer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from heatmodel.cooling.model import Cover
from heatmodel.errors import BadMeasure


class Measure(StrEnum):
    TREE = "tree"
    UNSEAL = "unseal"
    GREEN_ROOF = "green_roof"
    SHADE_SAIL = "shade_sail"
    WATER = "water"


# Least, usual and greatest values in m.
HEIGHT_M = {Measure.TREE: (2.0, 10.0, 40.0), Measure.SHADE_SAIL: (2.0, 3.5, 12.0)}
CROWN_M = (1.0, 7.0, 30.0)
MAX_FEATURES = 5_000
MAX_COORDINATES = 100_000

COVERS = {
    Measure.TREE: Cover(shade=1.0, albedo=0.18, kc=1.0, green=True),
    Measure.UNSEAL: Cover(shade=0.0, albedo=0.20, kc=0.85, green=True),
    Measure.GREEN_ROOF: Cover(shade=0.0, albedo=0.20, kc=0.60, green=True, building_intensity=0.5),
    Measure.SHADE_SAIL: Cover(shade=1.0, albedo=0.35, kc=0.0, green=False, building_intensity=1.0),
    Measure.WATER: Cover(shade=0.0, albedo=0.06, kc=1.05, green=False),
}
"""What the covered ground becomes in the cooling model. A sail cools by day alone, so by night
the ground keeps what it had (see `scenario.scene`)."""


@dataclass(frozen=True)
class Placed:
    """A measure on the ground: `area` in the grid's metres; heights above what it stands on."""

    measure: Measure
    area: BaseGeometry
    height_m: float = 0.0


def read_measures(collection: Mapping[str, Any], crs: str) -> list[Placed]:
    """The measures in a GeoJSON FeatureCollection (EPSG:4326, RFC 7946), in metres of `crs`.

    Each feature has the property `measure`; `tree` is a point with `height_m` and `crown_m`
    (the crown's diameter), `shade_sail` a polygon with `height_m`, the others are polygons.
    What is left out is usual. Raises BadMeasure naming the feature (counted from 1).
    """
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, Sequence) or isinstance(features, str):
        raise BadMeasure("a scenario is a GeoJSON FeatureCollection")
    if len(features) > MAX_FEATURES:
        raise BadMeasure(f"{len(features)} measures; up to {MAX_FEATURES} are possible")
    turned = Transformer.from_crs(4326, CRS.from_user_input(crs), always_xy=True)
    placed = [_placed(number, feature, turned) for number, feature in enumerate(features, 1)]
    if sum(int(shapely.get_num_coordinates(one.area)) for one in placed) > MAX_COORDINATES:
        raise BadMeasure(f"more than {MAX_COORDINATES} corners in all")
    return placed


def _placed(number: int, feature: Any, turned: Transformer) -> Placed:
    where = f"measure {number}"
    try:
        properties = feature["properties"] or {}
        measure = Measure(properties["measure"])
        drawn = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        words = ", ".join(Measure)
        raise BadMeasure(f"{where}: needs a geometry and a measure of {words}") from problem
    except shapely.errors.ShapelyError as problem:
        raise BadMeasure(f"{where}: unreadable geometry ({problem})") from problem
    area = shapely.transform(drawn, turned.transform, interleaved=False)
    height_m = _height(where, measure, properties)
    if measure is Measure.TREE:
        crown_m = _within(where, "crown_m", properties.get("crown_m"), CROWN_M)
        if area.geom_type not in ("Point", "MultiPoint"):
            raise BadMeasure(f"{where}: a tree is a point")
        area = area.buffer(crown_m / 2)
    return Placed(measure, _sound(where, area), height_m)


def _height(where: str, measure: Measure, properties: Mapping[str, Any]) -> float:
    if measure not in HEIGHT_M:
        return 0.0
    return _within(where, "height_m", properties.get("height_m"), HEIGHT_M[measure])


def _within(where: str, name: str, value: Any, limits: tuple[float, float, float]) -> float:
    least, usual, greatest = limits
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadMeasure(f"{where}: {name} {value!r} is no number")
    if not least <= value <= greatest:
        raise BadMeasure(f"{where}: {name} {value} is not between {least:g} and {greatest:g}")
    return float(value)


def _sound(where: str, area: BaseGeometry) -> BaseGeometry:
    if area.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadMeasure(f"{where}: is drawn as an area")
    if area.is_empty or not all(map(math.isfinite, area.bounds)):
        raise BadMeasure(f"{where}: has no place on the map")
    if not area.is_valid:
        raise BadMeasure(f"{where}: {explain_validity(area)}")
    if area.area <= 0:
        raise BadMeasure(f"{where}: covers no area")
    return area
