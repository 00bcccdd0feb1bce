"""Scenarios as planners keep them, and what of them everybody may see."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from layers.base.models import AreaFeature, Named
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index

GIVEN_UP = timedelta(minutes=30)  # a quarter takes some ten seconds


def no_measures() -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": []}


class Scenario(models.Model):
    """Measures somebody thinks about, as drawn, and what came out when they were computed.

    `measures` is GeoJSON in EPSG:4326 and may be unfinished. `version` rises with every save;
    `result` belongs to the version `computed_version`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        WAITING = "waiting", _("wartet auf die Berechnung")
        RUNNING = "running", _("wird berechnet")
        DONE = "done", _("berechnet")
        FAILED = "failed", _("Berechnung gescheitert")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="heat_scenarios"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    measures = models.JSONField(default=no_measures)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    progress_pct = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, default="")
    computed_version = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    folder = models.CharField(max_length=120, blank=True, default="")  # of the result's rasters
    public_folder = models.CharField(max_length=120, blank=True, default="")
    public_since = models.DateTimeField(null=True)
    public_result = models.JSONField(null=True)  # as it was when it was published

    class Meta:
        verbose_name = _("Szenario")
        verbose_name_plural = _("Szenarien")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress_pct__lte=100), name="heatmodel_scenario_progress"
            ),
            models.CheckConstraint(
                condition=models.Q(result=None, computed_version=None)
                | models.Q(result__isnull=False, computed_version__isnull=False),
                name="heatmodel_scenario_result_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def count(self) -> int:
        return len(self.measures["features"])

    @property
    def is_busy(self) -> bool:
        """Whether a result is to be expected; a job that died is given up after a while."""
        if self.state not in (self.State.WAITING, self.State.RUNNING) or not self.submitted_at:
            return False
        return timezone.now() < self.submitted_at + GIVEN_UP

    @property
    def is_up_to_date(self) -> bool:
        """Whether the result is that of the measures as they are drawn now."""
        return self.computed_version == self.version


class ScenarioPicture(models.Model):
    """A picture of one quantity before or after the measures, or of the difference."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("Heute")
        AFTER = "after", _("Mit den Maßnahmen")
        DELTA = "delta", _("Unterschied")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="pictures")
    quantity = models.CharField(max_length=20)
    moment = models.CharField(max_length=6, choices=Moment.choices)
    png = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "quantity", "moment"], name="heatmodel_picture_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.quantity} {self.moment}"


class ScenarioReport(models.Model):
    """A report of a scenario's result in one language, made in the background when asked for.

    It belongs to `version`, the one that was computed; `content` is None while it is being made.
    """

    class Form(models.TextChoices):
        PDF = "pdf", _("Bericht als PDF")
        HTML = "html", _("Karte als HTML-Datei")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="reports")
    version = models.PositiveIntegerField()
    form = models.CharField(max_length=4, choices=Form.choices)
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "form", "language"], name="heatmodel_report_once"
            ),
            models.CheckConstraint(
                condition=models.Q(form__in=["pdf", "html"]), name="heatmodel_report_form_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.form} {self.language}"

    @property
    def is_coming(self) -> bool:
        """Whether it is still being made; a job that died is given up after a while."""
        return self.content is None and timezone.now() < self.asked_at + GIVEN_UP


@tracked
class ScenarioEffect(AreaFeature, Named):
    """Where a published scenario changes the felt temperature at 15 o'clock, class by class.

    The `name` is the scenario's. Always a calculation of what does not exist: kind `scenario`.
    """

    class Effect(models.TextChoices):
        MUCH_COOLER = "much_cooler", _("um mehr als 5 K kühler")
        COOLER = "cooler", _("um 2 bis 5 K kühler")
        SLIGHTLY_COOLER = "slightly_cooler", _("um 0,5 bis 2 K kühler")
        WARMER = "warmer", _("um mehr als 0,5 K wärmer")

    scenario = models.CharField(_("Kennung des Szenarios"), max_length=36, db_index=True)
    kind = models.CharField(_("Art"), max_length=8, default="scenario", db_default="scenario")
    effect = models.CharField(_("Wirkung"), max_length=16, choices=Effect.choices)
    pet_before_c = models.FloatField(_("Gefühlte Temperatur (PET) heute"))
    pet_after_c = models.FloatField(_("Gefühlte Temperatur (PET) mit den Maßnahmen"))
    pet_delta_k = models.FloatField(_("Änderung der gefühlten Temperatur"))
    shade_delta_h = models.FloatField(_("Mehr Schatten am Tag"))
    computed_on = models.DateField(_("berechnet am"))

    class Meta(Feature.Meta):
        verbose_name = _("Wirkung eines Szenarios")
        verbose_name_plural = _("Wirkungen von Szenarien")
        indexes = [*Feature.Meta.indexes, search_index("name")]
        constraints = [
            *Feature.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="scenario"), name="heatmodel_scenarioeffect_kind"
            ),
        ]
