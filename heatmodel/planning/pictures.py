"""Pictures of a scenario: before and after in one scale, and the difference, as PNG."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rasterio.features import rasterize

from heatmodel.planning.computing import Outcome
from heatmodel.planning.legend import QUANTITIES, Moment, Scale
from heatmodel.raster.grid import Grid
from heatmodel.scenario.measures import Placed
from layers.publish.rasters.painting import marks

UNKNOWN, BUILDING, OUTLINE = "#E9E3D7", "#6E6456", "#1D2A2C"
PERIOD_PX = 24  # of the hatching, in pictures that are shown at half their size or less
LEAST_PX = 900  # of the longer side; small windows are enlarged by whole factors


def draw(outcome: Outcome, measures: Sequence[Placed]) -> dict[tuple[str, str], bytes]:
    """PNG by quantity and moment; buildings grey, the measures outlined. North is up."""
    factor = max(1, LEAST_PX // max(outcome.grid.shape))
    edges = _outlines(measures, outcome.grid, factor)
    made = {}
    values = {
        Moment.BEFORE: outcome.before,
        Moment.AFTER: outcome.after,
        Moment.DELTA: outcome.delta,
    }
    for quantity in QUANTITIES:
        for moment, arrays in values.items():
            png = _png(
                arrays[quantity.name], quantity.scale(moment), outcome.buildings, edges, factor
            )
            made[quantity.name, moment.value] = png
    return made


def _png(
    values: NDArray[np.floating],
    scale: Scale,
    buildings: NDArray[np.bool_],
    edges: NDArray[np.bool_],
    factor: int,
) -> bytes:
    inks = [paint.ink for paint in scale.paints]
    colours = [UNKNOWN, *scale.colours, BUILDING, OUTLINE, *inks]
    building, outline = len(scale.colours) + 1, len(scale.colours) + 2
    index = np.where(buildings, building, scale.classes(values)).astype(np.uint8)
    index = index.repeat(factor, axis=0).repeat(factor, axis=1)
    hatched = index.copy()
    for number, paint in enumerate(scale.paints, start=1):
        inked = marks(paint.pattern, index.shape, period_px=PERIOD_PX)
        hatched[(index == number) & inked] = outline + number
    index = hatched
    index[edges] = outline
    picture = Image.fromarray(index, mode="P")
    picture.putpalette([part for colour in colours for part in bytes.fromhex(colour[1:])])
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _outlines(measures: Sequence[Placed], grid: Grid, factor: int) -> NDArray[np.bool_]:
    fine = Grid(
        grid.crs, grid.west, grid.north, grid.cell_m / factor,
        grid.rows * factor, grid.columns * factor,
    )  # fmt: skip
    lines = [one.area.boundary for one in measures]
    drawn = rasterize(lines, out_shape=fine.shape, transform=fine.transform, dtype=np.uint8)
    return drawn.astype(bool)
