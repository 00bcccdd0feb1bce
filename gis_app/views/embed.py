"""Map and list of cool places for other sites: no cookie, no script, nothing from elsewhere."""

from collections.abc import Callable
from functools import wraps

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import places
from gis_app.forms import MapState, read_map_state
from gis_app.middleware import EMBEDDED_POLICY
from layers import registry
from layers.ground.crs import STORAGE_SRID
from layers.publish.pictures import Frame, draw
from layers.publish.provenance import datasets_behind
from layers.site import Site, site

WIDTH_PX, HEIGHT_PX = 800, 600
AROUND_M = 1_600  # of ground, where the address names a point
CITY_M = 9_000  # else around the city's middle
KINDS = ("karte", "liste")

View = Callable[[HttpRequest], HttpResponse]


def embeddable(view: View) -> View:
    """May stand in a frame of any site; read without cookies, and setting none."""

    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        answer = view(request)
        answer.headers["Content-Security-Policy"] = EMBEDDED_POLICY
        return answer

    cached = cache_control(private=True, max_age=60)(vary_on_headers("Accept-Language")(framed))
    return xframe_options_exempt(require_safe(cached))


@embeddable
def embedded_list(request: HttpRequest) -> HttpResponse:
    state, here = read_map_state(request.GET), site()
    return render(request, "embed/list.html", _context(state, here))


@embeddable
def embedded_map(request: HttpRequest) -> HttpResponse:
    """A picture drawn here, with the same places as words below it."""
    state, here = read_map_state(request.GET), site()
    context = _context(state, here)
    context["picture"] = mark_safe(_picture(state, here))
    return render(request, "embed/map.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def generator(request: HttpRequest) -> HttpResponse:
    """The code to copy, for what the form chose."""
    what = request.GET.get("was", "")
    what = what if what in KINDS else KINDS[0]
    only_open = request.GET.get("open") == "1"
    path = (
        reverse(f"embed_{what}") + f"?sprache={get_language()}" + ("&open=1" if only_open else "")
    )
    context = {
        "what": what,
        "only_open": only_open,
        "path": path,
        "address": request.build_absolute_uri(path),
    }
    return render(request, "embed/generator.html", context)


def _context(state: MapState, here: Site) -> dict:
    found = places.results(state, here.calendar)
    return {
        "city": here.city,
        "state": state,
        "places": found.items,
        "count": found.count,
        "map_link": reverse("map") + state.link(),
        "sources": datasets_behind([registry.layer("cool_places")]),
    }


def _picture(state: MapState, here: Site) -> str:
    middle = state.near or (Point(*here.centre, srid=4326) if here.centre else None)
    if middle is None:
        return ""
    x, y = middle.transform(STORAGE_SRID, clone=True).coords
    frame = Frame((x, y), AROUND_M if state.near else CITY_M, WIDTH_PX, HEIGHT_PX)
    shown = [one for one in registry.public_layers() if one.basemap or one.name == "cool_places"]
    return draw(frame, shown, title=_("Karte der kühlen Orte"))
