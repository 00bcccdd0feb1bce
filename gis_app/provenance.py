"""How many features each dataset gives to each layer."""

from dataclasses import dataclass

from django.db.models import Count, F, Value

from layers import registry
from layers.registry import Layer


@dataclass(frozen=True)
class Share:
    """How many published features of one layer come from one dataset."""

    layer: Layer
    dataset_id: int
    count: int


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
