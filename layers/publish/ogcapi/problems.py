"""One table from named facts to statuses, as problem documents (RFC 9457)."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.middleware import challenge
from layers.editing.errors import Gone, Invalid, NotAllowed, Stale
from layers.publish.execution import TooSlow
from layers.publish.filters.errors import FilterError
from layers.publish.logins import ForgedRequest, LoginNeeded
from layers.publish.ogcapi import conflicts
from layers.publish.ogcapi.errors import (
    BadBody,
    BadParameter,
    BadVersion,
    BodyTooLarge,
    VersionNotNamed,
    WrongMediaType,
    WrongMethod,
)

MEDIA_TYPE = "application/problem+json"

# Fact: status, title. The most special first.
_FACTS: Mapping[type[Exception], tuple[int, Any]] = {
    BadParameter: (400, _("Ein Parameter ist nicht zu verstehen")),
    FilterError: (400, _("Der Filter ist nicht zu verstehen")),
    BadBody: (400, _("Der Inhalt der Anfrage ist nicht zu verstehen")),
    LoginNeeded: (401, _("Dafür ist eine Anmeldung nötig")),
    ForgedRequest: (403, _("Der Anfrage fehlt das Kennzeichen gegen Fälschung (X-CSRFToken)")),
    NotAllowed: (403, _("Das ist nicht erlaubt")),
    PermissionDenied: (403, _("Das ist nicht erlaubt")),
    Http404: (404, _("Das gibt es hier nicht")),
    Gone: (404, _("Das gibt es hier nicht")),
    WrongMethod: (405, _("Diese Methode gibt es hier nicht")),
    Stale: (412, _("Inzwischen hat jemand anderes das geändert")),
    BadVersion: (412, _("Diese Fassung gibt es hier nicht")),
    BodyTooLarge: (413, _("Der Inhalt der Anfrage ist zu groß")),
    WrongMediaType: (415, _("Diese Form der Anfrage wird nicht verstanden")),
    Invalid: (422, _("Die Angaben sind so nicht möglich")),
    VersionNotNamed: (428, _("Es fehlt If-Match: welche Fassung soll ersetzt werden?")),
    TooSlow: (503, _("Die Antwort braucht zu lange; bitte enger fragen")),
    OperationalError: (503, _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
    InterfaceError: (503, _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
}
FACTS = tuple(_FACTS)


def problem(request: HttpRequest, fact: Exception) -> HttpResponse:
    """The answer that tells what is wrong, in the reader's language."""
    status, title = next(row for kind, row in _FACTS.items() if isinstance(fact, kind))
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "instance": request.path,
    }
    headers = {"Cache-Control": "no-store"}
    match fact:
        case BadParameter():
            document |= {"detail": str(fact.reason), "parameter": fact.name}
        case FilterError() | BadBody() | WrongMediaType():
            document["detail"] = str(fact)
        case Invalid():
            document["errors"] = {
                name: [str(one) for one in said] for name, said in fact.errors.items()
            }
        case Stale():
            document |= conflicts.described(fact)
            headers["ETag"] = f'"{fact.version}"'
        case LoginNeeded():
            headers["WWW-Authenticate"] = challenge(request)
        case WrongMethod():
            headers["Allow"] = ", ".join(fact.allowed)
        case TooSlow() | OperationalError() | InterfaceError():
            headers["Retry-After"] = "5"
    return HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )
