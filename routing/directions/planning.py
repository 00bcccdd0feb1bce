"""Finds the ways that answer an order, and what is known of them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np

from layers.ground.models import Dataset
from layers.hours import opening
from layers.site import site
from routing import engine
from routing.directions.destinations import candidates, nearest_open
from routing.directions.entrances import entrances, ways_in
from routing.directions.fountains import fountains
from routing.directions.orders import AVOIDABLE, Order
from routing.directions.places import other_hours
from routing.directions.plans import Alternative, Kind, Place, Plan
from routing.directions.refs import NearestRef
from routing.directions.ways import Piece, Way
from routing.engine import Alternative as Found
from routing.engine import Costs, Path
from routing.errors import NoRoute, PlaceOffNetwork, SamePlace
from routing.network import graph as network
from routing.network import judging
from routing.network.areas import inside
from routing.queries import current_graph

_SAME_M = 1.0
# For whom a way is balanced: a sunny metre feels like so many shady ones.
_BALANCED = 1.5


def plan(order: Order) -> Plan:
    """The ways for `order`. Raises RoutingProblem, in words for people."""
    graph = current_graph()
    costs = costs_of(order)
    blocked = None if order.avoid_area is None else inside(graph, order.avoid_area)
    goal = order.goal
    if isinstance(goal, NearestRef):
        around = candidates(
            graph,
            goal.layer,
            ways_in([order.start], costs.mode)[0],
            costs,
            order.departure,
            site().calendar,
            blocked=blocked,
        )
        goal = nearest_open(around, goal.layer).place
    places = _entered(graph, [order.start, *order.via, goal], costs, blocked)
    start, *_via, goal = places
    spots = _snapped(graph, places, costs, blocked)
    if not order.via and _is_same(graph, spots[0], spots[-1]):
        raise SamePlace
    found = _chosen(_ways(graph, spots, costs, order, blocked), order.profile)
    ways = [Way(_pieces(one.path), _stops(one.path, spots[1:-1])) for _kind, one in found]
    made = [
        Alternative(kind, round(one.alpha - 1, 6), way, water)
        for (kind, one), way, water in zip(found, ways, fountains(ways), strict=True)
    ]
    answer = Plan(
        mode=order.mode,
        departure=order.departure,
        start=start,
        goal=goal,
        via=order.via,
        alternatives=made,
        is_synthetic=graph.kind == Dataset.Kind.SYNTHETIC,
    )
    if not goal.has_hours:
        return answer
    arrival = answer.arrival(made[0])
    hours = other_hours(goal.layer, arrival).get(goal.pk or 0, goal.hours)
    return answer.with_opening(opening(hours, arrival, calendar=site().calendar))


def costs_of(order: Order) -> Costs:
    """The order's own coefficients, and those of what it avoids."""
    coefficients: dict[str, Any] = dict(order.coefficients)
    for word in order.avoid:
        for name, value in AVOIDABLE[word].items():
            coefficients[name] = max(value, coefficients.get(name, 0.0))
    return Costs(
        mode=order.mode, departure=order.departure, speed_kmh=order.speed_kmh, **coefficients
    )


def _entered(
    graph: network.Graph, places: Sequence[Place], costs: Costs, blocked: np.ndarray | None
) -> list[Place]:
    """The places, first and last at those of their entrances from and to which it is nearest."""
    start, *between, goal = places
    start_doors, goal_doors = entrances([start, goal], costs.mode)
    if start_doors:
        beside = between[0] if between else goal
        far = _far(graph, start_doors, [beside], costs, blocked)
        start = _at_door(start, start_doors[int(far[:, 0].argmin())])
    if goal_doors:
        beside = between[-1] if between else start
        far = _far(graph, [beside], goal_doors, costs, blocked)
        goal = _at_door(goal, goal_doors[int(far[0].argmin())])
    return [start, *between, goal]


def _far(
    graph: network.Graph,
    starts: Sequence[Place],
    goals: Sequence[Place],
    costs: Costs,
    blocked: np.ndarray | None,
) -> np.ndarray:
    """Felt metres from each start to each goal, infinite where one is off the network."""
    there = [
        engine.snapped(graph, [one.lon_lat for one in some], costs, blocked)
        for some in (starts, goals)
    ]
    found = np.full((len(starts), len(goals)), np.inf)
    for row, start in enumerate(there[0]):
        for column, goal in enumerate(there[1]):
            if start.edge >= 0 and goal.edge >= 0:
                with suppress(NoRoute):
                    path = engine.route(graph, start, goal, costs, blocked=blocked)
                    found[row, column] = path.cost
    return found


def _at_door(place: Place, door: Place) -> Place:
    return replace(place, point=door.point, lon_lat=door.lon_lat, entrance=door.label)


def _snapped(
    graph: network.Graph, places: Sequence[Place], costs: Costs, blocked: np.ndarray | None
) -> list[network.Place]:
    """Where the places are on the network. Raises PlaceOffNetwork."""
    found = graph.snap([place.lon_lat for place in places], costs.mode, blocked=blocked)
    off = np.flatnonzero(found.edge < 0)
    if len(off):
        number = int(off[0])
        label = places[number].label
        raise PlaceOffNetwork(within_m=round(network.WITHIN_M), number=number, place=label)
    return [found[number] for number in range(len(found))]


def _is_same(graph: network.Graph, start: network.Place, goal: network.Place) -> bool:
    if start.edge != goal.edge:
        return False
    return abs(start.fraction - goal.fraction) * graph.arrays["length"][start.edge] < _SAME_M


def _ways(
    graph: network.Graph,
    spots: Sequence[network.Place],
    costs: Costs,
    order: Order,
    blocked: np.ndarray | None,
) -> list[Found]:
    """Shortest first; with a weight of the sun of one's own, the one way for that."""
    start, *via, goal = spots
    if "sun" in order.coefficients:
        path = engine.route(graph, start, goal, costs, via=via, blocked=blocked)
        return [Found(1 + costs.sun, path)]
    return engine.alternatives(graph, start, goal, costs, via=via, blocked=blocked)


def _chosen(found: Sequence[Found], profile: str) -> list[tuple[Kind, Found]]:
    """At most three: the shortest, the one with least sun, and the best between them."""
    told: list[tuple[Kind, Found]] = [("shortest", found[0])]
    if len(found) > 2:
        told.append(("balanced", min(found[1:-1], key=_felt_m)))
    if len(found) > 1:
        told.append(("coolest", found[-1]))
    if not profile:
        return told
    # What the profile asks for, or what comes nearest to it.
    wanted = [one for kind, one in told if kind == profile]
    best = wanted[0] if wanted else min(found, key=_felt_m)
    return [(kind, one) for kind, one in told if one is best]


def _felt_m(one: Found) -> float:
    path = one.path
    return path.length_m + (_BALANCED - 1) * (path.sun_m + path.unknown_shade_m)


def _pieces(path: Path) -> list[Piece]:
    graph, edges = path.graph, path.edges
    up, down = graph.arrays["climb"][edges], graph.arrays["descent"][edges]
    share = np.abs(path.stop - path.start)
    flags = path.flags
    names, kinds, surfaces, crossings = (
        graph.texts_of(name, edges) for name in ("name", "highway", "surface", "crossing")
    )
    return [
        Piece(
            line=line,
            length_m=metres,
            duration_s=seconds,
            name=name or "",
            kind="steps" if is_steps else kind or "",
            surface=surface,
            is_access_known=is_known,
            is_crossing=crossing is not None,
            shade=None if sun < 0 else 1.0 - sun,
            climb_m=None if isnan(climb) else climb,
            descent_m=None if isnan(descent) else descent,
        )
        for line, metres, seconds, name, kind, is_steps, surface, is_known, crossing, sun, climb,
            descent in zip(
                path.lines, path.metres.tolist(), path.seconds.tolist(), names, kinds,
                (flags & judging.STEPS > 0).tolist(), surfaces,
                (flags & judging.STEP_FREE_KNOWN > 0).tolist(), crossings, path.sun.tolist(),
                (np.where(path.forward, up, down) * share).tolist(),
                (np.where(path.forward, down, up) * share).tolist(), strict=True,
            )
    ]  # fmt: skip


def _stops(path: Path, via: Sequence[network.Place]) -> tuple[int, ...]:
    """After how many pieces each via place is reached."""
    found, index = [], 0
    for place in via:
        while index < len(path) and not _ends_at(path, index, place):
            index += 1
        index = min(index + 1, len(path))
        found.append(index)
    return tuple(found)


def _ends_at(path: Path, index: int, place: network.Place) -> bool:
    return path.edges[index] == place.edge and bool(
        np.isclose(path.stop[index], place.fraction, atol=1e-9)
    )
