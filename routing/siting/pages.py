"""The page of sites, which works without script; with one, a place can be dragged."""

from typing import Any

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.errors import Throttled
from layers import registry
from layers.ground.crs import WEB_SRID, in_storage
from layers.hours import Calendar
from layers.publish.pictures import over
from layers.registry import Layer
from layers.site import site
from routing.directions import limits
from routing.directions.destinations import destination_layers
from routing.directions.panel import busy_words, mode_choices
from routing.errors import RoutingProblem
from routing.school.pictures import pin
from routing.school.queries import network_is_demo
from routing.siting.forms import SitesForm, read_sites_form
from routing.siting.queries import MINUTES, Siting, siting

_NUMBER = 3


@require_safe
@vary_on_headers("X-Fragment", "Accept-Language", "Cookie")
@never_cache
def sites(request: HttpRequest) -> HttpResponse:
    """`?ebene=…&minuten=…&art=…&zeit=…`, a place as `ort=x,y` or hit on the picture."""
    here = site()
    lon, lat = here.centre or (9.0, 51.0)
    centre = in_storage(Point(lon, lat, srid=WEB_SRID))
    form = read_sites_form(request.GET, (centre.x, centre.y))
    found, problem, status = None, "", 200
    try:
        limits.take(request)
        found = _siting(form, here.calendar)
    except RoutingProblem as error:
        problem = str(error)
    except Throttled as error:
        problem, status = busy_words(error.wait_s), 429
    context = {
        "form": form,
        "found": found,
        "problem": problem,
        "marks": _marks(form, found),
        "is_demo": network_is_demo(),
    }
    if request.headers.get("X-Fragment") == "sites":
        return render(request, "routing/siting/answer.html", context, status=status)
    return render(request, "routing/siting/sites.html", context | _choices(form), status=status)


def _siting(form: SitesForm, calendar: Calendar) -> Siting | None:
    if form.layer is None:
        return None
    doors = []
    if form.place is not None:
        lon, lat = form.place.transform(WEB_SRID, clone=True).coords
        doors.append((lon, lat))
    return siting(
        form.layer,
        form.when.at,
        calendar,
        mode=form.mode,
        minutes=form.minutes,
        doors=doors,
        number=_NUMBER,
    )


def _choices(form: SitesForm) -> dict[str, Any]:
    return {
        "layers": destination_layers(),
        "minutes": MINUTES,
        "modes": mode_choices(),
        "picture": form.picker.picture(_shown(form.layer)),
        "zeit": "" if form.when.is_live else form.when.at.strftime("%Y-%m-%dT%H:%M"),
    }


def _shown(wanted: Layer | None) -> list[Layer]:
    return [one for one in registry.public_layers() if one.basemap or one is wanted]


def _marks(form: SitesForm, found: Siting | None) -> SafeString:
    """Pins on the picture: the best next sites by their number, and the asked place."""
    frame = form.picker.frame
    spots = (
        [(str(n), one.place.x, one.place.y) for n, one in enumerate(found.sites, 1)]
        if found
        else []
    )
    if form.place is not None:
        spots.append(("+", form.place.x, form.place.y))
    return mark_safe(over([pin(frame, x, y, text) for text, x, y in spots]))
