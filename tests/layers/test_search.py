"""People find places although they type as people do."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers import registry
from layers.search import find, matching
from tests.factories import (
    line,
    make_address,
    make_city,
    make_cool_place,
    make_district,
    make_office,
    make_stop,
    make_street,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hamm(db):
    make_city()
    make_cool_place("Maximilianpark", kind="park", address="Alter Grenzweg 2, 59071 Hamm")
    make_cool_place("Zentralbibliothek", kind="library")
    make_cool_place("St. Pankratius Hövel")
    make_stop("Maximilianpark", source_id="platform-1")
    make_stop("Maximilianpark", source_id="platform-2")
    make_stop("Hauptbahnhof")
    make_office("Bürgeramt Bockum-Hövel")
    make_district("Bockum-Hövel")
    for piece in ((7.825, 7.83), (7.83, 7.84), (7.84, 7.85)):
        make_street("Ostenallee", geometry=line((piece[0], 51.68), (piece[1], 51.68)))
    make_street("Südstraße")
    for number in ("1", "12", "12a", "121"):
        make_address("Ostenallee", number, postcode="59071")
    make_address("Bachweg", "3 b")
    with translation.override("de"):
        yield


def labels(text: str, **options) -> list[str]:
    return [hit.label for hit in find(text, **options)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("maximilianpark", "Maximilianpark"),
        ("  MAXIMILIAN ", "Maximilianpark"),
        ("Maximilanpark", "Maximilianpark"),
        ("maxmilianpark", "Maximilianpark"),
        ("hauptbanhof", "Hauptbahnhof"),
        ("bockum-hövel", "Bockum-Hövel"),
        ("bockum hoevel", "Bockum-Hövel"),
        ("bockum hovel", "Bockum-Hövel"),
        ("hövel pankratius", "St. Pankratius Hövel"),
        ("suedstr", "Südstraße"),
        ("Südstr.", "Südstraße"),
        ("sudstrasse", "Südstraße"),
        ("ostenalee", "Ostenallee"),
        ("bibliothek", "Zentralbibliothek"),
        ("bücherei", "Zentralbibliothek"),  # its kind, not its name
        ("buergeramt", "Bürgeramt Bockum-Hövel"),
        ("grenzweg", "Maximilianpark"),  # its address
        ("ostenallee 12a", "Ostenallee 12a"),
        ("Ostenallee 12 A", "Ostenallee 12a"),
        ("Bachweg 3b", "Bachweg 3 b"),
        ("ostenale 121", "Ostenallee 121"),
        ("12 ostenallee", "Ostenallee 12"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed, meant):
    assert labels(typed)[0] == meant


@pytest.mark.parametrize("typed", ["", "   ", "!?%_", "\0", "xylophonwerkstatt", "17", "%", "a_b"])
def test_nothing_is_made_up(typed):
    assert labels(typed) == []


def test_a_place_comes_before_a_stop_of_its_name():
    assert [hit.layer.name for hit in find("maximilianpark")][:2] == ["cool_places", "stops"]


def test_a_street_comes_before_its_addresses_and_these_by_their_length():
    assert labels("ostenallee 1") == [
        "Ostenallee 1",
        "Ostenallee 12",
        "Ostenallee 121",
        "Ostenallee 12a",
        "Ostenallee",
    ]
    assert labels("ostenallee") == ["Ostenallee"]


def test_pieces_of_a_street_and_platforms_of_a_stop_are_one_hit():
    (street,) = find("ostenallee")
    assert street.box == pytest.approx((7.825, 51.68, 7.85, 51.68), abs=1e-4)
    assert not street.is_point
    assert [hit.layer.name for hit in find("maximilianpark")].count("stops") == 1


def test_a_hit_knows_where_and_what_it_is():
    hit = find("maximilianpark")[0]
    assert (hit.kind, hit.detail, hit.slug) == (
        "Park",
        "Alter Grenzweg 2, 59071 Hamm",
        "maximilianpark",
    )
    assert (hit.lon, hit.lat) == pytest.approx((7.8207, 51.6806), abs=1e-6)
    assert hit.is_point


def test_kinds_are_found_in_the_language_of_the_reader():
    translation.activate("en")
    assert labels("zentralbibliothek") == ["Zentralbibliothek"]


def test_what_is_not_published_is_not_found():
    make_cool_place("Geheimgarten", published=False)
    assert labels("geheimgarten") == []


def test_the_limit_holds():
    for number in range(20):
        make_cool_place(f"Brunnen {number}")
    assert len(labels("brunnen", limit=5)) == 5
    assert len(labels("brunnen", limit=10_000)) == 20


def test_it_takes_three_queries_at_most():
    labels("park")  # labels of kinds are folded once
    with CaptureQueriesContext(connection) as queries:
        find("ostenale 12")
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        find("ostenallee 12")
    assert len(queries) == 2


def test_rows_of_a_layer_are_matched_by_the_same_rule():
    layer = registry.layer("cool_places")
    names = [place.name for place in matching(layer, "maximilanpark", layer.published())]
    assert names == ["Maximilianpark"]
    assert matching(layer, " ", layer.published()).count() == 3


def test_every_layer_that_is_searched_has_an_index_of_its_columns():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for layer in registry.all_layers():
            if not layer.search:
                continue
            statement, params = matching(
                layer, "ostenallee", layer.published()
            ).query.sql_with_params()
            cursor.execute(f"EXPLAIN {statement}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "_search_trgm" in plan, layer.name


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=150))
def test_any_text_is_answered(text):
    assert len(find(text)) <= 10


def test_points_of_one_name_far_apart_keep_their_addresses():
    make_office("Rathaus", address="Theodor-Heuss-Platz 16", source_id="a")
    make_office(
        "Rathaus",
        address="Teichweg 1",
        source_id="b",
        geometry=Point(7.76, 51.70, srid=4326).transform(25832, clone=True),
    )
    assert {hit.detail for hit in find("rathaus")} == {"Theodor-Heuss-Platz 16", "Teichweg 1"}


def test_texts_of_one_shape_share_a_statement_but_not_their_answers():
    assert labels("Maximilianpark")[0] == "Maximilianpark"
    assert labels("Hauptbahnhof")[0] == "Hauptbahnhof"
    assert labels("Bürgeramt Bockum")[0] == "Bürgeramt Bockum-Hövel"
    assert labels("St. Pankratius")[0] == "St. Pankratius Hövel"


@pytest.mark.parametrize("typed", ["%%%%", "____", "\\\\\\\\", "\ue000\ue000\ue000", "1\ue001"])
def test_signs_of_patterns_and_of_our_own_are_only_characters(typed):
    assert labels(typed) == []
