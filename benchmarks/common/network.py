"""A network larger than any extract at hand: copies of a real one, joined, also as tables."""

import numpy as np
import psycopg
import shapely

from layers.ground.crs import STORAGE_SRID
from routing.network.segments import ATTRIBUTES, Segments

CENTRE = (417_500.0, 5_725_500.0)  # of Hamm, EPSG:25832


def copied(segments: Segments, copies: int) -> Segments:
    """`copies` of the network from west to east, each joined to the next by three links."""
    points = segments.points
    wide = np.ptp(points[:, 0]) + 100.0
    size = len(segments)
    span = int(segments.nodes.max()) + 1
    ids, ways, nodes, places, firsts, lengths = [], [], [], [], [np.zeros(1, dtype=np.int64)], []
    values = {name: list(column) * copies for name, column in segments.values.items()}
    for number in range(copies):
        ids.append(segments.ids + number * size)
        ways.append(segments.ways)
        nodes.append(segments.nodes + number * span)
        places.append(points + np.array([number * wide, 0.0]))
        firsts.append(segments.first[1:] + number * len(points))
        lengths.append(segments.length_m)
    east, west = _extremes(segments)
    link = dict.fromkeys(values) | {
        "name": "", "highway": "residential", "foot": 3, "bike": 3, "dismount": False,
        "steps": False, "tunnel": False,
    }  # fmt: skip
    total = len(points) * copies
    for number in range(copies - 1):
        for (a, start), (b, stop) in zip(east, west, strict=True):
            shift = np.array([[number * wide, 0.0], [(number + 1) * wide, 0.0]])
            line = np.array([start, stop]) + shift
            ids.append(np.array([len(values["name"])]))
            ways.append(np.zeros(1, dtype=np.int64))
            nodes.append(np.array([[a + number * span, b + (number + 1) * span]]))
            places.append(line)
            total += 2
            firsts.append(np.array([total]))
            lengths.append(np.array([np.hypot(*(line[1] - line[0]))]))
            for name, column in values.items():
                column.append(link[name])
    return Segments(
        np.concatenate(ids), np.concatenate(ways), np.concatenate(nodes), np.concatenate(places),
        np.concatenate(firsts), np.concatenate(lengths), values,
    )  # fmt: skip


def _extremes(segments: Segments) -> tuple[list, list]:
    """Three vertices of walkable ways farthest east, and three farthest west."""
    walkable = np.array(segments.values["foot"]) > 0
    starts = segments.points[segments.first[:-1]]
    order = np.argsort(np.where(walkable, starts[:, 0], np.nan))[: walkable.sum()]
    return (
        [(int(segments.nodes[i, 0]), starts[i]) for i in order[-3:]],
        [(int(segments.nodes[i, 0]), starts[i]) for i in order[:3]],
    )


def copy_in(conninfo: str, segments: Segments) -> None:
    """In place of the network of a database with the fixtures of Hamm, in one transaction.

    The network lies around Hamm, whose boundary becomes wide enough.
    """
    points = segments.points + (CENTRE - segments.points.mean(axis=0))
    west, south, east, north = *points.min(axis=0) - 1000.0, *points.max(axis=0) + 1000.0
    lines = shapely.linestrings(points, indices=_owners(segments))
    shapes = shapely.to_wkb(shapely.set_srid(lines, STORAGE_SRID), hex=True, include_srid=True)
    ends = segments.nodes.tolist()
    values = zip(*(segments.values[name] for name in ATTRIBUTES), strict=True)
    columns = ("dataset_id", "source_id", "geometry", "from_node", "to_node", "way", *ATTRIBUTES)
    with psycopg.connect(conninfo) as connection:
        connection.execute(
            "UPDATE layers_city SET boundary = ST_Multi(ST_MakeEnvelope(%s, %s, %s, %s, %s))",
            (west, south, east, north, STORAGE_SRID),
        )
        (dataset,) = connection.execute("SELECT min(dataset_id) FROM routing_segment").fetchone()
        connection.execute("DELETE FROM routing_segment")
        statement = f"COPY routing_segment ({', '.join(columns)}) FROM STDIN"
        with connection.cursor().copy(statement) as copy:
            for number, (shape, (first, last), way, row) in enumerate(
                zip(shapes, ends, segments.ways.tolist(), values, strict=True)
            ):
                copy.write_row((dataset, f"bench/{number}", shape, first, last, way, *row))
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")  # else PostgreSQL does so beside what is measured


def _owners(segments: Segments) -> np.ndarray:
    return np.repeat(np.arange(len(segments)), np.diff(segments.first))
