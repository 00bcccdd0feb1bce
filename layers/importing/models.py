"""The builds of imported layers: what was read, when, with which result."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One import of one source into one layer, with its report; also of failed ones."""

    class State(models.TextChoices):
        DONE = "done", _("fertig")
        REFUSED = "refused", _("abgelehnt")

    dataset = models.ForeignKey("layers.Dataset", models.CASCADE, verbose_name=_("Datensatz"))
    layer = models.CharField(_("Ebene"), max_length=60)
    source = models.CharField(_("Quelle"), max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    change_set = models.ForeignKey(
        "layers.ChangeSet", models.SET_NULL, null=True, blank=True, verbose_name=_("Änderungssatz")
    )
    started_at = models.DateTimeField(_("Beginn"))
    finished_at = models.DateTimeField(_("Ende"), auto_now_add=True)
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices)
    created = models.PositiveIntegerField(_("neu"), default=0)
    updated = models.PositiveIntegerField(_("geändert"), default=0)
    unchanged = models.PositiveIntegerField(_("gleich geblieben"), default=0)
    withdrawn = models.PositiveIntegerField(_("zurückgezogen"), default=0)
    rejected = models.PositiveIntegerField(_("abgelehnt"), default=0)
    reasons = models.JSONField(_("Gründe der Ablehnung"), default=dict)

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        ordering = ["-finished_at"]

    def __str__(self) -> str:
        return f"{self.layer}: {self.source}"
