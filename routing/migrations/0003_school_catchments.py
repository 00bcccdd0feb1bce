"""Catchments of primary schools, computed from the network."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import layers.ground.models


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0004_participation"),
        ("routing", "0002_school_mobility"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolCatchment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True, max_length=140, null=True, unique=True, verbose_name="Kurzname"
                    ),
                ),
                (
                    "tile_geometry",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.gis.db.models.functions.Transform(
                            "geometry", 3857
                        ),
                        output_field=django.contrib.gis.db.models.fields.GeometryField(
                            spatial_index=False, srid=3857
                        ),
                    ),
                ),
                (
                    "source_id",
                    models.CharField(max_length=200, verbose_name="Kennung in der Quelle"),
                ),
                (
                    "source_note",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Fundstelle"
                    ),
                ),
                (
                    "accuracy_m",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Lagegenauigkeit in Metern"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "published",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="veröffentlicht"
                    ),
                ),
                (
                    "valid_from",
                    models.DateTimeField(
                        blank=True,
                        help_text="Ein noch unveröffentlichtes Objekt erscheint zu diesem Zeitpunkt von selbst.",
                        null=True,
                        verbose_name="gültig ab",
                    ),
                ),
                (
                    "valid_to",
                    models.DateTimeField(
                        blank=True,
                        help_text="Ein veröffentlichtes Objekt verschwindet zu diesem Zeitpunkt von selbst.",
                        null=True,
                        verbose_name="gültig bis",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                ("length_km", models.FloatField(verbose_name="Länge der Wege")),
                (
                    "tint",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(3)],
                        verbose_name="Farbe",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einzugsbereich",
                "verbose_name_plural": "Einzugsbereiche der Grundschulen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="schoolcatchment_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="schoolcatchment_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="schoolcatchment_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"),
                        name="routing_schoolcatchment_source_id_once",
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_schoolcatchment_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_schoolcatchment_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schoolcatchment",
            trigger=pgtrigger.compiler.Trigger(
                name="next_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                    hash="05dd7b7423b675c5a038082b6a8e3ecfb4f6ac8b",
                    operation="UPDATE",
                    pgid="pgtrigger_next_version_ce3ea",
                    table="routing_schoolcatchment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schoolcatchment",
            trigger=pgtrigger.compiler.Trigger(
                name="inside_city",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                    hash="d01df0b2f5731da5406840decb33c082eeb54116",
                    operation='INSERT OR UPDATE OF "geometry"',
                    pgid="pgtrigger_inside_city_a3ead",
                    table="routing_schoolcatchment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schoolcatchment",
            trigger=pgtrigger.compiler.Trigger(
                name="note_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                    hash="15a76301f93578f18a988d629f2e5be3edeee3a4",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_note_change_86852",
                    table="routing_schoolcatchment",
                    when="AFTER",
                ),
            ),
        ),
    ]
