"""The shade along a way as a strip of bars, and its heights as a line: an SVG for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.directions.ways import Piece, Way

WIDTH, HEIGHT = 320.0, 14.0  # of the strip, in units of the drawing
CLIMB_HEIGHT = 30.0
_SHORTEST = 1.5  # a bar narrower than this is nothing to look at


@dataclass(frozen=True)
class Bar:
    """A stretch of one word of shade: `shady`, `mixed`, `sunny` or `unknown`."""

    x: float
    width: float
    word: str


@dataclass(frozen=True)
class Chart:
    """`climb` are the points of a polyline, empty where heights are unknown."""

    bars: Sequence[Bar]
    climb: str

    @property
    def height(self) -> float:
        return HEIGHT + (CLIMB_HEIGHT if self.climb else 0)

    @property
    def width(self) -> float:
        return WIDTH

    @property
    def strip_y(self) -> float:
        return CLIMB_HEIGHT if self.climb else 0.0

    @property
    def strip_height(self) -> float:
        return HEIGHT


def chart(way: Way) -> Chart:
    return Chart(_bars(way), _climb(way))


def _bars(way: Way) -> list[Bar]:
    """Neighbours of one word are one bar; what is too narrow joins the bar before it."""
    per_metre = WIDTH / max(way.length_m, 0.1)
    bars: list[Bar] = []
    x = 0.0
    for piece in way.pieces:
        width, word = piece.length_m * per_metre, piece.shade_word or "unknown"
        if bars and (bars[-1].word == word or width < _SHORTEST):
            last = bars.pop()
            bars.append(Bar(last.x, last.width + width, last.word))
        else:
            bars.append(Bar(x, width, word))
        x += width
    return [Bar(round(bar.x, 2), round(bar.width, 2), bar.word) for bar in bars]


def _climb(way: Way) -> str:
    if way.climb_m is None or way.descent_m is None or way.climb_m + way.descent_m < 1:
        return ""
    x, height = [0.0], [0.0]
    for piece in way.pieces:
        x.append(x[-1] + piece.length_m)
        height.append(height[-1] + _rise(piece))
    low, span = min(height), max(max(height) - min(height), 1.0)
    per_metre = WIDTH / max(x[-1], 0.1)
    room = CLIMB_HEIGHT - 4
    points = (
        f"{a * per_metre:.1f},{2 + room - (b - low) / span * room:.1f}"
        for a, b in zip(x, height, strict=True)
    )
    return " ".join(points)


def _rise(piece: Piece) -> float:
    return (piece.climb_m or 0.0) - (piece.descent_m or 0.0)
