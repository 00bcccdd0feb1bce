"""Who asks, when a program asks: HTTP Basic with an app password, or a Bearer token."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit
from .credentials import authenticate_request
from .errors import BadCredentials, Throttled
from .requests import AccountRequest
from .texts import wait_text

# Secrets for programs make no new secrets and administer no accounts: a leaked one stays small.
_SESSION_ONLY_APPS = {"accounts", "admin"}
_TITLES = {
    401: gettext_lazy("Dafür ist eine Anmeldung nötig"),
    403: gettext_lazy("Das ist nicht erlaubt"),
    429: gettext_lazy("Das waren zu viele Anfragen"),
}
_FORBIDDEN = gettext_lazy("Diese Seite ist nur nach der Anmeldung im Browser erreichbar.")


class CredentialsMiddleware:
    """Sets `request.credential` (None for sessions) and, if it was sent, `request.user`.

    Stands below AuthenticationMiddleware, whose `request.user` it replaces. No cookie is involved,
    so such requests need no CSRF token, with one exception: a browser that once was given Basic
    credentials repeats them by itself, for any site's form, so there the token stays needed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: AccountRequest) -> HttpResponse:
        request.credential = None
        try:
            credential = authenticate_request(request, timezone.now())
        except BadCredentials:
            return unauthorized(request)
        except Throttled as fact:
            return too_many(fact)
        if credential is None:
            return self.get_response(request)
        request.credential = credential
        request.user = credential.user
        if credential.kind == credential.Kind.TOKEN or not _from_browser(request):
            request._dont_enforce_csrf_checks = True
        response = self.get_response(request)
        patch_vary_headers(response, ["Authorization"])
        return response

    def process_view(
        self, request: AccountRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        apps = request.resolver_match.app_names if request.resolver_match else []
        if request.credential and not _SESSION_ONLY_APPS.isdisjoint(apps):
            audit.log.warning("credential %s refused on a session page", request.credential.pk)
            return _problem(403, str(_FORBIDDEN))
        return None


def challenge(request: HttpRequest) -> str:
    """WWW-Authenticate. Scripts of a page hear of Bearer only: Basic opens a browser's dialog."""
    bearer = 'Bearer realm="api"'
    return bearer if _from_browser(request) else f'Basic realm="api", charset="UTF-8", {bearer}'


def unauthorized(request: HttpRequest) -> HttpResponse:
    """401. It says the same for each reason, so that nothing is learned about accounts."""
    detail = _(
        "Die Zugangsdaten gelten nicht (mehr). Programme brauchen ein App-Passwort oder "
        "API-Token aus „Mein Konto“; das Passwort des Kontos gilt hier nicht."
    )
    response = _problem(401, detail)
    response.headers["WWW-Authenticate"] = challenge(request)
    return response


def too_many(fact: Throttled) -> HttpResponse:
    response = _problem(429, wait_text(fact))
    response.headers["Retry-After"] = str(fact.wait_s)
    return response


def _problem(status: int, detail: str) -> HttpResponse:
    """RFC 9457."""
    response = JsonResponse(
        {
            "type": "about:blank",
            "title": str(_TITLES[status]),
            "status": status,
            "detail": detail,
        },
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _from_browser(request: HttpRequest) -> bool:
    """Every browser in use sends one of these with what a page makes it ask for."""
    return "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
