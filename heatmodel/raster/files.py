"""Rasters as files: read by windows, written as cloud optimised GeoTIFFs with a sidecar."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.shutil import copy as copy_raster
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from heatmodel.errors import UnreadableRaster
from heatmodel.raster.grid import Floats, Grid, grid_of
from heatmodel.raster.tiles import Box

BLOCK = 512
_WORKING = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": BLOCK,
    "blockysize": BLOCK,
    "bigtiff": "IF_SAFER",
}
_COG = {"driver": "COG", "compress": "DEFLATE", "blocksize": BLOCK, "bigtiff": "IF_SAFER"}


@contextmanager
def opened(path: str | Path) -> Iterator[DatasetReader]:
    """An open raster. Raises UnreadableRaster, also for what fails while it is read."""
    try:
        with rasterio.open(path) as dataset:
            yield dataset
    except RasterioError as problem:
        raise UnreadableRaster(f"{path}: {problem}") from problem


def grid_of_file(path: str | Path) -> Grid:
    """The grid of the raster at `path`; errors of `grid_of` and `opened`."""
    with opened(path) as dataset:
        return grid_of(dataset)


def read_floats(path: str | Path, box: Box | None = None, band: int = 1) -> Floats:
    """One band as float32, NaN where it has no data; with `box` only those cells."""
    with opened(path) as dataset:
        values = dataset.read(band, window=_window(box), masked=True, out_dtype="float32")
    return np.ma.filled(values, np.nan)


def read_codes(path: str | Path, box: Box | None = None, band: int = 1) -> NDArray[Any]:
    """One band in its own type, without a mask."""
    with opened(path) as dataset:
        return dataset.read(band, window=_window(box))


def _window(box: Box | None) -> Window | None:
    return None if box is None else Window(box.column, box.row, box.columns, box.rows)


def values_at(path: str | Path, points: NDArray[np.float64], band: int = 1) -> NDArray[np.float64]:
    """The value of the cell below each point (easting, northing); NaN outside or without data."""
    with opened(path) as dataset:
        found = [value[0] for value in dataset.sample(points, indexes=band, masked=True)]
    return np.array([np.nan if np.ma.is_masked(value) else value for value in found], float)


def codes_onto(path: str | Path, grid: Grid) -> NDArray[Any]:
    """Codes of the raster at `path` at the centres of the cells of `grid`; 0 where it has none.

    For rasters of another cell size or system, as land cover of 10 m under heights of 1 m.
    """
    return _onto(path, grid, nodata=0)


def floats_onto(path: str | Path, grid: Grid) -> Floats:
    """As `codes_onto`, for numbers; NaN where the raster has none."""
    return _onto(path, grid, nodata=np.nan, dtype="float32").astype(np.float32)


def _onto(path: str | Path, grid: Grid, **options: Any) -> NDArray[Any]:
    with (
        opened(path) as dataset,
        WarpedVRT(
            dataset,
            crs=grid.crs,
            transform=grid.transform,
            width=grid.columns,
            height=grid.rows,
            resampling=Resampling.nearest,
            **options,
        ) as view,
    ):
        return view.read(1)


@contextmanager
def cog(
    path: Path,
    grid: Grid,
    *,
    dtype: str,
    bands: Sequence[str] = ("",),
    nodata: float | None = None,
    resampling: str = "AVERAGE",
    tags: dict[str, str] | None = None,
) -> Iterator[Callable[[Box, NDArray[Any]], None]]:
    """A function that writes part after part of a tiled COG: (box, its cells or bands of cells).

    Memory is that of one part and GDAL's cache. The file appears at the end, complete; if the
    block fails, nothing appears. `bands` are descriptions; `resampling` makes overviews
    (NEAREST for codes).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    profile = {
        "width": grid.columns,
        "height": grid.rows,
        "count": len(bands),
        "dtype": dtype,
        "crs": grid.crs,
        "transform": grid.transform,
        "nodata": nodata,
    }
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as folder:
        working, finished = Path(folder) / "working.tif", Path(folder) / path.name
        with rasterio.open(working, "w", **profile, **_WORKING) as dataset:

            def write(box: Box, values: NDArray[Any]) -> None:
                layers = values if values.ndim == 3 else values[np.newaxis]
                dataset.write(layers.astype(dtype, copy=False), window=_window(box))

            yield write
            dataset.descriptions = tuple(bands)
            dataset.update_tags(**(tags or {}))
        copy_raster(working, finished, **_COG, overview_resampling=resampling)
        os.replace(finished, path)


def write_cog(
    path: Path,
    grid: Grid,
    values: NDArray[Any],
    *,
    dtype: str = "float32",
    nodata: float | None = np.nan,
    resampling: str = "AVERAGE",
    bands: Sequence[str] = ("",),
) -> None:
    """Writes an array (cells, or bands of cells) as a tiled COG; see `cog`."""
    with cog(path, grid, dtype=dtype, bands=bands, nodata=nodata, resampling=resampling) as write:
        write(Box(0, 0, *grid.shape), values)
