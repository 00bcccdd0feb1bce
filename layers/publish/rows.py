"""One query layer: which rows of a layer, in which order, from where on; as bound SQL.

Every service asks through `FeatureQuery`; how a row becomes text is the encoder's matter. Rows
always come in a total order that ends with the id, so that pages neither repeat nor lose one.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from layers import strict_json
from layers.publish.filters.compile import property_sql
from layers.publish.filters.errors import FilterError
from layers.publish.filters.sql import Sql, put
from layers.registry import Layer


@dataclass(frozen=True)
class Order:
    """One sort key by the name that the service shows; unknown values come last."""

    name: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class FeatureQuery:
    """Rows of `layer` that its published queryset holds and `condition` allows.

    `after` are the values of the sort keys and the id of the last row already seen: the page
    starts behind it at constant cost. `offset` skips rows instead, for clients that count.
    """

    layer: Layer
    condition: Sql | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    after: tuple[Any, ...] | None = None

    def next_page(self, after: tuple[Any, ...]) -> FeatureQuery:
        return replace(self, after=after, offset=0)


@cache
def published_sql(layer: Layer) -> Sql:
    """The layer's published rows with all columns of its table, as a subquery's text."""
    columns = [f.attname for f in layer.model._meta.concrete_fields]
    text, params = layer.published().order_by().values(*columns).query.sql_with_params()
    return Sql(text, tuple(params))


def select(query: FeatureQuery, columns: Sql) -> Sql:
    """The statement that yields `columns` (over alias `q`) for each row asked for, in order.

    With an offset only ids are sorted and skipped; the rows themselves are read for one page.
    """
    source = put("({}) q", published_sql(query.layer))
    order = order_by(query)
    if not query.offset:
        return put(
            "SELECT {} FROM {} WHERE {} ORDER BY {} {}",
            columns,
            source,
            _where(query),
            order,
            _limit(query),
        )
    return put(
        "WITH page AS MATERIALIZED (SELECT q.id FROM {} WHERE {} ORDER BY {} {} OFFSET {})"
        " SELECT {} FROM {} JOIN page USING (id) ORDER BY {}",
        source,
        _where(query),
        order,
        _limit(query),
        Sql("%s", (query.offset,)),
        columns,
        source,
        order,
    )


def milestones(query: FeatureQuery, every: int) -> Sql:
    """The statement that yields number and sort key of each `every`th row that matches."""
    whole = replace(query, after=None, offset=0, limit=None)
    return put(
        "SELECT number, mark FROM (SELECT row_number() OVER (ORDER BY {}) AS number, {} AS mark"
        " FROM ({}) q WHERE {}) numbered WHERE number %% {} = 0",
        order_by(whole),
        sort_key(whole),
        published_sql(query.layer),
        _where(whole),
        Sql("%s::bigint", (every,)),
    )


def count(query: FeatureQuery, bound: int) -> Sql:
    """The statement that counts the matching rows, at most `bound` of them."""
    whole = replace(query, after=None, offset=0, limit=None, order=())
    return put(
        "SELECT count(*) FROM (SELECT 1 FROM ({}) q WHERE {} LIMIT {}) counted",
        published_sql(query.layer),
        _where(whole),
        Sql("%s", (bound,)),
    )


def sort_key(query: FeatureQuery) -> Sql:
    """The values to hand on in `after`, as one JSON array per row."""
    if not query.order:  # a tenth of the time
        return put("concat('[', {}, ']')", property_sql(query.layer, "id"), type="text")
    keys = [property_sql(query.layer, one.name) for one in query.order]
    keys.append(property_sql(query.layer, "id"))
    return put("jsonb_build_array(" + ", ".join("{}" for _ in keys) + ")", *keys, type="text")


def order_by(query: FeatureQuery) -> Sql:
    keys = [
        put("{} DESC NULLS LAST" if one.descending else "{} NULLS LAST", _sortable(query, one))
        for one in query.order
    ]
    keys.append(Sql("q.id"))
    return put(", ".join("{}" for _ in keys), *keys)


def _sortable(query: FeatureQuery, one: Order) -> Sql:
    key = property_sql(query.layer, one.name)
    if key.type == "geometry":
        raise FilterError(_("Nach einer Form lässt sich nicht sortieren."))
    return key


def _limit(query: FeatureQuery) -> Sql:
    return Sql("") if query.limit is None else Sql("LIMIT %s", (query.limit,))


def _where(query: FeatureQuery) -> Sql:
    parts = [part for part in (query.condition, _behind(query)) if part]
    if not parts:
        return Sql("true")
    return put(" AND ".join("({})" for _ in parts), *parts)


def _behind(query: FeatureQuery) -> Sql | None:
    """Rows that come after `query.after`: equal in the first keys and behind in the next."""
    if query.after is None:
        return None
    keys = [(_sortable(query, one), one.descending) for one in query.order]
    keys.append((property_sql(query.layer, "id"), False))
    if len(keys) != len(query.after):
        raise FilterError(_("Die Marke der Seite passt nicht zur Reihenfolge."))
    alternatives: list[Sql] = []
    equal: list[Sql] = []
    for (key, descending), value in zip(keys, query.after, strict=True):
        bound = _bound(key, value)
        if value is not None:
            comparison = "({} < {} OR {} IS NULL)" if descending else "({} > {} OR {} IS NULL)"
            behind = put(comparison, key, bound, key)
            alternatives.append(
                put("(" + " AND ".join("{}" for _ in [*equal, 1]) + ")", *equal, behind)
            )
        equal.append(put("{} IS NOT DISTINCT FROM {}", key, bound))
    if len(keys) == 1:  # the plain index condition, which PostgreSQL can walk from
        return put("{} > {}", keys[0][0], _bound(keys[0][0], query.after[0]))
    return put("(" + " OR ".join("{}" for _ in alternatives) + ")", *alternatives)


_CASTS = {
    "text": "text",
    "number": "numeric",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
}


def _bound(key: Sql, value: Any) -> Sql:
    cast = "bigint" if key.text.endswith('"id"') else _CASTS[key.type]
    return Sql(f"%s::{cast}", (value,), key.type)


def mark(values: list[Any]) -> str:
    """`after` as one word for an address."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_mark(word: str) -> tuple[Any, ...]:
    """The reverse of `mark`; FilterError for anything else."""
    try:
        values = strict_json.read(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, binascii.Error) as error:
        raise FilterError(_("Die Marke der Seite ist nicht lesbar.")) from error
    if not isinstance(values, list) or not all(
        value is None or isinstance(value, str | int | float | bool) for value in values
    ):
        raise FilterError(_("Die Marke der Seite ist nicht lesbar."))
    return tuple(values)
