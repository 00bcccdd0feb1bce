"""A process that serves has loaded the network and its kernels before anybody asks."""

import json
import os
import subprocess
import sys

from tests.conftest import ROOT, database_url

WARM = """
import sys, threading
import gis_app.wsgi
for thread in threading.enumerate():
    if thread.name == "warm-up":
        thread.join(120)
print(sorted({"routing.school.views", "layers.publish.paper", "weasyprint"} - sys.modules.keys()))
from routing import queries
print(len(queries.current_graph()))
"""


ASK = """
import json, sys
if sys.argv[1] == "without numba":
    sys.modules["numba"] = None
from django.test import Client
import django
django.setup()
from routing.network.compiling import HAS_NUMBA
answers = [
    Client(SERVER_NAME="localhost").get(f"/api/routing/{address}").json()
    for address in (
        "route?from=7.8142,51.6806&to=7.8210,51.6850&departure=2026-08-01T15:00",
        "isochrone?at=7.8142,51.6806&minutes=5&departure=2026-08-01T15:00",
        "nearest?from=7.8142,51.6806&layer=cool_places&departure=2026-08-01T15:00",
    )
]
print(json.dumps([HAS_NUMBA, answers]))
"""


def served(name: str, code: str = WARM, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(name)},
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_it_is_warm_with_a_network(hamm_database: str) -> None:
    answer = served(hamm_database)
    not_loaded, segments = answer.stdout.splitlines()
    assert not_loaded == "[]" and int(segments) > 1000, answer.stderr


def test_it_starts_without_one(own_database: str) -> None:
    answer = served(own_database)
    assert "NoNetwork" in answer.stderr.splitlines()[-1]


def test_without_numba_it_answers_the_same(hamm_database: str) -> None:
    """scipy searches; a start without the compiler, as on a machine for which it has no wheel."""
    (fast, ours), (slow, theirs) = (
        json.loads(served(hamm_database, ASK, kind).stdout.splitlines()[-1])
        for kind in ("with numba", "without numba")
    )
    assert (fast, slow) == (True, False)
    assert len(ours[0]["features"][0]["geometry"]["coordinates"]) > 5
    assert theirs == ours
