"""The grid of a raster: square cells in metres, row 0 in the north, column 0 in the west."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.io import DatasetReader
from rasterio.warp import transform_bounds

from heatmodel.errors import GridMismatch, NotMetric, NotSquare, OutOfRange, RotatedRaster, TooLarge

Floats = NDArray[np.float32]

MAX_CELLS = 20_000_000_000
"""About 140 km x 140 km at 1 m; beyond it even the pass over block heights takes hours."""

_SAME_M = 1e-3
_WEB_MERCATOR = 3857


@dataclass(frozen=True)
class Grid:
    """`rows` x `columns` squares of `cell_m` metres below and right of (`west`, `north`).

    `crs` is text that PROJ reads, as a rule "EPSG:25832".
    """

    crs: str
    west: float
    north: float
    cell_m: float
    rows: int
    columns: int

    def __post_init__(self) -> None:
        if not (self.cell_m > 0 and self.rows >= 0 and self.columns >= 0):
            raise OutOfRange(f"no grid has {self.rows} x {self.columns} cells of {self.cell_m} m")

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @property
    def transform(self) -> Affine:
        """From (column, row) to (easting, northing)."""
        return Affine(self.cell_m, 0, self.west, 0, -self.cell_m, self.north)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        east = self.west + self.columns * self.cell_m
        return self.west, self.north - self.rows * self.cell_m, east, self.north

    @property
    def centre(self) -> tuple[float, float]:
        """Easting and northing."""
        west, south, east, north = self.bounds
        return (west + east) / 2, (south + north) / 2

    def cut(self, row: int, column: int, rows: int, columns: int) -> "Grid":
        """The part of `rows` x `columns` cells whose first one is (`row`, `column`)."""
        west = self.west + column * self.cell_m
        north = self.north - row * self.cell_m
        return Grid(self.crs, west, north, self.cell_m, rows, columns)

    def same_as(self, other: "Grid") -> bool:
        """Whether cells fall on cells: same system, shape and cell, origins within a millimetre."""
        mine = self.west, self.north, self.cell_m * max(self.shape)
        theirs = other.west, other.north, other.cell_m * max(other.shape)
        return (
            self.shape == other.shape
            and CRS.from_user_input(self.crs) == CRS.from_user_input(other.crs)
            and all(abs(a - b) < _SAME_M for a, b in zip(mine, theirs, strict=True))
        )


def grid_of(dataset: DatasetReader) -> Grid:
    """The grid of an open raster.

    Raises NotMetric without a projected system in metres (and for Web Mercator, whose metre
    is 0.62 m in Hamm), RotatedRaster, NotSquare, TooLarge (more than MAX_CELLS).
    """
    return _checked(dataset.name, dataset.crs, dataset.transform, dataset.height, dataset.width)


def _checked(name: str, crs: CRS | None, transform: Affine, rows: int, columns: int) -> Grid:
    if crs is None or not crs.is_projected or abs(crs.linear_units_factor[1] - 1) > 1e-9:
        raise NotMetric(f"{name}: needs a projected coordinate system in metres, has {crs}")
    if crs.to_epsg() == _WEB_MERCATOR:
        raise NotMetric(f"{name}: Web Mercator does not measure metres; use EPSG:25832")
    if transform.b or transform.d or transform.a <= 0 or transform.e >= 0:
        raise RotatedRaster(f"{name}: rows must run from north to south, columns west to east")
    if abs(transform.a + transform.e) > 1e-6 * transform.a:
        raise NotSquare(
            f"{name}: cells of {transform.a} m x {-transform.e} m; resample them to squares "
            "(gdalwarp -tr)"
        )
    if rows * columns > MAX_CELLS:
        raise TooLarge(f"{name}: {rows} x {columns} cells; cut out the city first")
    return Grid(crs.to_string(), transform.c, transform.f, transform.a, rows, columns)


def same_grid(grids: Sequence[tuple[str, Grid]]) -> Grid:
    """The one grid of all named rasters; GridMismatch names the first that differs."""
    first_name, first = grids[0]
    for name, grid in grids[1:]:
        if not first.same_as(grid):
            raise GridMismatch(f"{name} does not lie on the grid of {first_name}")
    return first


def need_overlap(name: object, grid: Grid, wanted: Grid) -> None:
    """GridMismatch unless `grid`, in whatever system, has a cell where `wanted` lies."""
    west, south, east, north = transform_bounds(grid.crs, wanted.crs, *grid.bounds)
    left, bottom, right, top = wanted.bounds
    if not (west < right and east > left and south < top and north > bottom):
        raise GridMismatch(f"{name} lies beside the place that is computed")


def same_shape(**arrays: NDArray[Any] | None) -> tuple[int, int]:
    """The one shape of all arrays that are given; GridMismatch names the first that differs."""
    given = {name: array for name, array in arrays.items() if array is not None}
    first, *others = given
    shape = given[first].shape
    if len(shape) != 2:
        raise GridMismatch(f"{first} has {len(shape)} dimensions, not rows and columns")
    for name in others:
        if given[name].shape != shape:
            raise GridMismatch(f"{name} is {given[name].shape}, {first} is {shape}")
    return int(shape[0]), int(shape[1])
