"""CQL2 as text or JSON, to the tree that `compile` reads (OGC 21-065r2, annex B).

A parser of our own: the wheel `cql2` ends the process by a stack overflow at some hundred
brackets and takes twice as long with every further one in front of a mistake. It is the judge
in the tests instead. This one reads each character once, to a bounded depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from django.utils.translation import gettext as _

from layers import strict_json
from layers.publish.filters.compile import MAX_DEPTH
from layers.publish.filters.errors import FilterError

Kind = Literal["number", "text", "name", "quoted", "sign", "end"]


class Unreadable(FilterError):
    """Not CQL2; the message names the place."""


def parse_json(words: str) -> Any:
    """The tree that the text holds; Unreadable if it is no JSON object."""
    try:
        tree = strict_json.read(words)
    except ValueError as error:
        raise Unreadable(_("Der Filter ist kein lesbares JSON.")) from error
    if not isinstance(tree, dict | bool):
        raise Unreadable(_("Ein Filter in JSON ist ein Objekt."))
    return tree


def parse_text(words: str) -> Any:
    """The tree of a condition in CQL2 text; Unreadable with the place of the first mistake."""
    return _Parser(words).condition()


@dataclass(frozen=True)
class _Token:
    kind: Kind
    text: str
    start: int

    @property
    def word(self) -> str:
        """Upper case if it may be a keyword; a name in quotes never is."""
        return self.text.upper() if self.kind == "name" else ""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    | '(?P<text>(?:[^'\\]|''|\\.)*)'
    | "(?P<quoted>(?:[^"]|"")+)"
    | (?P<name>[^\W\d][\w:.]*)
    | (?P<sign><>|<=|>=|[-=<>+*/%^(),])
    | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_STRENGTH = {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "DIV": 6, "^": 8}
_NEGATION = 7  # -x ^ 2 is -(x ^ 2)
_COMPARED = 4  # what is compared binds stronger than the comparison
# Functions of the standard, which JSON writes small.
_STANDARD = re.compile(r"[sta]_[a-z]+|casei|accenti", re.IGNORECASE)
_SHAPES = {
    "POINT": ("Point", 0),
    "LINESTRING": ("LineString", 1),
    "POLYGON": ("Polygon", 2),
    "MULTIPOINT": ("MultiPoint", 1),
    "MULTILINESTRING": ("MultiLineString", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}


class _Parser:
    """Recursive descent; operators of the same strength go from left to right."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.depth = 0
        self.token = self._read(0)
        self.literals: dict[str, Callable[[], Any]] = {
            "DATE": self._date,
            "TIMESTAMP": self._timestamp,
            "INTERVAL": self._interval,
            "BBOX": self._bbox,
            "GEOMETRYCOLLECTION": self._collection,
            **dict.fromkeys(_SHAPES, self._shape),
        }

    def condition(self) -> Any:
        tree = self._or()
        if self.token.kind != "end":
            self._fail()
        return tree

    # --- tokens

    def _read(self, position: int) -> _Token:
        match = _TOKEN.match(self.words, position)
        if match is None or match.lastgroup is None:
            self._fail(position)
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        text = match[kind]
        if kind == "text":
            text = re.sub(r"''|\\'", "'", text)
        elif kind == "quoted":
            text = text.replace('""', '"')
        self._next = match.end()
        return _Token(kind, text, match.start(kind))

    def _take(self) -> _Token:
        taken = self.token
        self.token = self._read(self._next)
        return taken

    def _is(self, *signs: str) -> bool:
        return (self.token.kind == "sign" and self.token.text in signs) or (
            self.token.word != "" and self.token.word in signs
        )

    def _took(self, *signs: str) -> bool:
        if self._is(*signs):
            self._take()
            return True
        return False

    def _expect(self, *signs: str) -> None:
        if not self._took(*signs):
            self._fail()

    def _fail(self, position: int | None = None) -> NoReturn:
        start = self.token.start if position is None else position
        near = self.words[start : start + 20].strip()
        if not near:
            raise Unreadable(_("Der Filter hört zu früh auf."))
        raise Unreadable(
            _("Der Filter ist ab Zeichen %(position)s nicht zu verstehen: „%(near)s“.")
            % {"position": start + 1, "near": near}
        )

    def _deeper(self, part: Callable[[], Any]) -> Any:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(_("Der Filter ist zu tief verschachtelt."))
        made = part()
        self.depth -= 1
        return made

    # --- conditions

    def _or(self) -> Any:
        return self._chain("OR", lambda: self._chain("AND", self._not))

    def _chain(self, word: str, part: Callable[[], Any]) -> Any:
        parts = [part()]
        while self._took(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else {"op": word.lower(), "args": parts}

    def _not(self) -> Any:
        if self._took("NOT"):
            return {"op": "not", "args": [self._deeper(self._not)]}
        return self._predicate()

    def _predicate(self) -> Any:
        left = self._sum(_COMPARED)
        if self.token.kind == "sign" and self.token.text in _COMPARISONS:
            sign = self._take().text
            return {"op": sign, "args": [left, self._sum(_COMPARED)]}
        if self._took("IS"):
            return self._perhaps_not(lambda: self._null(left))
        if self._is("NOT", "LIKE", "BETWEEN", "IN"):
            return self._perhaps_not(lambda: self._like_between_in(left))
        return left

    def _perhaps_not(self, part: Callable[[], Any]) -> Any:
        return {"op": "not", "args": [part()]} if self._took("NOT") else part()

    def _null(self, left: Any) -> Any:
        self._expect("NULL")
        return {"op": "isNull", "args": [left]}

    def _like_between_in(self, left: Any) -> Any:
        if self._took("LIKE"):
            return {"op": "like", "args": [left, self._sum(_COMPARED)]}
        if self._took("BETWEEN"):
            low = self._sum(_COMPARED)
            self._expect("AND")
            return {"op": "between", "args": [left, low, self._sum(_COMPARED)]}
        self._expect("IN")
        return {"op": "in", "args": [left, self._listed(lambda: self._sum(_COMPARED))]}

    # --- values

    def _sum(self, strength: int) -> Any:
        left = self._deeper(self._signed)
        while True:
            sign = self.token.word or (self.token.text if self.token.kind == "sign" else "")
            mine = _STRENGTH.get(sign, 0)
            if mine <= strength:
                return left
            self._take()
            left = {"op": sign.lower(), "args": [left, self._deeper(lambda m=mine: self._sum(m))]}

    def _signed(self) -> Any:
        if self._took("+"):
            return self._sum(_NEGATION)
        if not self._took("-"):
            return self._primary()
        value = self._deeper(lambda: self._sum(_NEGATION))
        if isinstance(value, float):
            return -value
        return {"op": "*", "args": [-1.0, value]}

    def _primary(self) -> Any:
        match self.token.kind:
            case "number":
                return float(self._take().text)
            case "text":
                return self._take().text
            case "quoted":
                return {"property": self._take().text}
            case "name":
                return self._named()
        if self._is("("):
            return self._in_brackets()
        self._fail()

    def _named(self) -> Any:
        token = self.token
        if token.word in ("TRUE", "FALSE"):
            return self._take().word == "TRUE"
        if token.word in ("AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "DIV"):
            self._fail()
        read = self.literals.get(token.word)
        self._take()
        if read and (self._is("(", "Z", "EMPTY")):
            self._tag = token.word
            return read()
        if not self._is("("):
            return {"property": token.text}
        name = token.text.lower() if _STANDARD.fullmatch(token.text) else token.text
        return {"op": name, "args": self._listed(self._argument)}

    def _argument(self) -> Any:
        return self._deeper(self._or)

    def _in_brackets(self) -> Any:
        """A bracketed value or condition, or with commas an array."""
        items = self._listed(self._argument)
        start = self.words[: self.token.start].rstrip()
        return items[0] if len(items) == 1 and start[-1:] == ")" else items

    def _listed(self, part: Callable[[], Any]) -> list[Any]:
        self._expect("(")
        items: list[Any] = []
        if self._took(")"):
            return items
        items.append(part())
        while self._took(","):
            items.append(part())
        self._expect(")")
        return items

    # --- literals; the tag before the bracket is read already

    def _quoted(self) -> str:
        if self.token.kind != "text":
            self._fail()
        return self._take().text

    def _date(self) -> Any:
        [text] = self._exactly(1, self._quoted)
        return {"date": text}

    def _timestamp(self) -> Any:
        [text] = self._exactly(1, self._quoted)
        return {"timestamp": text}

    def _interval(self) -> Any:
        return {"interval": self._exactly(2, lambda: self._sum(_COMPARED))}

    def _bbox(self) -> Any:
        return {"bbox": self._listed(self._number)}

    def _exactly(self, count: int, part: Callable[[], Any]) -> list[Any]:
        items = self._listed(part)
        if len(items) != count:
            self._fail()
        return items

    def _number(self) -> float:
        factor = -1.0 if self._is("-") else 1.0
        self._took("-", "+")
        if self.token.kind != "number":
            self._fail()
        return factor * float(self._take().text)

    def _shape(self) -> Any:
        name, levels = _SHAPES[self._tag]
        self._took("Z")
        if levels == 0:
            [coordinates] = self._exactly(1, self._position)
        elif name == "MultiPoint":
            coordinates = self._listed(self._point_of_several)
        else:
            coordinates = self._nested(levels)
        return {"type": name, "coordinates": coordinates}

    def _nested(self, levels: int) -> list[Any]:
        if levels == 1:
            return self._listed(self._position)
        return self._listed(lambda: self._nested(levels - 1))

    def _point_of_several(self) -> list[float]:
        """With brackets of its own, or without as older clients write."""
        return self._exactly(1, self._position)[0] if self._is("(") else self._position()

    def _position(self) -> list[float]:
        numbers = [self._number(), self._number()]
        while len(numbers) < 4 and not self._is(",", ")"):
            numbers.append(self._number())
        return numbers

    def _collection(self) -> Any:
        self._took("Z")
        return {"type": "GeometryCollection", "geometries": self._listed(self._member)}

    def _member(self) -> Any:
        if self.token.word not in _SHAPES:
            self._fail()
        self._tag = self._take().word
        return self._shape()
