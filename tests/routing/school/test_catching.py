"""Catchments as a layer: every street belongs to the primary school that is nearest on foot."""

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from layers.base.models import School
from layers.ground.models import TableRevision
from layers.importing.models import ImportRun
from layers.registry import layer
from routing.models import SchoolCatchment
from routing.queries import current_graph
from routing.school import catching, queries, walking
from routing.tasks import compute_catchments


@pytest.fixture
def computed(hamm_database) -> list[ImportRun]:
    return catching.refresh()


def test_each_way_lies_in_the_catchment_of_its_nearest_school(computed) -> None:
    graph = current_graph()
    rows = {row.school_id: row for row in SchoolCatchment.objects.all()}
    assert len(rows) > 15
    schools = {slug: queries.school(slug) for slug in rows}
    assert {school.kind for school in schools.values()} == {School.Kind.PRIMARY}
    for slug in sorted(rows)[::6]:
        spot = Point(*rows[slug].geometry[0].interpolate_normalized(0.5).coords, srid=25832)
        far = {}
        for other, school in schools.items():
            (way,) = walking.walks(graph, [spot], queries.goals(school))
            far[other] = way.length_m or 1e9
        assert far[slug] <= min(far.values()) + 1


def test_on_the_map_of_a_school_no_catchment_passes_for_a_way(
    hamm_database, client: Client
) -> None:
    """There the recommended ways are green lines, as one kind of catchment is on the city's map."""
    address = "/schulen/geistschule/karte-breit-light.svg"
    before = client.get(address).content
    catching.refresh()
    assert SchoolCatchment.objects.exists()
    assert client.get(address).content == before


def test_all_ways_of_the_network_are_shared_out_once(computed) -> None:
    graph = current_graph()
    walkable = graph.arrays["length"][graph.arrays["snappable"] & 1 > 0].sum() / 1000
    shared = sum(row.length_km for row in SchoolCatchment.objects.all())
    assert shared == pytest.approx(walkable, rel=0.02)
    drawn = sum(row.geometry.length for row in SchoolCatchment.objects.all()) / 1000
    assert drawn == pytest.approx(shared, rel=0.01)


def test_the_same_again_writes_nothing(computed) -> None:
    before = TableRevision.objects.get(pk="routing_schoolcatchment").revision
    (run,) = catching.refresh()
    assert (run.created, run.updated, run.withdrawn) == (0, 0, 0)
    assert TableRevision.objects.get(pk="routing_schoolcatchment").revision == before


def test_a_school_that_closes_leaves_its_ways_to_the_others(computed) -> None:
    gone = SchoolCatchment.objects.first().school_id
    total = sum(row.length_km for row in SchoolCatchment.objects.all())
    School.objects.filter(slug=gone).update(published=False)
    catching.refresh()
    rows = layer("school_catchments").published()
    assert not rows.filter(school=gone).exists()
    assert sum(row.length_km for row in rows) == pytest.approx(total, rel=0.01)


def test_it_is_published_and_says_what_it_is(computed, client: Client) -> None:
    page = client.get("/ebenen/school_catchments/").content.decode()
    assert "kein amtlicher Schulbezirk" in page
    answer = client.get("/ogc/collections/school_catchments/items?limit=1&f=json").json()
    assert answer["features"][0]["geometry"]["type"] == "MultiLineString"
    assert SchoolCatchment.objects.first().dataset.kind == "synthetic"


def test_a_new_network_asks_for_them_in_the_background(hamm_database) -> None:
    """Loading the fixtures has built one."""
    job = ProcrastinateJob.objects.get(task_name="routing.tasks.compute_catchments")
    assert job.status == "todo"
    assert compute_catchments() and SchoolCatchment.objects.exists()


def test_without_a_network_there_are_none(own_database) -> None:
    assert compute_catchments() is False
