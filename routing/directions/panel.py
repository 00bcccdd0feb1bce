"""What the page and the map's panel of ways show: the form filled, the answer in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import formats
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from layers.hours import clock_digits, opening_words
from routing.directions import notes, words
from routing.directions.charts import Chart, chart
from routing.directions.coordinates import lon_lat
from routing.directions.destinations import Candidate, destination_layers
from routing.directions.formats import geojson
from routing.directions.forms import End, WayForm, read_way_form
from routing.directions.orders import Order
from routing.directions.places import feature_place, named_places, point_place
from routing.directions.planning import plan
from routing.directions.plans import Alternative, Place, Plan
from routing.directions.refs import FeatureRef, NearestRef, PointRef
from routing.directions.steps import Step
from routing.errors import NothingOpen, RoutingProblem, UnknownPlace

_MODES = (
    ("foot", gettext_lazy("Zu Fuß"), "pedestrian"),
    ("wheelchair", gettext_lazy("Rollstuhl"), "wheelchair"),
    ("pram", gettext_lazy("Kinderwagen"), "pram"),
    ("bike", gettext_lazy("Fahrrad"), "bicycle"),
)
_AVOIDABLE = (
    ("stairs", gettext_lazy("Treppen")),
    ("unpaved", gettext_lazy("holprige Wege")),
    ("traffic", gettext_lazy("viel Verkehr")),
)
_SHORT: dict[str, Promise] = {
    "shortest": gettext_lazy("Kürzester"),
    "balanced": gettext_lazy("Ausgewogen"),
    "coolest": gettext_lazy("Schattig"),
}


@dataclass(frozen=True)
class Choice:
    """A radio button or checkbox of the form."""

    value: str
    label: str
    icon: str = ""


@dataclass(frozen=True)
class Filled:
    """An end of the way as its box shows it: the place, or why there is none, and what else
    the text may have meant (pairs of a label and a link)."""

    end: End
    place: Place | NearestRef | None = None
    problem: str = ""
    others: Sequence[tuple[str, str]] = ()

    @property
    def text(self) -> str:
        if isinstance(self.place, NearestRef):
            return _nearest_title(self.place)
        return self.place.label if self.place else self.end.text

    @property
    def chosen(self) -> str:
        """What the hidden field keeps of a place: its reference and the text it goes with."""
        if self.place is None:
            return ""
        ref = self.place if isinstance(self.place, NearestRef) else self.place.ref
        return f"{ref} {self.text}"


@dataclass(frozen=True)
class ShownStep:
    """An instruction with its sign and what is said aside."""

    step: Step
    goal: str

    @property
    def html(self) -> SafeString:
        return words.step_html(self.step, self.goal)

    @cached_property
    def lon_lat(self) -> list[float]:
        return lon_lat(self.step.at)

    @property
    def lon(self) -> float:
        return self.lon_lat[0]

    @property
    def lat(self) -> float:
        return self.lon_lat[1]

    @property
    def icon(self) -> str:
        if self.step.action in ("arrive", "stop"):
            return "flag"
        return "stairs" if self.step.kind == "stairs" else "straight"

    @property
    def icon_class(self) -> str:
        return self.step.turn.replace("_", "-") if self.icon == "straight" else ""

    @property
    def aside(self) -> list[str]:
        """„150 m“, „schattig“"""
        if self.step.first == self.step.last:
            return []
        told = [words.length_words(self.step.length_m), words.share_word(self.step.shade)]
        if self.step.crosses:
            told.append(_("mit Übergang über eine Straße"))
        return [part for part in told if part]


@dataclass(frozen=True)
class ShownFountain:
    name: str
    where: str


@dataclass(frozen=True)
class ShownWay:
    """One alternative as the panel tells it."""

    plan: Plan
    alternative: Alternative
    is_shown: bool

    @property
    def kind(self) -> str:
        return self.alternative.kind

    @property
    def title(self) -> str:
        return words.kind_title(self.kind)

    @property
    def short_title(self) -> str:
        return str(_SHORT[self.kind])

    @property
    def minutes(self) -> str:
        return words.minutes_words(self.alternative.way.minutes)

    @property
    def summary(self) -> list[str]:
        return notes.comparison(self.plan, self.alternative)

    @property
    def sun(self) -> str:
        return notes.sun_minutes(self.alternative.way, self.plan.alternatives[0].way)

    @property
    def arrival(self) -> datetime:
        return self.plan.arrival(self.alternative)

    @property
    def climb(self) -> str:
        return notes.climb(self.alternative.way)

    @property
    def surface(self) -> list[str]:
        """The three longest kinds of surface."""
        told = list(self.alternative.way.surfaces.items())[:3]
        return [f"{words.surface_words(s)} {words.length_words(m)}" for s, m in told]

    @cached_property
    def chart(self) -> Chart:
        return chart(self.alternative.way)

    @property
    def chart_words(self) -> str:
        """What the picture shows, for those who do not see it."""
        told = [notes.shade(self.alternative.way), self.climb]
        return ", ".join(part for part in told if part)

    @property
    def steps(self) -> list[ShownStep]:
        return [ShownStep(step, self.plan.goal.door_label) for step in self.alternative.steps]

    @property
    def notes(self) -> list[str]:
        return notes.accessibility(self.alternative.way, self.plan.mode)

    @property
    def fountains(self) -> list[ShownFountain]:
        return [
            ShownFountain(
                one.name, _("nach %(length)s") % {"length": words.length_words(one.along_m)}
            )
            for one in self.alternative.fountains
        ]


@dataclass(frozen=True)
class Advice:
    """A sentence beside a refusal, perhaps with a link to another question."""

    text: str
    link: str = ""


def way_context(query: QueryDict) -> dict[str, Any]:
    """Everything the templates of the panel and the page show for an address or a body."""
    form = read_way_form(query)
    start, goal = _fill(form, "start"), _fill(form, "goal")
    found, problem, advice = None, "", []
    if start.place and goal.place and not isinstance(start.place, NearestRef):
        try:
            found = plan(_order(form, start.place, goal.place))
        except NothingOpen as error:
            problem, advice = str(error), _advice(form, error)
        except RoutingProblem as error:
            problem = str(error)
    return {
        **_form_context(form, start, goal),
        **(_answer_context(form, found) if found else {}),
        "plan": found,
        "problem": problem,
        "advice": advice,
        "title": _title(found, goal),
        "language": query.get("sprache", "")[:5],
    }


def busy_context(query: QueryDict, wait_s: int) -> dict[str, Any]:
    """The same without an answer, because this address has asked for too many."""
    form = read_way_form(query)
    start, goal = Filled(form.start), Filled(form.goal)
    return {
        **_form_context(form, start, goal),
        "problem": busy_words(wait_s),
        "title": _title(None, goal),
    }


def busy_words(wait_s: int) -> str:
    message = ngettext(
        "Das waren zu viele Anfragen. Bitte warten Sie %(seconds)d Sekunde.",
        "Das waren zu viele Anfragen. Bitte warten Sie %(seconds)d Sekunden.",
        wait_s,
    )
    return message % {"seconds": wait_s}


def mode_choices() -> list[Choice]:
    """How one may travel."""
    return [Choice(value, str(label), icon) for value, label, icon in _MODES]


def _form_context(form: WayForm, start: Filled, goal: Filled) -> dict[str, Any]:
    return {
        "way": form,
        "modes": mode_choices(),
        "avoidable": [Choice(value, str(label)) for value, label in _AVOIDABLE],
        "start_text": start.text,
        "start_chosen": start.chosen,
        "start_problem": start.problem,
        "start_others": start.others,
        "goal_text": goal.text,
        "goal_chosen": goal.chosen,
        "goal_problem": goal.problem,
        "goal_others": goal.others,
        "nearest_links": _nearest_links(form),
        "way_link": f"?{form.query}",
    }


def _answer_context(form: WayForm, found: Plan) -> dict[str, Any]:
    shown = found.of(form.kind)
    drawing = geojson.document(found)
    return {
        "alternatives": [
            ShownWay(found, one, one is shown) for one in reversed(found.alternatives)
        ],
        "situation": _situation(form, found),
        "opening_text": opening_words(found.opening, found.arrival(found.alternatives[0]))
        if found.opening
        else "",
        "drawing": drawing,
        "api_fields": _api_fields(form, found),
    }


def _title(found: Plan | None, goal: Filled) -> str:
    if isinstance(goal.place, NearestRef) and not found:
        return goal.text
    name = found.goal.label if found else goal.text
    return _("Weg zu: %(name)s") % {"name": name} if name else _("Weg finden")


def _situation(form: WayForm, found: Plan) -> list[str]:
    """„Start: Rathaus“, „So, 2. Aug, 15:00“, „Zu Fuß“"""
    mode = next(str(label) for value, label, _icon in _MODES if value == found.mode)
    when = f"{formats.date_format(found.departure, 'D, j. M')}, {clock_digits(found.departure)}"
    start = _("Start: %(name)s") % {"name": found.start.door_label}
    return [start, _("jetzt") if form.is_live else when, mode]


def _order(form: WayForm, start: Place, goal: Place | NearestRef) -> Order:
    return Order(
        start=start,
        goal=goal,
        departure=form.now,
        mode=form.mode,
        avoid=frozenset(form.avoid),
    )


def _api_fields(form: WayForm, found: Plan) -> list[tuple[str, str]]:
    """The same question as the API reads it; the goal is the one that was found."""
    return [
        ("from", found.start.ref),
        ("to", found.goal.ref),
        ("mode", found.mode),
        ("departure", found.departure.isoformat(timespec="minutes")),
        ("avoid", ",".join(form.avoid)),
    ]


def _fill(form: WayForm, name: str) -> Filled:
    """Find the place an end names; a text is looked up, and the best hit taken."""
    end: End = getattr(form, name)
    try:
        if isinstance(end.ref, PointRef):
            return Filled(end, point_place(end.ref, end.text))
        if isinstance(end.ref, FeatureRef):
            return Filled(end, feature_place(end.ref))
        if isinstance(end.ref, NearestRef):
            return _fill_nearest(end, end.ref, name)
        if not end.text:
            return Filled(end)
        best, *others = named_places(end.text)
    except UnknownPlace as error:
        return Filled(end, problem=str(error))
    return Filled(end, best, others=[(one.label, _to(form, name, one)) for one in others])


def _fill_nearest(end: End, ref: NearestRef, name: str) -> Filled:
    if name == "start":
        return Filled(end, problem=_("Der Start ist ein Ort, kein nächstes Ziel."))
    return Filled(end, ref)


def _to(form: WayForm, name: str, place: Place) -> str:
    """The link that asks the same with this place at that end."""
    return form.link(**{name: _end_of(place)})


def _end_of(place: Place) -> End:
    if place.layer is None:
        lon, lat = place.lon_lat
        return End(place.label, PointRef(lon, lat))
    return End("", FeatureRef(place.layer, place.slug or str(place.pk)))


def _nearest_links(form: WayForm) -> list[tuple[str, str]]:
    """For every layer that one can be led to: what it is called, and the question for it."""
    return [
        (str(one.title), form.link(goal=End("", NearestRef(one)))) for one in destination_layers()
    ]


def _nearest_title(ref: NearestRef) -> str:
    return _("Nächstes offenes Ziel: %(layer)s") % {"layer": ref.layer.title}


def _advice(form: WayForm, error: NothingOpen) -> list[Advice]:
    """What there is instead: a place with unknown hours, and what opens next."""
    told = []
    if error.opens_next and error.opens_next.opening:
        text = _("Als Nächstes: %(name)s, %(when)s.")
        told.append(_advised(form, error.opens_next, text))
    if error.unknown:
        text = _("Am nächsten liegt, mit unbekannten Öffnungszeiten: %(name)s, %(minutes)s.")
        told.append(_advised(form, error.unknown, text))
    return told


def _advised(form: WayForm, one: Candidate, text: str) -> Advice:
    known = one.opening
    facts = {
        "name": one.place.label,
        "when": opening_words(known, one.arrival) if known else "",
        "minutes": words.minutes_words(max(1, -(-round(one.duration_s) // 60))),
    }
    return Advice(text % facts, _to(form, "goal", one.place))
