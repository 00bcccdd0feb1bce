"""Parts of pages that are rendered once: they must read as if they had been rendered anew."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from gis_app.templatetags.kept import Parts
from heatmodel.models import CoolPlace
from tests.factories import make_city, make_cool_place

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/",
    "/?open=1&zeit=2026-08-02T18:00",
    "/?drinking_water=1&kind=church",
    "/?bei=7.82,51.68",
    "/?sprache=ar&ebenen=schools",
    "/?ort=pauluskirche&zeit=2026-08-02T11:59",
    "/suche/?q=Halle",
    "/einbetten/liste/",
)


@pytest.fixture
def places(db):
    make_city()
    for number in range(5):
        make_cool_place(f"Halle {number}", opening_hours="Mo-Su 10:00-12:00", step_free="yes")
    make_cool_place("Pauluskirche", kind="church", drinking_water=True)


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def page(address: str, **headers: str) -> str:
    return Client(headers={"accept-language": "de", **headers}).get(address).content.decode()


def test_what_was_kept_reads_like_what_is_rendered_anew(places, monkeypatch, settings):
    for address in ADDRESSES:
        page(address)
        kept = page(address)
        settings.DEBUG = True  # nothing is kept then
        assert kept == page(address)
        settings.DEBUG = False


def test_a_row_says_what_is_stored_now(places, clock):
    before = page("/")
    CoolPlace.objects.filter(name="Pauluskirche").update(name="Lutherkirche", drinking_water=False)
    after = page("/")
    assert "Pauluskirche" in before and "Lutherkirche" in after and "Pauluskirche" not in after


def test_a_row_turns_in_the_second_in_which_the_place_closes(places, clock):
    noon = timezone.make_aware(timezone.datetime(2026, 8, 2, 12, 0))
    clock(noon - timedelta(seconds=1))
    assert page("/").count('data-state="closing_soon"') == 5
    clock(noon)
    after = page("/")
    assert 'data-state="closing_soon"' not in after and after.count('data-state="closed"') == 5


def test_each_reader_gets_their_own_language_time_and_choice(places):
    german, turkish = page("/"), page("/", **{"accept-language": "tr"})
    assert "Trinkwasser" in german and "Trinkwasser" not in turkish and "İçme suyu" in turkish
    assert "zeit=" in page("/?zeit=2026-08-02T11:00").split('id="results"')[1]
    assert "zeit=" not in page("/").split('id="results"')[1]
    assert 'aria-current="page"' in page("/daten/") and page("/daten/") != page("/impressum/")


def test_what_staff_sees_is_shown_to_nobody_else(places):
    staff = Client(headers={"accept-language": "de"})
    staff.force_login(User.objects.create_superuser("stadt", password="lang genug"))
    assert "Mein Konto" in staff.get("/daten/").content.decode()
    stranger = page("/daten/")
    assert "Mein Konto" not in stranger and "Anmelden" in stranger
    assert "Anmelden" not in staff.get("/daten/").content.decode()


def test_what_was_used_longest_ago_goes_first():
    few = Parts(10)
    few.put("a", "aaaa")
    few.put("b", "bbbb")
    few.get("a")
    few.put("c", "cccc")
    assert (few.get("a"), few.get("b"), few.get("c")) == ("aaaa", None, "cccc")
    few.put("d", "d" * 11)
    assert [few.get(key) for key in "acd"] == [None, None, None]
