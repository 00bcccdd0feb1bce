"""The pages on which citizens take part; plain forms, no script needed."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import links, throttle
from accounts.address import client_address
from accounts.errors import Throttled
from layers import registry
from layers.ground.crs import WEB_SRID, in_storage
from layers.ground.models import City
from layers.humans import stamp, stamped
from layers.media.errors import (
    FileTooLarge,
    NotAPhoto,
    PhotoRefused,
    TooManyPixels,
    TooSmall,
)
from layers.publish.pictures import Overlay
from layers.publish.pictures.picker import Picker, read, read_point
from layers.registry import Layer, Report
from layers.search import place_called
from layers.suggestions import queries, services
from layers.suggestions.errors import NotOpen
from layers.suggestions.forms import CONSENT, SuggestionForm
from layers.suggestions.models import Suggestion

_ZOOMS = {"naeher": 1, "weiter": -1}
_REFUSED: dict[type[PhotoRefused], str | Promise] = {
    NotAPhoto: gettext_lazy("Diese Datei ist kein Foto als JPEG, PNG oder WebP."),
    FileTooLarge: gettext_lazy("Das Foto ist zu groß. Erlaubt sind 12 MB."),
    TooManyPixels: gettext_lazy("Das Foto hat zu viele Bildpunkte. Erlaubt sind 50 Millionen."),
    TooSmall: gettext_lazy("Das Foto ist zu klein. Jede Seite braucht mindestens 200 Bildpunkte."),
}


@dataclass(frozen=True)
class Outcome:
    """What became of sending a form: kept, or the status that says why not."""

    kept: Suggestion | None = None
    status: int = 200
    wait_s: int = 0


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is to take part in; with `code` the way to what became of a suggestion."""
    notice = ""
    if text := request.GET.get("code", "").strip():
        if found := _called(text):
            return redirect("suggestion", found.code)
        notice = _("Diese Kennung gibt es nicht.")
    context = {"layers": queries.open_layers(), "notice": notice}
    return render(request, "suggestions/overview.html", context, status=404 if notice else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, name: str) -> HttpResponse:
    """A new feature, or with `objekt` something about one: a remark, or with `meldung` a report.

    Only „senden“ stores anything, and of what may be a double only with „anderer“.
    """
    layer = queries.suggestible(name)
    if layer is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    target = _target(layer, sent.get("objekt", ""))
    report = queries.report_called(layer, sent.get("meldung", "")) if target else None
    picker, point, notice = _place(sent)
    form = _form(request, layer, report, is_new=target is None)
    alike = queries.alike(layer, point, _name(layer, sent)) if point and target is None else []
    outcome = Outcome()
    if request.method == "POST" and "senden" in request.POST:
        outcome = _keep(request, form, alike, target, report)
    if kept := outcome.kept:
        page = reverse("suggestion", args=[kept.code])
        return redirect(f"{page}?z={services.withdrawal_token(kept)}")
    context = {
        "layer": layer,
        "form": form,
        "target": target,
        "report": report,
        "picker": picker,
        "point": f"{point.x:.1f},{point.y:.1f}" if point else "",
        "notice": notice,
        # A flood shall not have maps drawn.
        "picture": "" if target or outcome.wait_s else _picture(layer, picker, point),
        "alike": alike,
        "other": "anderer" in sent,
        "stamp": sent.get("stempel") or stamp(timezone.now().timestamp()),
    }
    response = render(request, "suggestions/suggest.html", context, status=outcome.status)
    if outcome.wait_s:
        response.headers["Retry-After"] = str(outcome.wait_s)
    return response


def _keep(
    request: HttpRequest, form: SuggestionForm, alike: list, target: Any, report: Report | None
) -> Outcome:
    """Keep what the form holds; where that is not possible the form says why."""
    if not form.is_valid():
        return Outcome(status=422)
    if alike and "anderer" not in request.POST:
        form.add_error(None, _("Vielleicht gibt es das schon. Bitte sehen Sie unten nach."))
        return Outcome(status=409)
    address, now = client_address(request), timezone.now()
    try:
        throttle.count_try(throttle.Door.SUGGESTION, form.layer.name, address, now)
        return Outcome(services.take(_sent(form, target, report), now))
    except Throttled as error:
        form.add_error(None, _("Das waren zu viele auf einmal. Bitte warten Sie ein paar Minuten."))
        return Outcome(status=429, wait_s=error.wait_s)
    except PhotoRefused as refusal:
        form.add_error("photo", str(_REFUSED[type(refusal)]))
        return Outcome(status=422)


@never_cache
@require_safe
def suggestion(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """Thanks, and later what became of it; nothing of what was sent is shown."""
    found = get_object_or_404(Suggestion, code=code)
    own = _is_own(found, request.GET.get("z", ""))
    context = {
        "suggestion": found,
        "layer": registry.layer(found.layer),
        "forgotten_on": found.created_at + services.KEEP_ADDRESS if found.email else None,
        "token": request.GET["z"] if own else "",
        "published": _published(found),
    }
    return render(request, "suggestions/state.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """Asks before it does: programs that look through e-mails follow links too."""
    found = get_object_or_404(Suggestion, code=code)
    if not _is_own(found, request.GET.get("z", "")):
        raise Http404
    if request.method == "POST":
        with suppress(NotOpen):  # the page says what it is instead
            services.withdraw(found, timezone.now())
        return redirect("suggestion", code)
    context = {"suggestion": found, "layer": registry.layer(found.layer)}
    return render(request, "suggestions/withdraw.html", context)


def _is_own(found: Suggestion, token: str) -> bool:
    return links.read(services.WITHDRAW, token) == str(found.code)


def _called(text: str) -> Suggestion | None:
    try:
        return Suggestion.objects.filter(code=uuid.UUID(text)).first()
    except ValueError:
        return None


def _published(found: Suggestion) -> Any:
    """The feature that came of it, if everybody may see it."""
    if found.target is None or found.state not in (
        Suggestion.State.ACCEPTED,
        Suggestion.State.MERGED,
    ):
        return None
    layer = registry.layer(found.layer)
    return layer.published().defer("tile_geometry").filter(pk=found.target).first()


def _name(layer: Layer, sent: Any) -> str:
    return sent.get(layer.title_field, "")[:200].replace("\x00", "")


def _form(
    request: HttpRequest, layer: Layer, report: Report | None, *, is_new: bool
) -> SuggestionForm:
    now_s = timezone.now().timestamp()
    posted = request.method == "POST"
    age_s = stamped(request.POST.get("stempel", ""), now_s) if posted else None
    given: dict[str, Any] = {"layer": layer, "is_new": is_new, "age_s": age_s, "report": report}
    if posted and "senden" in request.POST:
        return SuggestionForm(data=request.POST, files=request.FILES, **given)
    # Moving the map keeps what was typed, and finds no fault with it yet.
    typed = {key: value for key, value in request.POST.items() if key != "website"}
    return SuggestionForm(initial=typed, **given)


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
    point = in_storage(Point(lon, lat, srid=WEB_SRID))
    return Picker(point.x, point.y)


def _picture(layer: Layer, picker: Picker, point: Point | None) -> SafeString:
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


def _sent(form: SuggestionForm, target: Any, report: Report | None) -> services.Sent:
    cleaned = form.cleaned_data
    photo = None
    if cleaned["photo"]:
        photo = services.SentPhoto(
            cleaned["photo"], cleaned["photo_alt"], cleaned["photo_author"], form.photo_licence
        )
    return services.Sent(
        layer=form.layer,
        target=target.pk if target else None,
        report=report.name if report else "",
        geometry=cleaned.get("geometry"),
        values=form.values,
        remark=cleaned["remark"],
        email=cleaned["email"],
        consent=str(CONSENT),
        photo=photo,
    )
