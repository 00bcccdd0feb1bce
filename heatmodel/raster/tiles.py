"""Cutting a raster into tiles, each read with a halo and written without."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import TooLarge
from heatmodel.raster.grid import Grid

Number = TypeVar("Number", bound=np.generic)

MIN_SIZE, MAX_SIZE, STEP = 256, 4096, 256
GIGABYTE = 2**30


@dataclass(frozen=True, order=True)
class Box:
    """`rows` x `columns` cells of a raster, the first of them (`row`, `column`)."""

    row: int
    column: int
    rows: int
    columns: int

    def grown(self, north: int, east: int, south: int, west: int, shape: tuple[int, int]) -> "Box":
        """With so many cells more on each side, within a raster of `shape`."""
        row, column = max(0, self.row - north), max(0, self.column - west)
        end_row = min(shape[0], self.row + self.rows + south)
        end_column = min(shape[1], self.column + self.columns + east)
        return Box(row, column, end_row - row, end_column - column)

    def around(self, cells: int, shape: tuple[int, int]) -> "Box":
        """With a halo of `cells` on all sides, within a raster of `shape`."""
        return self.grown(cells, cells, cells, cells, shape)

    def of(self, array: NDArray[Number], within: "Box") -> NDArray[Number]:
        """The cells of this box out of `array`, whose last two axes are those of `within`."""
        row, column = self.row - within.row, self.column - within.column
        return array[..., row : row + self.rows, column : column + self.columns]

    def touches(self, other: "Box") -> bool:
        """Whether the two have a cell in common."""
        return (
            self.row < other.row + other.rows
            and other.row < self.row + self.rows
            and self.column < other.column + other.columns
            and other.column < self.column + self.columns
        )


def boxes_of(shape: tuple[int, int], size: int) -> Iterator[Box]:
    """Boxes of up to `size` x `size` cells that fill a raster, row by row from the north-west."""
    rows, columns = shape
    for row in range(0, rows, size):
        for column in range(0, columns, size):
            yield Box(row, column, min(size, rows - row), min(size, columns - column))


def tile_size(max_bytes: int, bytes_per_cell: float, at_once: int, halo: int = 0) -> int:
    """The side of tiles, in cells, such that `at_once` of them with their halo fit.

    Raises TooLarge if not even the smallest do, with the memory that would be needed.
    """
    side = int((max_bytes / (at_once * bytes_per_cell)) ** 0.5) - 2 * halo
    if side < MIN_SIZE:
        needed = at_once * bytes_per_cell * (MIN_SIZE + 2 * halo) ** 2
        raise TooLarge(
            f"tiles with a halo of {halo} cells need {needed / 1e6:.0f} MB; "
            "allow more memory or fewer workers"
        )
    return min(MAX_SIZE, side // STEP * STEP)


def bytes_of(text: str) -> int:
    """ "2G", "500M" or a plain number, in bytes. Raises ValueError."""
    number, unit = (text[:-1], text[-1].upper()) if text[-1:].isalpha() else (text, "")
    size = int(float(number) * {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}[unit])
    if size <= 0:
        raise ValueError(text)
    return size


def cells_in(metres: float, grid: Grid) -> int:
    """So many whole cells cover a distance."""
    return int(np.ceil(metres / grid.cell_m))
