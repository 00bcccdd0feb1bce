"""What every answer of the services carries: its coding, its freshness, who may read it."""

import hashlib
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from layers.publish.tiles import encoding

_CODINGS = ("gzip", "zstd")
_SMALLEST_CODED_BYTES = 500
_READS = ("GET", "HEAD", "OPTIONS")


def weak_etag(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return f'W/"{digest.hexdigest()[:20]}"'


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the client has this state already (RFC 9110, 13.1.2: weak comparison)."""
    sent = request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return request.method in ("GET", "HEAD") and (etag.removeprefix("W/") in tags or "*" in tags)


def not_modified(etag: str) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": etag})


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compressed as the client accepts, bare for HEAD."""
    code(request, response)
    if response.status_code in (204, 304):
        response.headers.pop("Content-Type", None)
    else:
        response.headers["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        length = response.headers.get("Content-Length")
        response.content = b""
        if length:
            response.headers["Content-Length"] = length
    return response


def code(request: HttpRequest, response: HttpResponse) -> None:
    """Compress the content as the client accepts, with isal: zlib takes fifteen times as long.

    Only for what holds no secret, for its length would tell of it (BREACH). A strong ETag names
    one sequence of bytes, so such an answer stays as it is.
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    strong = response.headers.get("ETag", "W/").startswith('"')
    if not strong and len(response.content) >= _SMALLEST_CODED_BYTES:
        accepted = request.headers.get("Accept-Encoding", "")
        coding = encoding.choose(accepted, _CODINGS) or encoding.IDENTITY
        if coding != encoding.IDENTITY:
            response.content = encoding.COMPRESS[coding](response.content)
            response.headers["Content-Encoding"] = coding


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Pages of any origin may read the answer, and of its headers those that tell more."""
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    response.headers.setdefault(
        "Access-Control-Expose-Headers", "Content-Crs, Content-Disposition, ETag, Link, Location"
    )
    return response


def preflight(allowed: Sequence[str], reads: Sequence[str] = _READS) -> HttpResponse:
    """The answer to OPTIONS: what is possible here, and by what pages of any origin may read."""
    response = HttpResponse(
        status=204,
        headers={
            "Allow": ", ".join(allowed),
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": ", ".join(reads),
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": "86400",
        },
    )
    del response.headers["Content-Type"]  # of nothing
    return response
