"""A way as it is walked: pieces of street in order, and what they add up to.

Unknown stays unknown: shade, height and surface of a piece may be None, and sums say of how
many metres they speak.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Shares of shade from which people call a stretch shady or sunny.
SHADY, SUNNY = 0.6, 0.3


def shade_word(shade: float | None) -> str:
    """`shady`, `mixed`, `sunny`, or nothing where the shade is unknown."""
    if shade is None:
        return ""
    if shade >= SHADY:
        return "shady"
    return "sunny" if shade <= SUNNY else "mixed"


class Piece(NamedTuple):
    """A street piece, or the part of it that is used, in the direction of travel.

    `line` is float64[n, 2], n ≥ 2, in EPSG:25832. `kind` is the value of OpenStreetMap's
    `highway`. `shade` is the share (0 to 1) of it that lies in the shade when one comes by.
    """

    line: NDArray[np.float64]
    length_m: float
    duration_s: float
    name: str = ""
    kind: str = ""
    surface: str | None = None
    is_access_known: bool = False  # whether anybody has mapped if it is free of steps
    is_crossing: bool = False
    shade: float | None = None
    climb_m: float | None = None
    descent_m: float | None = None

    @property
    def is_stairs(self) -> bool:
        return self.kind == "steps"

    @property
    def shade_word(self) -> str:
        return shade_word(self.shade)


@dataclass(frozen=True)
class Way:
    """Segments from start to goal, one at least. `stops` are where via points are reached: the
    number of pieces before each, the goal left out."""

    pieces: Sequence[Piece]
    stops: tuple[int, ...] = ()

    @cached_property
    def line(self) -> NDArray[np.float64]:
        """float64[n, 2] in EPSG:25832; points where pieces meet stand once."""
        parts = [self.pieces[0].line, *(piece.line[1:] for piece in self.pieces[1:])]
        return np.concatenate(parts)

    @cached_property
    def length_m(self) -> float:
        return sum(piece.length_m for piece in self.pieces)

    @cached_property
    def duration_s(self) -> float:
        return sum(piece.duration_s for piece in self.pieces)

    @property
    def minutes(self) -> int:
        """As it is told to people: rounded up, one at least."""
        return max(1, -(-round(self.duration_s) // 60))

    @cached_property
    def sun_m(self) -> float | None:
        """Metres in the sun; None where the shade of every piece is unknown."""
        known = [one.length_m * (1 - one.shade) for one in self.pieces if one.shade is not None]
        return sum(known) if known else None

    @cached_property
    def unknown_shade_m(self) -> float:
        return sum(piece.length_m for piece in self.pieces if piece.shade is None)

    @property
    def shade_share(self) -> float | None:
        """The share in the shade of those metres whose shade is known."""
        return shade_share(self.pieces)

    @cached_property
    def sun_s(self) -> float | None:
        """Seconds in the sun."""
        if self.sun_m is None:
            return None
        known = (one for one in self.pieces if one.shade is not None)
        return sum(one.duration_s * (1 - (one.shade or 0)) for one in known)

    @cached_property
    def climb_m(self) -> float | None:
        return _sum([piece.climb_m for piece in self.pieces])

    @cached_property
    def descent_m(self) -> float | None:
        return _sum([piece.descent_m for piece in self.pieces])

    @cached_property
    def stairs(self) -> int:
        """How many flights of stairs: neighbouring pieces are one."""
        flags = [False, *(piece.is_stairs for piece in self.pieces)]
        return sum(now and not before for before, now in pairwise(flags))

    @cached_property
    def surfaces(self) -> dict[str, float]:
        """Metres by surface, the longest first; what nobody has mapped under the empty name."""
        metres: dict[str, float] = {}
        for piece in self.pieces:
            key = piece.surface or ""
            metres[key] = metres.get(key, 0.0) + piece.length_m
        return dict(sorted(metres.items(), key=lambda item: -item[1]))

    @cached_property
    def unknown_access_m(self) -> float:
        """Metres of which nobody has mapped whether they are free of steps."""
        return sum(piece.length_m for piece in self.pieces if not piece.is_access_known)


def shade_share(pieces: Sequence[Piece]) -> float | None:
    """The share in the shade of those metres whose shade is known; None if it is of none."""
    known = [(one.length_m, one.shade) for one in pieces if one.shade is not None]
    total = sum([length for length, _shade in known])
    return sum([length * shade for length, shade in known]) / total if total > 0 else None


def _sum(values: Sequence[float | None]) -> float | None:
    """None as soon as one of them is unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
