"""What stands where the measures are planned: heights, grounds, houses, people.

Where `load` brought a survey of the city (surface, crowns, land cover), it counts. Elsewhere
heights and land cover are drawn from the map's own layers (`heatmodel.demo.drawing`), so they are
modelled. A scenario says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

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
from heatmodel.raster.files import codes_onto, floats_onto
from heatmodel.raster.grid import Floats, Grid
from heatmodel.results.queries import current_run
from heatmodel.results.survey import ROOF_M, Survey, survey_of
from heatmodel.scenario.scene import Scene
from heatmodel.tables import CoverTable
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
_DRAWN_TABLE = CoverTable(
    TABLE, {int(kind): GROUND_CODES[name] for kind, name in _GROUND_OF.items()}
)


@dataclass(frozen=True)
class Residents:
    """Census cells with their numbers (NaN where unknown), and the houses people live in."""

    cells: Sequence[Any]
    inhabitants: NDArray[np.float64]
    houses: Sequence[Any]


class Ground(Protocol):
    """The city as it is, window by window."""

    origin: str
    """The run whose survey it is; empty if it is drawn from the map."""

    def scene(self, grid: Grid) -> Scene:
        """Heights above one level, and the kind of ground, on a fine grid."""

    def buildings(self, grid: Grid) -> NDArray[np.bool_]:
        """Where nobody stands in the open."""

    def factors(self, grid: Grid) -> Factors:
        """For the cooling model, on a grid of about 10 m: land cover, and crowns as shade."""


def ground_of(grid: Grid) -> Ground:
    """What is known best of all the ground within `grid`."""
    survey = survey_of(current_run())
    return Surveyed(survey) if survey is not None and survey.covers(grid) else Drawn()


class Drawn:
    """Drawn from the map's layers, on level ground. Reading them takes a second or two."""

    origin = ""

    @cached_property
    def _drawing(self) -> Drawing:
        return read_scene()

    def scene(self, grid: Grid) -> Scene:
        surface = drawing.surface(self._drawing, grid)
        ground = _DRAWN_TABLE.ground_of(self.land_cover(grid))
        return Scene(grid, surface, self.canopy(grid), ground)

    def buildings(self, grid: Grid) -> NDArray[np.bool_]:
        return drawing.surface(self._drawing, grid) > 0

    def land_cover(self, grid: Grid) -> NDArray[np.uint8]:
        """Classes of `Cover`."""
        return drawing.land_cover(self._drawing, grid)

    def canopy(self, grid: Grid) -> Floats:
        return drawing.canopy(self._drawing, grid)

    def factors(self, grid: Grid) -> Factors:
        return _with_crowns(factors_of(self.land_cover(grid), TABLE), self.canopy(grid))


class Surveyed:
    """From a city's own rasters. What was not brought is drawn: land cover, and which heights
    are roofs."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._drawn = Drawn()
        self.origin = survey.run_id

    def scene(self, grid: Grid) -> Scene:
        table = self._survey.table or _DRAWN_TABLE
        ground = table.ground_of(self._land_cover(grid))
        return Scene(grid, floats_onto(self._survey.surface, grid), self._canopy(grid), ground)

    def buildings(self, grid: Grid) -> NDArray[np.bool_]:
        if self._survey.ground is None:
            return self._drawn.buildings(grid)
        above = floats_onto(self._survey.surface, grid) - floats_onto(self._survey.ground, grid)
        return above > ROOF_M

    def factors(self, grid: Grid) -> Factors:
        """Land cover and crowns of the survey where it lies; around it, those of the map."""
        factors = factors_of(self._drawn.land_cover(grid), TABLE)
        if self._survey.table is not None:
            codes = self._land_cover(grid)
            surveyed = factors_of(codes, self._survey.table.covers)
            merged = {
                name: np.where(codes == 0, values, getattr(surveyed, name))
                for name, values in vars(factors).items()
            }
            factors = Factors(**merged)
        known = np.isfinite(floats_onto(self._survey.surface, grid))
        return _with_crowns(factors, np.where(known, self._canopy(grid), self._drawn.canopy(grid)))

    def _land_cover(self, grid: Grid) -> NDArray[Any]:
        if self._survey.land_cover is None:
            return self._drawn.land_cover(grid)
        return codes_onto(self._survey.land_cover, grid)

    def _canopy(self, grid: Grid) -> Floats:
        if self._survey.canopy is None:
            return np.zeros(grid.shape, np.float32)
        return np.nan_to_num(floats_onto(self._survey.canopy, grid))


def _with_crowns(factors: Factors, canopy_m: Floats) -> Factors:
    crowns = (canopy_m >= CROWN_MIN_M).astype(np.float64)
    return replace(factors, shade=np.maximum(factors.shade, crowns))


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
