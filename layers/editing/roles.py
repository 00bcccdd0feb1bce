"""What each role may edit, as the layers declare it; granted after every migration."""

from collections.abc import Iterable
from typing import Any

from django.db import router

from accounts.roles import Role, grant
from layers.ground.models import Dataset
from layers.registry import Layer, all_layers

# What everybody who edits something may look at.
_LOOK = (
    "layers.view_dataset",
    "layers.view_city",
    "layers.view_changeset",
    "layers.view_importrun",
)
# What everybody may who edits a layer that citizens make suggestions for.
_MODERATE = ("layers.view_suggestion", "layers.change_suggestion")
_STEWARDS_OWN = ("layers.add_dataset", "layers.change_dataset")
_ADMINISTRATORS_OWN = ("layers.add_city", "layers.change_city", "layers.delete_dataset")


def permissions(layer: Layer) -> set[str]:
    """All four of the layer's model: add, change, delete and view."""
    app, name = layer.model._meta.app_label, layer.model._meta.model_name
    return {*layer.edit_permissions.values(), f"{app}.view_{name}"}


def grant_after_migrate(sender: Any, using: str, **_kwargs: Any) -> None:
    """Idempotent. Layers declared later are granted by the next `migrate`."""
    if not router.allow_migrate_model(using, Dataset):
        return
    for role, wanted in _wanted(all_layers()).items():
        grant(role, wanted, using=using)


def _wanted(layers: Iterable[Layer]) -> dict[Role, set[str]]:
    wanted: dict[Role, set[str]] = {
        Role.ADMINISTRATOR: {*_LOOK, *_ADMINISTRATORS_OWN},
        Role.OPEN_DATA_STEWARD: {*_LOOK, *_STEWARDS_OWN},
    }
    for layer in layers:
        for name in {*layer.edit_roles, Role.ADMINISTRATOR.value}:
            wanted.setdefault(Role(name), set(_LOOK)).update(permissions(layer))
            if layer.suggest:
                wanted[Role(name)].update(_MODERATE)
    return wanted
