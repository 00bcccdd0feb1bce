"""Graphs for the tests of routing: drawn ones, and those of real extracts."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from routing.network.build import graph_from_file
from routing.network.graph import Graph
from tests.routing.drawing import Drawing


@pytest.fixture(autouse=True)
def routing_dir(settings, tmp_path: Path) -> Path:
    """Arrays of a test lie in a folder of its own."""
    settings.ROUTING_DIR = tmp_path / "routing"
    return settings.ROUTING_DIR


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[Drawing], Graph]:
    """The graph of a drawing, through the file that a command would read."""
    return lambda drawing: graph_from_file(drawing.write(tmp_path / "drawn.osm"))


@pytest.fixture(scope="session")
def kaiserslautern(shared_data: Path) -> Graph:
    return graph_from_file(shared_data / "osm" / "kaiserslautern.osm.gz")


@pytest.fixture(scope="session")
def pairs(kaiserslautern: Graph) -> np.ndarray:
    """1,000 pairs of vertices 300 to 3,000 m apart as the crow flies, both on the mainland."""
    arrays = kaiserslautern.arrays
    on_foot = arrays["ends"][arrays["snappable"] & 1 > 0]
    vertices = np.unique(on_foot)
    random = np.random.default_rng(7)
    drawn = random.choice(vertices, size=(20_000, 2))
    x, y = arrays["x"][drawn], arrays["y"][drawn]
    apart = np.hypot(x[:, 0] - x[:, 1], y[:, 0] - y[:, 1])
    return drawn[(apart >= 300) & (apart <= 3000)][:1000]
