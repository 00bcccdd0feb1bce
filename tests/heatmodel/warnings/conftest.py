from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories import make_city
from tests.heatmodel.warnings.answers import Weather, weather_server


@pytest.fixture
def client() -> Client:
    """A visitor who reads German."""
    return Client(headers={"accept-language": "de"})


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def weather(settings, city) -> Iterator[Weather]:
    """The weather service, connected, with nothing to give yet."""
    with weather_server() as server:
        settings.DWD_WARNINGS_URL = server.url("/warnings.zip")
        settings.DWD_TREND_URL = server.url("/hwtrend_{date}.json")
        settings.DWD_WEATHER_URL = server.url("/E422.kmz")
        yield server
