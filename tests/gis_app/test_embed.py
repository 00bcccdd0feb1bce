"""Map and list in frames of other sites: without cookies, scripts or strangers."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import make_city, make_cool_place

pytestmark = pytest.mark.django_db
EMBEDDED = ("/einbetten/karte/", "/einbetten/liste/")


@pytest.fixture(autouse=True)
def hamm(db):
    make_city()
    make_cool_place("Pauluskirche", opening_hours="24/7")
    make_cool_place("Bücherei", opening_hours="Mo 10:00-10:01")


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "de"})


def directives(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.parametrize("address", EMBEDDED)
def test_any_site_may_frame_what_is_meant_for_it(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert directives(answer)["frame-ancestors"] == "*"
    assert "script-src" not in directives(answer)
    assert directives(answer)["default-src"] == "'none'"
    assert "X-Frame-Options" not in answer


def test_the_map_that_moves_runs_our_own_script_and_no_other(reader):
    answer = reader.get("/einbetten/beweglich/", {"sprache": "tr"})
    rules = directives(answer)
    assert rules["frame-ancestors"] == "*" and rules["script-src"] == "'self'"
    assert rules["form-action"] == "'none'" and "'unsafe" not in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer and not answer.cookies
    page = answer.content.decode()
    assert 'lang="tr"' in page and " style=" not in page and "<svg" in page
    scripts = re.findall(r"<script[^>]*>", page)
    assert all('src="/static/' in one or 'type="application/json"' in one for one in scripts)


@pytest.mark.parametrize("address", [*EMBEDDED, "/einbetten/beweglich/"])
def test_what_has_not_changed_is_not_sent_again(reader, address):
    asked = {"zeit": "2026-08-16T18:00"}
    first = reader.get(address, asked)
    assert first["Cache-Control"] == "public, max-age=60" and "Cookie" not in first["Vary"]
    again = reader.get(address, asked, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_cool_place("Neue Halle")
    changed = reader.get(address, asked, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", ["/", "/suche/", "/einbetten/", "/konto/anmelden/"])
def test_no_site_may_frame_anything_else(reader, address):
    answer = reader.get(address)
    assert directives(answer)["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", EMBEDDED)
def test_it_sets_no_cookie_in_any_language(reader, address):
    answer = reader.get(address, {"sprache": "ar"})
    assert 'lang="ar" dir="rtl"' in answer.content.decode()
    assert not answer.cookies
    assert reader.get("/", {"sprache": "ar"}).cookies  # elsewhere the language is remembered


@pytest.mark.parametrize("address", EMBEDDED)
def test_it_asks_nobody_else_and_runs_nothing(reader, address):
    page = reader.get(address).content.decode()
    assert "<script" not in page and " style=" not in page
    fetched = re.findall(r'<(?:link|img|iframe|use)[^>]*?(?:href|src)="([^"]+)"', page)
    assert fetched and all(not urlsplit(one).netloc for one in fetched)
    assert all("noopener" in link for link in re.findall(r"<a [^>]+>", page))


def test_the_list_keeps_the_filters_of_the_map(reader):
    everything = reader.get("/einbetten/liste/", {"zeit": "2026-08-16T18:00"}).content.decode()
    still_open = reader.get(
        "/einbetten/liste/", {"zeit": "2026-08-16T18:00", "open": "1"}
    ).content.decode()
    assert "Bücherei" in everything and "Pauluskirche" in everything
    assert "Bücherei" not in still_open and "Pauluskirche" in still_open


def test_the_map_is_a_titled_picture_with_its_places_as_words(reader):
    page = reader.get("/einbetten/karte/").content.decode()
    assert "Karte der kühlen Orte" in page and "<svg" in page and "Pauluskirche" in page


@pytest.mark.parametrize(
    "query", ["bei=0,40", "bei=20,60", "bei=x", "zeit=x", "seite=99999", "open=%00"]
)
def test_whatever_an_address_says_the_page_comes(reader, query):
    for address in EMBEDDED:
        assert reader.get(f"{address}?{query}").status_code == 200


def test_the_code_to_copy_frames_what_was_chosen(reader):
    page = reader.get("/einbetten/", {"was": "liste", "open": "1"}).content.decode()
    code = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    assert "title=" in code and 'width="100%"' in code
    address = html.unescape(re.search(r'src="([^"]+)"', code)[1])
    assert address == "http://testserver/einbetten/liste/?sprache=de&open=1"
    assert reader.get(urlsplit(address).path).status_code == 200


def test_the_map_that_moves_is_offered_first(reader):
    page = reader.get("/einbetten/").content.decode()
    assert "/einbetten/beweglich/?sprache=de" in html.unescape(page)


def test_a_strange_choice_falls_back_to_the_map(reader):
    assert "/einbetten/karte/" in reader.get("/einbetten/", {"was": "'><x"}).content.decode()
