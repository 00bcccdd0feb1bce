"""The page of sites, as planners use it with and without script, in the demonstration city."""

import re

import pytest
from django.test import Client

from routing.directions import limits

PAGE = "/planung/standorte/"
AUGUST = {"ebene": "cool_places", "zeit": "2026-08-05T15:00"}
MIDDLE = "416600,5724000,9600"  # what the picture shows: 288 px, 9.6 km wide


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    limits.forget_all()


def gains(page: str) -> list[int]:
    """The asked place first, if there is one, then the best next sites."""
    found = re.findall(r"([\d.]+) Menschen mehr", page)
    return [int(number.replace(".", "")) for number in found]


def test_the_best_next_sites_are_told_and_marked(hamm, client: Client) -> None:
    page = client.get(PAGE, AUGUST).content.decode()
    first, second, third = gains(page)
    assert first >= second >= third > 0
    marks = page[page.index('id="site-marks"') :]
    assert re.findall(r">([123+])</text>", marks) == ["1", "2", "3"]
    assert "Noch ist keine Stelle gewählt" in page


def test_a_tap_tells_whom_a_place_there_would_serve(hamm, client: Client) -> None:
    tapped = AUGUST | {"blick": MIDDLE, "karte.x": "144", "karte.y": "126"}
    page = client.get(PAGE, tapped).content.decode()
    assert 'name="ort" value="416600.0,5724600.0"' in page
    api = client.get(
        "/api/routing/sites",
        {"layer": "cool_places", "departure": "2026-08-05T15:00", "at": lon_lat(page)},
    ).json()
    assert gains(page) == [api["gain"], *(one["gain"] for one in api["sites"])]
    assert api["gain"] > 0


def lon_lat(page: str) -> str:
    from django.contrib.gis.geos import Point

    x, y = re.search(r'name="ort" value="([\d.]+),([\d.]+)"', page).groups()
    spot = Point(float(x), float(y), srid=25832).transform(4326, clone=True)
    return f"{spot.x:.7f},{spot.y:.7f}"


def test_a_site_beside_the_best_one_takes_its_people(hamm, client: Client) -> None:
    best = client.get("/api/routing/sites", {"layer": "cool_places", "departure": AUGUST["zeit"]})
    there = best.json()["sites"][0]
    after = client.get(
        "/api/routing/sites",
        {
            "layer": "cool_places",
            "departure": AUGUST["zeit"],
            "at": ",".join(map(str, there["at"])),
        },
    ).json()
    assert after["gain"] == pytest.approx(there["gain"], abs=2)
    assert all(one["at"] != there["at"] for one in after["sites"])


def test_with_a_script_only_what_changes_comes(hamm, client: Client) -> None:
    answer = client.get(PAGE, AUGUST, headers={"x-fragment": "sites"})
    page = answer.content.decode()
    assert "<html" not in page and 'id="site-marks"' in page and 'id="site-answer"' in page
    assert "X-Fragment" in answer["Vary"]


def test_where_no_way_is_the_page_says_so(hamm, client: Client) -> None:
    page = client.get(PAGE, AUGUST | {"ort": "500000,5700000"}).content.decode()
    assert "In 500 Metern um diesen Ort ist kein Weg" in page and gains(page) == []


def test_a_city_without_a_network_has_a_page(db, client: Client) -> None:
    assert "kein Wegenetz" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"ort": "nan,nan"},
        {"ort": "1,1", "leeren": "1"},
        {"blick": "1e9,1,600", "naeher": "1"},
        {"karte.x": "-5", "karte.y": "x"},
        {"ebene": "geheim", "minuten": "7", "art": "segway", "zeit": "gestern"},
    ],
)
def test_whatever_its_address_says_a_page_comes(hamm, client: Client, query: dict) -> None:
    assert client.get(PAGE, query).status_code == 200


def test_who_asks_too_often_is_told_to_wait(hamm, client: Client, monkeypatch) -> None:
    monkeypatch.setattr(limits, "CAPACITY", 0.0)
    answer = client.get(PAGE, AUGUST)
    assert answer.status_code == 429 and "Bitte warten Sie" in answer.content.decode()


def test_what_is_asked_for_first_are_cool_places(hamm, client: Client) -> None:
    context = client.get(PAGE).context
    assert context["form"].layer.name == "cool_places"
    assert [one.name for one in context["layers"]][:2] == ["cool_places", "stops"]
