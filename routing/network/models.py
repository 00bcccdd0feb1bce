"""Segments, turn restrictions and closures: the network as tables, editable like any layer."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import Before, Insert, Trigger, Update

from layers.base.models import AreaFeature, Named, PointFeature, YesLimitedNo
from layers.ground.crs import STORAGE_SRID
from layers.ground.history import tracked
from layers.ground.models import Dataset, Feature
from layers.ground.text import search_index
from layers.ground.triggers import NOTE_CHANGE

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# What a way may tell about itself; how many of these are known is its `known`.
QUALITIES = (
    "surface",
    "smoothness",
    "width_m",
    "incline_pct",
    "lit",
    "sidewalk",
    "maxspeed_kmh",
    "wheelchair",
)

# Before `next_version` (triggers fire in order of name), so that it compares what will be stored.
MEASURE = Trigger(
    name="measure",
    when=Before,
    operation=Insert | Update,
    func=f"""
        NEW.length_m = ST_Length(ST_Transform(NEW.geometry, 4326)::geography);
        NEW.known = num_nonnulls({", ".join(f"NEW.{name}" for name in QUALITIES)});
        RETURN NEW;
    """,
)


def _text(title: "StrPromise", length: int = 30) -> models.CharField:
    """A value of OpenStreetMap as it stands there; NULL is unknown."""
    return models.CharField(title, max_length=length, null=True, blank=True)


@tracked
class Segment(Feature):
    """A piece of way between two junctions, both directions in one row.

    `from_node` and `to_node` name the vertices at the ends of the geometry: OpenStreetMap's
    numbers, empty for ways drawn by hand, which join what lies at their ends. Segments that
    share a number meet; lines that merely cross do not. `incline_pct`, `climb_m` and
    `descent_m` are seen from first to last point. Every attribute may be unknown (NULL).
    `length_m` is measured by PostgreSQL on the ellipsoid (WGS 84).
    """

    class Direction(models.IntegerChoices):
        NONE = 0, _("nicht erlaubt")
        FORWARD = 1, _("nur in Zeichenrichtung")
        BACKWARD = 2, _("nur gegen die Zeichenrichtung")
        BOTH = 3, _("in beide Richtungen")

    geometry = models.LineStringField(_("Verlauf"), srid=STORAGE_SRID, spatial_index=False)
    name = models.CharField(_("Name"), max_length=200, blank=True, default="", db_default="")
    way = models.BigIntegerField(_("Weg in OpenStreetMap"), null=True, blank=True)
    from_node = models.BigIntegerField(_("Knoten am Anfang"), null=True, blank=True)
    to_node = models.BigIntegerField(_("Knoten am Ende"), null=True, blank=True)
    highway = models.CharField(_("Wegklasse"), max_length=30)
    foot = models.PositiveSmallIntegerField(
        _("zu Fuß"), choices=Direction.choices, default=Direction.BOTH, db_default=3
    )
    bike = models.PositiveSmallIntegerField(
        _("mit dem Rad"), choices=Direction.choices, default=Direction.BOTH, db_default=3
    )
    dismount = models.BooleanField(
        _("Rad nur schiebend"),
        default=False,
        db_default=False,
        help_text=_("Das Rad darf mit, aber nur geschoben."),
    )
    steps = models.BooleanField(_("Treppe"), default=False, db_default=False)
    step_count = models.PositiveIntegerField(_("Stufen"), null=True, blank=True)
    ramp = models.BooleanField(_("Rampe an der Treppe"), null=True, blank=True)
    bridge = models.BooleanField(_("Brücke"), default=False, db_default=False)
    tunnel = models.BooleanField(_("Tunnel oder überdacht"), default=False, db_default=False)
    surface = _text(_("Belag"))
    smoothness = _text(_("Ebenheit"))
    width_m = models.FloatField(_("Breite"), null=True, blank=True)
    incline_pct = models.FloatField(_("Steigung"), null=True, blank=True)
    lit = models.BooleanField(_("beleuchtet"), null=True, blank=True)
    sidewalk = _text(_("Gehweg"))
    cycleway = _text(_("Radweg"))
    crossing = _text(_("Querung"))
    island = models.BooleanField(_("Querung mit Insel"), null=True, blank=True)
    kerb = _text(_("Bordstein"))
    maxspeed_kmh = models.PositiveSmallIntegerField(
        _("Höchstgeschwindigkeit"), null=True, blank=True
    )
    wheelchair = models.CharField(
        _("mit dem Rollstuhl"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    climb_m = models.FloatField(_("Anstieg"), null=True, blank=True)
    descent_m = models.FloatField(_("Abstieg"), null=True, blank=True)
    length_m = models.FloatField(_("Länge"), editable=False, default=0.0, db_default=0.0)
    known = models.PositiveSmallIntegerField(
        _("bekannte Angaben"), editable=False, default=0, db_default=0
    )

    class Meta(Feature.Meta):
        verbose_name = _("Wegabschnitt")
        verbose_name_plural = _("Wegenetz")
        indexes = [*Feature.Meta.indexes, search_index("name")]
        triggers = [*Feature.Meta.triggers, MEASURE]


@tracked
class TurnRestriction(PointFeature):
    """At `via_node` nobody turns from `from_way` into `to_way`; with `only`, nowhere else.

    The point is for the map; the numbers decide.
    """

    kind = models.CharField(_("Art"), max_length=40)
    only = models.BooleanField(_("Gebot statt Verbot"), default=False, db_default=False)
    from_way = models.BigIntegerField(_("von Weg"))
    via_node = models.BigIntegerField(_("über Knoten"))
    to_way = models.BigIntegerField(_("in Weg"))
    bike = models.BooleanField(_("gilt für Räder"), default=True, db_default=True)

    class Meta(Feature.Meta):
        verbose_name = _("Abbiegevorschrift")
        verbose_name_plural = _("Abbiegevorschriften")


@tracked
class Closure(AreaFeature, Named):
    """What is closed or better avoided inside an area, until it is unpublished again.

    It counts for every way of which more than half a metre lies inside. `valid_from` and
    `valid_to` publish and end it by themselves, as of any feature.
    """

    class Effect(models.TextChoices):
        CLOSED = "closed", _("gesperrt")
        AVOID = "avoid", _("meiden")

    effect = models.CharField(_("Wirkung"), max_length=6, choices=Effect.choices)
    foot = models.BooleanField(_("zu Fuß"), default=True, db_default=True)
    bike = models.BooleanField(_("mit dem Rad"), default=True, db_default=True)
    wheels = models.BooleanField(_("mit Rollstuhl und Kinderwagen"), default=True, db_default=True)
    reason = models.CharField(_("Grund"), max_length=300, blank=True, default="", db_default="")

    class Meta(Feature.Meta):
        verbose_name = _("Sperrung")
        verbose_name_plural = _("Sperrungen")
        indexes = [*Feature.Meta.indexes, search_index("name")]


class NetworkBuild(models.Model):
    """One run of `build_network` that was accepted: what was read, when, with which result.

    The newest build is the network's current one; its segments are the published rows.
    """

    class Backend(models.TextChoices):
        OSMIUM = "osmium", "pyosmium"
        OSMNX = "osmnx", "OSMnx"
        STREETS = "streets", _("Straßen der Karte")

    dataset = models.ForeignKey(Dataset, models.PROTECT, verbose_name=_("Datensatz"))
    token = models.UUIDField(unique=True, editable=False)
    backend = models.CharField(_("gelesen mit"), max_length=10, choices=Backend.choices)
    source = models.CharField(_("Quelle"), max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    source_time = models.DateTimeField(_("Stand der Quelle"), null=True, blank=True)
    dem = models.CharField(_("Höhenmodell"), max_length=500, blank=True)
    started_at = models.DateTimeField(_("Beginn"))
    finished_at = models.DateTimeField(_("Ende"), auto_now_add=True)
    vertices = models.PositiveIntegerField(_("Knoten"))
    segments = models.PositiveIntegerField(_("Abschnitte"))
    length_km = models.FloatField(_("Länge in km"))
    report = models.JSONField(_("Bericht"), default=dict)

    class Meta:
        verbose_name = _("Aufbau des Wegenetzes")
        verbose_name_plural = _("Aufbauten des Wegenetzes")
        ordering = ["-pk"]
        triggers = [NOTE_CHANGE]

    def __str__(self) -> str:
        return f"{self.source}, {self.finished_at:%Y-%m-%d %H:%M}"


class EdgeValues(models.Model):
    """What another room computed for every segment: shade of one kind of day, or heat.

    `values` is uint8 in C order, shape (hours, segments); 0 to 254 stand for 0 to 100 %, 255 for
    unknown. `segment_ids` is int64, little endian: the segments the columns belong to.
    """

    class Kind(models.TextChoices):
        SHADE = "shade", _("Schatten")
        HEAT = "heat", _("Hitze")

    kind = models.CharField(_("Art"), max_length=5, choices=Kind.choices)
    day_of_year = models.PositiveSmallIntegerField(_("Tag des Jahres"))
    hours = models.PositiveSmallIntegerField(_("Stunden"))
    segment_ids = models.BinaryField()
    values = models.BinaryField()
    note = models.CharField(_("Herkunft"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Werte je Wegabschnitt")
        verbose_name_plural = _("Werte je Wegabschnitt")
        triggers = [NOTE_CHANGE]
        constraints = [
            models.UniqueConstraint(fields=["kind", "day_of_year"], name="routing_edgevalues_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day_of_year}"
