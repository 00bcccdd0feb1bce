"""The pages of schools."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import (
    condition,
    conditional_page,
    require_http_methods,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from layers import registry
from layers.base.models import School
from layers.clock import AskedTime, InvalidTime, asked_time
from layers.publish import revisions
from layers.publish.pictures import Frame, Overlay
from layers.publish.pictures.picker import Picker, read_point
from layers.publish.pictures.picker import read as read_picker
from layers.publish.styles.palette import ThemeName
from layers.search import place_called
from layers.site import site
from routing.school import gpx, paper, pictures, queries, walking
from routing.school.plan import fare_m, plan
from routing.school.walk import walk_answer

_PICTURES = {"breit": (760, 620), "schmal": (380, 420)}  # pixels; as the page shows them
_WIDTH_M = {"breit": 1_300, "schmal": 760}


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def schools(request: HttpRequest) -> HttpResponse:
    """Every school, by kind."""
    found = list(queries.schools())
    groups = [(kind, [one for one in found if one.kind == kind]) for kind in School.Kind]
    context = {"groups": [group for group in groups if group[1]], "planned": queries.with_ways()}
    return render(request, "routing/school/schools.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def school(request: HttpRequest, slug: str) -> HttpResponse:
    found = school_or_404(slug)
    when = _time(request)
    context = {
        "school": found,
        "plan": plan(found, when.at, site().calendar),
        "when": when,
        "pictures": _picture_sources(request, found),
    }
    return render(request, "routing/school/school.html", context)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def picture(request: HttpRequest, slug: str, shape: str, theme: ThemeName) -> HttpResponse:
    """The map of a school's page as a file of its own, in the sizes and colours of pages."""
    found = school_or_404(slug)
    frame = pictures.frame_of(found, _WIDTH_M[shape], *_PICTURES[shape])
    hazards = queries.surroundings(found).hazards
    svg = pictures.draw_school(found, frame, hazards=hazards, theme=theme, titled=False)
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def ways_gpx(request: HttpRequest, slug: str) -> HttpResponse:
    """The recommended ways as tracks for a navigation device."""
    found = school_or_404(slug)
    text = gpx.tracks(found, queries.ways_in_degrees(found))
    headers = {"Content-Disposition": f'attachment; filename="schulwege-{slug}.gpx"'}
    return HttpResponse(text, content_type="application/gpx+xml", headers=headers)


@require_safe
@vary_on_headers("Accept-Language", "Cookie", "Host")
@cache_control(private=True, no_cache=True)
@condition(etag_func=lambda request, slug: f'"{_plan_key(request, slug).fingerprint}"')
def printed_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan as PDF, `?format=a3` or `a4`; kept until one of its layers changes.

    Raises PressBusy.
    """
    key = _plan_key(request, slug)
    content = _printed(key)
    headers = {"Content-Disposition": f'inline; filename="schulwegplan-{slug}-{key.sheet}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@dataclass(frozen=True)
class _PlanKey:
    """What a printed plan hangs on."""

    slug: str
    sheet: str
    language: str
    address: str
    day: date
    revision: str

    @property
    def fingerprint(self) -> str:
        return sha256(repr(self).encode()).hexdigest()[:24]


def _plan_key(request: HttpRequest, slug: str) -> _PlanKey:
    found = school_or_404(slug)
    asked = request.GET.get("format", "a4").lower()
    return _PlanKey(
        slug=slug,
        sheet=asked if asked in paper.SHEETS else "a4",
        language=get_language() or "de",
        address=request.build_absolute_uri(reverse("school", args=[found.slug])),
        day=_time(request).at.date(),
        revision=repr(sorted(revisions.current(pictures.plan_layers()).items())),
    )


@lru_cache(maxsize=32)
def _printed(key: _PlanKey) -> bytes:
    at = datetime.combine(key.day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
    read = paper.reader(school_or_404(key.slug), at, site().calendar)
    return paper.made(read, paper.SHEETS[key.sheet], at=at, address=key.address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is from where, on foot. Points come by POST and are kept nowhere."""
    found = school_or_404(slug)
    sent = request.POST
    first = Picker(found.geometry.x, found.geometry.y)
    picker, points, notice = _points(sent, read_picker(sent.get("blick", ""), first))
    arrival = _arrival(request, sent.get("ankunft", ""))
    context = {
        "school": found,
        "picker": picker,
        "notice": notice,
        "points": ";".join(f"{point.x:.1f},{point.y:.1f}" for point in points),
        "picture": picker.picture(pictures.shown_layers(), _pins(picker.frame, points)),
        "arrival": arrival.strftime("%H:%M"),
        "fare_m": fare_m(found),
        "most": walking.MOST_POINTS,
        "answer": walk_answer(found, points, arrival),
    }
    return render(request, "routing/school/walk.html", context)


def _points(sent: QueryDict, picker: Picker) -> tuple[Picker, list[Point], str]:
    """What the picture shows now, the points so far, and a text that was not found."""
    texts = sent.get("punkte", "").split(";")[: walking.MOST_POINTS]
    points = [point for text in texts if (point := read_point(text))]
    if "leeren" in sent:
        return picker, [], ""
    added = picker.hit(sent)
    if added is None and "suchen" in sent and (text := sent.get("adresse", "").strip()):
        added = place_called(text)
        if added is None:
            return picker, points, text
        picker = picker.around(added)
    if added is not None:
        points = [*points, added][-walking.MOST_POINTS :]
    for name, step in (("naeher", 1), ("weiter", -1)):
        if name in sent:
            picker = picker.nearer(step)
    return picker, points, ""


def _pins(frame: Frame, points: list[Point]) -> list[Overlay]:
    return [pictures.pin(frame, one.x, one.y, str(n)) for n, one in enumerate(points, 1)]


def _arrival(request: HttpRequest, text: str) -> datetime:
    """When school begins, on the asked day; 7:50 unless told."""
    day = _time(request).at.date()
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        clock = time(7, 50)
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=ZoneInfo(settings.TIME_ZONE))


@require_safe
def walking_bus(request: HttpRequest, slug: str) -> HttpResponse:
    """A walking bus has its place on the page of its school."""
    line = get_object_or_404(registry.layer("walking_bus_lines").published(), slug=slug)
    return redirect(reverse("school", args=[line.school_id]) + f"#laufbus-{line.slug}")


def school_or_404(slug: str) -> School:
    found = queries.school(slug)
    if found is None:
        raise Http404
    return found


def _time(request: HttpRequest) -> AskedTime:
    try:
        return asked_time(request.GET.get("zeit", ""))
    except InvalidTime:
        return asked_time("")


def _picture_sources(request: HttpRequest, school: School) -> list[tuple[str, str]]:
    """Media query and address of each picture, the plainest last; the theme may be chosen."""
    chosen = request.COOKIES.get("darstellung")
    themes = [chosen] if chosen in ("light", "dark") else ["dark", "light"]
    found = []
    for theme in themes:
        for shape in ("schmal", "breit"):
            parts = ["(max-width: 767px)"] if shape == "schmal" else []
            if theme == "dark" and len(themes) > 1:
                parts.append("(prefers-color-scheme: dark)")
            address = reverse("school_picture", args=[school.slug, shape, theme])
            found.append((" and ".join(parts), address))
    return found
