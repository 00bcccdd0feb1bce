"""The city of this installation, as every page needs it."""

from dataclasses import dataclass

from layers.ground.crs import WEB_SRID
from layers.ground.models import City
from layers.hours import HAMM, Calendar, calendar_of


@dataclass(frozen=True)
class Site:
    """`city` is None until an import has made one; then there is nothing to show either."""

    city: City | None
    calendar: Calendar
    centre: tuple[float, float] | None = None  # longitude, latitude
    bounds: tuple[float, float, float, float] | None = None  # west, south, east, north


def site() -> Site:
    """One query."""
    city = City.objects.first()
    if city is None:
        return Site(None, HAMM)
    centre = city.centre.transform(WEB_SRID, clone=True)
    return Site(
        city,
        calendar_of(city.ags, centre.y, centre.x),
        (round(centre.x, 6), round(centre.y, 6)),
        city.boundary.transform(WEB_SRID, clone=True).extent,
    )
