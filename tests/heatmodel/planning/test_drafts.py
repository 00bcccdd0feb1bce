"""A draft through the doors of its page: bounded, judged, and never lost."""

import json
import uuid

import pytest

from heatmodel.planning import services
from heatmodel.planning.models import Scenario
from tests.heatmodel.planning.drawn import collection, feature, square, tree


@pytest.fixture
def scenario(planner) -> Scenario:
    return services.create(planner, "Marktplatz")


def send(client, scenario, body, version=None):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(
        f"/planung/szenarien/{scenario.key}/entwurf/?version={version or scenario.version}",
        text,
        content_type="application/geo+json",
    )


def stored(scenario) -> Scenario:
    return Scenario.objects.get(pk=scenario.pk)


def test_a_drawing_is_kept_and_shown_in_the_table(client, scenario):
    answer = send(client, scenario, collection(tree(height_m=12, crown_m=8), square("unseal")))
    assert answer.status_code == 200
    told = answer.json()
    assert told["version"] == 2
    assert told["computable"]
    assert "2 Maßnahmen" in told["table"]
    page = client.get(f"/planung/szenarien/{scenario.key}/").content.decode()
    assert "Entsiegelung" in page
    assert 'value="12"' in page


def test_the_same_drawing_again_changes_nothing(client, scenario):
    drawn = collection(tree())
    send(client, scenario, drawn)
    before = stored(scenario)
    assert send(client, before, drawn).json()["version"] == 2
    assert stored(scenario).changed_at == before.changed_at


def test_what_somebody_else_saved_is_not_overwritten(client, scenario):
    send(client, scenario, collection(tree()))
    answer = send(client, scenario, collection(tree(50)), version=1)
    assert answer.status_code == 409
    told = answer.json()
    assert "jemand anderes" in told["error"]
    assert told["version"] == 2
    assert told["collection"] == stored(scenario).measures


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "kein lesbares GeoJSON"),
        ('{"type": "FeatureColl', "kein lesbares GeoJSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "kein lesbares GeoJSON"),
        ("[" * 100_000, "kein lesbares GeoJSON"),
        ({"type": "Feature"}, "keine GeoJSON-FeatureCollection"),
        ({"type": "FeatureCollection", "features": {}}, "keine GeoJSON-FeatureCollection"),
        (collection("tree"), "kein GeoJSON-Objekt"),
        (collection(*[tree() for _ in range(501)]), "höchstens 500"),
        ("x" * 2_000_001, "größer als 2 MB"),
        (
            collection(
                feature(
                    {"measure": "water"},
                    {"type": "Polygon", "coordinates": [[[7.8, 51.6]] * 20_001]},
                )
            ),
            "mehr als 20000 Eckpunkte",
        ),
    ],
)
def test_what_is_no_draft_is_refused_in_words_and_nothing_is_lost(client, scenario, body, words):
    kept = collection(tree())
    send(client, scenario, kept)
    answer = send(client, stored(scenario), body)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert stored(scenario).measures == kept


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (tree(height_m=90), "Höhe liegt nicht zwischen 2 und 40 m."),
        (tree(crown_m="breit"), "Krone ist keine Zahl."),
        (square("tree"), "Ein Baum ist ein Punkt."),
        (feature({"measure": "water"}, {"type": "Point", "coordinates": [7.8, 51.6]}), "Fläche"),
        (feature({"measure": "lawn"}, {"type": "Point", "coordinates": [7.8, 51.6]}), "unbekannt"),
        (feature({}, None), "unbekannt"),
        (feature({"measure": "tree"}, None), "keine lesbare Form"),
        (feature({"measure": "tree"}, {"type": "Point", "coordinates": []}), "keine lesbare Form"),
        (feature({"measure": "tree"}, {"type": "Point", "coordinates": [7.8]}), "keine lesbare"),
        (feature({"measure": "water"}, {"type": "Polygon", "coordinates": [1, 2]}), "lesbare Form"),
        (
            feature(
                {"measure": "water"},
                {"type": "Polygon", "coordinates": [[[7.8, 51.6], [7.9, 51.7], [7.8, 51.6]]]},
            ),
            "Form",
        ),
        (
            feature(
                {"measure": "water"},
                {
                    "type": "Polygon",
                    "coordinates": [
                        [
                            [7.82, 51.68],
                            [7.821, 51.681],
                            [7.821, 51.68],
                            [7.82, 51.681],
                            [7.82, 51.68],
                        ]
                    ],
                },
            ),
            "ungültig",
        ),
        (feature({"measure": "tree"}, {"type": "Point", "coordinates": [13.4, 52.5]}), "außerhalb"),
    ],
)
def test_a_wrong_measure_is_kept_named_and_not_computed(client, scenario, drawn, words):
    answer = send(client, scenario, collection(tree(), drawn)).json()
    assert not answer["computable"]
    assert "Maßnahme 2:" in answer["table"]
    assert words in answer["table"]
    assert stored(scenario).count == 2
    client.post(f"/planung/szenarien/{scenario.key}/berechnen/")
    assert stored(scenario).state == "draft"


def test_measures_of_two_quarters_are_two_scenarios(client, scenario):
    answer = send(client, scenario, collection(tree(), tree(2_000))).json()
    assert "1500 m auseinander" in answer["table"].replace(".", "")


def test_properties_that_nobody_asked_for_are_dropped(client, scenario):
    send(client, scenario, collection(tree(height_m=9, owner="\0 <script>", crown_m=10**9)))
    [one] = stored(scenario).measures["features"]
    assert one["properties"] == {"measure": "tree", "height_m": 9, "crown_m": None}


def test_a_measure_may_be_typed(client, scenario):
    """Without map, mouse and script: the same draft comes of it."""
    where = f"/planung/szenarien/{scenario.key}/massnahme/"
    typed = {"measure": "tree", "height_m": "12", "crown_m": "8", "place": "7.8207 51.6806"}
    assert client.post(where, {**typed, "version": 1}).status_code == 302
    corners = "418400 5726000\n418440 5726000\n418440 5726030\n418400 5726030"
    client.post(where, {"measure": "water", "place": corners, "version": 2})
    point, area = stored(scenario).measures["features"]
    assert point["properties"] == {"measure": "tree", "height_m": 12.0, "crown_m": 8.0}
    assert point["geometry"]["coordinates"] == pytest.approx([7.8207, 51.6806])
    assert area["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"place": "am Markt"}, "keine lesbaren Koordinaten"),
        ({"place": ""}, "erforderlich"),
        ({"height_m": "99"}, "Zwischen 2 und 40 m."),
        ({"crown_m": "inf"}, "Zahl"),
        ({"measure": "lawn"}, "gültige Auswahl"),
        ({"measure": "water"}, ""),
    ],
)
def test_what_was_typed_wrong_stays_in_the_form_with_its_reason(client, scenario, values, words):
    typed = {"measure": "tree", "place": "7.8207 51.6806", "version": 1, **values}
    answer = client.post(f"/planung/szenarien/{scenario.key}/massnahme/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert stored(scenario).count == 0


def test_pasted_geojson_takes_the_drafts_place_or_stays_in_the_field(client, scenario):
    send(client, scenario, collection(tree()))
    where = f"/planung/szenarien/{scenario.key}/geojson/"
    bad = '{"type": "FeatureCollection", "features": ['
    answer = client.post(where, {"text": bad, "version": 2})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "kein lesbares GeoJSON" in page
    assert "{&quot;type&quot;: &quot;FeatureCollection&quot;, &quot;features&quot;: [" in page
    assert stored(scenario).count == 1
    good = json.dumps(collection(tree(), tree(20), tree(40)))
    assert client.post(where, {"text": good, "version": 2}).status_code == 302
    assert stored(scenario).count == 3


def test_the_table_changes_numbers_and_removes_rows_without_script(client, scenario):
    keep, drop = tree(height_m=9, crown_m=5), tree(20)
    send(client, scenario, collection(keep, drop))
    client.post(
        f"/planung/szenarien/{scenario.key}/massnahmen/",
        {"version": 2, "remove": drop["id"], f"height_m-{keep['id']}": "14,5"},
    )
    [one] = stored(scenario).measures["features"]
    assert one["properties"] == {"measure": "tree", "height_m": 14.5, "crown_m": 5}


def test_a_form_that_is_too_late_overwrites_nothing(client, scenario):
    send(client, scenario, collection(tree()))
    typed = {"measure": "tree", "place": "7.8207 51.6806", "version": 1}
    answer = client.post(f"/planung/szenarien/{scenario.key}/massnahme/", typed)
    assert answer.status_code == 409
    assert "jemand anderes" in answer.content.decode()
    assert stored(scenario).count == 1


def test_measures_leave_as_geojson(client, scenario):
    drawn = collection(tree())
    send(client, scenario, drawn)
    answer = client.get(f"/planung/szenarien/{scenario.key}/massnahmen.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.json() == drawn


def test_a_scenario_is_made_named_and_deleted(client, planner):
    made = client.post("/planung/szenarien/", {"name": "Bahnhof"})
    assert made.status_code == 302
    assert "Bahnhof" in client.get("/planung/szenarien/").content.decode()
    client.post(made.url, {"name": "Westentor"})
    assert Scenario.objects.get().name == "Westentor"
    assert "Endgültig löschen" in client.get(f"{made.url}loeschen/").content.decode()
    client.post(f"{made.url}loeschen/")
    assert not Scenario.objects.exists()
    assert client.post("/planung/szenarien/", {"name": "x" * 200}).status_code == 200


PAGES = (
    "", "massnahmen.geojson", "stand/", "loeschen/", "bericht.pdf", "bericht.html",
    "bild/pet_c/delta.png",
)  # fmt: skip
DEEDS = (
    "entwurf/", "massnahme/", "massnahmen/", "geojson/", "berechnen/", "veroeffentlichen/",
    "zurueckziehen/", "loeschen/", "",
)  # fmt: skip


def test_only_heat_planners_may_look_and_act(stranger, scenario, client):
    from django.test import Client

    where = f"/planung/szenarien/{scenario.key}/"
    for page in PAGES:
        assert stranger.get(where + page).status_code == 403
        assert Client().get(where + page).status_code == 302  # to the login
    for deed in DEEDS:
        assert stranger.post(where + deed).status_code == 403
        assert Client().post(where + deed).status_code == 302
    assert stranger.get("/planung/szenarien/").status_code == 403
    assert stored(scenario).name == "Marktplatz"
    gone = f"/planung/szenarien/{uuid.uuid4()}/"
    assert client.get(gone).status_code == 404
    assert client.get(where + "bericht.pdf").status_code == 404  # nothing computed yet
    assert client.get(where + "berechnen/").status_code == 405


def test_positions_are_kept_to_the_centimetre_that_the_drawing_takes(client, scenario):
    """Measures from elsewhere with more digits would stay in the table and miss on the map."""
    there = feature(
        {"measure": "tree"}, {"type": "Point", "coordinates": [7.82071234567, 51.68, 9]}
    )
    send(client, scenario, collection(there))
    assert stored(scenario).measures["features"][0]["geometry"]["coordinates"] == [7.8207123, 51.68]
