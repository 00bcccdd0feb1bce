"""Where names find room: each takes the first place beside its point that is free."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, top, right, bottom

_EM = 0.56  # the mean width of a letter of Fira Sans
_LINE = 1.15


@dataclass(frozen=True)
class Label:
    """A name to be put beside (`gap_px`) or upon (0) a point; `size_px` is the letters' height."""

    text: str
    left: float
    top: float
    size_px: float
    gap_px: float = 0.0
    max_em: float = 12.0

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.text, max(6, int(self.max_em / _EM)), break_long_words=False)


@dataclass(frozen=True)
class Placed:
    """A label that found room: `x` is where its text is anchored, `y` its first base line."""

    label: Label
    x: float
    y: float
    anchor: str  # SVG's text-anchor


@dataclass
class Room:
    """The free space of a picture."""

    width_px: float
    height_px: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def place(self, label: Label) -> Placed | None:
        """The label where there is room for it; None if there is none."""
        for x, y, anchor, box in _spots(label, label.lines):
            if self._is_free(box):
                self.take(box)
                return Placed(label, round(x, 1), round(y, 1), anchor)
        return None

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.width_px - 2 or bottom > self.height_px - 2:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for other in self.taken
        )


def _spots(label: Label, lines: Sequence[str]) -> Iterator[tuple[float, float, str, Box]]:
    """Right, left, below and above the point; upon it if there is no sign to keep clear of."""
    width = max(map(len, lines), default=0) * label.size_px * _EM
    height = len(lines) * label.size_px * _LINE
    x, y, gap = label.left, label.top, label.gap_px
    boxes = [(x + gap, y - height / 2, "start"), (x - gap - width, y - height / 2, "end")]
    boxes += [(x - width / 2, y + gap, "middle"), (x - width / 2, y - gap - height, "middle")]
    if not gap:
        boxes = [(x - width / 2, y - height / 2, "middle")]
    for left, top, anchor in boxes:
        at = {"start": left, "end": left + width, "middle": left + width / 2}[anchor]
        yield at, top + 0.85 * label.size_px, anchor, (left, top, left + width, top + height)
