"""How long it takes to walk from one point to many cool places."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from routing import engine
from routing.engine import Costs
from routing.errors import NoNetwork, OffNetwork
from routing.queries import current_graph

LonLat = tuple[float, float]


def walking_seconds(start: LonLat, goals: Mapping[int, LonLat], at: datetime) -> dict[int, float]:
    """Seconds on foot from `start` to each goal that a way leads to, by the goal's key.

    Points are (longitude, latitude). Empty where there is no network, or none near `start`.
    """
    if not goals:
        return {}
    costs = Costs(mode="foot", departure=at)
    try:
        graph = current_graph()
        around = engine.nearest(graph, [start], costs, towards=False)
    except (NoNetwork, OffNetwork):
        return {}
    seconds = around.at(graph.snap(list(goals.values()), costs.mode))[0]
    return {pk: float(one) for pk, one in zip(goals, seconds, strict=True) if np.isfinite(one)}
