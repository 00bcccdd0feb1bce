"""The interface as its own definition describes it, asked by schemathesis over HTTP."""

import subprocess
import sys
from pathlib import Path

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)


def test_every_answer_is_as_the_definition_says(site, tmp_path: Path) -> None:
    """Those refused because this address asks too often (429) are answers too."""
    run = subprocess.run(
        [
            *(Path(sys.executable).parent / "schemathesis", "run"),
            *(f"{site}/api/routing/openapi.json", "--url", f"{site}/api/routing"),
            *("--checks", CHECKS, "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", "12", "--generation-deterministic", "--max-time", "40"),
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert " passed" in run.stdout
