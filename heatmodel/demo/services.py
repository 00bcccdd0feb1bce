"""The demonstration's heat model: drawn, computed and shown, in one go and in bounded time."""

import logging
import math
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.utils import timezone
from numpy.typing import NDArray

from heatmodel.demo import climate as climates
from heatmodel.demo import drawing, zoning
from heatmodel.demo.drawing import Scene
from heatmodel.demo.scene import read_scene
from heatmodel.errors import HeatError
from heatmodel.exposure import exposure
from heatmodel.models import HeatRun
from heatmodel.raster.grid import Floats, Grid
from heatmodel.raster.provenance import Kind, Provenance
from heatmodel.raster.schedule import Schedule
from heatmodel.raster.tiles import GIGABYTE
from heatmodel.results.origins import layers_as_sources
from heatmodel.results.queries import fingerprint
from heatmodel.results.services import Results, forget_older, kind_of, source_of, store
from heatmodel.shading import city, services
from layers.ground.crs import STORAGE_SRID
from layers.ground.models import City, Dataset
from layers.importing.records import Record
from layers.publish.provenance import datasets_behind
from layers.registry import layer

log = logging.getLogger(__name__)

SHADE_M = 2.0
SUN_YEAR = 2026
HIGHEST_M = 40.0  # of the buildings and trees whose shadows are followed over a tile's edge
INPUTS = ("built_up_areas", "buildings", "green_areas", "streets", "trees", "water_areas")

NOTES = (
    "Drawn from the map's layers, not surveyed: unknown heights are assumed, trees strewn.",
    "Not calibrated.",
)

Said = Callable[[str], None]


class NothingToDraw(HeatError):
    """There is no city yet, or it has no buildings: nothing could cast a shadow."""


def compute(
    said: Said = log.info,
    *,
    shade_m: float = SHADE_M,
    schedule: Schedule | None = None,
    max_bytes: int = GIGABYTE,
) -> HeatRun:
    """Draw the city from its layers, compute climate and shade, and show both on the map.

    `shade_m` is the side of a cell of shade. With 2 m a city of 230 km² takes 60 to 90 s on one
    core and 750 MB. `schedule` and `max_bytes` are those of the shade. Raises NothingToDraw,
    TooLarge.
    """
    started_at = timezone.now()
    state = fingerprint()
    scene = read_scene()
    districts = _districts()
    if not districts or len(scene.buildings.shapes) == 0:
        raise NothingToDraw("no districts or no buildings")
    outline = shapely.union_all([shape for _name, shape in districts])
    run = HeatRun(
        run_id=f"demo-{started_at:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}",
        kind=Kind.MODELLED,
        calibrated=False,
        started_at=started_at,
        fingerprint=state,
        shade_year=SUN_YEAR,
        sources=_sources(),
        parameters=_parameters(shade_m),
    )
    run.folder = run.run_id
    said("climate")
    found = climates.climate(scene, _grid(outline, climates.CITY_M))
    records = _records(found, districts, run.run_id)
    shades, run.sun_bits = services.shade(
        _grid(outline, shade_m),
        DrawnHeights(scene),
        settings.HEAT_DIR / run.folder,
        year=SUN_YEAR,
        highest_m=HIGHEST_M,
        provenance=Provenance(
            "demo", Kind.MODELLED, layers_as_sources(INPUTS), run.parameters, NOTES
        ),
        outline=outline,
        schedule=schedule,
        max_bytes=max_bytes,
        said=said,
    )
    run.finished_at = timezone.now()
    store(run, Results(records, shades), _dataset())
    forget_older(run)
    said(f"{run.run_id}: {(run.finished_at - started_at).total_seconds():.0f} s")
    return run


def _districts() -> list[tuple[str, shapely.Geometry]]:
    rows = layer("districts").published().filter(level=9).order_by("pk")
    return [
        (name, shapely.from_wkb(bytes(wkb)))
        for name, wkb in rows.annotate(wkb=AsWKB("geometry")).values_list("name", "wkb")
    ]


def _grid(outline: shapely.Geometry, cell_m: float) -> Grid:
    """Around `outline` and a margin, its corner and size whole hundreds of metres."""
    west, south, east, north = outline.bounds
    left, top = math.floor(west / 100) * 100 - 100, math.ceil(north / 100) * 100 + 100
    rows = math.ceil((top - south + 100) / 100) * round(100 / cell_m)
    columns = math.ceil((east + 100 - left) / 100) * round(100 / cell_m)
    return Grid(f"EPSG:{STORAGE_SRID}", float(left), float(top), cell_m, rows, columns)


def _sources() -> list[dict[str, Any]]:
    return [source_of(one) for one in datasets_behind([layer(name) for name in INPUTS])]


def _parameters(shade_m: float) -> dict[str, Any]:
    weather = asdict(climates.HOT_HOUR) | {"time": climates.HOT_HOUR.time.isoformat()}
    return {
        "shade_cell_m": shade_m,
        "city_cell_m": climates.CITY_M,
        "zone_cell_m": zoning.CELL_M,
        "weather": weather,
        "country_night_c": climates.COUNTRY_NIGHT_C,
        "warmest_excess_k": climates.WARMEST_EXCESS_K,
        "otherwise_building_m": drawing.OTHERWISE_M,
        "strewn_crowns": drawing.STREWN,
        "lowest_sun_deg": city.MIN_ALTITUDE_DEG,
    }


def _dataset() -> Dataset:
    town = City.objects.first()
    name = town.name if town else ""
    dataset, _created = Dataset.objects.update_or_create(
        slug="hitzemodell",
        defaults={
            "title": f"Hitzemodell {name}",
            "description": (
                "Gerechnet aus den Gebäuden, Bäumen, Grün- und Wasserflächen dieser Karte für "
                "einen angenommenen heißen Tag. Modelliert, nicht kalibriert: An keiner Stelle "
                "wurde gemessen. Unbekannte Höhen sind angenommen, Bäume in Parks verstreut."
            ),
            "publisher": "Projekt Stadtkarte Hamm",
            "licence": "Datenlizenz Deutschland – Zero – Version 2.0",
            "licence_uri": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
            "attribution": "Hitzemodell: modelliert, nicht kalibriert",
            "source_date": timezone.localdate(),
            "read_at": timezone.now(),
            "kind": kind_of(_sources()),
        },
    )
    return dataset


# --- zones and islands --------------------------------------------------------------------------


def _records(
    found: climates.Climate, districts: Sequence[tuple[str, shapely.Geometry]], run_id: str
) -> dict[str, list[Record]]:
    shapes = [shape for _name, shape in districts]
    names = [name for name, _shape in districts]
    zones = zoning.zones(found, shapes)
    people = _people([zone.shape for zone in zones])
    return {
        "heat_zones": list(_zone_records(zones, people, names, run_id)),
        "cool_islands": list(_island_records(zoning.islands(found, shapes), names, run_id)),
    }


def _people(zones: Sequence[shapely.Geometry]) -> list[int | None]:
    """Inhabitants by areal weighting of the census; None where it says nothing."""
    rows = layer("census_cells").published().annotate(wkb=AsWKB("geometry"))
    cells = [
        (shapely.from_wkb(bytes(wkb)), math.nan if count is None else float(count))
        for wkb, count in rows.values_list("wkb", "inhabitants")
    ]
    if not cells or not zones:
        return [None] * len(zones)
    counts = {"all": np.array([count for _shape, count in cells])}
    people = exposure(zones, [shape for shape, _count in cells], counts).people["all"]
    return [None if math.isnan(count) else round(count) for count in people.tolist()]


def _zone_records(
    zones: Sequence[zoning.Zone], people: Sequence[int | None], names: Sequence[str], run_id: str
) -> Iterator[Record]:
    count = dict.fromkeys(range(len(names)), 0)
    for zone, inhabitants in zip(zones, people, strict=True):
        count[zone.district] += 1
        district = names[zone.district]
        values = {
            "name": f"Hitzezone {district} {count[zone.district]}",
            "district": district,
            "class_total": zone.class_total,
            "class_day": zone.class_day,
            "class_night": zone.class_night,
            "pop": inhabitants,
            "area_ha": round(zone.shape.area / 10_000, 1),
            **{name: _rounded(value, 2) for name, value in zone.numbers.items()},
        }
        yield Record(_id(zone.shape), zone.shape, values | _origin(run_id))


def _island_records(
    islands: Sequence[zoning.Island], names: Sequence[str], run_id: str
) -> Iterator[Record]:
    green = [
        (name, shapely.from_wkb(bytes(wkb)))
        for name, wkb in layer("green_areas")
        .published()
        .exclude(name="")
        .annotate(wkb=AsWKB("geometry"))
        .order_by("pk")
        .values_list("name", "wkb")
    ]
    count = dict.fromkeys(range(len(names)), 0)
    for island in islands:
        count[island.district] += 1
        shared = [(shape.intersection(island.shape).area, name) for name, shape in green]
        most, called = max(shared, default=(0, ""))
        unnamed = f"Kühle Insel {names[island.district]} {count[island.district]}"
        values = {
            "name": called if most > island.shape.area / 3 else unnamed,
            "district": names[island.district],
            "cover": island.cover,
            "area_ha": round(island.shape.area / 10_000, 1),
            **{name: _rounded(value, 2) for name, value in island.numbers.items()},
        }
        yield Record(_id(island.shape), island.shape, values | _origin(run_id))


def _origin(run_id: str) -> dict[str, str]:
    return {"kind": Kind.MODELLED.value, "run_id": run_id}


def _id(shape: shapely.Geometry) -> str:
    """Of the place, so that a zone that stays where it is keeps its links."""
    inside = shape.representative_point()
    return f"{inside.x / 10:.0f}-{inside.y / 10:.0f}"


def _rounded(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)


# --- shade --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DrawnHeights:
    """The scene's heights on any grid, as `city.shade_city` asks for them."""

    scene: Scene

    def __call__(self, grid: Grid) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        surface = drawing.surface(self.scene, grid)
        return surface, drawing.canopy(self.scene, grid), surface == 0
