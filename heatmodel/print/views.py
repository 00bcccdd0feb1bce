"""Sheets and posters: pages to print, and the same as PDF."""

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from heatmodel.places.queries import cool_place
from heatmodel.print import queries, sheets
from layers.ground.crs import WEB_SRID
from layers.publish.pictures.codes import square_code
from layers.site import site

_DISTRICT_ZOOM = 12


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    found = [(one.name, queries.slug_of_district(one)) for one in queries.districts()]
    return render(request, "heatmodel/print/index.html", {"districts": found})


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
@conditional_page
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "heatmodel/print/sheet.html", _sheet(request, slug))


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf("heatmodel/print/sheet_paper.html", _sheet(request, slug), f"kuehle-orte-{slug}")


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """For the door of a cool place. The code leads to its page, in the language of who reads it."""
    found = cool_place(slug)
    if found is None:
        raise Http404
    here = site()
    address = request.build_absolute_uri(reverse("place", args=[slug]))
    context = {"city": here.city, "line": sheets.line(found, _today(), here.calendar)}
    return _pdf("heatmodel/print/poster.html", context | _code(address), f"plakat-{slug}")


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
def map_poster(request: HttpRequest) -> HttpResponse:
    """For the whole map, wherever people pass by."""
    address = request.build_absolute_uri(reverse("map"))
    context = {"city": site().city, "line": None}
    return _pdf("heatmodel/print/poster.html", context | _code(address), "plakat")


def _sheet(request: HttpRequest, slug: str) -> dict[str, Any]:
    district = queries.district_called(slug)
    if district is None:
        raise Http404
    west, south, east, north = district.geometry.transform(WEB_SRID, clone=True).extent
    lon, lat = (west + east) / 2, (south + north) / 2
    link = f"{reverse('map')}?sprache={get_language()}&bei={lon:.5f},{lat:.5f}"
    address = request.build_absolute_uri(f"{link}#{_DISTRICT_ZOOM}/{lat:.5f}/{lon:.5f}")
    found = sheets.sheet(district, _today(), site().calendar)
    return {"sheet": found, "slug": slug, **_code(address)}


def _code(address: str) -> dict[str, Any]:
    return {"address": address, "code": square_code(address)}


def _today() -> datetime:
    """The beginning of this day, so that what is printed on it reads the same all day."""
    zone = timezone.get_current_timezone()
    return datetime.combine(timezone.localdate(), time(), tzinfo=zone)


def _pdf(template: str, context: dict[str, Any], name: str) -> HttpResponse:
    from layers.publish.paper import printed  # WeasyPrint takes a second to load

    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(printed(template, context), content_type="application/pdf", headers=headers)
