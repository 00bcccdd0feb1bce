"""GetFeature: pages as ordinary answers, everything else as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from psycopg import Connection

from layers.publish import counts, revisions
from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.execution import fetch
from layers.publish.feature_json import dataset_slugs
from layers.publish.filters.errors import FilterError
from layers.publish.long_answers import LongAnswer, texts
from layers.publish.pages import fetch_page
from layers.publish.rows import count, mark, read_mark, select
from layers.publish.wfs import queries
from layers.publish.wfs.errors import InvalidParameterValue
from layers.publish.wfs.output.collection import Collection, Format
from layers.publish.wfs.output.csv import CsvFormat
from layers.publish.wfs.output.geojson import GeoJsonFormat
from layers.publish.wfs.output.gml import GmlFormat
from layers.publish.wfs.queries import Query, Request
from layers.publish.wfs.requests import Asked
from layers.registry import Layer

GML_32 = (
    "application/gml+xml; version=3.2",
    "text/xml; subtype=gml/3.2",
    "text/xml; subtype=gml/3.2.1",
    "gml32",
)
GML_31 = ("text/xml; subtype=gml/3.1.1", "gml3", "gml31")
GEOJSON = ("application/geo+json", "application/json", "geojson", "json")
CSV = ("text/csv", "csv")
LARGEST_PAGE = 10_000
_LONGEST_ADDRESS = 6000
_UNCOUNTED = 2**62  # more than anybody counts


def get_feature(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    wanted = queries.read(request, asked)
    writer = _format(request, asked, wanted)
    if wanted.one_by_id and isinstance(writer, GmlFormat):
        return _one(wanted.queries[0], writer)
    revision = revisions.current({query.layer for query in wanted.queries})
    etag = _etag(request, writer, revision)
    if is_known(request, etag):
        return not_modified(etag)
    matched = [
        counts.matched(one.rows, revision=revision[one.layer.name], walking=bool(wanted.start))
        for one in wanted.queries
    ]
    numbers = Numbers(wanted, matched)
    links = _links(request, asked, wanted, numbers)
    if wanted.hits:
        about = links.on(replace(numbers.about(), hits=True))
        return HttpResponse(writer.head(about) + writer.tail(about), writer.content_type)
    response: HttpResponseBase
    if numbers.returned > LARGEST_PAGE:
        answer = LongAnswer(
            "wfs",
            lambda snapshot: _stream(snapshot, wanted, writer),
            unfinished=writer.unfinished(),
        )
        response = StreamingHttpResponse(answer, content_type=writer.content_type)
    else:
        page = _page(request, asked, wanted, writer, numbers, links)
        response = HttpResponse(page, writer.content_type)
    if request.method != "POST":
        response.headers["ETag"] = etag
    return response


def _etag(request: HttpRequest, writer: Format, revision: dict[str, str]) -> str:
    """Weak, for the time of the answer is not part of what it names."""
    state = [f"{name} {token}" for name, token in sorted(revision.items())]
    ids = sorted(writer.versioned) if isinstance(writer, GmlFormat) else []
    return weak_etag(request.build_absolute_uri(), repr(writer.datasets), *state, *ids)


@dataclass(frozen=True)
class Numbers:
    """How many features match, and how many of each query lie on this page."""

    wanted: Request
    matched: list[int | None]

    @property
    def known(self) -> int | None:
        return None if None in self.matched else sum(one or 0 for one in self.matched)

    @property
    def returned(self) -> int:
        return sum(size for _skipped, size in self.parts())

    def parts(self) -> list[tuple[int, int]]:
        """For each query, how many of its rows the page skips and how many it has."""
        skip, room = self.wanted.start, self.wanted.count
        found = []
        for matched in self.matched:
            total = _UNCOUNTED if matched is None else matched
            size = max(total - skip, 0)
            size = size if room is None else min(size, room)
            found.append((skip, size))
            skip = max(skip - total, 0)
            room = None if room is None else room - size
        return found

    def about(self) -> Collection:
        layers = list(dict.fromkeys(query.layer for query in self.wanted.queries))
        returned = 0 if self.wanted.hits else self.returned
        return Collection(layers, self.known, returned)


@dataclass(frozen=True)
class Links:
    """Addresses of the pages after and before this one."""

    next: str | None = None
    previous: str | None = None

    def on(self, about: Collection) -> Collection:
        return replace(about, next=self.next, previous=self.previous)


def _one(query: Query, writer: GmlFormat) -> HttpResponse:
    """GetFeatureById: the feature alone."""
    declarations = " " + writer.declarations([query.layer])
    rows = fetch(select(replace(query.rows, limit=1), writer.feature(query, declarations)))
    if not rows:
        raise queries.unknown_feature("")
    text = b'<?xml version="1.0" encoding="UTF-8"?>\n' + (rows[0][0] or b"")
    return HttpResponse(text, writer.content_type)


def _page(
    request: HttpRequest,
    asked: Asked,
    wanted: Request,
    writer: Format,
    numbers: Numbers,
    links: Links,
) -> bytes:
    pages: list[list[bytes]] = []
    after = _after(asked, wanted)
    for query, (skipped, size) in zip(wanted.queries, numbers.parts(), strict=True):
        rows = replace(query.rows, limit=size, offset=skipped)
        if after is not None:
            rows = replace(rows, offset=0, after=after)
        page = fetch_page(rows, writer.row(query), walker=_walker(request))
        pages.append(page.texts)
        if len(wanted.queries) == 1 and page.after is not None and links.next:
            links = replace(links, next=f"{links.next}&AFTER={mark(list(page.after))}")
    about = links.on(replace(numbers.about(), returned=sum(map(len, pages))))
    parts = [writer.head(about)]
    several = len(pages) > 1 and asked.version.is_2
    bodies: list[bytes] = []
    for query, page_texts, matched in zip(wanted.queries, pages, numbers.matched, strict=True):
        body = writer.between.join(page_texts)
        if several:
            inner = Collection([query.layer], matched, len(page_texts), inner=True)
            body = writer.head(inner) + body + writer.tail(inner)
        if body:
            bodies.append(body)
    parts.append(writer.between.join(bodies))
    parts.append(writer.tail(about))
    return b"".join(parts)


def _stream(snapshot: Connection, wanted: Request, writer: Format) -> Iterator[bytes]:
    """Counted and read in one snapshot, so that the numbers hold."""
    matched: list[int | None] = []
    for query in wanted.queries:
        statement = count(query.rows, 2**62)
        [(number,)] = snapshot.execute(statement.text, statement.params).fetchall()
        matched.append(number)
    numbers = Numbers(wanted, matched)
    about = numbers.about()
    several = len(matched) > 1 and isinstance(writer, GmlFormat) and writer.version.is_2
    before = writer.head(about)
    for query, (skipped, size), total in zip(wanted.queries, numbers.parts(), matched, strict=True):
        inner = Collection([query.layer], total, size, inner=True)
        if several:
            yield before + writer.head(inner)
            before = b""
        if size:
            rows = replace(query.rows, limit=size, offset=skipped)
            for portion in texts(snapshot, select(rows, writer.row(query))):
                yield before + writer.between.join(one.encode() for one in portion)
                before = writer.between
        if several:
            before = writer.tail(inner)
    yield (before if several or not numbers.returned else b"") + writer.tail(about)


def _format(request: HttpRequest, asked: Asked, wanted: Request) -> Format:
    name = " ".join((wanted.output_format or asked.version.gml_format).replace('"', "").split())
    name = name.lower().replace(";subtype", "; subtype").replace(";version", "; version")
    datasets = dataset_slugs()
    if name in GML_32 or name in GML_31:
        return GmlFormat(
            asked.version,
            is_gml_32=name in GML_32,
            service=request.build_absolute_uri(request.path),
            datasets=datasets,
            versioned=editable(request, asked, [query.layer for query in wanted.queries]),
        )
    if name in GEOJSON:
        return GeoJsonFormat(wanted.queries[0].crs, datasets=datasets)
    if name in CSV:
        if len({query.layer for query in wanted.queries}) > 1:
            raise InvalidParameterValue(
                "outputFormat", _("CSV gibt es nur für einen Objekttyp auf einmal.")
            )
        return CsvFormat(wanted.queries[0], datasets=datasets)
    raise InvalidParameterValue(
        "outputFormat",
        _("Möglich ist: %(values)s")
        % {"values": ", ".join((GML_32[0], GML_31[0], GEOJSON[0], CSV[0]))},
    )


def editable(request: HttpRequest, asked: Asked, layers: list[Layer]) -> frozenset[str]:
    """Layers whose ids carry a version in WFS 1.1: those that the asking account may change."""
    if asked.version.is_2 or not request.user.is_authenticated:
        return frozenset()
    return frozenset(
        layer.name
        for layer in layers
        if request.user.has_perm(layer.edit_permissions["update"])
        or request.user.has_perm(layer.edit_permissions["delete"])
    )


# --- pages


def _links(request: HttpRequest, asked: Asked, wanted: Request, numbers: Numbers) -> Links:
    """None where the answer is no page; with hits, `next` leads to the first one."""
    size, start, total = wanted.count, wanted.start, numbers.known
    if not size or wanted.one_by_id:
        return Links()
    if wanted.hits:
        return Links(next=page_address(request, asked, start, size) if total else None)
    more = total is None or start + size < total
    return Links(
        next=page_address(request, asked, start + size, size) if more else None,
        previous=page_address(request, asked, max(start - size, 0), min(size, start))
        if start
        else None,
    )


def page_address(request: HttpRequest, asked: Asked, start: int, size: int) -> str | None:
    """This request for another page; None where it is too long for an address."""
    if asked.element is None:
        parameters = {
            name: value
            for name, value in asked.kvp.items()
            if name not in ("STARTINDEX", "COUNT", "MAXFEATURES", "RESULTTYPE", "AFTER")
        }
    else:
        parameters = {
            "SERVICE": "WFS",
            "VERSION": asked.version.number,
            "REQUEST": asked.operation,
            "PAGE_OF": queries.packed(asked.body),
        }
    parameters |= {"STARTINDEX": str(start), "COUNT": str(size)}
    address = f"{request.build_absolute_uri(request.path)}?{urlencode(parameters)}"
    return address if len(address) <= _LONGEST_ADDRESS else None


def _after(asked: Asked, wanted: Request) -> tuple[Any, ...] | None:
    word = asked.get("AFTER")
    if word is None:
        return None
    if len(wanted.queries) != 1:
        raise InvalidParameterValue("after", _("Diese Seite gibt es nicht."))
    try:
        after = read_mark(word)
    except FilterError as error:
        raise InvalidParameterValue("after", str(error)) from error
    last = after[-1] if after else None
    fits = len(after) == len(wanted.queries[0].rows.order) + 1
    if not fits or type(last) is not int or abs(last) >= 2**63:
        raise InvalidParameterValue("after", _("Diese Seite gibt es nicht."))
    return after


def _walker(request: HttpRequest) -> str:
    return f"{request.META.get('REMOTE_ADDR')} {request.headers.get('User-Agent', '')[:200]}"
