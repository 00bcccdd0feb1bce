"""How an address names a place: `lon,lat`, `layer:id` or `layer:slug`, `nearest:layer`."""

import re
from dataclasses import dataclass

from layers import registry
from layers.registry import Layer

# Where UTM zone 32 is defined as Germany uses it, generously; farther away there is no metre.
WEST, SOUTH, EAST, NORTH = 0.0, 40.0, 20.0, 60.0
MAX_REF = 200  # characters
_PK = re.compile(r"[0-9]{1,18}")
_KEY = re.compile(r"[-\w]+", re.ASCII)  # a number or a slug
_NUMBER = r"\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*"
_PAIR = re.compile(rf"{_NUMBER},{_NUMBER}")


class BadRef(Exception):
    """The text names no place in any of these ways."""


@dataclass(frozen=True)
class PointRef:
    """A point in degrees."""

    lon: float
    lat: float

    def __str__(self) -> str:
        return f"{self.lon:.6f},{self.lat:.6f}"


@dataclass(frozen=True)
class FeatureRef:
    """A feature of a public layer, by its number or its slug."""

    layer: Layer
    key: str

    @property
    def pk(self) -> int | None:
        return int(self.key) if _PK.fullmatch(self.key) else None

    def __str__(self) -> str:
        return f"{self.layer.name}:{self.key}"


@dataclass(frozen=True)
class NearestRef:
    """The nearest open feature of a layer."""

    layer: Layer

    def __str__(self) -> str:
        return f"nearest:{self.layer.name}"


PlaceRef = PointRef | FeatureRef
Ref = PlaceRef | NearestRef


def read_ref(text: str) -> Ref:
    """What `text` names.

    Raises BadRef, also for a layer that is not there or not public, and for the nearest of one
    that nobody is led to.
    """
    if len(text) > MAX_REF:
        raise BadRef
    if pair := _PAIR.fullmatch(text):
        return _point(float(pair[1]), float(pair[2]))
    first, colon, second = text.strip().partition(":")
    if not colon or not second:
        raise BadRef
    if first == "nearest":
        return nearest_ref(second)
    if not _KEY.fullmatch(second):
        raise BadRef
    return FeatureRef(_layer(first), second)


def nearest_ref(name: str) -> NearestRef:
    """The nearest of the layer called `name`. Raises BadRef."""
    layer = _layer(name)
    if layer.destination is None:
        raise BadRef
    return NearestRef(layer)


def _point(lon: float, lat: float) -> PointRef:
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        raise BadRef
    return PointRef(lon, lat)


def _layer(name: str) -> Layer:
    try:
        found = registry.layer(name)
    except KeyError as error:
        raise BadRef from error
    if not found.public:
        raise BadRef
    return found
