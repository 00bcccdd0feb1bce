"""What a way to school is made of: entrances, ways, hazards, crossings, quiet streets, stops.

A row that belongs to one school names it by its slug, which is what services and files show.
Times are texts in the grammar of opening hours: empty is unknown, `24/7` is always.
"""

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from layers.base.models import AreaFeature, LineFeature, Named, PointFeature, School, YesLimitedNo
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index
from layers.hours import readable_hours

_TIMES_HELP = _("In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.")


class State(models.TextChoices):
    ACTIVE = "active", _("in Betrieb")
    PLANNED = "planned", _("geplant")


def school_key(**options) -> models.ForeignKey:
    return models.ForeignKey(
        School, models.PROTECT, to_field="slug", verbose_name=_("Schule"), **options
    )


def times(title) -> models.CharField:
    return models.CharField(
        title,
        max_length=500,
        null=True,
        blank=True,
        validators=[readable_hours],
        help_text=_TIMES_HELP,
    )


def remark(title) -> models.TextField:
    return models.TextField(title, blank=True, default="", db_default="")


@tracked
class SchoolEntrance(PointFeature, Named):
    """Where the way to school ends: a gate or door of the school ground."""

    school = school_key()
    main = models.BooleanField(_("Haupteingang"), default=False, db_default=False)
    step_free = models.CharField(
        _("Stufenlos"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )

    class Meta(Feature.Meta):
        verbose_name = _("Schuleingang")
        verbose_name_plural = _("Schuleingänge")


@tracked
class SchoolWay(LineFeature, Named):
    """A way that is recommended to walk to school; approved if it says by whom and when."""

    school = school_key()
    advice = remark(_("Hinweise"))
    approved_by = models.CharField(
        _("Freigegeben von"), max_length=200, blank=True, default="", db_default=""
    )
    approved_on = models.DateField(_("Freigegeben am"), null=True, blank=True)
    edition = models.CharField(_("Ausgabe"), max_length=40, blank=True, default="", db_default="")

    class Meta(Feature.Meta):
        verbose_name = _("Empfohlener Schulweg")
        verbose_name_plural = _("Empfohlene Schulwege")
        indexes = [*Feature.Meta.indexes, search_index("name")]
        constraints = [
            *Feature.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(approved_on=None) | ~models.Q(approved_by=""),
                name="routing_schoolway_approval_named",
                violation_error_message=_("Zu einer Freigabe gehört, von wem sie ist."),
            ),
        ]


@tracked
class Hazard(PointFeature, Named):
    """A spot that asks for care, and what to do there. Kinds: Verkehrswacht, DGUV, BASt."""

    class Kind(models.TextChoices):
        NARROW_FOOTWAY = "narrow_footway", _("fehlender oder schmaler Gehweg")
        HEAVY_TRAFFIC = "heavy_traffic", _("starker Verkehr, Lastwagen")
        UNCLEAR_JUNCTION = "unclear_junction", _("unübersichtliche Kreuzung")
        DRIVEWAY = "driveway", _("Ausfahrt oder Einfahrt")
        PARKED_CARS = "parked_cars", _("parkende Autos verdecken die Sicht")
        BLIND_BEND = "blind_bend", _("Kurve oder Hecke verdeckt die Sicht")
        BUILDING_SITE = "building_site", _("Baustelle")
        UNLIT = "unlit", _("unbeleuchtet")
        LONG_WAIT = "long_wait", _("lange Wartezeit an der Ampel")
        GREEN_ARROW = "green_arrow", _("grüner Pfeil")
        ROUNDABOUT = "roundabout", _("Kreisverkehr")
        LEVEL_CROSSING = "level_crossing", _("Bahnübergang")
        SPEED = "speed", _("zu schnelles Fahren")
        NO_CROSSING = "no_crossing", _("fehlende Querungshilfe")
        OTHER = "other", _("etwas anderes")

    class Severity(models.TextChoices):
        LOW = "low", _("aufmerksam sein")
        MEDIUM = "medium", _("vorsichtig sein")
        HIGH = "high", _("besser meiden")

    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices)
    severity = models.CharField(
        _("Einstufung"), max_length=6, choices=Severity.choices, null=True, blank=True
    )
    times = times(_("Besteht zu diesen Zeiten"))
    advice = remark(_("So verhalte ich mich"))

    class Meta(Feature.Meta):
        verbose_name = _("Gefahrenstelle")
        verbose_name_plural = _("Gefahrenstellen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class Crossing(PointFeature, Named):
    """A place to cross a street with help."""

    class Kind(models.TextChoices):
        SIGNAL = "signal", _("Ampel")
        ZEBRA = "zebra", _("Zebrastreifen")
        REFUGE = "refuge", _("Mittelinsel")
        GUARD = "guard", _("Schülerlotsen")

    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices)
    guard_times = times(_("Lotsen stehen hier"))
    advice = remark(_("Hinweise"))

    class Meta(Feature.Meta):
        verbose_name = _("Querungsstelle")
        verbose_name_plural = _("Querungsstellen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class SpeedZone(AreaFeature, Named):
    """An area where cars must be slow or stay out."""

    class Kind(models.TextChoices):
        ZONE_30 = "zone_30", _("Tempo-30-Zone")
        LIVING_STREET = "living_street", _("verkehrsberuhigter Bereich")
        PEDESTRIAN = "pedestrian", _("Fußgängerzone")

    kind = models.CharField(_("Art"), max_length=14, choices=Kind.choices)

    class Meta(Feature.Meta):
        verbose_name = _("Beruhigte Zone")
        verbose_name_plural = _("Beruhigte Zonen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class SpeedSection(LineFeature, Named):
    """A stretch of street with a lower speed limit, perhaps at certain times only."""

    max_kph = models.PositiveSmallIntegerField(
        _("Höchstgeschwindigkeit"), validators=[MinValueValidator(5), MaxValueValidator(50)]
    )
    times = times(_("Gilt zu diesen Zeiten"))

    class Meta(Feature.Meta):
        verbose_name = _("Strecke mit Tempolimit")
        verbose_name_plural = _("Strecken mit Tempolimit")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class SchoolStreet(LineFeature, Named):
    """A street that is closed to cars when pupils come or go."""

    school = school_key()
    times = times(_("Gesperrt zu diesen Zeiten"))
    since = models.DateField(_("Seit"), null=True, blank=True)
    advice = remark(_("Hinweise"))

    class Meta(Feature.Meta):
        verbose_name = _("Schulstraße")
        verbose_name_plural = _("Schulstraßen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class DropOffZone(PointFeature, Named):
    """Where parents may stop, far enough from the school for the last metres on foot."""

    school = school_key()
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.ACTIVE, db_default="active"
    )
    times = times(_("Benutzbar zu diesen Zeiten"))
    passes_school = models.BooleanField(
        _("Zufahrt führt an der Schule vorbei"), null=True, blank=True
    )
    advice = remark(_("Hinweise"))

    class Meta(Feature.Meta):
        verbose_name = _("Hol- und Bringzone")
        verbose_name_plural = _("Hol- und Bringzonen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class WalkingBusLine(LineFeature, Named):
    """Children walk together along this line, picked up at its stops by adults."""

    school = school_key()
    state = models.CharField(
        _("Stand"), max_length=8, choices=State.choices, default=State.ACTIVE, db_default="active"
    )
    times = times(_("Läuft zu diesen Zeiten"))
    advice = remark(_("Hinweise"))

    class Meta(Feature.Meta):
        verbose_name = _("Laufbus-Linie")
        verbose_name_plural = _("Laufbus-Linien")
        indexes = [*Feature.Meta.indexes, search_index("name")]


@tracked
class WalkingBusStop(PointFeature, Named):
    """A stop of a walking bus; its places in the timetable are `position` and `departs`.

    It is a part of its line: deleted with it, in the same change set, and undone with it.
    """

    line = models.ForeignKey(
        WalkingBusLine, models.CASCADE, to_field="slug", verbose_name=_("Linie")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    departs = models.CharField(
        _("Abfahrt"),
        max_length=5,
        blank=True,
        default="",
        db_default="",
        validators=[RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d\Z", _("Eine Uhrzeit wie 07:25."))],
    )

    class Meta(Feature.Meta):
        verbose_name = _("Laufbus-Haltestelle")
        verbose_name_plural = _("Laufbus-Haltestellen")


@tracked
class BikeRack(PointFeature, Named):
    """Where bicycles stand at a school."""

    school = school_key(null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)
    covered = models.BooleanField(_("Überdacht"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Fahrradständer")
        verbose_name_plural = _("Fahrradständer")


class SchoolCatchment(LineFeature, Named):
    """The ways from which a primary school is the nearest on foot; computed, so no history is kept.

    `tint` (0 to 3) differs between neighbours, so that a map can tell them apart.
    """

    school = school_key()
    length_km = models.FloatField(_("Länge der Wege"))
    tint = models.PositiveSmallIntegerField(_("Farbe"), validators=[MaxValueValidator(3)])

    class Meta(Feature.Meta):
        verbose_name = _("Einzugsbereich")
        verbose_name_plural = _("Einzugsbereiche der Grundschulen")


class Accident(PointFeature):
    """An accident with injured people, as the statistical offices' atlas tells it.

    The atlas knows the hour and the weekday, not the day; it does not say whether a child was
    involved. Imported as a whole, so no history of rows is kept.
    """

    class Category(models.TextChoices):
        DEATH = "death", _("mit Getöteten")
        SERIOUS = "serious", _("mit Schwerverletzten")
        SLIGHT = "slight", _("mit Leichtverletzten")

    class Weekday(models.TextChoices):
        MO = "Mo", _("Montag")
        TU = "Tu", _("Dienstag")
        WE = "We", _("Mittwoch")
        TH = "Th", _("Donnerstag")
        FR = "Fr", _("Freitag")
        SA = "Sa", _("Samstag")
        SU = "Su", _("Sonntag")

    category = models.CharField(_("Folge"), max_length=8, choices=Category.choices)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    month = models.PositiveSmallIntegerField(
        _("Monat"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    hour = models.PositiveSmallIntegerField(_("Stunde"), validators=[MaxValueValidator(23)])
    weekday = models.CharField(_("Wochentag"), max_length=2, choices=Weekday.choices)
    on_foot = models.BooleanField(_("Fußgänger beteiligt"))
    by_bike = models.BooleanField(_("Radfahrer beteiligt"))
    by_car = models.BooleanField(_("Auto beteiligt"), null=True, blank=True)

    class Meta(Feature.Meta):
        verbose_name = _("Unfall mit Verletzten")
        verbose_name_plural = _("Unfälle mit Verletzten")
