"""Shade of a city from any source of heights: rasters, places, street segments."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import shapely

from heatmodel.models import PlaceShade
from heatmodel.raster.grid import Grid
from heatmodel.raster.provenance import Provenance, write_sidecar
from heatmodel.raster.schedule import Schedule
from heatmodel.raster.tiles import GIGABYTE
from heatmodel.results.models import SHADE_HOURS
from heatmodel.shading import city, moments, places, streets, targets
from heatmodel.shading.queries import shade_file
from heatmodel.shading.targets import Tally


def shade(
    grid: Grid,
    heights: city.Heights,
    folder: Path,
    *,
    year: int,
    highest_m: float,
    provenance: Provenance,
    outline: shapely.Geometry | None = None,
    schedule: Schedule | None = None,
    max_bytes: int = GIGABYTE,
    said: Callable[[str], None],
) -> tuple[list[PlaceShade], list[int]]:
    """Write the rasters into `folder`, hand the shade of the network's edges to routing, and
    return that of places (unsaved) and the hours with a sun.

    Each raster gets a sidecar of `provenance` with its day and suns. Only tiles that meet
    `outline` are computed, without one all of them. Otherwise as `city.shade_city`.
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
        wanted=_meets(outline),
        highest_m=highest_m,
        schedule=schedule,
        max_bytes=max_bytes,
        said=lambda done, of: said(f"shade {done}/{of}"),
    )
    _write_sidecars(folder, suns, provenance)
    if graph is not None:
        streets.hand_over(graph, of_ways.percent(), suns, note=folder.name)
    return places.place_shades(grounds, of_places.percent(), suns.bits), suns.bits


def _tally(found: targets.Targets) -> Tally:
    return Tally(found, moments.HALF_MONTHS, SHADE_HOURS)


def _meets(outline: shapely.Geometry | None) -> Callable[[city.Bounds], bool]:
    if outline is None:
        return lambda bounds: True
    shapely.prepare(outline)
    return lambda bounds: bool(outline.intersects(shapely.box(*bounds)))


def _write_sidecars(folder: Path, suns: city.Suns, provenance: Provenance) -> None:
    for half_month, day in enumerate(suns.days):
        of_day = {
            "day": moments.Moment(half_month, None).day(suns.year),
            "first_hour_utc": moments.FIRST_HOUR_UTC,
            "suns": [
                sun and [round(sun.azimuth_deg, 4), round(sun.altitude_deg, 4)] for sun in day
            ],
        }
        parameters = {**provenance.parameters, **of_day}
        write_sidecar(shade_file(folder, half_month), replace(provenance, parameters=parameters))
