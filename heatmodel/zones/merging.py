"""Neighbouring zones of one class become one; what is left too small joins a neighbour."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from heatmodel.errors import GridMismatch

MIN_AREA_M2 = 10_000.0


def merged_zones(
    zones: Sequence[BaseGeometry],
    classes: NDArray[np.uint8],
    *,
    min_area_m2: float = MIN_AREA_M2,
) -> list[tuple[BaseGeometry, int, list[int]]]:
    """Each merged zone: its polygon, its class, and the indices of the `zones` within it.

    `zones` are polygons in metres that share edges but not areas; of unknown class (0) stay
    apart from others. Neighbours share an edge, not only a corner. A merged zone smaller than
    `min_area_m2` joins the neighbour with which it shares the longest edge, and its class; with
    none it stays. Order: by the first index. Raises GridMismatch for lengths that differ.
    """
    classes = np.asarray(classes)
    if len(zones) != len(classes):
        raise GridMismatch(f"{len(classes)} classes for {len(zones)} zones")
    groups = _alike(_neighbours(zones), classes)
    parts = {group: np.flatnonzero(groups == group).tolist() for group in np.unique(groups)}
    merged = {group: shapely.union_all([zones[i] for i in part]) for group, part in parts.items()}
    label = {group: int(classes[part[0]]) for group, part in parts.items()}
    _absorb(merged, parts, label, min_area_m2)
    ordered = sorted(merged, key=lambda group: min(parts[group]))
    return [(merged[group], label[group], sorted(parts[group])) for group in ordered]


def _neighbours(zones: Sequence[BaseGeometry]) -> list[tuple[int, int]]:
    """Pairs of zones with a common edge, each once."""
    tree = shapely.STRtree(list(zones))
    left, right = tree.query(list(zones), predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    shapes = np.array(zones, dtype=object)
    edges = shapely.length(shapely.intersection(shapes[left], shapes[right]))
    return [(int(a), int(b)) for a, b, edge in zip(left, right, edges, strict=True) if edge > 0]


def _alike(pairs: list[tuple[int, int]], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """A group for each zone: connected by pairs of one class."""
    root = np.arange(len(classes))

    def find(zone: int) -> int:
        while root[zone] != zone:
            root[zone] = root[root[zone]]
            zone = int(root[zone])
        return zone

    for a, b in pairs:
        if classes[a] == classes[b]:
            low, high = sorted((find(a), find(b)))
            root[high] = low
    return np.array([find(zone) for zone in range(len(classes))], dtype=np.int64)


def _absorb(
    merged: dict[int, BaseGeometry],
    parts: dict[int, list[int]],
    label: dict[int, int],
    min_area_m2: float,
) -> None:
    """Joins small zones to their closest neighbour, the smallest first, in place."""
    small = [group for group in merged if merged[group].area < min_area_m2 and label[group]]
    for group in sorted(small, key=lambda g: (merged[g].area, g)):
        if merged[group].area >= min_area_m2:
            continue  # others have joined it meanwhile
        host = _longest_neighbour(group, merged, label)
        if host is None:
            continue
        merged[host] = shapely.union_all([merged[host], merged[group]])
        parts[host] += parts[group]
        del merged[group], parts[group], label[group]


def _longest_neighbour(
    group: int, merged: dict[int, BaseGeometry], label: dict[int, int]
) -> int | None:
    others = [other for other in merged if other != group and label[other]]
    if not others:
        return None
    edges = shapely.length(shapely.intersection([merged[o] for o in others], merged[group]))
    best = int(np.argmax(edges))
    return others[best] if edges[best] > 0 else None
