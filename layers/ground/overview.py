"""The overview of big tables: what tiles draw at low zoom instead of every feature.

For each cell of a grid the greatest published feature, coarse as a pixel; levels 13 to 8 are the
zooms of the tiles. Statement triggers note the cells a transaction touches, whoever writes; at
commit those cells are made anew, each level from the one below. So the copy is never behind,
an edit costs a handful of rows, and a long import holds no lock an editor would wait for.
"""

import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from layers.ground.crs import TILE_SRID

TOP_LEVEL, BOTTOM_LEVEL = 8, 13  # as in overview.sql


class OverviewCell(models.Model):
    """The feature that stands for one cell. `shape` is EPSG:3857; `plane` is table and level."""

    pk = models.CompositePrimaryKey("plane", "x", "y")
    plane = models.IntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    feature_id = models.BigIntegerField()
    weight = models.FloatField()
    shape = models.GeometryField(srid=TILE_SRID, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["plane", "shape"], name="overviewcell_gist")]

    def __str__(self) -> str:
        return f"{self.plane}/{self.x}/{self.y}"


class OverviewTouch(models.Model):
    """A cell of level 13 touched by a transaction still open; empty between transactions.

    The row with x = y = -1 is the one whose deferred trigger refreshes them all at commit.
    """

    pk = models.CompositePrimaryKey("transaction_id", "source", "x", "y")
    transaction_id = models.BigIntegerField()
    source = models.CharField(max_length=63)
    x = models.IntegerField()
    y = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.source} {self.x}/{self.y} in {self.transaction_id}"


def _note(changed: str) -> str:
    # -1 last: it alone queues the work of the commit.
    return f"""
        INSERT INTO layers_overviewtouch (transaction_id, source, x, y)
        SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_TABLE_NAME,
               layers_overview_x(shape), layers_overview_y(shape)
        FROM ({changed}) AS changed
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            INSERT INTO layers_overviewtouch (transaction_id, source, x, y)
            VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, -1, -1)
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    """  # noqa: S608 -- the statements are those below


OVERVIEW_TRIGGERS = [
    pgtrigger.Trigger(
        name="overview_insert",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_note("SELECT tile_geometry AS shape FROM new_rows"),
    ),
    pgtrigger.Trigger(
        name="overview_update",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        # Rows that differ in what the overview shows, at the old place and at the new one.
        func=_note(
            """
            WITH pair AS (
                SELECT o.id AS old_id, o.tile_geometry AS old_shape,
                       n.id AS new_id, n.tile_geometry AS new_shape
                FROM old_rows o FULL JOIN new_rows n USING (id)
                WHERE (o.id, o.published, o.tile_geometry)
                      IS DISTINCT FROM (n.id, n.published, n.tile_geometry)
            )
            SELECT old_shape AS shape FROM pair WHERE old_id IS NOT NULL
            UNION ALL SELECT new_shape FROM pair WHERE new_id IS NOT NULL
            """
        ),
    ),
    pgtrigger.Trigger(
        name="overview_delete",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        func=_note("SELECT tile_geometry AS shape FROM old_rows"),
    ),
    pgtrigger.Trigger(
        name="overview_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Truncate,
        func="PERFORM layers_overview_clear(TG_TABLE_NAME); RETURN NULL;",
    ),
]


def has_overview(model: type[models.Model]) -> bool:
    """Whether the table's triggers keep an overview of it."""
    declared = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
    return declared.issuperset(trigger.name for trigger in OVERVIEW_TRIGGERS)
