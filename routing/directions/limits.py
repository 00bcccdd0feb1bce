"""How much one address may ask for: a bucket of work that fills up again, in each process.

A route costs one, a matrix of a thousand pairs twenty; so whoever asks for much waits, and
nobody else does. Nothing is stored: a bucket is known by a keyed hash of the address, lives in
memory and is forgotten when it is full again.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.address import client_address
from accounts.errors import Throttled

CAPACITY = 120.0  # a school class behind one address clicks at once
PER_SECOND = 4.0
_MAX_BUCKETS = 10_000


@dataclass
class _Bucket:
    left: float
    at: float  # of time.monotonic()


_buckets: OrderedDict[bytes, _Bucket] = OrderedDict()
_lock = threading.Lock()


def take(request: HttpRequest, work: float = 1.0) -> None:
    """Take `work` from the bucket of whoever asks. Raises Throttled if there is less in it."""
    key = salted_hmac("routing.limits", client_address(request), algorithm="sha256").digest()
    now = time.monotonic()
    with _lock:
        bucket = _buckets.pop(key, None) or _Bucket(CAPACITY, now)
        bucket.left = min(CAPACITY, bucket.left + (now - bucket.at) * PER_SECOND)
        bucket.at = now
        _buckets[key] = bucket
        _forget(now)
        if bucket.left < work:
            raise Throttled(wait_s=max(1, ceil((work - bucket.left) / PER_SECOND)))
        bucket.left -= work


def forget_all() -> None:
    """Every bucket is full again; for tests."""
    with _lock:
        _buckets.clear()


def _forget(now: float) -> None:
    """Drop those that have filled up meanwhile, and the longest unused if there are too many."""
    full_after = CAPACITY / PER_SECOND
    while _buckets:
        key, oldest = next(iter(_buckets.items()))
        if len(_buckets) <= _MAX_BUCKETS and now - oldest.at < full_after:
            return
        del _buckets[key]
