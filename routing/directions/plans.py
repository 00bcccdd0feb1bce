"""What an answer consists of: the ways between two places, and what is known about the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from django.contrib.gis.geos import Point

from layers.hours import Opening
from layers.registry import Layer
from routing.directions.steps import Step, steps
from routing.directions.ways import Way

Kind = Literal["shortest", "balanced", "coolest"]
Mode = Literal["foot", "bike", "wheelchair", "pram"]


@dataclass(frozen=True)
class Place:
    """An end of a way, or a point between. `point` is EPSG:25832, `lon_lat` degrees.

    `ref` names it in an address again. `layer`, `pk` and `slug` tell which feature it is, if
    it is one; `hours` are its opening hours where its layer has some (None: unknown).
    """

    point: Point
    lon_lat: tuple[float, float]
    ref: str
    label: str
    layer: Layer | None = None
    pk: int | None = None
    slug: str = ""
    has_hours: bool = False
    hours: str | None = None
    entrance: str = ""  # the door or gate where the way begins or ends, if it is known

    @property
    def door_label(self) -> str:
        """„Geistschule, Haupteingang“: the place, and by which of its doors if that is known."""
        return f"{self.label}, {self.entrance}" if self.entrance else self.label


@dataclass(frozen=True)
class Fountain:
    """Drinking water near a way: `along_m` from its start, `aside_m` beside it."""

    name: str
    lon_lat: tuple[float, float]
    along_m: float
    aside_m: float
    layer: Layer
    pk: int
    slug: str


@dataclass(frozen=True)
class Alternative:
    """One way. `sun` is the weight of a metre in the sun beyond that of one in the shade."""

    kind: Kind
    sun: float
    way: Way
    fountains: Sequence[Fountain] = ()

    @cached_property
    def steps(self) -> list[Step]:
        return steps(self.way)


@dataclass(frozen=True)
class Plan:
    """The answer to one question. `alternatives` begin with the shortest; none is better than
    another in both metres and sun. `opening` is what is known of the goal on arrival by the
    first of them, None where it keeps no hours."""

    mode: Mode
    departure: datetime
    start: Place
    goal: Place
    via: Sequence[Place]
    alternatives: Sequence[Alternative]
    opening: Opening | None = None
    is_synthetic: bool = False

    def with_opening(self, opening: Opening) -> Plan:
        return replace(self, opening=opening)

    def arrival(self, alternative: Alternative) -> datetime:
        return self.departure + timedelta(seconds=alternative.way.duration_s)

    def of(self, kind: str) -> Alternative:
        """The alternative of that kind; the one with least sun where there is none."""
        found = (one for one in self.alternatives if one.kind == kind)
        return next(found, self.alternatives[-1])
