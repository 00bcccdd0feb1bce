"""Coverage of the districts in one hour of the week, and the gaps that are left."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Centroid, Transform
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, Collate

from heatmodel.coverage.forms import WeekHour
from heatmodel.coverage.models import MINUTES
from heatmodel.models import CoolGap, CoverageArea, CoverageWeek
from heatmodel.results.models import DayKind
from layers.ground.crs import WEB_SRID
from layers.registry import layer


@dataclass(frozen=True)
class Reach:
    """People within so many minutes, as percentages; None where nobody knows how many live there.

    `perhaps` also counts places whose hours nobody knows.
    """

    minutes: int
    sure: int | None
    perhaps: int | None


@dataclass(frozen=True)
class DistrictReach:
    """`pk` is that of the coverage area, 0 for the whole city, which has no name either."""

    pk: int
    name: str
    inhabitants: int | None
    reach: list[Reach]

    def within(self, minutes: int) -> Reach | None:
        return next((one for one in self.reach if one.minutes == minutes), None)


def districts_at(hour: int, level: DayKind = DayKind.ORDINARY) -> list[DistrictReach]:
    """Districts by name, and the whole of them first; two queries.

    `hour` is that of the week, from Monday 0 o'clock on.
    """
    areas = CoverageArea.objects.filter(published=True, unit=CoverageArea.Unit.DISTRICT)
    rows = list(
        areas.order_by(Collate("name", "de-x-icu")).values_list("pk", "name", "inhabitants")
    )
    if not rows:
        return []
    found = CoverageWeek.objects.filter(area__in=[pk for pk, _name, _people in rows], level=level)
    people = {
        (area, minutes): (sure, perhaps)
        for area, minutes, sure, perhaps in found.values_list(
            "area", "minutes", f"sure__{hour}", f"perhaps__{hour}"
        )
    }
    districts = [
        DistrictReach(pk, name, living, [_reach(m, [people.get((pk, m))], living) for m in MINUTES])
        for pk, name, living in rows
    ]
    total = _total([living for _pk, _name, living in rows])
    everywhere = [
        _reach(m, [people.get((pk, m)) for pk, _name, _people in rows], total) for m in MINUTES
    ]
    return [DistrictReach(0, "", total, everywhere), *districts]


def gap_conditions(asked: WeekHour) -> dict[str, Any]:
    """Which rows of the layer of gaps hold at that hour, as for .filter()."""
    return {
        "level": asked.level.value,
        "weekday": asked.day + 1,
        "from_hour__lte": asked.hour,
        "until_hour__gt": asked.hour,
    }


def gap_filter(asked: WeekHour) -> str:
    """The same in CQL2, for the services."""
    signs = {"": "=", "lte": "<=", "gt": ">"}
    parts = ((*key.partition("__")[::2], value) for key, value in gap_conditions(asked).items())
    return " AND ".join(f"{name} {signs[lookup]} {value}" for name, lookup, value in parts)


def gaps_at(asked: WeekHour) -> QuerySet[CoolGap]:
    """Cells with people left without a cool place, those of most people first.

    Each carries `middle`, a point in EPSG:4326.
    """
    rows = layer("cool_gaps").published().filter(**gap_conditions(asked))
    middle = Transform(Centroid("geometry"), WEB_SRID)
    shapes = ("geometry", "tile_geometry")
    return rows.annotate(middle=middle).defer(*shapes).order_by("-without", "pk")


@dataclass(frozen=True)
class GapTotal:
    """People left without: for sure, and if every place of unknown hours were open."""

    cells: int
    without: int
    without_least: int


def gaps_total(asked: WeekHour) -> GapTotal:
    found = gaps_at(asked).aggregate(
        cells=Count("pk"),
        without_sum=Coalesce(Sum("without"), 0),
        least_sum=Coalesce(Sum("without_least"), 0),
    )
    return GapTotal(found["cells"], found["without_sum"], found["least_sum"])


def _total(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _reach(minutes: int, parts: list[tuple[int, int] | None], living: int | None) -> Reach:
    known = [part for part in parts if part is not None]
    if not living or len(known) < len(parts):
        return Reach(minutes, None, None)
    sure, perhaps = (sum(column) for column in zip(*known, strict=True))
    return Reach(minutes, _percent(sure, living), _percent(perhaps, living))


def _percent(part: int, whole: int) -> int:
    return min(round(100 * part / whole), 100)
