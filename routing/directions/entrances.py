"""Doors and gates: a way to a place with entrances ends at one of them."""

from collections.abc import Sequence

from layers import registry
from layers.registry import EntranceOf, Layer
from routing.directions.places import as_place, destinations, feature_place
from routing.directions.plans import Mode, Place
from routing.directions.refs import PlaceRef, PointRef

MOST = 12  # of one place
_ON_WHEELS = ("wheelchair", "pram")

LonLat = tuple[float, float]


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


def doors_of(refs: Sequence[PlaceRef], mode: Mode) -> list[list[LonLat]]:
    """Where one enters or leaves what each of `refs` names, by longitude and latitude.

    Those are its entrances that suit `mode`; of a point, and of a place without any, itself.
    Raises UnknownPlace. Points need no query, each feature needs one.
    """
    named = {str(ref): feature_place(ref) for ref in refs if not isinstance(ref, PointRef)}
    doors = dict(zip(named, ways_in(list(named.values()), mode), strict=True))
    return [[(ref.lon, ref.lat)] if isinstance(ref, PointRef) else doors[str(ref)] for ref in refs]


def ways_in(places: Sequence[Place], mode: Mode) -> list[list[LonLat]]:
    """Longitude and latitude of the entrances of each place; of one without any, its own."""
    return [
        [one.lon_lat for one in (doors or [place])]
        for place, doors in zip(places, entrances(places, mode), strict=True)
    ]


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
