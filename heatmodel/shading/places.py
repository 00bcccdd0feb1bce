"""The ground that belongs to a cool place, and its shade in a run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from numpy.typing import NDArray

from heatmodel.models import CoolPlace, PlaceShade
from heatmodel.symbols import INDOOR
from layers import registry

AROUND_M = 25.0
EXACT_M = 100  # a place whose position is less sure says nothing about its surroundings


@dataclass(frozen=True)
class PlaceGround:
    """The ground of one place in EPSG:25832, and how it was found."""

    place_id: int
    basis: str
    shape: shapely.Geometry


def grounds() -> list[PlaceGround]:
    """Of each cool place in the open whose ground is known.

    A place with the name of a green area, or inside one of its kind, has that area; another has
    AROUND_M around its point, unless that may be more than EXACT_M off. Rooms have no ground.
    """
    return list(_grounds())


def _grounds() -> Iterator[PlaceGround]:
    areas = _green_areas()
    rows = CoolPlace.objects.exclude(kind__in=INDOOR).annotate(wkb=AsWKB("geometry"))
    for pk, name, kind, accuracy_m, wkb in rows.order_by("pk").values_list(
        "pk", "name", "kind", "accuracy_m", "wkb"
    ):
        point = shapely.from_wkb(bytes(wkb))
        area = _area_of(name, kind, point, areas)
        if area is not None:
            yield PlaceGround(pk, PlaceShade.Basis.AREA, area)
        elif accuracy_m is None or accuracy_m <= EXACT_M:
            yield PlaceGround(pk, PlaceShade.Basis.AROUND, point.buffer(AROUND_M))


def _green_areas() -> list[tuple[str, str, shapely.Geometry]]:
    rows = registry.layer("green_areas").published().annotate(wkb=AsWKB("geometry")).order_by("pk")
    return [
        (name, kind, shapely.from_wkb(bytes(wkb)))
        for name, kind, wkb in rows.values_list("name", "kind", "wkb")
    ]


def _area_of(
    name: str, kind: str, point: shapely.Point, areas: list[tuple[str, str, shapely.Geometry]]
) -> shapely.Geometry | None:
    if kind not in (CoolPlace.Kind.PARK, CoolPlace.Kind.WOOD, CoolPlace.Kind.GARDEN):
        return None
    named = (shape for called, _kind, shape in areas if called and called == name)
    around = (shape for _called, what, shape in areas if what == kind and shape.covers(point))
    return next(named, None) or next(around, None)


def place_shades(
    found: Sequence[PlaceGround], percent: NDArray[np.float64], sun_bits: Sequence[int]
) -> list[PlaceShade]:
    """Unsaved rows from `percent` [half month, hour, place]; NULL where the sun is down.

    A place with no known cell at all has no row: nothing is known of it.
    """
    return [
        PlaceShade(
            place_id=ground.place_id,
            half_month=half_month,
            basis=ground.basis,
            shares=[
                round(share) if bits >> hour & 1 else None
                for hour, share in enumerate(percent[half_month, :, number].tolist())
            ],
        )
        for number, ground in enumerate(found)
        if np.isfinite(percent[:, :, number]).all()
        for half_month, bits in enumerate(sun_bits)
    ]
