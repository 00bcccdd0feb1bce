"""One suggestion of a citizen for one layer."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from layers.editing.models import ChangeSet
from layers.ground.crs import STORAGE_SRID
from layers.ground.models import GeometryOk
from layers.media.models import Photo


class Suggestion(models.Model):
    """A new feature, or with `target` something about one. No publisher reads this table.

    `values` are by field name, as the form gave them; with a target they are what `report` (its
    name in the layer's declaration) proposes to change. `email` is there for the answer alone and
    is deleted with it, at the latest by `forget_addresses`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("wartet auf Prüfung")
        ACCEPTED = "accepted", _("übernommen")
        MERGED = "merged", _("mit einem Eintrag zusammengeführt")
        REJECTED = "rejected", _("nicht übernommen")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    layer = models.CharField(_("Ebene"), max_length=60)
    target = models.BigIntegerField(_("Zu Objekt Nummer"), null=True, blank=True)
    geometry = models.PointField(_("Lage"), srid=STORAGE_SRID, null=True, blank=True)
    report = models.CharField(_("Anlass"), max_length=20, blank=True)
    values = models.JSONField(_("Angaben"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    remark = models.TextField(_("Bemerkung"), blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    language = models.CharField(_("Sprache"), max_length=8, default="de")
    photo = models.OneToOneField(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Foto")
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(
        _("Stand"), max_length=9, choices=State.choices, default=State.OPEN, db_index=True
    )
    answer = models.TextField(_("Antwort"), blank=True)
    created_at = models.DateTimeField(_("Eingegangen"), auto_now_add=True)
    decided_at = models.DateTimeField(_("Entschieden"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Entschieden von"),
    )
    change_set = models.ForeignKey(
        ChangeSet, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(geometry=None) | models.Q(GeometryOk("geometry")),
                name="layers_suggestion_geometry_ok",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=False)
                | models.Q(geometry__isnull=False)
                | models.Q(state="withdrawn"),
                name="layers_suggestion_about_something",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(email=""),
                name="layers_suggestion_address_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return str(self.values.get("name") or self.remark[:60] or self.code)
