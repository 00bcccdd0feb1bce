"""Where one can go on foot from here, and which of it will be open when one gets there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from layers import registry
from layers.hours import Calendar, Opening, opening
from layers.registry import Layer
from routing import engine
from routing.directions.entrances import LonLat, ways_in
from routing.directions.places import as_place, destinations, other_hours
from routing.directions.plans import Place
from routing.engine import Costs
from routing.errors import NoDestination, NothingOpen, OffNetwork
from routing.network.graph import WITHIN_M, Graph
from routing.network.graph import Place as OnWay

MIN_STAY = timedelta(minutes=15)  # to what closes sooner after arrival, nobody is sent


@dataclass(frozen=True)
class Candidate:
    """A destination and when one would be there. `opening` is None where it keeps no hours."""

    place: Place
    duration_s: float
    arrival: datetime
    opening: Opening | None

    @property
    def is_open(self) -> bool:
        """Known to be open on arrival and for MIN_STAY after it."""
        if self.opening is None:
            return True
        until = self.opening.until
        return self.opening.is_open and (until is None or until - self.arrival >= MIN_STAY)

    @property
    def is_unknown(self) -> bool:
        return self.opening is not None and self.opening.state == "unknown"


def destination_layers() -> list[Layer]:
    """Public layers that one can be led to: first those that the map shows from the start, and
    of those what it draws on top."""
    layers = [one for one in registry.public_layers() if one.destination]
    return sorted(layers, key=lambda one: (not one.visible, -one.order))


def candidates(
    graph: Graph,
    layer: Layer,
    starts: Sequence[LonLat],
    costs: Costs,
    departure: datetime,
    calendar: Calendar,
    *,
    blocked: NDArray[np.uint8] | None = None,
) -> list[Candidate]:
    """Every destination of `layer` that can be reached, the soonest first.

    `starts` are the doors of the place one sets out from. Raises NoDestination where there is
    none, OffNetwork for the start.
    """
    other = other_hours(layer, departure)
    usual = [as_place(layer, row) for row in destinations(layer)]
    places = [replace(one, hours=other.get(one.pk or 0, one.hours)) for one in usual]
    found = [
        _candidate(place, float(duration_s), departure, calendar)
        for place, duration_s in zip(
            places, _durations(graph, starts, places, costs, blocked), strict=True
        )
        if np.isfinite(duration_s)
    ]
    if not found:
        raise NoDestination(layer=layer.title)
    return sorted(found, key=lambda one: one.duration_s)


def nearest_open(found: Sequence[Candidate], layer: Layer) -> Candidate:
    """The first that is open on arrival. Raises NothingOpen, which tells what else there is."""
    best = next((one for one in found if one.is_open), None)
    if best is None:
        raise NothingOpen(
            layer=layer.title,
            unknown=next((one for one in found if one.is_unknown), None),
            opens_next=_opens_next(found),
        )
    return best


def _opens_next(found: Sequence[Candidate]) -> Candidate | None:
    """The one that opens first, the nearest of those that open together."""
    known = [(one.opening.opens_at, one) for one in found if one.opening and one.opening.opens_at]
    return min(known, key=lambda pair: pair[0])[1] if known else None


def _candidate(
    place: Place, duration_s: float, departure: datetime, calendar: Calendar
) -> Candidate:
    arrival = departure + timedelta(seconds=duration_s)
    known = opening(place.hours, arrival, calendar=calendar) if place.has_hours else None
    return Candidate(place, duration_s, arrival, known)


def _durations(
    graph: Graph,
    starts: Sequence[LonLat],
    places: Sequence[Place],
    costs: Costs,
    blocked: NDArray[np.uint8] | None,
) -> NDArray[np.float64]:
    """Seconds to each place, by its nearest entrance; infinite where no way leads.

    Raises OffNetwork for the start.
    """
    if not places:
        return np.empty(0)
    around = engine.nearest(
        graph, on_ways(graph, starts, costs, blocked=blocked), costs, towards=False, blocked=blocked
    )
    doors = ways_in(places, costs.mode)
    owners = np.repeat(np.arange(len(places)), [len(some) for some in doors])
    there = graph.snap([door for some in doors for door in some], costs.mode, blocked=blocked)
    seconds = np.full(len(places), np.inf)
    np.minimum.at(seconds, owners, around.at(there)[0])
    return seconds


def on_ways(
    graph: Graph,
    doors: Sequence[LonLat],
    costs: Costs,
    *,
    blocked: NDArray[np.uint8] | None = None,
    number: int = 0,
) -> list[OnWay]:
    """The doors of one place on the network. Raises OffNetwork with the `number` of the place if
    no way lies near any of them."""
    found = engine.snapped(graph, doors, costs, blocked)
    kept = [one for one in found if one.edge >= 0]
    if not kept:
        raise OffNetwork(within_m=round(WITHIN_M), number=number)
    return kept
