"""The city of this installation, as every page needs it."""

from dataclasses import dataclass

from django.contrib.gis.db.models.functions import Envelope, Transform

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
    city = (
        City.objects.defer("boundary", "centre")
        .annotate(
            lon_lat=Transform("centre", WEB_SRID),
            box=Envelope(Transform("boundary", WEB_SRID)),
        )
        .first()
    )
    if city is None:
        return Site(None, HAMM)
    lon, lat = city.lon_lat.coords
    calendar = calendar_of(city.ags, lat, lon)
    return Site(city, calendar, (round(lon, 6), round(lat, 6)), city.box.extent)
