"""Where citizens find it unbearable."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.base.models import Named, PointFeature
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index


@tracked
class HotSpot(PointFeature, Named):
    """A place that somebody reported as hot. An impression, not a measurement."""

    class Kind(models.TextChoices):
        SQUARE = "square", _("Platz")
        STOP = "stop", _("Haltestelle")
        STREET = "street", _("Straße oder Weg")
        SCHOOLYARD = "schoolyard", _("Schulhof oder Kita")
        PLAYGROUND = "playground", _("Spielplatz")
        INDOOR = "indoor", _("In einem Gebäude")
        OTHER = "other", _("Anderes")

    class Reason(models.TextChoices):
        NO_SHADE = "no_shade", _("kein Schatten")
        SEALED = "sealed", _("viel Stein und Asphalt")
        NO_SEAT = "no_seat", _("keine Bank im Schatten")
        NO_WATER = "no_water", _("kein Trinkwasser")
        STUFFY = "stuffy", _("stickig, kein Luftzug")

    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    reason = models.CharField(
        _("Woran es liegt"), max_length=12, choices=Reason.choices, null=True, blank=True
    )
    description = models.TextField(_("Beschreibung"), blank=True, default="", db_default="")

    class Meta(Feature.Meta):
        verbose_name = _("Hitzeort")
        verbose_name_plural = _("Hitzeorte")
        indexes = [*Feature.Meta.indexes, search_index("name")]
