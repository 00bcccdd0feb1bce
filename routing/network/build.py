"""From a source of OpenStreetMap data to segments, and without a database to a graph."""

from pathlib import Path

from layers.importing.errors import NothingUsable, SourceEmpty
from routing.network.arrays import compile_arrays, compile_texts
from routing.network.graph import Graph, made
from routing.network.heights import add_heights
from routing.network.osm import OsmNetworkFile
from routing.network.raw import NetworkSource, RawNetwork
from routing.network.segments import (
    Restriction,
    Segments,
    restrictions_from_raw,
    segments_from_rows,
)
from routing.network.splitting import SegmentRow, bar, segments_of

BACKENDS = ("osmium", "osmnx")


def file_source(path: Path, backend: str) -> NetworkSource:
    """A file of OpenStreetMap data, to be read by pyosmium or OSMnx. Raises an ImportProblem."""
    if backend == "osmium":
        return OsmNetworkFile(path)
    from routing.network.places import OsmnxFile  # OSMnx takes seconds to load

    return OsmnxFile(path)


def rows_of(raw: RawNetwork, dem: Path | None = None) -> list[SegmentRow]:
    """The segments of a network, with heights if there is a model of them.

    Raises SourceEmpty, NothingUsable, and what `add_heights` raises.
    """
    if not raw.ways:
        raise SourceEmpty
    rows = segments_of(raw)
    bar(rows, raw)
    if not rows:
        raise NothingUsable(count=len(raw.ways), reasons="no way for people")
    if dem is not None:
        add_heights(rows, dem)
    return rows


def graph_from_file(
    path: str | Path, backend: str = "osmium", dem: str | Path | None = None
) -> Graph:
    """The graph of an .osm.pbf, .osm, .osm.gz or .osm.bz2 file; asks no database.

    `segment_ids` are numbers from 0 in order of way. Raises an ImportProblem.
    """
    raw = file_source(Path(path), backend).read()
    rows = rows_of(raw, Path(dem) if dem else None)
    return graph_of(segments_from_rows(rows), restrictions_from_raw(raw.restrictions))


def graph_of(segments: Segments, restrictions: list[Restriction], version: str = "") -> Graph:
    codes, texts = compile_texts(segments)
    return made(compile_arrays(segments, restrictions) | codes, texts, version)
