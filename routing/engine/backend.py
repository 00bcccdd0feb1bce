"""Two ways to search the same graph: numba's loops, and scipy where numba is not installed.

`ROUTING_ENGINE=scipy` in the environment chooses the second. Both give the same costs; scipy
judges shade at departure only, for its weights cannot change on the way.
"""

import os
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from routing.engine import kernels
from routing.engine.kernels import Net
from routing.engine.nets import Entries, Question, desks
from routing.network.compiling import HAS_NUMBA
from routing.network.graph import Place


@dataclass(frozen=True)
class Found:
    """The cheapest way to a place: the arcs between first and last edge, `entry` the number of
    the entry it begins with, `direction` along the last edge."""

    cost: float
    arcs: np.ndarray
    entry: int
    direction: int


@dataclass(frozen=True)
class Spans:
    """Parts of edges: from `start` to `stop` of their length."""

    edge: np.ndarray
    start: np.ndarray
    stop: np.ndarray


class Backend(Protocol):
    def path(self, asked: Question, entries: Entries, goal: Place) -> Found | None: ...

    def within(
        self, asked: Question, entries: Entries, limit: float, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray, Spans]:
        """Vertices, how far they are, and the parts of edges that leave them within `limit`."""

    def nearest(
        self, asked: Question, net: Net, entries: Entries, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """For each vertex the least value (infinite: none) and whose entry it is (-1)."""


class Compiled:
    """By the kernels."""

    def path(self, asked: Question, entries: Entries, goal: Place) -> Found | None:
        with desks(asked).one() as (desk, run):
            cost, _seconds, last, direction = kernels.astar(
                asked.net,
                asked.params,
                desk,
                run,
                entries.vertex,
                entries.cost,
                entries.time,
                goal.edge,
                goal.fraction,
                goal.x,
                goal.y,
                asked.graph.bound,
            )
            if cost < 0:
                return None
            arcs = np.empty(asked.size, dtype=np.int32)
            start, entry = kernels.walk_back(desk, last, arcs)
            return Found(cost, arcs[start:], entry, direction)

    def within(
        self, asked: Question, entries: Entries, limit: float, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray, Spans]:
        edges = len(asked.graph)
        with desks(asked).one() as (desk, run):
            settled = np.empty(asked.size, dtype=np.int32)
            count = kernels.bounded(
                asked.net,
                asked.params,
                desk,
                run,
                entries.vertex,
                entries.cost,
                entries.time,
                limit,
                by_time,
                settled,
            )
            ahead, back = np.zeros(edges), np.zeros(edges)
            touched = np.empty(edges, dtype=np.int32)
            number = kernels.spans(
                asked.net, asked.params, desk, settled, count, limit, by_time, ahead, back, touched
            )
            vertices = settled[:count]
            values = (desk.time if by_time else desk.dist)[vertices]
        return vertices, values, _joined(touched[:number], ahead, back)

    def nearest(
        self, asked: Question, net: Net, entries: Entries, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        room = len(net.arc) + len(entries.vertex) + 64
        value, which = np.empty(asked.size), np.empty(asked.size, dtype=np.int32)
        kernels.nearest(
            net,
            asked.params,
            np.empty(room),
            np.empty(room, dtype=np.int32),
            entries.vertex,
            entries.first(by_time),
            entries.owner,
            by_time,
            value,
            which,
        )
        return value, which


def _joined(edges: np.ndarray, ahead: np.ndarray, back: np.ndarray) -> Spans:
    """Parts reached from both ends become one where they meet."""
    edges = edges[(ahead[edges] > 0) | (back[edges] > 0)]
    first, last = ahead[edges], back[edges]
    whole = first + last >= 1.0
    some, rest = edges[whole], ~whole
    starts = rest & (first > 0)
    stops = rest & (last > 0)
    return Spans(
        np.concatenate([some, edges[starts], edges[stops]]),
        np.concatenate([np.zeros(len(some) + starts.sum()), 1.0 - last[stops]]),
        np.concatenate([np.ones(len(some)), first[starts], np.ones(stops.sum())]),
    )


class Sparse:
    """By scipy's Dijkstra over a matrix of the weights at departure."""

    def path(self, asked: Question, entries: Entries, goal: Place) -> Found | None:
        weights = _weights(asked, asked.net, by_time=False)
        matrix, best = _matrix(asked.net, weights, asked.size, entries, by_time=False)
        root = asked.size
        value, before = dijkstra(matrix, indices=root, return_predecessors=True)
        last = self._last_edge(asked, goal, value)
        if last is None:
            return None
        cost, vertex, direction = last
        arcs = []
        while before[vertex] != root:
            previous = before[vertex]
            arcs.append(best[(int(previous), int(vertex))])
            vertex = previous
        candidates = np.flatnonzero(entries.vertex == vertex)
        entry = candidates[np.argmin(entries.cost[candidates])]
        return Found(cost, np.array(arcs[::-1], dtype=np.int32), int(entry), direction)

    @staticmethod
    def _last_edge(
        asked: Question, goal: Place, value: np.ndarray
    ) -> tuple[float, int, int] | None:
        tails = np.repeat(np.arange(asked.size), np.diff(asked.net.first))
        found = []
        for direction, share in ((0, goal.fraction), (1, 1.0 - goal.fraction)):
            whole, _seconds = asked.weigh(goal.edge, direction)
            if whole < 0:
                continue
            for tail in tails[asked.net.arc == 2 * goal.edge + direction]:
                if np.isfinite(value[tail]):
                    found.append((float(value[tail] + whole * share), int(tail), direction))
        return min(found, default=None)

    def within(
        self, asked: Question, entries: Entries, limit: float, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray, Spans]:
        value, _which = self.nearest(asked, asked.net, entries, by_time)
        vertices = np.flatnonzero(value <= limit)
        vertices = vertices[np.argsort(value[vertices], kind="stable")].astype(np.int32)
        weights = _weights(asked, asked.net, by_time)
        tails = np.repeat(np.arange(asked.size), np.diff(asked.net.first))
        some = (value[tails] <= limit) & np.isfinite(weights)
        with np.errstate(divide="ignore"):
            shares = np.minimum((limit - value[tails[some]]) / weights[some], 1.0)
        edge, direction = asked.net.arc[some] >> 1, asked.net.arc[some] & 1
        ahead, back = np.zeros(len(asked.graph)), np.zeros(len(asked.graph))
        np.maximum.at(ahead, edge[direction == 0], shares[direction == 0])
        np.maximum.at(back, edge[direction == 1], shares[direction == 1])
        return vertices, value[vertices], _joined(np.unique(edge), ahead, back)

    def nearest(
        self, asked: Question, net: Net, entries: Entries, by_time: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        value = np.full(asked.size, np.inf)
        which = np.full(asked.size, -1, dtype=np.int32)
        if not len(entries.vertex):
            return value, which
        weights = _weights(asked, net, by_time)
        matrix, _best = _matrix(net, weights, asked.size, entries, by_time)
        root = asked.size
        value, before = dijkstra(matrix, indices=root, return_predecessors=True)
        value = value[: asked.size]
        owner = _owners(entries, by_time)
        for vertex in np.argsort(value, kind="stable"):
            if not np.isfinite(value[vertex]):
                break
            previous = before[vertex]
            which[vertex] = owner[int(vertex)] if previous == root else which[previous]
        return value, which


def _owners(entries: Entries, by_time: bool) -> dict[int, int]:
    """Whose the nearest entry at each vertex is."""
    firsts = entries.first(by_time)
    order = np.argsort(-firsts, kind="stable")  # the nearest is written last
    return dict(zip(entries.vertex[order].tolist(), entries.owner[order].tolist(), strict=True))


def _weights(asked: Question, net: Net, by_time: bool) -> np.ndarray:
    """The weight of each arc of the net at departure; infinite where not allowed."""
    edges, direction = net.arc >> 1, net.arc & 1
    whole = np.arange(len(asked.graph))
    both = np.stack([asked.weights(whole, d, by_time) for d in (0, 1)])
    return both[direction, edges]


def _matrix(
    net: Net, weights: np.ndarray, size: int, entries: Entries, by_time: bool
) -> tuple[csr_matrix, dict[tuple[int, int], int]]:
    """The graph with a root before the entries, and the cheapest arc between two vertices."""
    tails = np.repeat(np.arange(size), np.diff(net.first))
    usable = np.isfinite(weights)
    roots = np.full(len(entries.vertex), size)
    tail = np.concatenate([tails[usable], roots])
    head = np.concatenate([net.head[usable], entries.vertex])
    arc = np.concatenate([net.arc[usable], np.full(len(roots), -1)])
    # An edge of no weight is none to scipy; a nanometre is nothing to us.
    weight = np.maximum(np.concatenate([weights[usable], entries.first(by_time)]), 1e-9)
    order = np.lexsort((weight, head, tail))
    tail, head, arc, weight = tail[order], head[order], arc[order], weight[order]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    tail, head, arc, weight = tail[first], head[first], arc[first], weight[first]
    matrix = csr_matrix((weight, (tail, head)), shape=(size + 1, size + 1))
    return matrix, dict(
        zip(zip(tail.tolist(), head.tolist(), strict=True), arc.tolist(), strict=True)
    )


COMPILED, SPARSE = Compiled(), Sparse()


def chosen() -> Backend:
    """numba's, unless it is missing or not wanted."""
    wanted = os.environ.get("ROUTING_ENGINE", "numba")
    return COMPILED if HAS_NUMBA and wanted != "scipy" else SPARSE
