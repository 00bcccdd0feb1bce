"""Where people live without a cool place in reach, for those who plan new ones."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from heatmodel.results.models import DayKind, Modelled, share_field
from layers.base.models import Named
from layers.ground.models import Feature

MINUTES = (5, 10, 15)  # on foot
GAP_MINUTES = 10


class Weekday(models.IntegerChoices):
    """As in ISO 8601, named by Django."""

    MONDAY = 1, WEEKDAYS[0]
    TUESDAY = 2, WEEKDAYS[1]
    WEDNESDAY = 3, WEEKDAYS[2]
    THURSDAY = 4, WEEKDAYS[3]
    FRIDAY = 5, WEEKDAYS[4]
    SATURDAY = 6, WEEKDAYS[5]
    SUNDAY = 7, WEEKDAYS[6]


class CoolGap(Modelled, Named):
    """A census cell and how many of its people reach no cool place known to be open within
    GAP_MINUTES on foot, at the full hours from `from_hour` until before `until_hour` of a weekday.

    One row for each stretch of hours with the same numbers; hours in which everybody reaches one
    have none. `without_least` leaves out who reaches a place whose hours nobody knows. `level`
    says which opening hours hold.
    """

    district = models.CharField(_("Stadtbezirk"), max_length=200, blank=True, default="")
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    from_hour = models.PositiveSmallIntegerField(_("ab (Uhr)"))
    until_hour = models.PositiveSmallIntegerField(_("bis vor (Uhr)"))
    level = models.PositiveSmallIntegerField(
        _("Warnstufe"), choices=DayKind.choices, default=DayKind.ORDINARY
    )
    inhabitants = models.PositiveIntegerField(_("Einwohner"))
    without = models.PositiveIntegerField(_("ohne sicher geöffneten kühlen Ort"))
    without_least = models.PositiveIntegerField(_("mindestens ohne kühlen Ort"))
    without_pct = share_field(_("Anteil ohne kühlen Ort"))

    class Meta(Feature.Meta):
        verbose_name = _("Lücke bei kühlen Orten")
        verbose_name_plural = _("Lücken bei kühlen Orten")
        constraints = [
            *Feature.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_hour__lt=F("until_hour"), until_hour__lte=24),
                name="heatmodel_coolgap_hours_ordered",
            ),
            models.CheckConstraint(
                condition=Q(weekday__in=Weekday.values, level__in=DayKind.values),
                name="heatmodel_coolgap_day_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    without__gte=1,
                    without__lte=F("inhabitants"),
                    without_least__lte=F("without"),
                ),
                name="heatmodel_coolgap_counts_ordered",
            ),
        ]
        indexes = [
            *Feature.Meta.indexes,
            models.Index(fields=["level", "weekday", "from_hour"], name="coolgap_hour"),
        ]
