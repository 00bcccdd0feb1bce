"""What coverage is computed from: the network, where people live, and when cool places are open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import Area, AsWKB, Centroid, Transform
from numpy.typing import NDArray

from heatmodel.coverage.homes import Homes, spread
from heatmodel.coverage.week import OpenAt, week_of
from heatmodel.errors import HeatError
from heatmodel.places.hours import hours_on
from heatmodel.results.models import DayKind
from layers.ground.crs import WEB_SRID
from layers.registry import layer
from layers.site import site
from routing.errors import NoNetwork
from routing.network.graph import Graph, Snap
from routing.queries import current_graph

MONDAY = date(2026, 7, 6)  # a week in summer, before the holidays of schools
WITHIN_M = 400.0  # from a home to the network
NOT_LIVED_IN = ("industrial", "school", "church", "garage", "garages", "shed", "commercial")


class NothingToCover(HeatError):
    """There is no network, nobody lives there, or there are no cool places yet."""


@dataclass(frozen=True)
class Places:
    """Cool places: `points` (longitude, latitude), and when each is open on every kind of days."""

    points: list[tuple[float, float]]
    weeks: dict[DayKind, list[OpenAt]]


def cool_places() -> Places:
    """Those that are published. Raises NothingToCover without any."""
    rows = list(
        layer("cool_places")
        .published()
        .order_by("pk")
        .annotate(point=Transform("geometry", WEB_SRID))
        .values_list("pk", "point", "hours_in_force")
    )
    if not rows:
        raise NothingToCover("there are no cool places")
    points = [(point.x, point.y) for _pk, point, _hours in rows]
    return Places(points, _weeks({pk: hours for pk, _point, hours in rows}))


def _weeks(hours: Mapping[int, str | None]) -> dict[DayKind, list[OpenAt]]:
    """Which places are open when, on each kind of days; `hours` are those in force, by key."""
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    found = {}
    for level in DayKind:
        warned = hours_on(dict.fromkeys(days, level.value), list(hours)) if level else {}
        in_force = [warned.get(pk, text) for pk, text in hours.items()]
        found[level] = week_of(MONDAY, in_force, site().calendar)
    return found


def homes_on_network() -> tuple[Graph, Homes, Snap]:
    """The network, where people live, and where each home meets it. Raises NothingToCover."""
    try:
        graph = current_graph()
    except NoNetwork as error:
        raise NothingToCover("there is no network of ways") from error
    rows = list(cell_rows())
    houses, room = _houses()
    homes = spread([shape for shape, _count in rows], [count for _s, count in rows], houses, room)
    if len(homes.x) == 0:
        raise NothingToCover("the census knows of nobody")
    lonlat = graph.unproject(np.column_stack([homes.x, homes.y]))
    return graph, homes, graph.snap(lonlat, "foot", within_m=WITHIN_M)


def cell_rows() -> Iterator[tuple[shapely.Geometry, int | None]]:
    rows = layer("census_cells").published().order_by("pk").annotate(wkb=AsWKB("geometry"))
    for wkb, count in rows.values_list("wkb", "inhabitants"):
        yield shapely.from_wkb(bytes(wkb)), count


def _houses() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles of the buildings to live in, and their room: footprint times storeys."""
    rows = layer("buildings").published().exclude(kind__in=NOT_LIVED_IN).order_by("pk")
    found = [
        (shapely.from_wkb(bytes(middle)), area.sq_m * (levels or 2))
        for middle, area, levels in rows.annotate(
            middle=AsWKB(Centroid("geometry")), area=Area("geometry")
        ).values_list("middle", "area", "levels")
    ]
    places = np.array([(point.x, point.y) for point, _room in found]).reshape(-1, 2)
    return places, np.array([room for _point, room in found])
