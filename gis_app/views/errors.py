"""Error pages: for people a page that helps on, for programs a problem document."""

import re
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from gis_app.errors import RETRY_S, problem, status_of

JSON_PATHS = re.compile(r"/api/.*|/health/|.*\.(json|geojson|webmanifest)")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database and the middleware's gifts, which may be what failed.

    Django calls it while it handles the error; 503 if that says that the database is away.
    """
    nothing = {"city": None, "user": None, "heat": None}
    if status_of(sys.exception()) != 503:
        return _answer(request, 500, nothing)
    response = _answer(request, 503, nothing)
    response.headers["Retry-After"] = str(RETRY_S)
    response.headers["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, template="errors/csrf.html")


def _answer(
    request: HttpRequest, status: int, context: dict[str, Any] | None = None, template: str = ""
) -> HttpResponse:
    if _speaks_json(request):
        return problem(request, status)
    return render(request, template or f"errors/{status}.html", context or {}, status=status)


def _speaks_json(request: HttpRequest) -> bool:
    """Whether the address answers in JSON, or the client would rather have that than a page."""
    if JSON_PATHS.fullmatch(request.path):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
