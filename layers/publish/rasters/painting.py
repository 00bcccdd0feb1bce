"""Shares as a picture: one colour, the stronger the larger the share."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    image.putpalette([red, green, blue] * (STEPS + 1))
    alphas = bytes(round(255 * opacity * step / STEPS) for step in range(STEPS + 1))
    return _written(image, alphas)


def _written(image: Image.Image, alphas: bytes) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", transparency=alphas, compress_level=6)
    return out.getvalue()


def _empty() -> bytes:
    image = Image.new("P", (1, 1))
    image.putpalette([0, 0, 0])
    return _written(image, b"\0")


_EMPTY = _empty()
