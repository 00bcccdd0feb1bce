"""Shares as a picture of one colour, the stronger the larger the share; numbers as classes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layers.registry import Pattern

PERIOD_PX = 8  # of a pattern; a tile is a whole number of them, so that they meet at its edges
STEPS = 32  # strengths between nothing and all; more cannot be told apart


def png(shares: NDArray[np.float32] | None, colour: str, opacity: float) -> bytes:
    """`shares` (0 to 1, NaN: unknown) in `colour` ("#rrggbb"), `opacity` where the share is 1.

    A share of 0, an unknown one and None are left clear. Strengths are rounded to 1/STEPS.
    """
    if shares is None:
        return _EMPTY
    index = np.rint(np.nan_to_num(shares, nan=0.0).clip(0, 1) * STEPS).astype(np.uint8)
    if not index.any():
        return _EMPTY
    image = Image.fromarray(index, mode="P")
    image.putpalette(list(rgb(colour)) * (STEPS + 1))
    alphas = bytes(round(255 * opacity * step / STEPS) for step in range(STEPS + 1))
    return _written(image, alphas)


@dataclass(frozen=True)
class Paint:
    """How a class is painted. Colours are "#rrggbb"; the pattern takes the ink that stands out."""

    colour: str
    inks: Sequence[str]
    opacity: float
    pattern: Pattern = ""

    @property
    def ink(self) -> str:
        ground = sum(rgb(self.colour))
        return max(self.inks, key=lambda ink: abs(sum(rgb(ink)) - ground))


def classes_png(
    values: NDArray[np.float32] | None, limits: Sequence[float], paints: Sequence[Paint]
) -> bytes:
    """`values` by class: the first paint below the first limit, from each limit on the next.

    Where they are NaN, or None, the picture is clear.
    """
    if values is None or not np.isfinite(values).any():
        return _EMPTY
    found = np.digitize(values, limits)
    index = np.where(np.isnan(values), 0, 1 + 2 * found).astype(np.uint8)
    colours, alphas = [(0, 0, 0)], [0]
    for number, paint in enumerate(paints):
        index[(found == number) & (index > 0) & marks(paint.pattern, values.shape)] += 1
        colours += [rgb(paint.colour), rgb(paint.ink)]
        alphas += [round(255 * paint.opacity)] * 2
    image = Image.fromarray(index, mode="P")
    image.putpalette([part for colour in colours for part in colour])
    return _written(image, bytes(alphas))


def marks(
    pattern: Pattern, shape: tuple[int, ...], period_px: int = PERIOD_PX
) -> NDArray[np.bool_]:
    """The pixels that a pattern inks; it repeats after `period_px`, and lines are an eighth of
    that.
    """
    rows, columns = np.indices(shape) % period_px
    half, line = period_px // 2, max(1, period_px // 8)
    if pattern == "dots":
        dot = (rows % half < 2 * line) & (columns % half < 2 * line)
        return dot & (rows // half == columns // half)
    if pattern == "lines":
        return rows < line
    rising, falling = (rows + columns) % period_px < line, (rows - columns) % period_px < line
    if pattern == "diagonal":
        return rising
    return rising | falling if pattern == "cross" else np.zeros(shape, bool)


def rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _written(image: Image.Image, alphas: bytes) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", transparency=alphas, compress_level=6)
    return out.getvalue()


def _empty() -> bytes:
    image = Image.new("P", (1, 1))
    image.putpalette([0, 0, 0])
    return _written(image, b"\0")


_EMPTY = _empty()
