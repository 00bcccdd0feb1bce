"""One scenario computed: both lenses before and after, people, and how sure all of it is.

The local lens runs on cells of 1 m as far as the measures reach, by `heatmodel.scenario.run`; the
air's on cells of 10 m with all the ground that can act on them. Nothing here knows a database.
"""

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.features import geometry_mask, shapes, sieve
from shapely.affinity import scale

from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.comfort.weather import Weather
from heatmodel.cooling.model import cooling_reach_m
from heatmodel.demo.climate import COUNTRY_NIGHT_C, HOT_HOUR, WARMEST_EXCESS_K
from heatmodel.planning.ground import Ground, Residents
from heatmodel.planning.people import affected
from heatmodel.raster.files import grid_of_file, read_floats, write_cog
from heatmodel.raster.grid import Floats, Grid
from heatmodel.raster.tiles import MAX_SIZE, Box
from heatmodel.scenario.lenses import Climate, Conditions, area_lens
from heatmodel.scenario.measures import Measure, Placed
from heatmodel.scenario.run import LOCAL, City, around_all, compare_locally, reaches
from heatmodel.scenario.scene import Scene, factors_with
from heatmodel.steps.light import Heights, measured_heights
from heatmodel.tables import CoverTable

CRS = "EPSG:25832"
FINE_M, AIR_M = 1.0, 10.0
AROUND_M = 60.0  # shown and judged around the measures
HALO_M = 300.0  # read beyond it: a tree of 15 m, and the sun down to 3 degrees
QUARTER_M = 300.0  # around the measures, for the air

_WARMEST_BY_DAY_K = 3.0  # assumed
CLIMATE = Climate(
    t_ref_day_c=HOT_HOUR.air_c - _WARMEST_BY_DAY_K,  # the hot hour is that of the warmest place
    t_ref_night_c=COUNTRY_NIGHT_C,
    uhi_max_day_k=_WARMEST_BY_DAY_K,
    uhi_max_night_k=WARMEST_EXCESS_K,
)
UHI_RANGE = (0.6, 1.4)
"""The air's change is proportional to the assumed excess of the warmest place, of which nothing
was measured here: 40 % more or less."""

THIN, DENSE = 0.10, 0.02
"""Transmissivity of poor and of full crowns (Konarska and others 2014: 1 to 5 % in leaf)."""
SMALL, LARGE = 0.85, 1.15
"""Crowns smaller or larger than drawn."""

EFFECTS = (("much_cooler", -np.inf, -5.0), ("cooler", -5.0, -2.0), ("slightly_cooler", -2.0, -0.5),
           ("warmer", 0.5, np.inf))  # fmt: skip
"""Classes of the change of PET in K."""
_SMALLEST_CELLS = 12
_NOTABLE_K = 0.5

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Effect:
    """A class of change and where it holds (EPSG:25832), with the means over its cells."""

    effect: str
    shape: Any
    pet_before_c: float
    pet_after_c: float
    pet_delta_k: float
    shade_delta_h: float


@dataclass(frozen=True)
class Outcome:
    """`numbers` is plain JSON; rasters lie on `grid`, NaN in buildings, named as in the lens.

    `whole` holds all that the measures reach, on its own grid: by state ("before", "after",
    "delta") the bands LOCAL, as the files of `run_scenario`, NaN in buildings.
    """

    grid: Grid
    before: Mapping[str, Floats]
    after: Mapping[str, Floats]
    buildings: NDArray[np.bool_]
    effects: Sequence[Effect]
    numbers: Mapping[str, Any]
    whole_grid: Grid
    whole: Mapping[str, Floats]
    conditions: Conditions

    @property
    def delta(self) -> dict[str, Floats]:
        return {name: self.after[name] - self.before[name] for name in self.before}


def compute(
    measures: Sequence[Placed],
    ground: Ground,
    residents_of: Callable[[Any], Residents],
    tell: Tell,
    *,
    weather: Weather = HOT_HOUR,
) -> Outcome:
    """Everything about `measures` (from `read_measures`, EPSG:25832); `tell` gets percents."""
    drawn = shapely.union_all([one.area for one in measures])
    core = looked_at(measures)
    wide = _grid_around(drawn, AROUND_M + HALO_M, FINE_M)
    with tempfile.TemporaryDirectory(prefix="scenario-") as folder:
        look = _look_at(core, ground.scene(wide), ground.buildings(wide), weather, Path(folder))
        tell(10)
        whole_grid, whole = look.all_around(measures)
        tell(35)
        before, after = (look.cut(whole[state], whole_grid, core) for state in ("before", "after"))
        thin = look.change(_scaled(measures, SMALL), THIN)
        tell(55)
        dense = look.change(_scaled(measures, LARGE), DENSE)
        tell(75)
    effects = _effects(before, after, core)
    air = _air(measures, ground, drawn)
    tell(90)
    cooler = shapely.union_all([one.shape for one in effects if one.effect != "warmer"])
    people = None if cooler.is_empty else affected(cooler, residents_of(cooler))
    numbers = {
        "counts": _counts(measures),
        "local": _local(drawn, core, before, after, (thin, dense)),
        "air": air,
        "people": asdict(people) if people else None,
        "cooler_m2": round(cooler.area),
        "assumptions": _assumptions(weather, ground.origin),
    }
    return Outcome(
        grid=core,
        before=before,
        after=after,
        buildings=look.inner.of(look.buildings, Box(0, 0, *wide.shape)),
        effects=effects,
        numbers=numbers,
        whole_grid=whole_grid,
        whole=whole,
        conditions=look.conditions,
    )


def looked_at(measures: Sequence[Placed]) -> Grid:
    """The ground that is judged: that around the measures, on fine cells."""
    return _grid_around(shapely.union_all([one.area for one in measures]), AROUND_M, FINE_M)


@dataclass(frozen=True)
class _Look:
    """What people feel in the open, NaN within buildings, computed from files in `folder`.

    `inner` is the part of the heights around the measures that is judged.
    """

    city: City
    heights: Heights
    conditions: Conditions
    inner: Box
    buildings: NDArray[np.bool_]
    folder: Path

    def all_around(self, measures: Sequence[Placed]) -> tuple[Grid, dict[str, Floats]]:
        """Bands LOCAL by state of all that `measures` reach, and of the inner part."""
        reached = [one.reached for one in reaches(self.heights, measures, self.conditions)]
        return self._compared(measures, self.conditions, around_all([self.inner, *reached]))

    def change(self, measures: Sequence[Placed], transmissivity: float) -> dict[str, Floats]:
        """In the inner part, where all crowns let so much of the sun through."""
        conditions = replace(self.conditions, transmissivity=transmissivity)
        grid, found = self._compared(measures, conditions, self.inner)
        return self.cut(found["delta"], grid, grid)

    def _compared(
        self, measures: Sequence[Placed], conditions: Conditions, window: Box
    ) -> tuple[Grid, dict[str, Floats]]:
        paths, _summary = compare_locally(
            self.city,
            self.heights,
            measures,
            conditions,
            self.folder,
            window=window,
            largest_tile=MAX_SIZE,
        )
        roofs = window.of(self.buildings, Box(0, 0, *self.heights.grid.shape))
        bands = range(1, len(LOCAL) + 1)
        found = {
            state: np.where(roofs, np.nan, np.stack([read_floats(path, band=b) for b in bands]))
            for state, path in paths.items()
        }
        return grid_of_file(paths["delta"]), found

    @staticmethod
    def cut(bands: Floats, grid: Grid, part: Grid) -> dict[str, Floats]:
        """The quantities of `bands` on `part` of their grid."""
        row = round((grid.north - part.north) / grid.cell_m)
        column = round((part.west - grid.west) / grid.cell_m)
        inner = Box(row, column, part.rows, part.columns).of(bands, Box(0, 0, *grid.shape))
        return dict(zip(LOCAL, inner, strict=True))


def _look_at(
    core: Grid, scene: Scene, buildings: NDArray[np.bool_], weather: Weather, folder: Path
) -> _Look:
    lon, lat = Transformer.from_crs(CRS, 4326, always_xy=True).transform(*core.centre)
    cells = round(HALO_M / FINE_M)
    surface, canopy, cover = (folder / f"{name}.tif" for name in ("surface", "canopy", "cover"))
    write_cog(surface, scene.grid, scene.surface_m)
    write_cog(canopy, scene.grid, scene.canopy_m)
    write_cog(cover, scene.grid, scene.ground, dtype="uint8", nodata=None)
    # Its codes are those of grounds already; the air is computed apart from this.
    table = CoverTable({}, {code: code for code in GROUND_CODES.values()})
    return _Look(
        City(surface, canopy, cover, table, et0_mm=1.0),
        measured_heights(surface, canopy),
        Conditions(weather.time.date(), weather, lon, lat),
        Box(cells, cells, core.rows, core.columns),
        buildings,
        folder,
    )


def _grid_around(drawn: Any, margin_m: float, cell_m: float) -> Grid:
    """Whole metres, `margin_m` around the box of `drawn`; grids of one drawing nest."""
    west, south, east, north = (float(side) for side in drawn.bounds)
    left, top = math.floor(west - margin_m), math.ceil(north + margin_m)
    columns = math.ceil((math.ceil(east + margin_m) - left) / cell_m)
    rows = math.ceil((top - math.floor(south - margin_m)) / cell_m)
    return Grid(CRS, left, top, cell_m, rows, columns)


def _scaled(measures: Sequence[Placed], factor: float) -> list[Placed]:
    """Trees with crowns and heights times `factor`; other measures are as they are."""
    return [
        replace(one, area=scale(one.area, factor, factor), height_m=one.height_m * factor)
        if one.measure is Measure.TREE
        else one
        for one in measures
    ]


def _local(
    drawn: Any,
    grid: Grid,
    before: Mapping[str, Floats],
    after: Mapping[str, Floats],
    variants: Sequence[Mapping[str, Floats]],
) -> dict[str, Any]:
    """Means below the measures themselves and within 20 m around them, with their range."""
    where = {"below": drawn, "around": drawn.buffer(20).difference(drawn)}
    found: dict[str, Any] = {}
    for name, area in where.items():
        inside = ~geometry_mask([area], grid.shape, grid.transform, all_touched=False)
        found[name] = {
            quantity: _means(inside, before[quantity], after[quantity],
                             [one[quantity] for one in variants])
            for quantity in ("shade_hours", "tmrt_c", "pet_c")
        }  # fmt: skip
    return found


def _means(
    inside: NDArray[np.bool_], before: Floats, after: Floats, deltas: Sequence[Floats]
) -> dict[str, float] | None:
    """None where no cell in the open lies inside."""
    known = inside & np.isfinite(before) & np.isfinite(after)
    if not known.any():
        return None
    delta = float((after - before)[known].mean())
    weakest, *_between, strongest = sorted(
        [delta, *(float(one[known].mean()) for one in deltas)], key=lambda change: abs(change)
    )
    return {
        "before": round(float(before[known].mean()), 2),
        "after": round(float(after[known].mean()), 2),
        "delta": round(delta, 2),
        "least": round(weakest, 2),
        "most": round(strongest, 2),
    }


def _air(measures: Sequence[Placed], ground: Ground, drawn: Any) -> dict[str, Any]:
    """The air over the quarter, by day and by night: mean and strongest change in K."""
    grid = _grid_around(drawn, QUARTER_M + cooling_reach_m(), AIR_M)
    factors = ground.factors(grid)
    et0 = np.ones(grid.shape)
    before = area_lens(factors, et0, CLIMATE, AIR_M)
    after = area_lens(factors_with(factors, grid, measures), et0, CLIMATE, AIR_M)
    box = shapely.box(*drawn.buffer(QUARTER_M).bounds)
    inside = ~geometry_mask([box], grid.shape, grid.transform)
    found = {}
    for name in ("t_air_day_c", "t_air_night_c"):
        change = (after[name] - before[name])[inside]
        mean, strongest = float(change.mean()), float(change[np.argmax(np.abs(change))])
        least, most = sorted((mean * UHI_RANGE[0], mean * UHI_RANGE[1]), key=abs)
        found[name] = {
            "before": round(float(before[name][inside].mean()), 2),
            "after": round(float(after[name][inside].mean()), 2),
            "delta": round(mean, 4),
            "strongest": round(strongest, 4),
            "least": round(least, 4),
            "most": round(most, 4),
        }
    return found


def _effects(
    before: Mapping[str, Floats],
    after: Mapping[str, Floats],
    grid: Grid,
) -> list[Effect]:
    """Areas of each class of change that are more than a few cells large."""
    delta = after["pet_c"] - before["pet_c"]
    shade = after["shade_hours"] - before["shade_hours"]
    classes = np.zeros(delta.shape, np.uint8)
    for number, (_name, low, high) in enumerate(EFFECTS, start=1):
        with np.errstate(invalid="ignore"):
            classes[(delta > low) & (delta <= high) & (np.abs(delta) >= _NOTABLE_K)] = number
    classes[sieve(classes, _SMALLEST_CELLS, connectivity=4) != classes] = 0
    found = []
    for number, (name, _low, _high) in enumerate(EFFECTS, start=1):
        inside = (classes == number) & np.isfinite(delta)
        parts = shapes(classes, mask=classes == number, transform=grid.transform)
        whole = shapely.union_all([shapely.geometry.shape(part) for part, _value in parts])
        if whole.is_empty or not inside.any():
            continue
        found.append(
            Effect(
                effect=name,
                shape=whole,
                pet_before_c=round(float(before["pet_c"][inside].mean()), 2),
                pet_after_c=round(float(after["pet_c"][inside].mean()), 2),
                pet_delta_k=round(float(delta[inside].mean()), 2),
                shade_delta_h=round(float(shade[inside].mean()), 2),
            )
        )
    return found


def _counts(measures: Sequence[Placed]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in measures:
        entry = found.setdefault(one.measure.value, {"count": 0, "area_m2": 0.0})
        entry["count"] += 1
        entry["area_m2"] = round(entry["area_m2"] + one.area.area, 1)
    return found


def _assumptions(weather: Weather, origin: str) -> dict[str, Any]:
    """What the numbers rest on, for the report."""
    return {
        "survey": origin,
        "day": weather.time.date().isoformat(),
        "hour_utc": weather.time.hour,
        "air_c": weather.air_c,
        "humidity_pct": weather.humidity_pct,
        "wind_ms": weather.wind_ms,
        "global_wm2": weather.global_wm2,
        "night_c": CLIMATE.t_ref_night_c,
        "uhi_day_k": CLIMATE.uhi_max_day_k,
        "uhi_night_k": CLIMATE.uhi_max_night_k,
        "cell_m": FINE_M,
    }
