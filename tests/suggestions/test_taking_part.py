"""A cool place, a hot spot, wrong hours, a photograph: sent, decided, taken back."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.models import Consent, User
from heatmodel.models import CoolPlace, HotSpot
from layers.media.models import Photo
from layers.models import Suggestion
from layers.suggestions import services
from tests.media import photographs
from tests.suggestions.people import COOL, HOT, complete, decide, hot, page_of, planner


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def account(hamm: None) -> User:
    return planner()


def photo(content: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photographs.from_a_phone(), "image/jpeg")


def with_photo(**changes: Any) -> dict[str, Any]:
    sent = {"photo": photo(), "photo_alt": "Drei Linden", "photo_author": "E. M.", **changes}
    return complete(**sent)


def place() -> CoolPlace:
    return CoolPlace.objects.filter(published=True).exclude(opening_hours=None).first()


def accepted(suggestion: Suggestion, **changes: Any) -> dict[str, Any]:
    values = {name: "" if value is None else value for name, value in suggestion.values.items()}
    return {"accept": "1", **values, **changes}


def test_a_cool_place_appears_with_its_photograph(account: User, client: Client) -> None:
    answer = client.post(COOL, with_photo())
    assert answer.status_code == 302
    suggestion = Suggestion.objects.get()
    picture = suggestion.photo
    assert (picture.licence, picture.author) == ("CC-BY-4.0", "E. M.")
    assert client.get(f"/fotos/{picture.key}/640.jpg").status_code == 404
    decide(client, account, suggestion.pk, **accepted(suggestion, with_photo="1"))
    made = CoolPlace.objects.get(name="Schattige Bank am Kanal")
    assert (made.kind, made.seating, made.drinking_water, made.toilet) == (
        "park",
        True,
        False,
        None,
    )
    client.logout()
    assert client.get(f"/fotos/{picture.key}/640.jpg").status_code == 200
    assert f"/orte/{made.slug}/" in client.get(answer.url).content.decode()
    own_page = client.get(f"/orte/{made.slug}/").content.decode()
    assert f"/fotos/{picture.key}/640.jpg" in own_page
    assert f"?objekt={made.pk}" in own_page
    assert "Schattige Bank am Kanal" in client.get("/ebenen/cool_places/?q=Kanal").content.decode()


def test_a_photograph_with_people_on_it_goes(
    account: User, client: Client, media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client.post(COOL, with_photo())
    suggestion = Suggestion.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, account, suggestion.pk, **accepted(suggestion))
    assert not Photo.objects.exists()
    assert not [path for path in media_root.rglob("*") if path.is_file()]
    assert CoolPlace.objects.filter(name="Schattige Bank am Kanal").exists()


def test_a_hot_spot_is_a_layer_of_its_own(account: User, client: Client) -> None:
    client.post(HOT, hot())
    suggestion = Suggestion.objects.get()
    assert not HotSpot.objects.exists()
    decide(client, account, suggestion.pk, **accepted(suggestion))
    page = client.get("/ebenen/hot_spots/").content.decode()
    assert "Haltestelle ohne Dach" in page
    assert "kein Schatten" in page


def test_wrong_hours_stand_beside_the_present_ones(account: User, client: Client) -> None:
    there = place()
    form = f"{COOL}?objekt={there.pk}&meldung=hours"
    assert 'name="opening_hours"' in client.get(form).content.decode()
    sent = complete(objekt=there.pk, meldung="hours", opening_hours="Mo-Fr 07:00-08:00")
    assert client.post(COOL, sent).status_code == 302
    suggestion = Suggestion.objects.get()
    assert suggestion.values == {"opening_hours": "Mo-Fr 07:00-08:00"}
    client.force_login(account)
    page = unescape(client.get(page_of(suggestion.pk)).content.decode())
    assert there.opening_hours in page
    assert "Mo-Fr 07:00-08:00" in page
    values = {"opening_hours": "Mo-Fr 07:00-09:00", "version": there.version}
    decide(client, account, suggestion.pk, accept="1", **values)
    after = CoolPlace.objects.get(pk=there.pk)
    assert after.opening_hours == "Mo-Fr 07:00-09:00"
    assert (after.name, after.geometry.coords) == (there.name, there.geometry.coords)
    suggestion.refresh_from_db()
    assert suggestion.change_set.account == account


def test_a_broken_fountain_is_out_of_order_once_it_is_accepted(
    account: User, client: Client
) -> None:
    there = place()
    page = client.get(f"{COOL}?objekt={there.pk}&meldung=broken").content.decode()
    assert 'type="date"' in page
    sent = complete(
        objekt=there.pk,
        meldung="broken",
        out_of_order_since="2026-07-01",
        out_of_order_reason="Kein Wasser",
    )
    assert client.post(COOL, sent).status_code == 302
    suggestion = Suggestion.objects.get()
    assert suggestion.values == {
        "out_of_order_since": "2026-07-01",
        "out_of_order_reason": "Kein Wasser",
    }
    posted = {**suggestion.values, "version": there.version}
    decide(client, account, suggestion.pk, accept="1", **posted)
    after = CoolPlace.objects.get(pk=there.pk)
    assert (after.out_of_order_since, after.out_of_order_reason) == (
        date(2026, 7, 1),
        "Kein Wasser",
    )


def test_a_report_of_nothing_is_asked_what_it_is(hamm: None, client: Client) -> None:
    sent = complete(objekt=place().pk, meldung="hours", opening_hours="", remark="")
    assert client.post(COOL, sent).status_code == 422
    assert client.post(COOL, {**sent, "meldung": "nirgends"}).status_code == 422


def test_who_decides_upon_an_old_state_is_told(account: User, client: Client) -> None:
    there = place()
    client.post(COOL, complete(objekt=there.pk, meldung="hours", opening_hours="24/7"))
    CoolPlace.objects.filter(pk=there.pk).update(seating=not there.seating)
    suggestion = Suggestion.objects.get()
    values = {"opening_hours": "24/7", "version": there.version}
    page = decide(client, account, suggestion.pk, accept="1", **values)
    assert "hat jemand anderes diesen Eintrag geändert" in page.content.decode()
    assert Suggestion.objects.get().state == "open"


def test_a_double_is_shown_before_it_is_sent_and_merged_afterwards(
    account: User, client: Client
) -> None:
    there = place()
    x, y = there.geometry.coords
    CoolPlace.objects.filter(pk=there.pk).update(seating=None)
    there.refresh_from_db()
    near = with_photo(ort=f"{x + 30},{y}", name="Anders")
    answer = client.post(COOL, near)
    assert answer.status_code == 409
    assert f"?objekt={there.pk}" in answer.content.decode()
    assert not Suggestion.objects.exists()
    again = {**near, "photo": photo(), "anderer": "1"}  # a browser does not keep a file either
    assert client.post(COOL, again).status_code == 302
    suggestion = Suggestion.objects.get()
    client.force_login(account)
    assert f"?mit={there.pk}" in client.get(page_of(suggestion.pk)).content.decode()
    shown = client.get(page_of(suggestion.pk, f"?mit={there.pk}")).context["form"].initial
    assert shown["name"] == there.name  # what is known stays …
    assert shown["seating"] is True  # … what is not is filled
    values = {name: "" if value is None else value for name, value in shown.items()}
    posted = {**values, "version": there.version, "accept": "1", "with_photo": "1"}
    decide(client, account, suggestion.pk, f"?mit={there.pk}", **posted)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.target) == ("merged", there.pk)
    assert not CoolPlace.objects.filter(name="Anders").exists()
    assert CoolPlace.objects.get(pk=there.pk).seating is True
    assert Photo.objects.get().target == there.pk


def test_a_like_name_a_little_farther_is_a_hint_too(hamm: None, client: Client) -> None:
    there = place()
    x, y = there.geometry.coords
    alike = complete(ort=f"{x + 300},{y}", name=f"{there.name.upper()}!")
    assert client.post(COOL, alike).status_code == 409
    other = complete(ort=f"{x + 300},{y}", name="Qwertz")
    hint = client.post(COOL, other)
    assert f"?objekt={there.pk}" not in hint.content.decode()


def test_taking_an_open_one_back_leaves_nothing_of_it(
    hamm: None, client: Client, media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    own = client.post(COOL, with_photo(email="erika@example.org")).url
    back = unescape(
        re.search(r'href="([^"]*zurueckziehen[^"]*)"', client.get(own).content.decode())[1]
    )
    assert client.get(back).status_code == 200
    assert Suggestion.objects.get().state == "open"  # asking is not doing
    with django_capture_on_commit_callbacks(execute=True):
        client.post(back)
    left = Suggestion.objects.get()
    assert (left.state, left.values, left.remark, left.email) == ("withdrawn", {}, "", "")
    assert (left.geometry, left.photo) == (None, None)
    assert left.consent.withdrawn_at
    assert not Photo.objects.exists()
    assert not [path for path in media_root.rglob("*") if path.is_file()]
    assert "zurückgezogen" in client.get(own).content.decode()


def test_only_the_signed_link_takes_back(hamm: None, client: Client) -> None:
    own = client.post(COOL, complete()).url
    code = Suggestion.objects.get().code
    other = services.withdrawal_token(Suggestion(code="7d444840-9dc0-11d1-b245-5ffdce74fad2"))
    for token in ("", "x", other, own):
        address = f"/mitmachen/{code}/zurueckziehen/"
        assert client.post(f"{address}?z={token}").status_code == 404
    assert "zurueckziehen" not in client.get(f"/mitmachen/{code}/").content.decode()


def test_of_an_accepted_one_the_photograph_goes_and_the_facts_stay(
    account: User, client: Client
) -> None:
    client.post(COOL, with_photo())
    suggestion = Suggestion.objects.get()
    decide(client, account, suggestion.pk, **accepted(suggestion, with_photo="1"))
    services.withdraw(suggestion, timezone.now())
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.photo) == ("accepted", None)
    assert not Photo.objects.exists()
    assert CoolPlace.objects.filter(name="Schattige Bank am Kanal").exists()


def test_the_code_page_says_how_it_stands_and_when_the_address_goes(
    hamm: None, client: Client
) -> None:
    own = client.post(COOL, complete(email="erika@example.org")).url
    page = client.get(own).content.decode()
    assert "wartet auf Prüfung" in page
    day = timezone.localtime(Suggestion.objects.get().created_at + timedelta(days=90))
    assert str(day.year) in page.split("spätestens am")[1][:80]
    assert "erika" not in page
    assert "Schattige Bank" not in page
    code = str(Suggestion.objects.get().code)
    assert client.get("/mitmachen/", {"code": f" {code} "}).url == f"/mitmachen/{code}/"
    assert client.get("/mitmachen/", {"code": "gibt es nicht"}).status_code == 404


def test_the_consent_keeps_the_words_that_were_read(hamm: None, client: Client) -> None:
    client.post(COOL, complete(), headers={"Accept-Language": "tr"})
    given = Suggestion.objects.get().consent
    assert (given.purpose, given.language) == (Consent.Purpose.OPEN_DATA, "tr")
    assert "CC0" in given.wording
    assert "Meine Angaben" not in given.wording
    refused = client.post(COOL, complete(consent=""))
    assert refused.status_code == 422


def test_what_was_received_is_confirmed_without_repeating_it(hamm: None, client: Client) -> None:
    client.post(COOL, complete(email="erika@example.org"))
    assert outbox.send_waiting(timezone.now()) == 1
    [message] = mail.outbox
    assert "Schattige Bank" not in message.body
    code = Suggestion.objects.get().code
    assert f"http://localhost:8000/mitmachen/{code}/" in message.body
    link = re.search(r"http://localhost:8000(/mitmachen/\S+/zurueckziehen/\S+)", message.body)[1]
    assert client.get(link).status_code == 200


def test_a_flood_is_discarded_in_one_go_and_nobody_is_written_to(
    account: User, client: Client
) -> None:
    for number in range(5):
        client.post(HOT, hot(name=f"Spam {number}", email=f"x{number}@example.org"))
    mine = Suggestion.objects.order_by("pk").first()
    outbox.send_waiting(timezone.now())
    mail.outbox.clear()
    client.force_login(account)
    chosen = [one.pk for one in Suggestion.objects.exclude(pk=mine.pk)]
    client.post(
        "/verwaltung/layers/suggestion/",
        {"action": "discard", "_selected_action": chosen},
    )
    assert Suggestion.objects.filter(state="rejected", email="").count() == 4
    assert outbox.send_waiting(timezone.now()) == 0
    mine.refresh_from_db()
    assert mine.state == "open"


def test_every_form_refuses_what_another_site_sends(hamm: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(COOL, complete()).status_code == 403
    assert not Suggestion.objects.exists()
