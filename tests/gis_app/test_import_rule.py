"""What import-linter cannot see: foreign keys named by text, and addresses included by text."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

# From the highest room to the lowest; each knows only those after it.
ROOMS = ["gis_app", "heatmodel", "routing", "layers", "accounts"]


def room_of(module: str) -> str | None:
    first = module.partition(".")[0]
    return first if first in ROOMS else None


def relations() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                name = f"{model._meta.label}.{field.name}"
                yield name, model.__module__, field.related_model.__module__


def included(resolver: URLResolver, above: str = "gis_app") -> Iterator[tuple[str, str]]:
    """Pairs of the room that includes addresses and the room whose view answers."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield above, pattern.callback.__module__
        else:
            own = getattr(pattern.urlconf_module, "__name__", "")
            yield above, own
            yield from included(pattern, room_of(own) or above)


def points_up(source: str, target: str) -> bool:
    here, there = room_of(source), room_of(target)
    if here is None or there is None:
        return False
    return ROOMS.index(there) < ROOMS.index(here)


def test_foreign_keys_point_to_the_same_room_or_a_lower_one():
    found = list(relations())
    assert len(found) > 20
    assert [name for name, source, target in found if points_up(source, target)] == []


def test_addresses_are_included_from_the_same_room_or_a_lower_one():
    found = list(included(get_resolver()))
    assert ("gis_app", "accounts.urls") in found
    assert [pair for pair in found if points_up(*pair)] == []


@pytest.mark.parametrize(
    ("source", "target", "up"),
    [
        ("layers.base.models", "heatmodel.models", True),
        ("accounts.models", "layers.models", True),
        ("heatmodel.models", "layers.base.models", False),
        ("layers.models", "layers.base.models", False),
        ("layers.models", "django.contrib.auth.models", False),
    ],
)
def test_the_rule_itself(source, target, up):
    assert points_up(source, target) is up
