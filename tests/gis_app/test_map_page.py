"""The map page: the list, its filters and what the scripts get, all from one address."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_cool_place, make_dataset, make_school, make_stop, point

pytestmark = pytest.mark.usefixtures("city")

WEDNESDAY_NOON = "2026-07-15T12:00"
SUNDAY = "2026-08-02T18:00"


def names(response) -> list[str]:
    return [item.place.name for item in response.context["places"]]


def chip(response, name: str, value: str = "1"):
    chips = response.context["chips"] + response.context["kind_chips"]
    return next(chip for chip in chips if (chip.name, chip.value) == (name, value))


@pytest.fixture
def places():
    make_cool_place("Zoo", kind="park", opening_hours="Mo-Fr 10:00-18:00", step_free="yes")
    make_cool_place("Ärztehaus", kind="cool_room", opening_hours=None, step_free="no")
    make_cool_place("Bücherei", kind="library", opening_hours="Mo-Fr 10:00-18:00; PH off")
    make_cool_place("Brunnen", kind="fountain", opening_hours="24/7", drinking_water=True)
    make_cool_place("Kapelle", kind="church", opening_hours="Su 10:00-12:00", toilet=True)


def test_the_list_is_in_german_order(client, places):
    page = client.get("/", {"folge": "name"})
    assert names(page) == ["Ärztehaus", "Brunnen", "Bücherei", "Kapelle", "Zoo"]


def test_open_leaves_what_is_known_to_be_open(client, places):
    page = client.get("/", {"open": "1", "zeit": SUNDAY})
    assert names(page) == ["Brunnen"]
    assert "Öffnungszeiten unbekannt" not in page.content.decode()


def test_with_unknown_hours_too_the_list_says_how_many(client, places):
    page = client.get("/", {"open": "1", "unknown": "1", "zeit": SUNDAY})
    assert names(page) == ["Brunnen", "Ärztehaus"]
    assert page.context["unknown_hours"] == 1
    assert "Öffnungszeiten unbekannt" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"step_free": "1"}, ["Zoo"]),
        ({"drinking_water": "1"}, ["Brunnen"]),
        ({"toilet": "1"}, ["Kapelle"]),
        ({"kind": ["park", "church"]}, ["Kapelle", "Zoo"]),
        ({"kind": "park,church", "toilet": "1"}, ["Kapelle"]),
        ({"kind": "park", "toilet": "1"}, []),
        ({"q": "buecherei"}, ["Bücherei"]),
        ({"q": "kirche"}, ["Kapelle"]),  # a church by its kind
        ({"open": "0"}, ["Ärztehaus", "Brunnen", "Bücherei", "Kapelle", "Zoo"]),
    ],
)
def test_a_filter_leaves(client, places, query, expected):
    assert names(client.get("/", {**query, "folge": "name"})) == expected


def test_a_chip_counts_the_list_that_it_would_leave(client, places):
    page = client.get("/", {"zeit": WEDNESDAY_NOON})
    counted = [*page.context["chips"], *page.context["kind_chips"]]
    counted += page.context["more_chips"]
    assert len(counted) == 19
    for one in counted:
        after = client.get("/", {"zeit": WEDNESDAY_NOON, one.name: one.value})
        assert after.context["count"] == one.count, one.name


def test_a_chip_counts_within_the_other_filters(client, places):
    page = client.get("/", {"kind": ["park", "library"], "zeit": WEDNESDAY_NOON})
    assert chip(page, "open").count == 2
    assert chip(page, "toilet").count == 0
    assert chip(page, "kind", "church").count == 1  # kinds are alternatives
    both = client.get("/", {"step_free": "1"})
    assert chip(both, "drinking_water").count == 0  # the one with water has steps, or may have
    assert chip(both, "kind", "park").count == 1
    assert chip(page, "kind", "park").checked
    assert not chip(page, "kind", "church").checked


def test_near_a_point_the_list_is_by_distance(client):
    make_cool_place("Fern", geometry=point(7.90, 51.68))
    make_cool_place("Nah", geometry=point(7.821, 51.681))
    page = client.get("/", {"bei": "7.82,51.68"})
    assert names(page) == ["Nah", "Fern"]
    near, far = page.context["places"]
    # pyproj's ellipsoid (Geod, GRS80): 131 m and 5.53 km.
    assert near.distance_text == "150\N{NO-BREAK SPACE}m"
    assert far.distance_text == "5,5\N{NO-BREAK SPACE}km"


def test_the_list_is_cut_into_pages_but_the_map_gets_all(client):
    for number in range(65):
        make_cool_place(f"Ort {number:02}")
    first = client.get("/")
    assert (len(names(first)), first.context["count"], first.context["pages"]) == (60, 65, 2)
    assert len(first.context["place_ids"]) == 65
    second = client.get("/" + first.context["next_link"])
    assert names(second) == [f"Ort {number:02}" for number in range(60, 65)]
    assert names(client.get("/", {"seite": "99"})) == names(second)


def test_what_is_not_published_is_not_shown(client):
    make_cool_place("Entwurf", published=False)
    assert client.get("/").context["count"] == 0


def test_the_fragment_is_the_list_alone(client, places):
    page = client.get("/", {"kind": "park"})
    fragment = client.get("/", {"kind": "park"}, headers={"X-Fragment": "results"})
    assert "<html" not in fragment.content.decode()
    assert fragment.content.decode().strip() in page.content.decode()
    for response in (page, fragment):
        assert "X-Fragment" in response.headers["Vary"]
        assert "Accept-Language" in response.headers["Vary"]


def test_the_card_of_the_chosen_place_is_open(client, places):
    page = client.get("/", {"ort": "zoo"})
    assert page.context["selected"].place.name == "Zoo"
    assert config(page)["selected"]["name"] == "Zoo"
    elsewhere = client.get("/", {"ort": "zoo", "kind": "church"})
    assert elsewhere.context["selected"].place.name == "Zoo"
    assert client.get("/", {"ort": "gibt-es-nicht"}).context["selected"] is None


def config(response) -> dict:
    found = re.search(r'<script id="map-config"[^>]*>(.*?)</script>', response.content.decode())
    return json.loads(found[1])


def test_the_scripts_get_what_they_draw(client, places):
    page = client.get("/", {"kind": "park"})
    given = config(page)
    assert given["centre"] == pytest.approx([7.8207, 51.6806], abs=1e-6)
    west, south, east, north = given["bounds"]
    assert (west, south, east, north) == pytest.approx((7.67, 51.57, 7.99, 51.75), abs=0.01)
    assert given["place_ids"] == page.context["place_ids"]
    assert all(given["texts"].values())


def test_layers_are_switched_by_the_address(client, places):
    assert "cool_places" in config(client.get("/"))["layers"]
    assert config(client.get("/", {"ebenen": "schools,stops"}))["layers"] == ["stops", "schools"]
    assert config(client.get("/", {"ebenen": ["", "schools"]}))["layers"] == ["schools"]
    assert config(client.get("/", {"ebenen": ""}))["layers"] == []


def test_the_datasets_in_view_are_named_and_demo_data_is_marked(client):
    make_cool_place(dataset=make_dataset("places", attribution="© Orte"))
    page = client.get("/")
    assert [source.slug for source in page.context["attributions"]] == ["places"]
    assert not page.context["has_demo_data"]
    made_up = make_dataset("made-up", kind="synthetic", attribution="© Erfunden")
    make_stop(dataset=made_up)
    make_school(dataset=make_dataset("schools"))
    page = client.get("/")
    assert {source.slug for source in page.context["attributions"]} == {"places", "made-up"}
    assert page.context["has_demo_data"]
    assert "Demonstrationsdaten" in page.content.decode()


def test_the_time_of_the_page_is_its_argument(client, places):
    page = client.get("/", {"zeit": SUNDAY})
    assert page.context["state"].now.isoformat() == "2026-08-02T18:00:00+02:00"
    zoo = next(item for item in page.context["places"] if item.place.name == "Zoo")
    assert zoo.opening_text == "öffnet morgen um 10 Uhr"
    assert "zeit=2026-08-02" in zoo.url
    assert client.get("/").context["state"].is_live


@pytest.mark.parametrize(
    "zeit", ["2026-08-02T18:00+02:00", "2026-08-02T18:00 02:00", "2026-08-02 18:00"]
)
def test_a_time_may_be_written_with_its_offset_or_with_a_space(client, zeit):
    page = client.get("/", {"zeit": zeit})
    assert page.context["state"].now.isoformat() == "2026-08-02T18:00:00+02:00"


def test_the_number_of_queries_does_not_grow_with_the_places(client, places):
    client.get("/", {"q": "ort"})  # labels of kinds are folded once

    def queries(query: dict) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/", query)
        return len(seen)

    few = queries({})
    for number in range(50):
        make_cool_place(f"Ort {number}")
    assert queries({}) == few == 6  # city, candidates, heat run, rows, datasets, coverage
    # With a start also where the places lie, and whether there is a network to walk on; with a
    # card the photographs of its place.
    assert queries({"q": "ort", "bei": "7.8,51.7", "open": "1", "ort": "zoo"}) <= 15


def test_before_any_import_the_page_says_that_there_is_nothing(client, city):
    city.delete()
    page = client.get("/")
    assert page.status_code == 200
    assert page.context["count"] == 0


def test_the_page_of_a_place(client, places):
    make_cool_place("Nebenan", geometry=point(7.8210, 51.6806))
    page = client.get("/orte/kapelle/", {"zeit": WEDNESDAY_NOON})
    text = page.content.decode()
    assert page.context["item"].opening_text == "öffnet Sonntag um 10 Uhr"
    assert [day.times for day in page.context["week"]][4] == ("10:00–12:00",)
    assert "unbekannt" in text
    assert "CC BY 4.0" in text
    assert client.get("/orte/gibt-es-nicht/").status_code == 404


def test_the_card_of_a_place_is_a_fragment_of_its_page(client, places):
    card = client.get("/orte/kapelle/", headers={"X-Fragment": "card"})
    assert "<html" not in card.content.decode()
    assert "Kapelle" in card.content.decode()
    assert "X-Fragment" in card.headers["Vary"]


def test_text_from_data_is_escaped(client):
    make_cool_place("<script>alert(1)</script>", slug="boese", description="<img src=x>")
    for address in ("/", "/orte/boese/", "/?ort=boese", "/suche/?q=script", "/ebenen/cool_places/"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
