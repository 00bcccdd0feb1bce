"""The step `load`: results of the steps before it, from files into the layers of the map."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.utils import timezone
from numpy.typing import NDArray

from heatmodel.cooling.model import factors_of
from heatmodel.errors import BadConfig, BadTable, NotMetric
from heatmodel.models import CoolIsland, HeatRun, HeatZone
from heatmodel.raster.files import grid_of_file, read_codes, read_floats
from heatmodel.raster.grid import Floats, Grid, same_grid
from heatmodel.raster.provenance import Kind, Provenance, read_sidecar
from heatmodel.raster.tiles import Box
from heatmodel.results import survey
from heatmodel.results.services import Results, forget_older, store
from heatmodel.shading import services
from heatmodel.steps.areas import NAME, read_polygons
from heatmodel.steps.config import Config, Section
from heatmodel.tables import read_covers
from layers.ground.crs import STORAGE_SRID
from layers.ground.models import Dataset
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.registry import layer

HIGHEST_M = 60.0  # of buildings and trees above the ground, if heat.toml does not say
_COLUMNS = ("pet_15", "tmrt_15", "dt_night", "lst_anom_k", "lst_mad_k", "lst_n", "gi_z")
_WHOLE = ("pop", "pop65", "pop_u6", "rank", "rank_p05", "rank_p95")
_SHARES = {"sealed": "sealed_pct", "canopy": "canopy_pct", "confidence": "confidence"}


def load(config: Config) -> list[Path]:
    """Put `zones.gpkg` on the map in place of the zones there, with a run that names its sources.

    So it does with `islands` (polygons with `cover` green, water or open, and if known name,
    pet_15, dt_night and canopy as a share) as cool islands; without them there are none.

    [load] needs `dataset`, `title`, `publisher` and `licence`; `calibrated` is false unless said.
    With `surface` (heights without trees), and if there are `canopy` and `ground`, all on one
    grid in EPSG:25832, the shade of the city is computed too, and the planners' scenarios build
    on them; so they do on `land_cover` with its `table`, whose grid is its own. Raises BadConfig,
    NotMetric, GridMismatch, BadTable, UnknownLandCover, an ImportProblem.
    """
    section = config.section("load")
    path = config.out / NAME
    if not path.exists():
        raise BadConfig(f"there is no {path}; run the step zones first")
    origin = read_sidecar(path)
    if origin is None:
        raise BadConfig(f"{path} has no provenance beside it")
    steps = [*origin.get("earlier", []), origin]
    started_at = timezone.now()
    table = read_polygons(path).to_crs(STORAGE_SRID)
    run = HeatRun(
        run_id=f"{origin['run_id']}-{started_at:%Y%m%d-%H%M%S}",
        kind=origin["kind"],
        calibrated=section.get("calibrated", bool, False),
        started_at=started_at,
        sources=_sources(steps),
        parameters={step["step"]: step["parameters"] for step in steps},
    )
    records = {
        "heat_zones": list(_records(table, run)),
        "cool_islands": list(_islands(section.path_if_given("islands"), run)),
    }
    shades = _shade(section, run, config)
    run.finished_at = timezone.now()
    dataset = _dataset(section)
    store(run, Results(records, shades), dataset)
    _withdraw_others(dataset)
    forget_older(run)
    return [path]


def _sources(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of all steps that added to the zones, each once: ranks alone have none."""
    found = {one["sha256"]: one for step in steps for one in step["sources"]}
    return [_source(one) for one in found.values()]


def _source(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "dataset": "",
        "title": one["name"],
        "licence": one["licence"],
        "attribution": one["publisher"],
        "date": one["acquired"],
        "kind": one["kind"],
        "sha256": one["sha256"],
    }


def _dataset(section: Section) -> Dataset:
    named = {key: section.get(key, str) for key in ("title", "publisher", "licence")}
    dataset, _created = Dataset.objects.update_or_create(
        slug=section.get("dataset", str),
        defaults={
            **named,
            "attribution": section.get("attribution", str, named["publisher"]),
            "source_date": timezone.localdate(),
            "read_at": timezone.now(),
            "kind": section.get("kind", str, Dataset.Kind.APPROXIMATE.value),
        },
    )
    return dataset


def _records(table: gpd.GeoDataFrame, run: HeatRun) -> Iterator[Record]:
    for row, source_id, common in _rows(table, run):
        values = {
            "name": f"Hitzezone {row['zone_id']}",
            **common,
            **{name: row.get(name) or None for name in ("class_total", "class_day", "class_night")},
            **{name: _known(row.get(name)) for name in _COLUMNS},
            **{name: _whole(row.get(name)) for name in _WHOLE},
            **{ours: _percent(row.get(theirs)) for theirs, ours in _SHARES.items()},
        }
        yield Record(source_id, row["geometry"], values)


def _islands(path: Path | None, run: HeatRun) -> Iterator[Record]:
    if path is None:
        return
    table = read_polygons(path).to_crs(STORAGE_SRID)
    for number, (row, source_id, common) in enumerate(_rows(table, run), start=1):
        if row.get("cover") not in CoolIsland.Cover.values:
            known = ", ".join(CoolIsland.Cover.values)
            raise BadTable(f"{path.name}: cover {row.get('cover')!r} is none of {known}")
        values = {
            "name": row.get("name") or f"Kühle Insel {number}",
            "cover": row["cover"],
            **common,
            **{name: _known(row.get(name)) for name in ("pet_15", "dt_night")},
            "canopy_pct": _percent(row.get("canopy")),
        }
        yield Record(source_id, row["geometry"], values)


def _rows(
    table: gpd.GeoDataFrame, run: HeatRun
) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Each row with a source id of its place, and what all layers of results tell of it."""
    districts = list(
        layer("districts")
        .published()
        .order_by("pk")
        .annotate(wkb=AsWKB("geometry"))
        .values_list("name", "wkb")
    )
    tree = shapely.STRtree([shapely.from_wkb(bytes(wkb)) for _name, wkb in districts])
    for row in table.to_dict("records"):
        inside = row["geometry"].representative_point()
        found = tree.query(inside, predicate="intersects")
        common = {
            "district": districts[int(found[0])][0] if len(found) else "",
            "area_ha": round(row["geometry"].area / 10_000, 1),
            "kind": run.kind,
            "run_id": run.run_id,
        }
        yield row, f"{inside.x / 10:.0f}-{inside.y / 10:.0f}", common


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(float(value), 2)


def _whole(value: float | None) -> int | None:
    known = _known(value)
    return None if known is None else round(known)


def _percent(share: float | None) -> float | None:
    return None if share is None or math.isnan(share) else round(100 * float(share), 1)


def _withdraw_others(dataset: Dataset) -> None:
    """Zones and islands of another dataset, as the demonstration's, give way."""
    for model, name in ((HeatZone, "heat_zones"), (CoolIsland, "cool_islands")):
        others = model.objects.exclude(dataset=dataset).values_list("dataset", flat=True)
        for other in Dataset.objects.filter(pk__in=list(others.distinct())):
            import_records(
                layer(name), other, [], source=dataset.slug, max_shrink=1.0, empty_ok=True
            )


def _shade(section: Section, run: HeatRun, config: Config) -> Sequence[Any]:
    surface = section.path_if_given("surface")
    if surface is None:
        return ()
    rasters = {"surface": surface}
    for name in ("canopy", "ground"):
        if (path := section.path_if_given(name)) is not None:
            rasters[name] = path
    grid = same_grid([(name, grid_of_file(path)) for name, path in rasters.items()])
    if grid.crs != f"EPSG:{STORAGE_SRID}":
        raise NotMetric(f"[load] surface is in {grid.crs}; the map stores EPSG:{STORAGE_SRID}")
    cover, table = _land_cover(section)
    run.folder = run.run_id
    run.shade_year = timezone.localdate().year
    shades, run.sun_bits = services.shade(
        grid,
        RasterHeights(grid, rasters),
        settings.HEAT_DIR / run.folder,
        year=run.shade_year,
        highest_m=section.get("highest_m", float, HIGHEST_M),
        provenance=Provenance(
            "load", Kind.MODELLED, [config.source(path) for path in rasters.values()]
        ),
        schedule=config.schedule,
        max_bytes=config.max_bytes,
        said=config.report,
    )
    for origin, copy in survey.keep(settings.HEAT_DIR / run.folder, rasters | cover, table):
        config.finish(copy, "load", Kind.OBSERVED, [origin], {})
    return shades


def _land_cover(section: Section) -> tuple[dict[str, Path], Path | None]:
    """The raster of land cover by its name, and its table, which describes all its classes."""
    path = section.path_if_given("land_cover")
    if path is None:
        return {}, None
    table = section.path("table")
    if grid_of_file(path).crs != f"EPSG:{STORAGE_SRID}":
        raise NotMetric(f"[load] land_cover: the map stores EPSG:{STORAGE_SRID}")
    factors_of(read_codes(path), read_covers(table).covers)
    return {"land_cover": path}, table


@dataclass(frozen=True)
class RasterHeights:
    """Heights from files on the grid `whole`, as `city.shade_city` asks for them."""

    whole: Grid
    rasters: dict[str, Path]

    def __call__(self, grid: Grid) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        row = round((self.whole.north - grid.north) / grid.cell_m)
        column = round((grid.west - self.whole.west) / grid.cell_m)
        box = Box(row, column, grid.rows, grid.columns)
        read = {name: read_floats(path, box) for name, path in self.rasters.items()}
        surface = read["surface"]
        canopy = read.get("canopy", np.zeros(grid.shape, np.float32))
        free = np.ones(grid.shape, bool)
        if "ground" in read:
            free = ~(surface - read["ground"] > survey.ROOF_M)
        return surface, canopy, free
