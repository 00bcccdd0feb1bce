"""Coverage at any hour of the week: a page for everybody by district, the gaps for planners."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.coverage import pictures
from heatmodel.coverage.forms import WeekHour, read_week_hour
from heatmodel.coverage.models import GAP_MINUTES
from heatmodel.coverage.queries import districts_at, gap_filter, gaps_at, gaps_total
from heatmodel.coverage.words import sentences
from heatmodel.models import HeatRun
from heatmodel.results.models import DayKind
from heatmodel.results.queries import current_run, is_stale
from layers.ground.models import City
from layers.publish.downloads.formats import ALL
from layers.publish.styles.legend import legend
from layers.registry import layer

MOST_GAPS = 100  # on one page; all of them by download
_A_MONDAY = date(2026, 7, 6)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def coverage(request: HttpRequest) -> HttpResponse:
    asked = read_week_hour(request.GET)
    context = _hour(asked)
    city = City.objects.first()
    districts = districts_at(asked.number, asked.level) if context["run"] and city else []
    context |= {
        "districts": districts,
        "sentences": sentences(districts, city.name) if city else [],
        "minutes": GAP_MINUTES,
        "picture": pictures.coverage_picture(city, districts) if city and districts else "",
        "legend": legend([layer("cool_coverage")]),
    }
    return render(request, "heatmodel/coverage.html", context)


@never_cache
@login_required
@permission_required("heatmodel.view_coolgap", raise_exception=True)
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Where people are left without a cool place at an hour; for heat planners alone."""
    asked = read_week_hour(request.GET)
    shown, city = layer("cool_gaps"), City.objects.first()
    context = _hour(asked)
    context |= {
        "gaps": list(gaps_at(asked)[:MOST_GAPS]),
        "total": gaps_total(asked),
        "minutes": GAP_MINUTES,
        "layer": shown,
        "picture": pictures.gaps_picture(city, asked) if city else "",
        "legend": legend([shown]),
        "formats": ALL,
        "filter": urlencode({"filter": gap_filter(asked)}),
    }
    return render(request, "heatmodel/gaps.html", context)


def _hour(asked: WeekHour) -> dict[str, Any]:
    """What the form of both pages shows, and the run behind their numbers."""
    run = current_run(HeatRun.About.COVERAGE)
    days = [formats.date_format(_A_MONDAY + timedelta(days=day), "l") for day in range(7)]
    return {
        "asked": asked,
        "run": run,
        "is_stale": run is not None and is_stale(run),
        "days": list(enumerate(days)),
        "day_name": days[asked.day],
        "hours": range(24),
        "levels": DayKind.choices,
    }
