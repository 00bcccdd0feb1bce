"""Undoing a change set from the events it left, table by table, in bulk."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from layers.editing.errors import LaterChange, NotUndoable, UndoBlocked
from layers.editing.models import ChangeSet
from layers.editing.queries import event_model, feature_models

_NAMED_AT_MOST = 50  # rows listed when an undo is refused
# Kept by PostgreSQL or by the row itself, so never written back.
_NOT_WRITTEN_BACK = {"tile_geometry", "version", "updated_at", "created_at"}

# One row per feature that the change set touched: whether it was there before and is after it, and
# the event that holds the row as it was.
_PLAN = """
WITH mine AS (
  SELECT pgh_obj_id AS pk, min(pgh_id) AS first_id, max(pgh_id) AS last_id
  FROM {events} WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id
)
SELECT mine.pk,
       first.pgh_label <> 'insert' AS was_there,
       last.pgh_label <> 'delete' AS is_there,
       CASE first.pgh_label
         WHEN 'delete' THEN first.pgh_id
         WHEN 'update' THEN (SELECT max(pgh_id) FROM {events} AS earlier
                             WHERE earlier.pgh_obj_id = mine.pk AND earlier.pgh_id < mine.first_id)
       END AS before_id
FROM mine
JOIN {events} AS first ON first.pgh_id = mine.first_id
JOIN {events} AS last ON last.pgh_id = mine.last_id
ORDER BY mine.pk
"""

# One row per feature that was changed again later, with the contexts that did; NULL is SQL's own.
_LATER = """
WITH mine AS (
  SELECT pgh_obj_id AS pk, max(pgh_id) AS last_id
  FROM {events} WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id
)
SELECT mine.pk, array_agg(DISTINCT later.pgh_context_id)
FROM mine
JOIN {events} AS later ON later.pgh_obj_id = mine.pk AND later.pgh_id > mine.last_id
GROUP BY mine.pk ORDER BY mine.pk
"""

_LOCK = """
SELECT id FROM {table}
WHERE id IN (SELECT pgh_obj_id FROM {events} WHERE pgh_context_id = %(context)s)
ORDER BY id FOR UPDATE
"""

_DELETE = "DELETE FROM {table} WHERE id = ANY(%(keys)s)"

_UPDATE = """
UPDATE {table} AS feature SET {assignments}
FROM {events} AS before
WHERE before.pgh_id = ANY(%(before)s) AND feature.id = before.pgh_obj_id
"""

# The version goes on from where the row left, so that no version ever names two states.
_INSERT = """
INSERT INTO {table} (id, version, created_at, {columns})
SELECT before.pgh_obj_id,
       (SELECT max(version) + 1 FROM {events} AS every WHERE every.pgh_obj_id = before.pgh_obj_id),
       before.created_at, {values}
FROM {events} AS before
WHERE before.pgh_id = ANY(%(before)s)
"""


@dataclass(frozen=True)
class Plan:
    """What an undo does to one table. `back` and `again` are ids of the events to take from."""

    model: type[models.Model]
    remove: list[int]  # keys of rows the change set inserted
    again: list[int]  # rows it deleted
    back: list[int]  # rows it updated

    @property
    def actions(self) -> list[str]:
        """The permissions it takes, as words of a layer's `edit_permissions`."""
        needs = {"delete": self.remove, "insert": self.again, "update": self.back}
        return [action for action, rows in needs.items() if rows]


def tracked_tables(change_set: ChangeSet) -> list[type[models.Model]]:
    """The models the set wrote to, in order of table. Raises NotUndoable if one has no history."""
    known = feature_models()
    touched = [known[table] for table in sorted(change_set.tables) if table in known]
    untracked = [model for model in touched if event_model(model) is None]
    if untracked:
        raise NotUndoable(
            _("Für diese Daten wird kein Verlauf geführt; ein neuer Import ersetzt sie."),
            [str(model._meta.verbose_name_plural) for model in untracked],
        )
    return touched


def plan(change_set: ChangeSet, model: type[models.Model]) -> Plan:
    """Lock the rows and compare them with the history. Raises UndoBlocked or NotUndoable."""
    context = {"context": change_set.context_id}
    with connection.cursor() as cursor:
        cursor.execute(_composed(_LOCK, model), context)
        cursor.execute(_composed(_LATER, model), context)
        later = dict(cursor.fetchall())
        cursor.execute(_composed(_PLAN, model), context)
        rows = cursor.fetchall()
    if touched := _still_changed(later):
        raise UndoBlocked(_("Diese Objekte wurden danach wieder geändert."), _named(model, touched))
    if any(was and before is None for _pk, was, _there, before in rows):
        raise NotUndoable(
            _("Der Verlauf reicht nicht weit genug zurück."), [str(model._meta.verbose_name_plural)]
        )
    return Plan(
        model,
        remove=[pk for pk, was, there, _before in rows if there and not was],
        again=[before for _pk, was, there, before in rows if was and not there],
        back=[before for _pk, was, there, before in rows if was and there],
    )


def _still_changed(later: dict[int, list[UUID | None]]) -> list[int]:
    """The keys whose later changes did not cancel each other.

    A change and its undoing, an undoing and its redoing: in pairs they leave a row as it was.
    """
    contexts = {context for row in later.values() for context in row if context}
    first = _first_of_chain(contexts)
    touched = []
    for pk, row in later.items():
        chains = Counter(first.get(context) for context in row)
        if None in chains or any(count % 2 for count in chains.values()):
            touched.append(pk)
    return touched


def _first_of_chain(contexts: set[UUID]) -> dict[UUID | None, int]:
    """The change set with which each context's chain of undoings began."""
    first: dict[UUID | None, int] = {}
    for change_set in ChangeSet.objects.filter(context_id__in=contexts):
        start = change_set
        while start.undoes:
            start = start.undoes
        first[change_set.context_id] = start.pk
    return first


def carry_out(plan: Plan) -> None:
    """Deletions first, so that unique names are free again for what returns."""
    with connection.cursor() as cursor:
        if plan.remove:
            cursor.execute(_composed(_DELETE, plan.model), {"keys": plan.remove})
        if plan.back:
            cursor.execute(_composed(_UPDATE, plan.model), {"before": plan.back})
        if plan.again:
            cursor.execute(_composed(_INSERT, plan.model), {"before": plan.again})


def _composed(template: str, model: type[models.Model]) -> str:
    """A string, because pghistory reads every statement before it is sent."""
    events = event_model(model)
    names = [
        sql.Identifier(str(column.column))
        for column in model._meta.concrete_fields
        if column.name not in _NOT_WRITTEN_BACK and not column.primary_key
    ]
    statement = sql.SQL(template).format(
        table=sql.Identifier(model._meta.db_table),
        events=sql.Identifier(events._meta.db_table),
        columns=sql.SQL(", ").join(names),
        values=sql.SQL(", ").join(sql.SQL("before.{}").format(name) for name in names),
        assignments=sql.SQL(", ").join(sql.SQL("{0} = before.{0}").format(name) for name in names),
    )
    return statement.as_string(connection.connection)


def _named(model: type[models.Model], keys: list[int]) -> list[LaterChange]:
    """The rows by the name they have, or had when they were deleted."""
    events = event_model(model)
    shown = keys[:_NAMED_AT_MOST]
    names: dict[int, str] = {}
    for event in events._default_manager.filter(pgh_obj_id__in=shown).order_by("pgh_id"):
        names[event.pgh_obj_id] = getattr(event, "name", "") or event.source_id
    return [LaterChange(model, pk, names[pk]) for pk in shown]
