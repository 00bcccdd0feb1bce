"""From the form to the warning in the box and out again, as mail programs and people do it."""

import logging
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.test import Client

from accounts import outbox
from accounts.models import Consent, FailureCount, Mail
from heatmodel.models import Feed, FeedSpan, HeatWarning, Notice, Subscription
from heatmodel.warnings.subscription import services
from layers.humans import stamp
from tests.factories import make_city

NOW = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
WHO = "erika.mustermann@example.org"
FORM = "/hitze/warnung/abonnieren/"


@pytest.fixture(autouse=True)
def present(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The DWD was read a moment ago; it is the morning of a hot day."""
    make_city()
    settings.DWD_WARNINGS_URL = "https://wetter.example/warnungen"
    settings.SITE_URL = "https://karte.example"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    feed = Feed.objects.create(name=Feed.Name.WARNINGS, tried_at=NOW, read_at=NOW)
    FeedSpan.objects.create(feed=feed, since=NOW - timedelta(hours=5), until=NOW)


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "email": WHO,
        "level": "1",
        "language": "de",
        "consent": "on",
        "stempel": stamp(NOW.timestamp() - 10),
        **changes,
    }


def warning(level: int = 1, *, name: str = "a", **changes: Any) -> HeatWarning:
    values = {
        "identifier": name,
        "level": level,
        "sent": NOW - timedelta(minutes=5),
        "onset": NOW + timedelta(hours=2),
        "expires": NOW + timedelta(hours=10),
        "texts": {"de": {"description": "Es wird heiß.", "instruction": "Trinken Sie."}},
        **changes,
    }
    return HeatWarning.objects.create(**values)


def posted() -> list[Any]:
    """What left the house just now."""
    before = len(mail.outbox)
    outbox.send_waiting(NOW)
    return mail.outbox[before:]


def link(message: Any) -> str:
    """The path of the last link in a message."""
    return re.findall(r"https://karte\.example(/\S+)", message.body)[-1]


def subscribed(client: Client, **changes: Any) -> Subscription:
    assert client.post(FORM, sent(**changes)).status_code == 200
    [message] = posted()
    assert client.post(link(message)).status_code == 200
    return Subscription.objects.get(address=changes.get("email", WHO), confirmed_at=NOW)


def test_nothing_is_sent_before_it_is_confirmed(client: Client) -> None:
    client.post(FORM, sent())
    [message] = posted()
    assert message.to == [WHO]
    warning()
    assert services.announce(NOW) == 0
    address = link(message)
    assert client.get(address).status_code == 200
    assert services.announce(NOW) == 0  # looking is not confirming
    client.post(address)
    assert services.announce(NOW) == 1
    assert client.post(address).status_code == 410  # used up


def test_a_warning_comes_once_with_its_words_and_a_way_out(client: Client) -> None:
    subscribed(client)
    warning()
    assert (services.announce(NOW), services.announce(NOW)) == (1, 0)
    [message] = posted()
    assert "Hitzewarnung Stufe 1" in message.subject
    assert "Es wird heiß." in message.body
    assert "Trinken Sie." in message.body
    assert "https://karte.example/hitze/warnung/" in message.body
    raw = message.message()
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert raw["List-Unsubscribe"] == f"<https://karte.example{link(message)}>"


def test_one_click_without_cookie_or_token_of_a_form_ends_it(client: Client) -> None:
    given = subscribed(client).consent
    warning()
    services.announce(NOW)
    [message] = posted()
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(link(message)).status_code == 200
    assert Subscription.objects.exists()  # looking is not ending
    body = {"List-Unsubscribe": "One-Click"}
    assert strict.post(link(message), body).status_code == 200
    assert not Subscription.objects.exists()
    assert not Notice.objects.exists()
    given.refresh_from_db()
    assert given.withdrawn_at == NOW
    assert strict.post(link(message), body).status_code == 200  # twice does no harm


def test_a_renewed_warning_is_not_told_again_a_higher_one_is(client: Client) -> None:
    subscribed(client)
    first = warning()
    services.announce(NOW)
    HeatWarning.objects.filter(pk=first.pk).update(ended_at=NOW - timedelta(minutes=1))
    warning(name="renewed")
    assert services.announce(NOW) == 0
    warning(2, name="higher")
    assert services.announce(NOW) == 1
    HeatWarning.objects.filter(identifier="higher").delete()
    warning(1, name="lower again", onset=NOW + timedelta(hours=3))
    assert services.announce(NOW) == 0
    warning(1, name="tomorrow", onset=NOW + timedelta(days=1), expires=NOW + timedelta(days=2))
    assert services.announce(NOW) == 1


def test_who_wants_level_two_alone_gets_it_alone(client: Client) -> None:
    subscribed(client, level="2")
    warning(1)
    assert services.announce(NOW) == 0
    warning(2, name="b")
    assert services.announce(NOW) == 1


@pytest.mark.parametrize("hours", [2, 30])
def test_a_stale_state_warns_nobody(client: Client, hours: int) -> None:
    subscribed(client)
    warning(sent=NOW - timedelta(days=3), onset=NOW - timedelta(hours=1))
    FeedSpan.objects.update(since=NOW - timedelta(days=4), until=NOW - timedelta(hours=hours))
    assert services.announce(NOW) == 0


@pytest.mark.parametrize("code", [code for code, _name in project.LANGUAGES])
def test_every_language_has_its_own_words(client: Client, code: str) -> None:
    """The first sentence of each message differs from the German one in every other language."""
    subscribed(client, language=code)
    warning()
    services.announce(NOW)
    [told] = posted()
    asked = mail.outbox[0]
    german = ("Jemand möchte", "Keine Warnungen mehr?", "Hitzewarnung Stufe 1")
    found = [german[0] in asked.body, german[1] in told.body, german[2] in told.subject]
    assert found == [code == "de"] * 3


def test_the_answer_does_not_tell_who_is_known(client: Client) -> None:
    first = client.post(FORM, sent()).content
    again = client.post(FORM, sent()).content
    assert first == again
    assert len(posted()) == 1  # nobody's box is filled
    assert client.post(FORM, sent()).status_code == 429


def test_a_second_sign_up_replaces_the_first_once_it_is_confirmed(client: Client) -> None:
    first = subscribed(client)
    Subscription.objects.filter(pk=first.pk).update(created_at=NOW - timedelta(days=9))
    client.post(FORM, sent(email=WHO.upper(), level="2", language="ar"))
    assert Subscription.objects.filter(confirmed_at=NOW).get().level == 1
    client.post(link(posted()[0]))
    assert Subscription.objects.get().level == 2
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_what_is_not_confirmed_is_deleted_after_48_hours(client: Client) -> None:
    client.post(FORM, sent())
    [message] = posted()
    assert services.forget_unconfirmed(NOW + timedelta(hours=47)) == 0
    assert services.forget_unconfirmed(NOW + timedelta(hours=49)) == 1
    assert client.post(link(message)).status_code == 410


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "keine"},
        {"email": f"{WHO}\r\nBcc: alle@example.org"},
        {"email": f"{WHO}\x00"},
        {"email": "a" * 250 + "@example.org"},
        {"level": "3"},
        {"level": ""},
        {"language": "xx"},
        {"consent": ""},
        {"website": "https://spam.example"},
        {"stempel": ""},
        {"stempel": "now"},
    ],
)
def test_what_is_wrong_is_kept_out_and_named(client: Client, changes: dict) -> None:
    if changes.get("stempel") == "now":
        changes = {"stempel": stamp(NOW.timestamp())}
    answer = client.post(FORM, sent(**changes))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("door", [f"{FORM}bestaetigen/", "/hitze/warnung/abbestellen/"])
@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "%00", "ü" * 999])
def test_a_link_that_is_not_ours_does_nothing(client: Client, door: str, token: str) -> None:
    assert client.get(door, {"t": token}).status_code == 200
    assert client.post(f"{door}?t={token}").status_code in (404, 410)


def test_the_link_of_one_purpose_is_no_link_of_another(client: Client) -> None:
    client.post(FORM, sent())
    token = link(posted()[0]).split("t=")[1]
    assert client.post(f"/hitze/warnung/abbestellen/?t={token}").status_code == 404
    assert Subscription.objects.exists()


def test_no_log_names_the_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        subscribed(client)
        warning()
        services.announce(NOW)
        client.post(link(posted()[0]))
    assert caplog.records
    assert WHO not in caplog.text
    assert not Mail.objects.exists()
    assert not any(WHO.encode() in bytes(one.key) for one in FailureCount.objects.all())


def test_other_sites_cannot_subscribe_somebody(client: Client) -> None:
    assert Client(enforce_csrf_checks=True).post(FORM, sent()).status_code == 403


def test_the_page_of_warnings_leads_there(client: Client, settings: Any) -> None:
    page = unescape(client.get("/hitze/warnung/").content.decode())
    for address in (FORM, "/hitze/warnung/feed.atom", "/hitze/warnung/kalender.ics"):
        assert f'href="{address}"' in page
    settings.DWD_WARNINGS_URL = ""
    german = client.get(FORM, headers={"Accept-Language": "de"}).content.decode()
    assert "nicht mit dem Wetterdienst verbunden" in german
