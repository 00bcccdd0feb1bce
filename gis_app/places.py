"""Cool places as the map's list, chips and card show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gis_app import values
from gis_app.forms import MapState
from heatmodel.models import CoolPlace
from heatmodel.places import queries
from heatmodel.shading.moments import moment_of
from heatmodel.shading.queries import Shade, Shades, shades_at
from layers import registry
from layers.ground.models import Dataset
from layers.hours import Calendar, Opening, clock_digits, opening, opening_words, times_on

PAGE_SIZE = 60


@dataclass(frozen=True)
class PlaceItem:
    """One cool place at one time, for a row of the list, the card and the page."""

    place: CoolPlace
    opening: Opening
    opening_text: str
    state: MapState
    shade: Shade

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
    def point(self) -> Point:
        """Longitude and latitude."""
        return cast(Any, self.place).lon_lat  # annotated by heatmodel.places.queries

    @property
    def distance_text(self) -> str:
        distance = getattr(self.place, "distance_m", None)
        return values.distance_words(distance.m) if distance is not None else ""

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
        own = {"name", "kind", "slug", "opening_hours", "address", "description"}
        return [one for one in values.values(layer, self.place) if one.name not in own]

    @cached_property
    def equipment(self) -> list[str]:
        """What the place is known to have, in a few words."""
        place = self.place
        told = [
            (place.step_free == "yes", _("stufenlos")),
            (place.step_free == "limited", _("eingeschränkt stufenlos")),
            (place.drinking_water, _("Trinkwasser")),
            (place.toilet, _("WC")),
            (place.seating, _("Sitzplätze")),
            (place.cost == "free", _("kostenlos")),
            (place.cost == "paid", _("kostenpflichtig")),
        ]
        return [words for holds, words in told if holds]


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
class Results:
    """What the filters leave: one page of it, and all of it by number."""

    items: list[PlaceItem]
    pks: list[int]
    chips: list[Chip]
    kind_chips: list[Chip]
    unknown_hours: int  # of the places left, where `open` was asked
    shades: Shades
    rings: list[str]  # of each place in `pks`
    page: int
    pages: int

    @property
    def count(self) -> int:
        return len(self.pks)


def results(state: MapState, calendar: Calendar) -> Results:
    """Four queries: what is there, its shade, and the rows of the page asked for."""
    candidates = (
        queries.cool_places_near(state.near, text=state.q)
        if state.near
        else queries.cool_places_by_name(state.q)
    )
    selection = queries.select_cool_places(
        candidates, state.now, kinds=state.kinds, flags=state.filters, calendar=calendar
    )
    pages = max(1, -(-len(selection.pks) // PAGE_SIZE))
    page = min(state.page, pages)
    shown = selection.pks[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    places = queries.cool_places_in_order(shown, state.near)
    shades = shades_at(moment_of(state.now), selection.pks)
    kinds = {trait.pk: trait.kind for trait in selection.traits}
    return Results(
        items=[item(place, state, calendar, shades) for place in places],
        shades=shades,
        rings=[shades.of(pk, kinds[pk]).ring for pk in selection.pks],
        pks=selection.pks,
        chips=_flag_chips(state, selection),
        kind_chips=_kind_chips(state, selection),
        unknown_hours=selection.unknown_hours if "open" in state.filters else 0,
        page=page,
        pages=pages,
    )


def item(
    place: CoolPlace, state: MapState, calendar: Calendar, shades: Shades | None = None
) -> PlaceItem:
    found = opening(place.opening_hours, state.now, calendar=calendar)
    known = shades_at(moment_of(state.now), [place.pk]) if shades is None else shades
    words = opening_words(found, state.now)
    return PlaceItem(place, found, words, state, known.of(place.pk, place.kind))


def items(places: Iterable[CoolPlace], state: MapState, calendar: Calendar) -> list[PlaceItem]:
    listed = list(places)
    shades = shades_at(moment_of(state.now), [place.pk for place in listed])
    return [item(place, state, calendar, shades) for place in listed]


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


def _flag_chips(state: MapState, selection: queries.CoolPlaceSelection) -> list[Chip]:
    labels = {
        "open": (_("Jetzt geöffnet") if state.is_live else _("Dann geöffnet"), "clock"),
        "step_free": (_("Stufenlos"), "wheelchair"),
        "drinking_water": (_("Trinkwasser"), "drinking-water"),
        "toilet": (_("WC"), "toilet"),
    }
    return [
        Chip(
            name=flag,
            value="1",
            label=labels[flag][0],
            icon=labels[flag][1],
            count=selection.count_of_flag[flag],
            checked=flag in state.filters,
        )
        for flag in queries.FLAGS
    ]


def _kind_chips(state: MapState, selection: queries.CoolPlaceSelection) -> list[Chip]:
    """A chip of each kind that the city has, also where the other filters leave none of it."""
    present = {trait.kind for trait in selection.traits} | set(state.kinds)
    return [
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
    ]


@dataclass(frozen=True)
class Day:
    """One day of the coming week and the times of a place on it, or why there are none."""

    name: str
    date: date
    times: tuple[str, ...]
    is_today: bool


def week(place: CoolPlace, state: MapState, calendar: Calendar) -> list[Day]:
    """Seven days from the asked one; empty if the hours are unknown."""
    today = state.now.date()
    days = []
    for ahead in range(7):
        day = today + timedelta(days=ahead)
        times = times_on(place.opening_hours, day, calendar=calendar)
        if times is None:
            return []
        days.append(Day(formats.date_format(day, "l"), day, _times_words(times), ahead == 0))
    return days


def _times_words(times: Iterable[tuple[datetime, datetime]]) -> tuple[str, ...]:
    return tuple(f"{clock_digits(start)}–{clock_digits(end, is_end=True)}" for start, end in times)
