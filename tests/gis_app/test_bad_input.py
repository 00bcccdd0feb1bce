"""Whatever stands in an address, the answer is a page or a clear refusal."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import make_address, make_cool_place, make_street

relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = st.text(max_size=30) | st.sampled_from(
    ["", "-1", "0", "9" * 30, "nan", "inf", "1e999", "7.8,51.7", "\0", "%", "🌳", "2026-02-30", "½"]
)
NAMES = ["q", "kind", "open", "step_free", "zeit", "ebenen", "ort", "bei", "seite", "sprache"]


@pytest.fixture(autouse=True)
def some_places(city):
    make_cool_place(opening_hours="Mo-Fr 10:00-18:00; PH off")
    make_street()
    make_address()


def status(client, address: str, query: dict) -> int:
    with transaction.atomic():  # as each request has its own
        return client.get(address, query).status_code


@relaxed
@given(st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=5))
@example({"zeit": "9999-12-31T23:59"})
@example({"zeit": "0001-01-01T00:00:00+14:00"})
@example({"bei": "nan,nan"})
@example({"q": "a" * 10_000})
def test_the_map_always_answers(client, query):
    assert status(client, "/", query) == 200


@relaxed
@given(TEXT)
def test_the_search_always_answers(client, q):
    assert status(client, "/suche/", {"q": q}) == 200
    assert status(client, "/api/search/", {"q": q}) == 200


@relaxed
@given(st.dictionaries(st.sampled_from(["bbox", "limit", "after", "offset", "q"]), TEXT))
@example({"bbox": "-180,-90,180,90"})
@example({"bbox": "1e400,0,1,1"})
@example({"after": str(2**63)})
@example({"limit": "0"})
def test_the_features_answer_or_refuse(client, query):
    assert status(client, "/api/layers/cool_places/", query) in (200, 400)


@relaxed
@given(st.dictionaries(st.sampled_from(["seite", "q", "zeit"]), TEXT))
def test_the_lists_always_answer(client, query):
    for address in ("/ebenen/cool_places/", "/ebenen/census_cells/", "/ebenen/", "/daten/"):
        assert status(client, address, query) == 200


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ({"zeit": "gestern"}, "Die Zeit in der Adresse war nicht zu verstehen"),
        ({"zeit": "2026-13-01"}, "Die Zeit in der Adresse war nicht zu verstehen"),
        ({"bei": "hier"}, "Der Punkt in der Adresse war nicht zu verstehen"),
        ({"bei": "51.68"}, "Der Punkt in der Adresse war nicht zu verstehen"),
        ({"kind": "eisdiele"}, "Art „eisdiele“ ist unbekannt"),
        ({"ebenen": "geheim"}, "Ebene „geheim“ ist unbekannt"),
    ],
)
def test_what_was_not_understood_is_said(client, query, notice):
    page = client.get("/", query)
    assert any(notice in said for said in page.context["state"].notices)
    assert notice in page.content.decode()
    assert page.context["count"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "/ebenen/geheim/",
        "/ebenen/cool_places/99999999999999999999/",
        "/orte/%00/",
        "/api/layers/geheim/",
        "/api/layers/cool_places/99999999999999999999/",
        "/nirgends/",
        "/api/nirgends/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/suche/", "/ebenen/", "/daten/", "/impressum/"])
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
