"""The pages on which citizens suggest something; plain forms, no script needed."""

from typing import Any

from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import throttle
from accounts.address import client_address
from accounts.errors import Throttled
from layers import registry
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.ground.models import City
from layers.publish.pictures import Overlay
from layers.publish.pictures.picker import Picker, read, read_point
from layers.registry import Layer
from layers.search import place_called
from layers.suggestions import queries
from layers.suggestions.forms import SuggestionForm, stamp, stamped
from layers.suggestions.models import Suggestion

_ZOOMS = {"naeher": 1, "weiter": -1}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, name: str) -> HttpResponse:
    """A new feature, or with `objekt` a remark upon one. Only „senden“ stores anything."""
    layer = queries.suggestible(name)
    if layer is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    target = _target(layer, sent.get("objekt", ""))
    picker, point, notice = _place(sent)
    form = _form(request, layer, is_new=target is None)
    status, headers = 200, {}
    if request.method == "POST" and "senden" in request.POST:
        if form.is_valid():
            try:
                throttle.count_try(
                    throttle.Door.SUGGESTION, name, client_address(request), timezone.now()
                )
                return redirect("suggestion", _keep(form, layer, target).code)
            except Throttled as error:
                form.add_error(
                    None, _("Das waren zu viele auf einmal. Bitte warten Sie ein paar Minuten.")
                )
                status, headers = 429, {"Retry-After": str(error.wait_s)}
        else:
            status = 422
    context = {
        "layer": layer,
        "form": form,
        "target": target,
        "picker": picker,
        "point": f"{point.x:.1f},{point.y:.1f}" if point else "",
        "notice": notice,
        "picture": _picture(layer, picker, point) if target is None else "",
        "alike": queries.published_near(layer, point) if point and target is None else [],
        "stamp": sent.get("stempel") or stamp(timezone.now().timestamp()),
    }
    response = render(request, "suggestions/suggest.html", context, status=status)
    for header, value in headers.items():
        response.headers[header] = value
    return response


@never_cache
@require_safe
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and later what became of it; nothing of what was sent is shown."""
    found = get_object_or_404(Suggestion, code=code)
    return render(
        request,
        "suggestions/state.html",
        {"suggestion": found, "layer": registry.layer(found.layer)},
    )


def _form(request: HttpRequest, layer: Layer, *, is_new: bool) -> SuggestionForm:
    now_s = timezone.now().timestamp()
    posted = request.method == "POST"
    age_s = stamped(request.POST.get("stempel", ""), now_s) if posted else None
    if posted and "senden" in request.POST:
        return SuggestionForm(layer, is_new=is_new, age_s=age_s, data=request.POST)
    # Moving the map keeps what was typed, and finds no fault with it yet.
    typed = {key: value for key, value in request.POST.items() if key != "website"}
    return SuggestionForm(layer, is_new=is_new, age_s=age_s, initial=typed)


def _target(layer: Layer, text: str) -> Any:
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 19):
        raise Http404
    return get_object_or_404(layer.published().defer("tile_geometry"), pk=int(text))


def _place(sent: Any) -> tuple[Picker, Point | None, str]:
    """What the map shows, the point chosen so far, and a text that was not found."""
    picker = read(sent.get("blick", ""), _first_view(sent.get("bei", "")))
    point = read_point(sent.get("ort", ""))
    if hit := picker.hit(sent):
        return picker, hit, ""
    for name, step in _ZOOMS.items():
        if name in sent:
            return (picker.around(point) if point else picker).nearer(step), point, ""
    if "suchen" in sent and (text := sent.get("adresse", "").strip()):
        found = place_called(text)
        if found is None:
            return picker, point, text
        return picker.around(found), found, ""
    return picker, point, ""


def _first_view(bei: str) -> Picker:
    """Around the longitude and latitude of an address, else around the city's middle."""
    centre = City.objects.values_list("centre", flat=True).first() or Point(0, 0)
    try:
        lon, lat = (float(part) for part in bei[:60].split(","))
    except ValueError:
        return Picker(centre.x, centre.y, 2_400)
    if not (0 <= lon <= 20 and 40 <= lat <= 60):
        return Picker(centre.x, centre.y, 2_400)
    point = Point(lon, lat, srid=WEB_SRID).transform(STORAGE_SRID, clone=True)
    return Picker(point.x, point.y)


def _picture(layer: Layer, picker: Picker, point: Point | None) -> str:
    shown = [one for one in registry.public_layers() if one.basemap or one is layer]
    marks = []
    if point:
        left, top = picker.frame.pixel(point.x, point.y)
        marks = [
            Overlay(
                f'<circle cx="{left:.1f}" cy="{top:.1f}" r="9" fill="@closed" stroke="@surface"'
                ' stroke-width="3"/>'
            )
        ]
    return picker.picture(shown, marks)


def _keep(form: SuggestionForm, layer: Layer, target: Any) -> Suggestion:
    return Suggestion.objects.create(
        layer=layer.name,
        target=target.pk if target else None,
        geometry=form.cleaned_data.get("geometry"),
        values=dict(form.values),
        remark=form.cleaned_data["remark"],
        email=form.cleaned_data["email"],
        language=get_language() or "de",
    )
