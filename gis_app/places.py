"""Cool places as the map's list, chips and card show them."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gis_app import values
from gis_app.forms import MapState
from gis_app.values import Value
from heatmodel.coverage.forms import WeekHour
from heatmodel.coverage.queries import districts_at
from heatmodel.models import CoolPlace
from heatmodel.places import checklist, closures, queries
from heatmodel.places.hours import hours_on, warning_day_hours
from heatmodel.places.walking import Walk, walks
from heatmodel.results.models import DayKind
from heatmodel.shading.moments import moment_of
from heatmodel.shading.queries import Shade, Shades, shades_at
from heatmodel.warnings.queries import situation, warning_days
from layers import registry
from layers.ground.models import Dataset
from layers.hours import (
    Calendar,
    Opening,
    clock_digits,
    opening,
    opening_words,
    regular_words,
    times_on,
)

PAGE_SIZE = 60
REACH_MINUTES = 10
IN_SIGHT = 4  # so many filters are always shown
# What title, hours, check list and notices show in their own way.
_TOLD_APART = {
    "name",
    "kind",
    "slug",
    "address",
    "description",
    "opening_hours",
    "closures",
    "warning_hours",
    "warning_level",
    "out_of_order_since",
    "out_of_order_until",
    "out_of_order_reason",
    "hours_in_force",
    "standard_met",
}
_OF_THE_SOURCE = {"accuracy_m", "source_note", "checked_by"}
# What the card tells in its own tiles, and what is for whoever keeps the data.
_ON_THE_CARD = {
    *_OF_THE_SOURCE,
    "step_free",
    "drinking_water",
    "toilet",
    "seating",
    "cost",
    "checked_on",
    "medical_care",
}
_ANSWERS = {True: "yes", False: "no", None: "unknown"}
SUN_S = 300  # a place all in the sun counts as if the way to it took so much longer
_STATE_ORDER = {"always": 0, "open": 0, "closing_soon": 1, "unknown": 2, "closed": 3}


@dataclass(frozen=True)
class PlaceItem:
    """One cool place at one time, for a row of the list, the card and the page."""

    place: CoolPlace
    opening: Opening
    opening_text: str
    state: MapState
    shade: Shade
    walk_s: float | None = None  # on foot from the given point
    has_warning_hours: bool = False  # those of a day with a heat warning

    @property
    def sun_s(self) -> int:
        """What is added to the walk when places are put in order by way and shade."""
        return _sun_s(self.shade)

    @property
    def shade_text(self) -> str:
        """„Schatten 43 %“; empty in the night, when there is nothing to tell."""
        match self.shade.state:
            case "known":
                return _("Schatten %(share)s %%") % {"share": self.shade.percent}
            case "indoor":
                return _("Innenraum, ohne Sonne")
            case "unknown":
                return _("Schatten unbekannt")
        return ""

    @property
    def slug(self) -> str:
        return self.place.slug or ""

    @property
    def url(self) -> str:
        """Its own page, at the asked time."""
        return place_url(self.place, self.state)

    @property
    def map_url(self) -> str:
        """The map with its card open."""
        return reverse("map") + self.state.link(selected=self.slug)

    @property
    def way_url(self) -> str:
        """The way to it, at the asked time."""
        goal = f"cool_places:{self.place.slug or self.place.pk}"
        return way_link(goal, self.state)

    @property
    def kind_label(self) -> str:
        return self.place.get_kind_display()

    @property
    def lon(self) -> float:
        return cast(Any, self.place).lon  # annotated by heatmodel.places.queries, like `lat`

    @property
    def lat(self) -> float:
        return cast(Any, self.place).lat

    @property
    def reads_as(self) -> tuple[Hashable, ...]:
        """All that its row in the list depends on besides the language: equal rows, equal texts."""
        return (
            self.place.pk,
            *(getattr(self.place, name) for name in queries.ROW_COLUMNS),
            *(self.lon, self.lat, self.opening.state, self.opening_text, self.has_warning_hours),
            *(self.shade, self.walk_text or self.distance_text, self.is_selected, self.state.zeit),
        )

    @property
    def distance_text(self) -> str:
        distance = getattr(self.place, "distance_m", None)
        return values.distance_words(distance.m) if distance is not None else ""

    @property
    def walk_text(self) -> str:
        """„8 Min. zu Fuß“; empty without a start or a way."""
        if self.walk_s is None:
            return ""
        return _("%(minutes)d Min. zu Fuß") % {"minutes": max(1, math.ceil(self.walk_s / 60))}

    @property
    def is_selected(self) -> bool:
        return bool(self.slug) and self.slug == self.state.selected

    @property
    def is_real(self) -> bool:
        return self.place.dataset.kind == Dataset.Kind.REAL

    @cached_property
    def values(self) -> list[values.Value]:
        """Every declared field but those that the title, the hours and the address line show."""
        layer = registry.layer("cool_places")
        own = _TOLD_APART
        return [one for one in values.values(layer, self.place) if one.name not in own]

    @cached_property
    def known(self) -> list[Value]:
        """What somebody knows of it."""
        return [one for one in self.values if one.is_known]

    @property
    def unknown(self) -> str:
        """The titles of what nobody knows, between commas."""
        told = (one for one in self.values if not one.is_known and one.name not in _OF_THE_SOURCE)
        return ", ".join(one.title for one in told)

    @property
    def on_card(self) -> list[Value]:
        """What is known besides what the card tells in tiles of its own."""
        return [one for one in self.known if one.name not in _ON_THE_CARD and not one.is_link]

    @property
    def warning_hours(self) -> str:
        """„Mo–Fr 9–20 Uhr“; empty where days with a warning are like others."""
        text = self.place.warning_hours
        return text and (regular_words(text, self.state.now.date()) or text)

    @property
    def needs(self) -> str:
        """Whether it suits people with a need, for the device to choose by: `baby:unknown …`."""
        place = self.place
        step_free = None if place.step_free is None else place.step_free == "yes"
        answers = {
            "wheelchair": step_free,
            "baby": place.changing_table,
            "dog": place.dogs,
            "quiet": place.quiet,
        }
        return " ".join(f"{need}:{_ANSWERS[answer]}" for need, answer in answers.items())

    @property
    def checks(self) -> list[tuple[str, bool | None]]:
        """The service standard, item by item: yes, no, or None for unknown."""
        return [(str(one.label), met) for one, met in checklist.checked(self.place)]

    @property
    def closures(self) -> list[str]:
        """What closes it today or later beyond its ordinary week, in words."""
        return closures.words(self.place.closed_rules, self.state.now.date())

    @cached_property
    def equipment(self) -> list[str]:
        """What the place is known to have, in a few words."""
        place = self.place
        told = [
            (self.is_limited, place.get_audience_display()),
            *self._features,
            (place.cost == "free", _("kostenlos")),
            (place.cost == "paid", _("kostenpflichtig")),
        ]
        return [str(words) for holds, words in told if holds]

    @property
    def features(self) -> str:
        """What it is known to have, without what it costs and for whom it is."""
        return ", ".join(str(words) for holds, words in self._features if holds)

    @property
    def is_limited(self) -> bool:
        """Whether not everybody may come."""
        return self.place.audience not in (None, CoolPlace.Audience.EVERYONE)

    @property
    def _features(self) -> list[tuple[bool | None, str]]:
        place = self.place
        return [
            (place.step_free == "yes", _("stufenlos")),
            (place.step_free == "limited", _("eingeschränkt stufenlos")),
            (place.drinking_water, _("Trinkwasser")),
            (place.toilet, _("WC")),
            (place.seating, _("Sitzplätze")),
        ]


@dataclass(frozen=True)
class Chip:
    """One filter: a checkbox of the form, and how many places would be left with it."""

    name: str
    value: str
    label: str
    icon: str
    count: int
    checked: bool

    @property
    def id(self) -> str:
        return f"chip-{self.name}-{self.value}"


@dataclass(frozen=True)
class WithinReach:
    """How many of the city's people reach an open cool place in so many minutes, at one hour.

    `percent` counts places known to be open, `at_most` also those of unknown hours.
    """

    percent: int
    at_most: int
    minutes: int
    url: str


@dataclass(frozen=True)
class Results:
    """What the filters leave: one page of it, and all of it by number."""

    items: list[PlaceItem]
    pks: list[int]
    order: str  # the one taken: weg, kuehl or name
    chips: tuple[Chip, ...]
    more_chips: tuple[Chip, ...]
    kind_chips: tuple[Chip, ...]
    unknown_hours: int  # of the places left, where `open` was asked
    shades: Shades
    rings: list[str]  # of each place in `pks`
    page: int
    pages: int
    within_reach: WithinReach | None

    @property
    def count(self) -> int:
        return len(self.pks)

    @property
    def counts(self) -> str:
        """What each filter would leave, for scripts: „chip-open-1:12 chip-toilet-1:7“."""
        chips = (*self.chips, *self.more_chips, *self.kind_chips)
        return " ".join(f"{chip.id}:{chip.count}" for chip in chips)


def results(state: MapState, calendar: Calendar) -> Results:
    """What is there, its shade, and the rows of the page asked for."""
    candidates = (
        queries.cool_places_near(state.near, text=state.q)
        if state.near
        else queries.cool_places_by_name(state.q)
    )
    now = situation(state.now)
    warned = warning_days(now)
    other_hours = hours_on(warned)
    selection = queries.select_cool_places(
        candidates,
        state.now,
        kinds=state.kinds,
        flags=state.filters,
        stay=timedelta(hours=state.stay_h),
        other_hours=other_hours,
        calendar=calendar,
    )
    shades = shades_at(moment_of(state.now), selection.pks)
    kinds = {trait.pk: trait.kind for trait in selection.traits}
    shade_of = {pk: shades.of(pk, kinds[pk]) for pk in selection.pks}
    ways = _walks(state, selection.pks)
    order = state.order or ("weg" if ways else "name" if state.near else "kuehl")
    pks = _in_order(order, selection, shade_of, ways)
    pages = max(1, -(-len(pks) // PAGE_SIZE))
    page = min(state.page, pages)
    shown = pks[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Results(
        items=[
            PlaceItem(
                place,
                selection.opening_of[place.pk],
                opening_words(selection.opening_of[place.pk], state.now),
                state,
                shade_of[place.pk],
                walk_s=ways[place.pk].seconds if place.pk in ways else None,
                has_warning_hours=place.pk in other_hours,
            )
            for place in queries.cool_places_in_order(shown, state.near)
        ],
        shades=shades,
        rings=[shade_of[pk].ring for pk in pks],
        pks=pks,
        order=order,
        chips=_flag_chips(state, selection, queries.FLAGS[:IN_SIGHT]),
        more_chips=_flag_chips(state, selection, queries.FLAGS[IN_SIGHT:]),
        kind_chips=_kind_chips(state, selection),
        unknown_hours=selection.unknown_hours if "open" in state.filters else 0,
        page=page,
        pages=pages,
        within_reach=within_reach(state.now, DayKind(warned.get(state.now.date(), 0))),
    )


def _walks(state: MapState, pks: Iterable[int]) -> dict[int, Walk]:
    """The way on foot from the given point, by place; empty without one."""
    if not state.near:
        return {}
    return walks((state.near.x, state.near.y), queries.lon_lats(pks), state.now)


def _in_order(
    order: str,
    selection: queries.CoolPlaceSelection,
    shade_of: Mapping[int, Shade],
    ways: Mapping[int, Walk],
) -> list[int]:
    """`weg`: by the way as it feels, with the sun at its end; `kuehl`: open before unknown before
    closed, then by shade.

    What is equal stays in the order of the selection, which is that of names or distance.
    """
    if order == "weg":
        return sorted(
            selection.pks,
            key=lambda pk: ways[pk].felt_s + _sun_s(shade_of[pk]) if pk in ways else math.inf,
        )
    if order == "kuehl":
        return sorted(
            selection.pks,
            key=lambda pk: (
                _STATE_ORDER[selection.opening_of[pk].state],
                -int(shade_of[pk].percent or 0) if shade_of[pk].state != "indoor" else -100,
            ),
        )
    return selection.pks


def _sun_s(shade: Shade) -> int:
    """Of SUN_S the share that lies in the sun; half of it where nobody knows the shade."""
    share = {"known": 100 - (shade.percent or 0), "unknown": 50}.get(shade.state, 0)
    return round(SUN_S * share / 100)


def item(
    place: CoolPlace, state: MapState, calendar: Calendar, shades: Shades | None = None
) -> PlaceItem:
    other = warning_day_hours(state.now, [place.pk]) if place.warning_hours else {}
    hours = other.get(place.pk, place.hours_in_force)
    found = opening(hours, state.now, calendar=calendar)
    known = shades_at(moment_of(state.now), [place.pk]) if shades is None else shades
    words = opening_words(found, state.now)
    shade = known.of(place.pk, place.kind)
    return PlaceItem(place, found, words, state, shade, has_warning_hours=bool(other))


def items(places: Iterable[CoolPlace], state: MapState, calendar: Calendar) -> list[PlaceItem]:
    listed = list(places)
    shades = shades_at(moment_of(state.now), [place.pk for place in listed])
    return [item(place, state, calendar, shades) for place in listed]


def within_reach(at: datetime, level: DayKind) -> WithinReach | None:
    """In a week of days with or without a warning, at the full hour of `at`.

    None where nothing was computed.
    """
    local = timezone.localtime(at)
    hour = WeekHour(local.weekday(), local.hour, level)
    found = next(iter(districts_at(hour.number, hour.level)), None)
    reach = found.within(REACH_MINUTES) if found else None
    if reach is None or reach.sure is None or reach.perhaps is None:
        return None
    url = f"{reverse('coverage')}?{hour.query}"
    return WithinReach(reach.sure, reach.perhaps, REACH_MINUTES, url)


def way_link(goal: str, state: MapState) -> str:
    """The page of ways to `goal`, a reference as `routing.directions.refs` reads it."""
    asked = {"nach": goal} | ({"von": state.bei} if state.bei else {})
    asked |= {"zeit": state.zeit} if state.zeit else {}
    return f"{reverse('way')}?{urlencode(asked, safe=':,')}"


def place_url(place: CoolPlace, state: MapState) -> str:
    if place.slug:
        address = reverse("place", args=[place.slug])
    else:
        address = reverse("feature", args=["cool_places", place.pk])
    return f"{address}?zeit={state.zeit}".replace("+", "%2B") if state.zeit else address


def _flag_chips(
    state: MapState, selection: queries.CoolPlaceSelection, flags: Iterable[str]
) -> tuple[Chip, ...]:
    labels = {
        "open": (_("Jetzt geöffnet") if state.is_live else _("Dann geöffnet"), "clock"),
        "step_free": (_("Stufenlos"), "wheelchair"),
        "drinking_water": (_("Trinkwasser"), "drinking-water"),
        "toilet": (_("WC"), "toilet"),
        "wheelchair_toilet": (_("Rollstuhl-WC"), "wheelchair"),
        "seating": (_("Sitzplätze"), "bench"),
        "free": (_("kostenlos"), "check"),
        "wifi": (_("WLAN"), "check"),
        "changing_table": (_("Wickeltisch"), "pram"),
        "dogs": (_("Hunde erlaubt"), "check"),
        "quiet": (_("ruhig"), "check"),
        "standard": (_("Prüfliste erfüllt"), "check"),
        "known_hours": (_("Zeiten bekannt"), "clock"),
        "unknown": (_("auch mit unbekannten Angaben"), "check"),
    }
    return tuple(
        Chip(
            name=flag,
            value="1",
            label=labels[flag][0],
            icon=labels[flag][1],
            count=selection.count_of_flag[flag],
            checked=flag in state.filters,
        )
        for flag in flags
    )


def _kind_chips(state: MapState, selection: queries.CoolPlaceSelection) -> tuple[Chip, ...]:
    """A chip of each kind that the city has, also where the other filters leave none of it."""
    present = {trait.kind for trait in selection.traits} | set(state.kinds)
    return tuple(
        Chip(
            name="kind",
            value=kind.value,
            label=str(kind.label),
            icon=kind.value.replace("_", "-"),
            count=selection.count_of_kind[kind.value],
            checked=kind.value in state.kinds,
        )
        for kind in CoolPlace.Kind
        if kind.value in present
    )


@dataclass(frozen=True)
class Day:
    """One day of the coming week and the times of a place on it, or why there are none."""

    name: str
    date: date
    times: tuple[str, ...]
    is_today: bool


def week(place: CoolPlace, state: MapState, calendar: Calendar, days: int = 7) -> list[Day]:
    """So many days from the asked one; empty if the hours are unknown."""
    other = warning_day_hours(state.now, [place.pk]) if place.warning_hours else {}
    hours = other.get(place.pk, place.hours_in_force)
    today = state.now.date()
    found = []
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        times = times_on(hours, day, calendar=calendar)
        if times is None:
            return []
        found.append(Day(formats.date_format(day, "l"), day, _times_words(times), ahead == 0))
    return found


def _times_words(times: Iterable[tuple[datetime, datetime]]) -> tuple[str, ...]:
    return tuple(f"{clock_digits(start)}–{clock_digits(end, is_end=True)}" for start, end in times)
