"""What every format says of a collection, and what each has to know to write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from layers.publish.filters.sql import Sql
from layers.publish.wfs.queries import Query
from layers.registry import Layer


@dataclass(frozen=True)
class Collection:
    """A collection before its features are written. `matched` is None where nobody counted."""

    layers: list[Layer]
    matched: int | None
    returned: int
    hits: bool = False
    next: str | None = None
    previous: str | None = None
    inner: bool = False  # one of several in a collection of collections

    @property
    def number_11(self) -> int | None:
        """WFS 1.1 has one number: of the features here, or with hits of all."""
        return self.matched if self.hits else self.returned


class Format:
    """How features become bytes: head, rows with `between` them, tail."""

    content_type = ""
    between = b"\n"
    datasets: Mapping[int, str]  # slugs by primary key

    def row(self, query: Query) -> Sql:
        """The text of row `q`."""
        raise NotImplementedError

    def head(self, about: Collection) -> bytes:
        raise NotImplementedError

    def tail(self, about: Collection) -> bytes:
        raise NotImplementedError

    def unfinished(self) -> bytes:
        """What stands for the rest, were it to break off; nothing where a tail is missed."""
        return b""
