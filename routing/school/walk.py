"""What the page about walking answers: distances, walking buses, rings of minutes, catchment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from layers.base.models import School
from layers.publish.pictures import Overlay
from routing.errors import RoutingProblem
from routing.queries import current_graph
from routing.school import pictures, queries, walking

_RINGS = {15: ("@census-3", 3), 10: ("@census-4", 3.5), 5: ("@census-5", 4)}
_PICTURE = (2_600, 560, 560)  # metres, pixels


@dataclass(frozen=True)
class Answer:
    """`problem` says in words why there is no answer; the pictures are SVG."""

    problem: str = ""
    walks: Sequence[walking.Walk] = ()
    buses: Sequence[walking.Bus] = ()
    rings: Sequence[tuple[int, float]] = ()  # minutes, kilometres of way within
    minutes_picture: str = ""
    catchment_picture: str = ""
    is_demo: bool = False


def walk_answer(school: School, starts: Sequence[Point], arrival: datetime) -> Answer:
    """Everything for one school and some starting points (EPSG:25832)."""
    gates = queries.goals(school)
    try:
        graph = current_graph()
        rings = walking.rings(graph, gates)
    except RoutingProblem as problem:
        return Answer(problem=str(problem))
    found = walking.walks(graph, starts, gates)
    frame = pictures.frame_of(school, *_PICTURE)
    below = [
        Overlay("".join(pictures.line(frame, part, *_RINGS[minutes]).svg for part in reach.lines))
        for minutes, reach in rings
    ]
    lines = [
        pictures.line(frame, bus.walk.path.points, "@cool-indoor", 6)
        for bus in walking.buses(found, arrival)
        if bus.walk.path
    ]
    pins = [pictures.pin(frame, one.start.x, one.start.y, str(one.number)) for one in found]
    own = walking.catchment(graph, school)
    area = Overlay("".join(pictures.line(frame, part, "@cool-green", 4).svg for part in own))
    return Answer(
        walks=found,
        buses=walking.buses(found, arrival),
        rings=[(minutes, reach.length_m / 1_000) for minutes, reach in reversed(rings)],
        minutes_picture=pictures.draw_plain(school, frame, below=below, above=[*lines, *pins]),
        catchment_picture=pictures.draw_plain(school, frame, below=[area]),
        is_demo=queries.network_is_demo(),
    )
