"""One table from named facts to HTTP statuses, and the problem document of RFC 9457."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as rest
from rest_framework.views import set_rollback

from accounts.errors import BadCredentials, Throttled
from gis_app.logs import DATABASE_AWAY
from layers.editing.errors import Gone, Invalid, NotAllowed, Refused, Stale
from layers.publish.errors import PressBusy
from routing.errors import (
    BadGpx,
    BodyTooLarge,
    NoDestination,
    NoNetwork,
    NothingOpen,
    RoutingProblem,
    UnknownPlace,
)

# The most special first. What stands in no row is a 500 and goes to the log.
STATUS_OF: Mapping[type[Exception], int] = {
    Http404: 404,
    PermissionDenied: 403,
    BadCredentials: 401,
    Throttled: 429,
    NotAllowed: 403,
    Gone: 410,
    Stale: 409,
    Invalid: 422,
    Refused: 409,  # an undo that would overwrite later changes
    BadGpx: 400,
    BodyTooLarge: 413,
    UnknownPlace: 404,
    NoDestination: 404,
    NothingOpen: 404,
    NoNetwork: 503,
    RoutingProblem: 422,
    PressBusy: 503,
    **dict.fromkeys(DATABASE_AWAY, 503),
}
RETRY_S = 5  # PostgreSQL is back by then, unless it has much to recover

TITLES = {
    400: gettext_lazy("Die Anfrage ist nicht zu verstehen"),
    401: gettext_lazy("Dafür ist eine Anmeldung nötig"),
    403: gettext_lazy("Das ist nicht erlaubt"),
    404: gettext_lazy("Das gibt es hier nicht"),
    405: gettext_lazy("Diese Methode gibt es hier nicht"),
    406: gettext_lazy("In dieser Form gibt es die Antwort nicht"),
    409: gettext_lazy("Inzwischen hat sich etwas geändert"),
    410: gettext_lazy("Das gibt es nicht mehr"),
    413: gettext_lazy("Die Anfrage ist zu groß"),
    415: gettext_lazy("Diese Form der Anfrage wird nicht verstanden"),
    422: gettext_lazy("Die Angaben sind so nicht möglich"),
    429: gettext_lazy("Das waren zu viele Anfragen"),
    500: gettext_lazy("Bei uns ist etwas schiefgegangen"),
    503: gettext_lazy("Das steht gerade nicht zur Verfügung"),
}


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    *,
    errors: Any = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document; `errors` names what is wrong with which parameter."""
    document = _document(request, status, detail, errors)
    retry = {"Retry-After": str(RETRY_S)} if status == 503 else {}
    return JsonResponse(
        document,
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **retry, **(headers or {})},
        json_dumps_params={"ensure_ascii": False, "default": str},
    )


def _document(request: HttpRequest, status: int, detail: str, errors: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, _("Fehler"))),
        "status": status,
        "instance": request.path,
    }
    if detail:
        document["detail"] = detail
    if errors:
        document["errors"] = errors
    return document


def status_of(error: BaseException | None) -> int | None:
    return next((code for fact, code in STATUS_OF.items() if isinstance(error, fact)), None)


def rest_exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What the REST framework answers with when a view raises `error`; None leaves it a 500."""
    request = context["request"]
    set_rollback()
    if isinstance(error, rest.APIException):
        return _rest_answer(request, error)
    status = status_of(error)
    if status is None:
        return None
    headers = {"Retry-After": str(error.wait_s)} if isinstance(error, Throttled) else {}
    errors = error.errors if isinstance(error, Invalid) else None
    detail = str(error) if isinstance(error, RoutingProblem) else ""
    return problem(request, status, detail, errors=errors, headers=headers)


def _rest_answer(request: Any, error: rest.APIException) -> HttpResponse:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if isinstance(error, rest.ValidationError):
        return problem(request, error.status_code, errors=error.detail, headers=headers)
    return problem(request, error.status_code, str(error.detail), headers=headers)
