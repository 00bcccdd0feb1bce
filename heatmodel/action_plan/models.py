"""Measures of the plan, the map objects they concern, heat days, and who needs most care."""

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from layers import registry
from layers.base.models import Named, PointFeature
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index


class CoreElement(models.IntegerChoices):
    """The eight core elements of „Handlungsempfehlungen für die Erstellung von
    Hitzeaktionsplänen zum Schutz der menschlichen Gesundheit“ (Bund/Länder-Ad-hoc-Arbeitsgruppe
    Gesundheitliche Anpassung, BMU, version 1.0, 24 March 2017), after the WHO's guidance of 2008.
    """

    COORDINATION = 1, _("Zentrale Koordinierung und Zusammenarbeit")
    WARNING = 2, _("Nutzung des Hitzewarnsystems")
    INFORMATION = 3, _("Information und Kommunikation")
    INDOORS = 4, _("Weniger Hitze in Innenräumen")
    RISK_GROUPS = 5, _("Besondere Beachtung der Risikogruppen")
    HEALTH_CARE = 6, _("Vorbereitung der Gesundheits- und Sozialsysteme")
    PLANNING = 7, _("Langfristige Stadtplanung und Bauwesen")
    MONITORING = 8, _("Beobachtung und Auswertung der Maßnahmen")


class Trigger(models.IntegerChoices):
    """From which warning level of the DWD on a measure is taken."""

    ALWAYS = 0, _("ganzjährig")
    STRONG = 1, _("ab Warnstufe 1")
    EXTREME = 2, _("ab Warnstufe 2")


@tracked
class PlanMeasure(models.Model):
    """What somebody undertakes. `owner` is an office, never a person."""

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("in Umsetzung")
        DONE = "done", _("umgesetzt")
        PAUSED = "paused", _("ruht")

    element = models.PositiveSmallIntegerField(_("Kernelement"), choices=CoreElement.choices)
    title = models.CharField(_("Maßnahme"), max_length=200, unique=True)
    description = models.TextField(_("Beschreibung"), blank=True, default="")
    owner = models.CharField(
        _("Zuständig"), max_length=120, help_text=_("Eine Stelle, keine Person.")
    )
    trigger = models.PositiveSmallIntegerField(
        _("Auslöser"), choices=Trigger.choices, default=Trigger.ALWAYS
    )
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.PLANNED)
    evidence = models.TextField(
        _("Beleg"),
        blank=True,
        default="",
        help_text=_("Woran man sieht, dass es geschieht: Beschluss, Zahl, Bericht."),
    )
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("erfunden (Demonstration)"), default=False)
    published = models.BooleanField(_("veröffentlicht"), default=False)
    created_at = models.DateTimeField(editable=False, db_default=Now())

    class Meta:
        verbose_name = _("Maßnahme des Hitzeaktionsplans")
        verbose_name_plural = _("Maßnahmen des Hitzeaktionsplans")
        ordering = ["element", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(element__in=CoreElement.values),
                name="heatmodel_planmeasure_element",
            ),
            models.CheckConstraint(
                condition=models.Q(trigger__in=Trigger.values),
                name="heatmodel_planmeasure_trigger",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class MeasurePlace(models.Model):
    """An object on the map that a measure concerns: any feature of any registered layer."""

    measure = models.ForeignKey(PlanMeasure, models.CASCADE, related_name="places")
    layer = models.CharField(_("Ebene"), max_length=60)
    feature = models.BigIntegerField(_("Nummer des Objekts"))

    class Meta:
        verbose_name = _("Ort auf der Karte")
        verbose_name_plural = _("Orte auf der Karte")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "layer", "feature"], name="heatmodel_measureplace_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.layer}:{self.feature}"

    def clean(self) -> None:
        found = {one.name: one for one in registry.all_layers()}.get(self.layer)
        if found is None:
            raise ValidationError({"layer": _("Diese Ebene gibt es nicht.")})
        if not found.model._default_manager.filter(pk=self.feature, **found.where).exists():
            raise ValidationError({"feature": _("Dieses Objekt gibt es in der Ebene nicht.")})


@tracked
class HeatDayEntry(models.Model):
    """What an office did on a day of heat. Names of people do not belong here."""

    day = models.DateField(_("Tag"))
    level = models.PositiveSmallIntegerField(
        _("Warnstufe"), choices=[(0, _("keine Warnung")), (1, "1"), (2, "2")]
    )
    office = models.CharField(
        _("Stelle"), max_length=120, help_text=_("Eine Stelle, keine Person.")
    )
    action = models.TextField(
        _("Was geschah"), help_text=_("Ohne Namen und ohne Angaben, die auf Personen schließen.")
    )
    measure = models.ForeignKey(
        PlanMeasure, models.SET_NULL, null=True, blank=True, verbose_name=_("Maßnahme")
    )
    is_synthetic = models.BooleanField(_("erfunden (Demonstration)"), default=False)
    published = models.BooleanField(_("veröffentlicht"), default=False)

    class Meta:
        verbose_name = _("Eintrag im Hitzetagebuch")
        verbose_name_plural = _("Hitzetagebuch")
        ordering = ["-day", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=[0, 1, 2]), name="heatmodel_heatdayentry_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.office}"


@tracked
class RiskFacility(PointFeature, Named):
    """Where people live or stay who suffer most from heat. Seen by heat planners alone."""

    class Kind(models.TextChoices):
        CARE_HOME = "care_home", _("Pflegeheim")
        DAY_CARE = "day_care", _("Tagespflege")
        HOSPITAL = "hospital", _("Krankenhaus")
        KINDERGARTEN = "kindergarten", _("Kindertagesstätte")
        DISABILITY = "disability", _("Einrichtung der Eingliederungshilfe")
        SHELTER = "shelter", _("Unterkunft")

    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    places = models.PositiveIntegerField(_("Plätze"), null=True, blank=True)
    has_cooling = models.BooleanField(_("gekühlter Raum"), null=True, blank=True)
    heat_plan_on = models.DateField(_("eigener Hitzeplan vom"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("schutzbedürftige Einrichtung")
        verbose_name_plural = _("schutzbedürftige Einrichtungen")
        indexes = [*Feature.Meta.indexes, search_index("name")]
