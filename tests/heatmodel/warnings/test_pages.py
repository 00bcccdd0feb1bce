"""What people see of a heat warning: the banner of every page, the warning's own, and by post."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from heatmodel.models import HeatTrend
from heatmodel.warnings import services
from tests.factories import make_cool_place
from tests.heatmodel.warnings.answers import IDENTIFIER, alert, status_zip

READ = datetime(2026, 8, 3, 12, 55, tzinfo=UTC)
HOT = "2026-08-03T15:00"
EVENING = "2026-08-03T19:30"
PAGES = ("/", "/hitze/warnung/", "/ebenen/", "/daten/", "/suche/", "/impressum/", "/nirgends/")


@pytest.fixture
def warned(weather, monkeypatch):
    """A warning of level 1, read a moment before the hot hour."""
    present(monkeypatch, READ + timedelta(minutes=6))
    weather.answers["/warnings.zip"] = status_zip(alert())
    assert services.read_warnings(READ)
    return weather


def present(monkeypatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def level(text: str) -> str:
    return re.search(r'<html[^>]* data-level="(\d)"', text).group(1)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_tells_of_the_warning(client, warned, path):
    text = client.get(path, {"zeit": HOT}).content.decode()
    assert level(text) == "1"
    assert "Hitzewarnung Stufe 1: starke Wärmebelastung" in text
    assert "Mo, 3. Aug, 11:00 bis 19:00" in text
    assert "ausgegeben So, 2. Aug, 11:10 vom Deutschen Wetterdienst" in text
    assert level(client.get(path).content.decode()) == "1"  # now


def test_when_it_is_over_the_page_cools_down(client, warned):
    text = client.get("/", {"zeit": EVENING}).content.decode()
    assert level(text) == "0"
    assert "heat-banner" not in text


def test_before_its_onset_it_is_announced(client, warned, monkeypatch):
    text = client.get("/", {"zeit": "2026-08-03T22:00"}).content.decode()
    assert "heat-banner" not in text
    warned.answers["/warnings.zip"] = status_zip(
        alert(onset="2026-08-04T09:00:00+00:00", expires="2026-08-04T17:00:00+00:00")
    )
    services.read_warnings(READ + timedelta(minutes=5))
    text = client.get("/").content.decode()
    assert level(text) == "0"
    assert "Angekündigt: Hitzewarnung Stufe 1" in text


def test_the_banner_keeps_the_time_and_leads_to_what_is_open(client, warned):
    make_cool_place()
    text = client.get("/daten/", {"zeit": HOT}).content.decode()
    assert 'href="/?open=1&amp;zeit=2026-08-03T15%3A00"' in text
    assert 'href="/hitze/warnung/?zeit=2026-08-03T15%3A00"' in text
    assert client.get("/?open=1&zeit=2026-08-03T15%3A00").context["state"].filters == ("open",)


def test_a_stale_feed_shows_as_stale(client, warned, monkeypatch):
    present(monkeypatch, READ + timedelta(hours=1, minutes=1))
    for path in PAGES:
        text = client.get(path).content.decode()
        assert level(text) == "0"
        assert "nicht aktuell" in text
        assert "Letzter Stand: Mo, 3. Aug, 14:55" in text
    page = client.get("/hitze/warnung/").content.decode()
    assert "Zuletzt bekannt" in page
    assert "www.hitzewarnungen.de" in page


def test_unconnected_it_says_so_and_no_banner_pretends(client, city, settings):
    settings.DWD_WARNINGS_URL = ""
    page = client.get("/hitze/warnung/").content.decode()
    assert "keine Verbindung eingerichtet" in page
    assert "Ein Hitzetrend ist hier nicht bekannt." in page
    assert level(page) == "0"
    assert "heat-banner" not in client.get("/").content.decode()


def test_a_calm_day_says_how_old_the_knowledge_is(client, warned):
    page = client.get("/hitze/warnung/", {"zeit": EVENING}).content.decode()
    assert "Keine Hitzewarnung" in page
    assert "Stand Mo, 3. Aug, 14:55" in page


def test_the_page_has_the_services_words_advice_numbers_and_sources(client, warned):
    page = client.get("/hitze/warnung/", {"zeit": HOT}).content.decode()
    assert "Am Montag wird eine starke Wärmebelastung erwartet." in page
    assert 'href="tel:112"' in page
    assert 'href="tel:116117"' in page
    for group in ("older", "ill", "children", "pregnant", "outdoors", "neighbours"):
        assert f'id="{group}"' in page
    assert "hitzeservice.de" in page


def test_the_services_own_words_come_in_the_readers_language_if_it_has_them(client, warned):
    page = client.get("/hitze/warnung/", {"zeit": HOT, "sprache": "en"}).content.decode()
    assert '<p lang="en" dir="auto">Strong heat stress is expected on Monday.' in page
    page = client.get("/hitze/warnung/", {"zeit": HOT, "sprache": "ar"}).content.decode()
    assert '<p lang="de" dir="auto">Am Montag' in page


def test_the_trend_stands_with_its_day(client, warned):
    HeatTrend.objects.create(issued_on="2026-08-03", outlook=[1, 2, 7, 5, 4, 0])
    page = client.get("/hitze/warnung/", {"zeit": HOT}).content.decode()
    assert "Hitzetrend des Deutschen Wetterdienstes vom Mo, 3. Aug 2026" in page
    assert "Stufe 2 wahrscheinlich" in page
    assert "Ein Trend ist keine Warnung." in page


@pytest.mark.parametrize("zeit", ["gestern", "9999-99-99", "2026-08-03T15:00%00", "x" * 500])
def test_a_time_that_is_none_is_told_and_does_no_harm(client, warned, zeit):
    page = client.get("/hitze/warnung/", {"zeit": zeit})
    assert page.status_code == 200
    assert "Die Zeit in der Adresse war nicht zu verstehen." in page.content.decode()
    assert client.get("/daten/", {"zeit": zeit}).status_code == 200


def test_the_atom_feed_has_an_entry_for_each_warning(client, warned):
    answer = client.get("/hitze/warnung/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    [entry] = root.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}id") == f"urn:oid:{IDENTIFIER}"
    assert "Stufe 1" in entry.findtext(f"{atom}title")
    assert entry.findtext(f"{atom}published") == "2026-08-02T09:10:00+00:00"


def test_the_calendar_has_an_event_for_each_warning(client, warned):
    answer = client.get("/hitze/warnung/kalender.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20260803T090000Z" in unfolded
    assert "DTEND:20260803T170000Z" in unfolded
    assert "STATUS:CONFIRMED" in unfolded
    assert "SUMMARY:Hitzewarnung Stufe 1: starke Wärmebelastung" in unfolded
    warned.answers["/warnings.zip"] = status_zip(alert(II="51", identifier="wind"))
    services.read_warnings(READ + timedelta(minutes=5))
    assert "STATUS:CANCELLED" in client.get("/hitze/warnung/kalender.ics").content.decode()
