"""The same network by OSMnx: an OpenStreetMap file, or a place by its name from the internet."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx
import osmnx
import requests

from layers.importing.errors import PlaceNotFound, Unreadable
from routing.network.osm import PART_SHIFT, OsmNetworkFile, filtered
from routing.network.raw import Pair, RawNetwork, RawWay
from routing.network.tags import NODE_TAGS, WAY_TAGS, way_class

_AGAINST = ("-1", "reverse", "T")  # one-way streets that OSMnx turns round
_WHOLE = (1 << PART_SHIFT) - 1


class OsmnxFile:
    """A file as OSMnx reads it.

    OSMnx takes every way of an XML file for a street and knows no .pbf; so pyosmium first
    writes what are ways for people, unpacked, to a file that goes away again. Turn restrictions
    and times, which OSMnx leaves out, are pyosmium's.
    """

    def __init__(self, path: Path) -> None:
        self._file = OsmNetworkFile(path)

    def read(self) -> RawNetwork:
        known = self._file.read()
        if not known.ways:
            return known
        with tempfile.TemporaryDirectory(prefix="network-") as folder:
            ways = f"{folder}/ways.osm"
            filtered(known, ways)
            try:
                with _settings():
                    graph = osmnx.graph_from_xml(ways, simplify=False, retain_all=True)
            except (OSError, ValueError, osmnx._errors.InsufficientResponseError) as error:
                raise Unreadable(source=self._file.path.name, detail=error) from error
        raw = raw_of(graph)
        raw.restrictions, raw.newest, raw.skipped = known.restrictions, known.newest, known.skipped
        return raw


class OsmnxPlace:
    """A place asked of Nominatim and Overpass. Turn restrictions are not asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> RawNetwork:
        try:
            with _settings():
                graph = osmnx.graph_from_place(
                    self.name,
                    custom_filter='["highway"]',
                    simplify=False,
                    retain_all=True,
                    truncate_by_edge=True,
                )
        except (
            requests.RequestException,
            osmnx._errors.InsufficientResponseError,
            osmnx._errors.ResponseStatusCodeError,
            TypeError,  # a name that leads to a point has no area
        ) as error:
            raise PlaceNotFound(place=self.name, detail=error) from error
        raw = raw_of(graph)
        raw.skip("turn restrictions are not asked of Overpass")
        return raw


@contextmanager
def _settings() -> Iterator[None]:
    """OSMnx keeps the tags we read, and each way in its one direction."""
    mine = {
        "useful_tags_way": list(WAY_TAGS),
        "useful_tags_node": list(NODE_TAGS),
        "all_oneway": True,
    }
    before = {name: getattr(osmnx.settings, name) for name in mine}
    try:
        for name, value in mine.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def raw_of(graph: networkx.MultiDiGraph) -> RawNetwork:
    """The ways of an unsimplified graph that was made with all ways in one direction."""
    raw = RawNetwork()
    for number, data in graph.nodes(data=True):
        raw.places[number] = (data["x"], data["y"])
        if tags := {key: data[key] for key in NODE_TAGS if isinstance(data.get(key), str)}:
            raw.nodes[number] = tags
    pairs: dict[int, dict[Pair, None]] = {}
    tags_of: dict[int, dict[str, str]] = {}
    for a, b, data in graph.edges(data=True):
        way = data["osmid"] & _WHOLE
        pairs.setdefault(way, {})[(a, b)] = None
        if way not in tags_of:
            tags_of[way] = _tags(data)
    for way in sorted(pairs):
        tags = tags_of[way]
        steps = [(a, b) for a, b in pairs[way] if a != b]
        if tags.get("oneway") in _AGAINST:
            steps = [(b, a) for a, b in steps]
        if steps and way_class(tags) is not None:
            raw.ways.append(RawWay(way, tags, tuple(steps)))
    return raw


def _tags(data: dict[str, Any]) -> dict[str, str]:
    return {key: data[key] for key in WAY_TAGS if isinstance(data.get(key), str)}
