"""The door of downloads: reads the request, opens a long answer, streams it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import django.db
import psycopg
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from psycopg import Connection

from layers.publish.answers import is_known, preflight, weak_etag
from layers.publish.downloads.formats import BY_EXTENSION, Format
from layers.publish.downloads.order import Order, collection_head
from layers.publish.execution import TooSlow, Unanswerable
from layers.publish.feature_json import dataset_slugs
from layers.publish.filters.errors import FilterError
from layers.publish.long_answers import LongAnswer, TooMany
from layers.publish.ogcapi import items, parameters
from layers.publish.ogcapi.errors import BadParameter
from layers.publish.ogcapi.lookup import collection
from layers.publish.ogcapi.problems import problem
from layers.publish.provenance import datasets_behind
from layers.publish.revisions import current
from layers.publish.rows import FeatureQuery
from layers.publish.tiles import encoding
from layers.registry import Layer

RETRY_S = 30
_METHODS = ["GET", "HEAD", "OPTIONS"]
_STATEMENT_TIMEOUT_MS = 60_000  # of one portion
_PARAMETERS = (
    parameters.BBOX,
    parameters.BBOX_CRS,
    parameters.DATETIME,
    parameters.FILTER,
    parameters.FILTER_LANG,
    parameters.FILTER_CRS,
)

log = logging.getLogger(__name__)


@require_http_methods(_METHODS)
def download(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """The published rows that the parameters ask for, in the order of ids.

    Of a layer that is not public only for accounts that may view it; 404 for everybody else.
    """
    if request.method == "OPTIONS":
        return preflight(_METHODS)
    form = BY_EXTENSION.get(extension)
    if form is None:
        raise Http404
    layer = collection(request, name)
    try:
        return _answer(request, layer, form)
    except (BadParameter, FilterError, TooSlow) as fact:
        return problem(request, fact)
    except TooMany:
        return busy()
    except (django.db.OperationalError, psycopg.OperationalError) as error:
        log.warning("download of %s: %s", layer.name, error)
        return busy()


def _answer(request: HttpRequest, layer: Layer, form: Format) -> HttpResponseBase:
    asked = parameters.read(request, (*_PARAMETERS, *items.property_parameters(layer)))
    query = FeatureQuery(layer=layer, condition=items.condition_of(layer, asked))
    slugs, sources = dataset_slugs(), tuple(datasets_behind([layer]))
    order = Order(
        query=query,
        slugs=slugs,
        sources=sources,
        collection_head=collection_head(layer, sources),
        service=request.build_absolute_uri(reverse("wfs")),
    )
    compressed = form.compressible and _accepts_gzip(request)
    headers = _headers(request, order, form)
    if is_known(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":  # as a stream, for the length is not known and is not nothing
        return StreamingHttpResponse((), content_type=form.media_type, headers=headers)
    answer = LongAnswer(
        f"{layer.name}.{form.extension}",
        lambda snapshot: _written(snapshot, form, order),
        unfinished=form.unfinished(),
        compressed=compressed,
    )
    try:
        answer.begin()
    except psycopg.errors.QueryCanceled as error:
        answer.close()
        raise TooSlow from error
    except (psycopg.DataError, psycopg.errors.InternalError_) as error:  # PostGIS uses both
        answer.close()
        raise Unanswerable from error
    except BaseException:
        answer.close()
        raise
    return StreamingHttpResponse(answer, content_type=form.media_type, headers=headers)


def _written(snapshot: Connection, form: Format, order: Order) -> Iterator[bytes]:
    snapshot.execute(f"SET LOCAL statement_timeout = {_STATEMENT_TIMEOUT_MS}")
    yield from form.write(snapshot, order)


def busy() -> JsonResponse:
    title = _("Gerade nicht möglich, bitte gleich noch einmal versuchen")
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": 503},
        status=503,
        content_type="application/problem+json",
        headers={"Retry-After": str(RETRY_S), "Cache-Control": "no-store"},
        json_dumps_params={"ensure_ascii": False},
    )


def _headers(request: HttpRequest, order: Order, form: Format) -> dict[str, str]:
    layer = order.layer
    headers = {
        "Cache-Control": "no-cache" if layer.public else "private, no-store",
        "ETag": weak_etag(current([layer])[layer.name], request.get_full_path(), repr(order.slugs),
                          order.collection_head),
        "Vary": "Accept-Encoding, Accept-Language",
        "Content-Disposition": f'attachment; filename="{layer.name}.{form.extension}"',
    }  # fmt: skip
    licences = sorted({one.licence_uri for one in order.sources if one.licence_uri})
    if licences:  # also for formats that have no room for it
        headers["Link"] = ", ".join(f'<{one}>; rel="license"' for one in licences)
    return headers


def _accepts_gzip(request: HttpRequest) -> bool:
    return encoding.choose(request.headers.get("Accept-Encoding", ""), ("gzip",)) == "gzip"
