"""What one download is of: rows, and all that a format says about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from layers.ground.models import Dataset
from layers.publish.filters.errors import FilterError
from layers.publish.revisions import current
from layers.publish.rows import FeatureQuery
from layers.registry import Layer


class TooLarge(FilterError):
    """More than the format, or the disk for files in the making, has room for."""

    def __init__(self) -> None:
        super().__init__(
            _("Für dieses Format sind das zu viele Objekte. GeoJSON und CSV kennen keine Grenze.")
        )


@dataclass(frozen=True)
class Order:
    """Read from the request before the first byte, as the writers run without it.

    `slugs` are those of all datasets by key, `sources` those that the layer is made of.
    """

    query: FeatureQuery
    slugs: Mapping[int, str]
    sources: tuple[Dataset, ...]
    collection_head: bytes  # of a GeoJSON collection
    service: str  # address of the WFS, which describes the GML

    @property
    def layer(self) -> Layer:
        return self.query.layer


def provenance(sources: Iterable[Dataset]) -> str:
    """One line a dataset: its title, whom to name, and the licence."""
    lines = []
    for one in sources:
        words = (one.title, one.attribution, one.publisher, one.licence, one.licence_uri)
        lines.append(" · ".join(dict.fromkeys(word for word in words if word)))
    return "\n".join(lines)


def collection_head(layer: Layer, sources: Iterable[Dataset]) -> bytes:
    """A GeoJSON collection up to its features: name, revision and where the data comes from."""
    members = {
        "type": "FeatureCollection",
        "name": layer.name,
        "revision": current([layer])[layer.name],
        "datasets": [
            {
                "slug": one.slug,
                "title": one.title,
                "publisher": one.publisher,
                "licence": one.licence,
                "licence_uri": one.licence_uri,
                "attribution": one.attribution,
                "source_url": one.source_url,
                "source_date": one.source_date and one.source_date.isoformat(),
                "kind": one.kind,
            }
            for one in sources
        ],
    }
    return (json.dumps(members, ensure_ascii=False)[:-1] + ', "features": [\n').encode()
