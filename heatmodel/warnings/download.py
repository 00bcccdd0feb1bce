"""One answer of a feed's server: bounded in size and time, asked for again only if it changed."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse

from heatmodel.warnings.errors import Empty, TooLarge, TooSlow, Unreachable

MIB = 1024**2
_CHUNK = 64 * 1024
_SILENCE_S = 15  # of the server, between two pieces

# Only these schemes: neither the address nor a redirect leads to a file or to FTP.
_opener = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler,
    urllib.request.UnknownHandler,
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPRedirectHandler,
    urllib.request.HTTPErrorProcessor,
):
    _opener.add_handler(_handler())


@dataclass(frozen=True)
class Answer:
    """`content` is None where the server says that nothing has changed since `etag`.

    `made_at` is when the server says that the content was made; None if it does not say.
    """

    content: bytes | None
    etag: str = ""
    made_at: datetime | None = None


def fetch(url: str, *, etag: str = "", max_bytes: int = 64 * MIB, seconds: float = 60) -> Answer:
    """What lies at `url` (http or https), unless it is what had `etag`.

    Raises Unreachable, TooLarge, TooSlow, or Empty for an answer without content.
    """
    headers = {"User-Agent": "city-map (heat warnings)", "Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    try:
        with _opener.open(
            urllib.request.Request(url, headers=headers), timeout=_SILENCE_S
        ) as response:
            content = _bounded(response, max_bytes, time.monotonic() + seconds)
            etag = (response.headers.get("ETag") or "")[:200]
            return Answer(content, etag, _made_at(response.headers))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304:
            return Answer(None, etag, _made_at(error.headers))
        raise Unreachable(f"status {error.code}") from error
    except TimeoutError as error:
        raise TooSlow(f"silent for {_SILENCE_S} s") from error
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(str(error)) from error


def _made_at(headers: Message) -> datetime | None:
    try:
        made_at = parsedate_to_datetime(headers.get("Last-Modified", ""))
    except ValueError:
        return None
    return made_at if made_at.tzinfo else None


def _bounded(response: HTTPResponse, max_bytes: int, deadline: float) -> bytes:
    content = bytearray()
    while piece := response.read1(_CHUNK):
        content += piece
        if len(content) > max_bytes:
            raise TooLarge(f"more than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise TooSlow(f"{len(content)} bytes so far")
    if not content:
        raise Empty("an answer without content")
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) != len(content):
        raise Unreachable(f"cut off after {len(content)} of {declared} bytes")
    return bytes(content)
