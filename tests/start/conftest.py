"""Projects to try `./run` in."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.start.sandbox import Project, make_project, remove_project


@pytest.fixture
def project() -> Iterator[Project]:
    """In a folder that everybody may enter."""
    root = Path(tempfile.mkdtemp(prefix="hamm-start-", dir="/tmp"))
    root.chmod(0o755)
    project = make_project(root)
    yield project
    remove_project(project)


@pytest.fixture(scope="module")
def closed_project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Deep in folders that only we may enter; its database cluster is kept between the tests."""
    root = tmp_path_factory.mktemp("closed") / "/".join(["a-long-name-for-a-folder"] * 4) / "map"
    root.mkdir(parents=True)
    project = make_project(root)
    yield project
    remove_project(project)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
