"""A database of its own for each test, and the door that serves it."""

from collections.abc import Iterator

import psycopg
import pytest

from gis_app.wsgi import application
from layers import registry
from layers.publish.tiles.database import conninfo
from layers.registry import Layer
from tests.publish.doors import Door


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
