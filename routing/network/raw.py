"""What a source of OpenStreetMap data gives: ways as pairs of nodes, places, restrictions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from routing.network.tags import Tags

Pair = tuple[int, int]


@dataclass(frozen=True)
class RawWay:
    """One way: its tags and the steps from node to node along it."""

    number: int
    tags: Tags
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class RawRestriction:
    """A restriction with one node between two ways."""

    number: int
    kind: str
    from_way: int
    via_node: int
    to_way: int
    exempt: frozenset[str]


@dataclass
class RawNetwork:
    """`places` are longitude and latitude; `nodes` the tags of nodes that carry some."""

    ways: list[RawWay] = field(default_factory=list)
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    nodes: dict[int, Tags] = field(default_factory=dict)
    restrictions: list[RawRestriction] = field(default_factory=list)
    newest: datetime | None = None
    skipped: dict[str, int] = field(default_factory=dict)  # what was left out, by reason

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


class NetworkSource(Protocol):
    """A file or place that can be read as a network. Raises an ImportProblem."""

    def read(self) -> RawNetwork: ...


def pairs_along(refs: Iterable[int]) -> tuple[Pair, ...]:
    """The steps along a list of nodes, without standing still or walking one step twice."""
    return tuple(dict.fromkeys((a, b) for a, b in pairwise(refs) if a != b))


def runs(pairs: Iterable[Pair]) -> list[list[int]]:
    """The steps as lists of nodes, one for each stretch without a gap."""
    found: list[list[int]] = []
    for a, b in pairs:
        if found and found[-1][-1] == a:
            found[-1].append(b)
        else:
            found.append([a, b])
    return found


def paths(pairs: Iterable[Pair], cuts: set[int]) -> Iterator[list[int]]:
    """The steps of one way joined to lists of nodes from cut to cut.

    A ring without a cut begins at its lowest node, so that the result does not depend on where
    the source begins it.
    """
    following: dict[int, list[int]] = {}
    arriving: dict[int, int] = {}
    for a, b in pairs:
        following.setdefault(a, []).append(b)
        arriving[b] = arriving.get(b, 0) + 1
    starts = sorted(a for a in following if a in cuts or not arriving.get(a))
    for start in starts:
        while following.get(start):
            yield _follow(start, following, cuts)
    for start in sorted(following):
        if following[start]:
            yield _follow(start, following, cuts)


def _follow(start: int, following: dict[int, list[int]], cuts: set[int]) -> list[int]:
    found = [start]
    node = start
    while following.get(node):
        node = following[node].pop(0)
        found.append(node)
        if node in cuts or node == start:
            break
    return found
