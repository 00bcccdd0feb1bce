"""Every public layer as pages and as GeoJSON: the same rows as on the map, in words."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from layers import registry
from tests.factories import (
    make_cool_place,
    make_dataset,
    make_district,
    make_office,
    make_school,
    make_stop,
    point,
)

pytestmark = pytest.mark.usefixtures("city")
PUBLIC = [layer.name for layer in registry.public_layers()]


def features(client, name: str, **query) -> dict:
    response = client.get(f"/api/layers/{name}/", query)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"].startswith("application/geo+json")
    return response.json()


@pytest.mark.parametrize("name", PUBLIC)
def test_each_layer_has_its_pages_without_a_row(client, name):
    assert client.get(f"/ebenen/{name}/").status_code == 200
    assert features(client, name)["features"] == []


def test_a_list_is_in_german_order_and_paged(client):
    for name in ("Zechenschule", "Übergangsschule", "Ästhetikschule", "Talschule"):
        make_school(name)
    page = client.get("/ebenen/schools/")
    assert [item.title for item in page.context["items"]] == [
        "Ästhetikschule",
        "Talschule",
        "Übergangsschule",
        "Zechenschule",
    ]
    for number in range(60):
        make_stop(f"Halt {number:02}")
    second = client.get("/ebenen/stops/", {"seite": "2"})
    assert second.context["items"][0].title == "Halt 50"
    assert len(second.context["items"]) == 10


def test_a_list_is_searched(client):
    make_school("Schillerschule")
    make_school("Talschule")
    page = client.get("/ebenen/schools/", {"q": "shillerschule"})
    assert [item.title for item in page.context["items"]] == ["Schillerschule"]


def test_unknown_is_unknown_and_no_is_no(client):
    school = make_school(pupils=None, social_index=0, kind="gymnasium")
    text = client.get(f"/ebenen/schools/{school.pk}/").content.decode()
    shown = {
        value.name: value.text
        for value in client.get(f"/ebenen/schools/{school.pk}/").context["item"].values
    }
    assert shown["pupils"] == "unbekannt"
    assert shown["social_index"] == "0"
    assert shown["kind"] == "Gymnasium"
    assert "unbekannt" in text
    place = make_cool_place("Brunnen", drinking_water=False, toilet=True, accuracy_m=1250)
    shown = {v.name: v.text for v in client.get("/orte/brunnen/").context["item"].values}
    assert (shown["drinking_water"], shown["toilet"], shown["wifi"]) == ("nein", "ja", "unbekannt")
    assert shown["accuracy_m"] == "1.250\N{NO-BREAK SPACE}m"
    assert place.pk


def test_the_page_of_a_feature_names_dataset_licence_kind_and_version(client):
    made_up = make_dataset("made-up", title="Bezirke", kind="synthetic", licence="CC0 1.0")
    district = make_district(dataset=made_up, area_km2=41.5)
    text = client.get(f"/ebenen/districts/{district.pk}/").content.decode()
    for fact in ("Bezirke", "CC0 1.0", "erfunden (Demonstration)", "41,5", "km²"):
        assert fact in text, fact
    assert "Auf der Karte zeigen" in text


def test_an_office_says_whether_it_is_open(client):
    office = make_office(opening_hours="Mo-Fr 08:00-12:00; PH off")
    page = client.get(f"/ebenen/offices/{office.pk}/", {"zeit": "2026-06-04T10:00"})
    assert page.context["opening_text"] == "öffnet morgen um 8 Uhr"  # Fronleichnam


def test_a_place_with_a_page_of_its_own_is_linked_there(client):
    make_cool_place("Kurpark", kind="park")
    item = client.get("/ebenen/cool_places/").context["items"][0]
    assert item.url == "/orte/kurpark/"
    assert item.map_url.startswith("/?ort=kurpark#")


def test_the_link_to_the_map_switches_the_layer_on(client):
    school = make_school()
    item = client.get(f"/ebenen/schools/{school.pk}/").context["item"]
    address = item.map_url.split("#")[0]
    state = client.get(address).context["state"]
    assert "schools" in state.layers
    assert (state.near.x, state.near.y) == pytest.approx((7.8207, 51.6806), abs=1e-5)


def test_what_is_not_published_is_on_no_page(client):
    hidden = make_school("Geheimschule", published=False)
    assert client.get("/ebenen/schools/").context["items"] == []
    assert client.get(f"/ebenen/schools/{hidden.pk}/").status_code == 404
    assert client.get(f"/api/layers/schools/{hidden.pk}/").status_code == 404
    assert features(client, "schools")["features"] == []


def test_a_layer_for_staff_has_no_public_page(client, monkeypatch):
    schools = registry.layer("schools")
    monkeypatch.setitem(registry._layers, "schools", replace(schools, public=False))
    assert client.get("/ebenen/schools/").status_code == 404
    assert client.get("/api/layers/schools/").status_code == 404
    assert "schools" not in [layer["name"] for layer in client.get("/api/layers/").json()]


def test_a_feature_as_geojson(client):
    place = make_cool_place(kind="church", step_free="limited", drinking_water=None)
    answer = client.get(f"/api/layers/cool_places/{place.pk}/").json()
    assert answer["type"] == "Feature"
    assert answer["id"] == place.pk
    assert answer["geometry"]["type"] == "Point"
    assert answer["geometry"]["coordinates"] == pytest.approx([7.8207, 51.6806], abs=1e-7)
    told = answer["properties"]
    assert (told["kind"], told["kind_label"]) == ("church", "Kirche")
    assert (told["step_free"], told["step_free_label"]) == ("limited", "eingeschränkt")
    assert told["drinking_water"] is None
    assert told["cost_label"] is None
    assert (told["dataset"], told["version"]) == ("test", 1)
    assert told["url"] == "/orte/pauluskirche/"


def test_pages_of_features_follow_each_other_without_gap_or_repetition(client):
    made = [make_stop(f"Halt {number}").pk for number in range(7)]
    seen, address = [], "/api/layers/stops/?limit=3"
    for _page in range(3):
        answer = client.get(address).json()
        seen += [feature["id"] for feature in answer["features"]]
        address = next((a["href"] for a in answer["links"] if a["rel"] == "next"), "")
    assert seen == made
    assert address == ""


def test_a_box_in_degrees_finds_what_lies_in_it(client):
    inside = make_stop("innen", geometry=point(7.81, 51.68))
    make_stop("außen", geometry=point(7.83, 51.68))
    found = features(client, "stops", bbox="7.80,51.67,7.82,51.69")["features"]
    assert [feature["id"] for feature in found] == [inside.pk]
    assert len(features(client, "stops", bbox="-180,-90,180,90")["features"]) == 2
    assert features(client, "stops", bbox="-80,-60,-70,-50")["features"] == []


def test_a_wrong_parameter_is_named_in_a_problem_document(client):
    answer = client.get("/api/layers/stops/", {"bbox": "1,2,3", "limit": "5000"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == 400
    assert set(document["errors"]) == {"bbox", "limit"}


def test_lists_take_few_queries_whatever_their_length(client):
    for number in range(40):
        make_stop(f"Halt {number}")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ebenen/stops/")
    assert len(queries) <= 3  # count, rows, city
    with CaptureQueriesContext(connection) as queries:
        features(client, "stops")
    assert len(queries) == 1


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    make_stop()
    first = client.get("/ebenen/stops/")
    again = client.get("/ebenen/stops/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make_stop("Neu")
    changed = client.get("/ebenen/stops/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_all_public_layers_are_listed(client):
    listed = {layer["name"]: layer for layer in client.get("/api/layers/").json()}
    assert set(listed) == set(PUBLIC)
    kinds = next(f for f in listed["cool_places"]["fields"] if f["name"] == "kind")
    assert kinds["choices"]["church"] == "Kirche"
    text = client.get("/ebenen/").content.decode()
    for name in PUBLIC:
        assert reverse("layer", args=[name]) in text


def test_the_search_answers_as_json(client):
    make_cool_place("Maximilianpark", kind="park", address="Alter Grenzweg 2")
    make_district("Heessen")
    place, *_ = client.get("/api/search/", {"q": "maximilanpark"}).json()
    assert place["label"] == "Maximilianpark"
    assert place["detail"] == "Park, Alter Grenzweg 2"
    assert place["kind"] == "cool_places"
    assert (place["lon"], place["lat"]) == pytest.approx((7.8207, 51.6806), abs=1e-6)
    assert "bbox" not in place
    assert client.get(place["url"]).context["selected"].place.name == "Maximilianpark"
    assert client.get(place["page"]).status_code == 200
    (district,) = client.get("/api/search/", {"q": "heessen"}).json()
    assert district["bbox"] == pytest.approx([7.82, 51.68, 7.9, 51.73], abs=0.001)
    assert client.get("/api/search/", {"q": ""}).json() == []


def test_the_search_works_as_a_page(client):
    make_cool_place("Maximilianpark", kind="park")
    page = client.get("/suche/", {"q": "maximilanpark"})
    assert "Maximilianpark" in page.content.decode()
    assert [hit.label for hit, _address in page.context["hits"]] == ["Maximilianpark"]


def test_json_is_written_in_utf_8(client):
    make_stop("Bürgeramt Süd")
    raw = client.get("/api/layers/stops/").content
    assert "Bürgeramt Süd".encode() in raw
    assert json.loads(raw)


def test_the_card_of_the_map_leads_to_a_page_of_its_own(client):
    school, stop = make_school(slug="talschule"), make_stop()
    answer = client.get(f"/ebenen/schools/{school.pk}/seite/")
    assert (answer.status_code, answer["Location"]) == (302, "/schulen/talschule/")
    answer = client.get(f"/ebenen/stops/{stop.pk}/seite/")
    assert answer["Location"] == f"/ebenen/stops/{stop.pk}/"
    assert client.get("/ebenen/schools/999999999/seite/").status_code == 404
