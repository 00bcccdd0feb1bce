"""The census grid: one raster band of inhabitants, its cells as squares."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
import rasterio.windows
import shapely
from django.utils.translation import gettext as _
from rasterio.errors import RasterioError
from shapely.geometry.base import BaseGeometry

from layers.ground.crs import STORAGE_SRID
from layers.importing.errors import NoRaster, TooManyFeatures, UnknownCrs, Unreadable
from layers.importing.limits import Limits
from layers.importing.readers.archives import check_file
from layers.importing.readers.reading import Finding, Reading
from layers.importing.records import Record


def read_census(path: Path, city: BaseGeometry, *, limits: Limits | None = None) -> Reading:
    """The inhabited cells whose centre lies in `city` (EPSG:25832), which must be the raster's
    CRS too, for its cells shall be squares.

    A cell is named by its south-western corner. Only the window over the city is read. A cell
    without data is unknown and left out, as is one without inhabitants.
    """
    limits = limits or Limits(features=200_000)
    check_file(path, limits)
    try:
        with rasterio.open(path) as raster:
            if raster.crs is None or raster.crs.to_epsg() != STORAGE_SRID:
                raise UnknownCrs(source=path.name)
            window = _window(raster, city, path.name)
            if window.width * window.height > limits.features:
                raise TooManyFeatures(allowed=limits.features)
            counts = raster.read(1, window=window, masked=True)
            transform = raster.window_transform(window)
    except RasterioError as error:
        raise Unreadable(source=path.name, detail=error) from error
    cell_m = round(abs(transform.a))
    findings = [
        Finding(_("Koordinatensystem"), f"EPSG:{STORAGE_SRID}"),
        Finding(_("Kantenlänge"), f"{cell_m} m"),
    ]
    records = _cells(counts, transform, city, cell_m)
    return Reading(path.name, ["inhabitants", "cell_m"], records, findings)


def _window(
    raster: rasterio.DatasetReader, city: BaseGeometry, source: str
) -> rasterio.windows.Window:
    over = raster.window(*city.bounds)
    left, top = max(math.floor(over.col_off), 0), max(math.floor(over.row_off), 0)
    right = min(math.ceil(over.col_off + over.width), raster.width)
    bottom = min(math.ceil(over.row_off + over.height), raster.height)
    if left >= right or top >= bottom:
        raise NoRaster(source=source)
    return rasterio.windows.Window(left, top, right - left, bottom - top)


def _cells(
    counts: np.ma.MaskedArray, transform: rasterio.Affine, city: BaseGeometry, cell_m: int
) -> Iterator[Record]:
    rows, columns = np.nonzero(np.ma.filled(counts, 0) > 0)
    xs, ys = transform * (columns + 0.5, rows + 0.5)
    inside = shapely.contains_xy(city, xs, ys)
    for row, column in zip(rows[inside], columns[inside], strict=True):
        left, top = transform * (int(column), int(row))
        right, bottom = transform * (int(column) + 1, int(row) + 1)
        west, south = min(left, right), min(top, bottom)
        yield Record(
            f"CRS{STORAGE_SRID}RES{cell_m}mN{round(south)}E{round(west)}",
            shapely.box(west, south, max(left, right), max(top, bottom)),
            {"inhabitants": round(float(counts[row, column])), "cell_m": cell_m},
        )
