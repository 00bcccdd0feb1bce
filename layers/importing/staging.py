"""The staging table of one import, and the questions and statements between it and its layer.

Every statement is about a set of rows. Those that write run only if they have rows to write,
for a statement trigger fires on none too, and would raise the layer's revision.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, LiteralString, cast

import shapely
from django.db import connection
from django.db.models import Field
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from layers.ground.models import Dataset, Feature
from layers.importing.checks import importable_fields
from layers.registry import Layer

_numbers = count(1)
# The doors of machines: a row that looks as one of these left it was not edited by a person.
_MACHINE_DOORS = ["import", "command"]
_CHUNK = 5_000


class Staging:
    """A temporary table of records (unlogged, seen by this connection only)."""

    def __init__(self, layer: Layer, dataset: Dataset) -> None:
        self.layer = layer
        self.dataset = dataset
        self.model: type[Feature] = layer.model
        self.fields: dict[str, Field] = importable_fields(self.model)
        number = next(_numbers)
        self.names = {
            "target": sql.Identifier(self.model._meta.db_table),
            "staging": sql.Identifier(f"staging_{number}"),
            "rejects": sql.Identifier(f"staging_{number}_rejects"),
            "gone": sql.Identifier(f"staging_{number}_gone"),
            "columns": sql.SQL(", ").join(map(self._column, self.fields)),
        }

    def _column(self, name: str) -> sql.Identifier:
        return sql.Identifier(str(self.fields[name].column))

    def _run(
        self, query: LiteralString, /, params: Sequence[Any] = (), **parts: sql.Composable
    ) -> Any:
        cursor = connection.cursor()
        composed = sql.SQL(query).format(**self.names, **parts)
        cursor.execute(composed.as_string(), params)  # as text: pghistory looks into it
        return cursor

    def _number(
        self, query: LiteralString, /, params: Sequence[Any] = (), **parts: sql.Composable
    ) -> int:
        with self._run(query, params, **parts) as cursor:
            return cursor.fetchone()[0]

    def _ids(
        self, query: LiteralString, /, params: Sequence[Any] = (), **parts: sql.Composable
    ) -> list[str]:
        with self._run(query, params, **parts) as cursor:
            return [row[0] for row in cursor.fetchall()]

    def create(self) -> None:
        """Make the tables, and wait for another import of the same dataset into this layer."""
        self._run(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)",
            (self.model._meta.db_table, self.dataset.pk),
        ).close()
        self._run(
            "CREATE TEMP TABLE {staging} ON COMMIT DROP AS "
            "SELECT source_id, geometry, {columns} FROM {target} WITH NO DATA"
        ).close()
        self._run(
            "ALTER TABLE {staging} ADD n bigint GENERATED ALWAYS AS IDENTITY,"
            " ADD row_id bigint, ADD changed boolean NOT NULL DEFAULT false,"
            " ADD inserted boolean NOT NULL DEFAULT false"
        ).close()
        self._run("CREATE TEMP TABLE {rejects} (source_id varchar(200)) ON COMMIT DROP").close()
        self._run(
            "CREATE TEMP TABLE {gone} (row_id bigint PRIMARY KEY, source_id varchar(200))"
            " ON COMMIT DROP"
        ).close()

    def drop(self) -> None:
        self._run("DROP TABLE {staging}, {rejects}, {gone}").close()

    def copy(
        self, rows: Sequence[tuple[str, BaseGeometry, list[Any]]], rejected: Sequence[str]
    ) -> None:
        """Stage one batch. Geometries carry their SRID."""
        if rows:
            shapes = shapely.to_wkb([row[1] for row in rows], hex=True, include_srid=True)
            query = "COPY {staging} (source_id, geometry, {columns}) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(self._composed(query)) as copy:
                for (source_id, _shape, values), shape in zip(rows, shapes, strict=True):
                    copy.write_row((source_id, shape, *values))
        if rejected:
            query = "COPY {rejects} (source_id) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(self._composed(query)) as copy:
                for source_id in rejected:
                    copy.write_row((source_id,))

    def _composed(self, query: LiteralString) -> sql.Composed:
        return sql.SQL(query).format(**self.names)

    def reject_duplicates(self) -> list[str]:
        """Leave the first of several records with one source id; return the others' ids."""
        self._run("CREATE INDEX ON {staging} (source_id)").close()
        self._run("ANALYZE {staging}").close()
        return self._ids(
            "DELETE FROM {staging} later USING {staging} first"
            " WHERE first.source_id = later.source_id AND first.n < later.n"
            " AND first.n = (SELECT min(n) FROM {staging} WHERE source_id = later.source_id)"
            " RETURNING later.source_id"
        )

    def reject_invalid(self) -> list[str]:
        """PostGIS has the last word on validity; its GEOS may be another than shapely's."""
        return self._reject("NOT layers_geometry_ok(geometry)")

    def reject_taken_slugs(self) -> list[str]:
        return self._reject(
            "slug IS NOT NULL AND (EXISTS (SELECT FROM {target} t WHERE t.slug = {staging}.slug"
            "   AND (t.dataset_id, t.source_id) IS DISTINCT FROM (%s, {staging}.source_id))"
            " OR EXISTS (SELECT FROM {staging} s WHERE s.slug = {staging}.slug"
            "   AND s.n < {staging}.n))",
            (self.dataset.pk,),
        )

    def _reject(self, condition: LiteralString, params: Sequence[Any] = ()) -> list[str]:
        """Move staged rows to the rejects, so that what they would replace stays as it is."""
        return self._ids(
            "WITH bad AS (DELETE FROM {staging} WHERE {condition} RETURNING source_id)"
            " INSERT INTO {rejects} SELECT source_id FROM bad RETURNING source_id",
            params,
            condition=sql.SQL(condition).format(**self.names),
        )

    def match(self, named: set[str]) -> None:
        """Find the rows already there, and which of them differ in a field the source names."""
        mine = self._own_columns(named)
        differs = sql.SQL(" OR ").join(
            sql.SQL("t.{0} IS DISTINCT FROM s.{0}").format(column) for column in mine
        )
        self._run(
            "UPDATE {staging} s SET row_id = t.id, changed = {differs} FROM {target} t"
            " WHERE t.dataset_id = %s AND t.source_id = s.source_id",
            (self.dataset.pk,),
            differs=differs,
        ).close()

    def _own_columns(self, named: set[str]) -> list[sql.Identifier]:
        names = [name for name in self.fields if name in named]
        return [sql.Identifier("geometry"), *map(self._column, names)]

    def find_gone(self) -> None:
        """Rows of this dataset and layer that the source no longer names."""
        existing, params = self._existing()
        self._run(
            "INSERT INTO {gone} SELECT id, source_id FROM ({existing}) t"
            " WHERE NOT EXISTS (SELECT FROM {staging} s WHERE s.source_id = t.source_id)"
            " AND NOT EXISTS (SELECT FROM {rejects} r WHERE r.source_id = t.source_id)",
            params,
            existing=existing,
        ).close()

    def _existing(self) -> tuple[sql.Composable, tuple]:
        rows = self.model._base_manager.filter(dataset=self.dataset, **self.layer.where)
        query, params = rows.values("id", "source_id").order_by().query.sql_with_params()
        return sql.SQL(cast(Any, query)), params

    def existing_count(self) -> int:
        existing, params = self._existing()
        return self._number("SELECT count(*) FROM ({existing}) t", params, existing=existing)

    def staged_count(self) -> int:
        return self._number("SELECT count(*) FROM {staging}")

    def new_count(self, *, with_slug: bool) -> int:
        return self._number(
            "SELECT count(*) FROM {staging}"
            " WHERE row_id IS NULL AND NOT inserted AND (slug IS NOT NULL) = %s",
            (with_slug,),
        )

    def changed_count(self) -> int:
        return self._number("SELECT count(*) FROM {staging} WHERE changed")

    def gone_count(self) -> int:
        return self._number("SELECT count(*) FROM {gone}")

    def lock(self) -> None:
        """Nobody edits the rows about to be written until this transaction ends."""
        self._run(
            "SELECT FROM {target} WHERE id IN (SELECT row_id FROM {staging} WHERE changed"
            " UNION ALL SELECT row_id FROM {gone}) ORDER BY id FOR UPDATE"
        ).close()

    def keep_edited(self, named: set[str]) -> tuple[list[str], list[str]]:
        """Take rows that people edited out of this import: those to change, those gone.

        A row counts as edited if it differs from the newest copy in its history that an import
        or a command left, in a field the source names (for rows gone: in any field). An edit
        that was undone is therefore no edit. Layers without history keep no edits.
        """
        history = getattr(self.model, "history", None)
        if history is None:
            return [], []
        events = sql.Identifier(history.rel.related_model._meta.db_table)
        changed = self._ids(
            "UPDATE {staging} s SET changed = false FROM {target} t WHERE s.changed"
            " AND t.id = s.row_id AND ({edited}) RETURNING s.source_id",
            (_MACHINE_DOORS,),
            edited=self._edited(events, self._own_columns(named)),
        )
        gone = self._ids(
            "DELETE FROM {gone} g USING {target} t WHERE t.id = g.row_id AND ({edited})"
            " RETURNING g.source_id",
            (_MACHINE_DOORS,),
            edited=self._edited(events, self._own_columns(set(self.fields))),
        )
        return changed, gone

    @staticmethod
    def _edited(events: sql.Identifier, columns: list[sql.Identifier]) -> sql.Composable:
        same = sql.SQL(" AND ").join(
            sql.SQL("e.{0} IS NOT DISTINCT FROM t.{0}").format(column) for column in columns
        )
        return sql.SQL(
            "NOT coalesce((SELECT {same} FROM {events} e"
            " JOIN layers_changeset c ON c.context_id = e.pgh_context_id"
            " WHERE e.pgh_obj_id = t.id AND c.door = ANY(%s)"
            " ORDER BY e.pgh_id DESC LIMIT 1), false)"
        ).format(same=same, events=events)

    def restore_slugs(self) -> None:
        """A row that the source lost and found again gets its old address back."""
        history = getattr(self.model, "history", None)
        if history is None:
            return
        self._run(
            "UPDATE {staging} s SET slug = e.slug FROM ("
            "  SELECT DISTINCT ON (source_id) source_id, slug FROM {events}"
            "  WHERE dataset_id = %s AND slug IS NOT NULL ORDER BY source_id, pgh_id DESC) e"
            " WHERE s.row_id IS NULL AND s.slug IS NULL AND s.source_id = e.source_id"
            " AND NOT EXISTS (SELECT FROM {target} t WHERE t.slug = e.slug)"
            " AND NOT EXISTS (SELECT FROM {staging} o WHERE o.slug = e.slug)",
            (self.dataset.pk,),
            events=sql.Identifier(history.rel.related_model._meta.db_table),
        ).close()

    def without_slug(self) -> list[tuple[int, str]]:
        """(n, name) of new rows that need a slug, in the order of the source."""
        with self._run(
            "SELECT n, name FROM {staging}"
            " WHERE row_id IS NULL AND slug IS NULL AND NOT inserted ORDER BY n"
        ) as cursor:
            return cursor.fetchall()

    def set_slugs(self, slugs: Sequence[tuple[int, str]]) -> None:
        self._run(
            "UPDATE {staging} s SET slug = given.slug"
            " FROM unnest(%s::bigint[], %s::text[]) AS given (n, slug) WHERE s.n = given.n",
            ([n for n, _slug in slugs], [slug for _n, slug in slugs]),
        ).close()

    def insert(self, *, with_slug: bool) -> int:
        """Insert the new rows that have a slug, or those that have none."""
        with self._run(
            "WITH new AS (UPDATE {staging} SET inserted = true"
            "  WHERE row_id IS NULL AND NOT inserted AND (slug IS NOT NULL) = %s RETURNING *)"
            " INSERT INTO {target} (dataset_id, source_id, geometry, {columns})"
            " SELECT %s, source_id, geometry, {columns} FROM new ORDER BY n",
            (with_slug, self.dataset.pk),
        ) as cursor:
            return cursor.rowcount

    def update(self, named: set[str]) -> int:
        assignments = sql.SQL(", ").join(
            sql.SQL("{0} = s.{0}").format(column) for column in self._own_columns(named)
        )
        with self._run(
            "UPDATE {target} t SET {assignments} FROM {staging} s"
            " WHERE t.id = s.row_id AND s.changed",
            assignments=assignments,
        ) as cursor:
            return cursor.rowcount

    def delete(self) -> int:
        """Withdraw rows through the ORM, which knows what else points to them."""
        deleted = 0
        ids = self._ids("SELECT row_id FROM {gone} ORDER BY row_id")
        for start in range(0, len(ids), _CHUNK):
            rows = self.model._base_manager.filter(pk__in=ids[start : start + _CHUNK])
            deleted += rows.delete()[1].get(self.model._meta.label, 0)
        return deleted
