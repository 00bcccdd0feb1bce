"""The drawn streets of the demonstration as a network, until real data takes their place."""

import numpy as np
import pyproj
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from layers.base.models import Street
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.ground.models import Dataset
from routing.network.raw import Pair, RawNetwork, RawWay, pairs_along

_CLASSES: dict[str, str] = {
    Street.Kind.MAIN: "secondary",
    Street.Kind.STREET: "tertiary",
    Street.Kind.SIDE: "residential",
    Street.Kind.PATH: "path",
}
_DECIMETRES = 10  # the drawing's grid: lines meet where their points are the same on it


class DrawnStreets:
    """Streets of datasets that are not real. Motorways and railways are no ways for people.

    Nodes have numbers of their own, made from where they are, below those of OpenStreetMap.
    """

    def read(self) -> RawNetwork:
        streets = Street.objects.exclude(dataset__kind=Dataset.Kind.REAL)
        rows = list(
            streets.filter(published=True, kind__in=_CLASSES)
            .order_by("pk")
            .annotate(wkb=AsWKB("geometry"))
            .values_list("pk", "name", "kind", "bridge", "tunnel", "wkb")
        )
        raw = RawNetwork()
        for pk, name, kind, bridge, tunnel, wkb in rows:
            tags = {"highway": _CLASSES[kind], "name": name}
            tags |= {"bridge": "yes"} if bridge else {}
            tags |= {"tunnel": "yes"} if tunnel else {}
            pairs: list[Pair] = []
            for part in shapely.get_parts(shapely.from_wkb(bytes(wkb))):
                pairs += pairs_along(_numbers(part, raw))
            raw.ways.append(RawWay(pk, tags, tuple(dict.fromkeys(pairs))))
        _to_degrees(raw)
        return raw


def _numbers(line: shapely.LineString, raw: RawNetwork) -> list[int]:
    numbers = []
    for x, y in shapely.get_coordinates(line).tolist():
        number = -(round(x * _DECIMETRES) * 10**9 + round(y * _DECIMETRES))
        raw.places[number] = (x, y)
        numbers.append(number)
    return numbers


def _to_degrees(raw: RawNetwork) -> None:
    if not raw.places:
        return
    points = np.array(list(raw.places.values()))
    project = pyproj.Transformer.from_crs(STORAGE_SRID, WEB_SRID, always_xy=True).transform
    degrees = np.column_stack(project(points[:, 0], points[:, 1]))
    raw.places = dict(zip(raw.places, map(tuple, degrees.tolist()), strict=True))
