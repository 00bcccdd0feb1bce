"""Ways through the door that programs use, in a town whose answers can be reckoned by hand."""

import json
from datetime import datetime
from urllib.parse import urlencode

import gpxpy
import pytest
from lxml import etree
from pyproj import Geod

from tests.factories import make_school
from tests.routing.api.conftest import SATURDAY, at, lon_lat

START, GOAL = lon_lat(0, 0), lon_lat(400, 0)
WGS84 = Geod(ellps="WGS84")
NINE = ("de", "en", "tr", "ar", "ru", "uk", "pl", "fr", "ro")


def ask(client, **query) -> dict:
    answer = client.get("/api/routing/route", asked(**query))
    assert answer.status_code == 200, answer.content
    return answer.json()


def asked(start: str = START, goal: str = GOAL, **query) -> dict:
    return {"from": start, "to": goal, "departure": f"{SATURDAY}T15:00", **query}


def by_kind(document: dict) -> dict[str, dict]:
    return {one["id"]: one["properties"] for one in document["features"]}


def geodesic_m(document: dict, number: int = 0) -> float:
    line = document["features"][number]["geometry"]["coordinates"]
    return WGS84.line_length(*zip(*line, strict=True))


def test_it_compares_the_shortest_with_the_coolest(client, town) -> None:
    ways = by_kind(ask(client))
    assert list(ways) == ["shortest", "coolest"]
    assert ways["shortest"]["length_m"] == pytest.approx(400, abs=0.5)
    assert ways["shortest"]["sun_m"] == pytest.approx(390, abs=0.5)
    assert ways["coolest"]["length_m"] == pytest.approx(600, abs=0.5)
    assert ways["coolest"]["sun_m"] == 0
    assert ways["coolest"]["shade_share"] == 1
    assert "200 m länger als der kürzeste" in ways["coolest"]["summary"].replace("\xa0", " ")


def test_lengths_are_those_of_the_line_on_the_ellipsoid(client, town) -> None:
    document = ask(client)
    for number, one in enumerate(document["features"]):
        assert one["properties"]["length_m"] == pytest.approx(
            geodesic_m(document, number), abs=0.05
        )


def test_minutes_and_arrival_are_those_of_walking(client, town) -> None:
    """5 km/h, stairs at half of it: 390 m and 10 m, and the same on arrival."""
    way = by_kind(ask(client))["shortest"]
    seconds = 390 / (5 / 3.6) + 2 * 10 / (5 / 3.6)
    assert way["duration_s"] == pytest.approx(seconds, rel=0.01)
    arrival = datetime.fromisoformat(way["arrival"])
    left = datetime.fromisoformat(f"{SATURDAY}T15:00:00+02:00")
    assert (arrival - left).total_seconds() == pytest.approx(seconds, abs=2)


def test_segments_and_steps_lie_on_the_line(client, town) -> None:
    for one in ask(client)["features"]:
        points, told = len(one["geometry"]["coordinates"]), one["properties"]
        ends = [segment["to"] for segment in told["segments"]]
        assert [segment["from"] for segment in told["segments"]] == [0, *ends[:-1]]
        assert ends[-1] == points - 1
        assert sum(s["length_m"] for s in told["segments"]) == pytest.approx(
            told["length_m"], abs=0.5
        )
        assert sum(s["length_m"] for s in told["steps"]) == pytest.approx(told["length_m"], abs=0.5)


def test_stairs_and_surfaces_are_told(client, town) -> None:
    way = by_kind(ask(client))["shortest"]
    assert way["stairs"] == 1
    assert {one["surface"] for one in way["surfaces"]} == {"asphalt", "sett", None}
    assert any("Treppe" in step["text"] for step in way["steps"])


@pytest.mark.parametrize("mode", ["wheelchair", "pram"])
def test_on_wheels_there_are_no_stairs(client, town, mode: str) -> None:
    for way in by_kind(ask(client, mode=mode)).values():
        assert way["stairs"] == 0
        assert way["length_m"] == pytest.approx(600, abs=0.5)
        assert "keine Treppe" in way["notes"]


def test_stairs_may_be_avoided_on_foot(client, town) -> None:
    assert by_kind(ask(client, avoid="stairs"))["shortest"]["stairs"] == 0


def test_a_weight_of_ones_own_gives_one_way(client, town) -> None:
    for sun, metres in ((0, 400), (0.4, 400), (0.6, 600), (4, 600)):
        (way,) = by_kind(ask(client, sun=sun)).values()
        assert way["length_m"] == pytest.approx(metres, abs=0.5)


@pytest.mark.parametrize(("profile", "metres"), [("shortest", 400), ("coolest", 600)])
def test_a_profile_gives_one_way(client, town, profile: str, metres: float) -> None:
    (way,) = by_kind(ask(client, profile=profile)).values()
    assert way["length_m"] == pytest.approx(metres, abs=0.5)


def test_a_balanced_way_is_given_even_where_there_are_but_two(client, town) -> None:
    assert len(ask(client, profile="balanced")["features"]) == 1


def test_via_is_reached_and_told(client, town) -> None:
    way = by_kind(ask(client, via=lon_lat(200, 100)))["shortest"]
    assert way["length_m"] == pytest.approx(600, abs=0.5)
    assert [step["action"] for step in way["steps"]].count("stop") == 1


def test_a_loop_over_a_via_comes_back(client, town) -> None:
    way = by_kind(ask(client, goal=START, via=lon_lat(100, 0)))["shortest"]
    assert way["length_m"] == pytest.approx(200, abs=0.5)


def test_water_on_the_way_is_named(client, places) -> None:
    ways = by_kind(ask(client))
    assert ways["shortest"]["fountains"] == []
    (fountain,) = ways["coolest"]["fountains"]
    assert fountain["name"] == "Brunnen"
    assert fountain["along_m"] == pytest.approx(300, abs=2)
    assert fountain["aside_m"] == pytest.approx(20, abs=1)


def test_a_feature_is_a_goal_by_number_and_by_slug(client, places) -> None:
    goal = ask(client, goal="cool_places:museum")["goal"]
    assert goal["label"] == "Museum"
    assert goal["opening"]["state"] == "open"
    assert ask(client, goal=f"cool_places:{goal['id']}")["goal"]["label"] == "Museum"


def test_opening_is_that_on_arrival(client, places) -> None:
    """Four minutes before noon it is closed; on arrival five minutes later it is open."""
    goal = ask(client, goal="cool_places:museum", departure=f"{SATURDAY}T11:56")["goal"]
    assert goal["opening"]["state"] == "open"
    goal = ask(client, goal="cool_places:museum", departure=f"{SATURDAY}T11:50")["goal"]
    assert goal["opening"]["state"] == "closed"


def test_the_nearest_is_the_nearest_that_is_open(client, places) -> None:
    nearest = {"goal": "nearest:cool_places"}
    assert ask(client, **nearest)["goal"]["label"] == "Bücherei"
    late = ask(client, **nearest, departure=f"{SATURDAY}T18:30")
    assert late["goal"]["label"] == "Museum"


def test_nobody_is_sent_to_what_closes_on_arrival(client, places) -> None:
    late = ask(client, goal="nearest:cool_places", departure=f"{SATURDAY}T17:50")
    assert late["goal"]["label"] == "Museum"


def test_at_night_nothing_is_said_to_be_open(client, places) -> None:
    answer = client.get(
        "/api/routing/route", asked(goal="nearest:cool_places", departure=f"{SATURDAY}T23:00")
    )
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "als geöffnet bekannt" in answer.json()["detail"]


@pytest.mark.parametrize("language", NINE)
def test_instructions_speak_the_reader_s_language(client, town, language: str) -> None:
    way = by_kind(ask(client, sprache=language))["coolest"]
    texts = [step["text"] for step in way["steps"]]
    german = [step["text"] for step in by_kind(ask(client, sprache="de"))["coolest"]["steps"]]
    assert any("Schattenweg" in text for text in texts)
    assert (texts == german) == (language == "de")


def test_the_demonstration_says_that_it_is_one(client, demonstration) -> None:
    assert ask(client)["synthetic"] is True


# --- forms of the answer ------------------------------------------------------------------


def test_gpx_holds_the_same_line(client, town) -> None:
    document = ask(client)
    answer = client.get("/api/routing/route", asked(format="gpx"))
    assert answer["Content-Type"] == "application/gpx+xml"
    assert "attachment" in answer["Content-Disposition"]
    read = gpxpy.parse(answer.content.decode())
    assert len(read.tracks) == len(read.routes) == len(document["features"])
    points = [[p.longitude, p.latitude] for p in read.tracks[0].segments[0].points]
    assert points == document["features"][0]["geometry"]["coordinates"]
    assert read.tracks[0].length_2d() == pytest.approx(400, rel=0.01)


def test_gpx_follows_its_schema_s_order(client, town) -> None:
    root = etree.fromstring(client.get("/api/routing/route", asked(format="gpx")).content)
    order = [etree.QName(child).localname for child in root]
    assert order == sorted(order, key=["metadata", "wpt", "rte", "trk"].index)


def test_kml_holds_the_same_line(client, town) -> None:
    document = ask(client, profile="coolest")
    root = etree.fromstring(
        client.get("/api/routing/route", asked(format="kml", profile="coolest")).content
    )
    (line,) = root.findall(".//{*}LineString/{*}coordinates")
    pairs = [[float(part) for part in pair.split(",")] for pair in line.text.split()]
    assert pairs == document["features"][0]["geometry"]["coordinates"]


def test_accept_chooses_the_form(client, town) -> None:
    answer = client.get("/api/routing/route", asked(), headers={"Accept": "application/gpx+xml"})
    assert answer["Content-Type"] == "application/gpx+xml"
    assert (
        client.get("/api/routing/route", asked(), headers={"Accept": "image/png"}).status_code
        == 406
    )


def test_a_posted_question_is_the_same(client, town) -> None:
    body = {"from": [7.8207, 51.6806], "to": GOAL, "departure": f"{SATURDAY}T15:00", "avoid": []}
    answer = client.post("/api/routing/route", json.dumps(body), "application/json")
    assert by_kind(answer.json())["shortest"]["length_m"] == pytest.approx(400, abs=0.5)
    form = client.post(
        "/api/routing/route", urlencode(asked()), "application/x-www-form-urlencoded"
    )
    assert by_kind(form.json()) == by_kind(ask(client))


def test_a_posted_gpx_is_walked_point_by_point(client, town) -> None:
    spots = [lon_lat(0, 0), lon_lat(200, 100), lon_lat(400, 0)]
    points = "".join('<rtept lon="{}" lat="{}"/>'.format(*spot.split(",")) for spot in spots)
    body = f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><rte>{points}</rte></gpx>'
    answer = client.post(
        f"/api/routing/route?departure={SATURDAY}T15:00", body, "application/gpx+xml"
    )
    assert by_kind(answer.json())["shortest"]["length_m"] == pytest.approx(600, abs=0.5)


# --- areas that somebody wants to stay out of ---------------------------------------------


def around(east: float, north: float, side: float = 10) -> dict:
    """A square of GeoJSON."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [lon_lat(east + x * side / 2, north + y * side / 2) for x, y in corners]
    pairs = [[float(part) for part in one.split(",")] for one in ring]
    return {"type": "Polygon", "coordinates": [pairs]}


def test_no_way_leads_through_an_area_to_avoid(client, town) -> None:
    body = asked(avoid_area=around(100, 0))
    answer = client.post("/api/routing/route", json.dumps(body), "application/json")
    (way,) = by_kind(answer.json()).values()
    assert way["length_m"] == pytest.approx(600, abs=0.5)
    (same,) = by_kind(ask(client, avoid_area=json.dumps(around(100, 0)))).values()
    assert same == way
    aside = ask(client, avoid_area=json.dumps(around(100, 50)))  # no street there
    assert by_kind(aside)["shortest"]["length_m"] == pytest.approx(400, abs=0.5)


def test_where_every_way_leads_through_it_there_is_none(client, town) -> None:
    parts = [around(100, 0), around(200, 100)]
    both = {"type": "MultiPolygon", "coordinates": [one["coordinates"] for one in parts]}
    answer = client.post(
        "/api/routing/route", json.dumps(asked(avoid_area=both)), "application/json"
    )
    assert answer.status_code == 422


def test_the_nearest_is_looked_for_outside_the_area(client, places) -> None:
    """From U the library is 160 m away over S, and 840 m round the other side."""
    nearest = {"start": lon_lat(0, 100), "goal": "nearest:cool_places"}
    assert ask(client, **nearest)["goal"]["label"] == "Bücherei"
    there = ask(client, **nearest, avoid_area=json.dumps(around(0, 50)))
    assert there["goal"]["label"] == "Museum"


# --- doors and gates ----------------------------------------------------------------------


def test_a_way_to_school_ends_at_the_nearest_gate(client, school) -> None:
    there = ask(client, goal="schools:talschule", profile="shortest")
    assert there["goal"]["entrance"] == "Südtor"
    assert there["features"][0]["properties"]["steps"][-1]["text"].endswith("Talschule, Südtor")
    assert there["features"][0]["properties"]["length_m"] == pytest.approx(150, abs=0.5)
    back = ask(client, start="schools:talschule", goal=lon_lat(400, 100), profile="shortest")
    assert (back["start"]["entrance"], back["goal"]["entrance"]) == ("Nordtor", None)
    assert back["features"][0]["properties"]["length_m"] == pytest.approx(100, abs=0.5)


def test_on_wheels_a_gate_with_steps_is_none(client, school) -> None:
    there = ask(client, goal="schools:talschule", mode="wheelchair", profile="shortest")
    assert there["goal"]["entrance"] == "Nordtor"
    assert there["features"][0]["properties"]["length_m"] == pytest.approx(400, abs=0.5)


def test_the_nearest_school_is_as_far_as_its_gate(client, school) -> None:
    make_school("Bergschule", geometry=at(200, 0))  # without gates it is where it is
    near = {"from": START, "layer": "schools", "departure": f"{SATURDAY}T15:00"}
    found = client.get("/api/routing/nearest", near).json()["destinations"]
    assert [one["label"] for one in found] == ["Talschule", "Bergschule"]
    assert found[0]["duration_s"] == pytest.approx(150 / (5 / 3.6), rel=0.01)
    nearest = ask(client, goal="nearest:schools")
    assert nearest["goal"]["entrance"] == "Südtor"
