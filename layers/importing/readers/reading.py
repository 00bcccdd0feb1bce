"""What every reader gives: the fields of the source, what was found or guessed, its records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.ground.crs import STORAGE_SRID
from layers.importing.errors import BadCrs, NoColumn
from layers.importing.records import Record

# Columns that name a feature, by folded name, best first.
ID_COLUMNS = ("source_id", "gml_id", "id", "uuid", "globalid", "objectid", "osm_id", "schulnummer")


@dataclass(frozen=True)
class Finding:
    """One line of the report: "Koordinatensystem: EPSG:25832 (geraten)"."""

    title: str
    value: str
    guessed: bool = False


@dataclass
class Reading:
    """An opened source. `records` carry values by the source's own field names."""

    source: str
    fields: list[str]
    records: Iterable[Record]
    findings: list[Finding] = field(default_factory=list)


def fold(name: str) -> str:
    """A column's name as compared: "UTM-Rechtswert" is "utmrechtswert"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter == "_")


def id_column(fields: Sequence[str], wanted: str | None, source: str) -> str | None:
    """The column that names features: as asked for, else the best known, else none."""
    if wanted:
        if wanted not in fields:
            raise NoColumn(source=source, column=wanted, columns=", ".join(fields))
        return wanted
    folded = {fold(name): name for name in reversed(fields)}
    return next((folded[name] for name in ID_COLUMNS if name in folded), None)


def mapped(
    reading: Reading, names: Mapping[str, str], constants: Mapping[str, Any] | None = None
) -> Iterator[Record]:
    """Records with values by the layer's field names. `names` is source field → layer field,
    `constants` are the same for all. Raises NoColumn before the first record is read."""
    for wanted in names:
        if wanted not in reading.fields:
            raise NoColumn(source=reading.source, column=wanted, columns=", ".join(reading.fields))
    return _mapped(reading.records, names, constants or {})


def _mapped(
    records: Iterable[Record], names: Mapping[str, str], constants: Mapping[str, Any]
) -> Iterator[Record]:
    for record in records:
        values = {name: record.values.get(wanted) for wanted, name in names.items()}
        yield Record(record.source_id, record.geometry, {**values, **constants})


def crs_of(text: str) -> pyproj.CRS:
    """A coordinate system by its EPSG number ("EPSG:25832", "25832"). Raises BadCrs."""
    number = text.strip().upper().removeprefix("EPSG:")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise BadCrs(crs=text[:60])
    try:
        return pyproj.CRS.from_epsg(int(number))
    except pyproj.exceptions.CRSError:
        raise BadCrs(crs=text[:60]) from None


@lru_cache(maxsize=32)
def _transformer(crs: pyproj.CRS) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs, STORAGE_SRID, always_xy=True)


def stored(shapes: Any, crs: pyproj.CRS) -> np.ndarray:
    """Shapes in EPSG:25832. `crs` is read x first: easting or longitude, whatever its own order."""
    shapes = shapely.force_2d(np.asarray(shapes, dtype=object))
    if crs.to_epsg() == STORAGE_SRID:
        return shapes
    project = _transformer(crs).transform
    return shapely.transform(
        shapes, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])), include_z=False
    )
