"""The gazetteer: finds features of all layers by name, tolerant of typos and umlauts.

A layer that declares `search` columns is found; its model carries `search_index` of the same
columns. Text is compared as the database folds it (layers_fold): „Strasse“ finds „Straße“.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

import psycopg
from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Envelope, Transform
from django.contrib.gis.geos import GEOSGeometry, Point
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Length
from django.utils.translation import get_language

from layers import registry
from layers.ground.crs import WEB_SRID, in_storage
from layers.ground.text import Fold, folded
from layers.registry import Layer, Theme

MAX_TEXT = 100  # characters; more is cut
MAX_WORDS = 8  # more are cut too
MIN_FUZZY = 3  # characters; below, a typo is a different word
MAX_HITS = 50
MAX_CANDIDATES = 2000  # of one layer, among which the best are looked for
_MOST_PLANS = 8  # of each connection, for the shapes asked for last

_NUMBER_AND_LETTER = re.compile(r"\b(\d+) ?([a-z])\b")  # „12 a“ and „12a“ are one house

EXACT, PREFIX, WORDS, SIMILAR = range(4)


@dataclass(frozen=True)
class Hit:
    """One answer. `box` is west, south, east, north in EPSG:4326; a point's has no extent."""

    layer: Layer
    pk: int
    slug: str
    label: str
    kind: str  # „Haltestelle“, „Park“
    detail: str  # an address or postcode, where there is one
    box: tuple[float, float, float, float]
    rank: int
    similarity: float

    @property
    def lon(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def lat(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_point(self) -> bool:
        return self.box[0] == self.box[2] and self.box[1] == self.box[3]


def find(text: str, *, limit: int = 10) -> list[Hit]:
    """The features of public layers that `text` names best, at most `limit` (and MAX_HITS).

    What is spelled the same comes before what begins so, then names that hold every word, then
    similar ones; among equals places before streets before addresses. Pieces of a street and
    platforms of a stop are one hit. An address is looked for where `text` has a street's word
    and a house number. At most three queries, of which the first only folds `text`, and the
    last comes where no address is spelled like it.
    """
    wanted = fold(text)
    if not wanted:
        return []
    limit = min(limit, MAX_HITS)
    named, addresses = _searched_layers()
    if not all(_address_parts(wanted)):
        addresses = []
    kinds = {layer.name: found for layer in named if (found := _kinds_called(layer, wanted))}
    shape = _Shape(_signs(wanted), (*named, *addresses), frozenset(kinds), limit)
    hits = _hits(shape, wanted, kinds)
    if addresses and not any(_is_addresses(hit.layer) for hit in hits):
        spelled_otherwise = _Shape(shape.signs, tuple(addresses), frozenset(), limit, True)
        hits += _hits(spelled_otherwise, wanted, {})
    return sorted(hits, key=_order)[:limit]


def place_called(text: str) -> Point | None:
    """The middle of what `text` names best, in EPSG:25832; None where nothing is called so."""
    hits = find(text, limit=1)
    if not hits:
        return None
    return in_storage(Point(hits[0].lon, hits[0].lat, srid=WEB_SRID))


def matching(layer: Layer, text: str, rows: QuerySet) -> QuerySet:
    """Those of the layer's `rows` that `text` names; all of them if nothing is left of it."""
    wanted = fold(text)
    if not wanted:
        return rows
    kinds = _kinds_called(layer, wanted)
    named = _matches(wanted) | (Q(kind__in=kinds) if kinds else Q())
    return rows.alias(folded=folded(*layer.search)).filter(named)


def fold(text: str) -> str:
    """`text` as names are stored in the search index; one query."""
    (one,) = _folded([text.replace("\0", "")[:MAX_TEXT]])
    return _NUMBER_AND_LETTER.sub(r"\1\2", " ".join(one.split()[:MAX_WORDS]))


def _folded(texts: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT layers_fold(t) FROM unnest(%s::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n",
            [list(texts)],
        )
        return [one for (one,) in cursor.fetchall()]


def _searched_layers() -> tuple[list[Layer], list[Layer]]:
    """Layers found by name, and layers of addresses."""
    searched = [layer for layer in registry.public_layers() if layer.search]
    return (
        [layer for layer in searched if not _is_addresses(layer)],
        [layer for layer in searched if _is_addresses(layer)],
    )


def _address_parts(wanted: str) -> tuple[str, str]:
    """The words of a street, empty if none is long enough to be one, and those of a number."""
    words = wanted.split()
    numbers = [word for word in words if word[0].isdigit()]
    street = [word for word in words if not word[0].isdigit()]
    if not any(len(word) >= MIN_FUZZY for word in street):
        return "", ""
    return " ".join(street), " ".join(numbers)


@dataclass(frozen=True)
class _Shape:
    """All of a text that its statement depends on.

    `signs` stand for its words; `by_kind` are the layers, by name, whose kinds it names.
    """

    signs: str
    layers: tuple[Layer, ...]
    by_kind: frozenset[str]
    limit: int
    misspelled: bool = False  # addresses whose street is only similar


_SIGNS = range(0xE000, 0xE000 + MAX_WORDS)  # characters that Unicode gives to nobody
_SIGN = re.compile(r"([\uE000-\uE007])\1*")
_KINDS = "\ue008"  # and the layer whose kinds are meant


def _signs(wanted: str) -> str:
    """`wanted` with a sign for each word, of one character if it is short, else of MIN_FUZZY.

    Numbers stay themselves: what is looked for depends on how they are written.
    """
    return " ".join(
        word
        if word[0].isdigit() and not _SIGN.search(word)
        else chr(sign) * (MIN_FUZZY if len(word) >= MIN_FUZZY else 1)
        for sign, word in zip(_SIGNS, wanted.split(), strict=False)
    )


def _hits(shape: _Shape, wanted: str, kinds: Mapping[str, tuple[str, ...]]) -> list[Hit]:
    """One query for all layers of `shape`; `kinds` are those named, by layer."""
    if not shape.layers:
        return []
    text, params = _statement(shape)
    words = wanted.split()
    with _plan_kept() as cursor:
        cursor.execute(text, [_filled(param, words, kinds) for param in params])
        return [_hit(registry.layer(name), *row) for name, *row in cursor.fetchall()]


@contextmanager
def _plan_kept() -> Iterator[CursorWrapper]:
    """A cursor whose statement PostgreSQL plans once for all words, on each connection.

    Planning takes three times as long as answering, and the plan 5 MB. The server binds the
    values here; Django's own cursors write them into the statement.
    """
    connection.ensure_connection()
    server = connection.connection
    with connection.wrap_database_errors, server.transaction():
        server.execute("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
        server.prepared_max, server.prepare_threshold = _MOST_PLANS, 0
        try:
            cursor = cast(Any, psycopg.Cursor(server))  # the stubs would have it wrapped before
            if connection.queries_logged:
                yield connection.make_debug_cursor(cursor)
            else:
                yield connection.make_cursor(cursor)
        finally:
            server.prepare_threshold = None


@lru_cache(maxsize=128)
def _statement(shape: _Shape) -> tuple[str, tuple[Any, ...]]:
    """The ORM takes 40 ms to make it, PostgreSQL a few to answer: made once for each shape."""
    parts = [_best(layer, shape) for layer in shape.layers]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return rows.query.sql_with_params()


def _filled(param: Any, words: Sequence[str], kinds: Mapping[str, tuple[str, ...]]) -> Any:
    """A parameter with words and kinds in place of signs; one that ends in % is a pattern."""
    if not isinstance(param, str):
        return param
    if param.startswith(_KINDS):
        return list(kinds[param.removeprefix(_KINDS)])
    escaped = connection.ops.prep_for_like_query if param.endswith("%") else str
    return _SIGN.sub(lambda found: escaped(words[ord(found[1]) - _SIGNS.start]), param)


def _is_addresses(layer: Layer) -> bool:
    return "house_number" in layer.search


def _is_grouped(layer: Layer) -> bool:
    """Streets come in pieces and stops in platforms: one name is one hit where nothing else,
    no page and no address, tells its bearers apart.
    """
    return not layer.page and not _detail_column(layer) and not _is_addresses(layer)


def _matches(wanted: str) -> Q:
    """Every word in the folded text, or something similar to all of it."""
    if len(wanted) < MIN_FUZZY:
        return _every(wanted)
    return _every(wanted) | Q(folded__trigram_word_similar=wanted)


def _kinds_called(layer: Layer, wanted: str) -> tuple[str, ...]:
    """The kinds whose label holds `wanted`: "Kirche" finds churches that are not called so."""
    field = _kind_field(layer)
    if field is None or layer.theme == Theme.BASE or len(wanted) < MIN_FUZZY:
        return ()
    labels = _folded_labels(layer, get_language() or "")
    return tuple(kind for kind, label in labels if wanted in label)


class _OfKinds(Func):
    """Whether a feature of `layer` is of the kinds that a text names; a sign stands for them."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, layer: Layer) -> None:
        super().__init__(F("kind"), Value(_KINDS + layer.name, ArrayField(TextField())))


@cache
def _folded_labels(layer: Layer, language: str) -> tuple[tuple[str, str], ...]:
    """Kinds and their labels in the active language, which is `language`."""
    field = _kind_field(layer)
    choices = field.choices.choices if field and field.choices else []
    return tuple(
        zip(
            [str(kind) for kind, _label in choices],
            _folded([str(label) for _kind, label in choices]),
            strict=True,
        )
    )


def _every(wanted: str) -> Q:
    """Each word somewhere in the folded text; numbers and short words where a word begins."""
    every = Q()
    for word in wanted.split():
        if len(word) >= MIN_FUZZY and not word[0].isdigit():
            every &= Q(folded__contains=word)
        else:
            spaced = _NUMBER_AND_LETTER.sub(r"\1 \2", word)
            every &= (
                Q(folded__startswith=word)
                | Q(folded__contains=f" {word}")
                | Q(folded__contains=f" {spaced}")
            )
    return every


def _best(layer: Layer, shape: _Shape) -> QuerySet:
    """The layer's best matches: one row per feature, of lines one per name."""
    of_kinds = Q(_OfKinds(layer)) if layer.name in shape.by_kind else Q(pk__in=[])
    label = ("street", "house_number") if _is_addresses(layer) else (layer.title_field,)
    rows = layer.published().order_by()
    matches = _looked_for(layer, shape) | of_kinds
    candidates = rows.alias(folded=folded(*layer.search)).filter(matches)
    rows = rows.filter(pk__in=candidates.values("pk")[:MAX_CANDIDATES])
    shown = Concat(*_spaced(label)) if len(label) > 1 else Cast(F(label[0]), TextField())
    rows = rows.annotate(layer_name=Value(layer.name, TextField()), label=shown)
    kind = "kind" if _kind_field(layer) else ""
    if _is_grouped(layer):
        rows = rows.values("layer_name", "label").annotate(
            key=Min("pk"),
            slug_=_text(),
            kind_=Min(kind, output_field=TextField()) if kind else _text(),
            detail_=_text(),
            box=_box(Collect("geometry")),
        )
    else:
        rows = rows.annotate(
            key=F("pk"),
            slug_=_text("slug"),
            kind_=_text(kind),
            detail_=_text(_detail_column(layer)),
            box=_box("geometry"),
        )
    similarity = TrigramWordSimilarity(shape.signs, Fold(F("label")))
    rows = rows.annotate(folded_label=Fold(F("label")))
    rows = rows.annotate(rank=_rank(shape.signs, of_kinds), similarity=similarity)
    columns = ("key", "slug_", "label", "kind_", "detail_", "box", "rank", "similarity")
    return rows.order_by("rank", "-similarity", Length("label"), "label").values_list(
        "layer_name", *columns
    )[: shape.limit]


def _looked_for(layer: Layer, shape: _Shape) -> Q:
    if shape.misspelled:
        street, numbers = _address_parts(shape.signs)
        return Q(folded__trigram_word_similar=street) & _every(numbers)
    return _every(shape.signs) if _is_addresses(layer) else _matches(shape.signs)


def _spaced(columns: Sequence[str]) -> list[Any]:
    parts: list[Any] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    return parts[:-1]


def _text(column: str = "") -> Cast | Value:
    return Cast(F(column), TextField()) if column else Value("", TextField())


def _box(geometry: Any) -> Envelope:
    return Envelope(Transform(geometry, WEB_SRID))


def _rank(wanted: str, of_kinds: Q) -> Case:
    every = Q()
    for word in wanted.split():
        every &= Q(folded_label__startswith=word) | Q(folded_label__contains=f" {word}")
    return Case(
        When(folded_label=wanted, then=EXACT),
        When(folded_label__startswith=wanted, then=PREFIX),
        When(every | of_kinds, then=WORDS),
        default=SIMILAR,
        output_field=IntegerField(),
    )


def _kind_field(layer: Layer) -> registry.Field | None:
    field = layer.fields_by_name.get("kind")
    return field if field and field.choices else None


def _detail_column(layer: Layer) -> str:
    return next((name for name in ("address", "postcode") if name in layer.fields_by_name), "")


def _hit(
    layer: Layer,
    pk: int,
    slug: str | None,
    label: str,
    kind: str | None,
    detail: str | None,
    box: str,  # HEXEWKB
    rank: int,
    similarity: float,
) -> Hit:
    kinds = _kind_field(layer)
    labels = dict(kinds.choices.choices) if kinds and kinds.choices else {}
    return Hit(
        layer=layer,
        pk=pk,
        slug=slug or "",
        label=label,
        kind=str(labels.get(kind) or _capital(str(layer.model._meta.verbose_name))),
        detail=detail or "",
        box=GEOSGeometry(box).extent,
        rank=rank,
        similarity=similarity,
    )


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _order(hit: Hit) -> tuple:
    near = -round(hit.similarity, 2)
    place = _class(hit.layer)
    middle = (place, near) if hit.rank < SIMILAR else (near, place)
    return (hit.rank, *middle, len(hit.label), hit.label)


def _class(layer: Layer) -> int:
    """Places with a page of their own, other things, parts of the base map, lines, addresses."""
    if _is_addresses(layer):
        return 4
    if "LINE" in layer.geometry_type:
        return 3
    if layer.theme == Theme.BASE:
        return 2
    return 0 if layer.page else 1
