"""The page of ways, which works without script, and the panel that the map makes of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.errors import Throttled
from routing.directions import limits
from routing.directions.forms import is_asked
from routing.directions.panel import busy_context, way_context

PANEL = "routing/way_panel.html"


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # a question changes nothing; it is posted so that no log on the way has it
@vary_on_headers("X-Fragment", "Accept-Language", "Cookie")
@never_cache
def way(request: HttpRequest) -> HttpResponse:
    """`?von=…&nach=…&art=…&zeit=…`; the same as the body of a POST."""
    context, status = _context(request, request.POST if request.method == "POST" else request.GET)
    is_panel = request.headers.get("X-Fragment") == "way"
    return render(request, PANEL if is_panel else "routing/way.html", context, status=status)


def panel(request: HttpRequest) -> SafeString | None:
    """The panel for the map's own address; None if that asks for no way."""
    if not is_asked(request.GET):
        return None
    context, _status = _context(request, request.GET)
    return render_to_string(PANEL, context, request)


def _context(request: HttpRequest, query: QueryDict) -> tuple[dict[str, Any], int]:
    try:
        limits.take(request)
    except Throttled as error:
        return busy_context(query, error.wait_s), 429
    return way_context(query), 200
