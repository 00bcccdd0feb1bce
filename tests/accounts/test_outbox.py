"""Messages wait, leave, are tried again, and are forgotten; consents; links in e-mails."""

import logging
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail

from accounts import consents, links, outbox
from accounts.models import Consent, Mail

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
WHO = "erika@example.org"


class Refuses:
    """A mail server that knows nobody."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        raise SMTPRecipientsRefused({WHO: (550, b"unknown")})


def waiting(**changes: Any) -> Mail:
    return outbox.enqueue("test", WHO, "Betreff", "Text", NOW, **changes)


def test_it_leaves_once_and_the_address_with_it(db: None) -> None:
    waiting(headers={"List-Unsubscribe": "<https://example.org/>"})
    assert outbox.send_waiting(NOW) == 1
    assert outbox.send_waiting(NOW) == 0
    [message] = mail.outbox
    assert (message.to, message.subject, message.body) == ([WHO], "Betreff", "Text")
    assert message.message()["List-Unsubscribe"] == "<https://example.org/>"
    assert not Mail.objects.exists()


def test_a_server_that_refuses_is_asked_again_later_and_no_log_names_the_address(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    waiting()
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    with caplog.at_level(logging.DEBUG):
        assert outbox.send_waiting(NOW) == 0
    assert "SMTPRecipientsRefused" in caplog.text
    assert WHO not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_waiting(NOW + timedelta(minutes=1)) == 0
    assert outbox.send_waiting(NOW + timedelta(minutes=2)) == 1


def test_the_waits_double_up_to_six_hours(db: None, settings: Any) -> None:
    waiting()
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    waits, now = [], NOW
    for _try in range(10):
        outbox.send_waiting(now)
        later = Mail.objects.get().not_before
        waits.append(int((later - now).total_seconds() / 60))
        now = later
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_what_cannot_be_sent_is_forgotten(db: None, settings: Any) -> None:
    waiting()
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    outbox.send_waiting(NOW + outbox.KEEP)
    assert not Mail.objects.exists()


def test_a_subject_cannot_add_headers(db: None) -> None:
    outbox.enqueue("test", WHO, "Hallo\r\nBcc: all@example.org", "Text", NOW)
    assert outbox.send_waiting(NOW) == 1
    assert mail.outbox[0].message()["Bcc"] is None


def test_a_consent_keeps_its_words_and_the_first_withdrawal(db: None) -> None:
    given = consents.give(Consent.Purpose.WARNINGS, "Ja, gerne.", "de", NOW)
    consents.withdraw(given, NOW + timedelta(days=1))
    consents.withdraw(given, NOW + timedelta(days=2))
    given.refresh_from_db()
    assert (given.wording, given.withdrawn_at) == ("Ja, gerne.", NOW + timedelta(days=1))


def test_a_link_is_good_for_its_purpose_and_time(settings: Any) -> None:
    settings.SITE_URL = "https://karte.example.org/"
    assert links.absolute("/x/") == "https://karte.example.org/x/"
    signed = links.sign("confirm", "17")
    assert links.read("confirm", signed, timedelta(hours=1)) == "17"
    assert links.read("unsubscribe", signed) is None
    assert links.read("confirm", signed, timedelta(seconds=-1)) is None
    for wrong in ("", "x", signed[:-1], "a:b:c", "\x00", "ü" * 900):
        assert links.read("confirm", wrong) is None
