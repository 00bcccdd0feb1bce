"""The pages of schools."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from layers import registry
from layers.base.models import School
from layers.clock import AskedTime, InvalidTime, asked_time
from layers.publish.styles.palette import ThemeName
from layers.site import site
from routing.school import gpx, pictures, queries
from routing.school.plan import plan

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
