"""What stands where the measures are planned: heights, grounds, houses, people.

Heights and land cover are drawn from the map's own layers (`heatmodel.demo.drawing`), so they are
modelled; a scenario says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon
from numpy.typing import NDArray

from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.cooling.model import Factors, factors_of
from heatmodel.demo import drawing
from heatmodel.demo.climate import TABLE
from heatmodel.demo.drawing import Cover
from heatmodel.demo.drawing import Scene as Drawing
from heatmodel.demo.scene import read_scene
from heatmodel.raster.grid import Grid
from heatmodel.scenario.scene import Scene
from layers import registry
from layers.ground.crs import STORAGE_SRID

CROWN_MIN_M = 2.0  # lower green is no canopy
_GROUND_OF = {
    Cover.OPEN: "grass",
    Cover.SETTLED: "mixed",
    Cover.CORE: "paving",
    Cover.INDUSTRIAL: "asphalt",
    Cover.GREEN: "grass",
    Cover.WOOD: "grass",
    Cover.WATER: "water",
    Cover.STREET: "asphalt",
    Cover.BUILDING: "mixed",
}


@dataclass(frozen=True)
class Residents:
    """Census cells with their numbers (NaN where unknown), and the houses people live in."""

    cells: Sequence[Any]
    inhabitants: NDArray[np.float64]
    houses: Sequence[Any]


class Ground:
    """The city as it is, window by window. Reading it takes a second or two."""

    def __init__(self) -> None:
        self._drawing: Drawing = read_scene()

    def scene(self, grid: Grid) -> Scene:
        """Heights above level ground, and the kind of ground, on a fine grid."""
        cover = drawing.land_cover(self._drawing, grid)
        codes = np.zeros(max(Cover) + 1, np.uint8)
        for kind, name in _GROUND_OF.items():
            codes[kind] = GROUND_CODES[name]
        surface = drawing.surface(self._drawing, grid)
        return Scene(grid, surface, drawing.canopy(self._drawing, grid), codes[cover])

    def buildings(self, grid: Grid) -> NDArray[np.bool_]:
        return drawing.surface(self._drawing, grid) > 0

    def factors(self, grid: Grid) -> Factors:
        """For the cooling model, on a grid of about 10 m: land cover, and crowns as shade."""
        factors = factors_of(drawing.land_cover(self._drawing, grid), TABLE)
        crowns = (drawing.canopy(self._drawing, grid) >= CROWN_MIN_M).astype(np.float64)
        return Factors(
            shade=np.maximum(factors.shade, crowns),
            albedo=factors.albedo,
            kc=factors.kc,
            green=factors.green,
            building_intensity=factors.building_intensity,
        )


def residents(area: Any) -> Residents:
    """Census cells that touch `area` (shapely, EPSG:25832), and the houses in these cells."""
    cells = _rows("census_cells", area, "inhabitants")
    if not cells:
        return Residents([], np.array([]), [])
    shapes = [shape for shape, _people in cells]
    numbers = np.array([np.nan if people is None else people for _shape, people in cells])
    whole = shapely.union_all(shapes)
    houses = [
        shape
        for shape, kind in _rows("buildings", whole, "kind")
        if kind not in ("industrial", "school")
    ]
    return Residents(shapes, numbers.astype(float), houses)


def _rows(layer: str, area: Any, field: str) -> list[tuple[Any, Any]]:
    """Published features that meet the box around `area`: shape and one field."""
    box = Polygon.from_bbox(area.bounds)
    box.srid = STORAGE_SRID
    rows = registry.layer(layer).published().filter(geometry__intersects=box)
    found = rows.annotate(wkb=AsWKB("geometry")).values_list("wkb", field)
    return [(shapely.from_wkb(bytes(wkb)), value) for wkb, value in found.order_by("pk")]
