"""The map without the network: service worker, web app manifest, and the page to keep the city."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import offline
from layers.publish.styles.palette import palette
from layers.site import site


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root of all addresses, for it may answer only those below its own."""
    return HttpResponse(offline.worker_source(), content_type="text/javascript; charset=utf-8")


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


@require_safe
@cache_control(public=True, no_cache=True)
def scope(request: HttpRequest) -> HttpResponse:
    return JsonResponse(offline.scope(site().bounds))


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    city = site().city
    name = f"{city.name if city else ''} {_('Stadtkarte')}".strip()
    document = {
        "name": name,
        "short_name": name,
        "start_url": reverse("map"),
        "scope": "/",
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": palette()["page"]["light"],
        "theme_color": palette()["accent"]["light"],
        "icons": [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(document, content_type="application/manifest+json")
