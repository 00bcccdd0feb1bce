"""Databases, rows and doors for the tests of what is published."""

from collections.abc import Iterator

import psycopg
import pytest

from gis_app.door import application
from layers import registry
from layers.publish import counts, extents, pages
from layers.publish.tiles.database import conninfo
from layers.registry import Layer
from tests.factories import make_city, make_school, point
from tests.publish.doors import Door


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Transactions of tests never end and so make no revision."""
    counts.forget()
    pages.forget()
    extents.forget()


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def schools(city) -> list:
    """Five schools from west to east, 0.01 degrees apart; the last has no known pupils."""
    kinds = ("primary", "primary", "gymnasium", "vocational", "special")
    return [
        make_school(
            f"Schule {letter}",
            kind=kind,
            pupils=None if number == 4 else 100 * (number + 1),
            geometry=point(7.80 + number / 100, 51.68),
        )
        for number, (letter, kind) in enumerate(zip("ABCDE", kinds, strict=True))
    ]


@pytest.fixture
def door(own_database: str) -> Iterator[Door]:
    yield Door()
    application.close()


@pytest.fixture
def declare() -> Iterator:
    """Registers a layer for the length of a test."""
    declared = []

    def declare(layer: Layer) -> Layer:
        registry.register(layer)
        declared.append(layer.name)
        return layer

    yield declare
    for name in declared:
        registry.unregister(name)


@pytest.fixture
def second_writer(own_database: str) -> Iterator[psycopg.Connection]:
    """Another connection; it gives up after two seconds of waiting for a lock."""
    with psycopg.connect(conninfo(options="-c lock_timeout=2000"), autocommit=True) as writer:
        yield writer
