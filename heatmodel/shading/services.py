"""Shade of a city from any source of heights: rasters, places, street segments."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

from heatmodel.models import PlaceShade
from heatmodel.raster.grid import Grid
from heatmodel.results.models import SHADE_HOURS
from heatmodel.shading import city, moments, places, streets, targets
from heatmodel.shading.targets import Tally


def shade(
    grid: Grid,
    heights: city.Heights,
    folder: Path,
    *,
    year: int,
    highest_m: float,
    outline: shapely.Geometry | None = None,
    said: Callable[[str], None],
) -> tuple[list[PlaceShade], list[int]]:
    """Write the rasters into `folder`, hand the shade of the network's edges to routing, and
    return that of places (unsaved) and the hours with a sun.

    Only tiles that meet `outline` are computed, without one all of them. Otherwise as
    `city.shade_city`.
    """
    suns = city.suns_over(grid, year)
    grounds = places.grounds()
    of_places = _tally(targets.areas(grid, [one.shape for one in grounds]))
    tallies = [of_places]
    graph = streets.network()
    if graph is not None:
        of_ways = _tally(targets.lines(grid, streets.ways(graph), streets.STEP_M))
        tallies.append(of_ways)
    folder.mkdir(parents=True)
    city.shade_city(
        grid,
        heights,
        suns,
        folder,
        tallies,
        wanted=_tiles_in(grid, outline),
        highest_m=highest_m,
        said=lambda done, of: said(f"shade {done}/{of}"),
    )
    if graph is not None:
        streets.hand_over(graph, of_ways.percent(), suns, note=folder.name)
    return places.place_shades(grounds, of_places.percent(), suns.bits), suns.bits


def _tally(found: targets.Targets) -> Tally:
    return Tally(found, moments.HALF_MONTHS, SHADE_HOURS)


def _tiles_in(grid: Grid, outline: shapely.Geometry | None) -> np.ndarray:
    rows, columns = city.tiles_of(grid)
    if outline is None:
        return np.ones((rows, columns), bool)
    shapely.prepare(outline)
    return np.array(
        [
            [outline.intersects(shapely.box(*city.tile_bounds(grid, r, c))) for c in range(columns)]
            for r in range(rows)
        ]
    )
