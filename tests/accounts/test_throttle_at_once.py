"""Guesses at the same moment, each over a connection of its own that commits."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, get_ident

import pytest
from django.db import connection
from django.test import Client

from accounts import throttle
from accounts.errors import Throttled
from tests.accounts.doors import LOGIN, basic

pytestmark = pytest.mark.usefixtures("own_database")
AT_ONCE = 8  # as many connections as the pool has


def all_at_once(action: Callable[[], int]) -> list[int]:
    start = Barrier(AT_ONCE)

    def one() -> int:
        start.wait(timeout=20)
        try:
            return action()
        finally:
            connection.close()

    connection.close()  # this thread's own goes back to the pool
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(AT_ONCE)]]


def test_guessed_passwords_are_all_counted(clock):
    guess = {"username": "niemand", "password": "geraten"}
    statuses = all_at_once(lambda: Client().post(LOGIN, guess).status_code)
    assert sorted(statuses) == [200] * 5 + [429] * (AT_ONCE - 5)


def test_guessed_secrets_are_all_counted(clock):
    def guess_four_times() -> int:
        headers = basic("niemand", "geraten")
        return sum(Client().get("/who/", headers=headers).status_code == 401 for _ in range(4))

    assert sum(all_at_once(guess_four_times)) == 20


def test_counting_and_taking_back_never_deadlock():
    now = datetime(2026, 8, 2, tzinfo=UTC)

    def count() -> int:
        order = random.Random(get_ident())
        for _login in range(60):
            who = (f"name{order.randrange(4)}", f"192.0.2.{order.randrange(4)}")
            with suppress(Throttled):
                throttle.count_try(throttle.Door.LOGIN, *who, now)
                throttle.take_back(throttle.Door.LOGIN, *who)
        return 0

    assert all_at_once(count) == [0] * AT_ONCE
