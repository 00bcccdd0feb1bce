"""The plan as it is published: core elements with their measures, the log, figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from heatmodel.action_plan.models import CoreElement, HeatDayEntry, MeasurePlace, PlanMeasure
from heatmodel.coverage.queries import districts_at
from heatmodel.models import HeatRun, HeatWarning
from heatmodel.places.queries import published_cool_places
from heatmodel.results.queries import current_run
from layers import registry

LOG_ENTRIES = 200  # the latest, on the page and in the exports
TUESDAY_15H, SUNDAY_15H = 24 + 15, 6 * 24 + 15


@dataclass(frozen=True)
class Linked:
    """A map object of a measure: what it is called, and its page."""

    title: str
    url: str


@dataclass(frozen=True)
class Element:
    number: int
    title: str
    measures: list[tuple[PlanMeasure, list[Linked]]]


@dataclass(frozen=True)
class Figure:
    """A number with where it comes from; `value` is „unbekannt“ where nobody knows."""

    title: str
    value: str
    source: str


@dataclass(frozen=True)
class ActionPlan:
    elements: list[Element]
    log: list[HeatDayEntry]
    figures: list[Figure]
    on: date
    has_synthetic: bool


def action_plan(today: date) -> ActionPlan:
    """All that is published, with the figures as they stand today."""
    measures = list(PlanMeasure.objects.filter(published=True))
    places = _linked(measures)
    entries = HeatDayEntry.objects.filter(published=True).select_related("measure")
    log = list(entries[:LOG_ENTRIES])
    elements = [
        Element(
            one.value,
            str(one.label),
            [(measure, places[measure.pk]) for measure in measures if measure.element == one],
        )
        for one in CoreElement
    ]
    return ActionPlan(
        elements,
        log,
        figures(measures, today),
        today,
        has_synthetic=any(one.is_synthetic for one in measures)
        or any(one.is_synthetic for one in log),
    )


def _linked(measures: Iterable[PlanMeasure]) -> dict[int, list[Linked]]:
    """Published objects of public layers, by measure; a query for each layer that has some."""
    wanted: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place in MeasurePlace.objects.filter(measure__in=list(measures)).order_by("pk"):
        wanted[place.layer][place.feature].append(place.measure_id)
    found: dict[int, list[Linked]] = defaultdict(list)
    for layer in registry.public_layers():
        if layer.name not in wanted:
            continue
        rows = layer.published().filter(pk__in=list(wanted[layer.name])).order_by("pk")
        for pk, title in rows.values_list("pk", layer.title_field):
            linked = Linked(str(title or layer.title), reverse("feature", args=[layer.name, pk]))
            for measure in wanted[layer.name][pk]:
                found[measure].append(linked)
    return found


def figures(measures: Iterable[PlanMeasure], today: date) -> list[Figure]:
    own = _("Angaben dieses Plans, Stand %(day)s") % {"day": formats.date_format(today)}
    open_now = [one for one in measures if one.state != PlanMeasure.State.DONE]
    late = [one for one in open_now if one.due_on and one.due_on < today]
    return [
        Figure(_("Offene Maßnahmen"), str(len(open_now)), own),
        Figure(_("davon überfällig"), str(len(late)), own),
        *_warnings(),
        *_places(),
        *_coverage(),
    ]


def _warnings() -> list[Figure]:
    """Warnings of each year that this map has read; before the first there is no number."""
    source = _("Hitzewarnungen des Deutschen Wetterdienstes, soweit hier eingelesen")
    zone = timezone.get_current_timezone()
    years = HeatWarning.objects.annotate(year=ExtractYear("onset", tzinfo=zone))
    counts = years.values_list("year").annotate(count=Count("pk")).order_by("-year")[:5]
    found = [
        Figure(_("Hitzewarnungen %(year)s") % {"year": year}, str(count), source)
        for year, count in counts
    ]
    return found or [Figure(_("Hitzewarnungen"), _("unbekannt"), source)]


def _places() -> list[Figure]:
    counts = published_cool_places().aggregate(
        places=Count("pk"), checked=Count("pk", filter=Q(checked_on__isnull=False))
    )
    value = _("%(part)s von %(whole)s") % {"part": counts["checked"], "whole": counts["places"]}
    source = _("Ebene „Kühle Orte“ dieser Karte")
    return [Figure(_("Kühle Orte mit Prüfdatum"), value, source)]


def _coverage() -> list[Figure]:
    """The city's share within 10 minutes of an open cool place."""
    run = current_run(HeatRun.About.COVERAGE)
    found = []
    for title, hour in (
        (_("Kühler Ort in 10 Minuten, Dienstag 15 Uhr"), TUESDAY_15H),
        (_("Kühler Ort in 10 Minuten, Sonntag 15 Uhr"), SUNDAY_15H),
    ):
        city = next(iter(districts_at(hour)), None) if run else None
        reached = {one.minutes: one.sure for one in city.reach}.get(10) if city else None
        value = _("unbekannt") if reached is None else f"{reached} %"
        source = _("Noch nicht gerechnet.")
        if run:
            source = _("modelliert, Rechenlauf %(run)s") % {"run": run.run_id}
        found.append(Figure(title, value, source))
    return found
