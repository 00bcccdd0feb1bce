"""The page of coverage: any hour of the week, by district."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.coverage.forms import read_week_hour
from heatmodel.coverage.queries import districts_at
from heatmodel.models import HeatRun
from heatmodel.results.queries import current_run, is_stale

_A_MONDAY = date(2026, 7, 6)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def coverage(request: HttpRequest) -> HttpResponse:
    asked = read_week_hour(request.GET)
    run = current_run(HeatRun.About.COVERAGE)
    days = [formats.date_format(_A_MONDAY + timedelta(days=day), "l") for day in range(7)]
    context = {
        "asked": asked,
        "run": run,
        "is_stale": run is not None and is_stale(run),
        "days": list(enumerate(days)),
        "day_name": days[asked.day],
        "hours": range(24),
        "districts": districts_at(asked.number) if run else [],
    }
    return render(request, "heatmodel/coverage.html", context)
