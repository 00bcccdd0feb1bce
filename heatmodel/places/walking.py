"""How far it is on foot from one point to many cool places: in minutes, and as it feels."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from routing import engine
from routing.directions.answers import FELT_SUN
from routing.engine import Costs
from routing.errors import NoNetwork, OffNetwork
from routing.queries import current_graph

LonLat = tuple[float, float]


@dataclass(frozen=True)
class Walk:
    """`felt_s`: as if each metre in the sun took longer; where no shade is known, `seconds`."""

    seconds: float
    felt_s: float


def walks(start: LonLat, goals: Mapping[int, LonLat], at: datetime) -> dict[int, Walk]:
    """The way on foot from `start` to each goal that a way leads to, by the goal's key.

    Points are (longitude, latitude). Empty where there is no network, or none near `start`.
    """
    if not goals:
        return {}
    costs = Costs(mode="foot", departure=at)
    try:
        graph = current_graph()
        ends = graph.snap(list(goals.values()), costs.mode)
        seconds = engine.nearest(graph, [start], costs, towards=False).at(ends)[0]
        felt_s = seconds
        if graph.shade is not None:
            by_feeling = engine.nearest(graph, [start], _felt(costs), by="cost", towards=False)
            felt_s = by_feeling.at(ends)[0] / costs.speed_mps
    except (NoNetwork, OffNetwork):
        return {}
    return {
        pk: Walk(float(one), float(felt))
        for pk, one, felt in zip(goals, seconds, felt_s, strict=True)
        if np.isfinite(one)
    }


def _felt(costs: Costs) -> Costs:
    """The same with the sun's weight, and climbs and stairs weighing what they take in time."""
    facts = costs.facts
    return replace(
        costs,
        sun=FELT_SUN,
        slope=0.1 * facts.climb_s * costs.speed_mps,  # of 10 % upwards
        stairs=facts.stairs_factor - 1,
    )
