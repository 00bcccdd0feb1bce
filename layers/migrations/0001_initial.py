from pathlib import Path

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import layers.ground.models
import layers.ground.text
from layers.ground.installing import InstallTriggers

GROUND = Path(__file__).parent.parent / "ground"
FUNCTIONS = (GROUND / "functions.sql").read_text()
OVERVIEW = (GROUND / "overview.sql").read_text()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.CreateExtension("postgis"),
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Dataset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="Kurzname")),
                ("title", models.CharField(max_length=200, verbose_name="Titel")),
                ("description", models.TextField(blank=True, verbose_name="Beschreibung")),
                ("publisher", models.CharField(max_length=200, verbose_name="Herausgeber")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="Kontakt")),
                ("licence", models.CharField(max_length=100, verbose_name="Lizenz")),
                ("licence_uri", models.URLField(blank=True, verbose_name="Adresse der Lizenz")),
                ("attribution", models.CharField(max_length=300, verbose_name="Quellenvermerk")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Adresse der Quelle"),
                ),
                (
                    "source_date",
                    models.DateField(blank=True, null=True, verbose_name="Stand der Daten"),
                ),
                (
                    "read_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="eingelesen am"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("real", "echt"),
                            ("approximate", "angenähert"),
                            ("synthetic", "erfunden (Demonstration)"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
            ],
            options={
                "verbose_name": "Datensatz",
                "verbose_name_plural": "Datensätze",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["real", "approximate", "synthetic"])),
                        name="layers_dataset_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Amenity",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bench", "Sitzbank"),
                            ("toilet", "Öffentliche Toilette"),
                            ("playground", "Spielplatz"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "step_free",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="Stufenlos",
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Öffnungszeiten"
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
            ],
            options={
                "verbose_name": "Ausstattung",
                "verbose_name_plural": "Ausstattung",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="amenity_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="amenity_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="amenity_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_amenity_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_amenity_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_amenity_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="23d5a0c899c65e0f9f92aff9f6775b7e97c744fb",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_c8c65",
                            table="layers_amenity",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="242e8e463c9eceee7ccdbc4d0eb58610964d90aa",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_531b3",
                            table="layers_amenity",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="447c96fcacf8ed0c04f7a9894657979cb6d960e0",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_3c221",
                            table="layers_amenity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_amenityevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="5241283a17269c169701e53fc4129f5ad06282f7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2526a",
                            table="layers_amenity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opening_hours" IS DISTINCT FROM (NEW."opening_hours") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."step_free" IS DISTINCT FROM (NEW."step_free") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_amenityevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="f4e22f4139c5b0097d75c86f3f5030eb67126c1f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_38605",
                            table="layers_amenity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_amenityevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", OLD."opening_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."step_free", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="410307a024757b8cd8cd3dae61c5e5e7fc24b42d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1ad5f",
                            table="layers_amenity",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverviewTouch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "transaction_id",
                        "source",
                        "x",
                        "y",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("transaction_id", models.BigIntegerField()),
                ("source", models.CharField(max_length=63)),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TableRevision",
            fields=[
                ("table_name", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("revision", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("context_id", models.UUIDField(editable=False, unique=True)),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("form", "Formular"),
                            ("admin", "Verwaltung"),
                            ("import", "Import"),
                            ("command", "Befehl"),
                            ("ogc_api", "OGC API"),
                            ("wfs", "WFS-T"),
                        ],
                        max_length=10,
                        verbose_name="Eingegangen über",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="Bemerkung")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Zeitpunkt")),
                (
                    "tables",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63),
                        db_default=[],
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Tabellen",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Konto",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="layers.changeset",
                        verbose_name="macht rückgängig",
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderungssatz",
                "verbose_name_plural": "Änderungssätze",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="BuiltUpArea",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("residential", "Wohnen"),
                            ("industrial", "Gewerbe und Industrie"),
                            ("core", "Innenstadt"),
                        ],
                        max_length=12,
                        verbose_name="Art",
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
            ],
            options={
                "verbose_name": "Siedlungsfläche",
                "verbose_name_plural": "Siedlungsflächen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="builtuparea_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="builtuparea_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="builtuparea_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_builtuparea_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_builtuparea_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_builtuparea_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="203cd6f27f56d5b7884330ad79121511b5de9825",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_cfdfb",
                            table="layers_builtuparea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="97ba1d94a1035355915d469b8e2b6e6559bf80b1",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_50feb",
                            table="layers_builtuparea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="3e7fb98cd3d948f8cbfabe5ff29eae817677f809",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_bd661",
                            table="layers_builtuparea",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Building",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Art"
                    ),
                ),
                (
                    "levels",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Geschosse"
                    ),
                ),
                (
                    "height_m",
                    models.FloatField(blank=True, null=True, verbose_name="Höhe in Metern"),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Gebäude",
                "verbose_name_plural": "Gebäude",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="building_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="building_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="building_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_building_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_building_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_building_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="15ef1557b3c0cf6d176d9bb28575d28f739f98a8",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_a67c3",
                            table="layers_building",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="4c65f13d261792f6095d1dbd07eb5fe13038beb5",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_6a234",
                            table="layers_building",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="9a0431f40451e604d3ab61913c8d43118072daa1",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_4e108",
                            table="layers_building",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (SELECT tile_geometry AS shape FROM new_rows) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="36826d6935f073a865a28323a21ef5108b9db079",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_overview_insert_7d5fd",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="layers_building",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (\n            WITH pair AS (\n                SELECT o.id AS old_id, o.tile_geometry AS old_shape,\n                       n.id AS new_id, n.tile_geometry AS new_shape\n                FROM old_rows o FULL JOIN new_rows n USING (id)\n                WHERE (o.id, o.published, o.tile_geometry)\n                      IS DISTINCT FROM (n.id, n.published, n.tile_geometry)\n            )\n            SELECT old_shape AS shape FROM pair WHERE old_id IS NOT NULL\n            UNION ALL SELECT new_shape FROM pair WHERE new_id IS NOT NULL\n            ) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="bfbaa9b27cb516f85dfd3b18520eb3929de17d44",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_overview_update_03620",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="layers_building",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (SELECT tile_geometry AS shape FROM old_rows) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="1afa216fac62cedfab53ee39016d9ef0f74b1388",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_overview_delete_9b61c",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="layers_building",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_overview_clear(TG_TABLE_NAME); RETURN NULL;",
                            hash="caa296824bb01797bd609ce18ec521fd8329aa70",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_overview_truncate_75edf",
                            table="layers_building",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmenityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bench", "Sitzbank"),
                            ("toilet", "Öffentliche Toilette"),
                            ("playground", "Spielplatz"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "step_free",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="Stufenlos",
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Öffnungszeiten"
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.amenity",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Address",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                ("street", models.CharField(max_length=200, verbose_name="Straße")),
                ("house_number", models.CharField(max_length=20, verbose_name="Hausnummer")),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=5,
                        verbose_name="Postleitzahl",
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
            ],
            options={
                "verbose_name": "Adresse",
                "verbose_name_plural": "Adressen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="address_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="address_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="address_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(
                                django.db.models.functions.text.Concat(
                                    models.F("street"), models.Value(" "), models.F("house_number")
                                )
                            ),
                            "gin_trgm_ops",
                        ),
                        name="address_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_address_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_address_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_address_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="4d665137600ed7bae24b2b2c2c595d75c1f0cb1b",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_ead1e",
                            table="layers_address",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="3d6a02314f62c7eb0520aa3d6e27d8543edd67db",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_ba79c",
                            table="layers_address",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="acb9a7dacb177985923e08d82948889fcab6a531",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_c116a",
                            table="layers_address",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
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
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=9, verbose_name="Ebene")),
                (
                    "inhabitants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Einwohner"),
                ),
                (
                    "inhabitants_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Einwohner im Jahr"
                    ),
                ),
                (
                    "area_km2",
                    models.FloatField(blank=True, null=True, verbose_name="Fläche in km²"),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Stadtbezirk",
                "verbose_name_plural": "Stadtbezirke",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="district_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="district_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="district_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="district_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_district_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_district_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_district_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="512c72d4cf24491fdcff40359be35d944038e245",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_5612d",
                            table="layers_district",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="be3fab40aad7ddac04c47c113c90b6af58693820",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_3ca51",
                            table="layers_district",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="521f21649c42fa300623fcdba6f98e3022682b4d",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_a6296",
                            table="layers_district",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_districtevent" ("accuracy_m", "area_km2", "created_at", "dataset_id", "geometry", "id", "inhabitants", "inhabitants_year", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."area_km2", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."inhabitants", NEW."inhabitants_year", NEW."level", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="2934a12e716d632a50c87199cf393fc61a510bc2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_600ae",
                            table="layers_district",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."area_km2" IS DISTINCT FROM (NEW."area_km2") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inhabitants" IS DISTINCT FROM (NEW."inhabitants") OR OLD."inhabitants_year" IS DISTINCT FROM (NEW."inhabitants_year") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_districtevent" ("accuracy_m", "area_km2", "created_at", "dataset_id", "geometry", "id", "inhabitants", "inhabitants_year", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."area_km2", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."inhabitants", NEW."inhabitants_year", NEW."level", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="3f4cc8212a3ae555ef4137ddd0c253d641b5a849",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f2659",
                            table="layers_district",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_districtevent" ("accuracy_m", "area_km2", "created_at", "dataset_id", "geometry", "id", "inhabitants", "inhabitants_year", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."area_km2", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."inhabitants", OLD."inhabitants_year", OLD."level", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="afe189e9cd38209c3f2e3bfe179c28a0fc64ffc1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_58786",
                            table="layers_district",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=9, verbose_name="Ebene")),
                (
                    "inhabitants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Einwohner"),
                ),
                (
                    "inhabitants_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Einwohner im Jahr"
                    ),
                ),
                (
                    "area_km2",
                    models.FloatField(blank=True, null=True, verbose_name="Fläche in km²"),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.district",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GreenArea",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("park", "Park"),
                            ("wood", "Wald"),
                            ("meadow", "Wiese"),
                            ("garden", "Gärten"),
                            ("cemetery", "Friedhof"),
                            ("sport", "Sportanlage"),
                        ],
                        max_length=10,
                        verbose_name="Art",
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
            ],
            options={
                "verbose_name": "Grünfläche",
                "verbose_name_plural": "Grünflächen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="greenarea_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="greenarea_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="greenarea_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="greenarea_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_greenarea_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_greenarea_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_greenarea_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="da092e02926c9cf50e3f7adabef808085c9863fd",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_cb3cb",
                            table="layers_greenarea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="64dcdba398e81db2008aaa57e1c39fc66f1a28cf",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_26839",
                            table="layers_greenarea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="5c1ad1f8b105059ebf60e64920bf5745596db017",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_c1885",
                            table="layers_greenarea",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_greenareaevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="41551f0ef890248612007ce9aba753d3019a3cd5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d6b9a",
                            table="layers_greenarea",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_greenareaevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="6bfd968fcd37a9c44bda48c304743f54475327b8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7c603",
                            table="layers_greenarea",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_greenareaevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="e462e50dcf6f66ba3856cf158a6f724bbb4849d2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ca002",
                            table="layers_greenarea",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GreenAreaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("park", "Park"),
                            ("wood", "Wald"),
                            ("meadow", "Wiese"),
                            ("garden", "Gärten"),
                            ("cemetery", "Friedhof"),
                            ("sport", "Sportanlage"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.greenarea",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layer", models.CharField(max_length=60, verbose_name="Ebene")),
                ("source", models.CharField(max_length=500, verbose_name="Quelle")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("started_at", models.DateTimeField(verbose_name="Beginn")),
                ("finished_at", models.DateTimeField(auto_now_add=True, verbose_name="Ende")),
                (
                    "state",
                    models.CharField(
                        choices=[("done", "fertig"), ("refused", "abgelehnt")],
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("created", models.PositiveIntegerField(default=0, verbose_name="neu")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="geändert")),
                (
                    "unchanged",
                    models.PositiveIntegerField(default=0, verbose_name="gleich geblieben"),
                ),
                ("withdrawn", models.PositiveIntegerField(default=0, verbose_name="zurückgezogen")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="abgelehnt")),
                ("reasons", models.JSONField(default=dict, verbose_name="Gründe der Ablehnung")),
                (
                    "change_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="layers.changeset",
                        verbose_name="Änderungssatz",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Import",
                "verbose_name_plural": "Importe",
                "ordering": ["-finished_at"],
            },
        ),
        migrations.CreateModel(
            name="Market",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Marktzeiten"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
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
            ],
            options={
                "verbose_name": "Wochenmarkt",
                "verbose_name_plural": "Wochenmärkte",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="market_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="market_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="market_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="market_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_market_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_market_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_market_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="e8afd1a85714b1267bf2103b0d4139b24067bee5",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_11cbd",
                            table="layers_market",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="7504ac3075388ef9e9189b82b1cce06edb218028",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_c689f",
                            table="layers_market",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="5b7df0844c8f0e7467a8e557fd295169a86b4a64",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_bef67",
                            table="layers_market",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_marketevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="bfbe6109576c2321cf36e175ef9efe9e30587083",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_76cd6",
                            table="layers_market",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opening_hours" IS DISTINCT FROM (NEW."opening_hours") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_marketevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="64928ac8b7738283bd68b58b5aed13f8a10ccae4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0ea20",
                            table="layers_market",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_marketevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."address", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."name", OLD."opening_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="1fa64e5e7292a6a79ff51f6f80bcf04c75ec6f43",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8270e",
                            table="layers_market",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarketEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Marktzeiten"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.market",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Office",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("buergeramt", "Bürgeramt"),
                            ("town_hall", "Rathaus"),
                            ("other", "Dienststelle"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Telefon"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Öffnungszeiten"
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, db_default="", default="", verbose_name="Internetseite"
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
            ],
            options={
                "verbose_name": "Amt",
                "verbose_name_plural": "Ämter",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="office_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="office_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="office_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="office_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_office_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_office_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_office_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="e93177d7735d21fecada64dafa1a47c1098770aa",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_c0d75",
                            table="layers_office",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="0f96c6ac82ff559ecdc1932b109b5006a34602a8",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_45200",
                            table="layers_office",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="e1073868ec93aeb4d3d901151f15ce9acafec738",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_12c71",
                            table="layers_office",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_officeevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "website") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."website"); RETURN NULL;',
                            hash="1c80d168c3802a13b7d3597e240ebd4449bf2554",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8e0fb",
                            table="layers_office",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opening_hours" IS DISTINCT FROM (NEW."opening_hours") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                            func='INSERT INTO "layers_officeevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "website") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."website"); RETURN NULL;',
                            hash="d97834b40412f2f6cd2e11ff3470cace79b6d365",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d1dc",
                            table="layers_office",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_officeevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "website") VALUES (OLD."accuracy_m", OLD."address", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", OLD."opening_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version", OLD."website"); RETURN NULL;',
                            hash="d6e002541f9e5fc32cd3b580d7f5fd1fc054dc27",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_64e63",
                            table="layers_office",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("buergeramt", "Bürgeramt"),
                            ("town_hall", "Rathaus"),
                            ("other", "Dienststelle"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Telefon"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True, max_length=500, null=True, verbose_name="Öffnungszeiten"
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, db_default="", default="", verbose_name="Internetseite"
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OverviewCell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "plane",
                        "x",
                        "y",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("plane", models.IntegerField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("feature_id", models.BigIntegerField()),
                ("weight", models.FloatField()),
                (
                    "shape",
                    django.contrib.gis.db.models.fields.GeometryField(
                        spatial_index=False, srid=3857
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["plane", "shape"], name="overviewcell_gist"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="School",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="Schulnummer",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "Grundschule"),
                            ("special", "Förderschule"),
                            ("hauptschule", "Hauptschule"),
                            ("realschule", "Realschule"),
                            ("gesamtschule", "Gesamtschule"),
                            ("gymnasium", "Gymnasium"),
                            ("vocational", "Berufskolleg"),
                            ("waldorf", "Waldorfschule"),
                            ("other", "Andere Schule"),
                        ],
                        max_length=14,
                        verbose_name="Schulform",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "pupils",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Schülerinnen und Schüler"
                    ),
                ),
                (
                    "school_year",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=9,
                        verbose_name="Schuljahr",
                    ),
                ),
                (
                    "social_index",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Schulsozialindex"
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
            ],
            options={
                "verbose_name": "Schule",
                "verbose_name_plural": "Schulen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="school_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="school_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="school_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="school_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_school_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_school_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_school_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="03f98167de148796af8a29253f153293f0caf691",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_24eb5",
                            table="layers_school",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="1b3ee67008587ab6eaba5c8b039079c05df46663",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_d99cb",
                            table="layers_school",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="baddb42001531b17a54905056000398ac5e7b9dc",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_5ec7e",
                            table="layers_school",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_schoolevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "pupils", "school_year", "slug", "social_index", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."pupils", NEW."school_year", NEW."slug", NEW."social_index", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="d69f690cd8577a194deaf1e7d9aa1219cc706be3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9d442",
                            table="layers_school",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."pupils" IS DISTINCT FROM (NEW."pupils") OR OLD."school_year" IS DISTINCT FROM (NEW."school_year") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."social_index" IS DISTINCT FROM (NEW."social_index") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_schoolevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "pupils", "school_year", "slug", "social_index", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."address", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."pupils", NEW."school_year", NEW."slug", NEW."social_index", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="e5b4f9b3dbcedc625c40bd8d21a1016d8c0f60fe",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_53f2e",
                            table="layers_school",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_schoolevent" ("accuracy_m", "address", "created_at", "dataset_id", "geometry", "id", "kind", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "pupils", "school_year", "slug", "social_index", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."address", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."pupils", OLD."school_year", OLD."slug", OLD."social_index", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="07054f1013ad49c095742ec00b83988d2c7083d4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2e804",
                            table="layers_school",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="Schulnummer",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "Grundschule"),
                            ("special", "Förderschule"),
                            ("hauptschule", "Hauptschule"),
                            ("realschule", "Realschule"),
                            ("gesamtschule", "Gesamtschule"),
                            ("gymnasium", "Gymnasium"),
                            ("vocational", "Berufskolleg"),
                            ("waldorf", "Waldorfschule"),
                            ("other", "Andere Schule"),
                        ],
                        max_length=14,
                        verbose_name="Schulform",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "pupils",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Schülerinnen und Schüler"
                    ),
                ),
                (
                    "school_year",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=9,
                        verbose_name="Schuljahr",
                    ),
                ),
                (
                    "social_index",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Schulsozialindex"
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Settlement",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                ("kind", models.CharField(default="suburb", max_length=20, verbose_name="Art")),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Siedlung",
                "verbose_name_plural": "Siedlungen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="settlement_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="settlement_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="settlement_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="settlement_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_settlement_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_settlement_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_settlement_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="a07f1facde4d555c3753769bf34dd9380f40ec22",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_daa50",
                            table="layers_settlement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="684dfcee1a048f1a6ab496732f8799ace061811e",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_8b3cb",
                            table="layers_settlement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="4f298f538674e054c8ae4c6c183d94ab6e5fe962",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_a113b",
                            table="layers_settlement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_settlementevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="b066c9cab21c8353c0d887a57197bc8b75f6c570",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_28f4d",
                            table="layers_settlement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_settlementevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="51571b8461b232930c19a33f73e2d85b742ea552",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_54511",
                            table="layers_settlement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_settlementevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="a9858a73e4331594ebb2e858627936c2703756d7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1a4fc",
                            table="layers_settlement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                ("kind", models.CharField(default="suburb", max_length=20, verbose_name="Art")),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.settlement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stop",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "eva",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="EVA-Nummer",
                    ),
                ),
                (
                    "modes",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="mit Semikolon getrennt: bus, taxi, regional, national",
                        max_length=60,
                        verbose_name="Verkehrsmittel",
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
            ],
            options={
                "verbose_name": "Haltestelle",
                "verbose_name_plural": "Haltestellen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="stop_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="stop_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="stop_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="stop_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_stop_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_stop_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_stop_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="699fee3c41b454b7186ceb0acc72eaab230a5fe1",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_1667d",
                            table="layers_stop",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="397ed389750f29daa9934639b299403976bca02a",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_78ad5",
                            table="layers_stop",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="1a88ecaf9f092c06cdb1c215755169300f617576",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_4533f",
                            table="layers_stop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_stopevent" ("accuracy_m", "created_at", "dataset_id", "eva", "geometry", "id", "modes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."eva", NEW."geometry", NEW."id", NEW."modes", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="2c4dd6ef5d2dbd6664fe9a35979e197ee65200d4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_78e66",
                            table="layers_stop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."eva" IS DISTINCT FROM (NEW."eva") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."modes" IS DISTINCT FROM (NEW."modes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "layers_stopevent" ("accuracy_m", "created_at", "dataset_id", "eva", "geometry", "id", "modes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."eva", NEW."geometry", NEW."id", NEW."modes", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="54f4d165d3b5c2f4fd917fa039f52db6eb13a828",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_413fe",
                            table="layers_stop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "layers_stopevent" ("accuracy_m", "created_at", "dataset_id", "eva", "geometry", "id", "modes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."eva", OLD."geometry", OLD."id", OLD."modes", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="6bca2ed402539d7b037215454fc3e21e39243807",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bee09",
                            table="layers_stop",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        max_length=140,
                        null=True,
                        verbose_name="Kurzname",
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
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "eva",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="EVA-Nummer",
                    ),
                ),
                (
                    "modes",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="mit Semikolon getrennt: bus, taxi, regional, national",
                        max_length=60,
                        verbose_name="Verkehrsmittel",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="layers.stop",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Street",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("motorway", "Autobahn"),
                            ("main", "Hauptstraße"),
                            ("street", "Straße"),
                            ("side", "Nebenstraße"),
                            ("path", "Weg"),
                            ("rail", "Bahn"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="Nummer"
                    ),
                ),
                (
                    "bridge",
                    models.BooleanField(db_default=False, default=False, verbose_name="Brücke"),
                ),
                (
                    "tunnel",
                    models.BooleanField(db_default=False, default=False, verbose_name="Tunnel"),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Straße",
                "verbose_name_plural": "Straßen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="street_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="street_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="street_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="street_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_street_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_street_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_street_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="0d44a0cd656b3aa388cb26d15f929b09b005ec4b",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_99f6c",
                            table="layers_street",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="c8aef05ce07b026509844e511814e8d795a4d71e",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_f9377",
                            table="layers_street",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="8b4a742b25519888bae9cdde66186c88b7d46736",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_21f68",
                            table="layers_street",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("transaction_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transaction_id", "table_name"), name="layers_touch_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tree",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=25832, verbose_name="Lage"
                    ),
                ),
                (
                    "species",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=120, verbose_name="Art"
                    ),
                ),
                (
                    "height_m",
                    models.FloatField(blank=True, null=True, verbose_name="Höhe in Metern"),
                ),
                (
                    "crown_m",
                    models.FloatField(
                        blank=True, null=True, verbose_name="Kronendurchmesser in Metern"
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
            ],
            options={
                "verbose_name": "Baum",
                "verbose_name_plural": "Bäume",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="tree_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="tree_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="tree_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_tree_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_tree_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_tree_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="a5ce03a4a49c0c91797fabb39231f874aa4c9cd9",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_e000b",
                            table="layers_tree",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="661b9cd02734fb5249b12899d947f24b5c7d7f80",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_20f46",
                            table="layers_tree",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="529dad430a0ebe561301564369fee3c24ff2a04e",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_aedb1",
                            table="layers_tree",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (SELECT tile_geometry AS shape FROM new_rows) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="e5567967691eca409238145865eb4acd9bf5d722",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_overview_insert_a6458",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="layers_tree",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (\n            WITH pair AS (\n                SELECT o.id AS old_id, o.tile_geometry AS old_shape,\n                       n.id AS new_id, n.tile_geometry AS new_shape\n                FROM old_rows o FULL JOIN new_rows n USING (id)\n                WHERE (o.id, o.published, o.tile_geometry)\n                      IS DISTINCT FROM (n.id, n.published, n.tile_geometry)\n            )\n            SELECT old_shape AS shape FROM pair WHERE old_id IS NOT NULL\n            UNION ALL SELECT new_shape FROM pair WHERE new_id IS NOT NULL\n            ) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="c62a5af3b3b82f90c49854996a6b91f617287d44",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_overview_update_589c8",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="layers_tree",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,\n               layers_overview_x(shape), layers_overview_y(shape)\n        FROM (SELECT tile_geometry AS shape FROM old_rows) AS changed\n        ON CONFLICT DO NOTHING;\n        IF FOUND THEN\n            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)\n            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="07e3ebccd8a176b4144bd057f7e8ff1887f4f245",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_overview_delete_d7cac",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="layers_tree",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="overview_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_overview_clear(TG_TABLE_NAME); RETURN NULL;",
                            hash="2ae5c49814277b60cca4a677039e103899e8039d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_overview_truncate_006f3",
                            table="layers_tree",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaterArea",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("river", "Fluss"),
                            ("canal", "Kanal"),
                            ("lake", "See"),
                            ("basin", "Becken"),
                        ],
                        max_length=10,
                        verbose_name="Art",
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
            ],
            options={
                "verbose_name": "Wasserfläche",
                "verbose_name_plural": "Wasserflächen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="waterarea_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="waterarea_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="waterarea_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_waterarea_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_waterarea_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_waterarea_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="fb66574b8a7ece92ac811171127d908e2f434ada",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_926e2",
                            table="layers_waterarea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="25d580876dd04a6a21d3ee9dc1cce1f8b09d71ac",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_070c6",
                            table="layers_waterarea",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="976bba1cbe58dff1aa8e0f717c9ea6e51fe9b1a9",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_fd169",
                            table="layers_waterarea",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waterway",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("river", "Fluss"), ("canal", "Kanal"), ("brook", "Bach")],
                        max_length=10,
                        verbose_name="Art",
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
            ],
            options={
                "verbose_name": "Wasserlauf",
                "verbose_name_plural": "Wasserläufe",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="waterway_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="waterway_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="waterway_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="waterway_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_waterway_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_waterway_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_waterway_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="df842da4a30a3f3000977fbd2cf2c460621ebe18",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_f3676",
                            table="layers_waterway",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="6155184ae513a0911ced1f86a26993829c337cd6",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_3930d",
                            table="layers_waterway",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="764afcc6c93aba4f637b6ac8b32919d0e2ccdb57",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_55f85",
                            table="layers_waterway",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="Kurzname")),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                (
                    "ags",
                    models.CharField(
                        blank=True, max_length=8, verbose_name="Amtlicher Gemeindeschlüssel"
                    ),
                ),
                (
                    "boundary",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        srid=25832, verbose_name="Stadtgrenze"
                    ),
                ),
                (
                    "centre",
                    django.contrib.gis.db.models.fields.PointField(
                        srid=25832, verbose_name="Mitte"
                    ),
                ),
                (
                    "margin_m",
                    models.PositiveIntegerField(
                        db_default=3000,
                        default=3000,
                        help_text="So weit dürfen Objekte über das Rechteck um die Stadtgrenze hinausragen.",
                        verbose_name="Rand in Metern",
                    ),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Stadt",
                "verbose_name_plural": "Stadt",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only", True)), name="layers_city_only_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CensusCell",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=25832, verbose_name="Fläche"
                    ),
                ),
                (
                    "inhabitants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Einwohner"),
                ),
                (
                    "cell_m",
                    models.PositiveIntegerField(default=1000, verbose_name="Kantenlänge in Metern"),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.dataset",
                        verbose_name="Datensatz",
                    ),
                ),
            ],
            options={
                "verbose_name": "Zelle des Zensusgitters",
                "verbose_name_plural": "Zensusgitter",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="censuscell_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="censuscell_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="censuscell_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="layers_censuscell_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="layers_censuscell_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="layers_censuscell_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="ff21a55caa6261e265243c274117ffeee1b881f2",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_239a4",
                            table="layers_censuscell",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="4ed05c7f69e119ee84af337265187209281be76d",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_080e7",
                            table="layers_censuscell",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="59f171a9ce43741909a3c16083ab6171b83d9f5e",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_70bf1",
                            table="layers_censuscell",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.RunSQL(OVERVIEW, migrations.RunSQL.noop),
        InstallTriggers(),
        migrations.RunSQL(
            """
            CREATE CONSTRAINT TRIGGER layers_raise_revisions AFTER INSERT ON layers_touch
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION layers_raise_revisions();
            CREATE CONSTRAINT TRIGGER layers_overview_at_commit AFTER INSERT ON layers_overviewtouch
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.x = -1)
            EXECUTE FUNCTION layers_overview_at_commit()
            """,
            migrations.RunSQL.noop,
        ),
    ]
