"""The step `coverage` over files: how many of a zone's people are near an open cool place."""

from pathlib import Path

from heatmodel.coverage.inputs import MONDAY, cool_places, homes_on_network
from heatmodel.coverage.models import MINUTES
from heatmodel.coverage.week import SPEED_KMH, Walks
from heatmodel.errors import BadConfig
from heatmodel.exposure import covered_share
from heatmodel.results.models import DayKind
from heatmodel.steps.areas import added, zones_of
from heatmodel.steps.config import Config
from layers.ground.crs import STORAGE_SRID
from routing.covering import People


def coverage(config: Config) -> list[Path]:
    """Adds cool_5min, cool_10min and cool_15min to the zones: shares (0 to 1) of their people.

    Of the map's own ways, cool places and census, at the hour `hour` (15) of the day `weekday`
    (2, Tuesday; Monday is 1) of [coverage], by the hours of a day with the heat warning `level`
    (1; 0 without). A zone where nobody lives has none. Raises NothingToCover.
    """
    section = config.section("coverage", optional=True)
    weekday, hour = section.get("weekday", int, 2), section.get("hour", int, 15)
    level = section.get("level", int, DayKind.LEVEL_1.value)
    if not (1 <= weekday <= 7 and 0 <= hour <= 23 and level in DayKind.values):
        raise BadConfig("[coverage] weekday 1 to 7, hour 0 to 23, level 0 to 2")
    path, table = zones_of(config)
    graph, homes, snapped = homes_on_network()
    places = cool_places()
    open_then = places.weeks[DayKind(level)][24 * (weekday - 1) + hour].sure
    seconds = Walks(graph, People(snapped, homes.people), places.points).seconds(open_then)
    shapes = list(table.geometry.to_crs(STORAGE_SRID))
    owner = homes.within(shapes)
    for minutes in MINUTES:
        share = covered_share(seconds, homes.people, owner, len(shapes), minutes=minutes)
        table[f"cool_{minutes}min"] = share
    parameters = {
        "weekday": weekday,
        "hour": hour,
        "level": level,
        "week_from": MONDAY,
        "speed_kmh": SPEED_KMH,
        "open_places": len(open_then),
    }
    return added(config, table, path, "coverage", [], parameters)
