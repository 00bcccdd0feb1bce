"""Which suggestions there are, and what they resemble."""

from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db.models import QuerySet

from accounts.models import User
from layers import registry
from layers.registry import Layer
from layers.suggestions.models import Suggestion

LIKE_M = 100  # what lies so near may be the same thing


def open_layers() -> list[Layer]:
    """The layers that take suggestions."""
    return [layer for layer in registry.public_layers() if layer.suggest]


def suggestible(name: str) -> Layer | None:
    """The layer called `name` if it takes suggestions."""
    return next((layer for layer in open_layers() if layer.name == name), None)


def queue(account: User) -> QuerySet[Suggestion]:
    """The suggestions for layers that the account may edit."""
    names = [
        layer.name for layer in open_layers() if account.has_perms(layer.edit_permissions.values())
    ]
    return Suggestion.objects.filter(layer__in=names)


def published_near(layer: Layer, point: Any) -> list[Any]:
    """Published features that a suggestion at `point` (EPSG:25832) may be a double of."""
    rows = layer.published().filter(geometry__dwithin=(point, LIKE_M)).defer("tile_geometry")
    return list(rows.annotate(distance_m=Distance("geometry", point)).order_by("distance_m")[:10])


def waiting_near(suggestion: Suggestion) -> list[Suggestion]:
    """Other open suggestions for the same layer close by."""
    if suggestion.geometry is None:
        return []
    others = Suggestion.objects.filter(
        layer=suggestion.layer,
        state=Suggestion.State.OPEN,
        geometry__dwithin=(suggestion.geometry, LIKE_M),
    )
    return list(others.exclude(pk=suggestion.pk)[:10])
