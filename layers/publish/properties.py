"""The properties of a layer's features as every service shows them, and in which order."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from layers.registry import Field, Layer

# What every feature tells besides its declared fields. `id` and `geometry` have places of their
# own in each format.
COMMON = (
    Field("dataset", _("Datensatz")),
    Field("valid_from", _("gültig ab"), "datetime"),
    Field("valid_to", _("gültig bis"), "datetime"),
    Field("updated_at", _("geändert am"), "datetime"),
)
READ_ONLY = frozenset({"id", "updated_at"})


@cache
def shown(layer: Layer) -> tuple[Field, ...]:
    """The declared fields, then the common ones that are not declared."""
    return (*layer.fields, *(one for one in COMMON if one.name not in layer.fields_by_name))


def readable(layer: Layer, account: object) -> bool:
    """Whether the account may see the layer at all; public layers are everybody's."""
    meta = layer.model._meta
    permission = f"{meta.app_label}.view_{meta.model_name}"
    return layer.public or bool(getattr(account, "has_perm", _never)(permission))


def _never(_permission: str) -> bool:
    return False
