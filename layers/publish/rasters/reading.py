"""A tile of the web's square grid, read from a raster file in EPSG:25832."""

import math

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.transform import from_bounds
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds

from layers.registry import Picture

TILE_PX = 256
WORLD_M = 40075016.68557849  # width of EPSG:3857
MAX_SAMPLES = 12  # on each side of a pixel; below that a raster is read in whole

Box = tuple[float, float, float, float]  # west, south, east, north


class UnreadableRaster(Exception):
    """The file is missing, broken or not where it says it is."""


def tile_bounds(z: int, x: int, y: int) -> Box:
    """The tile's edges in metres of EPSG:3857; row 0 is in the north."""
    side = WORLD_M / 2**z
    west, north = x * side - WORLD_M / 2, WORLD_M / 2 - y * side
    return west, north - side, west + side, north


def read_tile(picture: Picture, z: int, x: int, y: int) -> NDArray[np.float32] | None:
    """The share from 0 to 1 in each of TILE_PX × TILE_PX pixels, row 0 in the north.

    NaN where the raster has no value; None where the tile lies outside of it. A pixel larger than
    a cell is the mean of up to MAX_SAMPLES² cells in it, taken at their middles, so that a sum of
    pixels is a sum of cells. Memory: at most MAX_SAMPLES² · TILE_PX² values of the raster's type.
    Raises UnreadableRaster.
    """
    shown = None
    for one in (picture, *picture.above):
        shares = _read(one, tile_bounds(z, x, y))
        if shown is None or shares is None:
            shown = shares if shown is None else shown
        else:
            shown = np.where(np.isnan(shares), shown, shares)
    return shown


def _read(picture: Picture, bounds: Box) -> NDArray[np.float32] | None:
    try:
        with rasterio.open(picture.path) as raster:
            side_m = (bounds[2] - bounds[0]) / TILE_PX
            samples = _samples(raster, side_m, bounds)
            if samples == 0:
                return None
            return _means(_sampled(raster, picture, bounds, samples), samples)
    except (RasterioError, ValueError, IndexError) as error:
        raise UnreadableRaster(str(picture.path)) from error


def _samples(raster: rasterio.DatasetReader, pixel_m: float, bounds: Box) -> int:
    """How many times finer than the tile the raster is read; 0 if they do not meet."""
    west, south, east, north = transform_bounds(raster.crs, "EPSG:3857", *raster.bounds)
    if bounds[2] <= west or bounds[0] >= east or bounds[3] <= south or bounds[1] >= north:
        return 0
    cell_m = (east - west) / raster.width  # in the projection of the tile
    return min(max(math.ceil(pixel_m / cell_m), 1), MAX_SAMPLES)


def _sampled(
    raster: rasterio.DatasetReader, picture: Picture, bounds: Box, samples: int
) -> NDArray[np.float32]:
    side = TILE_PX * samples
    with WarpedVRT(
        raster,
        crs="EPSG:3857",
        transform=from_bounds(*bounds, side, side),
        width=side,
        height=side,
        resampling=Resampling.nearest,
        add_alpha=raster.nodata is None,
    ) as warped:
        cells = warped.read(picture.band)
        known = warped.read_masks(picture.band) != 0
    values = cells if picture.bit is None else (cells >> picture.bit) & 1
    shares = values.astype(np.float32)
    shares[~known] = np.nan
    return shares


def _means(shares: NDArray[np.float32], samples: int) -> NDArray[np.float32]:
    """Means of squares; of the known cells only."""
    if samples == 1:
        return shares
    squares = shares.reshape(TILE_PX, samples, TILE_PX, samples)
    known = ~np.isnan(squares)
    count = known.sum(axis=(1, 3))
    total = np.where(known, squares, 0).sum(axis=(1, 3))
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, total / count, np.nan).astype(np.float32)
