"""Cool places: where people find relief on a hot day."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from heatmodel.participation.models import HotSpot
from heatmodel.planning.models import Scenario, ScenarioEffect, ScenarioPicture
from heatmodel.results.models import (
    CoolIsland,
    CoverageArea,
    CoverageWeek,
    HeatRun,
    HeatZone,
    PlaceShade,
)
from heatmodel.warnings.models import Feed, FeedSpan, HeatTrend, HeatWarning, WeatherHour
from heatmodel.warnings.subscription.models import Notice, Subscription
from layers.base.models import Named, PointFeature, YesLimitedNo
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index

__all__ = [
    "CoolIsland",
    "CoolPlace",
    "CoverageArea",
    "CoverageWeek",
    "Feed",
    "FeedSpan",
    "HeatRun",
    "HeatTrend",
    "HeatWarning",
    "HeatZone",
    "HotSpot",
    "Notice",
    "PlaceShade",
    "Scenario",
    "ScenarioEffect",
    "ScenarioPicture",
    "Subscription",
    "WeatherHour",
]


@tracked
class CoolPlace(PointFeature, Named):
    """A place to cool down. Every attribute may be unknown (NULL), which is never "no"."""

    class Kind(models.TextChoices):
        DRINKING_WATER = "drinking_water", _("Trinkwasser")
        FOUNTAIN = "fountain", _("Brunnen")
        WATER_PLAYGROUND = "water_playground", _("Wasserspielplatz")
        POOL = "pool", _("Schwimmbad")
        WATER = "water", _("Am Wasser")
        PARK = "park", _("Park")
        WOOD = "wood", _("Wald")
        GARDEN = "garden", _("Garten")
        CHURCH = "church", _("Kirche")
        LIBRARY = "library", _("Bücherei")
        MUSEUM = "museum", _("Museum")
        COOL_ROOM = "cool_room", _("Kühler Raum")

    class Cost(models.TextChoices):
        FREE = "free", _("kostenlos")
        PAID = "paid", _("kostenpflichtig")

    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices)
    address = models.CharField(
        _("Anschrift"), max_length=200, blank=True, default="", db_default=""
    )
    description = models.TextField(_("Beschreibung"), blank=True, default="", db_default="")
    opening_hours = models.CharField(
        _("Öffnungszeiten"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_("In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 10:00-18:00."),
    )
    step_free = models.CharField(
        _("Stufenlos"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    wheelchair_toilet = models.CharField(
        _("Rollstuhl-WC"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    drinking_water = models.BooleanField(_("Trinkwasser"), null=True, blank=True)
    seating = models.BooleanField(_("Sitzplätze"), null=True, blank=True)
    toilet = models.BooleanField(_("WC"), null=True, blank=True)
    wifi = models.BooleanField(_("WLAN"), null=True, blank=True)
    cost = models.CharField(_("Kosten"), max_length=4, choices=Cost.choices, null=True, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True, default="", db_default="")
    website = models.URLField(_("Internetseite"), blank=True, default="", db_default="")
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("kühler Ort")
        verbose_name_plural = _("kühle Orte")
        indexes = [*Feature.Meta.indexes, search_index("name", "address")]
