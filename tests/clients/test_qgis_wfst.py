"""QGIS 3.22 reads layers and saves edits by WFS-T 1.1; the map shows them at once.

QGIS comes with the system's Python (Debian: python3-qgis), installed with the test tier.
"""

import json
import math
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import mapbox_vector_tile
import psycopg
import pytest
from django.utils import timezone
from pyproj import Transformer

from tests.conftest import database_url, running_server

PYTHON = "/usr/bin/python3"
SESSION = Path(__file__).with_name("qgis_session.py")


def _has_qgis() -> bool:
    try:
        command = [PYTHON, "-c", "import qgis.core"]
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


pytestmark = pytest.mark.skipif(
    not _has_qgis(), reason="QGIS (apt install python3-qgis) is not installed"
)


@pytest.fixture
def house(hamm_database: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A server of its own, whose rows may be changed, and two editors of schools."""
    from accounts import credentials
    from accounts.models import Credential, Scope, User
    from accounts.roles import Role, assign

    secrets = {}
    for name in ("erika", "max"):
        user = User.objects.create_user(name, "ein langes Kennwort nur fuer Tests")
        assign(user, Role.SCHOOL_EDITOR)
        now = timezone.now()
        secrets[name] = credentials.create(
            user,
            Credential.Kind.APP_PASSWORD,
            "QGIS",
            scopes=[Scope.EDIT],
            expires=now + timedelta(days=1),
            now=now,
        )[1]
    url = database_url(hamm_database)
    with running_server(url, tmp_path / "server.log") as address:
        yield SimpleNamespace(address=address, url=url, secrets=secrets)


def start(house: SimpleNamespace, step: str, account: str = "") -> subprocess.Popen:
    return subprocess.Popen(
        [PYTHON, SESSION, house.address, account, house.secrets.get(account, ""), step],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(process: subprocess.Popen, typed: str = "") -> dict:
    output, errors = process.communicate(typed, timeout=120)
    assert process.returncode == 0, errors
    return json.loads(output.splitlines()[-1])


def school(house: SimpleNamespace, name: str) -> tuple | None:
    with psycopg.connect(house.url) as connection:
        return connection.execute(
            "SELECT pupils, social_index, ST_X(geometry), ST_Y(geometry) FROM layers_school"
            " WHERE name = %s",
            [name],
        ).fetchone()


def test_it_reads_filters_and_cuts(house):
    found = told(start(house, "reading"))
    with psycopg.connect(house.url) as connection:
        rows = connection.execute(
            "SELECT name, kind, ST_X(geometry), ST_Y(geometry) FROM layers_school WHERE published"
        ).fetchall()
    expected = sorted(row[0] for row in rows)
    for version in ("1.1.0", "2.0.0"):
        seen = found[version]
        assert sorted(seen["names"]) == expected
        assert sorted(seen["primary"]) == sorted(row[0] for row in rows if row[1] == "primary")
        inside = [
            row[0]
            for row in rows
            if 413_000 <= row[2] <= 418_000 and 5_720_000 <= row[3] <= 5_726_000
        ]
        assert 0 < len(inside) < len(rows)
        assert sorted(seen["boxed"]) == sorted(inside)
        assert seen["crs"] == "EPSG:25832"
        name, x, y = seen["first"]
        assert (x, y) == pytest.approx(next(row[2:] for row in rows if row[0] == name), abs=0.001)


def test_it_saves_and_the_map_shows_it(house):
    done = told(start(house, "editing", "erika"))
    assert done["saved"], done["errors"]
    assert done["saved_again"], done["errors_again"]
    assert school(house, "Aus QGIS & so") == (None, 4, 418_400, 5_726_000)
    assert school(house, "Neu aus QGIS")[2:] == (418_500, 5_726_100)
    assert school(house, done["changed"]) is None
    assert school(house, done["deleted"]) is None
    assert {"Aus QGIS & so", "Neu aus QGIS"} <= names_on_the_map(house, 418_400, 5_726_000)
    with psycopg.connect(house.url) as connection:
        [doors] = connection.execute(
            "SELECT array_agg(DISTINCT c.door || ' ' || u.username) FROM layers_changeset c"
            " JOIN accounts_user u ON u.id = c.account_id"
        ).fetchone()
    assert doors == ["wfs erika"]


def test_a_foreign_change_is_refused_and_the_edit_is_kept(house):
    mine = start(house, "conflict", "erika")
    name = json.loads(mine.stdout.readline())["reading"]
    theirs = told(start(house, "editing", "max"))
    assert theirs["changed"] == name
    done = told(mine, "go on\n")
    assert not done["saved"]
    assert done["still_in_buffer"]
    assert re.search("[Ss]omeone else|[Ss]omebody else", " ".join(done["errors"]))
    assert school(house, "Meine Fassung") is None
    assert school(house, "Aus QGIS & so")


def test_a_reader_cannot_save(house):
    done = told(start(house, "editing"))
    assert not done["saved"]
    assert school(house, done["changed"])


def names_on_the_map(house: SimpleNamespace, x: float, y: float, zoom: int = 14) -> set[str]:
    """Of the schools on the tile at this place."""
    lon, lat = Transformer.from_crs(25832, 4326, always_xy=True).transform(x, y)
    column = int((lon + 180) / 360 * 2**zoom)
    row = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
    address = f"{house.address}/tiles/schools/{zoom}/{column}/{row}.mvt"
    with urllib.request.urlopen(address, timeout=10) as answer:
        tile = mapbox_vector_tile.decode(answer.read())
    return {one["properties"]["name"] for one in tile["schools"]["features"]}
