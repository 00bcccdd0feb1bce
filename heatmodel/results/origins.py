"""The map's own layers as sources of a raster, for its sidecar."""

import hashlib
from collections.abc import Iterable

from heatmodel.raster.provenance import Source
from heatmodel.results.queries import fingerprint
from layers.publish.provenance import datasets_behind
from layers.registry import layer


def layers_as_sources(names: Iterable[str]) -> list[Source]:
    """The datasets behind published layers. There is no file to hash: what is hashed is a
    dataset's slug with the state of the input tables, which every change alters.
    """
    state = fingerprint()
    return [
        Source(
            name=one.slug,
            sha256=hashlib.sha256(f"{one.slug} {state}".encode()).hexdigest(),
            licence=one.licence,
            publisher=one.publisher,
            acquired=one.source_date.isoformat() if one.source_date else "",
            kind=one.kind,
        )
        for one in datasets_behind([layer(name) for name in names])
    ]
