"""What is within reach, what is nearest, tables, limits, the description, and what is kept."""

import gzip
import json
import logging

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from openapi_spec_validator import validate
from shapely.geometry import shape

from layers.models import CensusCell
from routing.directions import limits
from routing.models import SchoolEntrance
from tests.factories import make_cool_place, make_dataset
from tests.routing.api.conftest import SATURDAY, at, lon_lat

START, GOAL = lon_lat(0, 0), lon_lat(400, 0)
AFTERNOON = f"{SATURDAY}T15:00"
WALK_MPS = 5 / 3.6


def get(client, name: str, **query) -> dict:
    answer = client.get(f"/api/routing/{name}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_reach_is_what_can_be_walked_from_the_corner(client, town) -> None:
    """A minute is 83.3 m along each of the two streets that begin at S."""
    document = get(client, "isochrone", at=START, minutes="1,2", departure=AFTERNOON)
    one, two = document["features"]
    assert one["properties"]["length_m"] == pytest.approx(2 * 60 * WALK_MPS, abs=0.5)
    area = shape(one["geometry"])
    assert area.is_valid
    assert area.contains(shape({"type": "Point", "coordinates": document["at"]}))
    assert shape(two["geometry"]).area > area.area


def test_felt_reach_goes_further_in_the_shade(client, town) -> None:
    """Of 83.3 felt metres 71.8 are walked in the sun, all of them in the shade."""
    document = get(client, "isochrone", at=START, minutes="1", measure="felt", departure=AFTERNOON)
    told = document["features"][0]["properties"]
    assert told["felt_m"] == pytest.approx(60 * WALK_MPS, abs=0.1)
    assert told["length_m"] == pytest.approx(60 * WALK_MPS * (1 + 1 / 1.16), abs=0.5)


def test_the_nearest_are_told_by_time_and_whether_they_are_open(client, places) -> None:
    near = {"from": START, "layer": "cool_places", "departure": AFTERNOON}
    document = get(client, "nearest", **near)
    assert [one["label"] for one in document["destinations"]] == ["Bücherei", "Museum"]
    assert (document["open"], document["unknown"], document["closed"]) == (2, 2, 0)
    assert document["destinations"][0]["duration_s"] == pytest.approx(60 / WALK_MPS, rel=0.01)
    everything = get(client, "nearest", **near, open="0")["destinations"]
    assert [one["opening"] for one in everything] == ["open", "unknown", "unknown", "open"]


def make_census_cell(middle: Point, inhabitants: int) -> None:
    square = MultiPolygon(middle.buffer(10, quadsegs=1), srid=25832)
    CensusCell.objects.create(
        dataset=make_dataset(),
        source_id=f"cell-{middle.x:.0f}",
        geometry=square,
        inhabitants=inhabitants,
    )


def test_coverage_counts_the_people_by_open_places(client, places) -> None:
    """50 people at the start, 30 at the goal: by night nothing is open, by day all are near."""
    for east, people in ((0, 50), (400, 30)):
        make_census_cell(at(east, 0), people)
    near = {"layer": "cool_places", "minutes": "1,5"}
    day = get(client, "coverage", **near, departure=AFTERNOON)
    assert (day["open"], day["unknown"], day["people"]) == (2, 2, 80)
    assert [one["people"] for one in day["within"]] == [80, 80]
    evening = get(client, "coverage", **near, departure=f"{SATURDAY}T19:00")
    assert [one["people"] for one in evening["within"]] == [30, 80]
    night = get(client, "coverage", **near, departure=f"{SATURDAY}T23:00")
    assert [one["share"] for one in night["within"]] == [0, 0]


def test_coverage_counts_by_the_gates_of_a_school(client, school) -> None:
    """The school lies 50 m off every street; its gates are 150 m and 300 m from the corners."""
    for (east, north), people in {(0, 0): 50, (400, 100): 30}.items():
        make_census_cell(at(east, north), people)
    near = {"layer": "schools", "minutes": "2", "departure": AFTERNOON}
    assert get(client, "coverage", **near)["within"][0]["people"] == 80
    SchoolEntrance.objects.filter(name="Nordtor").delete()
    assert get(client, "coverage", **near)["within"][0]["people"] == 50
    assert get(client, "coverage", **near, mode="wheelchair")["within"][0]["people"] == 0


def test_reach_of_a_school_begins_at_its_gates(client, school) -> None:
    """A minute from each of two gates, to both sides."""
    document = get(client, "isochrone", at="schools:talschule", minutes="1", departure=AFTERNOON)
    told = document["features"][0]["properties"]
    assert len(document["entrances"]) == 2
    assert told["length_m"] == pytest.approx(4 * 60 * WALK_MPS, rel=0.05)
    wheels = get(client, "isochrone", at="schools:talschule", minutes="1", mode="wheelchair")
    assert len(wheels["entrances"]) == 1


def test_a_table_goes_from_gate_to_gate(client, school) -> None:
    body = {"sources": ["schools:talschule", START], "targets": [START, "schools:talschule"]}
    body["targets"].append(lon_lat(400, 100))
    answer = client.post("/api/routing/matrix", json.dumps(body), "application/json").json()
    assert answer["lengths_m"] == [
        [pytest.approx(150, abs=0.5), 0, pytest.approx(100, abs=0.5)],
        [0, pytest.approx(150, abs=0.5), pytest.approx(500, abs=0.5)],
    ]


def test_the_nearest_of_a_school_is_told_from_its_gates(client, school) -> None:
    make_cool_place("Museum", geometry=at(390, 100), opening_hours="24/7")
    near = {"from": "schools:talschule", "layer": "cool_places", "departure": AFTERNOON}
    (found,) = get(client, "nearest", **near)["destinations"]
    assert found["duration_s"] == pytest.approx(90 / WALK_MPS, rel=0.01)


@pytest.fixture
def corners(town) -> dict[str, str]:
    """50 people at one corner, 30 at the far one beside the only place, which is 500 m away from
    the others. Five minutes are 417 m."""
    for (east, north), people in {(0, 0): 50, (400, 100): 30}.items():
        make_census_cell(at(east, north), people)
    make_cool_place("Museum", slug="museum", geometry=at(400, 100), opening_hours="24/7")
    make_cool_place("Kirche", geometry=at(0, 0))  # of unknown hours: no help
    return {"layer": "cool_places", "minutes": "5", "departure": AFTERNOON}


def test_the_best_next_site_serves_who_is_not_served_yet(client, corners) -> None:
    document = get(client, "sites", **corners)
    assert (document["people"], document["served"], document["open"]) == (80, 30, 1)
    assert [one["gain"] for one in document["sites"]] == [50]
    assert (document["at"], document["gain"]) == (None, None)
    covered = get(client, "coverage", **corners)["within"][0]
    assert (document["served"], document["share"]) == (covered["people"], covered["share"])


def test_a_dragged_place_tells_at_once_whom_it_serves(client, corners) -> None:
    for east, gain, sites in ((0, 50, []), (60, 50, []), (400, 0, [50])):
        document = get(client, "sites", **corners, at=lon_lat(east, 100))
        assert document["gain"] == gain
        assert [one["gain"] for one in document["sites"]] == sites
        assert document["at"] == [float(part) for part in lon_lat(east, 100).split(",")]


def test_a_place_that_moves_no_longer_serves_where_it_was(client, corners) -> None:
    moved = get(client, "sites", **corners, at=lon_lat(0, 100), without="cool_places:museum")
    assert (moved["served"], moved["gain"], moved["open"]) == (0, 80, 0)  # 400 m from the corner


def test_a_dragged_school_is_as_near_as_its_gates(client, school) -> None:
    make_census_cell(at(0, 0), 50)
    near = {"layer": "schools", "minutes": "5", "departure": AFTERNOON, "number": "0"}
    there = get(client, "sites", **near, at="schools:talschule", without="schools:talschule")
    assert (there["served"], there["gain"], there["sites"]) == (0, 50, [])
    there = get(client, "sites", **near, at="schools:talschule", mode="wheelchair")
    assert there["gain"] == 0  # 400 m to the gate without steps, and five minutes are 333 m


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("minutes", "7", 400),
        ("layer", "streets", 400),
        ("number", "11", 400),
        ("at", "nearest:stops", 400),
        ("without", "7.8,51.6", 400),
        ("without", "stops:1", 400),
        ("without", "cool_places:atlantis", 404),
        ("at", lon_lat(0, 2000), 422),
        ("at", "cool_places:atlantis", 404),
    ],
)
def test_a_wrong_question_about_sites_is_refused(
    client, corners, name: str, value: str, status: int
) -> None:
    answer = client.get("/api/routing/sites", {**corners, name: value})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_table_holds_the_ways_in_order(client, town) -> None:
    body = {"sources": [START, GOAL], "targets": [GOAL, lon_lat(0, 100)], "mode": "wheelchair"}
    answer = client.post("/api/routing/matrix", json.dumps(body), "application/json").json()
    assert answer["lengths_m"] == [
        [pytest.approx(600, abs=0.5), pytest.approx(100, abs=0.5)],
        [0, pytest.approx(500, abs=0.5)],
    ]
    assert answer["durations_s"][0][1] == pytest.approx(100 / (4 / 3.6), rel=0.01)


def test_who_asks_too_much_waits_and_nobody_else_does(client, town) -> None:
    body = json.dumps({"sources": [START] * 50, "targets": [GOAL] * 50})
    status = [
        client.post("/api/routing/matrix", body, "application/json").status_code for _ in range(4)
    ]
    assert status[0] == 200 and status[-1] == 429
    answer = client.post("/api/routing/matrix", body, "application/json")
    assert 0 < int(answer["Retry-After"]) <= limits.CAPACITY / limits.PER_SECOND
    other = client.get("/api/routing/route", {"from": START, "to": GOAL}, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_the_page_says_that_one_has_to_wait(client, town, monkeypatch) -> None:
    monkeypatch.setattr(limits, "CAPACITY", 0.0)
    answer = client.get("/weg/", {"von": START, "nach": GOAL})
    assert answer.status_code == 429
    assert "Bitte warten Sie" in answer.content.decode()


def test_the_description_is_valid_and_names_every_question(client, town) -> None:
    document = client.get("/api/routing/openapi.json").json()
    validate(document)
    for path in document["paths"]:
        assert client.get(f"/api/routing{path}").status_code == 400


def test_no_log_holds_where_somebody_was(client, places, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    query = {"from": "7.8213,51.6807", "to": "nearest:cool_places", "departure": AFTERNOON}
    client.get("/api/routing/route", query)
    client.get("/api/routing/route", query | {"departure": f"{SATURDAY}T23:00"})
    client.get("/weg/", {"von": "7.8213,51.6807", "nach": "Museum"})
    own = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert any("/api/routing/route" in line for line in own)
    assert not [line for line in own if "7.821" in line or "51.680" in line]


def test_an_answer_is_compressed_for_who_accepts_that(client, town) -> None:
    query = {"from": START, "to": GOAL, "departure": AFTERNOON}
    plain = client.get("/api/routing/route", query)
    coded = client.get("/api/routing/route", query, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain and coded["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"]
    assert int(coded["Content-Length"]) == len(coded.content) < len(plain.content) / 2
    assert gzip.decompress(coded.content) == plain.content


def test_no_answer_is_kept(client, town) -> None:
    for address in ("/api/routing/route", "/weg/"):
        answer = client.get(address, {"from": START, "to": GOAL, "von": START, "nach": GOAL})
        assert "no-store" in answer["Cache-Control"]
