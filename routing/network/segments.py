"""All segments as columns: what the arrays are made from, whether rows come from file or table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from routing.network.models import Segment, TurnRestriction
from routing.network.raw import RawRestriction
from routing.network.splitting import SegmentRow

# The attributes that decide who may use a segment and what it costs.
ATTRIBUTES = (
    "name", "highway", "foot", "bike", "dismount", "steps", "ramp", "surface", "smoothness",
    "width_m", "incline_pct", "lit", "sidewalk", "crossing", "island", "kerb", "maxspeed_kmh",
    "wheelchair", "climb_m", "descent_m", "tunnel",
)  # fmt: skip


@dataclass(frozen=True)
class Segments:
    """`points` (EPSG:25832) of segment i lie from `first[i]` to `first[i + 1]`.

    `nodes` is int64 (segments, 2): the vertices at both ends, 0 where none is named.
    """

    ids: np.ndarray
    ways: np.ndarray
    nodes: np.ndarray
    points: np.ndarray
    first: np.ndarray
    length_m: np.ndarray
    values: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Restriction:
    """From `from_way` over `via_node` into `to_way`: not, or with `only` nowhere else."""

    from_way: int
    via_node: int
    to_way: int
    only: bool


def segments_from_rows(rows: Sequence[SegmentRow]) -> Segments:
    """Numbered from 0 in the order of `rows`."""
    sizes = [len(row.points) for row in rows]
    return Segments(
        ids=np.arange(len(rows), dtype=np.int64),
        ways=np.array([row.way for row in rows], dtype=np.int64),
        nodes=np.array([row.ends for row in rows], dtype=np.int64).reshape(-1, 2),
        points=np.concatenate([row.points for row in rows]),
        first=np.concatenate([[0], np.cumsum(sizes)]),
        length_m=np.array([row.length_m for row in rows]),
        values={name: [row.values.get(name) for row in rows] for name in ATTRIBUTES},
    )


def segments_from_tables() -> Segments:
    """The published segments, in order of their primary key."""
    columns = ("id", "way", "from_node", "to_node", "length_m", *ATTRIBUTES)
    rows = list(Segment.objects.filter(published=True).order_by("pk").values_list(*columns))
    shapes = _shapes()
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    found = dict(zip(columns, by_column, strict=True))
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    sizes = np.bincount(owner, minlength=len(rows))
    return Segments(
        ids=np.array(found["id"], dtype=np.int64),
        ways=_numbers(found["way"]),
        nodes=np.column_stack([_numbers(found["from_node"]), _numbers(found["to_node"])]),
        points=points,
        first=np.concatenate([[0], np.cumsum(sizes)]),
        length_m=np.array(found["length_m"], dtype=np.float64),
        values={name: list(found[name]) for name in ATTRIBUTES},
    )


def _shapes() -> np.ndarray:
    """The lines as shapely's, read as WKB: Django would make an object of GEOS for each."""
    rows = Segment.objects.filter(published=True).order_by("pk")
    wkb = rows.annotate(wkb=AsWKB("geometry")).values_list("wkb", flat=True)
    return shapely.from_wkb([bytes(one) for one in wkb])


def _numbers(column: Sequence[int | None]) -> np.ndarray:
    return np.array([one or 0 for one in column], dtype=np.int64)


def restrictions_from_raw(found: Sequence[RawRestriction]) -> list[Restriction]:
    """Those that bicycles obey."""
    return [
        Restriction(one.from_way, one.via_node, one.to_way, one.kind.startswith("only_"))
        for one in found
        if "bicycle" not in one.exempt
    ]


def restrictions_from_tables() -> list[Restriction]:
    columns = ("from_way", "via_node", "to_way", "only")
    rows = TurnRestriction.objects.filter(published=True, bike=True).order_by("pk")
    return [Restriction(*row) for row in rows.values_list(*columns)]
