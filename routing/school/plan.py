"""What is to be said about the way to one school, in order and numbered: for page and paper."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from layers import registry
from layers.base.models import School
from layers.ground.models import Dataset
from layers.hours import Calendar, Opening, opening, regular_words
from layers.publish.provenance import datasets_behind
from layers.registry import Layer
from routing.school import queries
from routing.school.queries import Surroundings

# Distances from which the state of North Rhine-Westphalia pays fares: Schülerfahrkostenverordnung
# § 5 (16.4.2005, changed 22.6.2021), by kind of school. Upper classes: 5 km.
FARE_M = {"primary": 2_000, "special": 2_000, "vocational": 5_000}
FARE_ELSE_M = 3_500


@dataclass(frozen=True)
class Timed:
    """A row with times: what holds in an ordinary week, and at the asked moment."""

    row: Any
    text: str | None  # in the grammar; None is unknown
    words: str  # empty where they cannot be put shortly
    now: Opening

    kind: str = ""  # of what kind the row is, in the language of the reading

    @property
    def is_known(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class BusLine(Timed):
    """A walking bus with its stops in order."""

    stops: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Numbered:
    """A hazard with its number on the map."""

    number: int
    row: Any
    times: Timed
    kind: str


@dataclass(frozen=True)
class Plan:
    """Everything on the page of one school, as of one moment."""

    school: School
    around: Surroundings
    streets: list[Timed]
    zones: list[Timed]
    bus_lines: list[BusLine]
    crossings: list[Timed]
    hazards: list[Numbered]
    slow_sections: list[Timed]
    sources: list[Dataset]
    map_sources: list[Dataset]  # those and what is below them on the map

    @property
    def is_approved(self) -> bool:
        """Whether every recommended way says who approved it; without ways there is no plan."""
        ways = self.around.ways
        return bool(ways) and all(way.approved_by and way.approved_on for way in ways)

    @property
    def has_demo_data(self) -> bool:
        return any(source.kind != Dataset.Kind.REAL for source in self.sources)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has entered anything about the ways to this school yet."""
        around = self.around
        return not (around.ways or around.streets or around.zones or around.bus_lines)


def fare_m(school: School) -> int:
    """From which distance on foot the state pays fares to a school of this kind."""
    return FARE_M.get(school.kind, FARE_ELSE_M)


def base_layers() -> list[Layer]:
    return [layer for layer in registry.public_layers() if layer.basemap]


def plan(school: School, at: datetime, calendar: Calendar) -> Plan:
    around = queries.surroundings(school)

    def times(text: str | None) -> tuple[str | None, str, Opening]:
        words = regular_words(text, at.date(), calendar=calendar)
        return text, words, opening(text, at, calendar=calendar)

    def timed(row: Any, text: str | None) -> Timed:
        return Timed(row, *times(text))

    return Plan(
        school=school,
        around=around,
        streets=[timed(one, one.times) for one in around.streets],
        zones=[timed(one, one.times) for one in around.zones],
        bus_lines=[
            BusLine(one, *times(one.times), stops=around.stops_of(one)) for one in around.bus_lines
        ],
        crossings=[
            Timed(one, *times(one.guard_times), kind=one.get_kind_display())
            for one in around.crossings
        ],
        hazards=[
            Numbered(number, one, timed(one, one.times), one.get_kind_display())
            for number, one in enumerate(around.hazards, 1)
        ],
        slow_sections=[timed(one, one.times) for one in around.slow_sections],
        sources=around.datasets,
        map_sources=list(
            {one.pk: one for one in [*around.datasets, *datasets_behind(base_layers())]}.values()
        ),
    )
