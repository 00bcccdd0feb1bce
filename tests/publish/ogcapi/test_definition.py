"""The API definition keeps its word: thousands of requests made from it, on running servers.

Every operation is asked, by somebody who may write everything, in a database of its own. What
takes long, each bound of each parameter, is asked of three layers (points, areas, the catalogue)
as every layer's operations are made by the same lines; `--deep` asks all that of all.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import Scope, User
from accounts.roles import Role
from tests.conftest import database_url, running_server
from tests.publish.people import account, secret_of

# No schema tells what the languages of `filter` and `datetime` and the mark of a page allow, and
# by the standard a limit above the maximum is no error (OGC 17-069r4, 7.15.3): on these addresses
# it is not asked which requests are accepted, only that each answer is as described. Nor does a
# schema tell where the city is, which names are taken and what is still in use: of writes it is
# asked what is refused, not what is accepted. A write without If-Match is answered as RFC 6585
# has it. "*" is written over any version, so that no request is refused for being late.
CONFIGURATION = """
[parameters]
"header.If-Match" = "*"
[checks]
missing_required_header.expected-statuses = [400, 401, 403, 406, 415, 422, 428, 429]
[[operations]]
include-method = "GET"
include-path-regex = "/items$"
checks.positive_data_acceptance.enabled = false
checks.negative_data_rejection.enabled = false
[[operations]]
include-method-regex = "POST|PUT|PATCH|DELETE"
checks.positive_data_acceptance.enabled = false
"""
OTHERS = r"/collections/(?!records|schools|buildings|\{)"
EVERY_PHASE = ("--phases", "examples,coverage,fuzzing", "--max-examples", "2")
# Whoever tries a wrong secret at hundreds of operations is told to wait (429).
PATIENT = ("--exclude-checks", "ignored_auth")
QUICKLY = ("--phases", "examples,fuzzing", "--max-examples", "1", *PATIENT)
DEEPLY = ("--phases", "examples,coverage,fuzzing", "--max-examples", "25", *PATIENT)


@pytest.fixture(scope="module")
def deep(request) -> bool:
    return request.config.getoption("--deep")


@pytest.fixture
def administered(hamm_database, tmp_path):
    """A server of the test's own, and the token of an account that may do everything."""
    secret = secret_of(User.objects.get(is_superuser=True))
    with running_server(database_url(hamm_database), tmp_path / "server.log") as address:
        yield address, secret


@pytest.fixture
def as_a_stranger(hamm_database, tmp_path):
    """The same for an account that may nothing more than anybody."""
    secret = secret_of(account(Role.CITIZEN), scope=Scope.READ)
    with running_server(database_url(hamm_database), tmp_path / "server.log") as address:
        yield address, secret


def ask(address: str, secret: str, folder: Path, *options: str) -> None:
    """Fails with schemathesis's own report; every operation selected must have been tested."""
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    run = subprocess.run(
        [
            *(Path(sys.executable).parent / "schemathesis", "--config-file", configuration),
            *("run", f"{address}/ogc/api", "--url", f"{address}/ogc"),
            *("--header", f"Authorization: Bearer {secret}"),
            *("--generation-deterministic", "--no-color", *options),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=7200,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    selected, tested = re.findall(r"(?:Selected|Tested): (\d+)", run.stdout)
    assert int(tested) == int(selected) > 0


def test_every_operation_answers_as_the_definition_says(administered, tmp_path, deep):
    ask(*administered, tmp_path, *(DEEPLY if deep else QUICKLY))


def test_every_bound_of_every_parameter(administered, tmp_path, deep):
    if deep:
        pytest.skip("done for every layer by the test above")
    ask(*administered, tmp_path, "--exclude-path-regex", OTHERS, *EVERY_PHASE)


def test_strangers_get_answers_as_described(as_a_stranger, tmp_path, deep):
    if deep:
        ask(*as_a_stranger, tmp_path, *DEEPLY)
    else:
        ask(*as_a_stranger, tmp_path, "--exclude-path-regex", OTHERS, *QUICKLY)
