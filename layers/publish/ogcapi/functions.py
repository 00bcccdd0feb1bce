"""The functions that filters may use beyond the operators of CQL2."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.publish.filters.compile import FUNCTIONS
from layers.publish.ogcapi import documents
from layers.publish.ogcapi.links import self_and_alternates

_TYPES = {
    "text": ["string"],
    "number": ["number", "integer"],
    "boolean": ["boolean"],
    "geometry": ["geometry"],
    "date": ["date"],
    "timestamp": ["datetime"],
}
_OF_THE_STANDARD = {"casei", "accenti"}


def functions(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    document = {
        "title": _("Funktionen in CQL2"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "functions": [
            _described(name) for name in sorted(FUNCTIONS) if name not in _OF_THE_STANDARD
        ],
    }
    return documents.answer(request, chosen, document, "functions")


def _described(name: str) -> dict[str, Any]:
    _sql, arguments, result = FUNCTIONS[name]
    return {
        "name": name,
        "description": _descriptions().get(name, ""),
        "arguments": [{"type": _TYPES[one]} for one in arguments],
        "returns": _TYPES[result],
    }


def _descriptions() -> dict[str, str]:
    return {
        "abs": _("Betrag"),
        "area": _("Fläche in Quadratmetern"),
        "buffer": _("Umgebung einer Form, Abstand in Metern"),
        "ceil": _("nächstgrößere ganze Zahl"),
        "centroid": _("Schwerpunkt einer Form"),
        "distance": _("Abstand zweier Formen in Metern"),
        "floor": _("nächstkleinere ganze Zahl"),
        "length": _("Zahl der Zeichen eines Textes"),
        "linelength": _("Länge einer Linie in Metern"),
        "lower": _("Text in Kleinbuchstaben"),
        "perimeter": _("Umfang einer Fläche in Metern"),
        "upper": _("Text in Großbuchstaben"),
    }
