"""What `./run` says before it does anything."""

import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.start.sandbox import CHECKOUT, Project


def test_help_lists_every_subcommand(project: Project) -> None:
    script = (project.root / "run").read_text()
    cases = set(
        re.findall(
            r"^        (\w+)[ |].*\) ?(?:\w+ \"\$@\"|help) ;;|^        (\w+)\) ", script, re.M
        )
    )
    subcommands = {name for pair in cases for name in pair if name}
    listed = set(re.findall(r"^\./run (\w+)", project("help").stdout, re.M))

    assert subcommands - {"start"} == listed
    assert {"stop", "dev", "test", "lint", "bench", "manage", "demo", "lock"} <= listed


def test_an_unknown_subcommand_fails_and_shows_the_list(project: Project) -> None:
    answer = project("launch")

    assert answer.returncode == 1
    assert "./run stop" in answer.stdout
    assert "no subcommand launch" in answer.stdout


@pytest.mark.parametrize("command", ["start", "stop", "dev", "demo", "lint", "lock", "bench"])
@pytest.mark.parametrize("wish", ["-h", "--help"])
def test_who_asks_what_a_subcommand_does_starts_nothing(
    project: Project, command: str, wish: str
) -> None:
    answer = project(command, wish)

    assert answer.returncode == 0
    (line,) = answer.stdout.splitlines()
    assert line in project("help").stdout.splitlines()
    assert line.startswith("./run " if command == "start" else f"./run {command} ")
    assert not (project.root / "var").exists()


@pytest.mark.parametrize("command", ["start", "dev"])
def test_a_busy_port_is_named_with_a_way_out_before_any_work(
    project: Project, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = project(command, PORT=str(port))

    assert answer.returncode == 1
    assert f"Port {port} is in use" in answer.stdout
    assert f"PORT={port + 1} ./run" in answer.stdout
    assert not (project.root / "var").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "80 80"])
def test_a_port_must_be_a_port(project: Project, port: str) -> None:
    answer = project(PORT=port)

    assert answer.returncode == 1
    assert "not a port number" in answer.stdout


def test_stop_is_content_when_nothing_runs(project: Project) -> None:
    answer = project("stop")

    assert answer.returncode == 0
    assert answer.stdout == "The map is not running.\n"


FAILING_STEP = """
    source deploy/run/terminal.sh
    step "Front end" "Look at line 7." sh -c 'echo syntax error; exit 3'
    echo unreachable
"""


def fail_in_a_step(project: Project, before: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euc", f"VAR=var ROOT=.; {before} {FAILING_STEP}"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_a_failing_step_shows_its_output_and_a_way_out(project: Project) -> None:
    answer = fail_in_a_step(project)

    assert answer.returncode == 1
    for part in ("syntax error", "Front end: failed with status 3", "Look at line 7.", "setup.log"):
        assert part in answer.stdout
    assert "unreachable" not in answer.stdout


def test_a_full_disk_is_named_as_the_reason(project: Project) -> None:
    answer = fail_in_a_step(project, before="df() { printf 'Avail\\n 12\\n'; };")

    assert "The disk is full" in answer.stdout


def test_the_scripts_are_shellcheck_clean() -> None:
    scripts = ["run", ".ci/run", "deploy/run/apt-install.sh"]
    subprocess.run(
        [CHECKOUT / ".venv/bin/shellcheck", "--external-sources", "--check-sourced", *scripts],
        cwd=CHECKOUT,
        check=True,
    )


def test_locks_name_hashes_and_no_host() -> None:
    locks = sorted(Path(CHECKOUT, "requirements").glob("*.txt"))

    assert [lock.stem for lock in locks] == ["bench", "bootstrap", "runtime", "test"]
    for lock in locks:
        text = lock.read_text()
        assert text.count("--hash=sha256:") >= len(re.findall(r"^\S+==", text, re.M)) > 0
        assert "http" not in text
        assert "--index" not in text
