"""Slows guessing down, for all workers at once, and keeps nobody out for long.

A try is counted before its secret is looked at and taken back if it was right, so that a hundred
tries at the same moment are a hundred counted tries. What is stored is an HMAC of door, account
and address under the secret key, deleted minutes later: neither can be read from the table.

Three counts stop three ways of guessing: one account from one address, many accounts from one
address, one account from many addresses. The wider two are generous, because a whole town hall
may stand behind one address, and because a stranger must not be able to keep an owner out: one
address alone adds at most `Limits.pair` per window to the account's count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from pathlib import Path

from django.db import connections, router, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from .errors import Throttled
from .models import FailureCount

WINDOW = timedelta(minutes=5)
_COUNT_FAILURES = (Path(__file__).parent / "sql" / "count_failures.sql").read_text()


@dataclass(frozen=True)
class Limits:
    """Tries in a window; None does not count that way."""

    pair: int
    address: int
    account: int | None


class Door(Enum):
    LOGIN = Limits(pair=5, address=60, account=100)
    # A random 160-bit secret is not guessed from many addresses; and a desktop GIS that keeps
    # sending a revoked one must not keep its owner out of the browser. Hence no account count.
    PROGRAM = Limits(pair=20, address=100, account=None)
    # No secret is guessed here: the account is the layer that a suggestion is for.
    SUGGESTION = Limits(pair=5, address=15, account=200)
    # The account is the e-mail address that would be written to: nobody's box is filled.
    SUBSCRIPTION = Limits(pair=2, address=10, account=4)


def count_try(door: Door, account: str, address: str, now: datetime) -> None:
    """Count a try that may fail. Raises Throttled if it is one too many."""
    limits = door.value
    # The narrow count first and alone: what it refuses must not burden the wider ones.
    _count([(_key(door, account, address), limits.pair)], now)
    wider = [(_key(door, None, address), limits.address)]
    if limits.account is not None:
        wider.append((_key(door, account, None), limits.account))
    _count(wider, now)


def take_back(door: Door, account: str, address: str) -> None:
    """The try was right: the pair starts afresh, the wider counts lose this one."""
    FailureCount.objects.filter(key=_key(door, account, address)).delete()
    wider = FailureCount.objects.filter(
        key__in=[_key(door, None, address), _key(door, account, None)], failures__gt=0
    )
    with transaction.atomic(using=router.db_for_write(FailureCount)):
        in_order = wider.order_by("key").select_for_update()  # as counting takes them
        FailureCount.objects.filter(key__in=[counted.key for counted in in_order]).update(
            failures=F("failures") - 1
        )


def forget_old(now: datetime) -> int:
    """Delete the counts whose window is over; how many they were."""
    deleted, _by_model = FailureCount.objects.filter(ends__lte=now).delete()
    return deleted


def _count(limited: Sequence[tuple[bytes, int]], now: datetime) -> None:
    limit_of = dict(limited)
    with connections[router.db_for_write(FailureCount)].cursor() as cursor:
        cursor.execute(_COUNT_FAILURES, {"keys": list(limit_of), "now": now, "ends": now + WINDOW})
        over = [
            ends for key, failures, ends in cursor.fetchall() if failures > limit_of[bytes(key)]
        ]
    if over:
        raise Throttled(wait_s=ceil((max(over) - now).total_seconds()))


def _key(door: Door, account: str | None, address: str | None) -> bytes:
    """None stands for any; lengths keep ("a", "b:c") and ("a:b", "c") apart."""
    parts = [door.name] + ["*" if p is None else f"{len(p)}:{p}" for p in (account, address)]
    return salted_hmac("accounts.throttle", "|".join(parts), algorithm="sha256").digest()
