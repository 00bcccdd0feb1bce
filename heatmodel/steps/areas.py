"""The steps `zones`, `exposure` and `priority`, each adding columns to `zones.gpkg`."""

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from heatmodel.errors import BadConfig, BadTable, TooLarge
from heatmodel.exposure import exposure as people_in
from heatmodel.priority import DRAWS, Weights
from heatmodel.priority import priority as ranked
from heatmodel.raster.files import grid_of_file, read_floats
from heatmodel.raster.grid import Grid
from heatmodel.raster.provenance import Kind, read_sidecar
from heatmodel.steps.config import Config, Section
from heatmodel.tables import read_census, read_polygons
from heatmodel.zones.classes import burden_classes, total_classes, z_scores
from heatmodel.zones.hotspots import getis_ord
from heatmodel.zones.merging import MIN_AREA_M2, merged_zones
from heatmodel.zones.zonal import zonal, zonal_file

Doubles = NDArray[np.float64]

NAME = "zones.gpkg"
CELL_M = 100.0
GI_NOTE = "Gi* ranks and draws cores; it proves nothing."

# Columns of a zone: where each comes from by default, and which band.
MEASURES: Mapping[str, tuple[str, int]] = {
    "pet_15": ("day", 2),
    "tmrt_15": ("day", 1),
    "dt_night": ("night", 2),
    "lst_anom_k": ("surface", 1),
    "lst_mad_k": ("surface", 2),
    "lst_n": ("surface", 3),
    "sealed": ("sealed", 1),
    "canopy": ("canopy", 1),
}
AGED, CHILDREN = "aged_65", "under_6"


def zones(config: Config) -> list[Path]:
    """`zones.gpkg`: polygons of [zones] with their burden by day, by night and in all.

    `polygons` are blocks of the city, in the rasters' system; without it squares of 100 m over
    the raster `day` or `night`. `day` is a result of `comfort`, `night` of `cooling`, `surface`
    of `lst`; `sealed` and `canopy` are shares. What is not given stays NULL. Each hazard is
    z-scored over zones whose column `settled` is not 0 (all without such a column); neighbours
    of equal class become one, and those below `min_area_m2` join a neighbour.
    """
    section = config.section("zones")
    rasters = {name: section.path_if_given(name) for name, _ in MEASURES.values()}
    given = {name: path for name, path in rasters.items() if path is not None}
    if "day" not in given and "night" not in given:
        raise BadConfig("[zones] needs day or night")
    crs = grid_of_file(given.get("day") or given["night"]).crs
    units = _units(section, given, crs)
    _measure(units, given, config.max_bytes)
    if section.has("gi_of"):
        units["gi_z"] = _cores(config, section, units)
    z_day, z_night = _z(units, "pet_15"), _z(units, "dt_night")
    units["z_day"], units["z_night"] = z_day, z_night
    units["class_day"], units["class_night"] = burden_classes(z_day), burden_classes(z_night)
    units["class_total"] = total_classes(units["class_day"], units["class_night"])
    merged = _merged(units, section.get("min_area_m2", float, MIN_AREA_M2))
    path = config.out / NAME
    _write(merged, path)
    inputs = [*given.values(), *([section.path("polygons")] if section.has("polygons") else [])]
    parameters = {
        "min_area_m2": section.get("min_area_m2", float, MIN_AREA_M2),
        "units": len(units),
    }
    return [config.finish(path, "zones", Kind.MODELLED, inputs, parameters, [GI_NOTE])]


def _units(section: Section, given: Mapping[str, Path], crs: str) -> gpd.GeoDataFrame:
    if section.has("polygons"):
        units = read_polygons(section.path("polygons"))
        if units.crs is None or units.crs != crs:
            raise BadConfig(f"[zones] polygons: are in {units.crs}, the rasters in {crs}")
        settled = units["settled"] if "settled" in units else np.ones(len(units))
        return gpd.GeoDataFrame({"settled": settled}, geometry=units.geometry.values, crs=crs)
    squares = squares_of(grid_of_file(given.get("day") or given["night"]))
    return gpd.GeoDataFrame({"settled": np.ones(len(squares))}, geometry=squares, crs=crs)


def squares_of(grid: Grid, side_m: float = CELL_M) -> list[BaseGeometry]:
    """Squares on whole multiples of `side_m` that cover the grid."""
    west, south, east, north = grid.bounds
    columns = range(math.floor(west / side_m), math.ceil(east / side_m))
    rows = range(math.floor(south / side_m), math.ceil(north / side_m))
    if len(columns) * len(rows) > 1_000_000:
        raise TooLarge(f"{len(columns) * len(rows)} squares; give polygons of zones instead")
    return [
        shapely.box(x * side_m, y * side_m, (x + 1) * side_m, (y + 1) * side_m)
        for y in rows
        for x in columns
    ]


def _measure(units: gpd.GeoDataFrame, given: Mapping[str, Path], max_bytes: int) -> None:
    """Adds the mean of each raster, NaN where it is not given or not known."""
    shapes, crs = list(units.geometry), units.crs.to_string()
    for column, (name, band) in MEASURES.items():
        if name in given:
            means = zonal_file(
                given[name], shapes, ("mean",), band=band, crs=crs, max_cells=max_bytes // 16
            )["mean"]
        else:
            means = np.full(len(units), np.nan)
        units[column] = means


def _cores(config: Config, section: Section, units: gpd.GeoDataFrame) -> Doubles:
    """Mean Gi* of the raster `gi_of` (band `gi_band`) over squares of `gi_cells` cells."""
    path = section.path("gi_of")
    grid = grid_of_file(path)
    if grid.rows * grid.columns * 40 > config.max_bytes:
        raise TooLarge(f"[zones] gi_of: {path.name} does not fit into memory; take a coarser one")
    z = getis_ord(
        read_floats(path, band=section.get("gi_band", int, 1)), section.get("gi_cells", int, 11)
    )
    return zonal(z.astype(np.float32), grid, list(units.geometry), ("mean",))["mean"]


def _z(units: gpd.GeoDataFrame, column: str) -> Doubles:
    settled = units["settled"].to_numpy() != 0
    areas = units.geometry.area.to_numpy()
    return z_scores(units[column].to_numpy(dtype=float), settled, areas)


def _merged(units: gpd.GeoDataFrame, min_area_m2: float) -> gpd.GeoDataFrame:
    """Neighbours of one total class as one zone; its numbers are means by area."""
    parts = merged_zones(
        list(units.geometry), units["class_total"].to_numpy(), min_area_m2=min_area_m2
    )
    areas = units.geometry.area.to_numpy()
    columns = [name for name in units.columns if name not in ("geometry", "settled")]
    rows = []
    for number, (_, label, members) in enumerate(parts, start=1):
        row: dict[str, Any] = {"zone_id": number}
        for name in columns:
            values, weight = units[name].to_numpy(dtype=float)[members], areas[members]
            if name.startswith("class_"):
                row[name] = label if name == "class_total" else _commonest(values, weight)
            else:
                row[name] = _mean(values, weight)
        rows.append(row)
    shapes = [shape for shape, _, _ in parts]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=units.crs)


def _mean(values: Doubles, weights: Doubles) -> float:
    known = np.isfinite(values)
    total = weights[known].sum()
    return float((values[known] * weights[known]).sum() / total) if total > 0 else math.nan


def _commonest(classes: Doubles, weights: Doubles) -> int:
    """The known class with the largest area, 0 if none is known."""
    areas = np.bincount(classes.astype(int), weights=weights, minlength=1)
    areas[0] = 0
    return int(areas.argmax()) if areas.sum() > 0 else 0


def exposure(config: Config) -> list[Path]:
    """Adds pop, pop65, pop_u6 and pop_known (share of the area with a census number) to the zones.

    [exposure] `census` is the grid of the statistical offices (CSV) and `columns` names those of
    all, aged_65 and under_6; or `polygons` with columns of these names.
    """
    section = config.section("exposure")
    path, table = zones_of(config)
    wanted = section.get("columns", dict, {"all": "Einwohner"})
    shapes = list(table.geometry)
    if section.has("polygons"):
        source = section.path("polygons")
        cells = read_polygons(source).to_crs(table.crs)
        missing = [column for column in wanted.values() if column not in cells]
        if missing:
            raise BadConfig(f"[exposure] columns: {source.name} lacks {', '.join(missing)}")
        squares = list(cells.geometry)
        counts = {group: _numeric(cells[column]) for group, column in wanted.items()}
    else:
        source = section.path("census")
        bounds = tuple(table.total_bounds)
        squares, counts = read_census(
            source,
            wanted,
            table.crs.to_string(),
            bounds,
            cell_m=section.get("cell_m", float, CELL_M),
        )
    found = people_in(shapes, squares, counts)
    for column, group in (("pop", "all"), ("pop65", AGED), ("pop_u6", CHILDREN)):
        table[column] = found.people.get(group, np.full(len(table), np.nan))
    table["pop_known"] = found.known_share
    return added(config, table, path, "exposure", [source], {"columns": wanted})


def _numeric(column: Any) -> Doubles:
    numbers: Doubles = np.asarray(column, dtype=object)
    try:
        return np.array([np.nan if n is None else float(n) for n in numbers], float)
    except (TypeError, ValueError) as problem:
        raise BadTable(f"{column.name}: {problem}") from problem


def priority(config: Config) -> list[Path]:
    """Adds score, rank, rank_p05, rank_p95 and confidence to the zones.

    Hazard is the worse z-score of day and night; vulnerable people are pop65 + pop_u6, as far as
    known (all people if neither is), times 1 minus `cool_10min`, which the step coverage adds.
    [priority] `weights` has hazard, vulnerable, uncovered; `hazard_sd` in z; `draws`, `seed`.
    """
    section = config.section("priority", optional=True)
    path, table = zones_of(config)
    chosen = section.get("weights", dict, {})
    try:
        weights = Weights(**chosen)
    except TypeError as problem:
        raise BadConfig("[priority] weights: hazard, vulnerable, uncovered") from problem
    uncovered = np.zeros(len(table))
    if weights.uncovered > 0:
        if "cool_10min" not in table:
            raise BadConfig(
                "[priority]: the zones lack cool_10min; run the step coverage, or set "
                "weights.uncovered = 0"
            )
        uncovered = 1 - _numeric(table["cool_10min"])
    if "pop" not in table:
        raise BadConfig("[priority]: the zones lack people; run the step exposure first")
    hazard = np.fmax(_numeric(table["z_day"]), _numeric(table["z_night"]))
    result = ranked(
        hazard,
        _vulnerable(table),
        uncovered,
        weights=weights,
        hazard_sd=section.get("hazard_sd", float, 0.5),
        populated=_numeric(table["pop"]) > 0,
        draws=section.get("draws", int, DRAWS),
        seed=section.get("seed", int, 0),
    )
    for name in ("score", "rank", "rank_p05", "rank_p95", "confidence"):
        table[name] = getattr(result, name)
    parameters = {
        "weights": weights,
        "hazard_sd": section.get("hazard_sd", float, 0.5),
        "draws": section.get("draws", int, DRAWS),
        "seed": section.get("seed", int, 0),
    }
    return added(config, table, path, "priority", [], parameters)


def _vulnerable(table: gpd.GeoDataFrame) -> Doubles:
    groups = np.array([_numeric(table[name]) for name in ("pop65", "pop_u6")])
    known = np.isfinite(groups)
    total = np.where(known, groups, 0).sum(axis=0)
    return np.where(known.any(axis=0), total, _numeric(table["pop"]))


def zones_of(config: Config) -> tuple[Path, gpd.GeoDataFrame]:
    """The file of the zones, to which a step adds columns. Raises BadConfig without one."""
    path = config.out / NAME
    if not path.exists():
        raise BadConfig(f"there is no {path}; run the step zones first")
    return path, read_polygons(path)


def _write(table: gpd.GeoDataFrame, path: Path) -> None:
    """Replaces the file at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    table.to_file(draft, driver="GPKG", layer="zones", engine="pyogrio")
    os.replace(draft, path)


def added(
    config: Config,
    table: gpd.GeoDataFrame,
    path: Path,
    step: str,
    inputs: Sequence[Path],
    parameters: Mapping[str, Any],
) -> list[Path]:
    """Writes the zones with the columns of one more step; their sidecar keeps the steps before."""
    before = read_sidecar(path)
    of_scenario = before is not None and before.get("kind") == Kind.SCENARIO
    kind = Kind.SCENARIO if of_scenario else Kind.MODELLED
    _write(table, path)
    earlier = [] if before is None else [*before.pop("earlier", []), before]
    earlier = [one for one in earlier if one.get("step") != step]
    return [config.finish(path, step, kind, inputs, parameters, [GI_NOTE], earlier)]
