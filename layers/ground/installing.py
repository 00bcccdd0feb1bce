"""Triggers declared in a model's state, put into the database in one step of a migration."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddField, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field


class InstallTriggers(Operation):
    """Create every trigger that the app's models declare at this point.

    pgtrigger's own AddTrigger renders all related models anew for each of a hundred triggers;
    triggers that stand in CreateModel's options from the start need none of that.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _install_triggers(app_label, schema_editor, to_state)

    def database_backwards(self, *_arguments: Any) -> None:
        """The triggers go with their tables."""

    def describe(self) -> str:
        return "Create the triggers of the app's models"


class AddColumns(SeparateDatabaseAndState):
    """What `state_operations` add to many tables of an app, at once.

    They hold the fields of features and of their events, all nullable, and the triggers that copy
    one to the other. Each table is altered once, the triggers are renewed once: for 65
    tables 7 s of work, where operations one by one took 60 s.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # else its models are rendered anew for each field
        super().state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model, fields in self._columns(app_label, to_state):
            added = []
            for field in fields:
                name = schema_editor.quote_name(str(field.column))
                definition, _params = schema_editor.column_sql(model, field)
                added.append(f"ADD COLUMN {name} {definition}")
            _alter(schema_editor, model, added)
        _install_triggers(app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _install_triggers(app_label, schema_editor, to_state)
        for model, fields in self._columns(app_label, from_state):
            names = [schema_editor.quote_name(str(field.column)) for field in fields]
            _alter(schema_editor, model, [f"DROP COLUMN {name}" for name in names])

    def describe(self) -> str:
        return "Add columns to the tables of the app, and renew its triggers"

    def _columns(self, app_label: str, state: ProjectState) -> Iterator[tuple[Any, list[Field]]]:
        """Each model with the fields that it gets."""
        names: dict[str, list[str]] = {}
        for operation in self.state_operations:
            if isinstance(operation, AddField):
                names.setdefault(operation.model_name_lower, []).append(operation.name)
        for model_name, added in names.items():
            model = state.apps.get_model(app_label, model_name)
            yield model, [model._meta.get_field(name) for name in added]


def _alter(schema_editor: BaseDatabaseSchemaEditor, model: Any, parts: list[str]) -> None:
    table = schema_editor.quote_name(model._meta.db_table)
    schema_editor.execute(f"ALTER TABLE {table} {', '.join(parts)}")


def _install_triggers(
    app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
) -> None:
    for model in state.apps.get_app_config(app_label).get_models():
        for trigger in getattr(model._meta, "triggers", ()):
            schema_editor.execute(trigger.install_sql, params=None)
