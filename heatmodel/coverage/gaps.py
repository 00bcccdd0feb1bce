"""From people in reach by the hour to the cells and hours in which some are left without."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from heatmodel.coverage.homes import Homes
from heatmodel.results.models import DayKind, Kind
from layers.importing.records import Record


def stretches(values: NDArray[np.int64]) -> Iterator[tuple[int, int, int, int]]:
    """(row, day from 0 on, first hour, hour after the last) of equal numbers within each day.

    `values` is [row, hour of the week, number]; a stretch ends where any of the numbers changes.
    """
    rows = len(values)
    by_day = values.reshape(rows, 7, 24, -1)
    begins = np.ones((rows, 7, 24), bool)
    begins[:, :, 1:] = (by_day[:, :, 1:] != by_day[:, :, :-1]).any(axis=-1)
    first = np.flatnonzero(begins)
    lengths = np.diff(np.append(first, begins.size))
    for row, day, hour, length in zip(*np.unravel_index(first, begins.shape), lengths, strict=True):
        yield int(row), int(day), int(hour), int(hour + length)


def main_owner(homes: Homes, owner: NDArray[np.int64], cells: int, areas: int) -> NDArray:
    """For each cell the number of the area where most of its people live, -1 for none."""
    found = np.full(cells, -1, np.int64)
    known = owner >= 0
    if areas and known.any():
        pair = homes.cell[known] * areas + owner[known]
        people = np.bincount(pair, homes.people[known], minlength=cells * areas)
        by_cell = people.reshape(cells, areas)
        found = np.where(by_cell.sum(axis=1) > 0, by_cell.argmax(axis=1), -1)
    return found


def gap_records(
    names: Sequence[str],
    shapes: Sequence[shapely.Geometry],
    districts: Sequence[str],
    people: Sequence[int | None],
    sure: NDArray[np.int64],
    perhaps: NDArray[np.int64],
    *,
    level: DayKind,
    run_id: str,
) -> Iterator[Record]:
    """One record for each stretch of hours in which people of a cell reach no open cool place.

    `sure` and `perhaps` are people of each cell who do: [cell, hour of the week]. A cell of
    unknown number has no records.
    """
    living = np.array([count or 0 for count in people], np.int64)
    without, least = (
        np.maximum(living[:, None] - reached, 0) for reached in (sure, np.maximum(sure, perhaps))
    )
    for cell, day, since, until in stretches(np.stack([without, least], axis=2)):
        hour = 24 * day + since
        if missing := int(without[cell, hour]):
            count = int(living[cell])
            yield Record(
                f"{names[cell]} {level} {day + 1} {since}",
                shapes[cell],
                {
                    "name": f"Zelle {names[cell]}",
                    "district": districts[cell],
                    "weekday": day + 1,
                    "from_hour": since,
                    "until_hour": until,
                    "level": int(level),
                    "inhabitants": count,
                    "without": missing,
                    "without_least": int(least[cell, hour]),
                    "without_pct": round(100 * missing / count, 1),
                    "kind": Kind.MODELLED.value,
                    "run_id": run_id,
                },
            )
