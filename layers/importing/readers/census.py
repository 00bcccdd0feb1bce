"""The census grid: one raster band of inhabitants, its cells as squares."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from django.utils.translation import gettext as _
from rasterio.errors import RasterioError
from rasterio.windows import Window
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
            grid = _Grid.over(raster, city, path.name)
            if grid.rows * grid.columns > limits.features:
                raise TooManyFeatures(allowed=limits.features)
            window = Window(grid.column, grid.row, grid.columns, grid.rows)
            counts = raster.read(1, window=window, masked=True)
    except RasterioError as error:
        raise Unreadable(source=path.name, detail=error) from error
    findings = [
        Finding(_("Koordinatensystem"), f"EPSG:{STORAGE_SRID}"),
        Finding(_("Kantenlänge"), f"{grid.cell_m:.0f} m"),
    ]
    records = _cells(counts, grid, city)
    return Reading(path.name, ["inhabitants", "cell_m"], records, findings)


@dataclass(frozen=True)
class _Grid:
    """The part of a raster over the city; `west` and `north` are of its first cell, metres."""

    west: float
    north: float
    cell_m: float
    column: int
    row: int
    columns: int
    rows: int

    @classmethod
    def over(cls, raster: rasterio.DatasetReader, city: BaseGeometry, source: str) -> "_Grid":
        west, north, cell_m = raster.transform.c, raster.transform.f, raster.transform.a
        if raster.transform.e != -cell_m or raster.transform.b or raster.transform.d:
            raise Unreadable(source=source, detail=_("kein Gitter aus Quadraten"))
        city_west, city_south, city_east, city_north = city.bounds
        left = max(math.floor((city_west - west) / cell_m), 0)
        right = min(math.ceil((city_east - west) / cell_m), raster.width)
        top = max(math.floor((north - city_north) / cell_m), 0)
        bottom = min(math.ceil((north - city_south) / cell_m), raster.height)
        if left >= right or top >= bottom:
            raise NoRaster(source=source)
        corner = west + left * cell_m, north - top * cell_m
        return cls(*corner, cell_m, left, top, right - left, bottom - top)


def _cells(counts: np.ma.MaskedArray, grid: _Grid, city: BaseGeometry) -> Iterator[Record]:
    rows, columns = np.nonzero(np.ma.filled(counts, 0) > 0)
    wests = grid.west + columns * grid.cell_m
    souths = grid.north - (rows + 1) * grid.cell_m
    half = grid.cell_m / 2
    inside = shapely.contains_xy(city, wests + half, souths + half)
    for row, column, west, south in zip(
        rows[inside], columns[inside], wests[inside], souths[inside], strict=True
    ):
        yield Record(
            f"CRS{STORAGE_SRID}RES{grid.cell_m:.0f}mN{south:.0f}E{west:.0f}",
            shapely.box(west, south, west + grid.cell_m, south + grid.cell_m),
            {
                "inhabitants": round(float(counts[row, column])),
                "cell_m": round(grid.cell_m),
            },
        )
