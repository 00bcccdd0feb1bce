"""Doors and gates: a way to a place with entrances ends at one of them."""

from collections.abc import Sequence

from layers import registry
from layers.registry import EntranceOf, Layer
from routing.directions.places import as_place, destinations
from routing.directions.plans import Mode, Place

MOST = 12  # of one place
_ON_WHEELS = ("wheelchair", "pram")


def entrances(places: Sequence[Place], mode: Mode) -> list[list[Place]]:
    """The published entrances of each of `places` that suit `mode`; none where nobody entered any.

    On wheels those with steps are left out. One query for each layer of entrances to a layer
    that is among them.
    """
    found: dict[tuple[str, str], list[Place]] = {}
    names = {place.layer.name for place in places if place.layer}
    for layer in registry.public_layers():
        to = layer.entrance_of
        if to is not None and to.layer in names:
            slugs = [one.slug for one in places if one.layer and one.layer.name == to.layer]
            for slug, door in _doors(layer, to, slugs, mode):
                found.setdefault((to.layer, slug), []).append(door)
    keys = [(place.layer.name if place.layer else "", place.slug) for place in places]
    return [found.get(key, [])[:MOST] for key in keys]


def _doors(
    layer: Layer, to: EntranceOf, slugs: Sequence[str], mode: Mode
) -> list[tuple[str, Place]]:
    """Which place is entered, and where."""
    rows = destinations(layer).filter(**{f"{to.field}__in": slugs}).order_by("pk")
    field = layer.model._meta.get_field(to.field).attname
    return [
        (getattr(row, field), as_place(layer, row))
        for row in rows
        if not (mode in _ON_WHEELS and to.step_free and getattr(row, to.step_free) == "no")
    ]
