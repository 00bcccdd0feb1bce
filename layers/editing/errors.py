"""Why a write was refused, one class per fact. Nothing was written when one is raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model
from django.utils.functional import Promise

from layers.registry import Layer

NON_FIELD = "__all__"
SAME_PLACE_M = 0.01  # coordinates travel as degrees with seven decimals
Messages = Sequence[str | Promise]


class Refused(Exception):
    """A write that was not done."""


class NotAllowed(Refused):
    """The account may not do this to rows of these tables."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class Gone(Refused):
    """The row does not exist, or not any more."""

    def __init__(self, layer: Layer, pk: int) -> None:
        super().__init__(f"{layer.name} {pk}")
        self.layer, self.pk = layer, pk


class Invalid(Refused):
    """Values that cannot be stored: messages by field, `NON_FIELD` for the row as a whole.

    `position` counts the refused change within its write, from 0.
    """

    def __init__(self, errors: Mapping[str, Messages], position: int = 0) -> None:
        self.errors = dict(errors)
        self.position = position
        super().__init__(
            "; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in errors.items())
        )


class StillUsed(Invalid):
    """A row that others point to, so that it cannot be deleted."""

    def __init__(self, layer: Layer, pk: int, said: str, position: int = 0) -> None:
        super().__init__({NON_FIELD: [said]}, position)
        self.layer, self.pk, self.said = layer, pk, said


class Stale(Refused):
    """Somebody else changed the row since the version that the writer saw.

    `base` is the row as the writer saw it (None where the layer keeps no history), `mine` the
    values asked for, `theirs` the row as it is; each by field name, geometry in EPSG:25832.
    """

    def __init__(
        self,
        layer: Layer,
        pk: int,
        *,
        seen_version: int,
        version: int,
        base: dict[str, Any] | None,
        mine: dict[str, Any],
        theirs: dict[str, Any],
    ) -> None:
        super().__init__(f"{layer.name} {pk}: saw version {seen_version}, is {version}")
        self.layer, self.pk = layer, pk
        self.seen_version, self.version = seen_version, version
        self.base, self.mine, self.theirs = base, mine, theirs

    @property
    def changed_by_me(self) -> list[str]:
        before = self.theirs if self.base is None else self.base
        return [name for name, value in self.mine.items() if not same(value, before[name])]

    @property
    def changed_by_them(self) -> list[str]:
        """Without a base nobody knows what they changed: then every difference counts."""
        if self.base is None:
            return self.changed_by_me
        return [name for name, now in self.theirs.items() if not same(now, self.base[name])]

    @property
    def conflicts(self) -> list[str]:
        """Fields that both changed, to different values; only these need a decision."""
        theirs = set(self.changed_by_them)
        return [
            name
            for name in self.changed_by_me
            if name in theirs and not same(self.mine[name], self.theirs[name])
        ]

    @property
    def merged(self) -> dict[str, Any]:
        """My changes without those in conflict: safe to write upon `version`."""
        conflicts = set(self.conflicts)
        return {name: self.mine[name] for name in self.changed_by_me if name not in conflicts}


@dataclass(frozen=True)
class LaterChange:
    """A row that an undo would have overwritten."""

    model: type[Model]
    pk: int
    title: str


class UndoBlocked(Refused):
    """Rows of the change set were changed again since, or something stands in their way."""

    def __init__(self, reason: str | Promise, rows: Sequence[LaterChange] = ()) -> None:
        self.reason, self.rows = reason, list(rows)
        super().__init__(", ".join([str(reason), *(f"{r.model.__name__} {r.pk}" for r in rows)]))


class NotUndoable(Refused):
    """The change set touched tables that keep no history of rows."""

    def __init__(self, reason: str | Promise, tables: Sequence[str] = ()) -> None:
        self.reason, self.tables = reason, list(tables)
        super().__init__(", ".join([str(reason), *tables]))


def same(one: Any, other: Any) -> bool:
    """Equal as far as any door can tell: geometries to the centimetre."""
    if isinstance(one, GEOSGeometry) and isinstance(other, GEOSGeometry):
        return one.equals_exact(other, SAME_PLACE_M)
    return one == other
