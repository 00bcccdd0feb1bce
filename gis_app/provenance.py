"""Which datasets stand behind layers, and how many features each gives."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Value

from layers import registry
from layers.ground.models import Dataset
from layers.publish.filters.sql import Sql, put
from layers.publish.rows import published_sql
from layers.registry import Layer

# One row per dataset of a layer: from each the next higher one, by the index on it, so that a
# layer of a million rows costs as little as one of ten.
_DATASETS = """
    SELECT dataset_id FROM (
        WITH RECURSIVE found AS (
            SELECT min(q.dataset_id) AS dataset_id FROM ({}) q
            UNION ALL
            SELECT (SELECT min(q.dataset_id) FROM ({}) q WHERE q.dataset_id > found.dataset_id)
            FROM found WHERE found.dataset_id IS NOT NULL
        )
        SELECT dataset_id FROM found
    ) AS of_layer
"""


@dataclass(frozen=True)
class Share:
    """How many published features of one layer come from one dataset."""

    layer: Layer
    dataset_id: int
    count: int


def datasets_of(layers: Iterable[Layer]) -> list[Dataset]:
    """The datasets of which at least one feature of `layers` is published, by title.

    Two queries.
    """
    parts = [put(_DATASETS, published_sql(one), published_sql(one)) for one in layers]
    if not parts:
        return []
    statement: Sql = put(" UNION ".join("{}" for _ in parts), *parts)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        keys = [key for (key,) in cursor.fetchall() if key is not None]
    return list(Dataset.objects.filter(pk__in=keys).order_by("title"))


def shares() -> list[Share]:
    """Every public layer's count by dataset, in drawing order; one query that counts all rows."""
    layers = {layer.name: layer for layer in registry.public_layers()}
    counts = [
        layer.published()
        .order_by()
        .values(layer=Value(name), dataset_key=F("dataset"))
        .annotate(count=Count("pk"))
        .values_list("layer", "dataset_key", "count")
        for name, layer in layers.items()
    ]
    rows = counts[0].union(*counts[1:], all=True) if counts else []
    found = [Share(layers[name], dataset, count) for name, dataset, count in rows]
    return sorted(found, key=lambda share: (share.layer.order, share.layer.name))
