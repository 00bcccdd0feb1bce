"""Sheets of districts and posters, as people get them: pages, and PDFs read back."""

import io
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from heatmodel.models import CoolPlace
from heatmodel.print import sheets, views
from layers.models import District
from layers.publish import paper
from tests.codes import codes_on
from tests.factories import area, make_city, make_cool_place, make_dataset, make_district, point

pytestmark = pytest.mark.django_db
SHEET = "/drucken/bezirke/boenen-sued/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
INSIDE, OUTSIDE = point(7.85, 51.7), point(7.7, 51.6)


@pytest.fixture(autouse=True)
def city(db):
    make_city()
    make_district("Bönen-Süd")


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "de"})


def place(name: str = "Lukaskirche", **values) -> CoolPlace:
    return make_cool_place(name, **{"geometry": INSIDE} | values)


def read(client: Client, address: str) -> PdfReader:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def words(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def sizes(document: PdfReader) -> set[float]:
    """Heights of the letters in points, in which text outside of pictures is set."""
    found = set()

    def note(text, _matrix, text_matrix, _font, size):
        if text.strip():
            found.add(round(abs(text_matrix[3]) * size * 0.75, 1))

    for page in document.pages:
        page.extract_text(visitor_text=note)
    return found


def test_places_inside_are_listed_by_german_name(client):
    for name in ("Zeche", "Äbtei", "Bücherei"):
        place(name)
    place("Weit weg", geometry=OUTSIDE)
    page = client.get(SHEET).content.decode()
    found = [page.index(f">{name}</bdi></h2>") for name in ("Äbtei", "Bücherei", "Zeche")]
    assert found == sorted(found)
    assert "Weit weg" not in page


def test_a_sheet_says_what_is_known_and_what_is_not(client):
    place(
        kind="library",
        address="Ostenallee 1",
        opening_hours="Mo-Fr 10:00-18:00",
        step_free="limited",
        toilet=False,
    )
    text = words(read(client, SHEET.rstrip("/") + ".pdf"))
    assert "Lukaskirche Bücherei · Ostenallee 1 Mo–Fr 10:00–18:00" in text
    assert "Stufenlos: eingeschränkt · WC: nein · Trinkwasser: unbekannt" in text
    assert "© Testdaten" in text


@pytest.mark.parametrize("hours", [None, "irgendwann"])
def test_unknown_hours_are_unknown(client, hours):
    place(opening_hours=hours)
    assert "Öffnungszeiten unbekannt" in words(read(client, SHEET.rstrip("/") + ".pdf"))


def test_closures_and_hours_of_warning_days_are_told(client):
    place(
        opening_hours="Mo-Fr 10:00-18:00",
        closures='2099 Jul 20-2099 Aug 09 off "Sommerpause"',
        warning_hours="Mo-Su 09:00-20:00",
        warning_level=1,
    )
    text = words(read(client, SHEET.rstrip("/") + ".pdf"))
    assert "Mo–Fr 10:00–18:00 Zeiten an Warntagen: Mo–So 9:00–20:00" in text
    assert "geschlossen: 20. Juli 2099 – 9. August 2099: Sommerpause" in text


@pytest.mark.parametrize(
    ("hours", "told"),
    [  # 15 May 2027 is a Saturday
        ("May 15-Sep 15 Mo-Fr 09:00-19:00", "ab 17. Mai 2027: Mo–Fr 9:00–19:00"),
        ('May-Sep 08:00-20:00 "je nach Wetter"', "ab 1. Mai 2027: Öffnungszeiten unbekannt"),
    ],
)
def test_a_season_to_come_is_told_with_its_hours(client, monkeypatch, hours, told):
    winter = datetime(2026, 11, 25, tzinfo=ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr(views, "_today", lambda: winter)
    place(opening_hours=hours)
    assert told in words(read(client, SHEET.rstrip("/") + ".pdf"))


def test_hidden_places_are_on_no_paper(client):
    CoolPlace.objects.filter(pk=place("Verborgen").pk).update(published=False)
    assert "Verborgen" not in client.get(SHEET).content.decode()
    assert "Verborgen" not in words(read(client, SHEET.rstrip("/") + ".pdf"))
    assert client.get("/drucken/plakat/verborgen.pdf").status_code == 404


def test_letters_on_a_sheet_are_at_least_14_points_high(client, monkeypatch):
    monkeypatch.setattr(sheets, "_picture", lambda *_given: "")  # has lettering of its own
    place(opening_hours="Mo-Fr 10:00-18:00")
    assert min(sizes(read(client, SHEET.rstrip("/") + ".pdf"))) >= 14


def test_the_picture_bears_the_numbers_of_the_list(client):
    place("Erste"), place("Zweite", geometry=point(7.86, 51.71))
    page = client.get(SHEET).content.decode()
    start = page.index("<svg", page.index('<figure class="drawn">'))
    picture = ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])
    pins = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")][-2:]
    assert pins == ["1", "2"]


def test_a_long_list_ends_and_says_so(client, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_PLACES", 2)
    for name in ("Eins", "Zwei", "Zwölf"):
        place(name)
    page = client.get(SHEET).content.decode()
    assert page.count("<h2>") == 2 and "1 weiterer Ort steht auf der Karte." in page


def test_invented_places_say_so(client):
    place(dataset=make_dataset("demo", kind="synthetic"))
    assert "Enthält Demonstrationsdaten" in words(read(client, SHEET.rstrip("/") + ".pdf"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_and_posters_come_in_each_language(client, language):
    place(opening_hours="Mo-Fr 10:00-18:00")
    client.get("/drucken/", {"sprache": language})
    page = client.get(SHEET).content.decode()
    assert f'lang="{language}"' in page and ('dir="rtl"' in page) == (language == "ar")
    assert f"?sprache={language}&amp;bei=" in page
    sheet = words(read(client, SHEET.rstrip("/") + ".pdf"))
    poster = words(read(client, "/drucken/plakat/lukaskirche.pdf"))
    assert "Lukaskirche" in sheet and "Lukaskirche" in poster
    assert ("Stufenlos" in sheet, "Kühler Ort" in poster) == (language == "de", language == "de")


def test_posters_are_one_page_with_their_address(client):
    place(opening_hours="24/7")
    one = read(client, "/drucken/plakat/lukaskirche.pdf")
    assert len(one.pages) == 1
    text = words(one)
    assert "Kühler Ort Lukaskirche Kirche immer" in text
    assert "http://testserver/orte/lukaskirche/" in text
    whole = read(client, "/drucken/plakat.pdf")
    assert len(whole.pages) == 1 and "http://testserver/" in words(whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_square_codes_lead_where_the_words_beside_them_say(client, language):
    place()
    client.cookies["django_language"] = language
    sheet = client.get(SHEET.rstrip("/") + ".pdf").content
    [address] = codes_on(sheet)
    start, _mark, view = address.partition("#")
    assert start.startswith(f"http://testserver/?sprache={language}&bei=")
    zoom, lat, lon = view.split("/")
    assert start.endswith(f"{lon},{lat}") and zoom == "12"
    assert client.get(start.removeprefix("http://testserver")).status_code == 200
    poster = client.get("/drucken/plakat/lukaskirche.pdf").content
    assert codes_on(poster) == ["http://testserver/orte/lukaskirche/"]
    assert codes_on(client.get("/drucken/plakat.pdf").content) == ["http://testserver/"]


def test_the_list_of_the_map_leads_to_the_sheets(client):
    place()
    assert 'href="/drucken/"' in client.get("/", headers={"X-Fragment": "results"}).content.decode()


def test_the_index_leads_to_every_sheet_and_the_place_to_its_poster(client):
    District.objects.filter(pk=make_district("Verborgen").pk).update(published=False)
    make_district("Ortsteil", level=10)
    page = client.get("/drucken/").content.decode()
    assert f'href="{SHEET}"' in page and "Verborgen" not in page and "Ortsteil" not in page
    place()
    assert 'href="/drucken/plakat/lukaskirche.pdf"' in client.get("/orte/lukaskirche/").text
    assert 'href="/drucken/"' in client.get("/").content.decode() + page


@pytest.mark.parametrize(
    "address",
    [
        "/drucken/bezirke/nirgends/",
        "/drucken/bezirke/nirgends.pdf",
        "/drucken/bezirke/verborgen/",
        "/drucken/bezirke/ortsteil.pdf",
        "/drucken/plakat/nirgends.pdf",
    ],
)
def test_what_there_is_not_is_not_found(client, address):
    make_district("Ortsteil", level=10)
    make_district("Verborgen", published=False, geometry=area(7.7, 51.6, 7.8, 51.65))
    assert client.get(address).status_code == 404


def test_what_reads_the_same_is_printed_once(client, monkeypatch):
    printed = []
    monkeypatch.setattr(paper, "to_pdf", lambda page: printed.append(page) or b"%PDF")
    place("Nur hier und heute")
    for _time in range(3):
        client.get(SHEET.rstrip("/") + ".pdf")
    assert len(printed) == 1
    CoolPlace.objects.update(address="Neue Straße 1")
    client.get(SHEET.rstrip("/") + ".pdf")
    assert len(printed) == 2


def test_who_does_not_get_a_turn_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(paper, "_PATIENCE_S", 0)
    browser = Client(headers={"accept-language": "de"}, raise_request_exception=False)
    with paper._one_at_a_time:
        answer = browser.get("/drucken/plakat.pdf")
    assert answer.status_code == 503 and answer["Retry-After"]
