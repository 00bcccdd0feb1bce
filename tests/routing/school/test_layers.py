"""Ways to school are layers like any other: edited by the one way in, seen through every door."""

import json

import pytest
from django.test import Client

from accounts.models import User
from layers import registry
from layers.editing.errors import Invalid
from layers.editing.services import Change, undo, write
from routing.models import Hazard, SchoolEntrance, WalkingBusLine, WalkingBusStop
from tests.factories import line, make_city, make_school, point

NAMES = [
    "school_entrances",
    "school_ways",
    "hazards",
    "crossings",
    "speed_zones",
    "speed_sections",
    "school_streets",
    "drop_off_zones",
    "walking_bus_lines",
    "walking_bus_stops",
    "bike_racks",
    "accidents",
]
ADMIN = {"door": "admin"}


@pytest.fixture
def staff(db) -> User:
    make_city()
    return User.objects.create_superuser("stadt", password="ein langes Kennwort nur fuer Tests")


def insert(layer: str, staff: User, **values):
    change = Change(registry.layer(layer), "insert", values)
    return write([change], account=staff, **ADMIN).written[0].pk


@pytest.mark.parametrize("name", NAMES)
def test_each_is_declared_and_listed(hamm, client: Client, name: str) -> None:
    assert registry.layer(name).public
    assert client.get(f"/ebenen/{name}/").status_code == 200
    assert client.get(f"/ogc/collections/{name}/items?f=json").status_code == 200
    assert client.get(f"/verwaltung/routing/{registry.layer(name).model._meta.model_name}/")


def test_a_row_names_its_school_by_slug(staff: User) -> None:
    school = make_school("Talschule", slug="talschule")
    by_row = insert("school_entrances", staff, name="Tor", school=school, geometry=point())
    by_name = insert("school_entrances", staff, name="Tür", school="talschule", geometry=point())
    found = SchoolEntrance.objects.filter(school=school).values_list("pk", flat=True)
    assert set(found) == {by_row, by_name}


def test_a_school_that_is_not_there_is_refused_at_its_field(staff: User) -> None:
    with pytest.raises(Invalid) as refusal:
        insert("school_entrances", staff, name="Tor", school="nirgends", geometry=point())
    assert "school" in refusal.value.errors


@pytest.mark.parametrize("text", ["morgens", "Mo-Fr 25:00-26:00:00", "07:15–"])
def test_times_outside_the_grammar_are_refused(staff: User, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        insert("hazards", staff, name="Ecke", kind="speed", times=text, geometry=point())
    assert "times" in refusal.value.errors


def test_an_approval_names_who_gave_it(staff: User) -> None:
    make_school("Talschule", slug="talschule")
    with pytest.raises(Invalid):
        insert(
            "school_ways",
            staff,
            name="Weg",
            school="talschule",
            approved_on="2026-09-01",
            geometry=line((7.81, 51.68), (7.82, 51.681)),
        )


def test_a_walking_bus_gets_an_address_and_stops_in_order(staff: User, client: Client) -> None:
    make_school("Talschule", slug="talschule")
    values = {"name": "Laufbus Ost", "school": "talschule"}
    insert("walking_bus_lines", staff, geometry=line((7.81, 51.68), (7.82, 51.681)), **values)
    bus = WalkingBusLine.objects.get()
    for position, departs in ((2, "07:30"), (1, "07:20")):
        stop = {"name": f"Halt {position}", "line": bus.slug, "position": position}
        insert("walking_bus_stops", staff, geometry=point(), departs=departs, **stop)
    answer = client.get(f"/schulen/laufbus/{bus.slug}/")
    assert answer.url == f"/schulen/talschule/#laufbus-{bus.slug}"
    page = client.get("/schulen/talschule/").content.decode()
    assert page.index("Halt 1") < page.index("Halt 2")
    assert WalkingBusStop.objects.count() == 2


def test_stops_go_and_come_back_with_their_line(staff: User) -> None:
    make_school("Talschule", slug="talschule")
    way = {"school": "talschule", "geometry": line((7.81, 51.68), (7.82, 51.681))}
    key = insert("walking_bus_lines", staff, name="Laufbus Ost", **way)
    bus = WalkingBusLine.objects.get(pk=key)
    for position in (1, 2):
        stop = {"name": f"Halt {position}", "line": bus.slug, "position": position}
        insert("walking_bus_stops", staff, geometry=point(), **stop)
    delete = Change(registry.layer("walking_bus_lines"), "delete", pk=key, seen_version=1)
    made = write([delete], account=staff, **ADMIN)
    assert not WalkingBusLine.objects.exists() and not WalkingBusStop.objects.exists()
    undo(made, account=staff, **ADMIN)
    assert WalkingBusLine.objects.get().slug == bus.slug
    names = WalkingBusStop.objects.filter(line=bus.slug).values_list("name", flat=True)
    assert sorted(names) == ["Halt 1", "Halt 2"]


def test_the_api_speaks_of_schools_by_slug(hamm, client: Client) -> None:
    answer = client.get(
        "/ogc/collections/drop_off_zones/items",
        {"f": "json", "filter": "school='josefschule'", "filter-lang": "cql2-text"},
    )
    [zone] = json.loads(answer.content)["features"]
    assert zone["properties"]["school"] == "josefschule"
    assert zone["properties"]["times"] == "Mo-Fr 07:00-08:30,14:30-15:30; PH,SH off"


def test_what_is_not_published_is_on_no_page(hamm, client: Client) -> None:
    Hazard.objects.filter(kind="driveway").update(published=False)
    page = client.get("/schulen/geistschule/").content.decode()
    assert "Kreuzung am Schulweg West" in page
    assert "Ausfahrt am Schulweg Nord" not in page
