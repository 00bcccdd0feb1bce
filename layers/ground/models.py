"""City, dataset and feature: what every spatial layer of the city shares."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from layers.ground.crs import STORAGE_SRID, TILE_SRID
from layers.ground.triggers import FEATURE_TRIGGERS
from layers.ground.validation import uri


class City(models.Model):
    """The city this installation serves; one row. Its extent bounds every feature."""

    slug = models.SlugField(_("Kurzname"), unique=True)
    name = models.CharField(_("Name"), max_length=100)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    boundary = models.MultiPolygonField(_("Stadtgrenze"), srid=STORAGE_SRID)
    centre = models.PointField(_("Mitte"), srid=STORAGE_SRID)
    margin_m = models.PositiveIntegerField(
        _("Rand in Metern"),
        db_default=3000,
        default=3000,
        help_text=_("So weit dürfen Objekte über das Rechteck um die Stadtgrenze hinausragen."),
    )
    dataset = models.ForeignKey("layers.Dataset", models.PROTECT, verbose_name=_("Datensatz"))
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("Stadt")
        verbose_name_plural = _("Stadt")
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="layers_city_only_one")
        ]

    def __str__(self) -> str:
        return self.name


class Dataset(models.Model):
    """One source of data: who published it, under which licence, and how far to trust it."""

    class Kind(models.TextChoices):
        REAL = "real", _("echt")
        APPROXIMATE = "approximate", _("angenähert")
        SYNTHETIC = "synthetic", _("erfunden (Demonstration)")

    slug = models.SlugField(_("Kurzname"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    publisher = models.CharField(_("Herausgeber"), max_length=200)
    contact = models.CharField(_("Kontakt"), max_length=200, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=100)
    licence_uri = models.URLField(_("Adresse der Lizenz"), blank=True)
    attribution = models.CharField(_("Quellenvermerk"), max_length=300)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_date = models.DateField(_("Stand der Daten"), null=True, blank=True)
    read_at = models.DateTimeField(_("eingelesen am"), null=True, blank=True)
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)

    class Meta:
        verbose_name = _("Datensatz")
        verbose_name_plural = _("Datensätze")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["real", "approximate", "synthetic"]),
                name="layers_dataset_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.title


class GeometryOk(models.Func):
    """True where a geometry is valid, finite, not empty and inside UTM zone 32's domain."""

    function = "layers_geometry_ok"
    output_field = models.BooleanField()
    conditional = True


def _gml_text(title: Any, *, length: int, **options: Any) -> models.CharField:
    """A standard property of GML; NULL where nobody gave one."""
    return models.CharField(title, max_length=length, null=True, blank=True, **options)


class Feature(models.Model):
    """One thing on the map. `geometry` is EPSG:25832; subclasses narrow its type.

    `tile_geometry` is the same shape in EPSG:3857, kept by PostgreSQL, read by vector tiles
    only. `version` rises with every update, also of raw SQL. `source_id` is the record's name
    in its dataset: imports match by it, so that ids, slugs and links survive.

    `gml_…` are what every feature of GML may carry (OGC 07-036, 7.2.4.3). A layer that declares
    a name or a description of its own keeps them there (`Layer.gml_columns`).
    """

    slug = models.SlugField(_("Kurzname"), max_length=140, unique=True, null=True, blank=True)
    geometry = models.GeometryField(_("Lage"), srid=STORAGE_SRID, spatial_index=False)
    tile_geometry = models.GeneratedField(
        expression=Transform("geometry", TILE_SRID),
        output_field=models.GeometryField(srid=TILE_SRID, spatial_index=False),
        db_persist=True,
    )
    dataset = models.ForeignKey(Dataset, models.PROTECT, verbose_name=_("Datensatz"))
    source_id = models.CharField(_("Kennung in der Quelle"), max_length=200)
    source_note = models.TextField(_("Fundstelle"), blank=True, default="", db_default="")
    accuracy_m = models.PositiveIntegerField(_("Lagegenauigkeit in Metern"), null=True, blank=True)
    version = models.PositiveIntegerField(editable=False, default=1, db_default=1)
    published = models.BooleanField(_("veröffentlicht"), default=True, db_default=True)
    valid_from = models.DateTimeField(
        _("gültig ab"),
        null=True,
        blank=True,
        help_text=_("Ein noch unveröffentlichtes Objekt erscheint zu diesem Zeitpunkt von selbst."),
    )
    valid_to = models.DateTimeField(
        _("gültig bis"),
        null=True,
        blank=True,
        help_text=_("Ein veröffentlichtes Objekt verschwindet zu diesem Zeitpunkt von selbst."),
    )
    gml_name = _gml_text(_("Name in GML"), length=500)
    gml_description = _gml_text(_("Beschreibung in GML"), length=20_000)
    gml_identifier = _gml_text(_("Kennung in GML"), length=500)
    gml_code_space = _gml_text(_("Wer die Kennung in GML vergibt"), length=500, validators=[uri])
    created_at = models.DateTimeField(editable=False, db_default=Now())
    updated_at = models.DateTimeField(editable=False, db_default=Now())

    class Meta:
        abstract = True
        indexes = [
            GistIndex(fields=["geometry"], name="%(class)s_geometry_gist"),
            GistIndex(fields=["tile_geometry"], name="%(class)s_tile_gist"),
            models.Index(
                fields=["valid_from", "valid_to"],
                condition=models.Q(valid_from__isnull=False) | models.Q(valid_to__isnull=False),
                name="%(class)s_valid_time",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "source_id"], name="%(app_label)s_%(class)s_source_id_once"
            ),
            models.CheckConstraint(
                condition=GeometryOk("geometry"),
                name="%(app_label)s_%(class)s_geometry_ok",
                violation_error_message=_(
                    "Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="%(app_label)s_%(class)s_valid_time_ordered",
                violation_error_message=_("„gültig bis“ liegt vor „gültig ab“."),
            ),
        ]
        triggers = FEATURE_TRIGGERS

    def __str__(self) -> str:
        return getattr(self, "name", "") or self.source_id


class TableRevision(models.Model):
    """How often committed transactions changed a table; the number in tile addresses."""

    table_name = models.CharField(max_length=63, primary_key=True)
    revision = models.BigIntegerField(default=0)


class Touch(models.Model):
    """A table changed by a transaction still open; empty between transactions.

    Statement triggers note a table here once; the deferred trigger on this table raises the
    revision at commit. So a long import holds no lock that an editor would wait for.
    """

    table_name = models.CharField(max_length=63)
    transaction_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction_id", "table_name"], name="layers_touch_once"
            )
        ]
