"""A stale write in words a client can merge from: base, mine and theirs."""

from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from layers.editing.coordinates import geojson
from layers.editing.errors import Stale
from layers.publish.feature_json import dataset_slugs


def described(fact: Stale) -> dict[str, Any]:
    """The three states by property name, geometry in longitude and latitude."""
    slugs = dataset_slugs()

    def shown(values: dict[str, Any] | None) -> dict[str, Any] | None:
        return values and {name: _value(name, value, slugs) for name, value in values.items()}

    seen = set(fact.mine) if fact.base is None else set(fact.base)
    return {
        "seen_version": fact.seen_version,
        "version": fact.version,
        "base": shown(fact.base),
        "mine": shown(fact.mine),
        "theirs": shown({name: fact.theirs[name] for name in fact.theirs if name in seen}),
        "conflicts": fact.conflicts,
    }


def _value(name: str, value: Any, slugs: dict[int, str]) -> Any:
    if isinstance(value, GEOSGeometry):
        return geojson(value)
    if isinstance(value, date):
        return value.isoformat()
    if name == "dataset":
        return slugs.get(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
