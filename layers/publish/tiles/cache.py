"""Compressed tiles in memory, bounded in bytes, and one maker for many who wait."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from layers.publish.tiles import encoding

ENTRY_BYTES = 600  # what Python keeps for an entry besides its tile


class Tile:
    """One tile of one revision in the codings asked for so far."""

    __slots__ = ("forms", "name", "token")

    def __init__(self, name: str, token: str, forms: dict[str, bytes]) -> None:
        self.name = name
        self.token = token
        self.forms = forms  # empty for a tile with nothing in it

    @classmethod
    def made(cls, name: str, token: str, mvt: bytes) -> "Tile":
        forms = {"gzip": encoding.COMPRESS["gzip"](mvt)} if mvt else {}
        return cls(name, token, forms)

    @property
    def size(self) -> int:
        return ENTRY_BYTES + sum(map(len, self.forms.values()))


class TileCache:
    """Least recently used tiles go first. Safe for threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._tiles: OrderedDict[str, Tile] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Tile | None:
        with self._lock:
            tile = self._tiles.get(key)
            if tile is not None:
                self._tiles.move_to_end(key)
            return tile

    def put(self, key: str, tile: Tile) -> None:
        with self._lock:
            self._forget(key)
            if tile.size > self._limit:
                return
            self._tiles[key] = tile
            self._size += tile.size
            self._shrink()

    def form(self, key: str, tile: Tile, coding: str) -> bytes:
        """`tile` in a coding, made at the first request and kept while the tile is."""
        kept = tile.forms.get(coding)
        if kept is not None:
            return kept
        body = encoding.COMPRESS[coding](encoding.decompress_gzip(tile.forms["gzip"]))
        with self._lock:
            if self._tiles.get(key) is tile and coding not in tile.forms:
                tile.forms[coding] = body
                self._size += len(body)
                self._shrink()
        return body

    @property
    def size(self) -> int:
        return self._size

    def _shrink(self) -> None:
        while self._size > self._limit:
            self._forget(next(iter(self._tiles)))

    def _forget(self, key: str) -> None:
        tile = self._tiles.pop(key, None)
        if tile is not None:
            self._size -= tile.size


class SingleFlight:
    """Who asks for what somebody is already making waits for that, and shares its failure."""

    def __init__(self) -> None:
        self._under_way: dict[str, Future[Tile]] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Tile]) -> Tile:
        with self._lock:
            under_way = self._under_way.get(key)
            if under_way is None:
                mine = self._under_way[key] = Future()
        if under_way is not None:
            return under_way.result()
        try:
            mine.set_result(make())
        except BaseException as error:
            mine.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]
        return mine.result()
