"""A photograph of one feature of a layer."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from layers.ground.triggers import NOTE_CHANGE


class Photo(models.Model):
    """Nobody but the layer's editors sees it until it is `published`.

    Its files lie in the default storage under `path(width)`. `consent` is the sender's; a
    photograph by the city itself has none.
    """

    class Licence(models.TextChoices):
        CC_BY = "CC-BY-4.0", _("Creative Commons Namensnennung 4.0 (CC BY 4.0)")
        CC_ZERO = "CC0-1.0", _("gemeinfrei (CC0 1.0)")

        @property
        def uri(self) -> str:
            return {
                "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
                "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
            }[self.value]

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    layer = models.CharField(_("Ebene"), max_length=60)
    target = models.BigIntegerField(_("Zu Objekt Nummer"), null=True, blank=True)
    published = models.BooleanField(_("veröffentlicht"), default=False)
    alt = models.CharField(_("Was zu sehen ist"), max_length=200)
    author = models.CharField(_("Name am Foto"), max_length=100, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=12, choices=Licence.choices)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    width = models.PositiveIntegerField(_("Breite in Pixeln"), editable=False)
    height = models.PositiveIntegerField(_("Höhe in Pixeln"), editable=False)
    created_at = models.DateTimeField(_("Eingegangen"), auto_now_add=True)

    class Meta:
        verbose_name = _("Foto")
        verbose_name_plural = _("Fotos")
        ordering = ["created_at", "key"]
        indexes = [models.Index(fields=["layer", "target"], name="layers_photo_of_feature")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(target__isnull=False),
                name="layers_photo_published_of_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(alt=""),
                name="layers_photo_has_words",
                violation_error_message=_("Bitte beschreiben Sie, was auf dem Foto zu sehen ist."),
            ),
        ]
        triggers = [NOTE_CHANGE]

    def __str__(self) -> str:
        return self.alt

    def path(self, width: int) -> str:
        return f"photos/{self.key.hex[:2]}/{self.key.hex}/{width}.jpg"

    @property
    def licence_uri(self) -> str:
        return self.Licence(self.licence).uri
