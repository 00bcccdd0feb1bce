"""A feature's fields as people read them: labels, units, and „unbekannt“ where nothing is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from layers.ground.models import Feature
from layers.registry import Field, Layer

# UCUM's codes as people write them; "1" is a plain count.
_UNITS = {"m": "m", "km": "km", "km2": "km²", "m2": "m²", "%": "%", "Cel": "°C", "1": ""}


@dataclass(frozen=True)
class Value:
    """One field of one feature. `text` is ready to be shown, `raw` is what is stored."""

    name: str
    title: str
    raw: Any
    text: str
    is_known: bool

    @property
    def is_link(self) -> bool:
        return self.is_known and self.text.startswith(("http://", "https://"))

    @property
    def is_hours(self) -> bool:
        return self.name == "opening_hours"


def values(layer: Layer, feature: Feature, *, only_list: bool = False) -> list[Value]:
    """The layer's declared fields of `feature`, with `only_list` those for lists."""
    return [value(field, feature) for field in layer.fields if field.in_list or not only_list]


def value(field: Field, feature: Feature) -> Value:
    raw = getattr(feature, field.name)
    known = raw is not None and raw != ""
    text = shown(field, raw) if known else _("unbekannt")
    return Value(field.name, str(field.title), raw, text, known)


def shown(field: Field, raw: Any) -> str:
    """A known value in the reader's language, with its unit."""
    if field.choices is not None:
        return str(dict(field.choices.choices).get(raw, raw))
    if isinstance(raw, bool):
        return _("ja") if raw else _("nein")
    if isinstance(raw, datetime):
        return formats.date_format(localtime(raw), "DATETIME_FORMAT")
    if isinstance(raw, date):
        return formats.date_format(raw, "DATE_FORMAT")
    if isinstance(raw, (int, float)) and field.type in ("integer", "number"):
        return _number(field, raw)
    return str(raw)


def _number(field: Field, raw: float) -> str:
    digits = 0 if float(raw).is_integer() else 2
    # A year is a number that nobody groups.
    grouped = not field.name.endswith("year")
    number = formats.number_format(raw, digits, use_l10n=True, force_grouping=grouped)
    unit = _UNITS.get(field.unit, field.unit)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def title(layer: Layer, feature: Feature) -> str:
    """What a list calls the feature: its title field, else the layer's title and its number."""
    field = layer.fields_by_name.get(layer.title_field)
    raw = getattr(feature, layer.title_field, "")
    if raw and layer.title_field != "source_id":
        return shown(field, raw) if field else str(raw)
    return f"{layer.title} {feature.pk}"


def distance_words(metres: float) -> str:
    """„350 m“, „1,4 km“; rounded, because nobody walks as the crow flies."""
    if metres < 975:
        return f"{round(metres / 50) * 50 or 50:d}\N{NO-BREAK SPACE}m"
    return f"{formats.number_format(round(metres / 1000, 1), 1)}\N{NO-BREAK SPACE}km"


def known_only(shown_values: Iterable[Value]) -> list[Value]:
    return [one for one in shown_values if one.is_known]
