"""How many features match: counted once for each state of a layer, never on every page."""

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from django.db import connection

from layers.publish import revisions, rows
from layers.publish.execution import TooSlow, fetch
from layers.publish.rows import FeatureQuery

EXACT_UP_TO = 1_000_000
TIMEOUT_S = 3.0
_KEPT = 4096

_known: OrderedDict[tuple[Any, ...], int | None] = OrderedDict()
_lock = threading.Lock()


def matched(query: FeatureQuery, *, revision: str | None = None) -> int | None:
    """The number of rows `query` matches on all its pages; None beyond EXACT_UP_TO or TIMEOUT_S.

    `revision` is the layer's, if the caller has asked for it already.
    """
    if revision is None:  # read before the rows: a count may be newer than its revision, not older
        revision = revisions.current([query.layer])[query.layer.name]
    condition = query.condition and (query.condition.text, query.condition.params)
    key = (connection.settings_dict["NAME"], query.layer.name, revision, condition)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    found = _count(replace(query, after=None, offset=0, limit=None, order=()))
    with _lock:
        _known[key] = found
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
