"""How far it is to school on foot, who walks together, and what a drop-off zone must keep to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers import registry
from layers.base.models import School
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from routing import engine
from routing.errors import NoRoute, OffNetwork
from routing.network.graph import WITHIN_M, Graph
from routing.school import access, queries

LonLat = tuple[float, float]

CHILD_KMH = 4.0
CHILD = engine.Costs(mode="foot", speed_kmh=CHILD_KMH)
RINGS_MIN = (5, 10, 15)
MOST_POINTS = 8  # starting points of one suggestion
# Walking buses: lines of at most 2 km (VCD), stops so far apart at least, a minute at each.
LONGEST_LINE_M = 2_000
JOINS_WITHIN_M = 200
STOP_S = 60
ZONE_MIN_M = 250  # of a drop-off zone from the school (ADAC)
MAIN = ("main", "motorway")


@dataclass(frozen=True)
class Walk:
    """The shortest way from one starting point to school; None where there is none."""

    number: int
    start: Point
    path: engine.Path | None

    @property
    def length_m(self) -> float | None:
        return self.path.length_m if self.path else None

    @property
    def minutes(self) -> int | None:
        return -(-int(self.path.duration_s) // 60) if self.path else None


@dataclass(frozen=True)
class Halt:
    """Where children join a suggested walking bus; `departs` is the city's wall clock."""

    numbers: tuple[int, ...]
    metres_left: float
    departs: datetime


@dataclass(frozen=True)
class Bus:
    """A suggested walking bus: the way of its farthest child, and who joins on it."""

    walk: Walk
    halts: tuple[Halt, ...]
    is_long: bool


def walks(graph: Graph, starts: Sequence[Point], gates: Sequence[LonLat]) -> list[Walk]:
    """The way from each start (EPSG:25832) to the nearest of `gates` (longitude, latitude)."""
    found = []
    for number, start in enumerate(starts, 1):
        lon, lat = start.transform(WEB_SRID, clone=True).coords
        found.append(Walk(number, start, _to_nearest(graph, (lon, lat), gates)))
    return found


def _to_nearest(graph: Graph, start: LonLat, gates: Sequence[LonLat]) -> engine.Path | None:
    paths = [path for gate in gates if (path := _path(graph, start, gate))]
    return min(paths, key=lambda path: path.length_m, default=None)


def _path(graph: Graph, start: LonLat, gate: LonLat) -> engine.Path | None:
    try:
        return engine.route(graph, start, gate, CHILD)
    except (NoRoute, OffNetwork):
        return None


def buses(found: Sequence[Walk], arrival: datetime) -> list[Bus]:
    """Lines for the children of `found`: the farthest leads, who lives on its way joins it.

    Greedy: a child joins the first line that passes within JOINS_WITHIN_M of its start.
    """
    waiting = sorted((w for w in found if w.path), key=lambda w: -(w.length_m or 0))
    made = []
    while waiting:
        leader, *rest = waiting
        line = shapely.LineString(leader.path.points)
        joining = [leader]
        joining += [w for w in rest if line.distance(_at(w.start)) <= JOINS_WITHIN_M]
        waiting = [w for w in rest if w not in joining]
        made.append(_bus(leader, joining, line, arrival))
    return made


def _at(point: Point) -> shapely.Point:
    return shapely.Point(point.x, point.y)


def _bus(leader: Walk, joining: Sequence[Walk], line: shapely.LineString, arrival: datetime) -> Bus:
    left = {walk.number: line.length - line.project(_at(walk.start)) for walk in joining}
    groups: list[tuple[list[int], float]] = []
    for number, metres in sorted(left.items(), key=lambda one: -one[1]):
        if groups and groups[-1][1] - metres < JOINS_WITHIN_M:
            groups[-1][0].append(number)
        else:
            groups.append(([number], metres))
    halts = []
    for later, (numbers, metres) in enumerate(reversed(groups), 1):
        took_s = metres / (CHILD_KMH / 3.6) + later * STOP_S
        departs = arrival - timedelta(minutes=-(-int(took_s) // 60))
        halts.append(Halt(tuple(sorted(numbers)), metres, departs))
    return Bus(leader, tuple(reversed(halts)), line.length > LONGEST_LINE_M)


def rings(graph: Graph, gates: Sequence[LonLat]) -> list[tuple[int, engine.Reach]]:
    """What a child reaches in so many minutes from the nearest of `gates`, the widest first.

    Raises OffNetwork if no way lies near any of them.
    """
    near = [one for one in engine.snapped(graph, gates, CHILD) if one.edge >= 0]
    if not near:
        raise OffNetwork(within_m=round(WITHIN_M), number=0)
    return [
        (minutes, engine.reach(graph, near, CHILD, minutes * 60)) for minutes in reversed(RINGS_MIN)
    ]


def catchment(graph: Graph, school: School) -> list[np.ndarray]:
    """The ways from which this is the nearest school of its kind, each (n, 2) in EPSG:25832."""
    same = list(queries.published("schools").filter(kind=school.kind).order_by("pk"))
    gates = [queries.goals(one) for one in same]
    owners = [number for number, some in enumerate(gates) for _gate in some]
    mine = [one.pk for one in same].index(school.pk)
    found = engine.nearest(graph, [gate for some in gates for gate in some], CHILD, owners=owners)
    ends = graph.arrays["ends"]
    edges = np.flatnonzero((found.which[ends] == mine).all(axis=1))
    return [graph.line(int(edge)) for edge in edges]


RULES = {
    "far": _("mindestens 250 m Fußweg bis zur Schule"),
    "no_crossing": _("keine Hauptstraße auf dem Fußweg"),
    "not_past": _("Zufahrt führt nicht an der Schule vorbei"),
}


@dataclass(frozen=True)
class Rule:
    """One rule for drop-off zones: held is True, False or None for unknown."""

    code: str
    held: bool | None
    detail: str | Promise = ""

    @property
    def words(self) -> str:
        """The rule, whether it holds, and what was found."""
        state = {True: _("eingehalten"), False: _("nicht eingehalten"), None: _("unbekannt")}
        detail = f" ({self.detail})" if self.detail else ""
        return f"{RULES[self.code]}: {state[self.held]}{detail}"


def zone_rules(graph: Graph, zone: Any, gates: Sequence[LonLat]) -> list[Rule]:
    """The three rules for one zone, each held, not held or unknown; `gates` are the entrances of
    its school, or the school itself."""
    lon, lat = zone.geometry.transform(WEB_SRID, clone=True).coords
    path = _to_nearest(graph, (lon, lat), gates)
    if path is None:
        return [Rule("far", None), Rule("no_crossing", None), _not_past(graph, zone, gates)]
    far = Rule("far", path.length_m >= ZONE_MIN_M, f"{path.length_m:.0f} m")
    crossed = _main_streets_on(shapely.LineString(path.points))
    crossing = Rule("no_crossing", not crossed, ", ".join(crossed))
    return [far, crossing, _not_past(graph, zone, gates)]


def _main_streets_on(line: shapely.LineString) -> list[str]:
    """Main streets that the way crosses, or touches at a point, by name."""
    way = GEOSGeometry(memoryview(shapely.to_wkb(line)), srid=STORAGE_SRID)
    rows = registry.layer("streets").published().filter(kind__in=MAIN, geometry__intersects=way)
    return sorted({row.name or row.ref or "–" for row in rows.defer("tile_geometry")})


def _not_past(graph: Graph, zone: Any, gates: Sequence[LonLat]) -> Rule:
    """What staff say of the access by car; where they say nothing, what the network lets expect."""
    if zone.passes_school is not None:
        return Rule("not_past", not zone.passes_school, _("nach Angabe der Bearbeitung"))
    passing = access.passes(graph, zone.geometry.transform(WEB_SRID, clone=True).coords, gates)
    if passing is None:
        return Rule("not_past", None)
    return Rule("not_past", not passing, _("geschätzt aus dem Wegenetz, ohne Einbahnregeln"))
