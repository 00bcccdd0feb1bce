"""Pages of features at constant cost, also for clients that count rows from the start.

Who follows `next` links carries the mark of the last row along. Who asks by offset walks, as a
rule, from page to page: the mark behind each page is remembered for a while, so that the next
page starts there instead of skipping all rows before it. A walk by offset then loses and repeats
nothing either while rows are inserted and changed.
"""

from __future__ import annotations

import json
import threading
import time
from bisect import bisect_right, insort
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from layers.publish.execution import fetch
from layers.publish.filters.sql import Sql, put
from layers.publish.rows import FeatureQuery, select, sort_key

_WALKS_KEPT = 300
_MARKS_KEPT = 4000  # of one walk
_KEPT_S = 900.0


@dataclass(frozen=True)
class Page:
    """The texts of one page's features in order, and the mark of the last if more follow."""

    texts: list[bytes]
    after: tuple[Any, ...] | None


def fetch_page(query: FeatureQuery, text: Sql, *, walker: str = "") -> Page:
    """The page of `query` (its limit must be set), each row as `text` makes it.

    `walker` tells clients apart, so that one's walk by offset is not led by another's.
    """
    assert query.limit is not None
    if not query.limit:
        return Page([], None)
    walk = _walk(query, walker)
    asked = replace(_from_nearest_mark(query, walk), limit=query.limit + 1)
    found = fetch(select(asked, put("{}, {}", text, sort_key(query))))
    texts = [row[0] or b"" for row in found[: query.limit]]
    if len(found) <= query.limit:
        return Page(texts, None)
    after = tuple(json.loads(found[query.limit - 1][1] or b"[]"))
    if query.after is None:
        _remember(walk, query.offset + len(texts), after)
    return Page(texts, after)


@dataclass
class _Walk:
    offsets: list[int] = field(default_factory=list)
    marks: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    used_at: float = 0.0


_walks: OrderedDict[tuple[Any, ...], _Walk] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Forget every mark; for tests, which share a database's name."""
    with _lock:
        _walks.clear()


def _walk(query: FeatureQuery, walker: str) -> tuple[Any, ...]:
    condition = query.condition and (query.condition.text, query.condition.params)
    database = connection.settings_dict["NAME"]
    return (database, query.layer.name, condition, query.order, walker)


def _from_nearest_mark(query: FeatureQuery, walk: tuple[Any, ...]) -> FeatureQuery:
    if not query.offset or query.after is not None:
        return query
    with _lock:
        known = _walks.get(walk)
        if known is None or time.monotonic() - known.used_at > _KEPT_S:
            return query
        position = bisect_right(known.offsets, query.offset)
        if not position:
            return query
        offset = known.offsets[position - 1]
        return replace(query, after=known.marks[offset], offset=query.offset - offset)


def _remember(walk: tuple[Any, ...], offset: int, mark: tuple[Any, ...]) -> None:
    now = time.monotonic()
    with _lock:
        known = _walks.get(walk)
        if known is None or now - known.used_at > _KEPT_S or len(known.offsets) >= _MARKS_KEPT:
            known = _walks[walk] = _Walk()
        _walks.move_to_end(walk)
        known.used_at = now
        if offset not in known.marks:
            insort(known.offsets, offset)
        known.marks[offset] = mark
        while len(_walks) > _WALKS_KEPT:
            _walks.popitem(last=False)
