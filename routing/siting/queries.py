"""What one more destination would serve, and where the best ones would be; asked again and again
while somebody drags it over the map.

What does not change meanwhile is kept in the process: who walks to each possible site, and who
is served already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from layers import registry
from layers.hours import Calendar
from layers.publish import revisions
from layers.registry import Layer
from routing import covering
from routing.covering import Candidates, Coverage, OpenPlaces, People, Site
from routing.directions.destinations import on_ways
from routing.directions.entrances import LonLat
from routing.directions.plans import Mode
from routing.engine import Costs
from routing.network.graph import Graph
from routing.queries import current_graph

MINUTES = (5, 10, 15)
_MODES = 4
_HOMES = ("census_cells", "buildings")  # where people live, for `covering.people`


@dataclass(frozen=True)
class Siting:
    """People within `minutes` of an open destination: of all, as it is, and with what is asked.

    `gain` is what a destination at the asked place adds (None without one), `sites` the best
    next ones after it, each with what it adds to those before.
    """

    minutes: int
    people: float
    cells_unknown: int
    served: float
    opened: OpenPlaces
    gain: float | None
    sites: list[Site]


def siting(
    layer: Layer,
    at: datetime,
    calendar: Calendar,
    *,
    mode: Mode,
    minutes: int,
    doors: Sequence[LonLat] = (),
    without: int | None = None,
    number: int = 1,
) -> Siting:
    """Where destinations of `layer` are missing at `at`.

    `doors` are those of a further one, always open; `without` is the primary key of one that
    would no longer be there, as of one that moves. The first question of a mode and minutes
    takes half a second or more, the others milliseconds. Raises NoNetwork and, for `doors`,
    OffNetwork.
    """
    graph = current_graph()
    homes = repr(revisions.current([registry.layer(name) for name in _HOMES]))
    opened = _left(covering.places_at(layer, at, calendar, mode).only_open(), without)
    prepared = _prepared(graph, homes, mode, minutes)
    served = _served(graph, homes, mode, tuple(opened.doors))
    also = on_ways(graph, doors, prepared.asked.costs) if doors else []
    gain = float(prepared.left(served)[prepared.near(also)].sum()) if also else None
    return Siting(
        minutes=minutes,
        people=served.total,
        cells_unknown=prepared.who.cells_unknown,
        served=served.within[minutes],
        opened=opened,
        gain=gain,
        sites=prepared.best(served, number, also),
    )


def _left(opened: OpenPlaces, without: int | None) -> OpenPlaces:
    kept = [number for number, pk in enumerate(opened.pks) if pk != without]
    return opened.only(kept)


# A graph is itself and no other, so a changed network has entries of its own.
@lru_cache(maxsize=_MODES)
def _people(graph: Graph, homes: str, mode: Mode) -> People:
    return covering.people(graph, mode)


@lru_cache(maxsize=_MODES * len(MINUTES))
def _prepared(graph: Graph, homes: str, mode: Mode, minutes: int) -> Candidates:
    return covering.candidates(
        graph, _people(graph, homes, mode), Costs(mode=mode), minutes=minutes
    )


@lru_cache(maxsize=64)
def _served(graph: Graph, homes: str, mode: Mode, doors: tuple[LonLat, ...]) -> Coverage:
    who = _people(graph, homes, mode)
    return covering.coverage(graph, doors, who, Costs(mode=mode), minutes=MINUTES)


def forget_all() -> None:
    """Nothing is kept; for tests, whose changes no revision tells of."""
    for kept in (_people, _prepared, _served):
        kept.cache_clear()
