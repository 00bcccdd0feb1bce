"""What closes ways, makes them better avoided or riskier, without a new build of the network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.db import connection, models

from routing.network.graph import RISKIEST, Graph, Overlay
from routing.network.models import Closure

# Segment, for whom it is closed, who better avoids it (bits of `Overlay`), and by how much its
# risk is raised: 0 to 254.
Effect = tuple[int, int, int, int]

_CLOSED_SEGMENTS = (
    Path(__file__).parent.parent.joinpath("sql", "closed_segments.sql").read_text("utf-8")
)


@dataclass(frozen=True)
class OverlaySource:
    """A table whose rows act on segments. Its revision tells when to ask again."""

    model: type[models.Model]
    effects: Callable[[], Iterable[Effect]]


def _closures() -> list[Effect]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED_SEGMENTS)
        return cursor.fetchall()


_sources: list[OverlaySource] = [OverlaySource(Closure, _closures)]


def register(source: OverlaySource) -> None:
    """Let another table act on ways; called once, while the app starts."""
    _sources.append(source)


def tables() -> list[str]:
    return [source.model._meta.db_table for source in _sources]


def overlay_of(graph: Graph) -> Overlay:
    """What holds now, for every edge of the graph."""
    closed, avoid = np.zeros(len(graph), dtype=np.uint8), np.zeros(len(graph), dtype=np.uint8)
    raised = np.zeros(len(graph), dtype=np.int64)
    for source in _sources:
        effects = list(source.effects())
        if not effects:
            continue
        segments, closes, avoids, risks = (
            np.array(column) for column in zip(*effects, strict=True)
        )
        edges = edges_of(graph, segments)
        there = edges >= 0
        np.bitwise_or.at(closed, edges[there], closes[there].astype(np.uint8))
        np.bitwise_or.at(avoid, edges[there], avoids[there].astype(np.uint8))
        np.maximum.at(raised, edges[there], risks[there])
    risk = np.minimum(graph.arrays["risk"] + raised, RISKIEST).astype(np.uint8)
    closed.flags.writeable = avoid.flags.writeable = risk.flags.writeable = False
    return Overlay(closed, avoid, risk)


def edges_of(graph: Graph, segment_ids: np.ndarray) -> np.ndarray:
    """The edges of segments by their primary keys; -1 for one that the graph does not have."""
    known = graph.segment_ids  # ascending
    place = np.minimum(np.searchsorted(known, segment_ids), len(known) - 1)
    return np.where(known[place] == segment_ids, place, -1)
