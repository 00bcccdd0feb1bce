"""The gazetteer: finds features of all layers by name, tolerant of typos and umlauts.

A layer that declares `search` columns is found; its model carries `search_index` of the same
columns. Text is compared as the database folds it (layers_fold): „Strasse“ finds „Straße“.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Envelope, Transform
from django.contrib.gis.geos import GEOSGeometry, Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import (
    Case,
    F,
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
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.ground.text import Fold, folded
from layers.registry import Layer, Theme

MAX_TEXT = 100  # characters; more is cut
MAX_WORDS = 8  # more are cut too
MIN_FUZZY = 3  # characters; below, a typo is a different word
MAX_HITS = 50
MAX_CANDIDATES = 2000  # of one layer, among which the best are looked for

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
    parts = [
        _best(layer, wanted, _matches(wanted) | _of_kinds(layer, wanted), limit) for layer in named
    ]
    street, numbers = _address_parts(wanted)
    if street and numbers:
        parts += [_best(layer, wanted, _every(wanted), limit) for layer in addresses]
    hits = _hits(parts)
    if street and numbers and not any(_is_addresses(hit.layer) for hit in hits):
        misspelled = Q(folded__trigram_word_similar=street) & _every(numbers)
        hits += _hits([_best(layer, wanted, misspelled, limit) for layer in addresses])
    return sorted(hits, key=_order)[:limit]


def place_called(text: str) -> Point | None:
    """The middle of what `text` names best, in EPSG:25832; None where nothing is called so."""
    hits = find(text, limit=1)
    if not hits:
        return None
    return Point(hits[0].lon, hits[0].lat, srid=WEB_SRID).transform(STORAGE_SRID, clone=True)


def matching(layer: Layer, text: str, rows: QuerySet) -> QuerySet:
    """Those of the layer's `rows` that `text` names; all of them if nothing is left of it."""
    wanted = fold(text)
    if not wanted:
        return rows
    return rows.alias(folded=folded(*layer.search)).filter(
        _matches(wanted) | _of_kinds(layer, wanted)
    )


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


def _hits(parts: Sequence[QuerySet]) -> list[Hit]:
    """One query for all of `parts`."""
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [_hit(registry.layer(name), *row) for name, *row in rows]


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


def _of_kinds(layer: Layer, wanted: str) -> Q:
    """The kinds whose label holds `wanted`: "Kirche" finds churches that are not called so."""
    field = _kind_field(layer)
    if field is None or layer.theme == Theme.BASE or len(wanted) < MIN_FUZZY:
        return Q(pk__in=[])
    labels = _folded_labels(layer, get_language() or "")
    return Q(kind__in=[kind for kind, label in labels if wanted in label])


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


def _best(layer: Layer, wanted: str, matches: Q, limit: int) -> QuerySet:
    """The layer's best matches: one row per feature, of lines one per name."""
    label = ("street", "house_number") if _is_addresses(layer) else (layer.title_field,)
    rows = layer.published().order_by()
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
    rank, similarity = _rank(layer, wanted), TrigramWordSimilarity(wanted, Fold(F("label")))
    rows = rows.annotate(folded_label=Fold(F("label")))
    rows = rows.annotate(rank=rank, similarity=similarity)
    columns = ("key", "slug_", "label", "kind_", "detail_", "box", "rank", "similarity")
    return rows.order_by("rank", "-similarity", Length("label"), "label").values_list(
        "layer_name", *columns
    )[:limit]


def _spaced(columns: Sequence[str]) -> list[Any]:
    parts: list[Any] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    return parts[:-1]


def _text(column: str = "") -> Cast | Value:
    return Cast(F(column), TextField()) if column else Value("", TextField())


def _box(geometry: Any) -> Envelope:
    return Envelope(Transform(geometry, WEB_SRID))


def _rank(layer: Layer, wanted: str) -> Case:
    every = Q()
    for word in wanted.split():
        every &= Q(folded_label__startswith=word) | Q(folded_label__contains=f" {word}")
    return Case(
        When(folded_label=wanted, then=EXACT),
        When(folded_label__startswith=wanted, then=PREFIX),
        When(every | _of_kinds(layer, wanted), then=WORDS),
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
    box: GEOSGeometry,
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
        box=box.extent,
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
