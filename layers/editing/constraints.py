"""What the database refused, said to people: constraint names become messages at fields."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from layers.editing.errors import NON_FIELD, Invalid, Messages

# Constraints every feature has, by the end of their name: the field to be corrected.
_FIELD_BY_ENDING = {
    "_geometry_ok": "geometry",
    "_valid_time_ordered": "valid_to",
    "_source_id_once": "source_id",
    "_slug_key": "slug",
}
_RAISED_BY_TRIGGERS = {
    "layers_inside_city": _("Das liegt außerhalb des Stadtgebiets."),
    "layers_geometry_ok": _("Die Form ist leer oder liegt außerhalb von UTM-Zone 32."),
}


def refusal(error: DatabaseError, model: type[Model], position: int = 0) -> Invalid:
    """`error` of PostgreSQL upon writing a row of `model`, as the fields and their messages."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    column = getattr(diagnosis, "column_name", None)
    field, messages = next(_explained(model, name, column))
    return Invalid({field: messages}, position)


def is_taken_slug(error: DatabaseError) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return (getattr(diagnosis, "constraint_name", None) or "").endswith("_slug_key")


def _explained(model: type[Model], name: str, column: str | None) -> Iterator[tuple[str, Messages]]:
    if name in _RAISED_BY_TRIGGERS:
        yield "geometry", [_RAISED_BY_TRIGGERS[name]]
    field = next((f for end, f in _FIELD_BY_ENDING.items() if name.endswith(end)), "")
    for constraint in model._meta.constraints:
        if constraint.name == name:
            if isinstance(constraint, UniqueConstraint):
                yield field or _last_field(constraint), [_("Das gibt es schon.")]
            yield field or NON_FIELD, [str(constraint.get_violation_error_message())]
    if field:
        yield field, [_("Das gibt es schon.")]
    table = model._meta.db_table
    for one in model._meta.concrete_fields:
        if column == one.column:
            yield one.name, [_("Dieses Feld darf nicht leer sein.")]
        if name == f"{table}_{one.column}_check":
            yield one.name, [_("Dieser Wert liegt außerhalb des Erlaubten.")]
        if name.startswith(f"{table}_{one.column}_") and "_fk_" in name:
            yield one.name, [_("Das, worauf sich der Wert bezieht, gibt es nicht.")]
    yield NON_FIELD, [_("Die Datenbank hat diese Werte abgelehnt.")]


def _last_field(constraint: UniqueConstraint) -> str:
    return constraint.fields[-1] if constraint.fields else NON_FIELD
