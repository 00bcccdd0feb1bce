"""The search: a page that works without scripts, and the same answers as JSON."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from gis_app.forms import clean_text
from gis_app.links import feature_url, hit_url
from layers.search import Hit, find

SUGGESTIONS = 8
PAGE_HITS = 50


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def search(request: HttpRequest) -> HttpResponse:
    """`hits` are pairs of a hit and the address of its place on the map."""
    q = clean_text(request.GET.get("q", ""))
    hits = [(hit, hit_url(hit)) for hit in find(q, limit=PAGE_HITS)]
    return render(request, "search.html", {"q": q, "hits": hits})


@api_view(["GET", "HEAD"])
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, max_age=60)
def suggestions(request: Request) -> Response:
    """The best few, while somebody types. Coordinates are longitude and latitude."""
    q = clean_text(request.query_params.get("q", ""))
    return Response([_suggestion(hit) for hit in find(q, limit=SUGGESTIONS)])


def _suggestion(hit: Hit) -> dict:
    answer = {
        "label": hit.label,
        "detail": ", ".join(filter(None, (hit.kind, hit.detail))),
        "kind": hit.layer.name,
        "id": hit.pk,
        "slug": hit.slug,
        "url": hit_url(hit),
        "page": feature_url(hit.layer, hit.pk, hit.slug),
        "lon": round(hit.lon, 7),
        "lat": round(hit.lat, 7),
    }
    return answer if hit.is_point else {**answer, "bbox": [round(edge, 7) for edge in hit.box]}
