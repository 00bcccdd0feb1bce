"""The current network on disk and in this process, made anew when its tables have changed.

Arrays lie under ROUTING_DIR in a folder for each version of the tables; every process maps them.
Who notices a change first writes the new folder, the others go on with what they have.
"""

import fcntl
import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection

from routing.errors import NoNetwork
from routing.network import overlays
from routing.network.build import graph_of
from routing.network.graph import UNKNOWN, Graph, Shade, load, mapped
from routing.network.models import EdgeValues, NetworkBuild, Segment, TurnRestriction
from routing.network.overlays import edges_of
from routing.network.segments import restrictions_from_tables, segments_from_tables

logger = logging.getLogger(__name__)

_STATE = Path(__file__).parent.parent.joinpath("sql", "network_state.sql").read_text("utf-8")
_FORMAT = 2  # of the arrays; a higher one does not read what a lower one wrote


@dataclass(frozen=True)
class State:
    """What the graph depends on, as names of versions; `kind` is that of the build's dataset."""

    database: int
    kind: str
    network: str
    overlay: str
    values: str


def state() -> State:
    """One query."""
    bases = [model._meta.db_table for model in (Segment, TurnRestriction, NetworkBuild)]
    values = EdgeValues._meta.db_table
    over = overlays.tables()
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"tables": [*bases, *over, values]})
        database, token, kind, revised = cursor.fetchone()
    revisions = json.loads(revised)
    network = "-".join(
        [f"{_FORMAT}.{database}", str(token or 0)[:13], *(str(revisions.get(t, 0)) for t in bases)]
    )
    return State(
        database,
        kind or "",
        network,
        "-".join(str(revisions.get(table, 0)) for table in over),
        str(revisions.get(values, 0)),
    )


@dataclass(frozen=True)
class _Kept:
    state: State
    graph: Graph


class Store:
    """The graph of one process. Threads share it; while one renews it, others use the last."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._renewing = threading.Lock()

    def current(self) -> Graph:
        """Raises NoNetwork."""
        now = state()
        kept = self._kept
        if kept is not None and kept.state == now:
            return kept.graph
        usable = kept is not None and kept.state.database == now.database
        if not self._renewing.acquire(blocking=not usable):
            assert kept is not None
            return kept.graph
        try:
            return self._renewed(now, self._kept if usable else None)
        finally:
            self._renewing.release()

    def _renewed(self, now: State, kept: _Kept | None) -> Graph:
        if kept is not None and kept.state == now:
            return kept.graph
        if kept is None or kept.state.network != now.network:
            graph = _base(now, kept.graph if kept else None)
            if graph is None:  # another process is at it
                assert kept is not None
                return kept.graph
            kept = None
        else:
            graph = kept.graph
        if kept is None or kept.state.values != now.values:
            graph = _with_values(graph, now)
        if kept is None or kept.state.overlay != now.overlay:
            graph = replace(graph, overlay=overlays.overlay_of(graph))
        if graph.kind != now.kind:
            graph = replace(graph, kind=now.kind)
        self._kept = _Kept(now, graph)
        return graph


STORE = Store()


def _base(now: State, last: Graph | None) -> Graph | None:
    """The graph of the tables, from disk or made; None if another process makes it and there is
    a `last` one to go on with."""
    folder = settings.ROUTING_DIR / now.network
    if not folder.is_dir():
        with _alone(wait=last is None) as mine:
            if not mine:
                return None
            if not folder.is_dir():
                _write(folder, now)
    return load(folder)


def _write(folder: Path, now: State) -> None:
    segments = segments_from_tables()
    if not len(segments):
        raise NoNetwork
    graph = graph_of(segments, restrictions_from_tables(), now.network)
    _placed(folder, graph.save)
    _tidy(folder.parent, now)


def _with_values(graph: Graph, now: State) -> Graph:
    """The graph with the shade and heat that the table holds, if any."""
    rows = list(EdgeValues.objects.order_by("kind", "day_of_year").values("kind", "day_of_year"))
    days = tuple(row["day_of_year"] for row in rows if row["kind"] == EdgeValues.Kind.SHADE)
    has_heat = any(row["kind"] == EdgeValues.Kind.HEAT for row in rows)
    if not rows:
        return replace(graph, shade=None, heat=None)
    folder = settings.ROUTING_DIR / f"{now.network}_values-{now.values}"
    if not folder.is_dir():
        with _alone(wait=True):
            if not folder.is_dir():
                _placed(folder, lambda made: _save_values(graph, made))
                for former in folder.parent.glob(f"{now.network}_values-*"):
                    if former != folder:
                        shutil.rmtree(former, ignore_errors=True)
    return replace(
        graph,
        shade=Shade(days, mapped(folder / "shade.npy")) if days else None,
        heat=mapped(folder / "heat.npy") if has_heat else None,
    )


def _save_values(graph: Graph, folder: Path) -> None:
    """Every row's values in the order of the graph's edges; unknown for segments it lacks."""
    folder.mkdir(parents=True)
    shade = []
    for row in EdgeValues.objects.order_by("kind", "day_of_year").iterator(chunk_size=1):
        ids = np.frombuffer(row.segment_ids, dtype="<i8")
        values = np.frombuffer(row.values, dtype=np.uint8).reshape(row.hours, len(ids))
        aligned = np.full((row.hours, len(graph)), UNKNOWN, dtype=np.uint8)
        edges = edges_of(graph, ids)
        aligned[:, edges[edges >= 0]] = values[:, edges >= 0]
        if row.kind == EdgeValues.Kind.SHADE:
            shade.append(aligned)
        else:
            np.save(folder / "heat.npy", aligned[0])
    if shade:
        np.save(folder / "shade.npy", np.stack(shade))


def _placed(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a folder beside `folder`, which appears when it is whole."""
    half = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    write(half)
    half.rename(folder)


@contextmanager
def _alone(*, wait: bool) -> Iterator[bool]:
    """Whether this process is the one that writes; the lock goes with the process."""
    settings.ROUTING_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.ROUTING_DIR / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _tidy(folder: Path, now: State) -> None:
    """Former versions of this database go, and those of databases that are no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::bigint FROM pg_database")
        living = {f"{_FORMAT}.{oid}" for (oid,) in cursor.fetchall()}
    mine = f"{_FORMAT}.{now.database}"
    for path in folder.iterdir():
        owner = path.name.lstrip(".").split("-")[0] if "-" in path.name else ""
        former = owner == mine and not path.name.startswith(now.network)
        if path.is_dir() and (former or owner not in living):
            shutil.rmtree(path, ignore_errors=True)
