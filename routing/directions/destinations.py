"""Where one can go on foot from here, and which of it will be open when one gets there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from layers.hours import Calendar, Opening, opening
from layers.registry import Layer
from routing import engine
from routing.directions.entrances import entrances
from routing.directions.places import as_place, destinations, other_hours
from routing.directions.plans import Place
from routing.engine import Costs
from routing.errors import NoDestination, NothingOpen, OffNetwork
from routing.network.graph import WITHIN_M, Graph

MIN_STAY = timedelta(minutes=15)  # to what closes sooner after arrival, nobody is sent


LonLat = tuple[float, float]


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


def candidates(
    graph: Graph,
    layer: Layer,
    start: LonLat,
    costs: Costs,
    departure: datetime,
    calendar: Calendar,
    *,
    blocked: NDArray[np.uint8] | None = None,
) -> list[Candidate]:
    """Every destination of `layer` that can be reached, the soonest first.

    Raises NoDestination where there is none.
    """
    other = other_hours(layer, departure)
    usual = [as_place(layer, row) for row in destinations(layer)]
    places = [replace(one, hours=other.get(one.pk or 0, one.hours)) for one in usual]
    found = [
        _candidate(place, float(duration_s), departure, calendar)
        for place, duration_s in zip(
            places, _durations(graph, start, places, costs, blocked), strict=True
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
    start: LonLat,
    places: Sequence[Place],
    costs: Costs,
    blocked: NDArray[np.uint8] | None,
) -> NDArray[np.float64]:
    """Seconds to each place, by its nearest entrance; infinite where no way leads.

    Raises OffNetwork for the start.
    """
    if not places:
        return np.empty(0)
    spot = graph.snap([start], costs.mode, blocked=blocked)[0]
    if spot.edge < 0:
        raise OffNetwork(within_m=round(WITHIN_M), number=0)
    around = engine.nearest(graph, [spot], costs, towards=False, blocked=blocked)
    doors = entrances(places, costs.mode)
    spots = [[one.lon_lat for one in (doors[n] or [place])] for n, place in enumerate(places)]
    owners = np.repeat(np.arange(len(places)), [len(some) for some in spots])
    there = graph.snap([spot for some in spots for spot in some], costs.mode, blocked=blocked)
    seconds = np.full(len(places), np.inf)
    np.minimum.at(seconds, owners, around.at(there)[0])
    return seconds
