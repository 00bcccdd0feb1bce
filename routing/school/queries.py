"""Questions about schools and the ways to them; nothing here writes."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import MultiPoint, Point
from django.db.models import QuerySet
from django.db.models.functions import Collate

from layers import registry
from layers.base.models import School
from layers.ground.crs import WEB_SRID
from layers.ground.models import Dataset
from routing.school.models import SchoolEntrance

NEAR_M = 1_000  # hazards and crossings that far from a school belong to its page
STOPS_M = 500
ACCIDENTS_M = 500
# When pupils are on their way, as the atlas counts: the hour that began, school days.
SCHOOL_HOURS = (7, 8, 11, 12, 13, 14, 15, 16)
SCHOOL_DAYS = ("Mo", "Tu", "We", "Th", "Fr")
_IN_GERMAN_ORDER = "de-x-icu"


def published(layer: str) -> QuerySet[Any]:
    """What everybody may see of a layer, with what pages show of each row."""
    return (
        registry.layer(layer)
        .published()
        .select_related("dataset")
        .defer("tile_geometry")
        .annotate(lon_lat=Transform("geometry", WEB_SRID))
    )


def schools() -> QuerySet[School]:
    """Every school with a page, in the German order of their names."""
    found = registry.layer("schools").published().exclude(slug=None).defer("tile_geometry")
    return found.order_by(Collate("name", _IN_GERMAN_ORDER), "pk")


def school(slug: str) -> School | None:
    """The published school with this slug, with its dataset; None if there is none."""
    return published("schools").filter(slug=slug).first()


def entrances(school: School) -> list[SchoolEntrance]:
    """Its entrances, the main one first; none where nobody has entered one."""
    found = published("school_entrances").filter(school=school.slug)
    return list(found.order_by("-main", "name", "pk"))


def goals(school: School) -> list[tuple[float, float]]:
    """Longitude and latitude of each entrance, the main one first; without any of the school."""
    found: list[Any] = [*entrances(school)] or [school]
    return [(one.lon_lat.x, one.lon_lat.y) for one in found]


@dataclass(frozen=True)
class Surroundings:
    """What concerns the way to one school; every list in the order in which pages show it."""

    entrances: list[Any]
    ways: list[Any]
    streets: list[Any]
    zones: list[Any]
    bus_lines: list[Any]
    bus_stops: list[Any]
    racks: list[Any]
    hazards: list[Any]  # nearest first; each with `distance_m`
    crossings: list[Any]
    slow_areas: list[Any]
    slow_sections: list[Any]
    stops: list[Any]
    accidents: list[Any]

    def stops_of(self, line: Any) -> list[Any]:
        return [stop for stop in self.bus_stops if stop.line_id == line.slug]

    @property
    def approvals(self) -> list[tuple[str, Any, str]]:
        """By whom, when and in which edition the ways are approved, each once."""
        told = [(way.approved_by, way.approved_on, way.edition) for way in self.ways]
        return list(dict.fromkeys(told))

    @property
    def datasets(self) -> list[Dataset]:
        """Where it all comes from, each once."""
        parts = (
            *(self.entrances, self.ways, self.streets, self.zones, self.bus_lines, self.racks),
            *(self.hazards, self.crossings, self.slow_areas, self.slow_sections, self.accidents),
            self.stops,
        )
        return list({row.dataset_id: row.dataset for rows in parts for row in rows}.values())


def surroundings(school: School) -> Surroundings:
    """Twelve queries, each over an index."""
    own = {"school": school.slug}
    lines = list(published("walking_bus_lines").filter(**own).order_by("name", "pk"))
    gates = entrances(school)
    here: Any = MultiPoint([school.geometry, *(gate.geometry for gate in gates)], srid=25832)
    stops = published("walking_bus_stops").filter(line__in=[line.slug for line in lines])
    return Surroundings(
        entrances=gates,
        ways=list(published("school_ways").filter(**own).order_by("name", "pk")),
        streets=list(published("school_streets").filter(**own).order_by("name", "pk")),
        zones=list(published("drop_off_zones").filter(**own).order_by("name", "pk")),
        bus_lines=lines,
        bus_stops=list(stops.order_by("line", "position", "pk")),
        racks=list(published("bike_racks").filter(**own).order_by("name", "pk")),
        hazards=_near("hazards", here, NEAR_M),
        crossings=_near("crossings", here, NEAR_M),
        slow_areas=_near("speed_zones", here, NEAR_M),
        slow_sections=_near("speed_sections", here, NEAR_M),
        stops=_near("stops", here, STOPS_M),
        accidents=[
            one
            for one in _near("accidents", here, ACCIDENTS_M)
            if one.hour in SCHOOL_HOURS and one.weekday in SCHOOL_DAYS
        ],
    )


def _near(layer: str, here: Point, within_m: float) -> list[Any]:
    """Published rows at most so far away in a straight line, nearest first, with `distance_m`."""
    rows = published(layer).filter(geometry__dwithin=(here, within_m))
    return list(rows.annotate(distance_m=Distance("geometry", here)).order_by("distance_m", "pk"))


def ways_in_degrees(school: School) -> QuerySet[Any]:
    """The recommended ways, each with its course as `degrees` in EPSG:4326."""
    ways = registry.layer("school_ways").published().filter(school=school.slug)
    return ways.annotate(degrees=Transform("geometry", WEB_SRID)).order_by("name", "pk")


def with_ways() -> set[str]:
    """The slugs of schools about whose ways something is published."""
    layers = ("school_ways", "school_streets", "drop_off_zones", "walking_bus_lines")
    parts = [registry.layer(name).published().order_by().values_list("school") for name in layers]
    return {slug for (slug,) in parts[0].union(*parts[1:])}


def network_is_demo() -> bool:
    """Whether ways are computed on a drawn network, on which nobody can walk."""
    return (
        not registry.layer("network_segments")
        .published()
        .filter(dataset__kind=Dataset.Kind.REAL)
        .exists()
    )
