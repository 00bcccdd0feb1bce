import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.db import migrations, models

import layers.ground.installing
import layers.ground.models
import layers.ground.text
import layers.hours.validation


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_network"),
    ]

    operations = [
        migrations.CreateModel(
            name="BikeRack",
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
                    "places",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Plätze"),
                ),
                ("covered", models.BooleanField(blank=True, null=True, verbose_name="Überdacht")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "verbose_name": "Fahrradständer",
                "verbose_name_plural": "Fahrradständer",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="bikerack_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="bikerack_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="bikerack_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_bikerack_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_bikerack_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_bikerack_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="985b73eb1ffc0da8d5953bcfe5830ee03d6d3ea3",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_7e2eb",
                            table="routing_bikerack",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="ed4fe777af598b63e0834241f8fbdfdcfe8459da",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_083e5",
                            table="routing_bikerack",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="31c98dc2c4136a0a102df5c7476c6e88ccc39ca6",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_8a257",
                            table="routing_bikerack",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_bikerackevent" ("accuracy_m", "covered", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."covered", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="e9fd6b1175d00b92b3243606d9f84d91879f968f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ed86e",
                            table="routing_bikerack",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."covered" IS DISTINCT FROM (NEW."covered") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_bikerackevent" ("accuracy_m", "covered", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."covered", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="f3680c93a05d4057148953b17451d0073018b838",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e4c17",
                            table="routing_bikerack",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_bikerackevent" ("accuracy_m", "covered", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."covered", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."published", OLD."school_id", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="9b75f56ece543ba5d64465aba3d025b8d46862f8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_29731",
                            table="routing_bikerack",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BikeRackEvent",
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
                    "places",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Plätze"),
                ),
                ("covered", models.BooleanField(blank=True, null=True, verbose_name="Überdacht")),
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
                        to="routing.bikerack",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Crossing",
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
                            ("signal", "Ampel"),
                            ("zebra", "Zebrastreifen"),
                            ("refuge", "Mittelinsel"),
                            ("guard", "Schülerlotsen"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                (
                    "guard_times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Lotsen stehen hier",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                "verbose_name": "Querungsstelle",
                "verbose_name_plural": "Querungsstellen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="crossing_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="crossing_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="crossing_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="crossing_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_crossing_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_crossing_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_crossing_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="43d011cca1abb2200ecdd54b4e4d8de3a1b30a71",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_9d6a5",
                            table="routing_crossing",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="a1c8313e7cf1371068dfcaba619086aed4c54c43",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_b969b",
                            table="routing_crossing",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="0165a018f7d3643e81261a0cbe391774231960e5",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_ec4ef",
                            table="routing_crossing",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_crossingevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "guard_times", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."guard_times", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="99d809ebeebf7c905fc4ea731321e7063e664f9d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c4c5e",
                            table="routing_crossing",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."guard_times" IS DISTINCT FROM (NEW."guard_times") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_crossingevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "guard_times", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."guard_times", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="9fc8a7a9ac201f3ca1c882b84858a98456e9fccc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_78c03",
                            table="routing_crossing",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_crossingevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "guard_times", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."guard_times", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="704bb4c8ffb8745c04e15c3a7b682cad95212145",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3b5a0",
                            table="routing_crossing",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrossingEvent",
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
                            ("signal", "Ampel"),
                            ("zebra", "Zebrastreifen"),
                            ("refuge", "Mittelinsel"),
                            ("guard", "Schülerlotsen"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                (
                    "guard_times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Lotsen stehen hier",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                        to="routing.crossing",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DropOffZone",
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
                    "state",
                    models.CharField(
                        choices=[("active", "in Betrieb"), ("planned", "geplant")],
                        db_default="active",
                        default="active",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Benutzbar zu diesen Zeiten",
                    ),
                ),
                (
                    "passes_school",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="Zufahrt führt an der Schule vorbei"
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                "verbose_name": "Hol- und Bringzone",
                "verbose_name_plural": "Hol- und Bringzonen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="dropoffzone_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="dropoffzone_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="dropoffzone_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="dropoffzone_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_dropoffzone_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_dropoffzone_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_dropoffzone_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="417952c3b410cb3c2f88f9516a7021c0f0d5a5c2",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_6c2d4",
                            table="routing_dropoffzone",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="516a961da2edaa16d3cb333605fa8e0e86fa9f1f",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_f1a03",
                            table="routing_dropoffzone",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="d315738d494c764e2f0ebe89b6ee80fa35ac87e8",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_c5f14",
                            table="routing_dropoffzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_dropoffzoneevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "passes_school", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", NEW."passes_school", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."state", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="105abb396023f84425242f82bc6f4c03ff637eff",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e3daf",
                            table="routing_dropoffzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."passes_school" IS DISTINCT FROM (NEW."passes_school") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_dropoffzoneevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "passes_school", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", NEW."passes_school", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."state", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="98320d9319c45399eb349c97ef3f471d5f2dde2b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1cc43",
                            table="routing_dropoffzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_dropoffzoneevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "passes_school", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."name", OLD."passes_school", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."school_id", OLD."slug", OLD."source_id", OLD."source_note", OLD."state", OLD."times", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="b2da1e0e2a2a5ba01696aef841cc5cc476a70c39",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_62021",
                            table="routing_dropoffzone",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DropOffZoneEvent",
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
                    "state",
                    models.CharField(
                        choices=[("active", "in Betrieb"), ("planned", "geplant")],
                        db_default="active",
                        default="active",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Benutzbar zu diesen Zeiten",
                    ),
                ),
                (
                    "passes_school",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="Zufahrt führt an der Schule vorbei"
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                        to="routing.dropoffzone",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Hazard",
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
                            ("narrow_footway", "fehlender oder schmaler Gehweg"),
                            ("heavy_traffic", "starker Verkehr, Lastwagen"),
                            ("unclear_junction", "unübersichtliche Kreuzung"),
                            ("driveway", "Ausfahrt oder Einfahrt"),
                            ("parked_cars", "parkende Autos verdecken die Sicht"),
                            ("blind_bend", "Kurve oder Hecke verdeckt die Sicht"),
                            ("building_site", "Baustelle"),
                            ("unlit", "unbeleuchtet"),
                            ("long_wait", "lange Wartezeit an der Ampel"),
                            ("green_arrow", "grüner Pfeil"),
                            ("roundabout", "Kreisverkehr"),
                            ("level_crossing", "Bahnübergang"),
                            ("speed", "zu schnelles Fahren"),
                            ("no_crossing", "fehlende Querungshilfe"),
                            ("other", "etwas anderes"),
                        ],
                        max_length=16,
                        verbose_name="Art",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "aufmerksam sein"),
                            ("medium", "vorsichtig sein"),
                            ("high", "besser meiden"),
                        ],
                        max_length=6,
                        null=True,
                        verbose_name="Einstufung",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Besteht zu diesen Zeiten",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="So verhalte ich mich"
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
                "verbose_name": "Gefahrenstelle",
                "verbose_name_plural": "Gefahrenstellen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="hazard_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="hazard_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="hazard_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="hazard_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_hazard_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_hazard_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_hazard_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="58b2dbaf7d7364e0c60b92a78c4f191d12173b42",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_fb0cd",
                            table="routing_hazard",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="c71aed3201f0f9b8d45799e88d860bef83d3f985",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_8cd04",
                            table="routing_hazard",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="c818d66720110f54bb817366c312cea82c7f97f6",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_7fd8c",
                            table="routing_hazard",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_hazardevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "severity", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."severity", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="66410e968617ea8423d525bc9e242bf5e2cf7e74",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_34d54",
                            table="routing_hazard",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."severity" IS DISTINCT FROM (NEW."severity") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_hazardevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "severity", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."severity", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="eeb7a7d1ff70d02e490a2104cc7f4b1ccd50b360",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7fbf5",
                            table="routing_hazard",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_hazardevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "severity", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."severity", OLD."slug", OLD."source_id", OLD."source_note", OLD."times", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="8d7a266f9d4653674c378bb26d3cecd203d8e28e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c007e",
                            table="routing_hazard",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HazardEvent",
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
                            ("narrow_footway", "fehlender oder schmaler Gehweg"),
                            ("heavy_traffic", "starker Verkehr, Lastwagen"),
                            ("unclear_junction", "unübersichtliche Kreuzung"),
                            ("driveway", "Ausfahrt oder Einfahrt"),
                            ("parked_cars", "parkende Autos verdecken die Sicht"),
                            ("blind_bend", "Kurve oder Hecke verdeckt die Sicht"),
                            ("building_site", "Baustelle"),
                            ("unlit", "unbeleuchtet"),
                            ("long_wait", "lange Wartezeit an der Ampel"),
                            ("green_arrow", "grüner Pfeil"),
                            ("roundabout", "Kreisverkehr"),
                            ("level_crossing", "Bahnübergang"),
                            ("speed", "zu schnelles Fahren"),
                            ("no_crossing", "fehlende Querungshilfe"),
                            ("other", "etwas anderes"),
                        ],
                        max_length=16,
                        verbose_name="Art",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "aufmerksam sein"),
                            ("medium", "vorsichtig sein"),
                            ("high", "besser meiden"),
                        ],
                        max_length=6,
                        null=True,
                        verbose_name="Einstufung",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Besteht zu diesen Zeiten",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="So verhalte ich mich"
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
                        to="routing.hazard",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SchoolEntrance",
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
                    "main",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Haupteingang"
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
                "verbose_name": "Schuleingang",
                "verbose_name_plural": "Schuleingänge",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="schoolentrance_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="schoolentrance_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="schoolentrance_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"),
                        name="routing_schoolentrance_source_id_once",
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_schoolentrance_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_schoolentrance_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="efad3b397c4a5c0b0d1aa9226bb2e685a25d0d18",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_f89ab",
                            table="routing_schoolentrance",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="3e21c1edd5b3778e4eeadb25d8290d467e2bf130",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_e121a",
                            table="routing_schoolentrance",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="e8f5484dce981d622d33c5d6464793e43dc8f774",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_65237",
                            table="routing_schoolentrance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolentranceevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "main", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."main", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="ead38d22b66dacd17fefa540bf05c574eb50f2eb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3fb37",
                            table="routing_schoolentrance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."main" IS DISTINCT FROM (NEW."main") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."step_free" IS DISTINCT FROM (NEW."step_free") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_schoolentranceevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "main", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."main", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="59cafcc1ed4b1fbf2bde165ecacea159b6b0e6c5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_18565",
                            table="routing_schoolentrance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolentranceevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "main", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "step_free", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."main", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."school_id", OLD."slug", OLD."source_id", OLD."source_note", OLD."step_free", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="c9526fc845dceb84c20d96a33840b64d3b9b46f4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fac58",
                            table="routing_schoolentrance",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolEntranceEvent",
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
                    "main",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Haupteingang"
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
                        to="routing.schoolentrance",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SchoolStreet",
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
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Gesperrt zu diesen Zeiten",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="Seit")),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                "verbose_name": "Schulstraße",
                "verbose_name_plural": "Schulstraßen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="schoolstreet_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="schoolstreet_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="schoolstreet_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="schoolstreet_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_schoolstreet_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_schoolstreet_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_schoolstreet_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="e85da609976b4788464ac36c57651d4d63ba8fc9",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_c67f0",
                            table="routing_schoolstreet",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="56c19f418f53b2443c577096c03da94e297b56ba",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_c1320",
                            table="routing_schoolstreet",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="927b604182d3a41365b9d342fecb41a63398622f",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_6babf",
                            table="routing_schoolstreet",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolstreetevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "since", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."school_id", NEW."since", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="0544a27d55b66da1c5e29052981076f022bf8887",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_676d6",
                            table="routing_schoolstreet",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_schoolstreetevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "since", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."school_id", NEW."since", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="94546f502829043eefeb9122d54451ff29e1c9d2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1dc4f",
                            table="routing_schoolstreet",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolstreetevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "since", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."school_id", OLD."since", OLD."slug", OLD."source_id", OLD."source_note", OLD."times", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="3deada4bea00b96a0bd8e6331bf85c4ee6db0697",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2bfcf",
                            table="routing_schoolstreet",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolStreetEvent",
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
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Gesperrt zu diesen Zeiten",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="Seit")),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                        to="routing.schoolstreet",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SchoolWay",
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
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
                    ),
                ),
                (
                    "approved_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Freigegeben von",
                    ),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="Freigegeben am"),
                ),
                (
                    "edition",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Ausgabe"
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
                "verbose_name": "Empfohlener Schulweg",
                "verbose_name_plural": "Empfohlene Schulwege",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="schoolway_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="schoolway_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="schoolway_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="schoolway_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_schoolway_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_schoolway_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_schoolway_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_on", None),
                            models.Q(("approved_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="routing_schoolway_approval_named",
                        violation_error_message="Zu einer Freigabe gehört, von wem sie ist.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="0e45e14cd98f008de21e9315691e017900af00e5",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_59464",
                            table="routing_schoolway",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="00df52f1a81bd761d4bde51e0b53196fe778bede",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_be597",
                            table="routing_schoolway",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="e9903e4a6d1a954556f40d493ccc89f4285e36b5",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_6af62",
                            table="routing_schoolway",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolwayevent" ("accuracy_m", "advice", "approved_by", "approved_on", "created_at", "dataset_id", "edition", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."approved_by", NEW."approved_on", NEW."created_at", NEW."dataset_id", NEW."edition", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="41f52cb645062de64fc5659343a319f2f0f1b790",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ea490",
                            table="routing_schoolway",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."approved_by" IS DISTINCT FROM (NEW."approved_by") OR OLD."approved_on" IS DISTINCT FROM (NEW."approved_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_schoolwayevent" ("accuracy_m", "advice", "approved_by", "approved_on", "created_at", "dataset_id", "edition", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."approved_by", NEW."approved_on", NEW."created_at", NEW."dataset_id", NEW."edition", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="6793ca647e09de83b4927cd87a912ed96b0534a3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6cecc",
                            table="routing_schoolway",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_schoolwayevent" ("accuracy_m", "advice", "approved_by", "approved_on", "created_at", "dataset_id", "edition", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."approved_by", OLD."approved_on", OLD."created_at", OLD."dataset_id", OLD."edition", OLD."geometry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."school_id", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="f37b2f9fccd9b5aec37a505f34be41362b92bee5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c5b81",
                            table="routing_schoolway",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolWayEvent",
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
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
                    ),
                ),
                (
                    "approved_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Freigegeben von",
                    ),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="Freigegeben am"),
                ),
                (
                    "edition",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Ausgabe"
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
                        to="routing.schoolway",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedSection",
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
                (
                    "max_kph",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="Höchstgeschwindigkeit",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Gilt zu diesen Zeiten",
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
                "verbose_name": "Strecke mit Tempolimit",
                "verbose_name_plural": "Strecken mit Tempolimit",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="speedsection_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="speedsection_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="speedsection_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="speedsection_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_speedsection_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_speedsection_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_speedsection_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="49116c880e431d1b14ac3cf780a3a45c01613deb",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_dbc09",
                            table="routing_speedsection",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="600ba2a6f43e39c7b3f3e17a4d4cac7c9c90f045",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_400a1",
                            table="routing_speedsection",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="ac8739a79ec737764bda563a676be9a6ea7d536b",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_e8e9c",
                            table="routing_speedsection",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_speedsectionevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "max_kph", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."max_kph", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="b93e774881ee8aa0f9caa0f5015f84252276b9f1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_676f5",
                            table="routing_speedsection",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."max_kph" IS DISTINCT FROM (NEW."max_kph") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_speedsectionevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "max_kph", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."max_kph", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="41bc98b3cb19969a335af6295cf667760d9c940d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_44189",
                            table="routing_speedsection",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_speedsectionevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "max_kph", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."max_kph", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."times", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="0a2bda66873253433f8b1a6df7eaac33bedc7b34",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_62ded",
                            table="routing_speedsection",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeedSectionEvent",
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
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "max_kph",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="Höchstgeschwindigkeit",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Gilt zu diesen Zeiten",
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
                        to="routing.speedsection",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedZone",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zone_30", "Tempo-30-Zone"),
                            ("living_street", "verkehrsberuhigter Bereich"),
                            ("pedestrian", "Fußgängerzone"),
                        ],
                        max_length=14,
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
                "verbose_name": "Beruhigte Zone",
                "verbose_name_plural": "Beruhigte Zonen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="speedzone_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="speedzone_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="speedzone_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="speedzone_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_speedzone_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_speedzone_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_speedzone_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="e24c9c710c16892fb996214535636870c2bc2cb2",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_2b40a",
                            table="routing_speedzone",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="dadd06eb90f41801039edec677d88b5dc34c1019",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_409a6",
                            table="routing_speedzone",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="10e12f7313ea1e360178ad09d327d8afff35ae5f",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_7a384",
                            table="routing_speedzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_speedzoneevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="3ebd5dd1419589876e38eb8d47c6e1e900d5af6e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b6dc1",
                            table="routing_speedzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_speedzoneevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="625f9cfdf4774fcf8b8fe34131b183e401e4d664",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b5980",
                            table="routing_speedzone",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_speedzoneevent" ("accuracy_m", "created_at", "dataset_id", "geometry", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="819012c5c54f81fd44d853a3cc25917f16e1664d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d444e",
                            table="routing_speedzone",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeedZoneEvent",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zone_30", "Tempo-30-Zone"),
                            ("living_street", "verkehrsberuhigter Bereich"),
                            ("pedestrian", "Fußgängerzone"),
                        ],
                        max_length=14,
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
                        to="routing.speedzone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WalkingBusLine",
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
                (
                    "state",
                    models.CharField(
                        choices=[("active", "in Betrieb"), ("planned", "geplant")],
                        db_default="active",
                        default="active",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Läuft zu diesen Zeiten",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                "verbose_name": "Laufbus-Linie",
                "verbose_name_plural": "Laufbus-Linien",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="walkingbusline_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="walkingbusline_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="walkingbusline_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="walkingbusline_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"),
                        name="routing_walkingbusline_source_id_once",
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_walkingbusline_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_walkingbusline_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="bef9f872a92f8c79b5508836b3764d4050b22f0d",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_4a83f",
                            table="routing_walkingbusline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="e317b793a8e714a1672768f3c1d9fea97b69cc69",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_1c633",
                            table="routing_walkingbusline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="c6d150ed7b56df6e311e5d33966f9571df1b3665",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_a5a4e",
                            table="routing_walkingbusline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_walkingbuslineevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."state", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="9a8346ecd48da0f9676ab736a70b4bbaa5eaa795",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_acd32",
                            table="routing_walkingbusline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_walkingbuslineevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."advice", NEW."created_at", NEW."dataset_id", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."school_id", NEW."slug", NEW."source_id", NEW."source_note", NEW."state", NEW."times", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="4d8f7ecf2902b84f42c781cb979b582e846f885a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_20aa1",
                            table="routing_walkingbusline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_walkingbuslineevent" ("accuracy_m", "advice", "created_at", "dataset_id", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "school_id", "slug", "source_id", "source_note", "state", "times", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."advice", OLD."created_at", OLD."dataset_id", OLD."geometry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."school_id", OLD."slug", OLD."source_id", OLD."source_note", OLD."state", OLD."times", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="5551ad2e9b1941f08de67445253cad187d58c20a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_abb7d",
                            table="routing_walkingbusline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkingBusLineEvent",
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
                    django.contrib.gis.db.models.fields.MultiLineStringField(
                        spatial_index=False, srid=25832, verbose_name="Verlauf"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "in Betrieb"), ("planned", "geplant")],
                        db_default="active",
                        default="active",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "times",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 07:15-08:15; PH,SH off.",
                        max_length=500,
                        null=True,
                        validators=[layers.hours.validation.readable_hours],
                        verbose_name="Läuft zu diesen Zeiten",
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Hinweise"
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
                        to="routing.walkingbusline",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="layers.school",
                        to_field="slug",
                        verbose_name="Schule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WalkingBusStop",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="Reihenfolge")),
                (
                    "departs",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([01]\\d|2[0-3]):[0-5]\\d\\Z", "Eine Uhrzeit wie 07:25."
                            )
                        ],
                        verbose_name="Abfahrt",
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="routing.walkingbusline",
                        to_field="slug",
                        verbose_name="Linie",
                    ),
                ),
            ],
            options={
                "verbose_name": "Laufbus-Haltestelle",
                "verbose_name_plural": "Laufbus-Haltestellen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="walkingbusstop_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="walkingbusstop_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="walkingbusstop_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"),
                        name="routing_walkingbusstop_source_id_once",
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_walkingbusstop_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_walkingbusstop_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="75432b73aba51c91d5f5276c9b99875be45839bd",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_ddf66",
                            table="routing_walkingbusstop",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="816bc67a4424ccdf8450c8b8ac93a0755a542eef",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_ed949",
                            table="routing_walkingbusstop",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="ccfbd899ff53f92471b5ece0d443eaf407dc0565",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_f995a",
                            table="routing_walkingbusstop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_walkingbusstopevent" ("accuracy_m", "created_at", "dataset_id", "departs", "geometry", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."departs", NEW."geometry", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="806dcd99a6a32c73ad51533c4357cadfd04a98ec",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2b9ed",
                            table="routing_walkingbusstop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."departs" IS DISTINCT FROM (NEW."departs") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                            func='INSERT INTO "routing_walkingbusstopevent" ("accuracy_m", "created_at", "dataset_id", "departs", "geometry", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."accuracy_m", NEW."created_at", NEW."dataset_id", NEW."departs", NEW."geometry", NEW."id", NEW."line_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="4483859bfc771704d57ab7c7a4e4772c1eacf063",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b9ac0",
                            table="routing_walkingbusstop",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_walkingbusstopevent" ("accuracy_m", "created_at", "dataset_id", "departs", "geometry", "id", "line_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "published", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."accuracy_m", OLD."created_at", OLD."dataset_id", OLD."departs", OLD."geometry", OLD."id", OLD."line_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                            hash="3e0e9a4845dbbaca9970d69d730f2704e74ddc14",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_eca69",
                            table="routing_walkingbusstop",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkingBusStopEvent",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="Reihenfolge")),
                (
                    "departs",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([01]\\d|2[0-3]):[0-5]\\d\\Z", "Eine Uhrzeit wie 07:25."
                            )
                        ],
                        verbose_name="Abfahrt",
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="routing.walkingbusline",
                        to_field="slug",
                        verbose_name="Linie",
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
                        to="routing.walkingbusstop",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Accident",
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
                    "category",
                    models.CharField(
                        choices=[
                            ("death", "mit Getöteten"),
                            ("serious", "mit Schwerverletzten"),
                            ("slight", "mit Leichtverletzten"),
                        ],
                        max_length=8,
                        verbose_name="Folge",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Jahr")),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="Monat",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="Stunde",
                    ),
                ),
                (
                    "weekday",
                    models.CharField(
                        choices=[
                            ("Mo", "Montag"),
                            ("Tu", "Dienstag"),
                            ("We", "Mittwoch"),
                            ("Th", "Donnerstag"),
                            ("Fr", "Freitag"),
                            ("Sa", "Samstag"),
                            ("Su", "Sonntag"),
                        ],
                        max_length=2,
                        verbose_name="Wochentag",
                    ),
                ),
                ("on_foot", models.BooleanField(verbose_name="Fußgänger beteiligt")),
                ("by_bike", models.BooleanField(verbose_name="Radfahrer beteiligt")),
                (
                    "by_car",
                    models.BooleanField(blank=True, null=True, verbose_name="Auto beteiligt"),
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
                "verbose_name": "Unfall mit Verletzten",
                "verbose_name_plural": "Unfälle mit Verletzten",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="accident_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="accident_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="accident_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_accident_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_accident_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_accident_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="6390f05ed79fb0674d04879eb5c7dca921597092",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_1b7b6",
                            table="routing_accident",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="df7ecedb3b1743c1d4db55dd76f230b21a13f416",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_2d3a4",
                            table="routing_accident",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="db1e3f74bba7212688fcfb97fec25b60a95afe40",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_3717a",
                            table="routing_accident",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        layers.ground.installing.InstallTriggers(),
    ]
