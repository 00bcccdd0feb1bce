"""Guessing passwords at the login page."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts import throttle
from accounts.models import FailureCount, User
from tests.accounts.doors import LOGIN, PASSWORD, basic

pytestmark = pytest.mark.django_db


def log_in(client, name="mia.müller", password=PASSWORD, **more) -> int:
    """302 after a login, 200 with the form again, 429 when throttled."""
    return client.post(LOGIN, {"username": name, "password": password}, **more).status_code


def fail(client, times: int, **more) -> list[int]:
    return [log_in(client, password="geraten", **more) for _try in range(times)]


def test_after_five_failures_even_the_right_password_waits(client, user, clock):
    assert fail(client, 5) == [200] * 5
    response = client.post(LOGIN, {"username": "mia.müller", "password": PASSWORD})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert "Bitte warten Sie noch 5 Minuten" in response.content.decode()


def test_waiting_helps_to_the_second(client, user, clock):
    fail(client, 6)
    clock.pass_by(minutes=5, seconds=-1)
    assert log_in(client) == 429
    clock.pass_by(seconds=1)
    assert log_in(client) == 302


def test_trying_on_does_not_prolong_the_wait(client, user, clock):
    fail(client, 5)
    for _minute in range(4):
        clock.pass_by(minutes=1)
        assert fail(client, 3) == [429] * 3
    clock.pass_by(minutes=1)
    assert log_in(client) == 302


def test_the_last_minute_is_singular(client, user, clock):
    fail(client, 6)
    clock.pass_by(minutes=4, seconds=30)
    page = client.post(LOGIN, {"username": "mia.müller", "password": PASSWORD}).content.decode()
    assert "noch 1 Minute und" in page


def test_a_login_forgets_earlier_failures(client, user, clock):
    fail(client, 4)
    assert log_in(client) == 302
    client.logout()
    assert fail(client, 5) == [200] * 5


def test_a_stranger_elsewhere_does_not_keep_the_owner_out(client, user, clock):
    fail(client, 300, REMOTE_ADDR="192.0.2.66")
    assert log_in(client, REMOTE_ADDR="198.51.100.1") == 302


def test_letter_case_gives_no_further_tries(client, user, clock):
    names = ["mia.müller", "MIA.MÜLLER", "Mia.Müller", "miA.müller", "mia.mülleR", "mIa.müller"]
    statuses = [log_in(client, name=name, password="geraten") for name in names]
    assert statuses == [200] * 5 + [429]


def test_one_address_trying_many_names_is_throttled(client, db, clock):
    statuses = [log_in(client, name=f"name{n}", password="geraten") for n in range(61)]
    assert (set(statuses[:60]), statuses[60]) == ({200}, 429)


def test_one_account_tried_from_many_addresses_is_throttled(client, user, clock):
    tries = [status for n in range(25) for status in fail(client, 5, REMOTE_ADDR=f"192.0.2.{n}")]
    assert (set(tries[:100]), set(tries[100:])) == ({200}, {429})


def test_right_passwords_of_a_whole_office_do_not_add_up(client, user, clock):
    for _colleague in range(70):
        assert log_in(client) == 302
        client.logout()


def test_neighbours_of_an_ipv6_network_count_as_one(client, user, clock):
    statuses = [
        log_in(client, password="geraten", REMOTE_ADDR=f"2001:db8:1:2::{n:x}") for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]
    assert log_in(client, REMOTE_ADDR="2001:db8:1:3::1") == 302


def test_an_invented_forwarding_header_gives_no_further_tries(client, user, clock):
    statuses = [
        log_in(client, password="geraten", headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_behind_our_own_proxy_its_last_entry_counts(client, user, clock, settings):
    settings.TRUSTED_PROXY_HOPS = 1
    for n in range(5):
        forged = {"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.9"}
        assert log_in(client, password="geraten", headers=forged) == 200
    assert log_in(client, headers={"X-Forwarded-For": "198.51.100.9"}) == 429
    assert log_in(client, headers={"X-Forwarded-For": "198.51.100.10"}) == 302


def test_the_administrations_login_is_throttled_too(client, user, clock):
    statement = {"username": "mia.müller", "password": "geraten"}
    pages = [client.post("/verwaltung/login/", statement).content.decode() for _try in range(6)]
    assert ["Bitte warten Sie noch 5 Minuten" in page for page in pages] == [False] * 5 + [True]


def test_the_old_password_cannot_be_guessed_in_an_open_session(client, user, clock):
    client.force_login(user)
    guess = {"old_password": "geraten", "new_password1": "x", "new_password2": "x"}
    pages = [client.post("/konto/passwort/", guess).content.decode() for _try in range(6)]
    assert ["Bitte warten Sie noch 5 Minuten" in page for page in pages] == [False] * 5 + [True]


def test_neither_account_nor_address_is_stored(client, user, clock):
    fail(client, 1, REMOTE_ADDR="192.0.2.66")
    client.get("/who/", headers=basic("mia.müller", "geraten"), REMOTE_ADDR="192.0.2.66")
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_failurecount::text FROM accounts_failurecount")
        rows = [row for (row,) in cursor.fetchall()]
    assert len(rows) == 5  # three counts of the login, two of the program
    for row in rows:
        key = bytes.fromhex(row.split(",")[0].partition("x")[2].rstrip('"'))
        assert len(key) == 32
        assert "mia" not in row and "192.0.2" not in row
        assert b"mia" not in key and b"192.0.2" not in key


def test_counts_are_deleted_once_their_window_is_over(client, user, clock):
    fail(client, 1)
    assert throttle.forget_old(clock.now + timedelta(minutes=5, seconds=-1)) == 0
    assert throttle.forget_old(clock.now + timedelta(minutes=5)) == 3
    assert not FailureCount.objects.exists()


def test_a_superuser_is_throttled_like_everybody(client, clock):
    User.objects.create_superuser("chefin", PASSWORD)
    fail(client, 5, name="chefin")
    assert log_in(client, name="chefin") == 429
