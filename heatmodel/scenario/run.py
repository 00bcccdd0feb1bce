"""A scenario over files: only the tiles that a measure can reach are computed, twice."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from heatmodel.comfort.hour import edge_cells
from heatmodel.cooling.model import Factors, factors_of
from heatmodel.errors import BadMeasure, GridMismatch, TooLarge
from heatmodel.raster.arguments import per_zone
from heatmodel.raster.files import codes_onto, cog, grid_of_file, read_codes, read_floats
from heatmodel.raster.grid import Floats, Grid, need_overlap, same_grid
from heatmodel.raster.schedule import Schedule
from heatmodel.raster.tiles import GIGABYTE, Box, boxes_of, tile_size
from heatmodel.scenario.lenses import Climate, Comparison, Conditions, area_lens, local_lens
from heatmodel.scenario.measures import Placed
from heatmodel.scenario.scene import Scene, changed_box, factors_with, scene_with
from heatmodel.shade.halo import reached_from, shaded_from
from heatmodel.shade.skyview import sky_directions
from heatmodel.steps.light import Heights, measured_heights
from heatmodel.tables import CoverTable
from heatmodel.zones.zonal import zonal

LOCAL = ("shade_hours", "tmrt_c", "pet_c", "utci_c")
AREA = ("t_air_day_c", "t_air_night_c")
BYTES_PER_CELL = 160
AREA_BYTES_PER_CELL = 700

Progress = Callable[[float], None]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class City:
    """The files of today's city: `surface` and `canopy` as for `shade`; `land_cover` with its
    table; `et0_mm` one number, or a raster on the grid of `land_cover`."""

    surface: Path
    canopy: Path | None
    land_cover: Path
    table: CoverTable
    et0_mm: float | Path

    @property
    def files(self) -> list[Path]:
        rasters = [self.surface, self.canopy, self.land_cover, self.et0_mm]
        return [one for one in rasters if isinstance(one, Path)]


@dataclass(frozen=True)
class Results:
    """Files with bands LOCAL on the heights' grid, cut to where measures reach (NaN where they
    do not), and with bands AREA on the land cover's; and `summary`, plain numbers."""

    local: Mapping[str, Path]
    area: Mapping[str, Path]
    summary: Mapping[str, float]

    @property
    def files(self) -> list[Path]:
        return [*self.local.values(), *self.area.values()]


def run_scenario(
    city: City,
    measures: Sequence[Placed],
    conditions: Conditions,
    climate: Climate,
    out: Path,
    *,
    schedule: Schedule | None = None,
    max_bytes: int = 2 * GIGABYTE,
    progress: Progress = lambda share: None,
) -> Results:
    """Writes `local_before.tif`, `local_after.tif`, `local_delta.tif` and the same of `area_…`.

    `progress` is called with the share of work that is done, 0 to 1. Raises BadMeasure if no
    measure lies on the rasters, TooLarge if the land cover does not fit into `max_bytes`,
    GridMismatch if it lies elsewhere, and what reading the files raises.
    """
    covered = _covered(city, max_bytes)
    heights = measured_heights(city.surface, city.canopy)
    need_overlap(city.land_cover, covered.grid, heights.grid)
    progress(0.1)
    local, numbers = compare_locally(
        city,
        heights,
        measures,
        conditions,
        out,
        schedule=schedule,
        max_bytes=max_bytes,
        progress=progress,
    )
    area, air = _area(covered, measures, climate, out)
    progress(1.0)
    return Results(local, area, {**numbers, **air})


def compare_locally(
    city: City,
    heights: Heights,
    measures: Sequence[Placed],
    conditions: Conditions,
    out: Path,
    *,
    window: Box | None = None,
    schedule: Schedule | None = None,
    max_bytes: int = 2 * GIGABYTE,
    largest_tile: int = 512,
    progress: Progress = lambda share: None,
) -> tuple[dict[str, Path], dict[str, float]]:
    """The local lens of `run_scenario` alone: its three files by state, and its summary.

    With `window` exactly these cells of the heights are computed, otherwise the tiles that the
    measures reach. `progress` goes from 0.1 to 0.8. Errors as of `run_scenario`.
    """
    schedule = schedule or Schedule()
    found = reaches(heights, measures, conditions)
    if not found:
        raise BadMeasure("no measure lies within the city's rasters")
    around = window or around_all([one.reached for one in found])
    size = tile_size(max_bytes, BYTES_PER_CELL, schedule.at_once)
    tiles = [
        Box(around.row + tile.row, around.column + tile.column, tile.rows, tile.columns)
        for tile in boxes_of((around.rows, around.columns), min(size, largest_tile))
    ]
    wanted = [tile for tile in tiles if window or any(tile.touches(r.reached) for r in found)]
    grid = heights.grid.cut(around.row, around.column, around.rows, around.columns)
    job = Comparing(city, heights, tuple(measures), tuple(found), conditions)
    paths = {state: out / f"local_{state}.tif" for state in ("before", "after", "delta")}
    tally = _Tally()
    with ExitStack() as open_files:
        writers = {
            state: open_files.enter_context(
                cog(path, grid, dtype="float32", nodata=np.nan, bands=LOCAL)
            )
            for state, path in paths.items()
        }
        for done, (tile, (before, after)) in enumerate(schedule.run(job, wanted), start=1):
            there = Box(tile.row - around.row, tile.column - around.column, tile.rows, tile.columns)
            layers = {"before": before, "after": after, "delta": after - before}
            for state, write in writers.items():
                write(there, layers[state])
            tally.add(layers["delta"])
            progress(0.1 + 0.7 * done / len(wanted))
    return paths, tally.numbers(heights.grid.cell_m)


@dataclass(frozen=True)
class Reach:
    """Where a measure stands, and the cells whose shade, sky or ground it can change."""

    own: Box
    reached: Box


def reaches(heights: Heights, measures: Sequence[Placed], conditions: Conditions) -> list[Reach]:
    """The reach of each measure that lies on the raster; a roof's is the roof."""
    grid = heights.grid
    suns = [*conditions.suns(), *sky_directions()]
    found = []
    for placed in measures:
        own = changed_box(grid, [placed])
        if own is None:
            continue
        reached = own
        if placed.height_m > 0:
            surface = read_floats(heights.surface, own)
            known = surface[np.isfinite(surface)]
            if known.size:
                top_m = float(known.max()) + placed.height_m
                reached = reached_from(heights.blocks, own, top_m, suns, grid.cell_m)
        found.append(Reach(own, reached.around(edge_cells(grid.cell_m), grid.shape)))
    return found


def around_all(boxes: Sequence[Box]) -> Box:
    """The box around all of `boxes`, of which there is at least one."""
    row, column = min(box.row for box in boxes), min(box.column for box in boxes)
    end_row = max(box.row + box.rows for box in boxes)
    end_column = max(box.column + box.columns for box in boxes)
    return Box(row, column, end_row - row, end_column - column)


@dataclass(frozen=True)
class Comparing:
    """Today and the scenario on one tile: bands LOCAL before and after."""

    city: City
    heights: Heights
    measures: tuple[Placed, ...]
    found: tuple[Reach, ...]
    conditions: Conditions

    def __call__(self, tile: Box) -> tuple[Floats, Floats]:
        today, wide = self.scene(tile)
        near = _on(today.grid, self.measures)
        before = self._seen(today, tile, wide)
        after = self._seen(scene_with(today, near), tile, wide) if near else before.copy()
        return before, after

    def scene(self, tile: Box) -> tuple[Scene, Box]:
        """Today's scene around `tile`, as far as shadows onto it come from."""
        grid = self.heights.grid
        core = tile.around(edge_cells(grid.cell_m), grid.shape)
        suns = [*self.conditions.suns(), *sky_directions()]
        wide = shaded_from(self.heights.blocks, core, suns, grid.cell_m)
        # New crowns may reach the tile from beyond the halo that today's heights need.
        wide = around_all([wide, *(one.own for one in self.found if one.reached.touches(core))])
        surface, canopy = self.heights.read(wide)
        part = grid.cut(wide.row, wide.column, wide.rows, wide.columns)
        ground = self.city.table.ground_of(codes_onto(self.city.land_cover, part))
        crowns = np.zeros_like(surface) if canopy is None else canopy
        return Scene(part, surface, crowns, ground), wide

    def _seen(self, scene: Scene, tile: Box, wide: Box) -> Floats:
        core = Box(tile.row - wide.row, tile.column - wide.column, tile.rows, tile.columns)
        seen = local_lens(
            scene,
            self.conditions,
            core=core,
            row=wide.row,
            column=wide.column,
            whole=self.heights.grid.shape,
        )
        return np.stack([seen[name] for name in LOCAL])


def _on(grid: Grid, measures: Sequence[Placed]) -> list[Placed]:
    return [placed for placed in measures if changed_box(grid, [placed]) is not None]


class _Tally:
    """Sums over tiles of what changed for people in the street."""

    def __init__(self) -> None:
        self.cells = self.cooler = 0
        self.sums = np.zeros(len(LOCAL))
        self.least = np.zeros(len(LOCAL))

    def add(self, delta: Floats) -> None:
        known = np.isfinite(delta).all(axis=0)
        self.cells += int(known.sum())
        self.cooler += int((delta[2][known] <= -1).sum())
        if known.any():
            self.sums += delta[:, known].sum(axis=1, dtype=np.float64)
            self.least = np.minimum(self.least, delta[:, known].min(axis=1))

    def numbers(self, cell_m: float) -> dict[str, float]:
        mean = self.sums / max(1, self.cells)
        return {
            "reached_m2": self.cells * cell_m**2,
            "pet_1k_cooler_m2": self.cooler * cell_m**2,
            **{f"mean_{name}": float(value) for name, value in zip(LOCAL, mean, strict=True)},
            "strongest_tmrt_c": float(self.least[1]),
            "strongest_pet_c": float(self.least[2]),
        }


@dataclass(frozen=True)
class _Covered:
    """What the air is computed from, as a whole."""

    grid: Grid
    factors: Factors
    et0_mm: Doubles


def _covered(city: City, max_bytes: int) -> _Covered:
    """Read before anything is written, so that what is wrong with it leaves no half result."""
    paths = [city.land_cover, *([city.et0_mm] if isinstance(city.et0_mm, Path) else [])]
    grid = same_grid([(str(path), grid_of_file(path)) for path in paths])
    needed = grid.rows * grid.columns * AREA_BYTES_PER_CELL
    if needed > max_bytes:
        raise TooLarge(
            f"{city.land_cover}: the land cover needs {needed / 1e6:.0f} MB; take cells of 10 m"
        )
    factors = factors_of(read_codes(city.land_cover), city.table.covers)
    return _Covered(grid, factors, _et0(city, grid))


def _area(
    covered: _Covered, measures: Sequence[Placed], climate: Climate, out: Path
) -> tuple[dict[str, Path], dict[str, float]]:
    grid = covered.grid
    compared = compare_area(covered.factors, covered.et0_mm, grid, measures, climate)
    layers = {
        "before": compared.before,
        "after": compared.after,
        "delta": compared.delta,
    }
    paths = {}
    for state, values in layers.items():
        paths[state] = out / f"area_{state}.tif"
        with cog(paths[state], grid, dtype="float32", nodata=np.nan, bands=AREA) as write:
            write(Box(0, 0, *grid.shape), np.stack([values[name] for name in AREA]))
    numbers = {}
    for name in AREA:
        known = compared.delta[name][np.isfinite(compared.delta[name])]
        numbers[f"mean_{name}"] = float(known.mean()) if known.size else 0.0
        numbers[f"strongest_{name}"] = float(known.min()) if known.size else 0.0
    return paths, numbers


def compare_area(
    factors: Factors,
    et0_mm: Doubles,
    grid: Grid,
    measures: Sequence[Placed],
    climate: Climate,
) -> Comparison:
    """The area lens before and after `measures`."""
    after = factors_with(factors, grid, measures)
    return Comparison(
        area_lens(factors, et0_mm, climate, grid.cell_m),
        area_lens(after, et0_mm, climate, grid.cell_m),
    )


def _et0(city: City, grid: Grid) -> Doubles:
    if isinstance(city.et0_mm, Path):
        return read_floats(city.et0_mm).astype(np.float64)
    return np.full(grid.shape, city.et0_mm)


@dataclass(frozen=True)
class Affected:
    """People for whom it gets at least so much cooler: expected, and the range between `low`
    (only squares of the census that change as a whole) and `high` (all that change at all)."""

    expected: float
    low: float
    high: float


def people_affected(
    delta: Floats,
    grid: Grid,
    squares: Sequence[BaseGeometry],
    people: Doubles,
    *,
    cooler_by_k: float = 1.0,
) -> Affected:
    """Counts people on `squares` of the census (in the grid's system), NaN where secret.

    `delta` is after - before in K; NaN is no change. Where in its square anybody lives is not
    known: expected is the share of each square's area that gets cooler. Raises GridMismatch.
    """
    people = per_zone("people", people)
    if len(squares) != len(people):
        raise GridMismatch(f"people of {len(people)} squares, where there are {len(squares)}")
    cooler = (np.nan_to_num(delta) <= -cooler_by_k).astype(np.float32)
    found = zonal(cooler, grid, squares, ("sum",))["sum"]
    areas = np.array([square.area for square in squares])
    share = np.clip(found * grid.cell_m**2 / np.maximum(areas, 1e-9), 0, 1)
    known = np.isfinite(people)
    counted, share = people[known], share[known]
    return Affected(
        expected=float((counted * share).sum()),
        low=float(counted[share >= 0.999].sum()),
        high=float(counted[share > 0].sum()),
    )


def parameters_of(
    measures: Sequence[Placed], conditions: Conditions, climate: Climate
) -> dict[str, object]:
    """What decides a scenario's numbers, for its provenance."""
    return {
        "measures": [[p.measure, p.height_m, p.area.wkt] for p in measures],
        "conditions": asdict(conditions),
        "climate": asdict(climate),
    }
