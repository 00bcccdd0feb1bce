"""Error pages: for people a page that helps on, for programs under /api/ a problem document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from gis_app.errors import problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database and the middleware's gifts, which may be what failed."""
    return _answer(request, 500, {"city": None, "user": None, "heat": None})


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, template="errors/csrf.html")


def _answer(
    request: HttpRequest, status: int, context: dict[str, Any] | None = None, template: str = ""
) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(request, status)
    return render(request, template or f"errors/{status}.html", context or {}, status=status)
