"""Who reaches what, in the demonstration city and in a drawn one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from layers.base.models import CensusCell
from layers.hours import HAMM
from layers.registry import layer
from routing import covering, engine
from routing.covering import People
from routing.engine import Costs
from routing.queries import current_graph
from tests.routing.drawing import Drawing, grid, lonlat

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def street(drawn):
    """2 km from west to east, with a crossing every 100 m."""
    nodes = {n + 1: (100 * n, 0) for n in range(21)}
    return drawn(
        Drawing(nodes, [(n, [n, n + 1], {"highway": "residential"}) for n in range(1, 21)])
    )


def at(graph, *metres: float) -> People:
    """Ten people at each of these places along the street."""
    return People(graph.snap([lonlat(x, 0) for x in metres], "foot"), np.full(len(metres), 10.0))


def test_people_are_counted_by_minutes(street):
    who = at(street, 100, 500, 900, 1300, 2000)
    found = covering.coverage(street, [lonlat(0, 0)], who, Costs())
    assert found.within == {5: 10.0, 10: 20.0, 15: 30.0} and found.total == 50  # 417, 833, 1250 m
    assert found.seconds[0] == pytest.approx(72, rel=1e-3)


def test_without_destinations_nobody_is_served(street):
    found = covering.coverage(street, [], at(street, 100), Costs())
    assert found.within == {5: 0, 10: 0, 15: 0} and found.share(5) == 0
    nobody = covering.coverage(street, [], at(street), Costs())
    assert nobody.share(5) is None


def test_the_best_next_sites_serve_most_people_first(street):
    who = at(street, 0, 800, 850, 900, 1900, 2000)
    served = covering.coverage(street, [lonlat(0, 0)], who, Costs(), minutes=(5,))
    given = [lonlat(850, 0), lonlat(1950, 0), lonlat(400, 0)]
    sites = covering.best_sites(street, who, served, Costs(), minutes=5, number=3, places=given)
    assert [site.gain for site in sites] == [30, 20]
    assert sites[0].lonlat == pytest.approx(lonlat(850, 0), abs=1e-5)
    ours = covering.best_sites(street, who, served, Costs(), minutes=5, number=2)
    assert [site.gain for site in ours] == [30, 20]


def test_sites_prepared_once_follow_a_place_that_is_dragged(street):
    who = at(street, 0, 800, 850, 900, 1900, 2000)
    prepared = covering.candidates(street, who, Costs(), minutes=5)
    for east, gains in ((0, [30, 20]), (850, [20, 10]), (1950, [30, 10])):
        served = covering.coverage(street, [lonlat(east, 0)], who, Costs(), minutes=(5,))
        assert [site.gain for site in prepared.best(served, number=2)] == gains
        once = covering.best_sites(street, who, served, Costs(), minutes=5, number=2)
        assert [site.gain for site in once] == gains


def test_catchments_part_the_network_in_the_middle(street):
    found = engine.nearest(street, [lonlat(0, 0), lonlat(1000, 0)], Costs())
    shared = engine.catchments(found)
    metres = [
        sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in shared.lines(number))
        for number in (0, 1)
    ]
    assert metres == pytest.approx([500, 1500], rel=1e-3)


def test_catchments_of_a_grid_add_up(drawn):
    graph = drawn(grid(6, 5, 70.0))
    found = engine.nearest(graph, [lonlat(0, 0), lonlat(350, 280), lonlat(35, 70)], Costs())
    shared = engine.catchments(found)
    length = graph.arrays["length"][shared.spans.edge] * (shared.spans.stop - shared.spans.start)
    assert length.sum() == pytest.approx(graph.arrays["length"].sum())
    assert set(shared.which.tolist()) == {0, 1, 2}


def test_all_people_of_the_census_have_a_home(hamm):
    graph = current_graph()
    who = covering.people(graph)
    counted = sum(CensusCell.objects.values_list("inhabitants", flat=True))
    assert who.number.sum() == pytest.approx(counted)
    assert (who.places.edge >= 0).mean() > 0.95


def test_at_night_fewer_people_have_an_open_cool_place_near(hamm):
    graph = current_graph()
    who = covering.people(graph)
    shares = {}
    for hour in (15, 23):
        moment = datetime(2026, 8, 5, hour, tzinfo=BERLIN)
        places = covering.places_at(layer("cool_places"), moment, HAMM)
        assert len(places.pks) == len(places.states) == len(places.lonlat) == 52
        opened = places.only_open()
        found = covering.coverage(graph, list(map(tuple, opened.lonlat)), who, Costs())
        shares[hour] = found.share(15)
    assert shares[23] < shares[15] < 1


def test_places_without_hours_are_always_open(hamm):
    moment = datetime(2026, 8, 5, 3, tzinfo=BERLIN)
    assert set(covering.places_at(layer("stops"), moment, HAMM).states) == {"always"}
