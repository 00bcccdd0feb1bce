"""Ways from place to place, and what one learns of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from routing.engine import kernels
from routing.engine.backend import Found, chosen
from routing.engine.costs import Costs
from routing.engine.nets import Entries, Question, leaving, question
from routing.errors import NoRoute, OffNetwork, TooMuch
from routing.network import judging
from routing.network.graph import WITHIN_M, Graph, Place

LonLat = tuple[float, float]
Where = Place | LonLat

ALPHAS = (1.0, 1.16, 1.5, 2.0, 4.0)
MOST_VIA = 20


@dataclass(frozen=True, eq=False)
class Path:
    """A way as pieces of edges, in the order in which they are walked.

    Piece i lies on `edges[i]`, from share `start[i]` to share `stop[i]` of its length; it runs
    against the edge where start > stop. `metres`, `seconds` and `costs` (felt metres) are those
    of the pieces, `sun` the share of each in the sun when one gets there, -1 where nothing is
    known of it.
    """

    graph: Graph
    costs_asked: Costs
    edges: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    metres: np.ndarray
    seconds: np.ndarray
    costs: np.ndarray
    sun: np.ndarray

    def __len__(self) -> int:
        return len(self.edges)

    @property
    def forward(self) -> np.ndarray:
        return self.stop >= self.start

    @property
    def segment_ids(self) -> np.ndarray:
        return self.graph.segment_ids[self.edges]

    @property
    def length_m(self) -> float:
        return float(self.metres.sum())

    @property
    def duration_s(self) -> float:
        return float(self.seconds.sum())

    @property
    def cost(self) -> float:
        return float(self.costs.sum())

    @property
    def sun_m(self) -> float:
        """Metres in the sun, of those of which it is known."""
        return float((self.metres * np.maximum(self.sun, 0.0)).sum())

    @property
    def unknown_shade_m(self) -> float:
        return float(self.metres[self.sun < 0].sum())

    @property
    def shade_share(self) -> float | None:
        """Of the metres of which it is known, the share in the shade; None if it is of none."""
        known = self.length_m - self.unknown_shade_m
        return None if known <= 0 else 1.0 - self.sun_m / known

    @property
    def climb_m(self) -> float | None:
        """Metres upwards; None if they are unknown on any piece."""
        return self._vertical(self.forward)

    @property
    def descent_m(self) -> float | None:
        return self._vertical(~self.forward)

    def _vertical(self, climbing: np.ndarray) -> float | None:
        arrays = self.graph.arrays
        up = np.where(climbing, arrays["climb"][self.edges], arrays["descent"][self.edges])
        total = float((up.astype(np.float64) * np.abs(self.stop - self.start)).sum())
        return None if np.isnan(total) else total

    @property
    def flags(self) -> np.ndarray:
        """Of the pieces' edges; bits of `routing.network.judging`."""
        return self.graph.arrays["flags"][self.edges]

    @property
    def stairs_m(self) -> float:
        return float(self.metres[self.flags & judging.STEPS > 0].sum())

    @property
    def pushed_m(self) -> float:
        """Metres on which a bicycle is pushed; 0 without one."""
        if self.costs_asked.mode != "bike":
            return 0.0
        return float(self.metres[self.flags & judging.PUSHED > 0].sum())

    @property
    def unverified_m(self) -> float:
        """Metres of which nobody said whether they suit wheels."""
        return float(self.metres[self.flags & judging.STEP_FREE_KNOWN == 0].sum())

    @property
    def crossings(self) -> float:
        """Streets crossed without aid."""
        share = np.abs(self.stop - self.start)
        return float((self.graph.arrays["crossing"][self.edges] * share).sum())

    @cached_property
    def lines(self) -> list[np.ndarray]:
        """The points of each piece, (n, 2), EPSG:25832, in the order in which they are walked."""
        ends = zip(self.edges.tolist(), self.start.tolist(), self.stop.tolist(), strict=True)
        return [cut(self.graph, edge, a, b) for edge, a, b in ends]

    @cached_property
    def points(self) -> np.ndarray:
        """The whole way without doubled points, (n, 2), EPSG:25832."""
        every = np.concatenate(self.lines)
        new = np.ones(len(every), dtype=bool)
        new[1:] = (np.abs(np.diff(every, axis=0)) > 1e-6).any(axis=1)
        return every[new] if new.sum() > 1 else every[:2]

    @cached_property
    def lonlat(self) -> np.ndarray:
        """The same as (longitude, latitude), EPSG:4326."""
        return self.graph.unproject(self.points)


def cut(graph: Graph, edge: int, start: float, stop: float) -> np.ndarray:
    """The part of an edge from share `start` to share `stop`, (n, 2); backwards if start > stop."""
    line = graph.line(edge)
    if start == 0.0 and stop == 1.0:
        return line
    if start == 1.0 and stop == 0.0:
        return line[::-1]
    first = graph.arrays["first_point"]
    along = graph.arrays["along"][first[edge] : first[edge + 1]]
    low, high = sorted((start * along[-1], stop * along[-1]))
    inner = line[(along > low) & (along < high)]
    ends = np.column_stack([np.interp((low, high), along, line[:, axis]) for axis in (0, 1)])
    part = np.concatenate([ends[:1], inner, ends[1:]])
    return part if start <= stop else part[::-1]


def as_place(
    graph: Graph,
    where: Where,
    costs: Costs,
    *,
    blocked: np.ndarray | None = None,
    within_m: float = WITHIN_M,
    number: int = 0,
) -> Place:
    """A place of the network as it is; else the nearest one. Raises OffNetwork."""
    if isinstance(where, Place):
        return where
    found = graph.snap([where], costs.mode, within_m, blocked)[0]
    if found.edge < 0:
        raise OffNetwork(within_m=round(within_m), number=number)
    return found


def route(
    graph: Graph,
    source: Where,
    target: Where,
    costs: Costs,
    *,
    via: Sequence[Where] = (),
    blocked: np.ndarray | None = None,
    within_m: float = WITHIN_M,
) -> Path:
    """The cheapest way from `source` over `via` to `target`.

    Places are (longitude, latitude) or a Place; `blocked` is uint8 (edges,) with 1 for each edge
    this request must not use. Between places the departure moves on. Raises OffNetwork with the
    `number` of the place that is too far from any way, NoRoute or TooMuch.
    """
    if len(via) > MOST_VIA:
        raise TooMuch(asked=len(via), allowed=MOST_VIA)
    places = [
        as_place(graph, where, costs, blocked=blocked, within_m=within_m, number=number)
        for number, where in enumerate((source, *via, target))
    ]
    legs: list[Path] = []
    leg_costs = costs
    for start, stop in pairwise(places):
        legs.append(_leg(graph, start, stop, leg_costs, blocked))
        if costs.departure is not None:
            elapsed = timedelta(seconds=sum(leg.duration_s for leg in legs))
            leg_costs = replace(costs, departure=costs.departure + elapsed)
    return legs[0] if len(legs) == 1 else _chained(graph, costs, legs)


def _chained(graph: Graph, costs: Costs, legs: list[Path]) -> Path:
    names = ("edges", "start", "stop", "metres", "seconds", "costs", "sun")
    columns = {name: np.concatenate([getattr(leg, name) for leg in legs]) for name in names}
    return Path(graph, costs, **columns)


def _leg(
    graph: Graph, source: Place, target: Place, costs: Costs, blocked: np.ndarray | None
) -> Path:
    asked = question(graph, costs, blocked)
    direct = _direct(asked, source, target)
    if direct is not None and direct[0] <= 0.0:
        return _priced(asked, [source.edge], [source.fraction], [target.fraction])
    entries = leaving(asked, [source])
    found = chosen().path(asked, entries, target)
    if direct is not None and (found is None or direct[0] <= found.cost):
        return _priced(asked, [source.edge], [source.fraction], [target.fraction])
    if found is None:
        raise NoRoute
    return _priced(asked, *_pieces(asked, source, target, entries, found))


def _direct(asked: Question, source: Place, target: Place) -> tuple[float, int] | None:
    """Felt metres along the one edge that both are on, and the direction."""
    if source.edge != target.edge:
        return None
    direction = 0 if source.fraction <= target.fraction else 1
    share = abs(target.fraction - source.fraction)
    if share == 0.0:
        return 0.0, 0
    cost, _seconds = asked.weigh(source.edge, direction)
    return None if cost < 0 else (cost * share, direction)


def _pieces(
    asked: Question, source: Place, target: Place, entries: Entries, found: Found
) -> tuple[list[int], list[float], list[float]]:
    """The edges of a way with the shares between which they are walked."""
    head = asked.array("arc_head")
    first = entries.vertex[found.entry]
    out = _first_direction(asked, source, entries, found.entry, head, int(first))
    edges, start, stop = [source.edge], [source.fraction], [1.0 if out == 0 else 0.0]
    for arc in found.arcs.tolist():
        edges.append(arc >> 1)
        start.append(float(arc & 1))
        stop.append(1.0 - (arc & 1))
    edges.append(target.edge)
    start.append(float(found.direction))
    stop.append(target.fraction)
    return edges, start, stop


def _first_direction(
    asked: Question, source: Place, entries: Entries, entry: int, head: np.ndarray, vertex: int
) -> int:
    """Along its edge (0) or against it (1): which way the place was left; of a loop the nearer."""
    both = [d for d in (0, 1) if head[2 * source.edge + d] == vertex]
    if len(both) == 1:
        return both[0]
    shares = (1.0 - source.fraction, source.fraction)
    weights = [asked.weigh(source.edge, d)[0] for d in (0, 1)]
    priced = [(w * share, d) for d, (w, share) in enumerate(zip(weights, shares, strict=True))]
    allowed = [(abs(cost - entries.cost[entry]), d) for cost, d in priced if weights[d] >= 0]
    return min(allowed)[1]


def _priced(asked: Question, edges: list[int], start: list[float], stop: list[float]) -> Path:
    """The pieces with their metres, seconds, felt metres and sun; pieces of no length go."""
    edge = np.array(edges, dtype=np.int64)
    first, last = np.array(start), np.array(stop)
    share = np.abs(last - first)
    kept = share > 0
    if not kept.any():
        kept[:1] = True  # from a place to itself
    edge, first, last, share = edge[kept], first[kept], last[kept], share[kept]
    direction = (last < first).astype(np.int64)
    costs, seconds, sun = np.empty(len(edge)), np.empty(len(edge)), np.empty(len(edge))
    kernels.price(asked.net, asked.params, edge, direction, share, 0.0, costs, seconds, sun)
    metres = asked.graph.arrays["length"][edge] * share
    return Path(asked.graph, asked.costs, edge, first, last, metres, seconds, costs, sun)


@dataclass(frozen=True)
class Alternative:
    """A way for those to whom a sunny metre feels like `alpha` shady ones."""

    alpha: float
    path: Path


def alternatives(
    graph: Graph,
    source: Where,
    target: Where,
    costs: Costs,
    *,
    alphas: Sequence[float] = ALPHAS,
    via: Sequence[Where] = (),
    blocked: np.ndarray | None = None,
    within_m: float = WITHIN_M,
) -> list[Alternative]:
    """The best way for each weight of the sun, shortest first.

    Equal ways appear once, with the least alpha that leads there; a way that is no shorter and
    no shadier than another is left out. Metres of which the shade is unknown count as sunny.
    Raises what `route` raises.
    """
    if len(alphas) > MOST_VIA:
        raise TooMuch(asked=len(alphas), allowed=MOST_VIA)
    places = [
        as_place(graph, where, costs, blocked=blocked, within_m=within_m, number=number)
        for number, where in enumerate((source, *via, target))
    ]
    first, *between, last = places
    found: dict[bytes, Alternative] = {}
    for alpha in sorted(set(alphas)):
        path = route(graph, first, last, costs.with_sun(alpha), via=between, blocked=blocked)
        key = path.edges.tobytes() + path.start.tobytes() + path.stop.tobytes()
        found.setdefault(key, Alternative(alpha, path))
    return _undominated(found.values())


def _undominated(found: Iterable[Alternative]) -> list[Alternative]:
    kept: list[Alternative] = []
    for one in sorted(found, key=lambda one: (one.path.length_m, _sunny_m(one.path))):
        if not kept or _sunny_m(one.path) < _sunny_m(kept[-1].path) - 1e-6:
            kept.append(one)
    return kept


def _sunny_m(path: Path) -> float:
    return path.sun_m + path.unknown_shade_m
