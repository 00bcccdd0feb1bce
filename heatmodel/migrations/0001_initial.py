import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import layers.ground.models
import layers.ground.text
from layers.ground.installing import InstallTriggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("layers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoolPlace",
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
                            ("drinking_water", "Trinkwasser"),
                            ("fountain", "Brunnen"),
                            ("water_playground", "Wasserspielplatz"),
                            ("pool", "Schwimmbad"),
                            ("water", "Am Wasser"),
                            ("park", "Park"),
                            ("wood", "Wald"),
                            ("garden", "Garten"),
                            ("church", "Kirche"),
                            ("library", "Bücherei"),
                            ("museum", "Museum"),
                            ("cool_room", "Kühler Raum"),
                        ],
                        max_length=16,
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
                    "description",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Beschreibung"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 10:00-18:00.",
                        max_length=500,
                        null=True,
                        verbose_name="Öffnungszeiten",
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
                    "wheelchair_toilet",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="Rollstuhl-WC",
                    ),
                ),
                (
                    "drinking_water",
                    models.BooleanField(blank=True, null=True, verbose_name="Trinkwasser"),
                ),
                ("seating", models.BooleanField(blank=True, null=True, verbose_name="Sitzplätze")),
                ("toilet", models.BooleanField(blank=True, null=True, verbose_name="WC")),
                ("wifi", models.BooleanField(blank=True, null=True, verbose_name="WLAN")),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        choices=[("free", "kostenlos"), ("paid", "kostenpflichtig")],
                        max_length=4,
                        null=True,
                        verbose_name="Kosten",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Telefon"
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, db_default="", default="", verbose_name="Internetseite"
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="geprüft am")),
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
                "verbose_name": "kühler Ort",
                "verbose_name_plural": "kühle Orte",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="coolplace_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="coolplace_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="coolplace_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(
                                django.db.models.functions.text.Concat(
                                    models.F("name"), models.Value(" "), models.F("address")
                                )
                            ),
                            "gin_trgm_ops",
                        ),
                        name="coolplace_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="heatmodel_coolplace_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="heatmodel_coolplace_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="heatmodel_coolplace_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="f1c4d1ed52f67897225c85a3447599ba36a0ad36",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_373e5",
                            table="heatmodel_coolplace",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="5b23f77993665bf7f1587b2e759e68a5b305892b",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_84dbc",
                            table="heatmodel_coolplace",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="fa351fc51763f412ad13488b0fdf48f3dd22d60f",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_894a8",
                            table="heatmodel_coolplace",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "heatmodel_coolplaceevent" ("accuracy_m", "address", "checked_on", "cost", "created_at", "dataset_id", "description", "drinking_water", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "seating", "slug", "source_id", "source_note", "step_free", "toilet", "updated_at", "valid_from", "valid_to", "version", "website", "wheelchair_toilet", "wifi") VALUES (NEW."accuracy_m", NEW."address", NEW."checked_on", NEW."cost", NEW."created_at", NEW."dataset_id", NEW."description", NEW."drinking_water", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."published", NEW."seating", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."toilet", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."website", NEW."wheelchair_toilet", NEW."wifi"); RETURN NULL;',
                            hash="1c13e5e343503691c0421537ee5ff15a6346e577",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_45f17",
                            table="heatmodel_coolplace",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."drinking_water" IS DISTINCT FROM (NEW."drinking_water") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opening_hours" IS DISTINCT FROM (NEW."opening_hours") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."seating" IS DISTINCT FROM (NEW."seating") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."step_free" IS DISTINCT FROM (NEW."step_free") OR OLD."toilet" IS DISTINCT FROM (NEW."toilet") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."wheelchair_toilet" IS DISTINCT FROM (NEW."wheelchair_toilet") OR OLD."wifi" IS DISTINCT FROM (NEW."wifi"))',
                            func='INSERT INTO "heatmodel_coolplaceevent" ("accuracy_m", "address", "checked_on", "cost", "created_at", "dataset_id", "description", "drinking_water", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "seating", "slug", "source_id", "source_note", "step_free", "toilet", "updated_at", "valid_from", "valid_to", "version", "website", "wheelchair_toilet", "wifi") VALUES (NEW."accuracy_m", NEW."address", NEW."checked_on", NEW."cost", NEW."created_at", NEW."dataset_id", NEW."description", NEW."drinking_water", NEW."geometry", NEW."id", NEW."kind", NEW."name", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."published", NEW."seating", NEW."slug", NEW."source_id", NEW."source_note", NEW."step_free", NEW."toilet", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."website", NEW."wheelchair_toilet", NEW."wifi"); RETURN NULL;',
                            hash="6d773e8c857466356e317600614946e168701702",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c4b43",
                            table="heatmodel_coolplace",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "heatmodel_coolplaceevent" ("accuracy_m", "address", "checked_on", "cost", "created_at", "dataset_id", "description", "drinking_water", "geometry", "id", "kind", "name", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "published", "seating", "slug", "source_id", "source_note", "step_free", "toilet", "updated_at", "valid_from", "valid_to", "version", "website", "wheelchair_toilet", "wifi") VALUES (OLD."accuracy_m", OLD."address", OLD."checked_on", OLD."cost", OLD."created_at", OLD."dataset_id", OLD."description", OLD."drinking_water", OLD."geometry", OLD."id", OLD."kind", OLD."name", OLD."opening_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."published", OLD."seating", OLD."slug", OLD."source_id", OLD."source_note", OLD."step_free", OLD."toilet", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version", OLD."website", OLD."wheelchair_toilet", OLD."wifi"); RETURN NULL;',
                            hash="ffba83b2d05aa34e22f0f84ad6eaabade0f0420a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_32864",
                            table="heatmodel_coolplace",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoolPlaceEvent",
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
                            ("drinking_water", "Trinkwasser"),
                            ("fountain", "Brunnen"),
                            ("water_playground", "Wasserspielplatz"),
                            ("pool", "Schwimmbad"),
                            ("water", "Am Wasser"),
                            ("park", "Park"),
                            ("wood", "Wald"),
                            ("garden", "Garten"),
                            ("church", "Kirche"),
                            ("library", "Bücherei"),
                            ("museum", "Museum"),
                            ("cool_room", "Kühler Raum"),
                        ],
                        max_length=16,
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
                    "description",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="Beschreibung"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(
                        blank=True,
                        help_text="In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 10:00-18:00.",
                        max_length=500,
                        null=True,
                        verbose_name="Öffnungszeiten",
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
                    "wheelchair_toilet",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="Rollstuhl-WC",
                    ),
                ),
                (
                    "drinking_water",
                    models.BooleanField(blank=True, null=True, verbose_name="Trinkwasser"),
                ),
                ("seating", models.BooleanField(blank=True, null=True, verbose_name="Sitzplätze")),
                ("toilet", models.BooleanField(blank=True, null=True, verbose_name="WC")),
                ("wifi", models.BooleanField(blank=True, null=True, verbose_name="WLAN")),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        choices=[("free", "kostenlos"), ("paid", "kostenpflichtig")],
                        max_length=4,
                        null=True,
                        verbose_name="Kosten",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="Telefon"
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, db_default="", default="", verbose_name="Internetseite"
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="geprüft am")),
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
                        to="heatmodel.coolplace",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        InstallTriggers(),
    ]
