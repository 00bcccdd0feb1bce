"""The one way in: whoever writes a feature, by whichever door, writes through here.

One call is one transaction and one change set. Either everything in it is done, or it raises
one of `layers.editing.errors` and nothing is.
"""

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from layers.editing import changes as frame
from layers.editing import undoing
from layers.editing.constraints import is_taken_slug, refusal
from layers.editing.errors import (
    NON_FIELD,
    Gone,
    Invalid,
    NotAllowed,
    Stale,
    StillUsed,
    UndoBlocked,
)
from layers.editing.models import ChangeSet
from layers.editing.queries import row_at, row_values, writable_fields
from layers.editing.shapes import stored_shape
from layers.editing.slugs import free_slugs
from layers.ground.models import City, Dataset
from layers.registry import Layer

Action = Literal["insert", "update", "delete"]
Account = User | AnonymousUser

_WITHOUT_ACCOUNT = {ChangeSet.Door.COMMAND, ChangeSet.Door.IMPORT}
_no_null_characters = ProhibitNullCharactersValidator()
_SLUG_TRIES = 5  # two writers with the same name at the same moment


@dataclass(frozen=True)
class Change:
    """One row to be written. `values` go by field name; those left out stay as they are.

    Geometry is a GEOSGeometry in any SRID, `dataset` a Dataset or its primary key.
    `seen_version` is the version the writer saw; None only where the door cannot know it.
    """

    layer: Layer
    action: Action
    values: Mapping[str, Any] = field(default_factory=dict)
    pk: int | None = None
    seen_version: int | None = None


@dataclass(frozen=True)
class Written:
    """What became of one change. `version` is None for a deleted row."""

    layer: Layer
    action: Action
    pk: int
    version: int | None


def write(
    changes: Sequence[Change],
    *,
    door: ChangeSet.Door | str,
    account: Account | None = None,
    comment: str = "",
) -> ChangeSet:
    """Do all `changes`, in their order, or none; the change set carries `written`.

    An update that changes nothing writes nothing; a change set of only such is not kept (its
    primary key is None). `account` may be None for commands and imports alone.
    Raises NotAllowed, Gone, Stale or Invalid.
    """
    door = ChangeSet.Door(door)
    for change in changes:
        require(account, change.layer.edit_permissions[change.action], door)
    asked = [_python_values(change, position) for position, change in enumerate(changes)]
    try:
        with frame.change_set(door=door, account=_known(account), comment=comment) as made:
            rows = _locked_rows(changes)
            for change, values in zip(changes, asked, strict=True):
                _check_version(change, values, rows)
            made.written = [
                written
                for position, (change, values) in enumerate(zip(changes, asked, strict=True))
                if (written := _apply(change, values, rows, position))
            ]
            if not made.written:
                made.delete()
    except IntegrityError as error:  # a reference broken by somebody else, seen at commit
        raise refusal(error, changes[0].layer.model) from error
    return made


def restore(
    layer: Layer,
    pk: int,
    version: int,
    *,
    seen_version: int,
    door: ChangeSet.Door | str,
    account: Account | None,
) -> ChangeSet:
    """Give the row the values it had at `version`, as a change like any other."""
    then = row_at(layer, pk, version)
    if then is None:
        raise Gone(layer, pk)
    change = Change(layer, "update", then, pk=pk, seen_version=seen_version)
    comment = gettext("Fassung %(version)s wiederhergestellt") % {"version": version}
    return write([change], door=door, account=account, comment=comment)


def undo(
    change_set: ChangeSet, *, account: Account | None, door: ChangeSet.Door | str
) -> ChangeSet:
    """Make every row that the change set wrote what it was before, in one change set.

    Inserted rows go; deleted ones return with their primary key and slug; updated ones get
    their values back. Raises UndoBlocked, naming the rows, if any was changed since, and
    NotUndoable if the set touched a table without history; then nothing happens.
    """
    door = ChangeSet.Door(door)
    tables = undoing.tracked_tables(change_set)
    try:
        with frame.change_set(
            door=door,
            account=_known(account),
            comment=gettext("macht rückgängig: %(what)s") % {"what": str(change_set)[:200]},
            undoes=change_set,
        ) as made:
            for model in tables:
                plan = undoing.plan(change_set, model)
                for action in plan.actions:
                    require(account, _permission(model, action), door)
                undoing.carry_out(plan)
    except IntegrityError as error:
        raise _undo_refusal(error) from error
    return made


def require(account: Account | None, permission: str, door: ChangeSet.Door) -> None:
    """Raise NotAllowed unless the account has it, or the door is the machine's own."""
    allowed = door in _WITHOUT_ACCOUNT if account is None else account.has_perm(permission)
    if not allowed:
        raise NotAllowed(permission)


def _known(account: Account | None) -> User | None:
    return account if isinstance(account, User) else None


def own_dataset() -> Dataset:
    """The dataset of what people enter here, made on demand, for the configured city."""
    city = City.objects.first()
    name = city.name if city else gettext("Stadt")
    dataset, _created = Dataset.objects.get_or_create(
        slug=f"stadt-{city.slug}-erfassung" if city else "erfassung",
        defaults={
            "title": f"Erfassung der Stadt {name}",
            "description": "Auf dieser Karte eingetragen und gepflegt.",
            "publisher": f"Stadt {name}",
            "licence": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "licence_uri": "https://www.govdata.de/dl-de/by-2-0",
            "attribution": f"© Stadt {name}",
            "kind": Dataset.Kind.REAL,
        },
    )
    return dataset


def _permission(model: type[models.Model], action: str) -> str:
    codename = {"insert": "add", "update": "change", "delete": "delete"}[action]
    return f"{model._meta.app_label}.{codename}_{model._meta.model_name}"


def _python_values(change: Change, position: int) -> dict[str, Any]:
    """The values as the columns hold them; references as primary keys. Asks no database."""
    columns = writable_fields(change.layer)
    values: dict[str, Any] = {}
    errors: dict[str, list] = {}
    for name, value in change.values.items():
        if name not in columns:
            errors[name] = [_("Dieses Feld gibt es in der Ebene nicht.")]
            continue
        try:
            values[name] = _python_value(columns[name], value)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise Invalid(errors, position)
    return values


def _python_value(column: models.Field, value: Any) -> Any:
    if isinstance(column, GeometryField) and value is not None:
        return stored_shape(value, column.geom_type)
    if isinstance(value, models.Model):
        key = column.target_field.attname if isinstance(column, models.ForeignKey) else "pk"
        value = getattr(value, key)
    if value is None or value == "":  # unknown stays unknown; text without a NULL is empty
        return None if column.null or not column.empty_strings_allowed else ""
    if isinstance(value, str):
        _no_null_characters(value)
    try:
        made = column.to_python(value)
    except (TypeError, OverflowError) as error:  # a truth value for a time, a number too large
        raise _not_for(column, value) from error
    if isinstance(made, date) and not 1 < made.year < 9999:  # in some zone it is no date at all
        raise _not_for(column, value)
    if isinstance(made, float) and not math.isfinite(made):
        raise _not_for(column, value)
    return made


def _not_for(column: models.Field, value: Any) -> ValidationError:
    return ValidationError(column.error_messages["invalid"], params={"value": value})


def _locked_rows(changes: Iterable[Change]) -> dict[tuple[str, int], models.Model]:
    """The rows to be written, by table and key, locked in one order so that no two deadlock."""
    wanted: dict[str, tuple[type[models.Model], set[int]]] = {}
    for change in changes:
        if change.action == "insert":
            continue
        model = change.layer.model
        wanted.setdefault(model._meta.db_table, (model, set()))[1].add(_key(change))
    rows: dict[tuple[str, int], models.Model] = {}
    for table, (locked_model, keys) in sorted(wanted.items()):
        locked = (
            locked_model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
        )
        rows |= {(table, row.pk): row for row in locked.defer("tile_geometry")}
    return rows


def _key(change: Change) -> int:
    if change.pk is None:
        raise ValueError(f"{change.action} in {change.layer.name} needs a primary key")
    return change.pk


def _row_of(change: Change, rows: Mapping[tuple[str, int], models.Model]) -> Any:
    row = rows.get((change.layer.model._meta.db_table, _key(change)))
    if row is None or not _in_layer(change.layer, row.pk):
        raise Gone(change.layer, _key(change))
    return row


def _in_layer(layer: Layer, pk: int) -> bool:
    return not layer.where or layer.model._default_manager.filter(pk=pk, **layer.where).exists()


def _check_version(
    change: Change, values: dict[str, Any], rows: Mapping[tuple[str, int], models.Model]
) -> None:
    if change.action == "insert":
        return
    row = _row_of(change, rows)
    if change.seen_version is not None and change.seen_version != row.version:
        raise Stale(
            change.layer,
            row.pk,
            seen_version=change.seen_version,
            version=row.version,
            base=row_at(change.layer, row.pk, change.seen_version),
            mine=values,
            theirs=row_values(change.layer, row),
        )


def _apply(
    change: Change,
    values: dict[str, Any],
    rows: dict[tuple[str, int], models.Model],
    position: int,
) -> Written | None:
    layer = change.layer
    try:
        if change.action == "insert":
            row = _insert(layer, values, position)
        else:
            row = _row_of(change, rows)
            if change.action == "delete":
                return _delete(layer, row, rows, position)
            if not _update(layer, row, values, position):
                return None
    except (IntegrityError, DataError) as error:
        raise refusal(error, layer.model, position) from error
    if not _in_layer(layer, row.pk):
        raise Invalid({NON_FIELD: [_("Mit diesen Werten gehört das nicht zur Ebene.")]}, position)
    row.refresh_from_db(fields=["version"])
    return Written(layer, change.action, row.pk, row.version)


def _insert(layer: Layer, values: dict[str, Any], position: int) -> Any:
    columns = writable_fields(layer)
    row = layer.model(**{columns[name].attname: value for name, value in values.items()})
    if not row.dataset_id:
        row.dataset = own_dataset()
    if not row.source_id:
        row.source_id = str(uuid.uuid4())
    if row.slug or not layer.page:
        _validate(row, position)
        row.save(force_insert=True)
        return row
    for attempt in range(1, _SLUG_TRIES + 1):
        [row.slug] = free_slugs(layer.model, [getattr(row, layer.title_field, "") or layer.name])
        _validate(row, position, except_for={"slug"})
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            break
        except IntegrityError as error:
            if attempt == _SLUG_TRIES or not is_taken_slug(error):
                raise
    return row


def _update(layer: Layer, row: Any, values: dict[str, Any], position: int) -> bool:
    """Whether anything was different."""
    columns = writable_fields(layer)
    before = {name: getattr(row, columns[name].attname) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return False
    for name in changed:
        setattr(row, columns[name].attname, values[name])
    unchanged = {column.name for column in row._meta.concrete_fields} - set(changed)
    _validate(row, position, except_for=unchanged)
    row.save(update_fields=changed, force_update=True)
    return True


def _validate(row: models.Model, position: int, except_for: Iterable[str] = ()) -> None:
    try:
        row.full_clean(exclude={"tile_geometry", *except_for})
    except ValidationError as error:
        raise Invalid(error.message_dict, position) from error


def _delete(
    layer: Layer, row: Any, rows: dict[tuple[str, int], models.Model], position: int
) -> Written:
    pk = row.pk
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        users = [*getattr(error, "protected_objects", getattr(error, "restricted_objects", ()))]
        said = ngettext(
            "Noch verwendet von: %(named)s",
            "Noch %(count)s-mal verwendet, zum Beispiel von: %(named)s",
            len(users),
        ) % {"named": ", ".join(map(str, users[:5])), "count": len(users)}
        raise StillUsed(layer, pk, said, position) from error
    del rows[(layer.model._meta.db_table, pk)]
    return Written(layer, "delete", pk, None)


def _undo_refusal(error: DatabaseError) -> UndoBlocked:
    diagnosis = getattr(error.__cause__, "diag", None)
    if "undoes" in (getattr(diagnosis, "constraint_name", None) or ""):
        return UndoBlocked(_("Dieser Änderungssatz ist schon rückgängig gemacht."))
    return UndoBlocked(
        _("Etwas anderes steht im Weg: %(detail)s")
        % {"detail": getattr(diagnosis, "message_detail", None) or error}
    )
