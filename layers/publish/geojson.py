"""A whole layer as GeoJSON (RFC 7946), streamed: constant memory, whatever its size.

A slow reader holds a thread of its worker as long as it reads. So their number is bounded below
the number of threads, and who comes too many is told when to come again: tiles and pages always
find a thread. Each download has a connection of its own, which PostgreSQL ends when nobody reads.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterator
from itertools import chain

import django.db
import psycopg
from django.conf import settings
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from isal import isal_zlib
from psycopg import sql

from layers import registry
from layers.ground.crs import WEB_SRID
from layers.publish.provenance import datasets_behind
from layers.publish.revisions import current
from layers.publish.tiles import encoding
from layers.publish.tiles.database import conninfo
from layers.publish.tiles.statements import published_rows
from layers.registry import Layer

DEGREE_DIGITS = 7  # about a centimetre
ROWS_AT_A_TIME = 250
LONGEST_S = 900
UNREAD_LIMIT_MS = 60_000  # then PostgreSQL ends the connection
RETRY_S = 30

slots = threading.BoundedSemaphore(settings.LONG_ANSWERS)


log = logging.getLogger(__name__)


@require_safe
def layer_geojson(request: HttpRequest, name: str) -> HttpResponseBase:
    """Every published row of a public layer, in the order of ids."""
    try:
        layer = registry.layer(name)
    except KeyError:
        raise Http404 from None
    if not layer.public:
        raise Http404
    try:
        return _answer(request, layer)
    except (django.db.OperationalError, psycopg.OperationalError) as error:
        log.warning("download of %s: %s", layer.name, error)
        return busy()


def _answer(request: HttpRequest, layer: Layer) -> HttpResponseBase:
    head = collection_head(layer)
    etag = f'W/"{hashlib.sha256(head).hexdigest()[:16]}"'
    coding = encoding.choose(request.headers.get("Accept-Encoding", ""), ("gzip",))
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Content-Disposition": f'inline; filename="{layer.name}.geojson"',
    }
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    if coding == "gzip":
        headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":
        return HttpResponse(content_type="application/geo+json", headers=headers)
    if not slots.acquire(blocking=False):
        return busy()
    if not connection.in_atomic_block:
        connection.close()  # back to the pool: pages must not wait for a download
    try:
        download = Download(layer, head, compressed=coding == "gzip")
    except BaseException:
        slots.release()
        raise
    return StreamingHttpResponse(
        download,
        content_type="application/geo+json",
        headers=headers,
    )


def busy() -> JsonResponse:
    title = _("Gerade nicht möglich, bitte gleich noch einmal versuchen")
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": 503},
        status=503,
        content_type="application/problem+json",
        headers={"Retry-After": str(RETRY_S), "Cache-Control": "no-store"},
        json_dumps_params={"ensure_ascii": False},
    )


def collection_head(layer: Layer) -> bytes:
    """The collection up to its features: name, revision and where the data comes from."""
    members = {
        "type": "FeatureCollection",
        "name": layer.name,
        "revision": current([layer])[layer.name],
        "datasets": [
            {
                "slug": one.slug,
                "title": one.title,
                "publisher": one.publisher,
                "licence": one.licence,
                "licence_uri": one.licence_uri,
                "attribution": one.attribution,
                "source_url": one.source_url,
                "source_date": one.source_date and one.source_date.isoformat(),
                "kind": one.kind,
            }
            for one in datasets_behind([layer])
        ],
    }
    return (json.dumps(members, ensure_ascii=False)[:-1] + ', "features": [\n').encode()


def feature_statement(layer: Layer) -> sql.Composed:
    """One row: the text of one feature."""
    fields = tuple(field.name for field in layer.fields)
    properties = [sql.SQL("f.{}").format(sql.Identifier(name)) for name in fields] + [
        sql.SQL("d.slug AS dataset")
    ]
    return sql.SQL(
        """
        SELECT '{{"type": "Feature", "id": ' || f._id || ', "geometry": '
            || ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(f._shape, {web})), {digits})
            || ', "properties": ' || row_to_json(p)::text || '}}'
        FROM {rows}
        JOIN layers_dataset AS d ON d.id = f._dataset
        CROSS JOIN LATERAL (SELECT {properties}) AS p
        ORDER BY f._id"""
    ).format(
        web=sql.Literal(WEB_SRID),
        digits=sql.Literal(DEGREE_DIGITS),
        rows=published_rows(layer, "geometry", fields, dataset=True),
        properties=sql.SQL(", ").join(properties),
    )


class Download:
    """The bytes of one answer. `close` frees its slot and connection, read to the end or not.

    A download that takes longer than `LONGEST_S`, or loses its connection, breaks off without
    the brackets at its end, so that no reader takes it for whole.
    """

    def __init__(self, layer: Layer, head: bytes, *, compressed: bool) -> None:
        self._layer = layer
        self._connection = psycopg.connect(
            conninfo(
                application_name="hamm download",
                options=f"-c idle_in_transaction_session_timeout={UNREAD_LIMIT_MS}"
                " -c default_transaction_read_only=on -c jit=off",
            )
        )
        self._parts = self._collection(head)
        if compressed:
            self._parts = gzipped(self._parts)
        self._ends_at = time.monotonic() + LONGEST_S
        self._open = True

    def __iter__(self) -> "Download":
        return self

    def __next__(self) -> bytes:
        if time.monotonic() > self._ends_at:
            log.warning("download of %s: its reader was too slow", self._layer.name)
            raise StopIteration
        try:
            return next(self._parts)
        except psycopg.Error as error:
            log.warning("download of %s: %s", self._layer.name, error)
            raise StopIteration from None

    def close(self) -> None:
        if self._open:
            self._open = False
            self._connection.close()
            slots.release()

    def _collection(self, head: bytes) -> Iterator[bytes]:
        before = head
        with self._connection.cursor("features") as cursor:
            cursor.execute(feature_statement(self._layer))
            while rows := cursor.fetchmany(ROWS_AT_A_TIME):
                yield before + ",\n".join(chain.from_iterable(rows)).encode()
                before = b",\n"
        yield (head if before is head else b"") + b"\n]}\n"


def gzipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    stream = isal_zlib.compressobj(1, 8, 31)
    for part in parts:
        if packed := stream.compress(part):
            yield packed
    yield stream.flush()
