"""Who reaches what: people within some minutes of open destinations, and the best next site.

For the destinations of any layer; who asks decides what the places are good for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.db import connection
from scipy.sparse import csr_matrix

from layers.base.models import CensusCell
from layers.hours import Calendar, openings
from layers.registry import Layer
from routing import engine
from routing.directions.entrances import LonLat, ways_in
from routing.directions.places import as_place, destinations, other_hours
from routing.directions.plans import Mode
from routing.engine import Costs, Nearest
from routing.engine.backend import chosen
from routing.engine.nets import Question, question, reaching
from routing.errors import TooMuch
from routing.network.graph import Graph, Place, Snap

MINUTES = (5, 10, 15)
MOST_CANDIDATES = 2000
_APART_M = 200.0  # between candidates of our own
_PEOPLE = Path(__file__).parent.joinpath("sql", "people.sql").read_text("utf-8")


@dataclass(frozen=True)
class OpenPlaces:
    """The destinations of a layer at one moment, by their primary keys.

    `lonlat` is (n, 2), `entrances` where one enters each of them. Only `state` open,
    closing_soon and always are `open_now`.
    """

    pks: list[int]
    lonlat: np.ndarray
    states: list[str]
    entrances: list[list[LonLat]]

    @property
    def open_now(self) -> np.ndarray:
        return np.array([state in ("open", "closing_soon", "always") for state in self.states])

    def only_open(self) -> "OpenPlaces":
        return self.only(np.flatnonzero(self.open_now).tolist())

    def only(self, kept: Sequence[int]) -> "OpenPlaces":
        """Those of these numbers."""
        return OpenPlaces(
            [self.pks[i] for i in kept],
            self.lonlat[list(kept)],
            [self.states[i] for i in kept],
            [self.entrances[i] for i in kept],
        )

    @property
    def doors(self) -> list[LonLat]:
        """Every entrance of every place, for `coverage`; `owners` tells whose each is."""
        return [door for some in self.entrances for door in some]

    @property
    def owners(self) -> list[int]:
        return [number for number, some in enumerate(self.entrances) for _door in some]


def places_at(layer: Layer, at: datetime, calendar: Calendar, mode: Mode = "foot") -> OpenPlaces:
    """The published features of `layer` that can be gone to, and whether they are open at `at`.

    A layer without a field of hours is always open; hours that a feature does not tell are
    unknown, and those of a day with a warning hold on it. One enters by the entrances that suit
    `mode`, else at the place itself; lines and areas are reached at a point on them.
    """
    other = other_hours(layer, at)
    found = [as_place(layer, row) for row in destinations(layer).order_by("pk")]
    hours = [other.get(one.pk or 0, one.hours) for one in found]
    known = openings(hours, at, calendar=calendar)
    return OpenPlaces(
        [one.pk or 0 for one in found],
        np.array([one.lon_lat for one in found], dtype=np.float64).reshape(-1, 2),
        [
            known[text].state if one.has_hours else "always"
            for one, text in zip(found, hours, strict=True)
        ],
        ways_in(found, mode),
    )


@dataclass(frozen=True)
class People:
    """Where people live, snapped to the ways of one mode. `cells_unknown` have no number."""

    places: Snap
    number: np.ndarray
    cells_unknown: int = 0

    def __len__(self) -> int:
        return len(self.number)


def people(graph: Graph, mode: str = "foot") -> People:
    """The people of the census cells, shared among the buildings of each cell.

    Ask once for a graph and keep it: snapping 10,000 buildings takes a tenth of a second.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE)
        rows = np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 3)
    unknown = CensusCell.objects.filter(published=True, inhabitants=None).count()
    places = graph.snap_points(rows[:, :2], mode)
    return People(places, rows[:, 2], unknown)


@dataclass(frozen=True)
class Coverage:
    """How many people are at most so many minutes from a destination.

    `seconds` and `which` are those of each place of the people, infinite and -1 where no
    destination can be reached.
    """

    within: dict[int, float]  # people by minutes
    total: float
    seconds: np.ndarray
    which: np.ndarray

    def share(self, minutes: int) -> float | None:
        """None where nobody is known to live."""
        return self.within[minutes] / self.total if self.total else None


def coverage(
    graph: Graph,
    destinations: Sequence[engine.Where],
    who: People,
    costs: Costs,
    *,
    minutes: Sequence[int] = MINUTES,
    owners: Sequence[int] | None = None,
) -> Coverage:
    """How many people walk to the nearest of `destinations` within each of `minutes`.

    `owners` numbers the destinations where several are entrances of one.
    """
    if len(destinations):
        nearest = engine.nearest(graph, destinations, costs, owners=owners)
        seconds, which = nearest.at(who.places)
    else:
        seconds = np.full(len(who), np.inf)
        which = np.full(len(who), -1, dtype=np.int32)
    within = {one: float(who.number[seconds <= 60 * one].sum()) for one in minutes}
    return Coverage(within, float(who.number.sum()), seconds, which)


@dataclass(frozen=True)
class Site:
    """A place that would serve `gain` more people; EPSG:4326."""

    lonlat: tuple[float, float]
    gain: float
    place: Place = field(repr=False)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places for a site, and who walks to each within the limit: what does not change while
    somebody drags a destination. `reached` is sparse (places, people)."""

    asked: Question
    places: list[Place]
    reached: csr_matrix
    who: People
    minutes: int

    @property
    def graph(self) -> Graph:
        return self.asked.graph

    def left(self, served: Coverage) -> np.ndarray:
        """The people of each home that is not yet within the minutes."""
        return np.where(served.seconds > 60.0 * self.minutes, self.who.number, 0.0)

    def near(self, doors: Sequence[Place]) -> np.ndarray:
        """The numbers of the homes from which one walks to any of `doors` within the minutes."""
        homes = self.who.places.edge >= 0
        return _within(self.asked, doors, self.who, homes, 60.0 * self.minutes)

    def best(self, served: Coverage, number: int = 1, also: Sequence[Place] = ()) -> list[Site]:
        """The `number` places that serve most people not yet within the minutes, one after the
        other; `also` are the doors of a site that is there as well.

        Each choice takes what is best then (greedy: at least 63 % of what the best set could
        serve, Nemhauser, Wolsey and Fisher 1978). A few milliseconds.
        """
        left = self.left(served)
        if also:
            left[self.near(also)] = 0.0
        sites: list[Site] = []
        for _turn in range(min(number, len(self.places))):
            gains = self.reached @ left
            best = int(np.argmax(gains))
            if gains[best] <= 0:
                break
            place = self.places[best]
            lon, lat = self.graph.unproject(np.array([[place.x, place.y]]))[0]
            sites.append(Site((float(lon), float(lat)), float(gains[best]), place))
            left[self.reached[best].indices] = 0.0
        return sites


def candidates(
    graph: Graph,
    who: People,
    costs: Costs,
    *,
    minutes: int = 10,
    places: Sequence[engine.Where] | None = None,
    among: np.ndarray | None = None,
) -> Candidates:
    """Where a site could be, prepared once for many questions.

    Without `places`, they lie where people live, 200 m apart; of the people only those `among`
    (bool) are looked at. Raises TooMuch.
    """
    some = who.places.edge >= 0
    if among is not None:
        some &= among
    spots = _spots(graph, who, some, places, costs)
    if len(spots) > MOST_CANDIDATES:
        raise TooMuch(asked=len(spots), allowed=MOST_CANDIDATES)
    asked = question(graph, costs)
    reached = [_within(asked, [spot], who, some, 60.0 * minutes) for spot in spots]
    first = np.concatenate([[0], np.cumsum([len(one) for one in reached])])
    indices = np.concatenate([np.empty(0, dtype=np.int64), *reached])
    shape = (len(spots), len(who))
    matrix = csr_matrix((np.ones(len(indices)), indices, first), shape=shape)
    return Candidates(asked, spots, matrix, who, minutes)


def best_sites(
    graph: Graph,
    who: People,
    served: Coverage,
    costs: Costs,
    *,
    minutes: int = 10,
    number: int = 1,
    places: Sequence[engine.Where] | None = None,
) -> list[Site]:
    """`Candidates.best` for a question that is asked once. Raises TooMuch."""
    among = served.seconds > 60.0 * minutes
    prepared = candidates(graph, who, costs, minutes=minutes, places=places, among=among)
    return prepared.best(served, number)


def _spots(
    graph: Graph,
    who: People,
    open_people: np.ndarray,
    given: Sequence[engine.Where] | None,
    costs: Costs,
) -> list[Place]:
    if given is not None:
        return [place for place in engine.snapped(graph, given, costs) if place.edge >= 0]
    homes = np.flatnonzero(open_people)
    cells = np.column_stack([who.places.x[homes], who.places.y[homes]]) // _APART_M
    _cells, inverse = np.unique(cells, axis=0, return_inverse=True)
    weight = np.bincount(inverse.reshape(-1), weights=who.number[homes])
    fullest = set(np.argsort(-weight)[:MOST_CANDIDATES].tolist())
    first: dict[int, int] = {}
    for home, cell in zip(homes.tolist(), inverse.reshape(-1).tolist(), strict=True):
        if cell in fullest:
            first.setdefault(cell, home)
    return [who.places[home] for _cell, home in sorted(first.items())]


def _within(
    asked: Question, doors: Sequence[Place], who: People, open_people: np.ndarray, limit: float
) -> np.ndarray:
    """The numbers of the open people who walk to any of `doors` within `limit` seconds."""
    towards = replace(asked, net=asked.arriving)
    vertices, values, _spans = chosen().within(towards, reaching(asked, list(doors)), limit, True)
    far = np.min([np.hypot(who.places.x - one.x, who.places.y - one.y) for one in doors], axis=0)
    some = np.flatnonzero(open_people & (far <= limit * asked.costs.speed_mps))
    if not len(some):
        return some
    value = np.full(asked.size, np.inf)
    value[vertices] = values
    which = np.zeros(asked.size, dtype=np.int32)
    owners = tuple(0 for _door in doors)
    from_all = Nearest(asked, tuple(doors), owners, True, True, value, which)
    seconds, _which = from_all.at(who.places.take(some))
    return some[seconds <= limit]
