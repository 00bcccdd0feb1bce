"""Query parameters: one declaration each, read here and described in the API definition."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from layers.publish import crs as systems
from layers.publish.crs import CRS84, Crs
from layers.publish.ogcapi.errors import BadParameter
from layers.registry import Text

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
_MAX_OFFSET = 2**31 - 1
_LONGEST_VALUE = 20_000

CRS_SCHEMA = {
    "type": "string",
    "format": "uri",
    "enum": [one.uri for one in systems.ALL],
    "default": CRS84.uri,
}


@dataclass(frozen=True)
class Parameter:
    name: str
    description: Text
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"}, hash=False)
    explode: bool = False


def format_parameter(forms: Iterable[str]) -> Parameter:
    return Parameter(
        "f",
        gettext_lazy("Form der Antwort; ohne Angabe gilt die Kopfzeile Accept."),
        {"type": "string", "enum": list(forms)},
    )


LANGUAGE = Parameter(
    "sprache",
    gettext_lazy("Sprache der Texte; ohne Angabe gilt die Kopfzeile Accept-Language."),
    {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]},
)
BBOX = Parameter(
    "bbox",
    gettext_lazy(
        "Nur Objekte, die dieses Rechteck berühren: vier oder sechs Zahlen in der Reihenfolge "
        "der Achsen von bbox-crs."
    ),
    {
        "type": "array",
        "minItems": 4,
        "maxItems": 6,
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    },
)
BBOX_CRS = Parameter("bbox-crs", gettext_lazy("Koordinatensystem von bbox."), CRS_SCHEMA)
CRS = Parameter("crs", gettext_lazy("Koordinatensystem der Antwort."), CRS_SCHEMA)
DATETIME = Parameter(
    "datetime",
    gettext_lazy(
        "Nur Objekte, die zu diesem Zeitpunkt oder in diesem Zeitraum gelten: Zeitpunkt nach "
        "RFC 3339, oder Anfang/Ende, wobei „..“ ein offenes Ende ist."
    ),
)
LIMIT = Parameter(
    "limit",
    gettext_lazy(
        "Höchstzahl der Objekte auf einer Seite; mehr als der größte Wert gilt als der. "
        "Wer vielen Links „next“ folgt, bekommt größere Seiten."
    ),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)
OFFSET = Parameter(
    "offset",
    gettext_lazy("So viele Objekte auslassen. Sicherer ist, den Links „next“ zu folgen."),
    {"type": "integer", "minimum": 0, "maximum": _MAX_OFFSET, "default": 0},
)
AFTER = Parameter(
    "after", gettext_lazy("Wo die Seite beginnt; nur aus einem Link „next“ zu übernehmen.")
)
FILTER = Parameter("filter", gettext_lazy("Bedingung in CQL2."))
FILTER_LANG = Parameter(
    "filter-lang",
    gettext_lazy("Schreibweise von filter."),
    {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
)
FILTER_CRS = Parameter(
    "filter-crs", gettext_lazy("Koordinatensystem der Formen in filter."), CRS_SCHEMA
)


def read(request: HttpRequest, known: Iterable[Parameter]) -> dict[str, str]:
    """The parameters by name. BadParameter for one that is unknown, repeated or unreadable."""
    names = {one.name for one in known} | {LANGUAGE.name}
    for name, values in request.GET.lists():
        if name not in names:
            raise BadParameter(name, _("Diesen Parameter gibt es hier nicht."))
        if len(values) > 1:
            raise BadParameter(name, _("Dieser Parameter steht mehrfach da."))
        if "\x00" in values[0] or len(values[0]) > _LONGEST_VALUE:
            raise BadParameter(name, _("Dieser Wert ist nicht lesbar oder zu lang."))
    languages = LANGUAGE.schema["enum"]
    if request.GET.get(LANGUAGE.name, languages[0]) not in languages:
        raise BadParameter(LANGUAGE.name, _one_of(languages))
    return request.GET.dict()


def _one_of(values: Iterable[str]) -> str:
    return _("Möglich ist: %(values)s") % {"values": ", ".join(values)}


def form(request: HttpRequest, asked: dict[str, str], forms: dict[str, str]) -> str:
    """The form to answer in, of `forms` (media type by `f`): `f` counts, then Accept."""
    if "f" in asked:
        if asked["f"] not in forms:
            raise BadParameter("f", _one_of(forms))
        return asked["f"]
    wanted = request.get_preferred_type(list(forms.values()))
    return next((name for name, type_ in forms.items() if type_ == wanted), next(iter(forms)))


def crs(asked: dict[str, str], parameter: Parameter) -> Crs:
    name = asked.get(parameter.name)
    if name is None:
        return CRS84
    found = systems.named(name)
    if found is None or found[1] == "legacy":
        raise BadParameter(parameter.name, _one_of(one.uri for one in systems.ALL))
    return found[0]


def limit(asked: dict[str, str]) -> int:
    return min(_whole(asked, LIMIT, DEFAULT_LIMIT, least=1), MAX_LIMIT)


def offset(asked: dict[str, str]) -> int:
    return min(_whole(asked, OFFSET, 0, least=0), _MAX_OFFSET)


def _whole(asked: dict[str, str], parameter: Parameter, default: int, *, least: int) -> int:
    text = asked.get(parameter.name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) or int(text) < least:
        raise BadParameter(
            parameter.name, _("Erwartet wird eine ganze Zahl ab %(least)s.") % {"least": least}
        )
    return int(text)


def box(asked: dict[str, str]) -> tuple[list[float], Crs] | None:
    """The bbox with axes in order x, y(, z), and its system; None if none is asked for."""
    system = crs(asked, BBOX_CRS)
    text = asked.get("bbox")
    if text is None:
        return None
    numbers = _numbers(text)
    numbers = systems.xy_box(numbers, system.north_first)
    half = len(numbers) // 2
    if numbers[1] > numbers[half + 1]:
        raise BadParameter("bbox", _("Die untere Grenze liegt über der oberen."))
    if numbers[0] > numbers[half] and not system.in_degrees:
        raise BadParameter("bbox", _("Die linke Grenze liegt rechts von der rechten."))
    return numbers, system


def _numbers(text: str) -> Sequence[float]:
    parts = text.split(",")
    number = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\s*", re.ASCII)
    if len(parts) not in (4, 6) or not all(number.fullmatch(part) for part in parts):
        raise BadParameter("bbox", _("Erwartet werden vier oder sechs Zahlen mit Kommas."))
    numbers = [float(part) for part in parts]
    if not all(abs(one) < 1e12 for one in numbers):
        raise BadParameter("bbox", _("Diese Zahlen liegen außerhalb jeder Karte."))
    return numbers


def interval(text: str, name: str = "datetime") -> tuple[str, str]:
    """Both ends of a time in RFC 3339, ".." where open; a bare date means its whole day (UTC)."""
    start, slash, end = text.partition("/")
    if not slash:
        if start in ("", ".."):
            raise BadParameter(name, _unreadable_time())
        return _end(start, name, first=True), _end(start, name, first=False)
    ends = _end(start, name, first=True), _end(end, name, first=False)
    if ends == ("..", ".."):
        return ends
    if ".." not in ends and datetime.fromisoformat(ends[0]) > datetime.fromisoformat(ends[1]):
        raise BadParameter(name, _("Das Ende liegt vor dem Anfang."))
    return ends


_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)


def _end(text: str, name: str, *, first: bool) -> str:
    if text in ("", ".."):
        return ".."
    if _DATE.fullmatch(text):
        text += "T00:00:00Z" if first else "T23:59:59.999999Z"
    if not _MOMENT.fullmatch(text):
        raise BadParameter(name, _unreadable_time())
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, _unreadable_time()) from error
    return moment.isoformat()


def _unreadable_time() -> str:
    return _("Erwartet wird eine Zeit wie 2026-08-02T18:00:00Z oder ein Zeitraum mit „/“.")
