"""What was changed, when, by whom and through which door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from layers.editing.coordinates import described
from layers.editing.errors import same
from layers.editing.models import ChangeSet
from layers.ground.models import Feature
from layers.registry import Layer

# What every feature has besides the fields its layer declares, and a writer may set.
COMMON_FIELDS = (
    "geometry",
    "published",
    "valid_from",
    "valid_to",
    "accuracy_m",
    "source_note",
    "dataset",
    "source_id",
    "slug",
)

GML_CODE_SPACE = "gml_code_space"  # of `gml_identifier`


def writable_fields(layer: Layer) -> dict[str, models.Field]:
    """The columns a writer may set: those the layer declares, then those all features share.

    What PostgreSQL reckons itself (`editable=False`) is shown, but nobody's to write.
    """
    columns = {one.name: one for one in layer.model._meta.concrete_fields if one.editable}
    names = [f.name for f in layer.fields if f.name not in COMMON_FIELDS]
    standard = (*layer.gml_columns.values(), GML_CODE_SPACE)
    every = dict.fromkeys((*names, *COMMON_FIELDS, *standard))
    return {name: columns[name] for name in every if name in columns}


def default_of(column: models.Field) -> Any:
    """What a replaced row has where its new form is silent: the column's default, else unknown."""
    return column.get_default() if column.has_default() else None


def reckoned_fields(layer: Layer) -> list[str]:
    """The fields a layer shows and PostgreSQL makes from the rest, so that nobody may set them."""
    columns = {one.name for one in layer.model._meta.concrete_fields if not one.editable}
    return [one.name for one in layer.fields if one.name in columns]


def row_values(layer: Layer, row: models.Model) -> dict[str, Any]:
    """The writable values of a row or of an event of its history; references as primary keys."""
    return {name: getattr(row, f.attname) for name, f in writable_fields(layer).items()}


def event_model(model: type[models.Model]) -> Any:
    """The model of the events of `model`'s rows; None where no history of rows is kept."""
    return model._meta.get_field("history").related_model if hasattr(model, "history") else None


def feature_models() -> dict[str, type[models.Model]]:
    """Every feature model by its table, whether or not a layer shows it."""
    return {
        model._meta.db_table: model for model in apps.get_models() if issubclass(model, Feature)
    }


def row_at(layer: Layer, pk: int, version: int) -> dict[str, Any] | None:
    """The row as `version` had it; None if its history does not tell."""
    events = event_model(layer.model)
    if events is None:
        return None
    event = (
        events._default_manager.filter(pgh_obj_id=pk, version=version)
        .exclude(pgh_label="delete")
        .order_by("-pgh_id")
        .first()
    )
    return row_values(layer, event) if event else None


@dataclass(frozen=True)
class FieldDiff:
    """One field's value before and after; None before the row was there."""

    name: str
    title: str | Promise
    before: Any
    after: Any


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one row. `change_set` is None for edits made in SQL, outside any door."""

    event_id: int
    pk: int
    action: str  # insert, update, delete
    at: datetime
    version: int
    values: dict[str, Any]
    change_set: ChangeSet | None
    diffs: list[FieldDiff] = field(default_factory=list)

    @property
    def account(self) -> User | None:
        return self.change_set.account if self.change_set else None

    @property
    def action_label(self) -> str | Promise:
        return ACTION_LABELS[self.action]


ACTION_LABELS: Mapping[str, str | Promise] = {
    "insert": _("angelegt"),
    "update": _("geändert"),
    "delete": _("gelöscht"),
}


def history(layer: Layer, pk: int) -> list[HistoryEntry]:
    """Every change of the row, newest first; empty where the layer keeps no history."""
    events = event_model(layer.model)
    if events is None:
        return []
    return _entries(layer, list(events._default_manager.filter(pgh_obj_id=pk).order_by("pgh_id")))


def changes_of(change_set: ChangeSet, layer: Layer, limit: int = 200) -> list[HistoryEntry]:
    """What the change set did to rows of `layer`, in the order done, at most `limit` entries."""
    events = event_model(layer.model)
    if events is None:
        return []
    mine = list(
        events._default_manager.filter(pgh_context_id=change_set.context_id).order_by("pgh_id")[
            :limit
        ]
    )
    if not mine:
        return []
    earlier = events._default_manager.filter(
        pgh_obj_id__in={e.pgh_obj_id for e in mine}, pgh_id__lte=mine[-1].pgh_id
    ).order_by("pgh_id")
    shown = {event.pgh_id for event in mine}
    return [e for e in reversed(_entries(layer, list(earlier))) if e.event_id in shown]


def change_sets(
    *,
    layer: Layer | None = None,
    account: User | None = None,
    door: ChangeSet.Door | None = None,
    since: datetime | None = None,
) -> QuerySet[ChangeSet]:
    """Change sets, newest first; those that wrote to `layer`'s table, if given."""
    found = ChangeSet.objects.select_related("account", "undoes").order_by("-created_at", "-pk")
    if layer is not None:
        found = found.filter(tables__contains=[layer.model._meta.db_table])
    if account is not None:
        found = found.filter(account=account)
    if door is not None:
        found = found.filter(door=door)
    if since is not None:
        found = found.filter(created_at__gte=since)
    return found


def _entries(layer: Layer, events: list[Any]) -> list[HistoryEntry]:
    """Events in order of time (of one row or several) as entries, newest first."""
    made_by = {
        made.context_id: made
        for made in ChangeSet.objects.select_related("account").filter(
            context_id__in={e.pgh_context_id for e in events if e.pgh_context_id}
        )
    }
    before: dict[int, dict[str, Any]] = {}
    entries = []
    for event in events:
        values = row_values(layer, event)
        old = before.get(event.pgh_obj_id, {})
        diffs = [] if event.pgh_label == "delete" else list(_diffs(layer, old, values))
        before[event.pgh_obj_id] = {} if event.pgh_label == "delete" else values
        entries.append(
            HistoryEntry(
                event_id=event.pgh_id,
                pk=event.pgh_obj_id,
                action=event.pgh_label,
                at=event.pgh_created_at,
                version=event.version,
                values=values,
                change_set=made_by.get(event.pgh_context_id),
                diffs=diffs,
            )
        )
    return entries[::-1]


def _diffs(layer: Layer, before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldDiff]:
    for name, column in writable_fields(layer).items():
        old, new = before.get(name), after[name]
        empty = not before and (new is None or new == "")
        if not empty and not same(old, new):
            yield FieldDiff(name, field_title(layer, column), old, new)


def field_title(layer: Layer, column: models.Field) -> str | Promise:
    """As the layer calls it; fields it does not declare go by the model's name."""
    declared = layer.fields_by_name.get(column.name)
    return declared.title if declared else column.verbose_name


def shown_value(layer: Layer, name: str, value: Any) -> str | Promise:
    """A value for people: choices by their label, unknown as unknown, shapes in words."""
    column = writable_fields(layer)[name]
    if value is None or value == "":
        return _("unbekannt") if column.null else _("leer")
    if isinstance(column, GeometryField):
        return described(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(column, models.ForeignKey):
        key = {column.target_field.name: value}
        related = column.related_model._default_manager.filter(**key).first()
        return str(related) if related else str(value)
    return dict(column.flatchoices).get(value, str(value))
