"""Questions about cool places. They read and return; nothing here writes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func, QuerySet
from django.db.models.functions import Collate

from heatmodel.places.models import CoolPlace
from layers import registry
from layers.ground.crs import WEB_SRID, in_storage
from layers.hours import Calendar, Opening, openings
from layers.search import matching

# What people filter by. The first are always in sight.
FLAGS = (
    "open",
    "step_free",
    "drinking_water",
    "toilet",
    "wheelchair_toilet",
    "seating",
    "free",
    "wifi",
    "changing_table",
    "dogs",
    "quiet",
    "standard",
    "known_hours",
    "unknown",
)
# What a row of a list shows.
ROW_COLUMNS = (
    "slug",
    "name",
    "kind",
    "address",
    "step_free",
    "drinking_water",
    "toilet",
    "seating",
    "cost",
    "changing_table",
    "dogs",
    "quiet",
    "audience",
)
MOST_STAY_H = 6
_IN_GERMAN_ORDER = "de-x-icu"


def published_cool_places() -> QuerySet[CoolPlace]:
    """What everybody may see: the rows of the layer, and no other."""
    return registry.layer("cool_places").published()


def cool_places_by_name(text: str = "") -> QuerySet[CoolPlace]:
    """Cool places in the German order of their names (Ä beside A); with `text`, those it matches.

    `text` is compared with name and address, tolerant of typos, umlauts and „str.“.
    """
    places = published_cool_places()
    if text:
        places = matching(registry.layer("cool_places"), text, places)
    return places.order_by(Collate("name", _IN_GERMAN_ORDER), "pk")


def cool_places_near(
    point: Point, within_m: float | None = None, text: str = ""
) -> QuerySet[CoolPlace]:
    """Cool places nearest first, with `within_m` only those at most so many metres away.

    `point` may be in any SRID. Distances are planar metres in EPSG:25832 as the crow flies, in
    Hamm about 0.03 % shorter than on the ground. Each place carries `distance_m`.
    """
    here = in_storage(point)
    places = cool_places_by_name(text)
    if within_m is not None:
        places = places.filter(geometry__dwithin=(here, within_m))
    return places.annotate(distance_m=Distance("geometry", here)).order_by("distance_m", "pk")


@dataclass(frozen=True)
class Trait:
    """What filters need to know of one place; None is unknown."""

    pk: int
    kind: str
    hours: str | None
    step_free: str | None
    wheelchair_toilet: str | None
    drinking_water: bool | None
    toilet: bool | None
    seating: bool | None
    wifi: bool | None
    changing_table: bool | None
    dogs: bool | None
    quiet: bool | None
    cost: str | None
    standard: bool | None

    def has(self, flag: str) -> bool | None:
        """The answer to a filter on equipment."""
        if flag in ("step_free", "wheelchair_toilet"):
            answer = getattr(self, flag)
            return None if answer is None else answer == "yes"
        if flag == "free":
            return None if self.cost is None else self.cost == CoolPlace.Cost.FREE
        return getattr(self, flag)


_COLUMNS = (
    "pk",
    "kind",
    "hours_in_force",
    "step_free",
    "wheelchair_toilet",
    "drinking_water",
    "toilet",
    "seating",
    "wifi",
    "changing_table",
    "dogs",
    "quiet",
    "cost",
    "standard_met",
)


@dataclass(frozen=True)
class CoolPlaceSelection:
    """The cool places that filters leave, and how many each filter would leave.

    `traits` are all candidates in their order; `hours` holds the opening of each of their texts.
    """

    traits: Sequence[Trait]
    hours: Mapping[str | None, Opening]
    at: datetime
    kinds: frozenset[str]
    flags: frozenset[str]
    stay: timedelta

    @cached_property
    def pks(self) -> list[int]:
        """Keys of the places that pass every filter, in order."""
        return [trait.pk for trait in self.traits if self._passes(trait, self.kinds, self.flags)]

    @cached_property
    def opening_of(self) -> dict[int, Opening]:
        """Of every candidate, by its key."""
        return {trait.pk: self.hours[trait.hours] for trait in self.traits}

    @cached_property
    def unknown_hours(self) -> int:
        """How many of them keep their hours to themselves."""
        return sum(self.opening_of[pk].state == "unknown" for pk in self.pks)

    @cached_property
    def count_of_kind(self) -> Counter[str]:
        """Places of each kind that pass the flags, whatever kinds are chosen."""
        passing = (t for t in self.traits if self._passes(t, frozenset(), self.flags))
        return Counter(trait.kind for trait in passing)

    @cached_property
    def count_of_flag(self) -> dict[str, int]:
        """Places left if this flag were set besides everything that is."""
        left = [trait for trait in self.traits if self._passes(trait, self.kinds, self.flags)]
        or_unknown = "unknown" in self.flags
        counts = {flag: sum(self._has(trait, flag, or_unknown) for trait in left) for flag in FLAGS}
        softer = self.flags | {"unknown"}  # the one flag that lets more places pass
        counts["unknown"] = sum(self._passes(trait, self.kinds, softer) for trait in self.traits)
        return counts

    def _passes(self, trait: Trait, kinds: frozenset[str], flags: frozenset[str]) -> bool:
        if kinds and trait.kind not in kinds:
            return False
        if self.stay and not stays_open(self.hours[trait.hours], self.at, self.stay):
            return False
        return all(self._has(trait, flag, "unknown" in flags) for flag in flags)

    def _has(self, trait: Trait, flag: str, or_unknown: bool) -> bool:
        opening = self.hours[trait.hours]
        if flag == "open":
            return opening.is_open or (or_unknown and opening.state == "unknown")
        if flag == "known_hours":
            return opening.state != "unknown"
        answer = flag == "unknown" or trait.has(flag)
        return bool(answer) or (or_unknown and answer is None)


def stays_open(opening: Opening, arrival: datetime, stay: timedelta) -> bool:
    """Whether it is known to be open for all of `stay`; `opening` is that at `arrival`."""
    return opening.is_open and (opening.until is None or opening.until - arrival >= stay)


def select_cool_places(
    candidates: QuerySet[CoolPlace],
    at: datetime,
    *,
    kinds: Iterable[str] = (),
    flags: Iterable[str] = (),
    stay: timedelta = timedelta(),
    other_hours: Mapping[int, str] | None = None,
    calendar: Calendar,
) -> CoolPlaceSelection:
    """The cool places of `candidates` that pass the filters at the time `at`; one query.

    `kinds` are alternatives (none: every kind), `flags` of FLAGS must all hold. A place passes
    `open` or a flag of equipment only if it is known to be open or to have it, with the flag
    `unknown` also if nobody knows. With `stay` it must be known to be
    open for so long. `other_hours` hold instead of the usual ones (`warning_day_hours`). Counts
    and list come of the same rows, so they cannot disagree.
    """
    other = other_hours or {}
    rows = candidates.values_list(*_COLUMNS)
    traits = [Trait(pk, kind, other.get(pk, hours), *rest) for pk, kind, hours, *rest in rows]
    return CoolPlaceSelection(
        traits=traits,
        hours=openings({trait.hours for trait in traits}, at, calendar=calendar),
        at=at,
        kinds=frozenset(kinds),
        flags=frozenset(flags),
        stay=stay,
    )


def cool_places_in_order(pks: Sequence[int], near: Point | None = None) -> list[CoolPlace]:
    """The published places with these keys, in the order of `pks`, with ROW_COLUMNS; one query.

    Any other column costs a query for each place.
    With `near` (any SRID) each carries `distance_m` as in `cool_places_near`.
    """
    places = _located(published_cool_places()).only(*ROW_COLUMNS)
    if near:
        here = in_storage(near)
        places = places.annotate(distance_m=Distance("geometry", here))
    found = places.in_bulk(list(pks))
    return [found[pk] for pk in pks if pk in found]


def lon_lats(pks: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Longitude and latitude of the published places with these keys; one query."""
    rows = _located(published_cool_places().filter(pk__in=list(pks)))
    return {pk: (lon, lat) for pk, lon, lat in rows.values_list("pk", "lon", "lat")}


def neighbours(place: CoolPlace, limit: int = 3) -> list[CoolPlace]:
    """The `limit` cool places nearest to `place`, itself left out, each with `distance_m`."""
    return list(_to_be_shown(cool_places_near(place.geometry)).exclude(pk=place.pk)[:limit])


def cool_place(slug: str) -> CoolPlace | None:
    """The published place with this slug, with its dataset; None if there is none."""
    return _to_be_shown(published_cool_places()).filter(slug=slug).first()


def _to_be_shown(places: QuerySet[CoolPlace]) -> QuerySet[CoolPlace]:
    """With what pages show: the dataset, and where it is."""
    return _located(places).select_related("dataset").defer("tile_geometry")


def _located(places: QuerySet[CoolPlace]) -> QuerySet[CoolPlace]:
    """With `lon` and `lat` in degrees (EPSG:4326)."""
    spot = Transform("geometry", WEB_SRID)
    degrees = FloatField()
    return places.annotate(
        lon=Func(spot, function="ST_X", output_field=degrees),
        lat=Func(spot, function="ST_Y", output_field=degrees),
    )
