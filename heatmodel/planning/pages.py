"""A scenario as its pages show it: rows of the table, numbers of the report, the map's start."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from heatmodel.planning.drafts import FIELD_NAMES, NAMES, Problem, number_limits
from heatmodel.planning.legend import QUANTITIES, Moment, Quantity
from heatmodel.planning.models import Scenario
from heatmodel.scenario.measures import Measure
from layers.publish.rasters.painting import Paint
from layers.site import Site


@dataclass(frozen=True)
class Number:
    """A number of a measure, as an input of its row."""

    name: str
    label: str
    value: Any
    least: float
    most: float


@dataclass(frozen=True)
class Row:
    """One measure of the draft."""

    number: int
    id: str
    name: str
    place: str
    numbers: Sequence[Number]
    problems: Sequence[str]


def rows(collection: Mapping[str, Any], problems: Iterable[Problem]) -> list[Row]:
    texts: dict[int, list[str]] = {}
    for problem in problems:
        texts.setdefault(problem.number, []).append(problem.text)
    return [
        Row(
            number=number,
            id=feature["id"],
            name=_name(feature["properties"].get("measure")),
            place=_place(feature["geometry"]),
            numbers=_numbers(feature["properties"]),
            problems=texts.get(number, []),
        )
        for number, feature in enumerate(collection["features"], start=1)
    ]


def with_numbers(feature: dict[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """The feature with the numbers of its row; what is no number is kept as it was typed."""
    properties = dict(feature["properties"])
    for name in number_limits(properties.get("measure")):
        text = given.get(f"{name}-{feature['id']}")
        if text is not None:
            properties[name] = _number(text)
    return {**feature, "properties": properties}


def _number(text: str) -> float | str | None:
    text = text.strip().replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        return text[:40]


def _name(measure: Any) -> str:
    return str(NAMES[Measure(measure)]) if measure in set(Measure) else _("unbekannt")


def _place(geometry: Mapping[str, Any] | None) -> str:
    """Longitude and latitude of the point, or of the first corner."""
    position: Any = geometry["coordinates"] if geometry else None
    while isinstance(position, list) and position and isinstance(position[0], list):
        position = position[0]
    if not isinstance(position, list) or len(position) < 2:
        return "–"
    if not all(isinstance(part, int | float) for part in position[:2]):
        return "–"
    return f"{position[0]:.5f} {position[1]:.5f}"


def _numbers(properties: Mapping[str, Any]) -> list[Number]:
    return [
        Number(name, str(FIELD_NAMES[name]), properties.get(name, usual), least, most)
        for name, (least, usual, most) in number_limits(properties.get("measure")).items()
    ]


def map_config(scenario: Scenario, here: Site) -> dict[str, Any]:
    """What the script starts from; coordinates are longitude, latitude."""
    key = [scenario.key]
    return {
        "style": {theme: reverse("style", args=[theme]) for theme in ("light", "dark")},
        "centre": here.centre,
        "bounds": here.bounds,
        "version": scenario.version,
        "collection": scenario.measures,
        "busy": scenario.is_busy,
        "coming": any(one.is_coming for one in scenario.reports.defer("content").all()),
        "draft": reverse("scenario_draft", args=key),
        "progress": reverse("scenario_progress", args=key),
        "usual": {
            measure.value: {
                name: limits[1] for name, limits in number_limits(measure.value).items()
            }
            for measure in NAMES
        },
        "texts": {
            "map": _("Karte zum Zeichnen der Maßnahmen"),
            "zoomIn": _("Vergrößern"),
            "zoomOut": _("Verkleinern"),
            "saving": _("Entwurf wird gesichert …"),
            "saved": _("Entwurf gesichert um %(time)s."),
            "failed": _("Nicht gesichert: keine Verbindung. Die Zeichnung bleibt hier erhalten."),
            "here": _("In der Kartenmitte gesetzt."),
            "noMap": _("Die Karte lässt sich hier nicht anzeigen. Die Textfelder genügen."),
        },
    }


@dataclass(frozen=True)
class Line:
    """One number of the report: before, after, the difference and its range, as texts."""

    title: str
    before: str
    after: str
    delta: str
    range: str


@dataclass(frozen=True)
class Pictures:
    """One quantity in three pictures: `moments` are name, title and alternative text."""

    quantity: Quantity
    moments: Sequence[tuple[str, str, str]]

    @property
    def legends(self) -> list[tuple[str, list[tuple[Paint, str]]]]:
        return [
            (
                str(Moment.BEFORE.label) + " / " + str(Moment.AFTER.label),
                self.quantity.state.entries,
            ),
            (str(Moment.DELTA.label), self.quantity.change.entries),
        ]


@dataclass(frozen=True)
class Report:
    """Everything that page, PDF and map in a file tell of a result."""

    scenario: Scenario
    measures: Sequence[tuple[str, str]]
    below: Sequence[Line]
    around: Sequence[Line]
    air: Sequence[Line]
    people: str
    cooler: str
    pictures: Sequence[Pictures]
    assumptions: Sequence[tuple[str, str]]
    survey: str
    """The run whose surveyed heights were taken; empty if they are drawn."""


def report(scenario: Scenario, *, public: bool = False) -> Report:
    """The result of `scenario`, which has one, in the reader's language; the published one if
    `public`.
    """
    result: dict[str, Any] = (scenario.public_result if public else scenario.result) or {}
    return Report(
        scenario=scenario,
        measures=[
            (str(NAMES[Measure(name)]), _count(name, entry))
            for name, entry in result["counts"].items()
        ],
        below=_lines(result["local"]["below"]),
        around=_lines(result["local"]["around"]),
        air=_air_lines(result["air"]),
        people=_people(result["people"]),
        cooler=f"{_digits(result['cooler_m2'], 0)} m²",
        pictures=[_pictures(quantity, result) for quantity in QUANTITIES],
        assumptions=_assumptions(result["assumptions"]),
        survey=result["assumptions"].get("survey", ""),
    )


def _count(name: str, entry: Mapping[str, Any]) -> str:
    if name == Measure.TREE:
        return _("%(count)s Stück, %(area)s m² Krone") % {
            "count": entry["count"],
            "area": _digits(entry["area_m2"], 0),
        }
    return _("%(count)s Stück, %(area)s m²") % {
        "count": entry["count"],
        "area": _digits(entry["area_m2"], 0),
    }


def _lines(found: Mapping[str, Any]) -> list[Line]:
    lines = []
    for quantity in QUANTITIES:
        numbers = found[quantity.name]
        if numbers is None:
            unknown = _("unbekannt")
            lines.append(Line(str(quantity.title), unknown, unknown, delta="", range=""))
            continue
        lines.append(
            _line(str(quantity.title), numbers, quantity.state.unit, quantity.change.unit, 1)
        )
    return lines


def _air_lines(found: Mapping[str, Any]) -> list[Line]:
    titles = {
        "t_air_day_c": _("Lufttemperatur am Tag"),
        "t_air_night_c": _("Lufttemperatur in der Nacht"),
    }
    return [_line(title, found[name], "°C", "K", 3) for name, title in titles.items()]


def _line(
    title: str, numbers: Mapping[str, float], unit: str, change_unit: str, decimals: int
) -> Line:
    return Line(
        title=title,
        before=f"{_digits(numbers['before'], 1)} {unit}",
        after=f"{_digits(numbers['after'], 1)} {unit}",
        delta=f"{_signed(numbers['delta'], decimals)} {change_unit}",
        range=_("%(least)s bis %(most)s")
        % {
            "least": _signed(numbers["least"], decimals),
            "most": f"{_signed(numbers['most'], decimals)} {change_unit}",
        },
    )


def _people(people: Mapping[str, int] | None) -> str:
    if people is None:
        return _("unbekannt")
    return _("etwa %(likely)s (zwischen %(least)s und %(most)s)") % {
        name: _digits(number, 0) for name, number in people.items()
    }


def _pictures(quantity: Quantity, result: Mapping[str, Any]) -> Pictures:
    found = result["local"]["below"][quantity.name] or {}
    moments = []
    for moment in Moment:
        key = {"before": "before", "after": "after", "delta": "delta"}[moment.value]
        unit = quantity.scale(moment).unit
        mean = f"{_digits(found[key], 1)} {unit}" if found else _("unbekannt")
        alternative = _("%(what)s, %(moment)s; im Mittel unter den Maßnahmen %(mean)s") % {
            "what": quantity.title,
            "moment": moment.label,
            "mean": mean,
        }
        moments.append((moment.value, str(moment.label), alternative))
    return Pictures(quantity, moments)


def _assumptions(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Luft am Nachmittag"), f"{_digits(found['air_c'], 0)} °C"),
        (_("Luftfeuchte"), f"{_digits(found['humidity_pct'], 0)} %"),
        (_("Wind"), f"{_digits(found['wind_ms'], 1)} m/s"),
        (_("Globalstrahlung"), f"{_digits(found['global_wm2'], 0)} W/m²"),
        (_("Größte Überwärmung am Tag"), f"{_digits(found['uhi_day_k'], 1)} K"),
        (_("Größte Überwärmung in der Nacht"), f"{_digits(found['uhi_night_k'], 1)} K"),
        (_("Zellen"), f"{_digits(found['cell_m'], 0)} m"),
    ]


def _digits(number: float, decimals: int) -> str:
    return formats.number_format(round(number, decimals), decimals, force_grouping=True)


def _signed(number: float, decimals: int) -> str:
    """With a minus sign that is one; a zero has none."""
    text = _digits(abs(number), decimals)
    if not float(round(number, decimals)):
        return text
    return f"−{text}" if number < 0 else f"+{text}"
