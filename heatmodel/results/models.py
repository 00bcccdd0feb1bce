"""Runs of the heat model and what they found: zones, cool islands, shade, coverage."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.base.models import AreaFeature, Named
from layers.ground.models import Dataset, Feature

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SHADE_HOURS = 15  # stored hours of a day, see heatmodel.shading.moments
WEEK_HOURS = 168  # of a week, from Monday 0 to 1 o'clock on


class Kind(models.TextChoices):
    """How a number came about; it stands beside every number."""

    OBSERVED = "observed", _("gemessen")
    MODELLED = "modelled", _("modelliert")
    SCENARIO = "scenario", _("Szenario")


class HeatClass(models.IntegerChoices):
    """Classes of heat by z-score: up to -1, 0, 1, 2 and above (practice of VDI 3785 part 1)."""

    VERY_LOW = 1, _("sehr günstig")
    LOW = 2, _("günstig")
    MIDDLE = 3, _("weniger günstig")
    HIGH = 4, _("ungünstig")
    VERY_HIGH = 5, _("sehr ungünstig")


def class_field(title: "StrPromise") -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(title, choices=HeatClass.choices, null=True, blank=True)


def share_field(title: "StrPromise") -> models.FloatField:
    """A percentage; unknown is NULL."""
    bounds = [MinValueValidator(0), MaxValueValidator(100)]
    return models.FloatField(title, null=True, blank=True, validators=bounds)


class HeatRun(models.Model):
    """One computation: from which sources, with which parameters, and where its rasters lie.

    Among the published ones the map shows the latest. `fingerprint` is the state of the input
    tables when the run read them: where it differs from theirs now, the result is out of date.
    """

    class About(models.TextChoices):
        HEAT = "heat", _("Hitze und Schatten")
        COVERAGE = "coverage", _("Erreichbarkeit kühler Orte")

    run_id = models.SlugField(_("Kennung"), max_length=80, unique=True)
    about = models.CharField(
        _("Gegenstand"), max_length=8, choices=About.choices, default=About.HEAT
    )
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices)
    calibrated = models.BooleanField(_("kalibriert"), default=False)
    published = models.BooleanField(_("veröffentlicht"), default=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, verbose_name=_("Datensatz"))
    started_at = models.DateTimeField(_("begonnen"))
    finished_at = models.DateTimeField(_("beendet"))
    folder = models.CharField(_("Ordner der Raster"), max_length=500, blank=True, default="")
    fingerprint = models.CharField(_("Stand der Eingangsdaten"), max_length=64, blank=True)
    sources = models.JSONField(_("Quellen"), default=list)
    parameters = models.JSONField(_("Parameter"), default=dict)
    shade_year = models.PositiveSmallIntegerField(_("Jahr des Sonnenstands"), null=True, blank=True)
    sun_bits = ArrayField(
        models.PositiveIntegerField(),
        size=24,
        null=True,
        blank=True,
        help_text=_(
            "Für jeden Halbmonat: Bit k sagt, dass die Sonne zur Stunde k am Himmel steht."
        ),
    )

    class Meta:
        verbose_name = _("Rechenlauf")
        verbose_name_plural = _("Rechenläufe")
        get_latest_by = ("finished_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="heatmodel_heatrun_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(started_at__lte=models.F("finished_at")),
                name="heatmodel_heatrun_time_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.run_id


class Modelled(AreaFeature):
    """An area with numbers of the model; `run_id` names the run they come from."""

    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.MODELLED)
    run_id = models.CharField(_("Rechenlauf"), max_length=80, db_index=True)

    class Meta(Feature.Meta):
        abstract = True


class HeatZone(Modelled, Named):
    """Neighbouring cells of one class of heat. What was not measured or modelled is NULL."""

    district = models.CharField(_("Stadtbezirk"), max_length=200, blank=True, default="")
    class_total = class_field(_("Hitze insgesamt"))
    class_day = class_field(_("Hitze am Tag"))
    class_night = class_field(_("Hitze in der Nacht"))
    pet_15 = models.FloatField(_("Gefühlte Temperatur (PET), 15 Uhr"), null=True, blank=True)
    tmrt_15 = models.FloatField(_("Strahlungstemperatur, 15 Uhr"), null=True, blank=True)
    dt_night = models.FloatField(_("Überwärmung der Luft, nachts"), null=True, blank=True)
    lst_anom_k = models.FloatField(_("Oberflächentemperatur, Abweichung"), null=True, blank=True)
    lst_mad_k = models.FloatField(_("Oberflächentemperatur, Streuung"), null=True, blank=True)
    lst_n = models.PositiveSmallIntegerField(
        _("Anzahl der Satellitenbilder"), null=True, blank=True
    )
    gi_z = models.FloatField(_("Gi* (Rangmaß)"), null=True, blank=True)
    sealed_pct = share_field(_("Versiegelt"))
    canopy_pct = share_field(_("Baumkronen"))
    pop = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    pop65 = models.PositiveIntegerField(_("Menschen ab 65"), null=True, blank=True)
    pop_u6 = models.PositiveIntegerField(_("Kinder unter 6"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("Rang"), null=True, blank=True)
    rank_p05 = models.PositiveIntegerField(_("Rang, günstigste 5 %"), null=True, blank=True)
    rank_p95 = models.PositiveIntegerField(_("Rang, ungünstigste 5 %"), null=True, blank=True)
    confidence = share_field(_("Sicherheit des Rangs"))
    area_ha = models.FloatField(_("Fläche"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Hitzezone")
        verbose_name_plural = _("Hitzezonen")
        constraints = [
            *Feature.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rank=None) | Q(rank_p05__lte=models.F("rank_p95")),
                name="heatmodel_heatzone_rank_ordered",
            ),
        ]


class CoolIsland(Modelled, Named):
    """An area that is markedly cooler than the settlement around it."""

    class Cover(models.TextChoices):
        GREEN = "green", _("Grün")
        WATER = "water", _("Wasser")
        OPEN = "open", _("Freifläche")

    cover = models.CharField(_("Bedeckung"), max_length=8, choices=Cover.choices)
    district = models.CharField(_("Stadtbezirk"), max_length=200, blank=True, default="")
    pet_15 = models.FloatField(_("Gefühlte Temperatur (PET), 15 Uhr"), null=True, blank=True)
    dt_night = models.FloatField(_("Überwärmung der Luft, nachts"), null=True, blank=True)
    canopy_pct = share_field(_("Baumkronen"))
    area_ha = models.FloatField(_("Fläche"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Kühle Insel")
        verbose_name_plural = _("Kühle Inseln")


class CoverageArea(Modelled, Named):
    """A district or census cell, and which share of its people reaches an open cool place on foot.

    `weekday_*` is Tuesday at 15 o'clock, `sunday_*` Sunday at 15, counting places known to be
    open; `*_most` counts also those whose hours nobody knows. Every other hour of the week stands
    in `CoverageWeek`. Without inhabitants: NULL.
    """

    class Unit(models.TextChoices):
        DISTRICT = "district", _("Stadtbezirk")
        CELL = "cell", _("Zelle des Zensusgitters")

    unit = models.CharField(_("Einheit"), max_length=8, choices=Unit.choices)
    inhabitants = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    weekday_5 = share_field(_("Dienstag 15 Uhr, 5 Minuten"))
    weekday_10 = share_field(_("Dienstag 15 Uhr, 10 Minuten"))
    weekday_15 = share_field(_("Dienstag 15 Uhr, 15 Minuten"))
    weekday_10_most = share_field(_("Dienstag 15 Uhr, 10 Minuten, höchstens"))
    sunday_5 = share_field(_("Sonntag 15 Uhr, 5 Minuten"))
    sunday_10 = share_field(_("Sonntag 15 Uhr, 10 Minuten"))
    sunday_15 = share_field(_("Sonntag 15 Uhr, 15 Minuten"))

    class Meta(Feature.Meta):
        verbose_name = _("Erreichbarkeit kühler Orte")
        verbose_name_plural = _("Erreichbarkeit kühler Orte")


class DayKind(models.IntegerChoices):
    """Which opening hours hold: the ordinary ones, or those of a day with a heat warning."""

    ORDINARY = 0, _("ohne Hitzewarnung")
    LEVEL_1 = 1, _("mit Warnstufe 1")
    LEVEL_2 = 2, _("mit Warnstufe 2")


class CoverageWeek(models.Model):
    """People of an area within so many minutes of an open cool place, for each hour of a week.

    Counted for a week without a warning and for one where every day has the warning `level`.
    `sure` counts places known to be open, `perhaps` also those whose hours nobody knows. Both are
    arrays of WEEK_HOURS, from Monday 0 o'clock on.
    """

    area = models.ForeignKey(CoverageArea, models.CASCADE, related_name="weeks")
    minutes = models.PositiveSmallIntegerField(_("Minuten zu Fuß"))
    level = models.PositiveSmallIntegerField(
        _("Warnstufe"), choices=DayKind.choices, default=DayKind.ORDINARY
    )
    sure = ArrayField(models.PositiveIntegerField(), size=WEEK_HOURS)
    perhaps = ArrayField(models.PositiveIntegerField(), size=WEEK_HOURS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "minutes", "level"], name="heatmodel_coverageweek_once"
            ),
            models.CheckConstraint(
                condition=Q(sure__len=WEEK_HOURS, perhaps__len=WEEK_HOURS),
                name="heatmodel_coverageweek_whole",
            ),
            models.CheckConstraint(
                condition=Q(level__in=DayKind.values), name="heatmodel_coverageweek_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.minutes}"


class PlaceShade(models.Model):
    """How much of a cool place lies in shade, by hour, on the day that stands for a half month.

    `shares` are percent at the SHADE_HOURS stored hours, NULL where the sun is down or where
    nothing is known of the place's ground.
    """

    class Basis(models.TextChoices):
        AREA = "area", _("Fläche des Ortes")
        AROUND = "around", _("25 m um den Punkt")

    run = models.ForeignKey(HeatRun, models.CASCADE, related_name="place_shades")
    place = models.ForeignKey(
        "heatmodel.CoolPlace", models.CASCADE, related_name="shades", verbose_name=_("kühler Ort")
    )
    half_month = models.PositiveSmallIntegerField(_("Halbmonat"))
    basis = models.CharField(_("Bezug"), max_length=6, choices=Basis.choices)
    shares = ArrayField(models.PositiveSmallIntegerField(null=True), size=SHADE_HOURS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "place", "half_month"], name="heatmodel_placeshade_once"
            ),
            models.CheckConstraint(
                condition=Q(half_month__lt=24, shares__len=SHADE_HOURS),
                name="heatmodel_placeshade_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.half_month}"
