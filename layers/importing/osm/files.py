""".osm.pbf, .osm, .osm.gz and .osm.bz2 by pyosmium: streamed, areas put together by osmium."""

import bz2
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

import osmium
import shapely
from isal import igzip
from osmium.filter import EmptyTagFilter, KeyFilter, TagFilter
from shapely.geometry.base import BaseGeometry

from layers.importing.errors import FileEmpty, FileMissing, UnknownFormat, Unreadable
from layers.importing.limits import Limits
from layers.importing.osm.matching import Bounds
from layers.registry import OsmShape

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
_OPENERS: dict[str, Callable[[Path], BinaryIO]] = {
    ".gz": cast(Any, igzip.open),
    ".bz2": cast(Any, bz2.open),
}
_CHUNK = 1 << 20
_FIRST_YEAR = 2004  # of OpenStreetMap; older timestamps are placeholders
_IN_MEMORY_BYTES = 300_000_000  # above, node locations go to a file: 16 bytes for each node
_KINDS = {"n": "node", "w": "way", "r": "relation"}


@dataclass
class Boundary:
    """An administrative boundary that is complete in the file. `geometry` is EPSG:4326."""

    name: str
    level: int
    source_id: str
    tags: dict[str, str]
    geometry: BaseGeometry


@dataclass
class Survey:
    """What a first look finds: tagged objects, the newest change, administrative names."""

    objects: int = 0
    newest: date | None = None
    names: list[str] = field(default_factory=list)


class _FileObject:
    """An object of osmium as `OsmObject`."""

    __slots__ = ("_factory", "_thing", "shape", "source_id", "tags")

    def __init__(self, thing: Any, factory: osmium.geom.WKBFactory) -> None:
        self._thing, self._factory = thing, factory
        letter = thing.type_str()
        number = thing.id
        if letter == "a":
            letter, number = ("w" if thing.from_way() else "r"), thing.orig_id()
            self.shape: OsmShape = "area"
        else:
            self.shape = "node" if letter == "n" else "way"
        self.source_id = f"{_KINDS[letter]}/{number}"
        self.tags = {tag.k: tag.v for tag in thing.tags}

    def geometry(self) -> str | None:
        try:
            if self.shape == "node":
                return self._factory.create_point(self._thing)
            if self.shape == "way":
                return self._factory.create_linestring(self._thing)
            return self._factory.create_multipolygon(self._thing)
        except RuntimeError:  # members of it are not in the file, or make no shape
            return None


class OsmFile:
    """A file of OpenStreetMap data. Reading raises Unreadable, TooLarge and the like."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits or Limits(bytes=4 * 1024**3, features=50_000_000)
        if not path.is_file():
            raise FileMissing(source=path.name)
        if not path.name.endswith(ENDINGS):
            raise UnknownFormat(source=path.name, known=", ".join(ENDINGS))
        if not path.stat().st_size:
            raise FileEmpty(source=path.name)
        self._check_size()

    def _check_size(self) -> None:
        """A packed XML file is unpacked once, without keeping it, to know its true size."""
        self.limits.check_size(self.path.stat().st_size)
        opener = _OPENERS.get(self.path.suffix)
        if opener is None:
            return
        size = 0
        try:
            with opener(self.path) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self.limits.check_size(size)
        except (OSError, EOFError) as error:
            raise Unreadable(source=self.path.name, detail=error) from error

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except (RuntimeError, osmium.InvalidLocationError, UnicodeDecodeError) as error:
            raise Unreadable(source=self.path.name, detail=error) from error

    def _read(self, processor: Iterable[Any]) -> Iterator[Any]:
        """The objects of `processor`, bounded, with osmium's errors as ours."""
        objects = iter(self.limits.bounded(processor))
        while True:
            with self._errors_named():
                thing = next(objects, None)
            if thing is None:
                return
            yield thing

    def survey(self) -> Survey:
        found = Survey()
        tagged = osmium.FileProcessor(str(self.path)).with_filter(EmptyTagFilter())
        for thing in self._read(tagged):
            found.objects += 1
            changed = thing.timestamp.date()
            if changed.year >= _FIRST_YEAR and (found.newest is None or changed > found.newest):
                found.newest = changed
            if thing.is_relation() and thing.tags.get("boundary") == "administrative":
                found.names.append(thing.tags.get("name", ""))
        return found

    def boundaries(self) -> Iterator[Boundary]:
        """The administrative boundaries of levels 2 to 8 whose every member is in the file."""
        administrative = TagFilter(("boundary", "administrative"))
        with self._areas(administrative) as processor:
            factory = osmium.geom.WKBFactory()
            for thing in self._read(processor.with_filter(administrative)):
                if not thing.is_area() or thing.from_way():
                    continue
                area = _FileObject(thing, factory)
                level, wkb = area.tags.get("admin_level", ""), area.geometry()
                if wkb and level in {"2", "4", "5", "6", "7", "8"}:
                    name = area.tags.get("name", "")
                    shape = shapely.from_wkb(wkb)
                    yield Boundary(name, int(level), area.source_id, area.tags, shape)

    def bounds(self) -> Bounds | None:
        """West, south, east, north in degrees: as the file declares it, else of its nodes."""
        with self._errors_named():
            box = osmium.FileProcessor(str(self.path)).header.box()
        if box.valid():
            low, high = box.bottom_left, box.top_right
            return low.lon, low.lat, high.lon, high.lat
        west = south = float("inf")
        east = north = float("-inf")
        nodes = osmium.FileProcessor(str(self.path), osmium.osm.NODE)
        for node in self._read(nodes):
            place = node.location
            if place.valid():
                west, east = min(west, place.lon), max(east, place.lon)
                south, north = min(south, place.lat), max(north, place.lat)
        return (west, south, east, north) if west < east and south < north else None

    def objects(self, keys: Iterable[str]) -> Iterator[_FileObject]:
        """Nodes, ways and areas that carry one of `keys`."""
        wanted = KeyFilter(*sorted(keys))
        with self._areas(wanted) as processor:
            factory = osmium.geom.WKBFactory()
            for thing in self._read(processor.with_filter(wanted)):
                if not thing.is_relation():
                    yield _FileObject(thing, factory)

    @contextmanager
    def _areas(self, wanted: Any) -> Iterator[osmium.FileProcessor]:
        with tempfile.TemporaryDirectory(prefix="osm-nodes-") as folder:
            big = self.path.stat().st_size > _IN_MEMORY_BYTES
            store = f"sparse_file_array,{folder}/nodes" if big else "flex_mem"
            yield osmium.FileProcessor(str(self.path)).with_locations(store).with_areas(wanted)
