"""Map and list of cool places for other sites: no cookie, nothing from elsewhere.

The map comes in two kinds: one that moves, and a picture for sites that let no script run.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import places
from gis_app.forms import MapState, read_map_state
from gis_app.middleware import EMBEDDED_MAP_POLICY, EMBEDDED_POLICY
from layers import registry
from layers.ground.crs import in_storage
from layers.publish import revisions
from layers.publish.pictures import Frame, draw
from layers.publish.provenance import datasets_behind
from layers.site import Site, site

WIDTH_PX, HEIGHT_PX = 800, 600
AROUND_M = 1_600  # of ground, where the address names a point
CITY_M = 9_000  # else around the city's middle
KINDS = ("karte", "liste", "beweglich")
_ZOOM, _ZOOM_AROUND = 11.5, 14.5  # of the map that moves

View = Callable[[HttpRequest], HttpResponse]


def embeddable(policy: str) -> Callable[[View], View]:
    """May stand in a frame of any site; read without cookies, and setting none.

    The same for everybody who reads the language. What is open changes with the minute, so it is
    asked for anew after one; what has not changed is not sent again.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def framed(request: HttpRequest) -> HttpResponse:
            answer = view(request)
            answer.headers["Content-Security-Policy"] = policy
            return answer

        read = vary_on_headers("Accept-Language")(conditional_page(framed))
        cached = cache_control(public=True, max_age=60)(read)
        return xframe_options_exempt(require_safe(cached))

    return decorate


@embeddable(EMBEDDED_POLICY)
def embedded_list(request: HttpRequest) -> HttpResponse:
    state, here = read_map_state(request.GET), site()
    return render(request, "embed/list.html", _context(state, here))


@embeddable(EMBEDDED_POLICY)
def embedded_map(request: HttpRequest) -> HttpResponse:
    """A picture drawn here, with the same places as words below it."""
    state, here = read_map_state(request.GET), site()
    context = _context(state, here)
    context["picture"] = mark_safe(_picture(state, here))
    return render(request, "embed/map.html", context)


@embeddable(EMBEDDED_MAP_POLICY)
def embedded_moving_map(request: HttpRequest) -> HttpResponse:
    """The map itself above the list of its places; where no script may run, the picture."""
    state, here = read_map_state(request.GET), site()
    context = _context(state, here)
    context["picture"] = mark_safe(_picture(state, here))
    context["map_config"] = _map_config(state, here, context["place_ids"])
    return render(request, "embed/moving_map.html", context)


def _map_config(state: MapState, here: Site, place_ids: list[int]) -> dict[str, Any]:
    """What its script starts from. Coordinates are longitude, latitude."""
    return {
        "styles": {theme: reverse("style", args=[theme]) for theme in ("light", "dark")},
        "centre": state.near.coords if state.near else here.centre,
        "zoom": _ZOOM_AROUND if state.near else _ZOOM,
        "bounds": here.bounds,
        "layer": "cool_places",
        "switchable": [layer.name for layer in registry.map_layers() if not layer.basemap],
        "place_ids": place_ids,
        "title": _("Karte der kühlen Orte"),
    }


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def generator(request: HttpRequest) -> HttpResponse:
    """The code to copy, for what the form chose."""
    what = request.GET.get("was", "beweglich")
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
        "place_ids": found.pks,
        "count": found.count,
        "map_link": reverse("map") + state.link(),
        "sources": datasets_behind([registry.layer("cool_places")]),
    }


def _picture(state: MapState, here: Site) -> str:
    middle = state.near or (Point(*here.centre, srid=4326) if here.centre else None)
    if middle is None:
        return ""
    x, y = in_storage(middle).coords
    frame = Frame((x, y), AROUND_M if state.near else CITY_M, WIDTH_PX, HEIGHT_PX)
    shown = [one for one in registry.public_layers() if one.basemap or one.name == "cool_places"]
    if connection.in_atomic_block:  # what is not committed has no revision
        return draw(frame, shown, title=_("Karte der kühlen Orte"))
    drawn_from = frozenset(revisions.current(shown).items())
    return _kept_picture(frame, drawn_from, get_language() or "")


@lru_cache(maxsize=64)  # of some 60 kB
def _kept_picture(frame: Frame, drawn_from: frozenset[tuple[str, str]], language: str) -> str:
    """The picture of these revisions of layers, in the active language, which is `language`."""
    shown = [registry.layer(name) for name, _revision in drawn_from]
    return draw(frame, shown, title=_("Karte der kühlen Orte"))
