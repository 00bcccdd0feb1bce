"""How many features match: counted once for each state of a layer, never on every page."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from layers.publish import revisions, rows
from layers.publish.execution import TooSlow, fetch
from layers.publish.rows import FeatureQuery

EXACT_UP_TO = 1_000_000
TIMEOUT_S = 3.0
WALK_S = 10.0  # so long the count of a page serves the pages after it, whoever writes meanwhile
_KEPT = 4096


@dataclass(frozen=True)
class _Count:
    number: int | None
    revision: str
    counted_at: float


_known: OrderedDict[tuple[Any, ...], _Count] = OrderedDict()
_lock = threading.Lock()


def matched(
    query: FeatureQuery, *, revision: str | None = None, walking: bool = False
) -> int | None:
    """The number of rows `query` matches on all its pages; None beyond EXACT_UP_TO or TIMEOUT_S.

    `revision` is the layer's, if the caller has asked for it already. Who is `walking`, on a page
    after the first, is told a number up to WALK_S old: else every change of a large layer would
    have all of it counted again for each page that others read.
    """
    if revision is None:  # read before the rows: a count may be newer than its revision, not older
        revision = revisions.current([query.layer])[query.layer.name]
    condition = query.condition and (query.condition.text, query.condition.params)
    key = (connection.settings_dict["NAME"], query.layer.name, condition)
    now = time.monotonic()
    with _lock:
        known = _known.get(key)
        if known and (known.revision == revision or (walking and now - known.counted_at < WALK_S)):
            _known.move_to_end(key)
            return known.number
    found = _count(replace(query, after=None, offset=0, limit=None, order=()))
    with _lock:
        _known[key] = _Count(found, revision, now)
        _known.move_to_end(key)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def forget() -> None:
    """Forget every count; for tests, whose transactions never end and so never make a revision."""
    with _lock:
        _known.clear()


def _count(query: FeatureQuery) -> int | None:
    try:
        [(number,)] = fetch(rows.count(query, EXACT_UP_TO + 1), timeout_s=TIMEOUT_S)
    except TooSlow:
        return None
    assert number is not None  # count(*) is never NULL
    return int(number) if int(number) <= EXACT_UP_TO else None
