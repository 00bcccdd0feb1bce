import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.db import migrations, models

import layers.ground.installing
import layers.ground.models
import layers.ground.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("layers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkBuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(editable=False, unique=True)),
                (
                    "backend",
                    models.CharField(
                        choices=[
                            ("osmium", "pyosmium"),
                            ("osmnx", "OSMnx"),
                            ("streets", "Straßen der Karte"),
                        ],
                        max_length=10,
                        verbose_name="gelesen mit",
                    ),
                ),
                ("source", models.CharField(max_length=500, verbose_name="Quelle")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "source_time",
                    models.DateTimeField(blank=True, null=True, verbose_name="Stand der Quelle"),
                ),
                ("dem", models.CharField(blank=True, max_length=500, verbose_name="Höhenmodell")),
                ("started_at", models.DateTimeField(verbose_name="Beginn")),
                ("finished_at", models.DateTimeField(auto_now_add=True, verbose_name="Ende")),
                ("vertices", models.PositiveIntegerField(verbose_name="Knoten")),
                ("segments", models.PositiveIntegerField(verbose_name="Abschnitte")),
                ("length_km", models.FloatField(verbose_name="Länge in km")),
                ("report", models.JSONField(default=dict, verbose_name="Bericht")),
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
                "verbose_name": "Aufbau des Wegenetzes",
                "verbose_name_plural": "Aufbauten des Wegenetzes",
                "ordering": ["-pk"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="a3355d0b6a546217ebe62b4b194b3a914ebee8bf",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_4e6f7",
                            table="routing_networkbuild",
                            when="AFTER",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Segment",
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
                    django.contrib.gis.db.models.fields.LineStringField(
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
                    "way",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Weg in OpenStreetMap"
                    ),
                ),
                (
                    "from_node",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Knoten am Anfang"),
                ),
                (
                    "to_node",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Knoten am Ende"),
                ),
                ("highway", models.CharField(max_length=30, verbose_name="Wegklasse")),
                (
                    "foot",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "nicht erlaubt"),
                            (1, "nur in Zeichenrichtung"),
                            (2, "nur gegen die Zeichenrichtung"),
                            (3, "in beide Richtungen"),
                        ],
                        db_default=3,
                        default=3,
                        verbose_name="zu Fuß",
                    ),
                ),
                (
                    "bike",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "nicht erlaubt"),
                            (1, "nur in Zeichenrichtung"),
                            (2, "nur gegen die Zeichenrichtung"),
                            (3, "in beide Richtungen"),
                        ],
                        db_default=3,
                        default=3,
                        verbose_name="mit dem Rad",
                    ),
                ),
                (
                    "dismount",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Das Rad darf mit, aber nur geschoben.",
                        verbose_name="Rad nur schiebend",
                    ),
                ),
                (
                    "steps",
                    models.BooleanField(db_default=False, default=False, verbose_name="Treppe"),
                ),
                (
                    "step_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Stufen"),
                ),
                (
                    "ramp",
                    models.BooleanField(blank=True, null=True, verbose_name="Rampe an der Treppe"),
                ),
                (
                    "bridge",
                    models.BooleanField(db_default=False, default=False, verbose_name="Brücke"),
                ),
                (
                    "tunnel",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Tunnel oder überdacht"
                    ),
                ),
                (
                    "surface",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Belag"),
                ),
                (
                    "smoothness",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Ebenheit"),
                ),
                ("width_m", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("incline_pct", models.FloatField(blank=True, null=True, verbose_name="Steigung")),
                ("lit", models.BooleanField(blank=True, null=True, verbose_name="beleuchtet")),
                (
                    "sidewalk",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Gehweg"),
                ),
                (
                    "cycleway",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Radweg"),
                ),
                (
                    "crossing",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Querung"),
                ),
                (
                    "island",
                    models.BooleanField(blank=True, null=True, verbose_name="Querung mit Insel"),
                ),
                (
                    "kerb",
                    models.CharField(
                        blank=True, max_length=30, null=True, verbose_name="Bordstein"
                    ),
                ),
                (
                    "maxspeed_kmh",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Höchstgeschwindigkeit"
                    ),
                ),
                (
                    "wheelchair",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="mit dem Rollstuhl",
                    ),
                ),
                ("climb_m", models.FloatField(blank=True, null=True, verbose_name="Anstieg")),
                ("descent_m", models.FloatField(blank=True, null=True, verbose_name="Abstieg")),
                (
                    "length_m",
                    models.FloatField(
                        db_default=0.0, default=0.0, editable=False, verbose_name="Länge"
                    ),
                ),
                (
                    "known",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="bekannte Angaben"
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
                "verbose_name": "Wegabschnitt",
                "verbose_name_plural": "Wegenetz",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="segment_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="segment_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="segment_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="segment_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_segment_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_segment_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_segment_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="9c53fcaf785462337ff16dad2573b268f8f9f98c",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_33936",
                            table="routing_segment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="59ab874b42bdfbb38d91583c5822f63dd2518867",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_ac7f7",
                            table="routing_segment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="9027c9af34b40fb57ec5ee2ad0bb41fdfb636dea",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_f00bd",
                            table="routing_segment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="measure",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        NEW.length_m = ST_Length(ST_Transform(NEW.geometry, 4326)::geography);\n        NEW.known = num_nonnulls(NEW.surface, NEW.smoothness, NEW.width_m, NEW.incline_pct, NEW.lit, NEW.sidewalk, NEW.maxspeed_kmh, NEW.wheelchair);\n        RETURN NEW;\n    ",
                            hash="737a5af3cfcb2a920e1eacdbb53afb329a52799b",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_measure_f8146",
                            table="routing_segment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_segmentevent" ("accuracy_m", "bike", "bridge", "climb_m", "created_at", "crossing", "cycleway", "dataset_id", "descent_m", "dismount", "foot", "from_node", "geometry", "highway", "id", "incline_pct", "island", "kerb", "known", "length_m", "lit", "maxspeed_kmh", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "ramp", "sidewalk", "slug", "smoothness", "source_id", "source_note", "step_count", "steps", "surface", "to_node", "tunnel", "updated_at", "valid_from", "valid_to", "version", "way", "wheelchair", "width_m") VALUES (NEW."accuracy_m", NEW."bike", NEW."bridge", NEW."climb_m", NEW."created_at", NEW."crossing", NEW."cycleway", NEW."dataset_id", NEW."descent_m", NEW."dismount", NEW."foot", NEW."from_node", NEW."geometry", NEW."highway", NEW."id", NEW."incline_pct", NEW."island", NEW."kerb", NEW."known", NEW."length_m", NEW."lit", NEW."maxspeed_kmh", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."ramp", NEW."sidewalk", NEW."slug", NEW."smoothness", NEW."source_id", NEW."source_note", NEW."step_count", NEW."steps", NEW."surface", NEW."to_node", NEW."tunnel", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."way", NEW."wheelchair", NEW."width_m"); RETURN NULL;',
                            hash="d8d126fc8fffbbebdf079877b7c8b2fd6cec0662",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_20502",
                            table="routing_segment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."bike" IS DISTINCT FROM (NEW."bike") OR OLD."bridge" IS DISTINCT FROM (NEW."bridge") OR OLD."climb_m" IS DISTINCT FROM (NEW."climb_m") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."crossing" IS DISTINCT FROM (NEW."crossing") OR OLD."cycleway" IS DISTINCT FROM (NEW."cycleway") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."descent_m" IS DISTINCT FROM (NEW."descent_m") OR OLD."dismount" IS DISTINCT FROM (NEW."dismount") OR OLD."foot" IS DISTINCT FROM (NEW."foot") OR OLD."from_node" IS DISTINCT FROM (NEW."from_node") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."highway" IS DISTINCT FROM (NEW."highway") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incline_pct" IS DISTINCT FROM (NEW."incline_pct") OR OLD."island" IS DISTINCT FROM (NEW."island") OR OLD."kerb" IS DISTINCT FROM (NEW."kerb") OR OLD."known" IS DISTINCT FROM (NEW."known") OR OLD."length_m" IS DISTINCT FROM (NEW."length_m") OR OLD."lit" IS DISTINCT FROM (NEW."lit") OR OLD."maxspeed_kmh" IS DISTINCT FROM (NEW."maxspeed_kmh") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."ramp" IS DISTINCT FROM (NEW."ramp") OR OLD."sidewalk" IS DISTINCT FROM (NEW."sidewalk") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."smoothness" IS DISTINCT FROM (NEW."smoothness") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."step_count" IS DISTINCT FROM (NEW."step_count") OR OLD."steps" IS DISTINCT FROM (NEW."steps") OR OLD."surface" IS DISTINCT FROM (NEW."surface") OR OLD."to_node" IS DISTINCT FROM (NEW."to_node") OR OLD."tunnel" IS DISTINCT FROM (NEW."tunnel") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."way" IS DISTINCT FROM (NEW."way") OR OLD."wheelchair" IS DISTINCT FROM (NEW."wheelchair") OR OLD."width_m" IS DISTINCT FROM (NEW."width_m"))',
                            func='INSERT INTO "routing_segmentevent" ("accuracy_m", "bike", "bridge", "climb_m", "created_at", "crossing", "cycleway", "dataset_id", "descent_m", "dismount", "foot", "from_node", "geometry", "highway", "id", "incline_pct", "island", "kerb", "known", "length_m", "lit", "maxspeed_kmh", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "ramp", "sidewalk", "slug", "smoothness", "source_id", "source_note", "step_count", "steps", "surface", "to_node", "tunnel", "updated_at", "valid_from", "valid_to", "version", "way", "wheelchair", "width_m") VALUES (NEW."accuracy_m", NEW."bike", NEW."bridge", NEW."climb_m", NEW."created_at", NEW."crossing", NEW."cycleway", NEW."dataset_id", NEW."descent_m", NEW."dismount", NEW."foot", NEW."from_node", NEW."geometry", NEW."highway", NEW."id", NEW."incline_pct", NEW."island", NEW."kerb", NEW."known", NEW."length_m", NEW."lit", NEW."maxspeed_kmh", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."ramp", NEW."sidewalk", NEW."slug", NEW."smoothness", NEW."source_id", NEW."source_note", NEW."step_count", NEW."steps", NEW."surface", NEW."to_node", NEW."tunnel", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."way", NEW."wheelchair", NEW."width_m"); RETURN NULL;',
                            hash="81b399e7e84e2b7ee8780e4a4fc5fd7c6f1602d4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bbf4b",
                            table="routing_segment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_segmentevent" ("accuracy_m", "bike", "bridge", "climb_m", "created_at", "crossing", "cycleway", "dataset_id", "descent_m", "dismount", "foot", "from_node", "geometry", "highway", "id", "incline_pct", "island", "kerb", "known", "length_m", "lit", "maxspeed_kmh", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "ramp", "sidewalk", "slug", "smoothness", "source_id", "source_note", "step_count", "steps", "surface", "to_node", "tunnel", "updated_at", "valid_from", "valid_to", "version", "way", "wheelchair", "width_m") VALUES (OLD."accuracy_m", OLD."bike", OLD."bridge", OLD."climb_m", OLD."created_at", OLD."crossing", OLD."cycleway", OLD."dataset_id", OLD."descent_m", OLD."dismount", OLD."foot", OLD."from_node", OLD."geometry", OLD."highway", OLD."id", OLD."incline_pct", OLD."island", OLD."kerb", OLD."known", OLD."length_m", OLD."lit", OLD."maxspeed_kmh", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."ramp", OLD."sidewalk", OLD."slug", OLD."smoothness", OLD."source_id", OLD."source_note", OLD."step_count", OLD."steps", OLD."surface", OLD."to_node", OLD."tunnel", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version", OLD."way", OLD."wheelchair", OLD."width_m"); RETURN NULL;',
                            hash="488f556b1f5efe71403a7af1b51944c02f986879",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cdf03",
                            table="routing_segment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TurnRestriction",
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
                ("kind", models.CharField(max_length=40, verbose_name="Art")),
                (
                    "only",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Gebot statt Verbot"
                    ),
                ),
                ("from_way", models.BigIntegerField(verbose_name="von Weg")),
                ("via_node", models.BigIntegerField(verbose_name="über Knoten")),
                ("to_way", models.BigIntegerField(verbose_name="in Weg")),
                (
                    "bike",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="gilt für Räder"
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
                "verbose_name": "Abbiegevorschrift",
                "verbose_name_plural": "Abbiegevorschriften",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="turnrestriction_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="turnrestriction_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="turnrestriction_valid_time",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"),
                        name="routing_turnrestriction_source_id_once",
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_turnrestriction_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_turnrestriction_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="536f4032071b0f2e1f51381789ee6ca12dc372ce",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_46242",
                            table="routing_turnrestriction",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="24734638aa1b7bab675062b8c6f8c5d22a31eadf",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_5a29d",
                            table="routing_turnrestriction",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="336ae6d0950e1013929d9fbfea989afc18df09a8",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_4b649",
                            table="routing_turnrestriction",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_turnrestrictionevent" ("accuracy_m", "bike", "created_at", "dataset_id", "from_way", "geometry", "id", "kind", "only", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "to_way", "updated_at", "valid_from", "valid_to", "version", "via_node") VALUES (NEW."accuracy_m", NEW."bike", NEW."created_at", NEW."dataset_id", NEW."from_way", NEW."geometry", NEW."id", NEW."kind", NEW."only", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."to_way", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."via_node"); RETURN NULL;',
                            hash="5a646ed2ae4ff7ccbc5aa3fad33c092b846623bd",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d7dbc",
                            table="routing_turnrestriction",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."bike" IS DISTINCT FROM (NEW."bike") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."from_way" IS DISTINCT FROM (NEW."from_way") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."only" IS DISTINCT FROM (NEW."only") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."to_way" IS DISTINCT FROM (NEW."to_way") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."via_node" IS DISTINCT FROM (NEW."via_node"))',
                            func='INSERT INTO "routing_turnrestrictionevent" ("accuracy_m", "bike", "created_at", "dataset_id", "from_way", "geometry", "id", "kind", "only", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "to_way", "updated_at", "valid_from", "valid_to", "version", "via_node") VALUES (NEW."accuracy_m", NEW."bike", NEW."created_at", NEW."dataset_id", NEW."from_way", NEW."geometry", NEW."id", NEW."kind", NEW."only", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."slug", NEW."source_id", NEW."source_note", NEW."to_way", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."via_node"); RETURN NULL;',
                            hash="faf45ed71eb45e778e594d7888f8a0c56ba4e99f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_28f01",
                            table="routing_turnrestriction",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_turnrestrictionevent" ("accuracy_m", "bike", "created_at", "dataset_id", "from_way", "geometry", "id", "kind", "only", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "slug", "source_id", "source_note", "to_way", "updated_at", "valid_from", "valid_to", "version", "via_node") VALUES (OLD."accuracy_m", OLD."bike", OLD."created_at", OLD."dataset_id", OLD."from_way", OLD."geometry", OLD."id", OLD."kind", OLD."only", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."slug", OLD."source_id", OLD."source_note", OLD."to_way", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version", OLD."via_node"); RETURN NULL;',
                            hash="5a346083981d4717e0d3bb71c188f07ee8f3b747",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b5349",
                            table="routing_turnrestriction",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
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
                    "effect",
                    models.CharField(
                        choices=[("closed", "gesperrt"), ("avoid", "meiden")],
                        max_length=6,
                        verbose_name="Wirkung",
                    ),
                ),
                ("foot", models.BooleanField(db_default=True, default=True, verbose_name="zu Fuß")),
                (
                    "bike",
                    models.BooleanField(db_default=True, default=True, verbose_name="mit dem Rad"),
                ),
                (
                    "wheels",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="mit Rollstuhl und Kinderwagen"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=300, verbose_name="Grund"
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
                "verbose_name": "Sperrung",
                "verbose_name_plural": "Sperrungen",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geometry"], name="closure_geometry_gist"
                    ),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["tile_geometry"], name="closure_tile_gist"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("valid_from__isnull", False),
                            ("valid_to__isnull", False),
                            _connector="OR",
                        ),
                        fields=["valid_from", "valid_to"],
                        name="closure_valid_time",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            layers.ground.text.Fold(models.F("name")), "gin_trgm_ops"
                        ),
                        name="closure_search_trgm",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "source_id"), name="routing_closure_source_id_once"
                    ),
                    models.CheckConstraint(
                        condition=layers.ground.models.GeometryOk("geometry"),
                        name="routing_closure_geometry_ok",
                        violation_error_message="Die Form ist ungültig, leer oder liegt außerhalb von UTM-Zone 32.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="routing_closure_valid_time_ordered",
                        violation_error_message="„gültig bis“ liegt vor „gültig ab“.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="next_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.tile_geometry = OLD.tile_geometry;\n            IF OLD.* IS DISTINCT FROM NEW.* THEN\n                NEW.version = OLD.version + 1;\n                NEW.updated_at = now();\n            END IF;\n            RETURN NEW;\n        ",
                            hash="e59b744940c67632419997e65efa6adec2401750",
                            operation="UPDATE",
                            pgid="pgtrigger_next_version_54885",
                            table="routing_closure",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="inside_city",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_assert_inside_city(NEW.geometry); RETURN NEW;",
                            hash="73333c50c0aa58513fd4d9dd942499d94cf612b0",
                            operation='INSERT OR UPDATE OF "geometry"',
                            pgid="pgtrigger_inside_city_fac2f",
                            table="routing_closure",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="16b97f123d6997ba59e13dfcf4b02b261d0f1049",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_4b47e",
                            table="routing_closure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_closureevent" ("accuracy_m", "bike", "created_at", "dataset_id", "effect", "foot", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "reason", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "wheels") VALUES (NEW."accuracy_m", NEW."bike", NEW."created_at", NEW."dataset_id", NEW."effect", NEW."foot", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published", NEW."reason", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."wheels"); RETURN NULL;',
                            hash="5d07830d7a70e158cee316621a5e37b55a14aed0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e2496",
                            table="routing_closure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."bike" IS DISTINCT FROM (NEW."bike") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."effect" IS DISTINCT FROM (NEW."effect") OR OLD."foot" IS DISTINCT FROM (NEW."foot") OR OLD."geometry" IS DISTINCT FROM (NEW."geometry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."wheels" IS DISTINCT FROM (NEW."wheels"))',
                            func='INSERT INTO "routing_closureevent" ("accuracy_m", "bike", "created_at", "dataset_id", "effect", "foot", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "reason", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "wheels") VALUES (NEW."accuracy_m", NEW."bike", NEW."created_at", NEW."dataset_id", NEW."effect", NEW."foot", NEW."geometry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published", NEW."reason", NEW."slug", NEW."source_id", NEW."source_note", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version", NEW."wheels"); RETURN NULL;',
                            hash="d5263cea372ad197c392c4da7226864d58153a87",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_52d8c",
                            table="routing_closure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "routing_closureevent" ("accuracy_m", "bike", "created_at", "dataset_id", "effect", "foot", "geometry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "reason", "slug", "source_id", "source_note", "updated_at", "valid_from", "valid_to", "version", "wheels") VALUES (OLD."accuracy_m", OLD."bike", OLD."created_at", OLD."dataset_id", OLD."effect", OLD."foot", OLD."geometry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published", OLD."reason", OLD."slug", OLD."source_id", OLD."source_note", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version", OLD."wheels"); RETURN NULL;',
                            hash="4379753a21314af361ab37c3a75b3a6158433b6e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e50f6",
                            table="routing_closure",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EdgeValues",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("shade", "Schatten"), ("heat", "Hitze")],
                        max_length=5,
                        verbose_name="Art",
                    ),
                ),
                ("day_of_year", models.PositiveSmallIntegerField(verbose_name="Tag des Jahres")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="Stunden")),
                ("segment_ids", models.BinaryField()),
                ("values", models.BinaryField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Herkunft")),
            ],
            options={
                "verbose_name": "Werte je Wegabschnitt",
                "verbose_name_plural": "Werte je Wegabschnitt",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "day_of_year"), name="routing_edgevalues_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="note_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM layers_note_change(TG_TABLE_NAME); RETURN NULL;",
                            hash="cc0b825937b733a2e5273df9d414cc711659cd01",
                            level="STATEMENT",
                            operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_note_change_29bf2",
                            table="routing_edgevalues",
                            when="AFTER",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SegmentEvent",
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
                    django.contrib.gis.db.models.fields.LineStringField(
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
                    "way",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Weg in OpenStreetMap"
                    ),
                ),
                (
                    "from_node",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Knoten am Anfang"),
                ),
                (
                    "to_node",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Knoten am Ende"),
                ),
                ("highway", models.CharField(max_length=30, verbose_name="Wegklasse")),
                (
                    "foot",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "nicht erlaubt"),
                            (1, "nur in Zeichenrichtung"),
                            (2, "nur gegen die Zeichenrichtung"),
                            (3, "in beide Richtungen"),
                        ],
                        db_default=3,
                        default=3,
                        verbose_name="zu Fuß",
                    ),
                ),
                (
                    "bike",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "nicht erlaubt"),
                            (1, "nur in Zeichenrichtung"),
                            (2, "nur gegen die Zeichenrichtung"),
                            (3, "in beide Richtungen"),
                        ],
                        db_default=3,
                        default=3,
                        verbose_name="mit dem Rad",
                    ),
                ),
                (
                    "dismount",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Das Rad darf mit, aber nur geschoben.",
                        verbose_name="Rad nur schiebend",
                    ),
                ),
                (
                    "steps",
                    models.BooleanField(db_default=False, default=False, verbose_name="Treppe"),
                ),
                (
                    "step_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Stufen"),
                ),
                (
                    "ramp",
                    models.BooleanField(blank=True, null=True, verbose_name="Rampe an der Treppe"),
                ),
                (
                    "bridge",
                    models.BooleanField(db_default=False, default=False, verbose_name="Brücke"),
                ),
                (
                    "tunnel",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Tunnel oder überdacht"
                    ),
                ),
                (
                    "surface",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Belag"),
                ),
                (
                    "smoothness",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Ebenheit"),
                ),
                ("width_m", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("incline_pct", models.FloatField(blank=True, null=True, verbose_name="Steigung")),
                ("lit", models.BooleanField(blank=True, null=True, verbose_name="beleuchtet")),
                (
                    "sidewalk",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Gehweg"),
                ),
                (
                    "cycleway",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Radweg"),
                ),
                (
                    "crossing",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="Querung"),
                ),
                (
                    "island",
                    models.BooleanField(blank=True, null=True, verbose_name="Querung mit Insel"),
                ),
                (
                    "kerb",
                    models.CharField(
                        blank=True, max_length=30, null=True, verbose_name="Bordstein"
                    ),
                ),
                (
                    "maxspeed_kmh",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Höchstgeschwindigkeit"
                    ),
                ),
                (
                    "wheelchair",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("limited", "eingeschränkt"), ("no", "nein")],
                        max_length=8,
                        null=True,
                        verbose_name="mit dem Rollstuhl",
                    ),
                ),
                ("climb_m", models.FloatField(blank=True, null=True, verbose_name="Anstieg")),
                ("descent_m", models.FloatField(blank=True, null=True, verbose_name="Abstieg")),
                (
                    "length_m",
                    models.FloatField(
                        db_default=0.0, default=0.0, editable=False, verbose_name="Länge"
                    ),
                ),
                (
                    "known",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="bekannte Angaben"
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
                        to="routing.segment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TurnRestrictionEvent",
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
                ("kind", models.CharField(max_length=40, verbose_name="Art")),
                (
                    "only",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Gebot statt Verbot"
                    ),
                ),
                ("from_way", models.BigIntegerField(verbose_name="von Weg")),
                ("via_node", models.BigIntegerField(verbose_name="über Knoten")),
                ("to_way", models.BigIntegerField(verbose_name="in Weg")),
                (
                    "bike",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="gilt für Räder"
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
                        to="routing.turnrestriction",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClosureEvent",
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
                    "effect",
                    models.CharField(
                        choices=[("closed", "gesperrt"), ("avoid", "meiden")],
                        max_length=6,
                        verbose_name="Wirkung",
                    ),
                ),
                ("foot", models.BooleanField(db_default=True, default=True, verbose_name="zu Fuß")),
                (
                    "bike",
                    models.BooleanField(db_default=True, default=True, verbose_name="mit dem Rad"),
                ),
                (
                    "wheels",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="mit Rollstuhl und Kinderwagen"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=300, verbose_name="Grund"
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
                        to="routing.closure",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        layers.ground.installing.InstallTriggers(),
    ]
