"""The tile door: a WSGI callable before Django's middleware, for public layers only.

    /tiles/{name}/{revision}/{z}/{x}/{y}.mvt   200, to be kept for ever; 204 where nothing is
    any other revision, or none                302 to the current one

Everything else goes through to Django.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from layers.publish.revisions import tokens
from layers.publish.tiles import encoding
from layers.publish.tiles.cache import SingleFlight, Tile, TileCache
from layers.publish.tiles.database import Asked, TileDatabase, TilesUnavailable
from layers.publish.tiles.statements import TileSet, public_tile_sets, tile_set

log = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]

MVT = "application/vnd.mapbox-vector-tile"
FRESH_S = 1.0  # so long a kept tile may outlive its revision
RETRY_S = 2
PATIENCE_MS = 10  # so long one tile may hold up the thread at the door

_NUMBER = "(0|[1-9][0-9]{0,7})"
_ADDRESS = re.compile(
    rf"/tiles/([a-z0-9_]{{1,60}})(?:/([^/]{{1,80}}))?/{_NUMBER}/{_NUMBER}/{_NUMBER}\.mvt", re.ASCII
)
_METHODS = "GET, HEAD, OPTIONS"

COMMON: Headers = [
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
]
FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")
NOT_KEPT = ("Cache-Control", "no-store")
VARY = ("Vary", "Accept-Encoding")
PREFLIGHT: Headers = [
    *COMMON,
    ("Allow", _METHODS),
    ("Access-Control-Allow-Methods", _METHODS),
    ("Access-Control-Allow-Headers", "*"),
    ("Access-Control-Max-Age", "86400"),
    ("Content-Length", "0"),
]
REASONS = {
    200: "200 OK",
    204: "204 No Content",
    302: "302 Found",
    304: "304 Not Modified",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    406: "406 Not Acceptable",
    503: "503 Service Unavailable",
}


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes = b""


class Address(NamedTuple):
    tiles: TileSet
    revision: str | None
    z: int
    x: int
    y: int

    def path(self, token: str) -> str:
        return f"/tiles/{self.tiles.name}/{token}/{self.z}/{self.x}/{self.y}.mvt"


class TileDoor:
    """WSGI application: answers tiles itself and hands all else to `inner`."""

    def __init__(self, inner: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        self._inner = inner
        self._state: _State | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not is_tile(path):
            return self._inner(environ, start_response)
        answer = self._answer(path, environ)
        start_response(REASONS[answer.status], answer.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    def at_once(self, environ: Environ) -> Answer | Callable[[], Answer] | None:
        """The answer, if it is there within `PATIENCE_MS`, or else what waits for it.

        None if this is no tile. For a thread that others wait for: until then it neither connects
        nor prepares nor compresses a tile anew.
        """
        path: str = environ["PATH_INFO"]
        if not is_tile(path):
            return None
        state = self._current_state()
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or state.must_learn():
            return partial(self._answer, path, environ)
        tile = state.remembered(path)
        if tile is not None:
            answer = partial(respond, state.cache, path, tile, environ, encoding.AS_KEPT)
            return answer() if is_made(tile, environ) else answer
        address = parse(path)
        asked = state.begin(address) if address else None
        if not (address and asked):
            return partial(self._answer, path, environ)
        finish = partial(finished, state, address, asked, environ)
        return finish() if asked.comes_within(PATIENCE_MS) else finish

    def close(self) -> None:
        """End the tiles' connections and forget every tile."""
        with self._lock:
            if self._state is not None:
                self._state.database.close()
                self._state = None

    def _answer(self, path: str, environ: Environ) -> Answer:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return Answer(204, list(PREFLIGHT))
        if method not in ("GET", "HEAD"):
            title = _("Diese Methode gibt es hier nicht")
            return problem(405, title, ("Allow", _METHODS))
        state = self._current_state()
        state.refresh()
        tile = state.remembered(path)
        if tile is not None:
            return respond(state.cache, path, tile, environ, encoding.AS_KEPT)
        address = parse(path)
        if address is None:
            return problem(404, _("Das gibt es hier nicht"))
        return made(state, address, environ, lambda: state.tile(address))

    def _current_state(self) -> "_State":
        """Tiles of the database that Django's settings name now; tests change it."""
        name = connections.settings["default"]["NAME"]
        state = self._state
        if state is not None and state.database.name == name:
            return state
        with self._lock:
            state = self._state
            if state is None or state.database.name != name:
                if state is not None:
                    state.database.close()
                state = self._state = _State(name)
            return state


class _State:
    """What a worker knows of one database: its connections, tiles and revisions."""

    def __init__(self, name: str) -> None:
        self.database = TileDatabase(name)
        self.cache = TileCache(settings.TILE_CACHE_MB * 2**20)
        self._flight = SingleFlight()
        self._tokens: dict[str, str] = {}
        self._checked_at = float("-inf")
        self._checking = threading.Lock()

    def remembered(self, path: str) -> Tile | None:
        """The tile at `path`, if it is in memory and of the revision last known."""
        tile = self.cache.get(path)
        if tile is None or self._tokens.get(tile.name) != tile.token:
            return None
        return tile

    def tile(self, address: Address) -> tuple[str, Tile | None]:
        """The current token, and the tile if the address carries that token."""
        name, asked = address.tiles.name, address.revision
        if asked is None or asked != self._tokens.get(name):
            token = self._learn_tokens()[name]
            if asked != token:
                return token, None
        tile = self._flight.get(address.path(asked), lambda: self._make(address))
        return self._keep(address, tile)

    def begin(self, address: Address) -> Asked | None:
        """Asks for the tile; None if there may be more to do than to wait."""
        tiles, revision, z, x, y = address
        if revision is None or revision != self._tokens.get(tiles.name):
            return None
        return self.database.begin(tiles.statement(z), z, x, y)

    def finish(self, address: Address, asked: Asked) -> tuple[str, Tile | None]:
        """As `tile`, for what was begun."""
        revision, mvt = self.database.finish(asked)
        tiles = address.tiles
        return self._keep(address, Tile.made(tiles.name, tiles.token(revision), mvt))

    def _make(self, address: Address) -> Tile:
        tiles, _revision, z, x, y = address
        revision, mvt = self.database.tile(tiles.statement(z), z, x, y)
        return Tile.made(tiles.name, tiles.token(revision), mvt)

    def _keep(self, address: Address, tile: Tile) -> tuple[str, Tile | None]:
        if tile.token != address.revision:  # a commit came between
            return tile.token, None
        self.cache.put(address.path(tile.token), tile)
        return tile.token, tile

    def must_learn(self) -> bool:
        """Whether what is known of revisions is too old and nobody is asking."""
        return time.monotonic() - self._checked_at > FRESH_S and not self._checking.locked()

    def refresh(self) -> None:
        """Revisions at most `FRESH_S` old; one asks while the others go on with what is known.

        Without a database the last known goes on: a tile of a revision never changes.
        """
        if self.must_learn() and self._checking.acquire(blocking=False):
            try:
                self._learn_tokens()
            except TilesUnavailable as error:
                self._checked_at = time.monotonic()
                log.warning("revisions: %s", error.__cause__)
            finally:
                self._checking.release()

    def _learn_tokens(self) -> dict[str, str]:
        self._tokens = tokens(public_tile_sets(), self.database.revisions())
        self._checked_at = time.monotonic()
        return self._tokens


def is_tile(path: str) -> bool:
    return path.startswith("/tiles/") and path.endswith(".mvt")


def parse(path: str) -> Address | None:
    """The tile an address names, or None if there is no such tile."""
    match = _ADDRESS.fullmatch(path)
    if match is None:
        return None
    name, revision, *numbers = match.groups()
    z, x, y = map(int, numbers)
    tiles = tile_set(name)
    if tiles is None or not tiles.min_zoom <= z <= tiles.max_zoom or max(x, y) >= 2**z:
        return None
    return Address(tiles, revision, z, x, y)


def finished(state: _State, address: Address, asked: Asked, environ: Environ) -> Answer:
    return made(state, address, environ, lambda: state.finish(address, asked))


def made(
    state: _State,
    address: Address,
    environ: Environ,
    make: Callable[[], tuple[str, Tile | None]],
) -> Answer:
    """What `make` gives: the tile, or the address that has another revision."""
    try:
        token, tile = make()
    except TilesUnavailable as error:
        log.warning("tiles: %s", error.__cause__ or error)
        title = _("Gerade nicht möglich, bitte gleich noch einmal versuchen")
        return problem(503, title, ("Retry-After", str(RETRY_S)))
    path = address.path(token)
    if tile is None:
        return redirect(environ.get("SCRIPT_NAME", "") + path)
    return respond(state.cache, path, tile, environ, encoding.AS_MADE)


def is_made(tile: Tile, environ: Environ) -> bool:
    """Whether the tile's form for this client is in memory."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return not tile.forms or encoding.choose(accepted, encoding.AS_KEPT) in tile.forms


def respond(
    cache: TileCache, path: str, tile: Tile, environ: Environ, preferred: tuple[str, ...]
) -> Answer:
    if not tile.forms:
        return Answer(204, [*COMMON, FOR_EVER])
    coding = encoding.choose(environ.get("HTTP_ACCEPT_ENCODING", ""), preferred)
    if coding is None:
        return problem(406, _("In dieser Form gibt es die Antwort nicht"), VARY)
    etag = f'"{path[7:-4]}/{coding}"'
    headers = [*COMMON, FOR_EVER, VARY, ("ETag", etag)]
    if is_known(environ.get("HTTP_IF_NONE_MATCH"), etag):
        return Answer(304, headers)
    body = cache.form(path, tile, coding)
    headers += [("Content-Type", MVT), ("Content-Length", str(len(body)))]
    if coding != encoding.IDENTITY:
        headers.append(("Content-Encoding", coding))
    return Answer(200, headers, body)


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has this form of the tile (RFC 9110, 13.1.2: weak comparison)."""
    if if_none_match is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags


def redirect(location: str) -> Answer:
    return Answer(302, [*COMMON, NOT_KEPT, ("Location", location), ("Content-Length", "0")])


def problem(status: int, title: str, *headers: tuple[str, str]) -> Answer:
    """An RFC 9457 problem document."""
    document = {"type": "about:blank", "title": title, "status": status}
    body = json.dumps(document, ensure_ascii=False).encode()
    content = ("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))
    return Answer(status, [*COMMON, NOT_KEPT, *headers, *content], body)
