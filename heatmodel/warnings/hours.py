"""The weather service's hours for the computation of comfort; apart, because that loads much."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from heatmodel.comfort.weather import Weather
from heatmodel.warnings.models import WeatherHour

_HALF_AN_HOUR = timedelta(minutes=30)


def weather_hours(since: datetime, until: datetime) -> list[Weather]:
    """The hours that end after `since` and not after `until`, of the station configured, in order.

    The time of each is its middle, where the sun stands as its mean radiation has it. An hour
    that lacks a value is left out; without a reading the list is empty.
    """
    hours: QuerySet[WeatherHour] = WeatherHour.objects.filter(at__gt=since, at__lte=until)
    if settings.DWD_WEATHER_STATION:
        hours = hours.filter(station=settings.DWD_WEATHER_STATION)
    columns = ("air_c", "humidity_pct", "wind_ms", "global_wm2")
    return [
        Weather(at - _HALF_AN_HOUR, *values)
        for at, *values in hours.order_by("at", "station").values_list("at", *columns)
        if None not in values
    ]
