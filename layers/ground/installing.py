"""Triggers declared in a model's state, put into the database in one step of a migration."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


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
        for model in to_state.apps.get_app_config(app_label).get_models():
            for trigger in getattr(model._meta, "triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, *_arguments: Any) -> None:
        """The triggers go with their tables."""

    def describe(self) -> str:
        return "Create the triggers of the app's models"
