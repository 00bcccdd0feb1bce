"""Turn instructions: what somebody must know at which corner, without words of any language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from routing.directions.ways import Piece, Way, shade_share

Action = Literal["depart", "turn", "stop", "arrive"]
Turn = Literal[
    "straight",
    "slight_left",
    "left",
    "sharp_left",
    "back",
    "sharp_right",
    "right",
    "slight_right",
]
Compass = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]

_COMPASS: tuple[Compass, ...] = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
# Where one kind of turn ends and the next begins, in degrees to either side.
_STRAIGHT, _SLIGHT, _SHARP, _BACK = 25, 50, 120, 165
_LOOK_M = 12.0  # the direction at a corner is that of so many metres beside it
_LINK_M = 25.0  # a nameless piece up to this long belongs to the corner it stands at
_BEND = 50  # degrees from which staying on one street is worth a word

# What people call a way without a name; the values of `highway` behind it.
KINDS = {
    "footway": "footway",
    "corridor": "footway",
    "platform": "footway",
    "pedestrian": "square",
    "path": "path",
    "bridleway": "path",
    "track": "track",
    "cycleway": "cycleway",
    "steps": "stairs",
    "elevator": "lift",
}


@dataclass(frozen=True)
class Step:
    """One instruction and the stretch that follows it; `arrive` and `stop` have none.

    `at` is EPSG:25832. `first` and `last` are the pieces of the stretch, as a slice.
    `kind` is what the way is: a word of KINDS or `street`. `climbs` tells up (True) from down
    on stairs, None where that is unknown or level.
    """

    action: Action
    at: tuple[float, float]
    turn: Turn = "straight"
    compass: Compass = "n"
    name: str = ""
    kind: str = "street"
    length_m: float = 0.0
    duration_s: float = 0.0
    shade: float | None = None
    climbs: bool | None = None
    crosses: bool = False
    number: int = 0  # of the stop
    first: int = 0
    last: int = 0


@dataclass
class _Run:
    """Neighbouring pieces that are one thing to whoever walks them; `core` is the last of
    them that has a say in the direction (links at its end do not)."""

    first: int
    last: int
    core: int


def steps(way: Way) -> list[Step]:
    """The instructions for `way`, from `depart` to `arrive`."""
    bounds = [0, *way.stops, len(way.pieces)]
    told: list[Step] = []
    for number, (first, last) in enumerate(pairwise(bounds)):
        if first == last:  # two stops at one place
            continue
        told += _leg(way.pieces, first, last)
        if last != len(way.pieces):
            told.append(Step("stop", _end(way.pieces[last - 1]), number=number + 1, first=last))
    goal = len(way.pieces)
    return [*told, Step("arrive", _end(way.pieces[-1]), first=goal, last=goal)]


def _leg(pieces: Sequence[Piece], first: int, last: int) -> Iterator[Step]:
    before: _Run | None = None
    for run in _runs(pieces, first, last):
        inside = pieces[run.first : run.last]
        start = inside[0]
        compass, turn = _heading(start.line), 0.0
        if before is not None:
            turn = _angle(pieces[before.core].line, start.line)
        yield Step(
            action="depart" if before is None else "turn",
            at=(float(start.line[0, 0]), float(start.line[0, 1])),
            turn=_turn(turn),
            compass=_COMPASS[round(compass / 45) % 8],
            name=start.name,
            kind=KINDS.get(start.kind, "street"),
            length_m=sum(one.length_m for one in inside),
            duration_s=sum(one.duration_s for one in inside),
            shade=shade_share(inside),
            climbs=_climbs(inside) if start.is_stairs else None,
            crosses=any(one.is_crossing for one in inside),
            first=run.first,
            last=run.last,
        )
        before = run


def _runs(pieces: Sequence[Piece], first: int, last: int) -> list[_Run]:
    runs = [_Run(first, first + 1, first)]
    for index in range(first + 1, last):
        now, here = runs[-1], pieces[index]
        if _is_link(pieces, index, last):
            now.last = index + 1
        elif _goes_on(pieces[now.core], here):
            now.last, now.core = index + 1, index
        else:
            runs.append(_Run(index, index + 1, index))
    return runs


def _is_link(pieces: Sequence[Piece], index: int, last: int) -> bool:
    """A few nameless metres across a junction, which only carry on to what follows."""
    here = pieces[index]
    return index + 1 < last and not here.name and not here.is_stairs and here.length_m <= _LINK_M


def _goes_on(before: Piece, after: Piece) -> bool:
    """Whether nobody needs to be told that `after` follows `before`."""
    if before.is_stairs != after.is_stairs or (not before.is_stairs and before.name != after.name):
        return False
    return abs(_angle(before.line, after.line)) < _BEND


def _turn(angle: float) -> Turn:
    """`angle` in degrees, clockwise, from -180 to 180."""
    size, side = abs(angle), "right" if angle > 0 else "left"
    if size < _STRAIGHT:
        return "straight"
    if size < _SLIGHT:
        return "slight_right" if side == "right" else "slight_left"
    if size < _SHARP:
        return "right" if side == "right" else "left"
    if size < _BACK:
        return "sharp_right" if side == "right" else "sharp_left"
    return "back"


def _angle(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """The change of direction from the end of one line to the start of another, in degrees."""
    change = _heading(after) - _heading(before[::-1]) - 180
    return (change + 180) % 360 - 180


def _heading(line: NDArray[np.float64]) -> float:
    """The direction in which `line` begins, in degrees clockwise from grid north: that of the
    point _LOOK_M along it, or of its end. In plain Python, for such lines have few points."""
    (x0, y0), (x, y) = line[:2].tolist()
    if len(line) == 2 or hypot(x - x0, y - y0) >= _LOOK_M:
        return degrees(atan2(x - x0, y - y0)) % 360
    further = line[1:].tolist()
    x, y, left = x0, y0, _LOOK_M
    for next_x, next_y in further:
        step = hypot(next_x - x, next_y - y)
        share = min(1.0, left / step) if step else 1.0
        x, y = x + share * (next_x - x), y + share * (next_y - y)
        left -= step
        if left <= 0:
            break
    return degrees(atan2(x - x0, y - y0)) % 360


def _climbs(pieces: Sequence[Piece]) -> bool | None:
    way = Way(pieces)
    if way.climb_m is None or way.descent_m is None or way.climb_m == way.descent_m:
        return None
    return way.climb_m > way.descent_m


def _end(piece: Piece) -> tuple[float, float]:
    return float(piece.line[-1, 0]), float(piece.line[-1, 1])
