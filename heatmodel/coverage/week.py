"""The people within reach of an open cool place, hour by hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from heatmodel.coverage.models import MINUTES
from heatmodel.results.models import WEEK_HOURS
from layers.hours import Calendar, Opening, openings
from routing.covering import People, coverage
from routing.engine import Costs
from routing.network.graph import Graph

SPEED_KMH = 3.6  # 1.0 m/s, the pace of people aged 65 and over


@dataclass(frozen=True)
class OpenAt:
    """The cool places (by number) known to be open in an hour, and those that may be."""

    sure: frozenset[int]
    perhaps: frozenset[int]


def week_of(monday: date, hours: Sequence[str | None], calendar: Calendar) -> list[OpenAt]:
    """For each of the WEEK_HOURS from Monday 0:00 on; a place counts if it is open at the full
    hour. `hours` are the opening hours of each place in OpenStreetMap's grammar, None: unknown.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    start = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
    return [
        _open_at(hours, openings(set(hours), start + timedelta(hours=hour), calendar=calendar))
        for hour in range(WEEK_HOURS)
    ]


def _open_at(hours: Sequence[str | None], states: Mapping[str | None, Opening]) -> OpenAt:
    sure = frozenset(i for i, text in enumerate(hours) if states[text].is_open)
    unknown = frozenset(i for i, text in enumerate(hours) if states[text].state == "unknown")
    return OpenAt(sure, sure | unknown)


class Walks:
    """Walking times from where people live to the nearest of a set of places, by routing's
    coverage.

    `places` are (longitude, latitude). The same set is computed once, whoever asks.
    """

    def __init__(self, graph: Graph, who: People, places: Sequence[tuple[float, float]]) -> None:
        self._graph, self._who, self._places = graph, who, places
        self._known: dict[frozenset[int], NDArray[np.float64]] = {}

    def seconds(self, chosen: frozenset[int]) -> NDArray[np.float64]:
        """From each home; infinite without a place or a way. The path from house to network is
        not counted.
        """
        if chosen not in self._known:
            self._known[chosen] = self._nearest(chosen)
        return self._known[chosen]

    def _nearest(self, chosen: frozenset[int]) -> NDArray[np.float64]:
        costs = Costs(mode="foot", speed_kmh=SPEED_KMH)
        places = [self._places[i] for i in sorted(chosen)]
        return coverage(self._graph, places, self._who, costs).seconds


def people_within(
    walks: Walks,
    people: NDArray[np.float64],
    areas: NDArray[np.int64],
    count: int,
    chosen: Sequence[frozenset[int]],
) -> NDArray[np.int64]:
    """People of each of `count` areas in reach of the places `chosen` for each hour.

    [area, MINUTES, hour]; `areas` is the number of the area each home lies in, -1 for none.
    """
    found: dict[frozenset[int], NDArray[np.int64]] = {}
    for places in set(chosen):
        seconds = walks.seconds(places)
        columns = []
        for minutes in MINUTES:
            near = (seconds <= 60 * minutes) & (areas >= 0)
            columns.append(np.bincount(areas[near], weights=people[near], minlength=count))
        found[places] = np.rint(np.stack(columns, axis=1)).astype(np.int64)
    return np.stack([found[places] for places in chosen], axis=2)
