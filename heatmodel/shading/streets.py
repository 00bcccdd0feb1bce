"""Shade along the ways of the network, handed to routing."""

import numpy as np
import shapely
from numpy.typing import NDArray

from heatmodel.shading import moments
from heatmodel.shading.city import Suns
from routing.errors import NoNetwork
from routing.network.graph import UNKNOWN, Graph
from routing.queries import current_graph
from routing.services import store_edge_shade

STEP_M = 4.0  # between two looks at the shade along a way
ALL_SHADE = 254


def network() -> Graph | None:
    """The current network; None while there is none."""
    try:
        return current_graph()
    except NoNetwork:
        return None


def ways(graph: Graph) -> NDArray[np.object_]:
    """Each edge as a line in EPSG:25832."""
    points, first = graph.arrays["points"], graph.arrays["first_point"]
    edge = np.repeat(np.arange(len(graph)), np.diff(first))
    return shapely.linestrings(points, indices=edge)


def hand_over(graph: Graph, percent: NDArray[np.float64], suns: Suns, note: str) -> None:
    """Give routing the shade of its edges; `percent` [half month, stored hour, edge], NaN unknown.

    While the sun is down all is shade; an hour with a sun that is not stored is unknown.
    """
    shade = np.full((moments.HALF_MONTHS, 24, len(graph)), UNKNOWN, np.uint8)
    for half_month, day in enumerate(suns.days):
        for hour, is_up in enumerate(suns.up[half_month]):
            if not is_up:
                shade[half_month, hour] = ALL_SHADE
        for hour, sun in enumerate(day):
            if sun is not None:
                share = percent[half_month, hour]
                known = np.nan_to_num(share / 100 * ALL_SHADE).round()
                at = moments.FIRST_HOUR_UTC + hour
                shade[half_month, at] = np.where(np.isnan(share), UNKNOWN, known)
    days = [moments.Moment(one, None).day(suns.year).timetuple().tm_yday for one in range(24)]
    store_edge_shade(graph, shade, days, note=note)
