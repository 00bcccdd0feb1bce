"""Which suggestions there are, and what they resemble."""

from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, QuerySet, Value

from accounts.models import User
from layers import registry
from layers.ground.text import Fold
from layers.registry import Layer, Report
from layers.suggestions.models import Suggestion

LIKE_M = 100  # what lies so near may be the same thing
NAMED_LIKE_M = 500  # and so near what is called alike …
NAMED_LIKE = 0.4  # … by the share of common groups of three letters


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


def report_called(layer: Layer, name: str) -> Report | None:
    return next((one for one in layer.reports if one.name == name), None)


def alike(layer: Layer, point: Point, name: str = "") -> list[Any]:
    """Published features that one called `name` at `point` (EPSG:25832) may be a double of.

    Nearest first, with `distance_m`: all within LIKE_M, of the like name within NAMED_LIKE_M.
    """
    rows = layer.published().filter(geometry__dwithin=(point, NAMED_LIKE_M)).defer("tile_geometry")
    rows = rows.annotate(distance_m=Distance("geometry", point))
    near = Q(geometry__dwithin=(point, LIKE_M))
    if name and layer.title_field:
        called: Any = Fold(Value(name))  # the stubs know text alone
        likeness = TrigramSimilarity(Fold(F(layer.title_field)), called)
        rows = rows.annotate(likeness=likeness)
        near |= Q(likeness__gte=NAMED_LIKE)
    return list(rows.filter(near).order_by("distance_m")[:10])


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
