"""The fixtures of Hamm with a heat model: computed once, on coarse cells, into a folder of its own.

`heat`: for reading; what the test writes is rolled back. `heat_site`: a running server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.conftest import Site, _connected_to, _copy_of, database_url, running_server

SHADE_M = 16.0


@contextmanager
def folders(place: Path) -> Iterator[None]:
    """Rasters and networks of these tests lie in `place`."""
    before = settings.HEAT_DIR, settings.ROUTING_DIR
    settings.HEAT_DIR, settings.ROUTING_DIR = place / "heat", place / "routing"
    try:
        yield
    finally:
        settings.HEAT_DIR, settings.ROUTING_DIR = before


@pytest.fixture(scope="session")
def heat_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("heat")


@pytest.fixture(scope="session")
def heat_template(hamm_template: str, heat_folder: Path, django_db_blocker) -> Iterator[str]:
    from heatmodel.coverage.services import compute as cover
    from heatmodel.demo.services import compute

    with django_db_blocker.unblock(), _copy_of(hamm_template) as name:
        with _connected_to(name), folders(heat_folder):
            compute(shade_m=SHADE_M)
            cover()
        yield name


@pytest.fixture(scope="session")
def _heat_for_reading(heat_template: str, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), _copy_of(heat_template) as name:
        yield name


@pytest.fixture
def heat(_heat_for_reading: str, heat_folder: Path, django_db_blocker) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        _connected_to(_heat_for_reading),
        folders(heat_folder),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def heat_site(
    heat_template: str, heat_folder: Path, tmp_path_factory, django_db_blocker
) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("heat-server") / "server.log"
    with pytest.MonkeyPatch.context() as environment, django_db_blocker.unblock():
        environment.setenv("HEAT_DIR", str(heat_folder / "heat"))
        environment.setenv("ROUTING_DIR", str(heat_folder / "routing"))
        with _copy_of(heat_template) as name:
            url = database_url(name)
            with running_server(url, log) as address:
                site = Site(address)
                site.database, site.database_url = name, url
                yield site


@pytest.fixture
def client() -> Client:
    """A visitor who reads German."""
    return Client(headers={"accept-language": "de"})
