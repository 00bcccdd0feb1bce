"""From a graph and the costs of a request to what the kernels take, and places to entries."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from routing.engine import kernels
from routing.engine.costs import Costs, Params, params
from routing.engine.kernels import Desk, Net
from routing.network.graph import Graph, Place

MOST_ENTRIES = 4096  # of one search that uses a desk


@dataclass(frozen=True)
class Question:
    """A graph seen by the costs of one request."""

    graph: Graph
    costs: Costs
    net: Net  # over leaving arcs
    params: Params
    profile: str

    def array(self, name: str) -> np.ndarray:
        return self.graph.arrays[f"{self.profile}_{name}"]

    @property
    def size(self) -> int:
        """The number of vertices, copies for forbidden turns included."""
        return len(self.array("origin"))

    @property
    def arriving(self) -> Net:
        """The same over arriving arcs: searches run against the traffic."""
        return self.net._replace(
            first=self.array("back_first"),
            arc=self.array("back_arc"),
            head=self.array("back_tail"),
        )

    def tails(self, arc: int) -> np.ndarray:
        """The vertices that an arc leaves: one, and its copies that let it be taken."""
        first = self.array("arc_first")
        return self.array("arc_tail")[first[arc] : first[arc + 1]]

    def weigh(self, edge: int, direction: int) -> tuple[float, float]:
        """Felt metres and seconds of a whole edge at departure; -1 where not allowed."""
        return kernels.weigh(self.net, self.params, edge, direction, 0.0)

    def weights(self, edges: np.ndarray, direction: int, by_time: bool) -> np.ndarray:
        found = np.empty(len(edges))
        directions = np.full(len(edges), direction, dtype=np.int64)
        whole = np.ascontiguousarray(edges, dtype=np.int64)
        kernels.weights(self.net, self.params, whole, directions, by_time, found)
        return found


def question(graph: Graph, costs: Costs, blocked: np.ndarray | None = None) -> Question:
    """`blocked` is uint8 (edges,): what this request does not use."""
    arrays = graph.arrays
    profile = costs.facts.profile
    overlay = graph.overlay
    none = arrays["risk"].reshape(1, -1)[:0]
    net = Net(
        first=arrays[f"{profile}_first"],
        head=arrays[f"{profile}_head"],
        arc=arrays[f"{profile}_arc"],
        x=arrays["bike_x" if profile == "bike" else "x"],
        y=arrays["bike_y" if profile == "bike" else "y"],
        length=arrays["length"],
        flags=arrays["flags"],
        climb=arrays["climb"],
        descent=arrays["descent"],
        rough=arrays["rough"],
        risk=overlay.risk if overlay else arrays["risk"],
        crossing=arrays["crossing"],
        heat=graph.heat if graph.heat is not None else graph.nobody_knows,
        shade=graph.shade.on(costs.departure) if graph.shade and costs.departure else none,
        closed=overlay.closed if overlay else graph.nothing,
        avoid=overlay.avoid if overlay else graph.nothing,
        blocked=graph.nothing if blocked is None else read_only(blocked),
    )
    return Question(graph, costs, net, params(costs), profile)


def read_only(array: np.ndarray) -> np.ndarray:
    """Kernels are compiled once, for arrays that nobody writes to."""
    seen = np.ascontiguousarray(array, dtype=np.uint8).view()
    seen.flags.writeable = False
    return seen


@dataclass(frozen=True)
class Entries:
    """Where a search begins: vertices, their first felt metres and seconds, and whose they are."""

    vertex: np.ndarray
    cost: np.ndarray
    time: np.ndarray
    owner: np.ndarray

    def first(self, by_time: bool) -> np.ndarray:
        return self.time if by_time else self.cost


def leaving(asked: Question, places: list[Place]) -> Entries:
    """The vertices one reaches first from each place, to both sides of its edge."""
    head = asked.array("arc_head")
    found = []
    for owner, place in enumerate(places):
        for direction, share in ((0, 1.0 - place.fraction), (1, place.fraction)):
            cost, seconds = asked.weigh(place.edge, direction)
            if cost >= 0:
                vertex = head[2 * place.edge + direction]
                found.append((vertex, cost * share, seconds * share, owner))
    return _entries(found)


def reaching(asked: Question, places: list[Place]) -> Entries:
    """The vertices from which one comes to each place last; a search against the traffic."""
    found = []
    for owner, place in enumerate(places):
        for direction, share in ((0, place.fraction), (1, 1.0 - place.fraction)):
            cost, seconds = asked.weigh(place.edge, direction)
            if cost < 0:
                continue
            for vertex in asked.tails(2 * place.edge + direction):
                found.append((vertex, cost * share, seconds * share, owner))
    return _entries(found)


def _entries(found: list[tuple[int, float, float, int]]) -> Entries:
    columns = list(zip(*found, strict=True)) or [(), (), (), ()]
    return Entries(
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.float64),
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.int64),
    )


class Desks:
    """Room for searches: a few desks for each size, handed out one search at a time.

    A thread waits when all are in use: there are not more cores either. Pages that no search has
    written to take no memory.
    """

    MOST = 4

    def __init__(self, vertices: int, arcs: int) -> None:
        self._free: queue.LifoQueue[tuple[Desk, list[int]]] = queue.LifoQueue()
        for _number in range(self.MOST):
            self._free.put((_desk(vertices, arcs), [0]))

    @contextmanager
    def one(self) -> Iterator[tuple[Desk, int]]:
        """A desk, and the number of this search on it."""
        desk, runs = self._free.get()
        try:
            runs[0] += 1
            yield desk, runs[0]
        finally:
            self._free.put((desk, runs))


def _desk(vertices: int, arcs: int) -> Desk:
    return Desk(
        dist=np.empty(vertices),
        time=np.empty(vertices),
        pred=np.empty(vertices, dtype=np.int32),
        link=np.empty(vertices, dtype=np.int32),
        stamp=np.zeros(vertices, dtype=np.int64),
        keys=np.empty(arcs + MOST_ENTRIES),
        heap=np.empty(arcs + MOST_ENTRIES, dtype=np.int32),
    )


@lru_cache(maxsize=8)
def _desks(vertices: int, arcs: int) -> Desks:
    return Desks(vertices, arcs)


def desks(asked: Question) -> Desks:
    """The desks that fit; graphs of one size share them."""
    return _desks(asked.size, len(asked.net.arc))
