"""How much a source may ask of this machine: size, count and time."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from layers.importing.errors import TooLarge, TooManyFeatures, TooSlow

Thing = TypeVar("Thing")
GIB = 1024**3


@dataclass(frozen=True)
class Limits:
    """Bounds of one import. `bytes` holds for a file, and for all that unpacks from it."""

    bytes: int = 2 * GIB
    features: int = 2_000_000
    seconds: float = 3_600

    def check_size(self, size: int) -> None:
        """`size` as declared or as counted. Raises TooLarge."""
        if size > self.bytes:
            raise TooLarge(size=megabytes(size), allowed=megabytes(self.bytes))

    def bounded(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """`things`, until they become too many or take too long. Raises accordingly."""
        deadline = time.monotonic() + self.seconds
        for number, thing in enumerate(things, start=1):
            if number > self.features:
                raise TooManyFeatures(allowed=self.features)
            if number % 512 == 1 and time.monotonic() > deadline:
                raise TooSlow(allowed=round(self.seconds))
            yield thing


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB".replace(",", ".")
