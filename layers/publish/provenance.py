"""The datasets behind what is published."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from layers.ground.models import Dataset
from layers.registry import Layer


def datasets_behind(layers: Iterable[Layer]) -> QuerySet[Dataset]:
    """Those of which at least one feature of `layers` is published, by title.

    It stops at the first feature found of each, so that it costs little beside a big layer.
    """
    behind = Q(pk__in=[])
    for layer in layers:
        behind |= Q(Exists(layer.published().filter(dataset=OuterRef("pk"))))
    return Dataset.objects.filter(behind).order_by("title")
