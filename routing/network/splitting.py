"""Ways become segments: cut where ways meet, with the attributes of way and nodes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj

from layers.ground.crs import STORAGE_SRID, WEB_SRID
from routing.network.raw import RawNetwork, RawWay, paths
from routing.network.tags import (
    Tags,
    attributes,
    barred,
    bike_direction,
    crossing,
    foot_direction,
    way_class,
    worst_kerb,
)

_ELLIPSOID = pyproj.Geod(ellps="WGS84")
_LEAST_M = 0.001  # of a segment whose ends are two nodes at one place


@dataclass
class SegmentRow:
    """One segment before it is stored. `nodes` runs from end to end, `points` is EPSG:25832."""

    source_id: str
    way: int
    nodes: list[int]
    values: dict[str, Any]
    points: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    lonlat: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    length_m: float = 0.0  # on the ellipsoid

    @property
    def ends(self) -> tuple[int, int]:
        return self.nodes[0], self.nodes[-1]


def segments_of(raw: RawNetwork) -> list[SegmentRow]:
    """The segments of every way that people may use on foot or by bicycle, in order of way."""
    usable = [used for way in raw.ways if (used := _used(way))]
    cuts = _cuts(usable, raw)
    rows = [row for way, values in usable for row in _rows(way, values, raw, cuts)]
    rows.sort(key=lambda row: (row.way, row.source_id))
    _measure(rows, raw)
    return rows


def _used(way: RawWay) -> tuple[RawWay, dict[str, Any]] | None:
    kind = way_class(way.tags)
    if kind is None:
        return None
    foot = foot_direction(way.tags, kind)
    bike, dismount = bike_direction(way.tags, kind, foot)
    if not foot and not bike:
        return None
    values = attributes(way.tags, kind) | {"foot": foot, "bike": bike, "dismount": dismount}
    return way, values


def _cuts(usable: Iterable[tuple[RawWay, dict[str, Any]]], raw: RawNetwork) -> set[int]:
    """Nodes where a way ends, ways meet, one touches itself, or a barrier stops somebody."""
    visits: Counter[int] = Counter()
    cuts: set[int] = set()
    for way, _values in usable:
        leaving = Counter(a for a, _b in way.pairs)
        arriving = Counter(b for _a, b in way.pairs)
        for node in leaving.keys() | arriving.keys():
            visits[node] += max(leaving[node], arriving[node])
            if leaving[node] != arriving[node]:
                cuts.add(node)
    cuts.update(node for node, number in visits.items() if number > 1)
    cuts.update(node for node, tags in raw.nodes.items() if node in visits and barred(tags))
    return cuts


def _rows(
    way: RawWay, values: dict[str, Any], raw: RawNetwork, cuts: set[int]
) -> Iterator[SegmentRow]:
    found = sorted(paths(way.pairs, cuts))
    same: Counter[tuple[int, int]] = Counter()
    for nodes in found:
        ends = nodes[0], nodes[-1]
        same[ends] += 1
        number = f"#{same[ends]}" if same[ends] > 1 else ""
        source_id = f"way/{way.number}:{ends[0]}-{ends[1]}{number}"
        yield SegmentRow(source_id, way.number, nodes, _with_nodes(values, nodes, way.tags, raw))


def _with_nodes(
    values: dict[str, Any], nodes: list[int], tags: Tags, raw: RawNetwork
) -> dict[str, Any]:
    """The values of the way, completed by what its nodes say."""
    carried = [raw.nodes[node] for node in nodes if node in raw.nodes]
    if not carried:
        return values
    values = dict(values)
    kerbs = [one["kerb"] for one in carried if "kerb" in one]
    if values["kerb"] is None and kerbs:
        values["kerb"] = worst_kerb(kerbs)
    if values["crossing"] is not None:  # the node on the carriageway often knows the kind
        for one in carried:
            if values["crossing"] == "yes" and (kind := crossing(one)):
                values["crossing"] = kind
            if values["island"] is None and "crossing:island" in one:
                values["island"] = one["crossing:island"] == "yes"
    return values


def _measure(rows: list[SegmentRow], raw: RawNetwork) -> None:
    """Give each row its places and its length, projected all at once.

    Where coordinates are rounded, short stairs or links may have no length at all. They join two
    nodes and keep people from rolling all the same, so they get a millimetre.
    """
    if not rows:
        return
    sizes = np.array([len(row.nodes) for row in rows])
    lonlat = np.array([raw.places[node] for row in rows for node in row.nodes], dtype=np.float64)
    projection = pyproj.Transformer.from_crs(WEB_SRID, STORAGE_SRID, always_xy=True)
    points = np.column_stack(projection.transform(lonlat[:, 0], lonlat[:, 1]))
    first = np.concatenate([[0], np.cumsum(sizes)])
    lengths = ellipsoid_lengths(lonlat, first)
    flat = first[1:][lengths == 0] - 1
    points[flat, 0] += _LEAST_M
    x, y = points[flat].T
    lonlat[flat] = np.column_stack(projection.transform(x, y, direction="INVERSE"))
    lengths[lengths == 0] = _LEAST_M
    for row, start, end, length in zip(rows, first[:-1], first[1:], lengths, strict=True):
        row.points, row.lonlat, row.length_m = points[start:end], lonlat[start:end], float(length)


def ellipsoid_lengths(lonlat: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Metres on WGS 84 of lines whose points lie in `lonlat` from `first[i]` to `first[i + 1]`.

    The same geodesics (Karney 2013) as PostGIS measures on type geography.
    """
    _there, _back, steps = _ELLIPSOID.inv(
        lonlat[:-1, 0], lonlat[:-1, 1], lonlat[1:, 0], lonlat[1:, 1]
    )
    steps = np.append(steps, 0.0)
    steps[first[1:] - 1] = 0.0  # from the end of one line to the start of the next
    return np.add.reduceat(steps, first[:-1])


def bar(rows: list[SegmentRow], raw: RawNetwork) -> None:
    """Close the shorter side of every barrier to those it stops.

    A node has no row of its own; so the way in front of it is lost, never the one behind.
    """
    stopping = {node: who for node, tags in raw.nodes.items() if (who := barred(tags))}
    sides: dict[tuple[int, int], list[SegmentRow]] = {}
    for row in rows:
        for node in set(row.ends) & stopping.keys():
            sides.setdefault((node, row.way), []).append(row)
    for (node, _way), touching in sides.items():
        row = min(touching, key=lambda one: (one.length_m, one.source_id))
        row.values = dict(row.values)
        if "foot" in stopping[node]:
            row.values["foot"] = 0
            if row.values["dismount"]:
                row.values |= {"bike": 0, "dismount": False}
        if "bike" in stopping[node]:
            row.values |= {"bike": 0, "dismount": False}
        if "wheelchair" in stopping[node] and row.values["wheelchair"] is None:
            row.values["wheelchair"] = "no"
