"""The hours of cool places on days with a heat warning."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField, Value

from heatmodel.places.models import CoolPlace
from heatmodel.warnings.queries import situation, warning_days
from layers.hours.spelling import date_words


def warning_day_hours(at: datetime, pks: Iterable[int] | None = None) -> dict[int, str]:
    """What holds instead of `hours_in_force` at places with hours of their own on warning days.

    By primary key, of the places `pks` or of all; empty without a current warning that touches
    the day of `at` or a later one. Closures stay stronger.
    """
    return hours_on(warning_days(situation(at)), pks)


def hours_on(days: Mapping[date, int], pks: Iterable[int] | None = None) -> dict[int, str]:
    """The same for warning days known already, each with its level. At most two queries."""
    rows = CoolPlace.objects.filter(published=True).exclude(warning_hours="")
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    found: dict[int, str] = {}
    for level in (1, 2):
        fitting = [date_words(day) for day, reached in sorted(days.items()) if reached >= level]
        if fitting:
            hours = Func(
                F("opening_hours"),
                F("closed_rules"),
                F("warning_hours"),
                Value(fitting, output_field=ArrayField(TextField())),
                function="heatmodel_hours_in_force",
                output_field=TextField(),
            )
            found |= dict(rows.filter(warning_level=level).values_list("pk", hours))
    return found
