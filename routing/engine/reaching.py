"""How far one gets, what is nearest, and tables of ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from routing.engine.backend import Spans, chosen
from routing.engine.costs import Costs
from routing.engine.nets import MOST_ENTRIES, Question, leaving, question, reaching
from routing.engine.paths import Where, as_place, cut
from routing.errors import TooMuch
from routing.network.graph import WITHIN_M, Graph, Place, Snap

By = Literal["seconds", "cost"]
MOST_PAIRS = 10_000
BESIDE_M = 30.0  # of the way, what an area of reach takes in


@dataclass(frozen=True, eq=False)
class Reach:
    """What lies within `limit` of the sources, in seconds or felt metres.

    `vertices` (int32) come nearest first with their `values`; `spans` are the parts of edges.
    """

    graph: Graph
    limit: float
    vertices: np.ndarray
    values: np.ndarray
    spans: Spans

    @property
    def length_m(self) -> float:
        """Of all the ways within reach, each counted once."""
        shares = self.spans.stop - self.spans.start
        return float((self.graph.arrays["length"][self.spans.edge] * shares).sum())

    @cached_property
    def lines(self) -> list[np.ndarray]:
        """The parts of edges within reach, each (n, 2), EPSG:25832."""
        spans = self.spans
        return [
            cut(self.graph, int(edge), float(a), float(b))
            for edge, a, b in zip(spans.edge, spans.start, spans.stop, strict=True)
        ]

    def area(self, beside_m: float = BESIDE_M) -> BaseGeometry:
        """The ground at most `beside_m` from these ways, EPSG:25832."""
        lines = [shapely.linestrings(line) for line in self.lines]
        return shapely.multilinestrings(lines).buffer(beside_m, quad_segs=2)


def reach(
    graph: Graph,
    sources: Sequence[Where],
    costs: Costs,
    limit: float,
    *,
    by: By = "seconds",
    blocked: np.ndarray | None = None,
    within_m: float = WITHIN_M,
) -> Reach:
    """Everything at most `limit` seconds (or felt metres, `by="cost"`) from any of `sources`.

    Raises OffNetwork and TooMuch.
    """
    asked = question(graph, costs, blocked)
    places = _places(graph, sources, costs, blocked, within_m, MOST_ENTRIES // 2)
    by_time = by == "seconds"
    vertices, values, spans = chosen().within(asked, leaving(asked, places), limit, by_time)
    around = _around(asked, places, limit, by_time)
    return Reach(graph, limit, asked.array("origin")[vertices], values, _with(spans, around))


def _places(
    graph: Graph,
    found: Sequence[Where],
    costs: Costs,
    blocked: np.ndarray | None,
    within_m: float,
    most: int,
) -> list[Place]:
    if len(found) > most:
        raise TooMuch(asked=len(found), allowed=most)
    return [
        as_place(graph, where, costs, blocked=blocked, within_m=within_m, number=number)
        for number, where in enumerate(found)
    ]


def _around(
    asked: Question, places: Sequence[Place], limit: float, by_time: bool
) -> list[tuple[int, float, float]]:
    """The parts of the places' own edges that are within reach before any vertex is."""
    found = []
    for place in places:
        low = high = place.fraction
        for direction in (0, 1):
            cost, seconds = asked.weigh(place.edge, direction)
            whole = seconds if by_time else cost
            if cost < 0:
                continue
            share = limit / whole if whole > 0 else 1.0
            if direction == 0:
                high = min(1.0, place.fraction + share)
            else:
                low = max(0.0, place.fraction - share)
        if high > low:
            found.append((place.edge, low, high))
    return found


def _with(spans: Spans, around: list[tuple[int, float, float]]) -> Spans:
    """The spans of searches and sources, overlapping ones of one edge joined."""
    if not around:
        return spans
    concerned = np.isin(spans.edge, [edge for edge, _low, _high in around])
    some = [
        (int(e), float(a), float(b))
        for e, a, b in zip(
            spans.edge[concerned], spans.start[concerned], spans.stop[concerned], strict=True
        )
    ]
    joined: list[tuple[int, float, float]] = []
    for edge, low, high in sorted(some + around):
        if joined and joined[-1][0] == edge and low <= joined[-1][2]:
            joined[-1] = (edge, joined[-1][1], max(high, joined[-1][2]))
        else:
            joined.append((edge, low, high))
    columns = [np.array(column) for column in zip(*joined, strict=True)]
    rest = ~concerned
    return Spans(
        np.concatenate([spans.edge[rest], columns[0]]).astype(np.int32),
        np.concatenate([spans.start[rest], columns[1]]),
        np.concatenate([spans.stop[rest], columns[2]]),
    )


@dataclass(frozen=True, eq=False)
class Nearest:
    """For every vertex, how far the nearest destination is and which one: `value` is seconds or
    felt metres (infinite: none), `which` the number of the destination (-1: none).
    """

    asked: Question
    destinations: tuple[Place, ...]
    owners: tuple[int, ...]
    towards: bool
    by_time: bool
    all_values: np.ndarray  # of the profile's vertices, copies for forbidden turns included
    all_which: np.ndarray

    @property
    def graph(self) -> Graph:
        return self.asked.graph

    @property
    def value(self) -> np.ndarray:
        return self._of_vertices[0]

    @property
    def which(self) -> np.ndarray:
        return self._of_vertices[1]

    @cached_property
    def _of_vertices(self) -> tuple[np.ndarray, np.ndarray]:
        """Away from destinations, a vertex is as near as the nearest of its copies."""
        size = self.graph.vertices
        value, which = self.all_values[:size], self.all_which[:size]
        if self.towards or len(self.all_values) == size:
            return value, which
        value, which = value.copy(), which.copy()
        for copy, vertex in enumerate(self.asked.array("origin")[size:], size):
            if self.all_values[copy] < value[vertex]:
                value[vertex], which[vertex] = self.all_values[copy], self.all_which[copy]
        return value, which

    def at(self, places: Snap) -> tuple[np.ndarray, np.ndarray]:
        """Value and destination for places along edges; infinite and -1 where none is."""
        value = np.full(len(places), np.inf)
        which = np.full(len(places), -1, dtype=np.int32)
        on = np.flatnonzero(places.edge >= 0)
        edge, fraction = places.edge[on].astype(np.int64), places.fraction[on]
        best, whose = value[on], which[on]
        for direction in (0, 1):
            weight = self.asked.weights(edge, direction, self.by_time)
            ahead = 1.0 - fraction if direction == 0 else fraction
            share = ahead if self.towards else 1.0 - ahead
            vertex = self._beside(edge, direction)
            with np.errstate(invalid="ignore"):
                total = weight * share + self.all_values[vertex]
            better = total < best
            best[better], whose[better] = total[better], self.all_which[vertex][better]
        self._along_one_edge(edge, fraction, best, whose)
        value[on], which[on] = best, whose
        return value, which

    def _beside(self, edge: np.ndarray, direction: int) -> np.ndarray:
        """The vertex one comes to (or, from destinations, comes from) along the edge."""
        if self.towards:
            return self.asked.array("arc_head")[2 * edge + direction]
        if len(self.all_values) == self.graph.vertices:
            return self.graph.arrays["ends"][edge, direction]
        found = np.empty(len(edge), dtype=np.int64)
        for place, arc in enumerate((2 * edge + direction).tolist()):
            tails = self.asked.tails(arc)
            values = self.all_values[tails]
            found[place] = tails[np.argmin(values)] if len(tails) else 0
        return found

    def _along_one_edge(
        self, edge: np.ndarray, fraction: np.ndarray, best: np.ndarray, whose: np.ndarray
    ) -> None:
        """A destination on a place's own edge needs no vertex."""
        for number, there in zip(self.owners, self.destinations, strict=True):
            for i in np.flatnonzero(edge == there.edge):
                way = there.fraction - fraction[i] if self.towards else fraction[i] - there.fraction
                cost, seconds = self.asked.weigh(there.edge, 0 if way >= 0 else 1)
                total = abs(way) * (seconds if self.by_time else cost)
                if cost >= 0 and total < best[i]:
                    best[i], whose[i] = total, number


def nearest(
    graph: Graph,
    destinations: Sequence[Where],
    costs: Costs,
    *,
    by: By = "seconds",
    towards: bool = True,
    owners: Sequence[int] | None = None,
    blocked: np.ndarray | None = None,
) -> Nearest:
    """The nearest of `destinations` for every vertex: a Voronoi diagram of the network.

    With `towards`, how far it is from each vertex to its destination, else from there to the
    vertex. `owners` numbers the destinations; several of one number are entrances of one place.
    Destinations that are off the network are not reached. Shade is that of the departure.
    """
    asked = question(graph, costs, blocked)
    numbers = range(len(destinations)) if owners is None else owners
    kept = [
        (place, number)
        for place, number in zip(snapped(graph, destinations, costs, blocked), numbers, strict=True)
        if place.edge >= 0
    ]
    places = tuple(place for place, _number in kept)
    whose = np.array([number for _place, number in kept], dtype=np.int64)
    entries = (reaching if towards else leaving)(asked, list(places))
    entries = type(entries)(entries.vertex, entries.cost, entries.time, whose[entries.owner])
    net = asked.arriving if towards else asked.net
    by_time = by == "seconds"
    value, which = chosen().nearest(asked, net, entries, by_time)
    return Nearest(asked, places, tuple(whose.tolist()), towards, by_time, value, which)


def snapped(
    graph: Graph, places: Sequence[Where], costs: Costs, blocked: np.ndarray | None = None
) -> list[Place]:
    """Each as a place of the network; its `edge` is -1 where no way lies within reach."""
    lonlat = [one for one in places if not isinstance(one, Place)]
    snapped = iter(graph.snap(lonlat, costs.mode, blocked=blocked) if lonlat else ())
    return [one if isinstance(one, Place) else next(snapped) for one in places]


@dataclass(frozen=True, eq=False)
class Catchments:
    """Parts of edges, and the number of the destination that each is nearest to (-1: none)."""

    graph: Graph
    spans: Spans
    which: np.ndarray

    def lines(self, number: int) -> list[np.ndarray]:
        """The ways of one destination, each (n, 2), EPSG:25832."""
        some = np.flatnonzero(self.which == number)
        return [
            cut(
                self.graph,
                int(self.spans.edge[i]),
                float(self.spans.start[i]),
                float(self.spans.stop[i]),
            )
            for i in some
        ]


def catchments(found: Nearest) -> Catchments:
    """The network shared among destinations: the ways from which each is the nearest.

    `found` is of a search `towards` them. An edge whose ends have different destinations is cut
    where both are equally far.
    """
    ends = found.graph.arrays["ends"]
    edges = np.arange(len(ends))
    ahead, back = (found.asked.weights(edges, d, found.by_time) for d in (0, 1))
    usable = np.isfinite(ahead) | np.isfinite(back)
    edges, ahead, back = edges[usable], ahead[usable], back[usable]
    first, last = found.value[ends[edges, 0]], found.value[ends[edges, 1]]
    owner, other = found.which[ends[edges, 0]], found.which[ends[edges, 1]]
    # From share f of the edge: back to its start over f, or on to its end over 1 - f.
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = np.clip((last - first + ahead) / (ahead + back), 0.0, 1.0)
    middle = np.where(np.isfinite(middle), middle, np.where(np.isfinite(ahead), 0.0, 1.0))
    one = owner == other
    low, high = ~one & (middle > 0), ~one & (middle < 1)
    return Catchments(
        found.graph,
        Spans(
            np.concatenate([edges[one], edges[low], edges[high]]),
            np.concatenate([np.zeros(one.sum() + low.sum()), middle[high]]),
            np.concatenate([np.ones(one.sum()), middle[low], np.ones(high.sum())]),
        ),
        np.concatenate([owner[one], owner[low], other[high]]),
    )


def matrix(
    graph: Graph,
    sources: Sequence[Where],
    targets: Sequence[Where],
    costs: Costs,
    *,
    by: By = "seconds",
    owners: tuple[Sequence[int], Sequence[int]] | None = None,
    blocked: np.ndarray | None = None,
    within_m: float = WITHIN_M,
) -> np.ndarray:
    """How far from each source to each target, float64 (sources, targets); infinite: no way.

    `owners` numbers sources and targets from 0, without a gap, where several are doors of one;
    then the rows and columns are those. Raises OffNetwork (whose `number` counts the sources,
    then the targets) and, for more than MOST_PAIRS pairs, TooMuch.
    """
    rows, columns = (
        np.asarray(numbers, dtype=np.int64)
        for numbers in (owners or (range(len(sources)), range(len(targets))))
    )
    shape = tuple(int(which.max(initial=-1)) + 1 for which in (rows, columns))
    if shape[0] * shape[1] > MOST_PAIRS:
        raise TooMuch(asked=shape[0] * shape[1], allowed=MOST_PAIRS)
    ends = [*sources, *targets]
    places = _places(graph, ends, costs, blocked, within_m, len(ends))
    starts, there = places[: len(sources)], _snap_of(places[len(sources) :])
    found = np.full(shape, np.inf)
    for row in range(shape[0]):
        doors = [starts[number] for number in np.flatnonzero(rows == row)]
        from_doors = nearest(graph, doors, costs, by=by, towards=False, blocked=blocked)
        np.minimum.at(found[row], columns, from_doors.at(there)[0])
    return found


def _snap_of(places: Sequence[Place]) -> Snap:
    columns = [(p.edge, p.fraction, p.x, p.y, p.distance_m) for p in places]
    edge, fraction, x, y, distance = (
        (np.array(column) for column in zip(*columns, strict=True))
        if columns
        else (np.empty(0, dtype=np.int64), *(np.empty(0) for _ in range(4)))
    )
    return Snap(edge, fraction, x, y, distance)
