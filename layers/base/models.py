"""Districts, streets, water, green, buildings, stops, schools, offices, markets."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.ground.crs import STORAGE_SRID
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.overview import OVERVIEW_TRIGGERS
from layers.ground.text import search_index


class Named(Feature):
    """A feature that people call by a name."""

    name = models.CharField(_("Name"), max_length=200)

    class Meta(Feature.Meta):
        abstract = True


class PointFeature(Feature):
    geometry = models.PointField(_("Lage"), srid=STORAGE_SRID, spatial_index=False)

    class Meta(Feature.Meta):
        abstract = True


class LineFeature(Feature):
    geometry = models.MultiLineStringField(_("Verlauf"), srid=STORAGE_SRID, spatial_index=False)

    class Meta(Feature.Meta):
        abstract = True


class AreaFeature(Feature):
    geometry = models.MultiPolygonField(_("Fläche"), srid=STORAGE_SRID, spatial_index=False)

    class Meta(Feature.Meta):
        abstract = True


class YesLimitedNo(models.TextChoices):
    """Answers about access; an empty field means unknown, never no."""

    YES = "yes", _("ja")
    LIMITED = "limited", _("eingeschränkt")
    NO = "no", _("nein")


@tracked
class District(AreaFeature, Named):
    """An administrative boundary inside the city: level 9 Stadtbezirk, 10 Ortsteil."""

    level = models.PositiveSmallIntegerField(_("Ebene"), default=9)
    inhabitants = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    inhabitants_year = models.PositiveSmallIntegerField(
        _("Einwohner im Jahr"), null=True, blank=True
    )
    area_km2 = models.FloatField(_("Fläche in km²"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Stadtbezirk")
        verbose_name_plural = _("Stadtbezirke")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class Settlement(PointFeature, Named):
    """A named place that the map labels: suburb, village, quarter."""

    kind = models.CharField(_("Art"), max_length=20, default="suburb")

    class Meta(Feature.Meta):
        verbose_name = _("Siedlung")
        verbose_name_plural = _("Siedlungen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


class Street(LineFeature):
    """A street, path or railway for display; routing keeps a network of its own."""

    class Kind(models.TextChoices):
        MOTORWAY = "motorway", _("Autobahn")
        MAIN = "main", _("Hauptstraße")
        STREET = "street", _("Straße")
        SIDE = "side", _("Nebenstraße")
        PATH = "path", _("Weg")
        RAIL = "rail", _("Bahn")

    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    ref = models.CharField(_("Nummer"), max_length=60, blank=True, default="", db_default="")
    bridge = models.BooleanField(_("Brücke"), default=False, db_default=False)
    tunnel = models.BooleanField(_("Tunnel"), default=False, db_default=False)

    class Meta(Feature.Meta):
        verbose_name = _("Straße")
        verbose_name_plural = _("Straßen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


class WaterArea(AreaFeature):
    class Kind(models.TextChoices):
        RIVER = "river", _("Fluss")
        CANAL = "canal", _("Kanal")
        LAKE = "lake", _("See")
        BASIN = "basin", _("Becken")

    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)

    class Meta(Feature.Meta):
        verbose_name = _("Wasserfläche")
        verbose_name_plural = _("Wasserflächen")


class Waterway(LineFeature):
    class Kind(models.TextChoices):
        RIVER = "river", _("Fluss")
        CANAL = "canal", _("Kanal")
        BROOK = "brook", _("Bach")

    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)

    class Meta(Feature.Meta):
        verbose_name = _("Wasserlauf")
        verbose_name_plural = _("Wasserläufe")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class GreenArea(AreaFeature):
    class Kind(models.TextChoices):
        PARK = "park", _("Park")
        WOOD = "wood", _("Wald")
        MEADOW = "meadow", _("Wiese")
        GARDEN = "garden", _("Gärten")
        CEMETERY = "cemetery", _("Friedhof")
        SPORT = "sport", _("Sportanlage")

    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)

    class Meta(Feature.Meta):
        verbose_name = _("Grünfläche")
        verbose_name_plural = _("Grünflächen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


class BuiltUpArea(AreaFeature):
    class Kind(models.TextChoices):
        RESIDENTIAL = "residential", _("Wohnen")
        INDUSTRIAL = "industrial", _("Gewerbe und Industrie")
        CORE = "core", _("Innenstadt")

    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)

    class Meta(Feature.Meta):
        verbose_name = _("Siedlungsfläche")
        verbose_name_plural = _("Siedlungsflächen")


class Building(AreaFeature):
    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=40, blank=True, default="", db_default="")
    levels = models.PositiveSmallIntegerField(_("Geschosse"), null=True, blank=True)
    height_m = models.FloatField(_("Höhe in Metern"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Gebäude")
        verbose_name_plural = _("Gebäude")
        triggers = [*Feature.Meta.triggers, *OVERVIEW_TRIGGERS]


class Tree(PointFeature):
    species = models.CharField(_("Art"), max_length=120, blank=True, default="", db_default="")
    height_m = models.FloatField(_("Höhe in Metern"), null=True, blank=True)
    crown_m = models.FloatField(_("Kronendurchmesser in Metern"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Baum")
        verbose_name_plural = _("Bäume")
        triggers = [*Feature.Meta.triggers, *OVERVIEW_TRIGGERS]


@tracked
class Amenity(PointFeature):
    """Small equipment of public space that helps on a hot day."""

    class Kind(models.TextChoices):
        BENCH = "bench", _("Sitzbank")
        TOILET = "toilet", _("Öffentliche Toilette")
        PLAYGROUND = "playground", _("Spielplatz")

    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    step_free = models.CharField(
        _("Stufenlos"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    opening_hours = models.CharField(_("Öffnungszeiten"), max_length=500, null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Ausstattung")
        verbose_name_plural = _("Ausstattung")


@tracked
class Stop(PointFeature, Named):
    """A stop of bus or train. `eva` is the number of DB's station register."""

    eva = models.CharField(_("EVA-Nummer"), max_length=12, blank=True, default="", db_default="")
    modes = models.CharField(
        _("Verkehrsmittel"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("mit Semikolon getrennt: bus, taxi, regional, national"),
    )

    class Meta(Feature.Meta):
        verbose_name = _("Haltestelle")
        verbose_name_plural = _("Haltestellen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class School(PointFeature, Named):
    class Kind(models.TextChoices):
        PRIMARY = "primary", _("Grundschule")
        SPECIAL = "special", _("Förderschule")
        HAUPTSCHULE = "hauptschule", _("Hauptschule")
        REALSCHULE = "realschule", _("Realschule")
        GESAMTSCHULE = "gesamtschule", _("Gesamtschule")
        GYMNASIUM = "gymnasium", _("Gymnasium")
        VOCATIONAL = "vocational", _("Berufskolleg")
        WALDORF = "waldorf", _("Waldorfschule")
        OTHER = "other", _("Andere Schule")

    number = models.CharField(
        _("Schulnummer"), max_length=10, blank=True, default="", db_default=""
    )
    kind = models.CharField(_("Schulform"), max_length=14, choices=Kind.choices)
    address = models.CharField(
        _("Anschrift"), max_length=200, blank=True, default="", db_default=""
    )
    pupils = models.PositiveIntegerField(_("Schülerinnen und Schüler"), null=True, blank=True)
    school_year = models.CharField(
        _("Schuljahr"), max_length=9, blank=True, default="", db_default=""
    )
    social_index = models.PositiveSmallIntegerField(_("Schulsozialindex"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Schule")
        verbose_name_plural = _("Schulen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class Office(PointFeature, Named):
    """A public office that citizens visit."""

    class Kind(models.TextChoices):
        BUERGERAMT = "buergeramt", _("Bürgeramt")
        TOWN_HALL = "town_hall", _("Rathaus")
        OTHER = "other", _("Dienststelle")

    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    address = models.CharField(
        _("Anschrift"), max_length=200, blank=True, default="", db_default=""
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True, default="", db_default="")
    opening_hours = models.CharField(_("Öffnungszeiten"), max_length=500, null=True, blank=True)
    website = models.URLField(_("Internetseite"), blank=True, default="", db_default="")

    class Meta(Feature.Meta):
        verbose_name = _("Amt")
        verbose_name_plural = _("Ämter")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class Market(PointFeature, Named):
    opening_hours = models.CharField(_("Marktzeiten"), max_length=500, null=True, blank=True)
    address = models.CharField(
        _("Anschrift"), max_length=200, blank=True, default="", db_default=""
    )

    class Meta(Feature.Meta):
        verbose_name = _("Wochenmarkt")
        verbose_name_plural = _("Wochenmärkte")
        indexes = [*Feature.Meta.indexes, search_index("name")]


class CensusCell(AreaFeature):
    """A cell of the census grid."""

    inhabitants = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    cell_m = models.PositiveIntegerField(_("Kantenlänge in Metern"), default=1000)

    class Meta(Feature.Meta):
        verbose_name = _("Zelle des Zensusgitters")
        verbose_name_plural = _("Zensusgitter")


class Address(PointFeature):
    street = models.CharField(_("Straße"), max_length=200)
    house_number = models.CharField(_("Hausnummer"), max_length=20)
    postcode = models.CharField(
        _("Postleitzahl"), max_length=5, blank=True, default="", db_default=""
    )

    class Meta(Feature.Meta):
        verbose_name = _("Adresse")
        verbose_name_plural = _("Adressen")
        indexes = [*Feature.Meta.indexes, search_index("street", "house_number")]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}"
