"""What may be written in the fields of hours that are no plain opening hours."""

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from layers.hours import readable_hours

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = rf"(?:\d{{4}} )?{_MONTH} \d{{2}}"
_CLOSURE = re.compile(rf'{_DAY}(?:-{_DAY})? off(?: "[^"|;]*")?')
_WEEKDAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_WEEKDAYS = rf"{_WEEKDAY}(?:-{_WEEKDAY})?"
_TIME = r"\d{2}:\d{2}"
_SPAN = rf"{_TIME}-{_TIME}"
_WARNING = re.compile(rf"(?:{_WEEKDAYS}(?:,{_WEEKDAYS})* )?{_SPAN}(?:,{_SPAN})*")

_CLOSURE_EXAMPLE = '2026 Jul 20-2026 Aug 09 off "Sommerpause"'
_WARNING_EXAMPLE = "Mo-Fr 09:00-20:00; Sa,Su 10:00-18:00"


def closure_rules(text: str) -> None:
    """Validator: dates that are off, each perhaps with a reason, between semicolons."""
    _every_rule(
        text,
        _CLOSURE,
        _("Schließungen sind Tage mit „off“ und einem Grund, zum Beispiel %(example)s."),
        _CLOSURE_EXAMPLE,
    )


def warning_day_rules(text: str) -> None:
    """Validator: times, perhaps of weekdays; the date of the warning is put before each rule."""
    _every_rule(
        text,
        _WARNING,
        _("Zeiten an Warntagen nennen nur Wochentage und Uhrzeiten, zum Beispiel %(example)s."),
        _WARNING_EXAMPLE,
    )


def _every_rule(text: str, rule: re.Pattern[str], message: "StrPromise", example: str) -> None:
    if not all(rule.fullmatch(one.strip()) for one in text.split(";")):
        raise ValidationError(message, code="invalid", params={"example": example})
    readable_hours(text)
