"""Pages without a map: data catalogue, legal texts, and what machines ask of a site."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import provenance
from gis_app.operator import operator_of
from layers.ground.models import Dataset
from layers.site import site


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def data(request: HttpRequest) -> HttpResponse:
    """Every dataset with licence, date, kind, and its share of each layer."""
    shares = provenance.shares()
    rows = [
        (dataset, [share for share in shares if share.dataset_id == dataset.pk])
        for dataset in Dataset.objects.order_by("title")
    ]
    return render(request, "data.html", {"rows": rows})


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
@conditional_page
def connect(request: HttpRequest) -> HttpResponse:
    """How to open the layers in other programs, with the addresses of this very server."""
    name = "schools"  # the example; any layer would do
    wfs = request.build_absolute_uri(reverse("wfs"))

    def address(extension: str) -> str:
        path = reverse("download", kwargs={"name": name, "extension": extension})
        return request.build_absolute_uri(path)

    context = {
        "ogc": request.build_absolute_uri(reverse("ogc:landing")),
        "wfs": wfs,
        "csv": address("csv"),
        "r": f'daten <- sf::st_read("{address("geojson")}")',
        "python": f'daten = geopandas.read_file("{address("geojson")}")',
        "gdal": f'ogr2ogr {name}.gpkg "WFS:{wfs}" city:{name}',
        "filtered": f"{address('geojson')}?bbox=7.78,51.66,7.86,51.70",
    }
    return render(request, "connect.html", context)


def legal(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A page of one text."""

    @require_safe
    @vary_on_headers("Accept-Language", "Cookie")
    @cache_control(private=True, no_cache=True)
    @conditional_page
    def page(request: HttpRequest) -> HttpResponse:
        city = site().city
        return render(request, template, {"city": city, "operator": operator_of(city)})

    return page


imprint = legal("legal/imprint.html")
privacy = legal("legal/privacy.html")
accessibility = legal("legal/accessibility.html")


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the administration and lists of one filter need no index."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('accounts:home')}",
        "Disallow: /tiles/",
        "Disallow: /*?*zeit=",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.svg"))


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 if the application reaches its database; an error otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
