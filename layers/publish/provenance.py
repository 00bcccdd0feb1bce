"""The datasets behind what is published."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from layers.ground.models import Dataset
from layers.publish.filters.sql import put
from layers.publish.rows import published_sql
from layers.registry import MapLayer, RasterLayer

# From each dataset of a layer to the next higher one, by the index on it: a layer of a million
# rows costs as little as one of ten. EXISTS per dataset reads whole tables where it finds none.
_OF_LAYER = """
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


def datasets_behind(layers: Iterable[MapLayer]) -> QuerySet[Dataset]:
    """Those of which a feature of `layers` is published or a raster painted, by title."""
    parts, painted = [], Q(pk__in=[])
    for one in layers:
        if isinstance(one, RasterLayer):
            pictures = one.current()
            painted |= Q(pk__in=pictures.dataset_ids if pictures else ())
        else:
            parts.append(put(_OF_LAYER, published_sql(one), published_sql(one)))
    if parts:
        keys = put(" UNION ".join("{}" for _ in parts), *parts)
        painted |= Q(pk__in=RawSQL(keys.text, keys.params))
    return Dataset.objects.filter(painted).order_by("title")
