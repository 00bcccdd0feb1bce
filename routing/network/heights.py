"""Climb and descent of segments from a raster of heights."""

from pathlib import Path

import numpy as np
import pyproj
import rasterio
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.windows import Window

from layers.ground.crs import STORAGE_SRID
from layers.importing.errors import FileEmpty, FileMissing, NoRaster, UnknownCrs, Unreadable
from routing.errors import NotHeights
from routing.network.splitting import SegmentRow

STEP_M = 25.0  # between samples along a segment; finer ones add up the noise of the raster
_TILE = 2048  # pixels of a window that is read at a time
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0


def add_heights(rows: list[SegmentRow], path: Path) -> int:
    """Set `climb_m` and `descent_m` of every segment that the raster covers; how many it does.

    Heights are sampled at both ends and at most STEP_M apart, between four pixels, and their
    differences summed. A bridge or tunnel knows only its ends. A segment with any sample outside
    the raster or without a value stays unknown. Raises an ImportProblem or NotHeights.
    """
    samples, first = _samples(rows)
    heights = _heights(path, samples)
    differences = np.diff(heights, append=np.nan)
    differences[first[1:] - 1] = 0.0
    climbs = np.add.reduceat(np.maximum(differences, 0.0), first[:-1])
    descents = np.add.reduceat(np.maximum(-differences, 0.0), first[:-1])
    known = 0
    for row, climb, descent in zip(rows, climbs, descents, strict=True):
        if np.isfinite(climb) and np.isfinite(descent):
            known += 1
            row.values = row.values | {
                "climb_m": round(float(climb), 2),
                "descent_m": round(float(descent), 2),
            }
    return known


def _samples(rows: list[SegmentRow]) -> tuple[np.ndarray, np.ndarray]:
    """Places along all segments (EPSG:25832), and where each segment's begin."""
    found, sizes = [], [0]
    for row in rows:
        steps = np.hypot(*np.diff(row.points, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        ends_only = row.values["bridge"] or row.values["tunnel"]
        number = 2 if ends_only else max(2, int(np.ceil(along[-1] / STEP_M)) + 1)
        at = np.linspace(0.0, along[-1], number)
        found.append(
            np.column_stack(
                [np.interp(at, along, row.points[:, 0]), np.interp(at, along, row.points[:, 1])]
            )
        )
        sizes.append(number)
    return np.concatenate(found), np.cumsum(sizes)


def _heights(path: Path, places: np.ndarray) -> np.ndarray:
    """Metres at `places` (EPSG:25832); NaN outside the raster and where it has no value."""
    if not path.is_file():
        raise FileMissing(source=path.name)
    if not path.stat().st_size:
        raise FileEmpty(source=path.name)
    try:
        with rasterio.open(path) as raster:
            return _read(raster, path, places)
    except (RasterioIOError, RasterioError) as error:
        raise Unreadable(source=path.name, detail=error) from error


def _read(raster: rasterio.DatasetReader, path: Path, places: np.ndarray) -> np.ndarray:
    if raster.crs is None:
        raise UnknownCrs(source=path.name)
    crs = pyproj.CRS.from_wkt(raster.crs.to_wkt())
    transformer = pyproj.Transformer.from_crs(STORAGE_SRID, crs, always_xy=True)
    x, y = transformer.transform(places[:, 0], places[:, 1])
    columns, rows = _pixels(raster, np.asarray(x), np.asarray(y))
    heights = np.full(len(places), np.nan)
    with np.errstate(invalid="ignore"):
        inside = (columns >= 0) & (rows >= 0) & (columns < raster.width) & (rows < raster.height)
    if not inside.any():
        raise NoRaster(source=path.name)
    where = np.flatnonzero(inside)
    tiles = (rows[where] // _TILE).astype(int) * 100_000 + (columns[where] // _TILE).astype(int)
    for tile in np.unique(tiles):
        chosen = where[tiles == tile]
        heights[chosen] = _between(raster, columns[chosen], rows[chosen])
    known = heights[np.isfinite(heights)]
    if not len(known):
        raise NoRaster(source=path.name)
    if known.min() < _LOWEST_M or known.max() > _HIGHEST_M:
        raise NotHeights(source=path.name, lowest=round(known.min()), highest=round(known.max()))
    return heights


def _pixels(
    raster: rasterio.DatasetReader, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Column and row, with fractions, of places in the raster's own coordinates."""
    a, b, c, d, e, f = tuple(~raster.transform)[:6]
    return a * x + b * y + c, d * x + e * y + f


def _between(raster: rasterio.DatasetReader, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Bilinear between the centres of four pixels; a missing one makes the value missing."""
    left = np.clip(np.floor(columns - 0.5), 0, raster.width - 1).astype(int)
    top = np.clip(np.floor(rows - 0.5), 0, raster.height - 1).astype(int)
    right = np.minimum(left + 1, raster.width - 1)
    bottom = np.minimum(top + 1, raster.height - 1)
    window = Window.from_slices(
        (int(top.min()), int(bottom.max()) + 1), (int(left.min()), int(right.max()) + 1)
    )
    band = raster.read(1, window=window, masked=True).astype(np.float64).filled(np.nan)
    across = np.clip(columns - 0.5 - left, 0.0, 1.0)
    down = np.clip(rows - 0.5 - top, 0.0, 1.0)
    west, east = left - left.min(), right - left.min()
    north, south = top - top.min(), bottom - top.min()
    upper = band[north, west] * (1 - across) + band[north, east] * across
    lower = band[south, west] * (1 - across) + band[south, east] * across
    return upper * (1 - down) + lower * down
