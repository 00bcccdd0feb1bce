"""The API definition keeps its word: thousands of requests made from it, on a running server.

The account of these requests may read and nothing else, so they change nothing for other tests.
"""

import subprocess
import sys
from pathlib import Path

# No schema tells what the languages of `filter` and `datetime` and the mark of a page allow, and
# by the standard a limit above the maximum is no error (OGC 17-069r4, 7.15.3): on these addresses
# it is not asked which requests are accepted, only that each answer is as described.
CONFIGURATION = """
[[operations]]
include-method = "GET"
include-path-regex = "/items$"
checks.positive_data_acceptance.enabled = false
checks.negative_data_rejection.enabled = false
"""
# Every layer's operations are made by the same lines; these have points, areas and a catalogue.
OTHERS = r"/collections/(?!records|schools|buildings|\{)"
READER = """
from datetime import timedelta
from django.utils import timezone
from accounts import credentials
from accounts.models import Credential, Scope, User
now = timezone.now()
made = credentials.create(
    User.objects.create_user("leser"), Credential.Kind.TOKEN, "Test",
    scopes=list(Scope), expires=now + timedelta(hours=1), now=now,
)
print("token:" + made[1])
"""


def test_every_answer_is_as_the_definition_says(site, tmp_path: Path):
    token = site.manage("shell", "-c", READER).rpartition("token:")[2].strip()
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    run = subprocess.run(
        [
            *(Path(sys.executable).parent / "schemathesis", "--config-file", configuration),
            *("run", f"{site}/ogc/api", "--url", f"{site}/ogc"),
            *("--header", f"Authorization: Bearer {token}"),
            *("--exclude-path-regex", OTHERS),
            *("--phases", "examples,coverage,fuzzing"),
            *("--max-examples", "2", "--generation-deterministic", "--max-time", "40"),
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert " passed" in run.stdout
