"""Missing Debian packages: named, installed by whoever may, never half-done."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.start.sandbox import Project

LINE = "apt-get update && apt-get install --no-install-recommends gettext"


@pytest.fixture
def tools(project: Project) -> Path:
    """Every program of this machine but msgfmt and sudo."""
    folder = project.root / "tools"
    folder.mkdir()
    for directory in ("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"):
        for program in Path(directory).iterdir() if Path(directory).is_dir() else []:
            if program.name not in ("msgfmt", "sudo") and not (folder / program.name).exists():
                (folder / program.name).symlink_to(program)
    return folder


def as_nobody(project: Project, tools: Path) -> subprocess.CompletedProcess[str]:
    """`./run` as a user without rights, with `var/` where that user may write."""
    var = project.root / "var"
    var.mkdir()
    command: list[str | Path] = [project.root / "run", "manage", "check"]
    if os.geteuid() == 0:
        os.chown(var, 65534, 65534)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    return subprocess.run(
        command,
        env=project.environment(PATH=str(tools)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_sudo_the_exact_line_for_root_is_printed(project: Project, tools: Path) -> None:
    answer = as_nobody(project, tools)

    assert answer.returncode == 1
    assert LINE in [line.strip() for line in answer.stdout.splitlines()]


def test_with_sudo_exactly_the_missing_is_installed(project: Project, tools: Path) -> None:
    calls = project.root / "var" / "sudo"
    (tools / "sudo").write_text(f'#!/bin/sh\necho "$@" >>{calls}\n')
    (tools / "sudo").chmod(0o755)
    answer = as_nobody(project, tools)

    installer = project.root / "deploy" / "run" / "apt-install.sh"
    assert calls.read_text().splitlines() == ["-v", f"bash {installer} gettext"]
    assert "Still missing after the installation: gettext" in answer.stdout


def test_elsewhere_than_on_debian_it_says_what_is_needed(project: Project, tools: Path) -> None:
    (tools / "apt-get").unlink()
    answer = as_nobody(project, tools)

    assert answer.returncode == 1
    assert "gettext" in answer.stdout
    assert "PostgreSQL with PostGIS" in answer.stdout
