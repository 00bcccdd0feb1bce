"""One table from named facts to exception reports, each version in its own words.

WFS 2.0 has a status for each code (OGC 09-025r2, table D.2). WFS 1.1 has none: its reports
come with status 200, as its clients expect, for only then QGIS shows their text.
"""

from collections.abc import Callable

import psycopg
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.middleware import challenge
from layers.editing.errors import NON_FIELD, Gone, Invalid, NotAllowed, Stale, StillUsed
from layers.publish.execution import TooSlow
from layers.publish.filters.errors import FilterError, NotComparable
from layers.publish.gml.markup import Unreadable
from layers.publish.gml.read import UnknownCrs
from layers.publish.logins import ForgedRequest, LoginNeeded
from layers.publish.long_answers import TooMany
from layers.publish.wfs.errors import (
    Busy,
    InvalidParameterValue,
    InvalidValue,
    NotFound,
    NotPermitted,
    OperationParsingFailed,
    OperationProcessingFailed,
    OwsError,
)
from layers.publish.wfs.versions import Version

_RETRY_S = 5
# Codes that OWS Common 1.0 has not.
_CODES_11 = {
    "OperationParsingFailed": "NoApplicableCode",
    "OperationProcessingFailed": "NoApplicableCode",
    "OptionNotSupported": "InvalidParameterValue",
    "InvalidValue": "InvalidParameterValue",
    "NotFound": "InvalidParameterValue",
}


class LoginRequired(NotPermitted):
    status = 401


def _stale(fact: Stale) -> OwsError:
    names = ", ".join(fact.conflicts or fact.changed_by_them)
    text = _(
        "Inzwischen hat jemand anderes dieses Objekt geändert (%(names)s). Es ist jetzt in "
        "Fassung %(version)s; bitte neu laden und die eigene Änderung wiederholen."
    ) % {"names": names, "version": fact.version}
    return OperationProcessingFailed(f"{fact.layer.name}.{fact.pk}", text)


def _invalid(fact: Invalid) -> OwsError:
    name = next(iter(fact.errors))
    texts = [
        " ".join(map(str, messages))
        if field == NON_FIELD
        else f"{field}: {' '.join(map(str, messages))}"
        for field, messages in fact.errors.items()
    ]
    return InvalidValue("" if name == NON_FIELD else name, " ".join(texts))


# The most special first.
_FACTS: tuple[tuple[type[Exception], Callable[..., OwsError]], ...] = (
    (UnknownCrs, lambda fact: InvalidParameterValue("srsName", str(fact))),
    (NotComparable, lambda fact: OperationProcessingFailed("filter", str(fact))),
    (FilterError, lambda fact: InvalidParameterValue("filter", str(fact))),
    (Unreadable, lambda fact: OperationParsingFailed("request", str(fact))),
    (LoginNeeded, lambda _fact: LoginRequired("", _("Dafür ist eine Anmeldung nötig"))),
    (
        ForgedRequest,
        lambda _fact: NotPermitted(
            "", _("Der Anfrage fehlt das Kennzeichen gegen Fälschung (X-CSRFToken)")
        ),
    ),
    (NotAllowed, lambda fact: NotPermitted("", _("Das darf dieses Konto hier nicht."))),
    (PermissionDenied, lambda _fact: NotPermitted("", _("Das ist nicht erlaubt"))),
    (Stale, _stale),
    (
        Gone,
        lambda fact: NotFound(
            f"{fact.layer.name}.{fact.pk}", _("Dieses Objekt gibt es nicht (mehr).")
        ),
    ),
    (
        StillUsed,
        lambda fact: OperationProcessingFailed(f"{fact.layer.name}.{fact.pk}", fact.said),
    ),
    (Invalid, _invalid),
    (TooSlow, lambda _fact: Busy("", _("Die Antwort braucht zu lange; bitte enger fragen"))),
    (
        TooMany,
        lambda _fact: Busy("", _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
    ),
    (
        TooManyFieldsSent,
        lambda _fact: InvalidParameterValue("request", _("Das sind zu viele Parameter.")),
    ),
    (
        psycopg.OperationalError,
        lambda _fact: Busy("", _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
    ),
    (
        OperationalError,
        lambda _fact: Busy("", _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
    ),
    (
        InterfaceError,
        lambda _fact: Busy("", _("Gerade nicht möglich, bitte gleich noch einmal versuchen")),
    ),
)
FACTS = (OwsError, *(kind for kind, _made in _FACTS))


def report(request: HttpRequest, fact: Exception, version: Version) -> HttpResponse:
    if not isinstance(fact, OwsError):
        fact = next(made(fact) for kind, made in _FACTS if isinstance(fact, kind))
    code, status = fact.code, fact.status
    if not version.is_2:
        code = _CODES_11.get(code, code)
        status = status if status in (401, 405, 413, 503) else 200
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = challenge(request)
    if status == 503:
        headers["Retry-After"] = str(_RETRY_S)
    context = {
        "version": version.number,
        "code": code,
        "locator": _speakable(fact.locator),
        "texts": [_speakable(fact.text)],
        "language": get_language() or "de",
    }
    return HttpResponse(
        render_to_string(f"{version.template}/exceptions.xml", context),
        "text/xml; charset=utf-8",
        status=status,
        headers=headers,
    )


def _speakable(text: str) -> str:
    """Without what XML cannot carry; it may repeat what the client sent."""
    return "".join(one for one in text if one.isprintable() or one in "\n\t")
