"""A citizen suggests, nobody sees it, a moderator decides, everybody sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import outbox, roles
from accounts.models import FailureCount, Mail, User
from accounts.roles import Role
from layers.humans import stamp
from layers.models import Suggestion
from layers.suggestions import services
from routing.models import Hazard

FORM = "/vorschlagen/hazards/"
SPOT = "416600.0,5724000.0"  # beside the Geistschule
VIEW = "416600,5724000,1200"
NAME = "Ecke am Kiosk"


def sent(**changes: Any) -> dict[str, Any]:
    """A complete form, handed out ten seconds ago."""
    return {
        "name": NAME,
        "kind": "unclear_junction",
        "advice": "Erst schauen.",
        "remark": "Lieferwagen halten hier.",
        "ort": SPOT,
        "blick": VIEW,
        "stempel": stamp(timezone.now().timestamp() - 10),
        "consent": "on",
        "senden": "1",
        **changes,
    }


@pytest.fixture
def moderator() -> User:
    user = User.objects.create_user("moderation", password="ein langes Kennwort nur fuer Tests")
    roles.assign(user, Role.MODERATOR)
    return User.objects.get(pk=user.pk)


def decide(client: Client, moderator: User, suggestion: Suggestion, **posted: Any):
    client.force_login(moderator)
    return client.post(f"/verwaltung/layers/suggestion/{suggestion.pk}/change/", posted)


def test_until_it_is_accepted_it_leaks_through_no_door(hamm, client: Client) -> None:
    answer = client.post(FORM, sent())
    assert answer.status_code == 302
    doors = [
        "/schulen/geistschule/",
        "/ebenen/hazards/",
        "/api/layers/hazards.geojson",
        "/ogc/collections/hazards/items?f=json",
        "/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=city:hazards",
        "/daten/herunterladen/hazards.csv",
        "/suche/?q=Kiosk",
        answer.url,
    ]
    for door in doors:
        seen = client.get(door, follow=True)
        body = b"".join(seen) if seen.streaming else seen.content
        assert NAME.encode() not in body, door


def test_accepted_it_is_written_by_the_moderator_and_seen(
    hamm, client: Client, moderator: User
) -> None:
    thanks = client.post(FORM, sent()).url
    suggestion = Suggestion.objects.get()
    decide(client, moderator, suggestion, accept="1", name=NAME, kind="speed", advice="Langsam.")
    hazard = Hazard.objects.get(name=NAME)
    assert (hazard.kind, hazard.advice, hazard.published) == ("speed", "Langsam.", True)
    assert hazard.geometry.coords == (416600, 5724000)
    suggestion.refresh_from_db()
    assert suggestion.change_set.account == moderator
    assert "übernommen" in client.get(thanks).content.decode()
    assert NAME in client.get("/schulen/geistschule/").content.decode()


def test_rejected_it_says_why_and_writes_nothing(hamm, client: Client, moderator: User) -> None:
    thanks = client.post(FORM, sent()).url
    before = Hazard.objects.count()
    suggestion = Suggestion.objects.get()
    decide(client, moderator, suggestion, reject="1", answer="")
    assert Suggestion.objects.get().state == "open"
    decide(client, moderator, suggestion, reject="1", answer="Gibt es schon.")
    assert Hazard.objects.count() == before
    assert "Gibt es schon." in client.get(thanks).content.decode()


def test_it_is_decided_once(hamm, client: Client, moderator: User) -> None:
    client.post(FORM, sent())
    suggestion = Suggestion.objects.get()
    values = {"name": NAME, "kind": "speed", "advice": ""}
    decide(client, moderator, suggestion, accept="1", **values)
    decide(client, moderator, suggestion, accept="1", **values)
    assert Hazard.objects.filter(name=NAME).count() == 1


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_the_address_goes_with_the_answer(
    hamm, client: Client, moderator: User, state: str
) -> None:
    client.post(FORM, sent(email="eltern@example.org"), headers={"Accept-Language": "tr"})
    suggestion = Suggestion.objects.get()
    if state == "accepted":
        services.accept(suggestion, account=moderator, values=suggestion.values)
    else:
        services.reject(suggestion, account=moderator, answer="Nein.")
    assert Suggestion.objects.get().email == ""
    assert outbox.send_waiting(timezone.now()) == 2
    [received, answered] = mail.outbox
    assert received.to == answered.to == ["eltern@example.org"]
    assert NAME not in received.body
    assert "öneriniz" in answered.body
    assert not Mail.objects.exists()


def test_the_address_of_what_nobody_looks_at_goes_after_90_days(hamm, client: Client) -> None:
    client.post(FORM, sent(email="eltern@example.org"))
    assert services.forget_addresses(timezone.now() + timedelta(days=89)) == 0
    assert services.forget_addresses(timezone.now() + timedelta(days=91)) == 1
    assert Suggestion.objects.get().email == ""


def test_a_remark_upon_a_hazard_changes_nothing_by_itself(
    hamm, client: Client, moderator: User
) -> None:
    hazard = Hazard.objects.order_by("pk").first()
    client.post(FORM, sent(objekt=hazard.pk, remark="Die Hecke ist geschnitten."))
    suggestion = Suggestion.objects.get()
    assert (suggestion.target, suggestion.geometry) == (hazard.pk, None)
    decide(client, moderator, suggestion, accept="1")
    assert Suggestion.objects.get().state == "accepted"
    assert Hazard.objects.get(pk=hazard.pk).version == hazard.version


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"stempel": ""},
        {"stempel": "gefälscht:1:2"},
        {"stempel": "now"},
        {"ort": ""},
        {"ort": "798000,5827000"},  # Berlin
        {"ort": "nan,inf"},
        {"kind": "drop table"},
        {"name": ""},
        {"name": "x" * 5_000},
        {"advice": "x" * 50_000},
        {"email": "keine Adresse"},
        {"name": "\x00"},
    ],
)
def test_what_is_wrong_is_kept_out_and_named(hamm, client: Client, changes: dict) -> None:
    if changes.get("stempel") == "now":
        changes = {"stempel": stamp(timezone.now().timestamp())}
    answer = client.post(FORM, sent(**changes))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_script_in_a_text_stays_text(hamm, client: Client, moderator: User) -> None:
    client.post(FORM, sent(name="<script>alert(1)</script>"))
    client.force_login(moderator)
    page = client.get(f"/verwaltung/layers/suggestion/{Suggestion.objects.get().pk}/change/")
    assert b"<script>alert" not in page.content


def test_a_flood_is_stopped_and_nothing_tells_whose_it_was(hamm, client: Client) -> None:
    statuses = [client.post(FORM, sent(name=f"Ecke {n}")).status_code for n in range(8)]
    assert statuses == [302] * 5 + [429] * 3
    assert Suggestion.objects.count() == 5
    assert not any(b"127.0.0.1" in bytes(one.key) for one in FailureCount.objects.all())


def test_a_tap_on_the_picture_chooses_the_spot_and_keeps_the_text(hamm, client: Client) -> None:
    posted = sent(ort="", **{"karte.x": "144", "karte.y": "72"})
    del posted["senden"]
    page = client.post(FORM, posted).content.decode()
    # 288 pixels are 1,200 m: a quarter of the picture north of its middle.
    assert 'name="ort" value="416600.0,5724300.0"' in page
    assert NAME in page
    assert not Suggestion.objects.exists()


def test_an_address_is_found_instead(hamm, client: Client) -> None:
    posted = sent(ort="", adresse="Titaniastraße 5", suchen="1")
    del posted["senden"]
    page = client.post(FORM, posted).content.decode()
    x, y = map(float, re.search(r'name="ort" value="([\d.]+),([\d.]+)"', page).groups())
    assert (x, y) == pytest.approx((416597, 5723999), abs=1)


def test_a_double_is_pointed_out(hamm, client: Client) -> None:
    hazard = Hazard.objects.get(kind="driveway")
    posted = sent(ort=f"{hazard.geometry.x + 30},{hazard.geometry.y}")
    del posted["senden"]
    page = client.post(FORM, posted).content.decode()
    assert f"?objekt={hazard.pk}" in page


@pytest.mark.parametrize(
    "address", ["/vorschlagen/streets/", "/vorschlagen/nix/", FORM + "?objekt=999999999"]
)
def test_other_layers_take_none(hamm, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_who_may_not_edit_the_layer_may_not_decide(hamm, client: Client) -> None:
    client.post(FORM, sent())
    planner = User.objects.create_user("hitze", password="ein langes Kennwort nur fuer Tests")
    roles.assign(planner, Role.HEAT_PLANNER)
    answer = decide(client, User.objects.get(pk=planner.pk), Suggestion.objects.get(), accept="1")
    assert answer.status_code in (403, 404)
    assert Suggestion.objects.get().state == "open"


@pytest.mark.parametrize("view", ["", "x", "nan,nan,1200", "1,2,3", "1e300,1,1200", "," * 50])
def test_any_view_gives_a_page(hamm, client: Client, view: str) -> None:
    assert client.post(FORM, {"blick": view, "naeher": "1", "bei": "a,b"}).status_code == 200
