"""The network in memory: arrays, mapped from disk or made from a file, and what lies over them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyproj

from layers.ground.crs import STORAGE_SRID, WEB_SRID
from routing.network import snapping
from routing.network.arrays import CLOSED_BITS, MODES, Arrays

UNKNOWN = 255  # in uint8 shares: 0 to 254 stand for 0 to 1
RISKIEST = 254
WITHIN_M = 500.0
_META = "meta.json"


@dataclass(frozen=True)
class Place:
    """A place on the network: on `edge`, `fraction` of its length from its start, EPSG:25832."""

    edge: int
    fraction: float
    x: float
    y: float
    distance_m: float = 0.0  # from what was asked for


@dataclass(frozen=True)
class Snap:
    """Places as arrays. `edge` is -1 where no way lies within reach."""

    edge: np.ndarray
    fraction: np.ndarray
    x: np.ndarray
    y: np.ndarray
    distance_m: np.ndarray

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, numbers: np.ndarray) -> "Snap":
        """Those of the places alone."""
        columns = (self.edge, self.fraction, self.x, self.y, self.distance_m)
        return Snap(*(column[numbers] for column in columns))

    def __getitem__(self, number: int) -> Place:
        return Place(
            int(self.edge[number]),
            float(self.fraction[number]),
            float(self.x[number]),
            float(self.y[number]),
            float(self.distance_m[number]),
        )


@dataclass(frozen=True)
class Shade:
    """`values` are uint8 (days, 24, edges): 0 sun to 254 shade, 255 unknown, at h:00 UTC.

    `days` are the days of the year the rows stand for.
    """

    days: tuple[int, ...]
    values: np.ndarray

    def on(self, moment: datetime) -> np.ndarray:
        """The hours of the day whose sun stands most like that of `moment`'s; (24, edges)."""
        wanted = _declination(moment.timetuple().tm_yday)
        distance = [abs(_declination(day) - wanted) for day in self.days]
        return self.values[int(np.argmin(distance))]


def _declination(day: int) -> float:
    """Of the sun, in degrees (Cooper 1969)."""
    return float(23.45 * np.sin(2 * np.pi * (284 + day) / 365))


@dataclass(frozen=True)
class Overlay:
    """What changes without a new build: bits of who is shut out, and whether to avoid."""

    closed: np.ndarray  # uint8: 1 on foot, 2 by bicycle, 4 on wheels
    avoid: np.ndarray  # uint8: likewise
    risk: np.ndarray  # uint8: of the ways themselves, raised by what staff enter


@dataclass(frozen=True, eq=False)
class Graph:
    """A network to be searched. Arrays are read-only; their names are those of
    `routing.network.arrays`, edges are numbered from 0 and named by `segment_ids`.
    """

    arrays: Arrays
    texts: Mapping[str, Sequence[str]]
    version: str = ""
    kind: str = ""  # of the dataset it was built from, a word of `Dataset.Kind`; empty: unknown
    overlay: Overlay | None = None
    shade: Shade | None = None
    heat: np.ndarray | None = None  # uint8 (edges,): 0 cool to 254 hottest, 255 unknown
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of edges."""
        return len(self.arrays["length"])

    @property
    def vertices(self) -> int:
        return len(self.arrays["x"])

    @property
    def segment_ids(self) -> np.ndarray:
        return self.arrays["segment_ids"]

    @cached_property
    def bound(self) -> float:
        """No edge is shorter than this many of its planar metres between its ends."""
        return float(self.facts["bound"])

    @cached_property
    def nothing(self) -> np.ndarray:
        """Zeros, one for each edge."""
        return _frozen(np.zeros(len(self), dtype=np.uint8))

    @cached_property
    def nobody_knows(self) -> np.ndarray:
        return _frozen(np.full(len(self), UNKNOWN, dtype=np.uint8))

    def text(self, attribute: str, edge: int) -> str | None:
        """What the source says of an edge; None is unknown. `attribute` is one of TEXTS."""
        code = int(self.arrays[f"{attribute}_code"][edge])
        return None if code < 0 else self.texts[attribute][code]

    def texts_of(self, attribute: str, edges: np.ndarray) -> list[str | None]:
        """`text` of each of `edges`."""
        texts = self.texts[attribute]
        codes = self.arrays[f"{attribute}_code"][edges].tolist()
        return [None if code < 0 else texts[code] for code in codes]

    def line(self, edge: int) -> np.ndarray:
        """The points of an edge from start to end, (n, 2), EPSG:25832."""
        first = self.arrays["first_point"]
        return self.arrays["points"][first[edge] : first[edge + 1]]

    def snap(
        self, lonlat: Any, mode: str, within_m: float = WITHIN_M, blocked: np.ndarray | None = None
    ) -> Snap:
        """The nearest way that `mode` may use, for each (longitude, latitude).

        Closed ways, `blocked` ones (uint8, edges) and islands of the network do not count.
        """
        places = self.project(np.asarray(lonlat, dtype=np.float64).reshape(-1, 2))
        return self.snap_points(places, mode, within_m, blocked)

    def snap_points(
        self,
        places: np.ndarray,
        mode: str,
        within_m: float = WITHIN_M,
        blocked: np.ndarray | None = None,
    ) -> Snap:
        """The same for places in EPSG:25832, (n, 2)."""
        closed = self.overlay.closed if self.overlay else self.nothing
        found = snapping.nearest_edges(
            self.arrays,
            places,
            1 << MODES.index(mode),
            within_m,
            closed & CLOSED_BITS[mode] | (self.nothing if blocked is None else blocked),
        )
        return Snap(*found)

    @staticmethod
    def project(lonlat: np.ndarray) -> np.ndarray:
        """EPSG:4326 (longitude, latitude) to EPSG:25832; infinite where that is not possible."""
        return np.column_stack(_TO_STORAGE.transform(lonlat[:, 0], lonlat[:, 1]))

    @staticmethod
    def unproject(points: np.ndarray) -> np.ndarray:
        return np.column_stack(_TO_WEB.transform(points[:, 0], points[:, 1]))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array)
        meta = {"texts": dict(self.texts), "facts": dict(self.facts), "version": self.version}
        (folder / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


_TO_STORAGE = pyproj.Transformer.from_crs(WEB_SRID, STORAGE_SRID, always_xy=True)
_TO_WEB = pyproj.Transformer.from_crs(STORAGE_SRID, WEB_SRID, always_xy=True)


def load(folder: Path) -> Graph:
    """The graph that `save` wrote, its arrays mapped into memory and shared by all processes."""
    meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    arrays = {path.stem: mapped(path) for path in sorted(folder.glob("*.npy"))}
    return Graph(arrays, meta["texts"], meta["version"], facts=meta["facts"])


def mapped(path: Path) -> np.ndarray:
    """A file's array without a copy; an ordinary one, for kernels know no other kind."""
    return np.load(path, mmap_mode="r").view(np.ndarray)


def made(arrays: Arrays, texts: Mapping[str, Sequence[str]], version: str = "") -> Graph:
    """A graph of arrays that were just compiled."""
    frozen = {name: _frozen(array) for name, array in arrays.items()}
    return Graph(frozen, texts, version, facts={"bound": _bound(arrays)})


def _bound(arrays: Arrays) -> float:
    """A search that knows how far the goal is as the crow flies must never think it farther."""
    ends, x, y = arrays["ends"], arrays["x"], arrays["y"]
    planar = np.hypot(x[ends[:, 0]] - x[ends[:, 1]], y[ends[:, 0]] - y[ends[:, 1]])
    apart = planar > 0
    ratio = arrays["length"][apart] / planar[apart]
    return float(min(ratio.min(initial=1.0), 1.0)) * 0.9999


def _frozen(array: np.ndarray) -> np.ndarray:
    frozen = np.ascontiguousarray(array)
    frozen.flags.writeable = False
    return frozen
