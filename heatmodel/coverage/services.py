"""Coverage of the city's people by cool places, computed and shown; and the order of heat zones."""

import logging
import math
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import Area, AsWKB, Centroid, Transform
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from heatmodel.coverage.gaps import gap_records, main_owner
from heatmodel.coverage.homes import Homes, spread
from heatmodel.coverage.models import GAP_MINUTES, MINUTES
from heatmodel.coverage.week import (
    SPEED_KMH,
    OpenAt,
    Walks,
    people_within,
    week_of,
)
from heatmodel.errors import HeatError
from heatmodel.models import CoverageArea, CoverageWeek, HeatRun, HeatZone
from heatmodel.places.hours import hours_on
from heatmodel.priority import Priority, Weights, priority
from heatmodel.results.models import DayKind, Kind
from heatmodel.results.queries import COVERAGE_TABLES, ages_known, fingerprint
from heatmodel.results.services import Results, forget_older, kind_of, source_of, store
from layers.ground.crs import WEB_SRID
from layers.ground.models import Dataset
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.publish.provenance import datasets_behind
from layers.registry import layer
from layers.site import site
from routing.covering import People
from routing.errors import NoNetwork
from routing.network.graph import Graph, Snap
from routing.queries import current_graph

log = logging.getLogger(__name__)

MONDAY = date(2026, 7, 6)  # a week in summer, before the holidays of schools
TUESDAY_15H, SUNDAY_15H = 24 + 15, 6 * 24 + 15
WITHIN_M = 400.0  # from a home to the network
SOURCES = ("cool_places", "network_segments", "census_cells", "buildings", "districts")
NOT_LIVED_IN = ("industrial", "school", "church", "garage", "garages", "shed", "commercial")
HAZARD_SD = 0.5  # in z, of the classes' numbers: assumed, as nothing is calibrated

Said = Callable[[str], None]


class NothingToCover(HeatError):
    """There is no network, nobody lives there, or there are no cool places yet."""


@dataclass(frozen=True)
class Areas:
    """Areas of one unit, with their people; None where the census says nothing.

    `owner` is the number of the area that each home lies in, -1 for none.
    """

    unit: CoverageArea.Unit
    names: list[str]
    shapes: list[shapely.Geometry]
    people: list[int | None]
    owner: NDArray[np.int64]


@dataclass(frozen=True)
class Covered:
    """`sure` and `perhaps` are people: [area, MINUTES, hour of the week]; `level` says on what
    kind of days.
    """

    areas: Areas
    level: DayKind
    sure: NDArray[np.int64]
    perhaps: NDArray[np.int64]


def compute(said: Said = log.info) -> HeatRun:
    """Compute coverage for every hour of a week and the ranks of heat zones, and show both.

    Some 5 s for 10,000 houses, 60 places and 8,000 segments. Raises NothingToCover.
    """
    started_at = timezone.now()
    state = fingerprint(COVERAGE_TABLES)
    graph, homes, snapped = _homes()
    places = list(
        layer("cool_places")
        .published()
        .order_by("pk")
        .annotate(point=Transform("geometry", WEB_SRID))
        .values_list("pk", "point", "hours_in_force")
    )
    if not places:
        raise NothingToCover("there are no cool places")
    points = [(point.x, point.y) for _pk, point, _hours in places]
    weeks = _weeks({pk: hours for pk, _point, hours in places})
    run = HeatRun(
        run_id=f"cover-{started_at:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}",
        about=HeatRun.About.COVERAGE,
        kind=Kind.MODELLED,
        started_at=started_at,
        fingerprint=state,
        sources=_sources(),
        parameters={
            "week_from": MONDAY.isoformat(),
            "speed_kmh": SPEED_KMH,
            "minutes": MINUTES,
            "weights": asdict(Weights()),
        },
    )
    said("coverage")
    walks = Walks(graph, People(snapped, homes.people), points)
    districts, cells = _districts(homes), _cells(homes)
    parts = [
        _covered(areas, homes, walks, level, week)
        for level, week in weeks.items()
        for areas in (districts, cells)
    ]
    records = {
        "cool_coverage": [
            record
            for part in parts
            if part.level == DayKind.ORDINARY
            for record in _records(part, run.run_id)
        ],
        "cool_gaps": [
            record
            for part in parts
            if part.areas is cells
            for record in _gaps(part, districts, homes, run.run_id)
        ],
    }
    run.finished_at = timezone.now()
    with transaction.atomic():
        store(run, Results(records), _dataset())
        _store_weeks(parts)
        _rank_zones(homes, walks.seconds(weeks[DayKind.ORDINARY][TUESDAY_15H].sure))
        forget_older(run)
    said(f"{run.run_id}: {(run.finished_at - started_at).total_seconds():.0f} s")
    return run


def _weeks(hours: Mapping[int, str | None]) -> dict[DayKind, list[OpenAt]]:
    """Which places are open when, on each kind of days; `hours` are those in force, by key."""
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    found = {}
    for level in DayKind:
        warned = hours_on(dict.fromkeys(days, level.value), list(hours)) if level else {}
        in_force = [warned.get(pk, text) for pk, text in hours.items()]
        found[level] = week_of(MONDAY, in_force, site().calendar)
    return found


def _homes() -> tuple[Graph, Homes, Snap]:
    try:
        graph = current_graph()
    except NoNetwork as error:
        raise NothingToCover("there is no network of ways") from error
    rows = list(_cell_rows())
    houses, room = _houses()
    homes = spread([shape for shape, _count in rows], [count for _s, count in rows], houses, room)
    if len(homes.x) == 0:
        raise NothingToCover("the census knows of nobody")
    lonlat = graph.unproject(np.column_stack([homes.x, homes.y]))
    return graph, homes, graph.snap(lonlat, "foot", within_m=WITHIN_M)


def _cell_rows() -> Iterator[tuple[shapely.Geometry, int | None]]:
    rows = layer("census_cells").published().order_by("pk").annotate(wkb=AsWKB("geometry"))
    for wkb, count in rows.values_list("wkb", "inhabitants"):
        yield shapely.from_wkb(bytes(wkb)), count


def _houses() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles of the buildings to live in, and their room: footprint times storeys."""
    rows = layer("buildings").published().exclude(kind__in=NOT_LIVED_IN).order_by("pk")
    found = [
        (shapely.from_wkb(bytes(middle)), area.sq_m * (levels or 2))
        for middle, area, levels in rows.annotate(
            middle=AsWKB(Centroid("geometry")), area=Area("geometry")
        ).values_list("middle", "area", "levels")
    ]
    places = np.array([(point.x, point.y) for point, _room in found]).reshape(-1, 2)
    return places, np.array([room for _point, room in found])


def _districts(homes: Homes) -> Areas:
    rows = [
        (name, shapely.from_wkb(bytes(wkb)))
        for name, wkb in layer("districts")
        .published()
        .filter(level=9)
        .order_by("pk")
        .annotate(wkb=AsWKB("geometry"))
        .values_list("name", "wkb")
    ]
    shapes = [shape for _name, shape in rows]
    owner = homes.within(shapes) if shapes else np.full(len(homes.x), -1)
    counts = np.bincount(owner[owner >= 0], homes.people[owner >= 0], minlength=len(rows))
    people = [round(count) or None for count in counts.tolist()]
    return Areas(CoverageArea.Unit.DISTRICT, [name for name, _s in rows], shapes, people, owner)


def _cells(homes: Homes) -> Areas:
    rows = list(_cell_rows())
    shapes = [shape for shape, _count in rows]
    names = [f"{shape.bounds[0] / 1000:.1f} {shape.bounds[1] / 1000:.1f}" for shape in shapes]
    people = [count or None for _shape, count in rows]
    return Areas(CoverageArea.Unit.CELL, names, shapes, people, homes.cell)


def _covered(
    areas: Areas, homes: Homes, walks: Walks, level: DayKind, week: Sequence[OpenAt]
) -> Covered:
    count = len(areas.names)
    sure, perhaps = (
        people_within(walks, homes.people, areas.owner, count, chosen)
        for chosen in ([hour.sure for hour in week], [hour.perhaps for hour in week])
    )
    return Covered(areas, level, sure, perhaps)


def _gaps(part: Covered, districts: Areas, homes: Homes, run_id: str) -> Iterator[Record]:
    cells, column = part.areas, MINUTES.index(GAP_MINUTES)
    owner = main_owner(homes, districts.owner, len(cells.names), len(districts.names))
    return gap_records(
        cells.names,
        cells.shapes,
        [districts.names[number] if number >= 0 else "" for number in owner],
        cells.people,
        part.sure[:, column],
        part.perhaps[:, column],
        level=part.level,
        run_id=run_id,
    )


def _records(part: Covered, run_id: str) -> Iterator[Record]:
    areas = part.areas
    for number, (name, shape, people) in enumerate(
        zip(areas.names, areas.shapes, areas.people, strict=True)
    ):
        shares = {
            f"{day}_{minutes}": _share(part.sure[number, column, hour], people)
            for day, hour in (("weekday", TUESDAY_15H), ("sunday", SUNDAY_15H))
            for column, minutes in enumerate(MINUTES)
        }
        values = {
            "name": name if areas.unit == CoverageArea.Unit.DISTRICT else f"Zelle {name}",
            "unit": areas.unit.value,
            "inhabitants": people,
            "kind": Kind.MODELLED.value,
            "run_id": run_id,
            "weekday_10_most": _share(part.perhaps[number, MINUTES.index(10), TUESDAY_15H], people),
            **shares,
        }
        yield Record(_source_id(areas, number), shape, values)


def _source_id(areas: Areas, number: int) -> str:
    return f"{areas.unit.value} {areas.names[number]}"


def _share(reached: int, people: int | None) -> float | None:
    """In per cent. Rounding may count one more than live there."""
    return None if people is None else min(round(100 * int(reached) / people, 1), 100.0)


def _store_weeks(parts: Sequence[Covered]) -> None:
    CoverageWeek.objects.all().delete()
    ids = dict(CoverageArea.objects.values_list("source_id", "pk"))
    CoverageWeek.objects.bulk_create(
        CoverageWeek(
            area_id=ids[_source_id(part.areas, number)],
            minutes=minutes,
            level=part.level,
            sure=part.sure[number, column].tolist(),
            perhaps=part.perhaps[number, column].tolist(),
        )
        for part in parts
        for number in range(len(part.areas.names))
        for column, minutes in enumerate(MINUTES)
    )


def _rank_zones(homes: Homes, seconds: NDArray[np.float64]) -> None:
    """Give every heat zone its rank among those where somebody lives, by `priority`.

    Vulnerable are the people aged 65 and over, or all inhabitants where ages are not known of
    every zone; uncovered is the share of inhabitants that does not reach an open cool place in
    10 minutes on a Tuesday at 15.
    """
    zones = list(HeatZone.objects.filter(published=True).order_by("pk"))
    if not zones:
        return
    shapes = [shapely.from_wkb(bytes(zone.geometry.wkb)) for zone in zones]
    owner = homes.within(shapes)
    inside = owner >= 0
    living = np.bincount(owner[inside], homes.people[inside], minlength=len(zones))
    far = inside & ~(seconds <= 600)
    uncovered = np.bincount(owner[far], homes.people[far], minlength=len(zones))
    with np.errstate(invalid="ignore"):
        shares = np.where(living > 0, uncovered / living, np.nan)
    hazard = np.array([zone.class_total or math.nan for zone in zones], float)
    vulnerable = [zone.pop65 for zone in zones] if ages_known(zones) else living
    ranked = priority(
        hazard, np.array(vulnerable, float), shares, hazard_sd=HAZARD_SD, populated=living >= 1
    )
    for dataset in Dataset.objects.filter(pk__in={zone.dataset_id for zone in zones}):
        import_records(
            layer("heat_zones"),
            dataset,
            [
                Record(zone.source_id, shapes[i], _ranked_values(zone, ranked, i, living[i]))
                for i, zone in enumerate(zones)
                if zone.dataset_id == dataset.pk
            ],
            source="priority",
            withdraw=False,
            overwrite_edits=True,
        )


def _ranked_values(zone: HeatZone, ranked: Priority, number: int, living: float) -> dict[str, Any]:
    """What a record must name in any case, and what is new."""

    def whole(values: NDArray[np.float64]) -> int | None:
        return None if math.isnan(values[number]) else round(values[number])

    confidence = ranked.confidence[number]
    return {
        "name": zone.name,
        "kind": zone.kind,
        "run_id": zone.run_id,
        "pop": round(living),
        "rank": whole(ranked.rank),
        "rank_p05": whole(ranked.rank_p05),
        "rank_p95": whole(ranked.rank_p95),
        "confidence": None if math.isnan(confidence) else round(100 * confidence, 1),
    }


def _sources() -> list[dict[str, Any]]:
    return [source_of(one) for one in datasets_behind([layer(name) for name in SOURCES])]


def _dataset() -> Dataset:
    dataset, _created = Dataset.objects.update_or_create(
        slug="erreichbarkeit-kuehle-orte",
        defaults={
            "title": "Erreichbarkeit kühler Orte",
            "description": (
                "Gerechnet auf dem Wegenetz dieser Karte mit 1,0 m/s. Einwohner des Zensus sind "
                "auf die Häuser ihrer Zelle verteilt; Orte mit unbekannten Öffnungszeiten zählen "
                "nicht als geöffnet."
            ),
            "publisher": "Projekt Stadtkarte Hamm",
            "licence": "Datenlizenz Deutschland – Zero – Version 2.0",
            "licence_uri": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
            "attribution": "Erreichbarkeit kühler Orte: modelliert",
            "source_date": timezone.localdate(),
            "read_at": timezone.now(),
            "kind": kind_of(_sources()),
        },
    )
    return dataset
