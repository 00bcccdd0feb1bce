"""Pages of features at constant cost, also for clients that count rows from the start.

Who follows `next` links carries the mark of the last row along. Who asks by offset walks, as a
rule, from page to page: the mark behind each page is remembered for a while, so that the next
page starts there instead of skipping all rows before it. A walk by offset then loses and repeats
nothing either while rows are inserted and changed. Who jumps far starts at a milestone: the marks
of every thousandth row, made once for each state of the layer.
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

from layers.publish import revisions
from layers.publish.execution import TooSlow, fetch
from layers.publish.filters.sql import Sql, put
from layers.publish.rows import FeatureQuery, milestones, select, sort_key

_WALKS_KEPT = 300
_MARKS_KEPT = 4000  # of one walk
_KEPT_S = 900.0
_MILESTONE_ROWS = 1000
_FAR_ROWS = 5000  # skipped faster than milestones are made
_MILESTONES_KEPT = 100  # queries
_MILESTONES_TIMEOUT_S = 3.0


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
_milestones: OrderedDict[tuple[Any, ...], dict[int, tuple[Any, ...]]] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Forget every mark; for tests, which share a database's name."""
    with _lock:
        _walks.clear()
        _milestones.clear()


def _walk(query: FeatureQuery, walker: str) -> tuple[Any, ...]:
    condition = query.condition and (query.condition.text, query.condition.params)
    database = connection.settings_dict["NAME"]
    return (database, query.layer.name, condition, query.order, walker)


def _from_nearest_mark(query: FeatureQuery, walk: tuple[Any, ...]) -> FeatureQuery:
    if not query.offset or query.after is not None:
        return query
    offset, mark = _own_mark(query, walk)
    if query.offset - offset > _FAR_ROWS:
        milestone = query.offset // _MILESTONE_ROWS * _MILESTONE_ROWS
        if found := _milestones_of(query, walk).get(milestone):
            offset, mark = milestone, found
    return replace(query, after=mark, offset=query.offset - offset)


def _own_mark(query: FeatureQuery, walk: tuple[Any, ...]) -> tuple[int, tuple[Any, ...] | None]:
    """The nearest mark of this walk before the page, and its offset; 0 and None without one."""
    with _lock:
        known = _walks.get(walk)
        if known is None or time.monotonic() - known.used_at > _KEPT_S:
            return 0, None
        position = bisect_right(known.offsets, query.offset)
        if not position:
            return 0, None
        offset = known.offsets[position - 1]
        return offset, known.marks[offset]


def _milestones_of(query: FeatureQuery, walk: tuple[Any, ...]) -> dict[int, tuple[Any, ...]]:
    key = (*walk[:-1], revisions.current([query.layer])[query.layer.name])  # the same for everybody
    with _lock:
        if key in _milestones:
            _milestones.move_to_end(key)
            return _milestones[key]
    try:
        rows = fetch(milestones(query, _MILESTONE_ROWS), timeout_s=_MILESTONES_TIMEOUT_S)
    except TooSlow:
        rows = []
    found = {int(number or 0): tuple(json.loads(mark or b"[]")) for number, mark in rows}
    with _lock:
        _milestones[key] = found
        while len(_milestones) > _MILESTONES_KEPT:
            _milestones.popitem(last=False)
    return found


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
