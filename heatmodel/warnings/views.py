"""The page of heat warnings, and the same to subscribe to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.warnings import queries, syndication
from heatmodel.warnings.advice import ADVICE, EMERGENCY_SIGNS, SOURCES
from heatmodel.warnings.words import SituationText
from layers.clock import AskedTime, InvalidTime, asked_time
from layers.ground.models import City


def shown_situation(request: HttpRequest) -> SituationText:
    """The situation at the page's time, for the banner; a time not understood counts as now."""
    return SituationText(queries.situation(_asked(request)[0].at))


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def page(request: HttpRequest) -> HttpResponse:
    when, notice = _asked(request)
    context = {
        "heat": SituationText(queries.situation(when.at)),
        "when": when,
        "notice": notice,
        "trend": queries.trend(when.at),
        "advice": ADVICE,
        "emergency_signs": EMERGENCY_SIGNS,
        "sources": SOURCES,
    }
    return render(request, "heatmodel/warning.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
@conditional_page
def atom(request: HttpRequest) -> HttpResponse:
    document = syndication.atom(
        queries.recent_warnings(),
        page_url=_page_url(request),
        feed_url=request.build_absolute_uri(request.path),
        city=_city(),
    )
    return HttpResponse(document, content_type="application/atom+xml; charset=utf-8")


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    document = syndication.calendar(
        queries.recent_warnings(), page_url=_page_url(request), city=_city()
    )
    return HttpResponse(document, content_type="text/calendar; charset=utf-8")


def _asked(request: HttpRequest) -> tuple[AskedTime, str]:
    try:
        return asked_time(request.GET.get("zeit", "")), ""
    except InvalidTime:
        notice = _(
            "Die Zeit in der Adresse war nicht zu verstehen. Gezeigt wird der Stand von jetzt."
        )
        return asked_time(""), notice


def _page_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("heat_warning"))


def _city() -> str:
    city = City.objects.only("name").first()
    return city.name if city else _("Stadt")
