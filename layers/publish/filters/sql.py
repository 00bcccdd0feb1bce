"""A piece of SQL with its bound values and its type: what a filter tree is compiled to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from psycopg import sql

SqlType = Literal["text", "number", "boolean", "date", "timestamp", "geometry", "null"]


@dataclass(frozen=True)
class Sql:
    """`text` holds only words of this package, `%s`, and quoted columns of the layer."""

    text: str
    params: tuple[Any, ...] = ()
    type: SqlType = "boolean"

    def written_out(self) -> str:
        """The text with its values as quoted literals, where none can be bound."""
        return self.text % tuple(sql.Literal(value).as_string(None) for value in self.params)

    def typed(self, type_: SqlType) -> Sql:
        return Sql(self.text, self.params, type_)


@dataclass(frozen=True)
class Period:
    """Time from `start` to `end`, both of type timestamp; an instant has them equal."""

    start: Sql
    end: Sql


def put(template: str, *parts: Sql, type: SqlType = "boolean") -> Sql:
    """Fill the `{}` of `template` with the pieces, their values in the same order."""
    return Sql(
        template.format(*(part.text for part in parts)),
        tuple(value for part in parts for value in part.params),
        type,
    )
