"""Statistics of a raster over polygons, each cell weighted by the share that it covers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource, RasterioRasterSource
from numpy.typing import NDArray
from pyproj import CRS
from shapely import box
from shapely.geometry.base import BaseGeometry

from heatmodel.errors import GridMismatch, NotMetric, OutOfRange
from heatmodel.raster.arguments import floats
from heatmodel.raster.files import opened
from heatmodel.raster.grid import Floats, Grid, grid_of

OPERATIONS = ("mean", "sum", "count", "min", "max", "stdev", "median", "majority")


def zonal(
    values: Floats,
    grid: Grid,
    zones: Sequence[BaseGeometry],
    operations: Sequence[str] = ("mean", "count"),
    *,
    crs: str | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Per operation of OPERATIONS one number for each polygon of `zones`, in their order.

    `values` lie on `grid`, NaN where unknown; `zones` in the grid's system (`crs`, if given, is
    checked: NotMetric). `count` and `sum` count a cell by the share covered. A zone that is
    empty, outside, or covers unknown cells only has the count 0, the sum 0 and NaN otherwise.
    Raises GridMismatch if `values` are not of the grid's shape, OutOfRange for other operations.
    """
    values = floats("values", values)
    if values.shape != grid.shape:
        raise GridMismatch(f"values are {values.shape}, their grid is {grid.shape}")
    if crs is not None and CRS.from_user_input(crs) != CRS.from_user_input(grid.crs):
        raise NotMetric(f"the zones are in {crs}, the raster in {grid.crs}")
    west, south, east, north = grid.bounds
    source = NumPyRasterSource(
        values, xmin=west, ymin=south, xmax=east, ymax=north, nodata=np.nan, srs_wkt=_wkt(grid)
    )
    return _extracted(source, grid, zones, operations)


def zonal_file(
    path: Path,
    zones: Sequence[BaseGeometry],
    operations: Sequence[str] = ("mean", "count"),
    *,
    band: int = 1,
    crs: str | None = None,
    max_cells: int = 30_000_000,
) -> dict[str, NDArray[np.float64]]:
    """`zonal` of one band of a file, of which at most `max_cells` cells are in memory at once.

    Raises what opening the file and its grid raise, besides.
    """
    with opened(path) as dataset:
        grid = grid_of(dataset)
        if crs is not None and CRS.from_user_input(crs) != CRS.from_user_input(grid.crs):
            raise NotMetric(f"the zones are in {crs}, {path.name} is in {grid.crs}")
        source = RasterioRasterSource(dataset, band)
        return _extracted(source, grid, zones, operations, max_cells)


def _extracted(
    source: Any,
    grid: Grid,
    zones: Sequence[BaseGeometry],
    operations: Sequence[str],
    max_cells: int = 30_000_000,
) -> dict[str, NDArray[np.float64]]:
    if odd := set(operations) - set(OPERATIONS):
        raise OutOfRange(f"{', '.join(sorted(odd))}: operations are {', '.join(OPERATIONS)}")
    result = {name: _nothing(name, len(zones)) for name in operations}
    around = box(*grid.bounds)
    wanted = [
        i
        for i, zone in enumerate(zones)
        if zone is not None and not zone.is_empty and zone.area and zone.intersects(around)
    ]
    if not wanted or 0 in grid.shape:
        return result
    features = gpd.GeoDataFrame(geometry=[zones[i] for i in wanted], crs=grid.crs)
    table: Any = exact_extract(
        source, features, list(operations), output="pandas", max_cells_in_memory=max_cells
    )
    for name in operations:
        numbers = table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        result[name][wanted] = _counted(name, numbers)
    return result


def _nothing(name: str, zones: int) -> NDArray[np.float64]:
    return np.full(zones, 0.0 if name in ("sum", "count") else np.nan)


def _counted(name: str, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.nan_to_num(numbers) if name in ("sum", "count") else numbers


def _wkt(grid: Grid) -> str:
    return str(CRS.from_user_input(grid.crs).to_wkt())
