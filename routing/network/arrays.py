"""From columns to the arrays that the engine reads: vertices, adjacency, judgements, a grid.

Vertices are numbered 0 to n-1. Edge e is segment e of the columns; arc 2e runs along it, arc
2e + 1 against it. Bicycles have vertices of their own: where a turn is forbidden, the arc that
arrives there ends in a copy of the vertex, from which the forbidden arcs do not leave. So every
search obeys restrictions without knowing of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from routing.network import judging
from routing.network.segments import Restriction, Segments

JOIN_M = 2.0  # ways drawn by hand join the vertex this near to their ends
ISLAND_M = 1000.0  # a component with less way than this is no place to start from
CELL_M = 64.0
_MOST_CELLS = 4_000_000
_STEPS = 20  # vertices without a choice behind a forbidden turn
MODES = ("foot", "bike", "wheelchair", "pram")
# Bits of an overlay's `closed` and `avoid`.
CLOSED_BITS = {"foot": 1, "bike": 2, "wheelchair": 4, "pram": 4}
_WHEELS = {"wheelchair": judging.WHEELCHAIR, "pram": judging.PRAM}

Arrays = dict[str, np.ndarray]


# Attributes that a route tells of; for each edge the number of its text, -1 for unknown.
TEXTS = ("name", "highway", "surface", "smoothness", "crossing", "sidewalk")


def compile_texts(segments: Segments) -> tuple[Arrays, dict[str, list[str]]]:
    """`<attribute>_code` (int32) for each of TEXTS, and the texts by attribute."""
    arrays: Arrays = {}
    texts: dict[str, list[str]] = {}
    for name in TEXTS:
        numbers: dict[str, int] = {}
        codes = [
            numbers.setdefault(one, len(numbers)) if one else -1 for one in segments.values[name]
        ]
        arrays[f"{name}_code"] = np.array(codes, dtype=np.int32)
        texts[name] = list(numbers)
    return arrays, texts


def compile_arrays(segments: Segments, restrictions: Sequence[Restriction]) -> Arrays:
    """Everything the engine needs, by name; docs in `routing.network.graph.Graph`."""
    ends, x, y = _vertices(segments)
    arrays: Arrays = {
        "segment_ids": segments.ids,
        "ends": ends,
        "x": x,
        "y": y,
        "length": segments.length_m,
        "points": segments.points,
        "first_point": segments.first.astype(np.int32),
        "along": _along(segments),
        **_judgements(segments),
    }
    arrays |= _adjacency("foot", ends, _arcs(arrays["flags"], 0), len(x), {})
    banned = _banned(segments, ends, restrictions)
    arrays |= _adjacency("bike", ends, _arcs(arrays["flags"], 2), len(x), banned)
    origin = arrays["bike_origin"]
    arrays["bike_x"], arrays["bike_y"] = x[origin], y[origin]
    arrays["snappable"] = _snappable(arrays)
    arrays |= _grid(segments)
    return arrays


def _vertices(segments: Segments) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends of each edge as vertices, int32 (edges, 2), and the places of the vertices."""
    start, stop = segments.points[segments.first[:-1]], segments.points[segments.first[1:] - 1]
    places = np.stack([start, stop], axis=1).reshape(-1, 2)
    nodes = segments.nodes.reshape(-1).copy()
    if not nodes.all():
        _join(nodes, places)
    _numbers, index, vertex = np.unique(nodes, return_index=True, return_inverse=True)
    at = places[index]
    ends = vertex.reshape(-1, 2).astype(np.int32)
    return ends, np.ascontiguousarray(at[:, 0]), np.ascontiguousarray(at[:, 1])


def _join(nodes: np.ndarray, places: np.ndarray) -> None:
    """Name the ends that have no number: by the vertex next to them, else by a new one."""
    unnamed = np.flatnonzero(nodes == 0)
    named = np.flatnonzero(nodes)
    fresh = min(0, int(nodes.min(initial=0))) - 1
    if len(named):
        distance, nearest = cKDTree(places[named]).query(places[unnamed])
        near = distance <= JOIN_M
        nodes[unnamed[near]] = nodes[named[nearest[near]]]
        unnamed = unnamed[~near]
    for number, place in enumerate(unnamed):
        if nodes[place]:
            continue
        distance = np.hypot(*(places[unnamed[number:]] - places[place]).T)
        nodes[unnamed[number:][(distance <= JOIN_M) & (nodes[unnamed[number:]] == 0)]] = fresh
        fresh -= 1


def _along(segments: Segments) -> np.ndarray:
    """For each point the planar metres from the start of its segment, float64."""
    steps = np.hypot(*np.diff(segments.points, axis=0).T)
    total = np.concatenate([[0.0], np.cumsum(steps)])
    sizes = np.diff(segments.first)
    return total - np.repeat(total[segments.first[:-1]], sizes)


def _judgements(segments: Segments) -> Arrays:
    names = list(segments.values)
    rows = [
        dict(zip(names, row, strict=True)) for row in zip(*segments.values.values(), strict=True)
    ]
    lengths = segments.length_m
    return {
        "flags": np.array(
            [judging.flags(row, m) for row, m in zip(rows, lengths, strict=True)], dtype=np.uint16
        ),
        "climb": _floats(segments.values["climb_m"]),
        "descent": _floats(segments.values["descent_m"]),
        "rough": _shares([judging.roughness(row) for row in rows]),
        "risk": _shares([judging.risk(row) for row in rows]),
        "crossing": _crossings(segments, rows),
    }


def _floats(column: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if one is None else one for one in column], dtype=np.float32)


def _shares(column: Sequence[float]) -> np.ndarray:
    """0 to 1 as 0 to 254."""
    return np.rint(np.array(column) * 254).astype(np.uint8)


def _crossings(segments: Segments, rows: Sequence[dict[str, Any]]) -> np.ndarray:
    """Unaided crossings on each edge; those of one way add up to one however it is cut."""
    weights = np.array([judging.crossing_weight(row) for row in rows], dtype=np.float64)
    crosses = np.array([row["crossing"] is not None for row in rows])
    whole: dict[int, float] = {}
    for way, metres in zip(
        segments.ways[crosses].tolist(), segments.length_m[crosses].tolist(), strict=True
    ):
        whole[way] = whole.get(way, 0.0) + metres
    for edge in np.flatnonzero(crosses):
        way = int(segments.ways[edge])
        if way and whole[way] > 0:
            weights[edge] *= segments.length_m[edge] / whole[way]
    return weights.astype(np.float32)


def _arcs(flags: np.ndarray, shift: int) -> np.ndarray:
    """The arcs that may be used in one direction or the other, ascending."""
    allowed = np.empty(2 * len(flags), dtype=bool)
    allowed[0::2] = flags >> shift & 1
    allowed[1::2] = flags >> shift & 2
    return np.flatnonzero(allowed)


def _banned(
    segments: Segments, ends: np.ndarray, restrictions: Sequence[Restriction]
) -> dict[int, set[int]]:
    """For each arriving arc with a restriction, the arcs it may not be followed by."""
    by_way: dict[int, list[int]] = {}
    concerned = {one.from_way for one in restrictions} | {one.to_way for one in restrictions}
    for edge in np.flatnonzero(np.isin(segments.ways, list(concerned))):
        by_way.setdefault(int(segments.ways[edge]), []).append(int(edge))
    vertex_of: dict[int, int] = {}
    vias = {one.via_node for one in restrictions}
    for edge, end in zip(*np.nonzero(np.isin(segments.nodes, list(vias))), strict=True):
        vertex_of[int(segments.nodes[edge, end])] = int(ends[edge, end])
    found: dict[int, set[int]] = {}
    for one in restrictions:
        vertex = vertex_of.get(one.via_node)
        if vertex is None:
            continue
        arriving = _touching(by_way.get(one.from_way, ()), ends, vertex, leaving=False)
        forbidden = set(_touching(by_way.get(one.to_way, ()), ends, vertex, leaving=True))
        if one.only:
            every = np.flatnonzero((ends == vertex).any(axis=1)).tolist()
            forbidden = set(_touching(every, ends, vertex, leaving=True)) - forbidden
        for arc in arriving:
            found.setdefault(arc, set()).update(forbidden - {arc ^ 1})
    return dict(sorted(found.items()))


def _touching(edges: Sequence[int], ends: np.ndarray, vertex: int, *, leaving: bool) -> list[int]:
    """The arcs of `edges` that leave, or arrive at, `vertex`."""
    arcs = []
    for edge in edges:
        for way in (0, 1):
            tail, head = ends[edge, way], ends[edge, 1 - way]
            if (tail if leaving else head) == vertex:
                arcs.append(2 * edge + way)
    return arcs


@dataclass
class _Copies:
    """Vertices that stand for others, where not every arc that leaves those may be taken.

    Behind a forbidden turn nobody turns round at the next junction either, only to take the turn
    from the other side: the vertices after a copy are copies too, up to that junction.
    """

    head: np.ndarray  # of each arc, plain or a copy
    leaving: dict[int, list[int]]  # the arcs that leave a plain vertex
    banned: dict[int, set[int]]
    origin: list[int]
    links: list[tuple[int, int, int]]  # tail (a copy), arc, head

    def add_all(self) -> None:
        """A copy behind each arriving arc with a restriction."""
        plain = self.head.copy()
        for arc in self.banned:
            self.head[arc] = self._new(int(plain[arc]))
        for arc, forbidden in self.banned.items():
            self._fill(int(self.head[arc]), int(plain[arc]), forbidden, plain, steps=_STEPS)

    def _new(self, vertex: int) -> int:
        self.origin.append(vertex)
        return len(self.origin) - 1

    def _fill(
        self, copy: int, vertex: int, forbidden: set[int], plain: np.ndarray, steps: int
    ) -> None:
        allowed = [arc for arc in self.leaving.get(vertex, ()) if arc not in forbidden]
        for arc in allowed:
            head = int(self.head[arc])
            onward = [a for a in self.leaving.get(head, ()) if a != arc ^ 1]
            if steps and onward and arc not in self.banned:
                following = self._new(int(plain[arc]))
                rest = steps - 1 if len(onward) == 1 else 0
                self._fill(following, int(plain[arc]), {arc ^ 1}, plain, rest)
                head = following
            self.links.append((copy, arc, head))


def _adjacency(
    mode: str,
    ends: np.ndarray,
    arcs: np.ndarray,
    vertices: int,
    banned: dict[int, set[int]],
) -> Arrays:
    """Leaving and arriving arcs of every vertex (CSR), and the vertex each arc ends in."""
    flat = ends.reshape(-1)
    copies = _Copies(
        head=flat[np.arange(len(flat)) ^ 1].copy(),
        leaving={},
        banned={arc: banned[arc] for arc in arcs.tolist() if arc in banned},
        origin=list(range(vertices)),
        links=[],
    )
    if copies.banned:
        for arc in arcs.tolist():
            copies.leaving.setdefault(int(flat[arc]), []).append(arc)
        copies.add_all()
    extra = np.array(copies.links, dtype=np.int64).reshape(-1, 3)
    tails = np.concatenate([flat[arcs], extra[:, 0]])
    which = np.concatenate([arcs, extra[:, 1]])
    heads = np.concatenate([copies.head[arcs], extra[:, 2]])
    size = len(copies.origin)
    first, order = _grouped(tails, size)
    back_first, back_order = _grouped(heads, size)
    arc_first, arc_order = _grouped(which, len(flat))
    return {
        f"{mode}_first": first,
        f"{mode}_arc": which[order].astype(np.int32),
        f"{mode}_head": heads[order].astype(np.int32),
        f"{mode}_back_first": back_first,
        f"{mode}_back_arc": which[back_order].astype(np.int32),
        f"{mode}_back_tail": tails[back_order].astype(np.int32),
        f"{mode}_arc_first": arc_first,
        f"{mode}_arc_tail": tails[arc_order].astype(np.int32),
        f"{mode}_arc_head": copies.head.astype(np.int32),
        f"{mode}_origin": np.array(copies.origin, dtype=np.int32),
    }


def _grouped(keys: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(keys, kind="stable")
    first = np.zeros(groups + 1, dtype=np.int32)
    np.cumsum(np.bincount(keys, minlength=groups), out=first[1:])
    return first, order


def _snappable(arrays: Arrays) -> np.ndarray:
    """One bit for each of MODES: edges in a part of the network worth starting from.

    Such a part is strongly connected, so that one may come back, and has ISLAND_M of way, or is
    the longest there is.
    """
    found = np.zeros(len(arrays["length"]), dtype=np.uint8)
    flags = arrays["flags"]
    for bit, mode in enumerate(MODES):
        shift = 2 if mode == "bike" else 0
        need = _WHEELS.get(mode, 0)
        usable = ((flags >> shift & 3) > 0) & ((flags & need) == need)
        if usable.any():
            found[_mainland(arrays, usable, flags >> shift & 3)] |= 1 << bit
    return found


def _mainland(arrays: Arrays, usable: np.ndarray, ways: np.ndarray) -> np.ndarray:
    ends, length = arrays["ends"], arrays["length"]
    ahead, against = usable & (ways & 1 > 0), usable & (ways & 2 > 0)
    tails = np.concatenate([ends[ahead, 0], ends[against, 1]])
    heads = np.concatenate([ends[ahead, 1], ends[against, 0]])
    size = len(arrays["x"])
    graph = coo_matrix((np.ones(len(tails), np.int8), (tails, heads)), shape=(size, size))
    _number, label = connected_components(graph, directed=True, connection="strong")
    inside = usable & (label[ends[:, 0]] == label[ends[:, 1]])
    metres = np.bincount(label[ends[inside, 0]], weights=length[inside], minlength=size)
    good = metres >= min(ISLAND_M, metres.max(initial=0.0))
    return inside & good[label[ends[:, 0]]]


def _grid(segments: Segments) -> Arrays:
    """Which pieces (from point i to point i + 1) touch which cell of a grid, as CSR.

    `grid` holds west, south, cell size, columns and rows.
    """
    points, first = segments.points, segments.first
    is_piece = np.ones(len(points), dtype=bool)
    is_piece[first[1:] - 1] = False
    pieces = np.flatnonzero(is_piece)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    cell = CELL_M
    while ((east - west) / cell + 1) * ((north - south) / cell + 1) > _MOST_CELLS:
        cell *= 2
    columns, rows = int((east - west) / cell) + 1, int((north - south) / cell) + 1
    low = np.minimum(points[pieces], points[pieces + 1])
    high = np.maximum(points[pieces], points[pieces + 1])
    origin = np.array([west, south])
    lowest, highest = ((low - origin) / cell).astype(int), ((high - origin) / cell).astype(int)
    wide, tall = (highest - lowest + 1).T
    number = wide * tall
    owner = np.repeat(np.arange(len(pieces)), number)
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    column = lowest[owner, 0] + place % wide[owner]
    row = lowest[owner, 1] + place // wide[owner]
    cell_first, order = _grouped(row * columns + column, columns * rows)
    edge_of = np.repeat(np.arange(len(first) - 1), np.diff(first))
    return {
        "grid": np.array([west, south, cell, columns, rows], dtype=np.float64),
        "cell_first": cell_first,
        "cell_piece": pieces[owner[order]].astype(np.int32),
        "edge_of_point": edge_of.astype(np.int32),
    }
