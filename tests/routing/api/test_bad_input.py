"""Whatever is asked, the answer is a way or a plain refusal, soon."""

import json
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layers.models import Stop, WaterArea
from tests.factories import make_dataset
from tests.routing.api.conftest import SATURDAY, at, lon_lat

START, GOAL = lon_lat(0, 0), lon_lat(400, 0)
ROUTE = "/api/routing/route"
relaxed = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = [START, GOAL, "", "nan,nan", "1e9,1e9", "-7.8,51.6", "7.8", "0,0", "20,60", "\0"]
PLACES = [
    "cool_places:",
    "cool_places:\0",
    "cool_places:" + "9" * 18,
    "nearest:stops",
    "nearest:cool_places",
]
TEXT = st.text(max_size=40) | st.sampled_from([*VALUES, *PLACES, "9999-12-31T23:59"])
NAMES = ["from", "to", "via", "mode", "departure", "profile", "avoid", "sun", "speed_kmh", "format"]


def make_stop() -> None:
    Stop.objects.create(dataset=make_dataset(), source_id="1", name="Markt", geometry=at(200, 0))


def refusal(client, status: int, **query) -> dict:
    answer = client.get(ROUTE, {"from": START, "to": GOAL, **query})
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["title"]
    return document


def test_a_point_without_ways_around_is_told(client, town) -> None:
    """In the wood, 2 km from the nearest way."""
    assert "500" in refusal(client, 422, to=lon_lat(0, 2000))["detail"]


def test_fifty_kilometres_away_there_is_no_way(client, town) -> None:
    assert refusal(client, 422, **{"from": "8.4,52.0"})["detail"]


FAR = "8.4,52.0"
OTHER_QUESTIONS = {
    "isochrone": {"at": START},
    "nearest": {"from": START, "layer": "stops"},
    "coverage": {"layer": "stops"},
    "sites": {"layer": "stops", "at": START},
    "matrix": {"sources": START, "targets": GOAL},
}


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("isochrone", "at"),
        ("nearest", "from"),
        ("sites", "at"),
        ("matrix", "sources"),
        ("matrix", "targets"),
    ],
)
@pytest.mark.parametrize("place", [FAR, lon_lat(0, 2000), lon_lat(100, -800)])
def test_no_other_question_finds_ways_where_none_are(
    client, town, name: str, end: str, place: str
) -> None:
    """Far away, in the wood, and on an island of the network."""
    make_stop()
    answer = client.get(f"/api/routing/{name}", OTHER_QUESTIONS[name] | {end: place})
    assert answer.status_code == 422
    assert "500" in answer.json()["detail"]


def test_no_way_leads_to_an_island(client, town) -> None:
    """Nobody is led to the shore: the island's own street is 800 m from the next one."""
    assert "500" in refusal(client, 422, to=lon_lat(100, -800))["detail"]
    assert "500" in refusal(client, 422, **{"from": lon_lat(0, -800)})["detail"]
    assert "500" in refusal(client, 422, via=lon_lat(100, -800))["detail"]


def test_from_the_water_one_walks_from_the_shore_or_is_told(client, hamm) -> None:
    waters = list(WaterArea.objects.order_by("-pk")[:12])
    assert len(waters) > 3
    for water in waters:
        spot = water.geometry.point_on_surface.transform(4326, clone=True)
        begun = time.perf_counter()
        answer = client.get(ROUTE, {"from": f"{spot.x:.6f},{spot.y:.6f}", "to": "7.8210,51.6850"})
        assert answer.status_code in (200, 422)
        assert answer.status_code == 200 or answer.json()["detail"]
        assert time.perf_counter() - begun < 5


def test_a_way_round_to_where_it_began_is_one(client, town) -> None:
    """Start and goal are one place, but a place between them is not."""
    answer = client.get(ROUTE, {"from": START, "via": GOAL, "to": START, "profile": "shortest"})
    assert answer.status_code == 200
    length_m = answer.json()["features"][0]["properties"]["length_m"]
    assert length_m == pytest.approx(800, abs=1)


def test_from_a_place_to_itself_a_table_has_nothing(client, town) -> None:
    answer = client.get("/api/routing/matrix", {"sources": START, "targets": START}).json()
    assert (answer["durations_s"], answer["lengths_m"]) == ([[0]], [[0]])


def test_the_same_start_and_goal_is_told(client, town) -> None:
    assert "derselbe Ort" in refusal(client, 422, to=START)["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", ""),
        ("from", "hier"),
        ("from", "51.68,7.82"),  # latitude first
        ("from", "nearest:cool_places"),
        ("to", "nan,nan"),
        ("to", "nearest:streets"),
        ("to", "geheim:1"),
        ("via", "hier"),
        ("mode", "segway"),
        ("profile", "spooky"),
        ("avoid", "people"),
        ("sun", "-1"),
        ("sun", "1e400"),
        ("heat", "viel"),
        ("speed_kmh", "0"),
        ("departure", "gestern"),
        ("departure", "2026-02-30"),
        ("departure", "9999-12-31T23:59"),
    ],
)
def test_a_wrong_parameter_is_named(client, town, name: str, value: str) -> None:
    assert name in refusal(client, 400, **{name: value})["errors"]


def test_missing_ends_are_named(client, town) -> None:
    answer = client.get(ROUTE)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"from", "to"}


def test_an_unknown_feature_is_not_found(client, town) -> None:
    assert "cool_places:atlantis" in refusal(client, 404, to="cool_places:atlantis")["detail"]


def test_a_layer_without_destinations_leads_nowhere(client, town) -> None:
    assert "Kühle Orte" in refusal(client, 404, to="nearest:cool_places")["detail"]


def test_too_many_stops_are_refused(client, town) -> None:
    assert "via" in refusal(client, 400, via=";".join([START] * 11))["errors"]


TIMES = [
    "2026-03-29T02:30",  # skipped when summer time begins
    "2026-10-25T02:30",  # twice when it ends
    "2026-10-25T02:30+01:00",
    "2026-12-31T23:59",
    "2026-08-01T00:00",
    "2024-02-29T12:00",
    "2026-08-01",
]


@pytest.mark.parametrize("departure", TIMES)
def test_midnight_and_the_change_of_clocks_are_times(client, town, departure: str) -> None:
    answer = client.get(ROUTE, {"from": START, "to": GOAL, "departure": departure})
    assert answer.status_code == 200
    make_stop()
    for name, query in OTHER_QUESTIONS.items():
        answer = client.get(f"/api/routing/{name}", query | {"departure": departure})
        assert answer.status_code == 200, name


@pytest.mark.parametrize("name", OTHER_QUESTIONS)
def test_an_unknown_way_of_travelling_is_named(client, town, name: str) -> None:
    for parameter, value in (("mode", "segway"), ("departure", "gestern")):
        answer = client.get(f"/api/routing/{name}", OTHER_QUESTIONS[name] | {parameter: value})
        assert answer.status_code == 400
        assert parameter in answer.json()["errors"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"kein XML",
        b"<gpx/>",
        b'<gpx><wpt lat="51.68" lon="7.82"/></gpx>',
        b"<kml><wpt lat='1' lon='2'/><wpt lat='1' lon='2'/></kml>",
        b'<!DOCTYPE gpx [<!ENTITY a "b">]><gpx><wpt lat="1" lon="1"/><wpt lat="1" lon="2"/></gpx>',
        b"<gpx><wpt/><wpt/></gpx>",
        b'<gpx><trkpt lat="x" lon="y"/><trkpt lat="x" lon="y"/></gpx>',
        b"\xff\xfe\x00",
        b"<gpx>" * 2000,
    ],
)
def test_malformed_gpx_is_refused(client, town, body: bytes) -> None:
    answer = client.post(ROUTE, body, "application/gpx+xml")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"null", b"{", b'{"from": {}}', b"\xff", b'"a"'),
        *(
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b'{"mode": "\\ud800"}',
            b'{"from": "schools:\\ud800"}',
        ),
    ],
)
def test_malformed_json_is_refused(client, town, body: bytes) -> None:
    assert client.post(ROUTE, body, "application/json").status_code == 400


def test_a_large_body_is_refused_unread(client, town) -> None:
    for media_type in (
        "application/json",
        "application/gpx+xml",
        "application/x-www-form-urlencoded",
    ):
        assert client.post(ROUTE, b" " * 300_000, media_type).status_code == 413


def test_another_form_of_body_is_refused(client, town) -> None:
    assert client.post(ROUTE, b"x", "text/csv").status_code == 415


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_can_be_changed(client, town, method: str) -> None:
    assert getattr(client, method)(ROUTE).status_code == 405


def test_ten_thousand_pairs_are_refused_at_once(client, town) -> None:
    body = json.dumps({"sources": [START] * 100, "targets": [GOAL] * 100})
    begun = time.perf_counter()
    answer = client.post("/api/routing/matrix", body, "application/json")
    assert time.perf_counter() - begun < 1
    assert answer.status_code == 400
    assert "10000" in str(answer.json()["errors"]["targets"])


def test_ten_thousand_places_are_counted_before_they_are_read(client, town) -> None:
    body = json.dumps({"sources": ["?"] * 10_000, "targets": [GOAL]})
    errors = client.post("/api/routing/matrix", body, "application/json").json()["errors"]
    assert len(errors["sources"]) == 1
    assert "500" in errors["sources"][0]


def test_a_form_that_is_not_offered_is_told_from_an_address_that_is_not(client, town) -> None:
    refusal(client, 406, format="docx")


def test_the_place_without_ways_is_named(client, town) -> None:
    assert "52.00000, 8.40000" in refusal(client, 422, to=FAR)["detail"]


@relaxed
@given(st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=6))
@example({"from": START, "to": GOAL, "format": "../gpx"})
@example({"from": "cool_places:\0", "to": GOAL})
@example({"from": START, "to": "cool_places:" + "9" * 18})
@example({"from": START, "to": GOAL, "departure": "0001-01-01T00:00:00+14:00"})
def test_any_question_is_answered_or_refused(client, town, query) -> None:
    assert client.get(ROUTE, query).status_code in (200, 400, 404, 406, 422, 429)


@relaxed
@given(
    st.dictionaries(
        st.sampled_from(["von", "von_ort", "nach", "nach_ort", "art", "ohne", "weg", "zeit"]), TEXT
    )
)
@example({"von": START, "nach": GOAL, "zeit": f"{SATURDAY}T15:00"})
def test_the_page_always_comes(client, town, query) -> None:
    assert client.get("/weg/", query).status_code in (200, 429)
    assert client.post("/weg/", query).status_code in (200, 429)
    assert client.get("/", query).status_code == 200


SQUARE = [[7.82, 51.68], [7.83, 51.68], [7.83, 51.69], [7.82, 51.68]]
BOW = [[7.82, 51.68], [7.83, 51.69], [7.83, 51.68], [7.82, 51.69], [7.82, 51.68]]


@pytest.mark.parametrize(
    "area",
    [
        "Park",
        "[" * 5000,
        7,
        [],
        {},
        {"type": "Point", "coordinates": [7.82, 51.68]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [SQUARE[:3]]},
        {"type": "Polygon", "coordinates": [BOW]},
        {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        {"type": "Polygon", "coordinates": [[7, 51, 7, 51]]},
        {"type": "Polygon", "coordinates": [[[10**400, 51.68]] * 4]},
        {"type": "Polygon", "coordinates": [[[181, 91], [182, 91], [182, 92], [181, 91]]]},
        {"type": "MultiPolygon", "coordinates": [SQUARE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]] * 11},
        {"type": "Polygon", "coordinates": [SQUARE[:3] * 200 + SQUARE[:1]]},
    ],
)
def test_an_area_that_is_none_is_named(client, town, area) -> None:
    body = {"from": START, "to": GOAL, "avoid_area": area}
    answer = client.post(ROUTE, json.dumps(body), "application/json")
    assert answer.status_code == 400
    assert "avoid_area" in answer.json()["errors"]
