"""A process that serves has loaded the network and its kernels before anybody asks."""

import os
import subprocess
import sys

from tests.conftest import ROOT, database_url

WARM = """
import threading
import gis_app.wsgi
for thread in threading.enumerate():
    if thread.name == "routing warm-up":
        thread.join(120)
from routing import queries
print(len(queries.current_graph()))
"""


def served(name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WARM],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(name)},
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_it_is_warm_with_a_network(hamm_database: str) -> None:
    answer = served(hamm_database)
    assert int(answer.stdout) > 1000, answer.stderr


def test_it_starts_without_one(own_database: str) -> None:
    answer = served(own_database)
    assert "NoNetwork" in answer.stderr.splitlines()[-1]
