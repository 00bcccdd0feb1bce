"""A small town drawn by hand, through the database: a sunny street with stairs, a shady one.

Metres east and north of the market place:

    U ──────── Schattenweg ──────── V      100 m further north, all in the shade
    │                               │
    S ── Sonnenallee ─M┄N─ Sonnenallee ── G      in the sun; stairs from M to N

and 800 m further south an island of one street, I to J, that nothing joins to the rest.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from django.contrib.gis.geos import LineString, Point
from django.db import transaction
from django.test import override_settings

from routing.directions import limits
from routing.models import NetworkBuild, SchoolEntrance, Segment
from routing.queries import current_graph
from routing.services import store_edge_shade
from routing.siting import queries as siting
from tests.conftest import _connected_to, _copy_of
from tests.factories import (
    MARKET,
    make_city,
    make_cool_place,
    make_dataset,
    make_school,
    point,
)

PLACES = {
    "S": (0, 0),
    "M": (200, 0),
    "N": (210, 0),
    "G": (400, 0),
    "U": (0, 100),
    "V": (400, 100),
    "I": (0, -800),
    "J": (200, -800),
}
NUMBERS = {name: number for number, name in enumerate(PLACES, 1)}
SATURDAY = "2026-08-01"  # day 213
SHADY, SUNNY = 254, 0


def at(east: float, north: float) -> Point:
    """EPSG:25832."""
    origin = point(*MARKET)
    return Point(origin.x + east, origin.y + north, srid=25832)


def lon_lat(east: float, north: float) -> str:
    """As the API takes it."""
    spot = at(east, north).transform(4326, clone=True)
    return f"{spot.x:.7f},{spot.y:.7f}"


def make_segment(start: str, end: str, name: str = "", **values) -> Segment:
    ends = [at(*PLACES[one]) for one in (start, end)]
    return Segment.objects.create(
        dataset=make_dataset(),
        source_id=f"{start}-{end}",
        geometry=LineString([one.coords for one in ends], srid=25832),
        from_node=NUMBERS[start],
        to_node=NUMBERS[end],
        name=name,
        **{"highway": "residential"} | values,
    )


@pytest.fixture(scope="session")
def town_template(empty_template: str, tmp_path_factory, django_db_blocker) -> Iterator[str]:
    """The town with its shade, committed: the graph in memory follows what is committed."""
    arrays = override_settings(ROUTING_DIR=tmp_path_factory.mktemp("town"))
    with (
        django_db_blocker.unblock(),
        _copy_of(empty_template) as name,
        _connected_to(name),
        arrays,
    ):
        make_city()
        make_segment("S", "M", "Sonnenallee", surface="asphalt")
        make_segment("M", "N", highway="steps", steps=True)
        make_segment("N", "G", "Sonnenallee", surface="sett")
        make_segment("S", "U")
        make_segment("U", "V", "Schattenweg", surface="asphalt", smoothness="good")
        make_segment("V", "G")
        make_segment("I", "J", "Inselweg")
        _shade()
        yield name


@pytest.fixture
def town(town_template: str, django_db_blocker) -> Iterator[None]:
    """The town for reading; what a test adds is rolled back."""
    with django_db_blocker.unblock(), _connected_to(town_template), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _shade() -> None:
    graph = current_graph()
    names = [graph.text("name", edge) for edge in range(len(graph))]
    row = np.array([SUNNY if name == "Sonnenallee" else SHADY for name in names], np.uint8)
    store_edge_shade(graph, np.tile(row, (1, 24, 1)), [213])


@pytest.fixture
def places(town) -> None:
    """One beside the start that closes at 18, one at the goal that closes at 20, one between
    them that tells no hours."""
    make_cool_place("Bücherei", geometry=at(60, 0), opening_hours="Mo-Sa 10:00-18:00")
    make_cool_place("Museum", geometry=at(390, 0), opening_hours="Mo-Sa 12:00-20:00")
    make_cool_place("Kirche", geometry=at(150, 0))
    make_cool_place("Brunnen", kind="drinking_water", geometry=at(200, 120), drinking_water=True)


@pytest.fixture
def school(town) -> None:
    """Between the streets; a gate with steps on the sunny one, another on the shady one."""
    make_school("Talschule", slug="talschule", geometry=at(200, 50))
    for name, spot, step_free in (("Südtor", at(150, 0), "no"), ("Nordtor", at(300, 100), None)):
        SchoolEntrance.objects.create(
            dataset=make_dataset(),
            source_id=name,
            name=name,
            geometry=spot,
            school_id="talschule",
            step_free=step_free,
        )


@pytest.fixture
def demonstration(town) -> None:
    """The same town, but it says that it is one."""
    kind = make_dataset("demo", kind="synthetic")
    NetworkBuild.objects.create(
        dataset=kind,
        token="00000000-0000-4000-8000-000000000001",
        backend="streets",
        source="demo",
        started_at="2026-08-01T00:00Z",
        vertices=6,
        segments=6,
        length_km=1.0,
    )


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    for module in (limits, siting):
        module.forget_all()
    yield
    for module in (limits, siting):
        module.forget_all()
