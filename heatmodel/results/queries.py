"""Which run the map shows, and whether what it was computed from is still so."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Collate

from heatmodel.results.models import CoolIsland, HeatClass, HeatRun, HeatZone, Kind
from layers import registry
from layers.ground.models import TableRevision

# What the demonstration's rasters are drawn from; a change there makes the results out of date.
INPUT_TABLES = (
    "layers_building",
    "layers_builtuparea",
    "layers_greenarea",
    "layers_street",
    "layers_tree",
    "layers_waterarea",
)


# Not the zones: their ranks are a result.
COVERAGE_TABLES = (
    "heatmodel_coolplace",
    "layers_building",
    "layers_censuscell",
    "layers_district",
    "routing_segment",
)
COVERAGE_METHOD = 2
"""Raised when coverage begins to hold something else; an older one is computed anew at a start.
2: hours of days with a warning, gaps, ranks by a day with a warning."""
TABLES_OF = {HeatRun.About.HEAT: INPUT_TABLES, HeatRun.About.COVERAGE: COVERAGE_TABLES}


def current_run(about: str = HeatRun.About.HEAT) -> HeatRun | None:
    """The latest published one that is no scenario; None before the first computation."""
    return (
        HeatRun.objects.filter(published=True, about=about)
        .exclude(kind=Kind.SCENARIO)
        .order_by("-finished_at", "-pk")
        .first()
    )


def fingerprint(tables: Iterable[str] = INPUT_TABLES) -> str:
    """The state of the input tables: changes with every committed change of one of them."""
    revisions = dict(
        TableRevision.objects.filter(table_name__in=list(tables)).values_list(
            "table_name", "revision"
        )
    )
    text = ";".join(f"{table}={revisions.get(table, 0)}" for table in sorted(tables))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_superseded(run: HeatRun) -> bool:
    """Whether it is a coverage that an older release computed."""
    return (
        run.about == HeatRun.About.COVERAGE and run.parameters.get("method", 1) != COVERAGE_METHOD
    )


def is_stale(run: HeatRun) -> bool:
    """Whether its inputs changed since, or the way of computing coverage; as to inputs, a run that
    names no state of them never is."""
    return is_superseded(run) or (
        bool(run.fingerprint)
        and run.fingerprint != fingerprint(TABLES_OF[HeatRun.About(run.about)])
    )


@dataclass(frozen=True)
class DistrictHeat:
    """A district's zones of heat, and how its ground and people fall into the five classes."""

    name: str
    zones: list[HeatZone]
    area_ha: dict[int, float]
    people: dict[int, int | None]

    @property
    def rows(self) -> list[tuple[str, float, int | None]]:
        """Class in words, hectares, people; the hottest first. None: people are unknown."""
        return [
            (
                str(one.label),
                round(self.area_ha.get(one.value, 0), 1),
                self.people.get(one.value, 0),
            )
            for one in reversed(HeatClass)
        ]


def zones_by_district() -> list[DistrictHeat]:
    """The published zones, by the German order of their districts; one query."""
    rows = registry.layer("heat_zones").published().defer("geometry", "tile_geometry")
    ordered = rows.order_by(Collate("district", "de-x-icu"), "-class_total", "-area_ha")
    by_district: dict[str, list[HeatZone]] = {}
    for zone in ordered:
        by_district.setdefault(zone.district, []).append(zone)
    return [
        DistrictHeat(name, zones, _by_class(zones, "area_ha"), _by_class(zones, "pop"))
        for name, zones in by_district.items()
    ]


def ages_known(zones: Iterable[HeatZone]) -> bool:
    """Whether the people aged 65 and over are known of every zone; then ranks count them."""
    known = [zone.pop65 is not None for zone in zones]
    return bool(known) and all(known)


def _by_class(zones: list[HeatZone], name: str) -> dict:
    """Sums by class; unknown where one of the parts is."""
    sums: dict = {}
    for zone in zones:
        if zone.class_total is None:
            continue
        before, part = sums.get(zone.class_total, 0), getattr(zone, name)
        sums[zone.class_total] = None if before is None or part is None else before + part
    return sums


def largest_islands(count: int = 20) -> list[CoolIsland]:
    rows = registry.layer("cool_islands").published().defer("geometry", "tile_geometry")
    return list(rows.order_by(F("area_ha").desc(nulls_last=True), "pk")[:count])
