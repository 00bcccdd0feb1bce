"""A change set: what belongs together, who did it through which door, and its undoing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class ChangeSet(models.Model):
    """One act of writing. Its rows' history events carry `context_id` (pghistory's context).

    `tables` are the feature tables it wrote to, also those that keep no history of rows.
    """

    class Door(models.TextChoices):
        FORM = "form", _("Formular")
        ADMIN = "admin", _("Verwaltung")
        IMPORT = "import", _("Import")
        COMMAND = "command", _("Befehl")
        OGC_API = "ogc_api", _("OGC API")
        WFS = "wfs", _("WFS-T")

    context_id = models.UUIDField(editable=False, unique=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("Konto"),
    )
    door = models.CharField(_("Eingegangen über"), max_length=10, choices=Door.choices)
    comment = models.CharField(_("Bemerkung"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)
    tables = ArrayField(
        models.CharField(max_length=63),
        verbose_name=_("Tabellen"),
        default=list,
        db_default=[],
        editable=False,
    )
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("macht rückgängig"),
    )

    # What one call of `services.write` did, change by change; known only to its caller.
    written: Sequence[Any] = ()

    class Meta:
        verbose_name = _("Änderungssatz")
        verbose_name_plural = _("Änderungssätze")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.get_door_display()}"
