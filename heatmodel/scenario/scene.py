"""A part of the city as arrays, before and after measures are carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.cooling.model import Factors
from heatmodel.raster.grid import Floats, Grid, same_shape
from heatmodel.raster.tiles import Box
from heatmodel.scenario.measures import COVERS, Measure, Placed

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """Heights and grounds on one fine grid (about 1 m), as `shade_bits` and `mean_radiant_map`
    take them; `ground` are GROUND_CODES."""

    grid: Grid
    surface_m: Floats
    canopy_m: Floats
    ground: NDArray[np.uint8]

    def __post_init__(self) -> None:
        same_shape(surface_m=self.surface_m, canopy_m=self.canopy_m, ground=self.ground)


def scene_with(scene: Scene, measures: Sequence[Placed]) -> Scene:
    """The scene after `measures`: crowns and sails on the canopy, grounds as they become.

    A cell counts as covered if its centre is. Sails shade like crowns, down to the ground.
    Green roofs change nothing for people in the street, so nothing here.
    """
    canopy = np.where(scene.canopy_m > 0, scene.canopy_m, 0).astype(np.float32)
    ground = scene.ground.copy()
    for placed in measures:
        covered = _covered(placed.area, scene.grid)
        if placed.measure in (Measure.TREE, Measure.SHADE_SAIL):
            canopy[covered] = np.maximum(canopy[covered], np.float32(placed.height_m))
        elif placed.measure is Measure.UNSEAL:
            ground[covered] = GROUND_CODES["grass"]
        elif placed.measure is Measure.WATER:
            ground[covered] = GROUND_CODES["water"]
    return replace(scene, canopy_m=canopy, ground=ground)


def factors_with(factors: Factors, grid: Grid, measures: Sequence[Placed]) -> Factors:
    """The cooling model's factors after `measures`, each by the share of a cell that it covers.

    `factors` lie on `grid` (about 10 m). Where measures overlap the later one lies on top.
    """
    same_shape(shade=factors.shade, of_grid=np.empty(grid.shape, bool))
    names = ("shade", "albedo", "kc", "green", "building_intensity")
    layers: dict[str, Doubles] = {name: getattr(factors, name).copy() for name in names}
    for placed in measures:
        share = _share(placed.area, grid)
        cover = COVERS[placed.measure]
        for name in names:
            if placed.measure is Measure.SHADE_SAIL and name not in ("shade", "albedo"):
                continue
            layers[name] += share * (float(getattr(cover, name)) - layers[name])
    return Factors(**layers)


def changed_box(grid: Grid, measures: Sequence[Placed]) -> Box | None:
    """The cells that `measures` can touch; None if all of them lie outside the grid."""
    west, south, east, north = grid.bounds
    boxes = []
    for placed in measures:
        left, bottom, right, top = placed.area.bounds
        if left < east and right > west and bottom < north and top > south:
            boxes.append((left, bottom, right, top))
    if not boxes:
        return None
    left, bottom, right, top = (
        pick(side)
        for pick, side in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    row = max(0, int((grid.north - top) / grid.cell_m))
    column = max(0, int((left - grid.west) / grid.cell_m))
    end_row = min(grid.rows, int((grid.north - bottom) / grid.cell_m) + 1)
    end_column = min(grid.columns, int((right - grid.west) / grid.cell_m) + 1)
    return Box(row, column, end_row - row, end_column - column)


def _covered(area: BaseGeometry, grid: Grid) -> NDArray[np.bool_]:
    marks = rasterize([(area, 1)], out_shape=grid.shape, transform=grid.transform, dtype="uint8")
    covered: NDArray[np.bool_] = marks.astype(bool)
    return covered


def _share(area: BaseGeometry, grid: Grid) -> Doubles:
    """Share of each cell that `area` covers."""
    share = np.zeros(grid.shape)
    box = changed_box(grid, [Placed(Measure.UNSEAL, area)])
    if box is None:
        return share
    near = grid.cut(box.row, box.column, box.rows, box.columns)
    rows, columns = np.mgrid[0 : near.rows, 0 : near.columns]
    west, north = near.west + columns * near.cell_m, near.north - rows * near.cell_m
    cells = shapely.box(west, north - near.cell_m, west + near.cell_m, north)
    shapely.prepare(area)
    covered = shapely.contains(area, cells).astype(np.float64)
    cut = shapely.intersects(area, cells) & (covered == 0)
    covered[cut] = shapely.area(shapely.intersection(area, cells[cut])) / near.cell_m**2
    share[box.row : box.row + box.rows, box.column : box.column + box.columns] = covered
    return share
