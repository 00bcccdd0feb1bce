"""Surface, canopy and land cover of a window, drawn from buildings, trees, green and water."""

import zlib
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize

from heatmodel.raster.grid import Floats, Grid

STOREY_M = 3.1
ASSUMED_HEIGHT_M = {"industrial": 9.0, "school": 10.0}
OTHERWISE_M = 7.2  # the median of the demonstration city's buildings
ASSUMED_TREE_M, ASSUMED_CROWN_M = 12.0, 7.0
WOOD_M = (14.0, 22.0)  # heights of a closed canopy
GAP_M = 12.0  # its heights change from patch to patch of this size
# Share of the ground under crowns, where single trees are strewn.
STREWN = {"park": 0.25, "garden": 0.15, "cemetery": 0.35, "sport": 0.04, "meadow": 0.02}
CROWN_M = (5.0, 11.0)
STREET_HALF_M = {"motorway": 12.0, "main": 7.0, "street": 5.0, "side": 3.5, "path": 1.2}


class Cover(IntEnum):
    """Classes of land cover. What is drawn later lies on top, in this order."""

    OPEN = 1
    SETTLED = 2
    CORE = 3
    INDUSTRIAL = 4
    GREEN = 5
    WOOD = 6
    WATER = 7
    STREET = 8
    BUILDING = 9


@dataclass(frozen=True)
class Scene:
    """Shapes in EPSG:25832 with their numbers, each with an index of its own.

    `crowns` are discs: centres [n, 2] in m, radius and height in m.
    """

    buildings: "Drawn"
    woods: "Drawn"
    crowns: "Drawn"
    covers: tuple["Drawn", ...]


class Drawn:
    """Shapes and one number each, found by window."""

    def __init__(self, shapes: list[shapely.Geometry], values: list[float]) -> None:
        self.shapes = np.array(shapes, dtype=object)
        self.values = np.array(values, dtype=np.float32)
        self._tree = shapely.STRtree(self.shapes)

    def on(self, grid: Grid, nothing: float = 0.0) -> Floats:
        """The numbers on the cells of `grid` whose middle a shape covers, the highest on top."""
        found = self._tree.query(shapely.box(*grid.bounds))
        if len(found) == 0:
            return np.full(grid.shape, nothing, np.float32)
        found = found[np.argsort(self.values[found], kind="stable")]
        pairs = zip(self.shapes[found], self.values[found], strict=True)
        return rasterize(
            pairs,
            out_shape=grid.shape,
            transform=grid.transform,
            fill=nothing,
            dtype=np.float32,
        )


def height_of(kind: str, levels: int | None, height_m: float | None) -> float:
    """The height in m of a building, assumed where nobody knows it."""
    if height_m:
        return height_m
    return levels * STOREY_M if levels else ASSUMED_HEIGHT_M.get(kind, OTHERWISE_M)


def strewn_trees(
    area: shapely.Geometry, share: float, seed_text: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Trees by chance whose crowns cover about `share` of `area`: centres, radii, heights in m.

    The same area and text give the same trees, whatever else is drawn.
    """
    chance = np.random.default_rng(zlib.crc32(seed_text.encode()))
    low, high = CROWN_M
    crown_m2 = np.pi * (low**2 + low * high + high**2) / 12  # the mean over diameters
    west, south, east, north = area.bounds
    inside = area.area / max((east - west) * (north - south), 1)
    count = int(-np.log1p(-share) * area.area / crown_m2 / max(inside, 0.01))
    centres = chance.uniform((west, south), (east, north), (count, 2))
    diameters = chance.uniform(low, high, count)
    heights = 4 + diameters * chance.uniform(1.1, 1.5, count)
    shapely.prepare(area)
    kept = shapely.contains_xy(area, *centres.T)
    return centres[kept], diameters[kept] / 2, heights[kept]


def surface(scene: Scene, grid: Grid) -> Floats:
    """Height in m of ground and buildings above the ground, which is taken as level."""
    return scene.buildings.on(grid)


def canopy(scene: Scene, grid: Grid) -> Floats:
    """Height in m of crowns above the ground, 0 where there are none or a building stands."""
    crowns = np.maximum(scene.crowns.on(grid), _wood(scene, grid))
    crowns[scene.buildings.on(grid) > 0] = 0
    return crowns


def _wood(scene: Scene, grid: Grid) -> Floats:
    """A closed canopy whose height is a matter of place alone, so that windows fit together."""
    inside = scene.woods.on(grid)
    if not inside.any():
        return inside
    west, _south, _east, north = grid.bounds
    columns = ((west + (np.arange(grid.columns) + 0.5) * grid.cell_m) // GAP_M).astype(np.uint64)
    rows = ((north - (np.arange(grid.rows) + 0.5) * grid.cell_m) // GAP_M).astype(np.uint64)
    mixed = _hash(columns[None, :] * np.uint64(0x9E3779B9) + rows[:, None] * np.uint64(0x85EBCA6B))
    low, high = WOOD_M
    return np.where(inside > 0, low + (high - low) * mixed, 0).astype(np.float32)


def _hash(values: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Numbers from 0 to 1 that look like chance (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values ^ (values >> np.uint64(31))).astype(np.float64) / 2.0**64


def land_cover(scene: Scene, grid: Grid) -> NDArray[np.uint8]:
    """A class of `Cover` on every cell."""
    cover = np.full(grid.shape, Cover.OPEN, np.uint8)
    for drawn in scene.covers:
        found = drawn.on(grid)
        cover[found > 0] = found[found > 0].astype(np.uint8)
    return cover
