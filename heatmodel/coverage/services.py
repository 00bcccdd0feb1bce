"""Coverage of the city's people by cool places, computed and shown; and the order of heat zones."""

import logging
import math
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from heatmodel.coverage.gaps import gap_records, main_owner
from heatmodel.coverage.homes import Homes
from heatmodel.coverage.inputs import MONDAY, cell_rows, cool_places, homes_on_network
from heatmodel.coverage.models import GAP_MINUTES, MINUTES
from heatmodel.coverage.week import (
    SPEED_KMH,
    OpenAt,
    Walks,
    people_within,
)
from heatmodel.exposure import covered_share
from heatmodel.models import CoverageArea, CoverageWeek, HeatRun, HeatZone
from heatmodel.priority import Priority, Weights, priority
from heatmodel.results.models import DayKind, Kind
from heatmodel.results.queries import (
    COVERAGE_METHOD,
    COVERAGE_TABLES,
    ages_known,
    fingerprint,
)
from heatmodel.results.services import Results, forget_older, kind_of, source_of, store
from layers.ground.models import Dataset
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.publish.provenance import datasets_behind
from layers.registry import layer
from routing.covering import People

log = logging.getLogger(__name__)

TUESDAY_15H, SUNDAY_15H = 24 + 15, 6 * 24 + 15
RANKED_ON = DayKind.LEVEL_1
SOURCES = ("cool_places", "network_segments", "census_cells", "buildings", "districts")
HAZARD_SD = 0.5  # in z, of the classes' numbers: assumed, as nothing is calibrated

Said = Callable[[str], None]


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
    graph, homes, snapped = homes_on_network()
    places = cool_places()
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
            "ranks_at": f"Tuesday 15:00, warning level {RANKED_ON.value}",
            "method": COVERAGE_METHOD,
        },
    )
    said("coverage")
    walks = Walks(graph, People(snapped, homes.people), places.points)
    districts, cells = _districts(homes), _cells(homes)
    parts = [
        part
        for areas in (districts, cells)
        for part in _covered_weeks(areas, homes, walks, places.weeks)
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
        _rank_zones(homes, walks.seconds(places.weeks[RANKED_ON][TUESDAY_15H].sure))
        forget_older(run)
    said(f"{run.run_id}: {(run.finished_at - started_at).total_seconds():.0f} s")
    return run


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
    rows = list(cell_rows())
    shapes = [shape for shape, _count in rows]
    names = [f"{shape.bounds[0] / 1000:.1f} {shape.bounds[1] / 1000:.1f}" for shape in shapes]
    people = [count or None for _shape, count in rows]
    return Areas(CoverageArea.Unit.CELL, names, shapes, people, homes.cell)


def _covered_weeks(
    areas: Areas, homes: Homes, walks: Walks, weeks: Mapping[DayKind, Sequence[OpenAt]]
) -> Iterator[Covered]:
    """Each kind of days; one whose places are open as on another has the numbers of that."""
    known: list[tuple[Sequence[OpenAt], Covered]] = []
    for level, week in weeks.items():
        alike = next((found for hours, found in known if hours == week), None)
        if alike is None:
            sure, perhaps = (
                people_within(walks, homes.people, areas.owner, len(areas.names), chosen)
                for chosen in ([hour.sure for hour in week], [hour.perhaps for hour in week])
            )
            alike = Covered(areas, level, sure, perhaps)
            known.append((week, alike))
        yield replace(alike, level=level)


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
    10 minutes on a Tuesday at 15, by the hours of a day with a heat warning (RANKED_ON): it is
    then that an order of zones is needed.
    """
    zones = list(HeatZone.objects.filter(published=True).order_by("pk"))
    if not zones:
        return
    shapes = [shapely.from_wkb(bytes(zone.geometry.wkb)) for zone in zones]
    owner = homes.within(shapes)
    inside = owner >= 0
    living = np.bincount(owner[inside], homes.people[inside], minlength=len(zones))
    shares = 1 - covered_share(seconds, homes.people, owner, len(zones))
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
