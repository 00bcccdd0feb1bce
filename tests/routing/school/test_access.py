"""Cars to a drop-off zone, on a drawn map: the main road, a street with the school, its end."""

import pytest

from routing.network.graph import Graph
from routing.school import access
from tests.routing.drawing import Drawing, lonlat


@pytest.fixture
def town(drawn) -> Graph:
    """Metres east and north; 4 to 5 is a path, so nobody drives round.

    1 ══ main road ══ 2
    │                 │
    3 ── school       4 ┄ path ┄ 5
    6
    """
    nodes = {1: (0, 400), 2: (600, 400), 3: (0, 200), 4: (600, 100), 5: (300, 0), 6: (0, 0)}
    ways = [
        (1, [1, 2], {"highway": "secondary"}),
        (2, [1, 3], {"highway": "residential"}),
        (3, [3, 6], {"highway": "residential"}),
        (4, [2, 4], {"highway": "residential"}),
        (5, [4, 5, 6], {"highway": "footway"}),
    ]
    return drawn(Drawing(nodes, ways))


GATE = lonlat(20, 200)


@pytest.mark.parametrize(
    ("zone", "passing"),
    [
        ((5, 30), True),  # behind the school
        ((5, 350), False),  # before it
        ((605, 120), False),  # in the other street
        ((300, 405), False),  # at the main road
    ],
)
def test_who_drives_behind_the_school_passes_it(town, zone, passing) -> None:
    assert access.passes(town, lonlat(*zone), [GATE]) is passing


def test_a_second_gate_counts_too(town) -> None:
    assert access.passes(town, lonlat(605, 120), [GATE, lonlat(590, 300)]) is True


def test_far_from_streets_or_without_a_main_road_it_is_unknown(town, drawn) -> None:
    assert access.passes(town, lonlat(0, 2000), [GATE]) is None
    lane = drawn(Drawing({1: (0, 0), 2: (900, 0)}, [(1, [1, 2], {"highway": "residential"})]))
    assert access.passes(lane, lonlat(100, 0), [GATE]) is None
