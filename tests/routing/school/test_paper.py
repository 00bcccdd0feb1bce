"""The plan on paper, read back by a PDF reader."""

import io
import time

import pypdf
import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from layers.models import School
from routing.models import Hazard, SchoolWay
from tests.codes import codes_on

ADDRESS = "/schulen/geistschule/schulwegplan.pdf"
A4, A3 = (595, 842), (1191, 842)  # points, as ISO 216 has them in millimetres


def read(client: Client, address: str = ADDRESS, **query: str) -> pypdf.PdfReader:
    answer = client.get(address, query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content))


def text(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize(("format", "size"), [("a4", A4), ("a3", A3), ("poster", A4)])
def test_the_sheet_has_the_size_asked_for(hamm, client: Client, format: str, size: tuple) -> None:
    box = read(client, format=format).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=1)


@pytest.mark.parametrize("format", ["a4", "a3", "poster"])
def test_its_square_code_leads_to_the_school(hamm, client: Client, format: str) -> None:
    [address] = codes_on(client.get(ADDRESS, {"format": format}).content)
    assert address.startswith("http://testserver/")
    page = client.get(address.removeprefix("http://testserver"))
    assert page.status_code == 200 and "Geistschule" in page.content.decode()


def test_it_holds_what_a_plan_must_say(hamm, client: Client) -> None:
    said = text(read(client, format="a3", zeit="2026-11-25T08:00"))
    for part in (
        "Schulwegplan Geistschule",
        "Titaniastraße 5",
        "Zeichenerklärung",
        "Vor der Ausfahrt stehen bleiben",
        "Mo–Fr 7:15–8:15, nur an Schultagen",
        "Entwurf: noch von niemandem freigegeben",
        "Enthält Demonstrationsdaten",
        "Gedruckt am 25. November 2026",
        "http://testserver/schulen/geistschule/",
        "Stadtplan schematisch",
        "entscheidet die Behörde",
    ):
        assert part in said, part


def test_an_approved_plan_says_by_whom_and_when(hamm_database, client: Client) -> None:
    SchoolWay.objects.update(approved_by="Straßenverkehrsamt", approved_on="2026-09-01")
    said = text(read(client))
    assert "Straßenverkehrsamt, 1. September 2026" in said
    assert "Entwurf" not in said


def test_turkish_stands_beside_german(hamm, client: Client) -> None:
    said = text(read(client, sprache="tr"))
    assert "Gefahrenstelle" in said and "Tehlikeli yer" in said
    assert "yalnızca okul günlerinde" in said


def test_its_letters_come_along(hamm, client: Client) -> None:
    pdf = read(client, sprache="ar")
    fonts = {
        font.get_object()["/BaseFont"]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Fira" in name for name in fonts) and any("Arabic" in name for name in fonts)


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "Источники"), ("uk", "Джерела"), ("pl", "Źródła")]
)
def test_german_and_other_letters_are_not_mixed_up(
    hamm, client: Client, language: str, word: str
) -> None:
    said = text(read(client, sprache=language))
    assert "Schulwegplan Geistschule" in said and "Quellen" in said and word in said


def test_a_change_makes_another_plan_and_none_keeps_it(hamm_database, client: Client) -> None:
    first = client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Hazard.objects.filter(kind="driveway").update(published=False)
    second = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Ausfahrt am Schulweg Nord" not in text(pypdf.PdfReader(io.BytesIO(second.content)))


def test_a_school_without_ways_has_a_sheet_that_says_so(hamm, client: Client) -> None:
    said = text(read(client, "/schulen/talschule/schulwegplan.pdf"))
    assert "hat noch niemand Wege eingetragen" in said


def test_many_hazards_fill_the_next_sheets_in_their_whole_width(
    hamm_database, client: Client
) -> None:
    """On the first sheet of A3 the text stands beside the map, from 284 mm on."""
    school = School.objects.get(slug="geistschule")
    School.objects.filter(pk=school.pk).update(name="Bekenntnisgrundschule " * 6)
    for number in range(28):
        Hazard.objects.create(
            dataset=school.dataset,
            source_id=f"hazard-{number}",
            name=f"Unübersichtliche Kreuzung Donaudampfschifffahrtsweg {number}",
            kind="unclear_junction",
            advice="Stehen bleiben, sehen, und erst gehen, wenn alle Autos wirklich halten. " * 2,
            geometry=Point(school.geometry.x + 9 * number, school.geometry.y, srid=25832),
        )
    pdf = read(client, format="a3")
    assert len(pdf.pages) == 2
    first, second = (left_mm(page) for page in pdf.pages)
    assert first == pytest.approx(284, abs=1) and second < 20
    assert all(f"Donaudampfschifffahrtsweg {number}" in text(pdf) for number in range(28))


def left_mm(page: pypdf.PageObject) -> float:
    """How far from the edge the text begins whose letters are those of the running text."""
    found = []

    def note(words, user, matrix, font, size):
        if words.strip() and round(abs(matrix[3]) * abs(user[3]) * size, 1) == 9.5:
            found.append((matrix[4] * user[0] + user[4]) * 25.4 / 72)

    page.extract_text(visitor_text=note)
    return min(found)


def test_it_is_ready_in_five_seconds(hamm, client: Client) -> None:
    start = time.process_time()
    read(client, format="a3", sprache="uk")
    assert time.process_time() - start < 5
