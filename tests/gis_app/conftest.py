import pytest
from django.test import Client

from tests.factories import make_city


@pytest.fixture
def client() -> Client:
    """A visitor who reads German."""
    return Client(headers={"accept-language": "de"})


@pytest.fixture
def city(db):
    return make_city()
