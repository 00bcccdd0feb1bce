"""The pages of schools, through their addresses."""

import gpxpy
import pytest
from django.test import Client
from lxml import etree

from layers.base.models import School
from routing.models import Hazard, SchoolWay


def test_every_school_of_the_city_has_a_page(hamm, client: Client) -> None:
    page = client.get("/schulen/").content.decode()
    slugs = list(School.objects.values_list("slug", flat=True))
    assert len(slugs) == 59 and None not in slugs
    assert all(f"/schulen/{slug}/" in page for slug in slugs)


def test_the_school_street_says_when_in_words(hamm, client: Client) -> None:
    page = client.get("/schulen/geistschule/?zeit=2026-11-25T07:30").content.decode()
    assert "Schulstraße Titaniastraße" in page
    assert "Mo–Fr 7:15–8:15, nur an Schultagen" in page
    assert "28. Oktober 2024" in page
    assert "geistschule.de" in page


def test_in_the_holidays_the_words_are_those_of_a_school_week(hamm, client: Client) -> None:
    page = client.get("/schulen/geistschule/?zeit=2026-07-27T10:00").content.decode()
    assert "Mo–Fr 7:15–8:15, nur an Schultagen" in page


def test_what_is_invented_or_placed_by_us_says_so(hamm, client: Client) -> None:
    page = client.get("/schulen/geistschule/").content.decode()
    assert "erfunden (Demonstration)" in page
    assert "Lage auf 500 m angenähert" in page
    assert "noch von niemandem freigegeben" in page


def test_a_zone_without_known_times_is_unknown_not_closed(hamm, client: Client) -> None:
    assert "Zeiten unbekannt" in client.get("/schulen/schillerschule/").content.decode()


def test_a_school_without_ways_says_so(hamm, client: Client) -> None:
    page = client.get("/schulen/talschule/").content.decode()
    assert "hat noch niemand Wege eingetragen" in page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shape", ["breit", "schmal"])
def test_the_picture_is_svg_in_colours_that_need_no_page(
    hamm, client: Client, shape: str, theme: str
) -> None:
    answer = client.get(f"/schulen/geistschule/karte-{shape}-{theme}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    root = etree.fromstring(answer.content)
    assert root.tag.endswith("svg")
    assert b"var(--" not in answer.content and b'"@' not in answer.content
    texts = {text for element in root.iter("{*}text") for text in element.itertext()}
    assert {"1", "2", "3", "Geistschule"} <= texts


def test_the_ways_are_tracks_that_a_gpx_reader_reads(hamm, client: Client) -> None:
    answer = client.get("/schulen/geistschule/schulwege.gpx")
    tracks = gpxpy.parse(answer.content.decode()).tracks
    assert [track.name for track in tracks] == list(
        SchoolWay.objects.order_by("name").values_list("name", flat=True)
    )
    lengths = [track.length_2d() for track in tracks]
    assert lengths == pytest.approx([800, 700, 700], rel=0.01)


@pytest.mark.parametrize(
    "path", ["", "schulwege.gpx", "karte-breit-light.svg", "karte-breit-red.svg"]
)
def test_a_school_that_is_not_there_is_not_found(hamm, client: Client, path: str) -> None:
    assert client.get(f"/schulen/nirgends/{path}").status_code == 404


def test_the_search_leads_to_the_school_on_the_map(hamm, client: Client) -> None:
    answer = client.get("/suche/?q=geistschule", follow=True).content.decode()
    assert "Geistschule" in answer


def test_the_entry_of_a_school_leads_to_its_page(hamm, client: Client) -> None:
    school = School.objects.get(slug="geistschule")
    page = client.get(f"/ebenen/schools/{school.pk}/").content.decode()
    assert 'href="/schulen/geistschule/"' in page


def test_the_entry_of_a_hazard_takes_remarks(hamm, client: Client) -> None:
    hazard = Hazard.objects.order_by("pk").first()
    page = client.get(f"/ebenen/hazards/{hazard.pk}/").content.decode()
    assert f"/vorschlagen/hazards/?objekt={hazard.pk}" in page
