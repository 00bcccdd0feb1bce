"""Formats that are files: made by GDAL in portions on a bounded piece of disk, then streamed."""

from __future__ import annotations

import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from psycopg import Connection

from layers.publish.crs import STORAGE
from layers.publish.downloads.order import Order, TooLarge, provenance
from layers.publish.execution import TooSlow
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.properties import shown
from layers.publish.rows import select
from layers.publish.wfs.output.csv import value as csv_value
from layers.registry import Field, Layer

LARGEST_FILE_BYTES = 1_000_000_000  # Shapefile itself ends at twice that
LONGEST_MAKING_S = 240.0
ROWS_AT_A_TIME = 5_000
_BYTES_AT_A_TIME = 256 * 1024
_LONGEST_DBF_NAME = 10
_GEOPACKAGE_VERSION = "1.3"  # of 1.4 GDAL before 3.7 warns, and QGIS 3.22 with it
_KINDS = {
    "POINT": "Point",
    "MULTIPOINT": "MultiPoint",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "POLYGON": "Polygon",
    "MULTIPOLYGON": "MultiPolygon",
}
_DTYPES: dict[str, Any] = {
    "integer": np.int64,
    "number": np.float64,
    "boolean": np.bool_,
    "date": "datetime64[D]",
    "datetime": "datetime64[ms]",
}


class Limits:
    """Raises where a file in the making takes too long or grows too large."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ends_at = time.monotonic() + LONGEST_MAKING_S

    def check(self) -> None:
        if time.monotonic() > self._ends_at:
            raise TooSlow
        if sum(file.stat().st_size for file in self._folder.iterdir()) > LARGEST_FILE_BYTES:
            raise TooLarge


def geopackage(snapshot: Connection, order: Order) -> Iterator[bytes]:
    return finished(lambda folder: _geopackage(snapshot, order, folder))


def flatgeobuf(snapshot: Connection, order: Order) -> Iterator[bytes]:
    """By way of a GeoPackage: it can only be written in one go, and must not be in memory."""
    from pyogrio import raw  # loads pandas, most of a second

    def make(folder: Path) -> Path:
        between = _geopackage(snapshot, order, folder)
        made = folder / f"{order.layer.name}.fgb"
        with raw.open_arrow(between, use_pyarrow=False) as (about, stream):
            raw.write_arrow(
                stream,
                made,
                layer=order.layer.name,
                driver="FlatGeobuf",
                geometry_name=about["geometry_name"] or "wkb_geometry",
                geometry_type=_KINDS.get(order.layer.geometry_type, "Unknown"),
                crs=STORAGE.short,
                layer_options={
                    "TITLE": str(order.layer.title),
                    "DESCRIPTION": provenance(order.sources),
                    "TEMPORARY_DIR": str(folder),
                },
            )
        Limits(folder).check()
        return made

    return finished(make)


def shapefile(snapshot: Connection, order: Order) -> Iterator[bytes]:
    """The files of a Shapefile, the licence, and what its short column names stand for."""

    def make(folder: Path) -> Path:
        names = short_names(["id", *(one.name for one in shown(order.layer))])
        target = folder / f"{order.layer.name}.shp"
        write(snapshot, order, target, "ESRI Shapefile", names, {})
        mapping = "".join(f"{short}\t{name}\r\n" for name, short in names.items())
        (folder / "mapping.txt").write_text(mapping, encoding="utf-8")
        (folder / "LIZENZ.txt").write_text(provenance(order.sources) + "\n", encoding="utf-8")
        packed = folder / "packed.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for file in sorted(folder.iterdir()):
                if file != packed:
                    archive.write(file, file.name)
        return packed

    return finished(make)


def finished(make: Callable[[Path], Path]) -> Iterator[bytes]:
    """The bytes of the file that `make` leaves in the folder it is given.

    The folder is gone before the first byte leaves: whatever becomes of the reader, the space is
    free again as soon as the file is closed.
    """
    with tempfile.TemporaryDirectory(prefix="download-") as folder:
        file = make(Path(folder)).open("rb")
    with file:
        while part := file.read(_BYTES_AT_A_TIME):
            yield part


def _geopackage(snapshot: Connection, order: Order, folder: Path) -> Path:
    target = folder / f"{order.layer.name}.gpkg"
    names = {one.name: one.name for one in shown(order.layer)}
    sources = provenance(order.sources)
    write(
        snapshot,
        order,
        target,
        "GPKG",
        {"id": "id", **names},
        {"FID": "fid", "IDENTIFIER": str(order.layer.title), "DESCRIPTION": sources},
    )
    return target


def write(
    snapshot: Connection,
    order: Order,
    target: Path,
    driver: str,
    names: dict[str, str],
    options: dict[str, str],
) -> None:
    """All rows of the order into a file of GDAL's; `names` are its columns by our names."""
    from pyogrio import raw  # loads pandas, most of a second

    limits = Limits(target.parent)
    layer = order.layer
    wanted = (Field("id", "id", "integer"), *shown(layer))
    # dBASE knows no time of day, so that moments become text there.
    as_text = {"datetime", "boolean"} if driver == "ESRI Shapefile" else set()
    types = ["string" if one.type in as_text else one.type for one in wanted]
    shapes = [put("ST_AsBinary({})", Sql("q.geometry"), type="text")]
    begun = False
    for rows in portions(snapshot, order, shapes, ROWS_AT_A_TIME):
        columns = list(zip(*rows, strict=True)) if rows else [()] * (len(wanted) + 1)
        arrays = [_array(column, type_) for column, type_ in zip(columns[:-1], types, strict=True)]
        whole = {"VERSION": _GEOPACKAGE_VERSION} if driver == "GPKG" else {}
        new = {} if begun else {"layer_options": options, "dataset_options": whole}
        raw.write(
            str(target),
            _objects([bytes(one) for one in columns[-1]]),
            [values for values, _unknown in arrays],
            [names[one.name] for one in wanted],
            field_mask=[unknown for _values, unknown in arrays],
            layer=layer.name,
            driver=driver,
            geometry_type=_KINDS.get(layer.geometry_type, "Unknown"),
            crs=STORAGE.short,
            encoding="UTF-8",
            append=begun,
            gdal_tz_offsets={
                names[one.name]: np.full(len(rows), 100, dtype=np.int32)  # UTC, as GDAL counts
                for one, type_ in zip(wanted, types, strict=True)
                if type_ == "datetime"
            },
            **new,
        )
        begun = True
        limits.check()


def portions(
    snapshot: Connection, order: Order, further: list[Sql], size: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of id, all shown properties and the `further` columns; one empty portion if none."""
    layer = order.layer
    columns = [Sql("q.id"), *(_column(layer, one, order) for one in shown(layer)), *further]
    statement = select(order.query, put(", ".join("{}" for _ in columns), *columns))
    empty = True
    with snapshot.cursor("rows", binary=True) as cursor:
        cursor.execute(statement.text, statement.params)
        while rows := cursor.fetchmany(size):
            empty = False
            yield rows
    if empty:
        yield []


def _column(layer: Layer, field: Field, order: Order) -> Sql:
    if field.name == "dataset" and field.name not in layer.fields_by_name:
        return csv_value(layer, field, order.slugs)
    value = property_sql(layer, field.name)
    return put("{}::double precision", value) if field.type == "number" else value


def _array(values: tuple[Any, ...], type_: str) -> tuple[np.ndarray, np.ndarray]:
    """The column as GDAL takes it, and where it is unknown."""
    unknown = np.array([one is None for one in values], dtype=np.bool_)
    if type_ == "string":
        return _objects([None if one is None else _words(one) for one in values]), unknown
    if type_ == "datetime":
        values = tuple(one and np.datetime64(int(one.timestamp() * 1000), "ms") for one in values)
    filler: Any = np.datetime64("NaT") if type_ in ("date", "datetime") else 0
    filled = [filler if one is None else one for one in values]
    return np.array(filled, dtype=_DTYPES[type_]), unknown


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else value.isoformat()


def _objects(values: list[Any]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def short_names(names: list[str]) -> dict[str, str]:
    """Distinct names of at most ten characters, by the long ones; dBASE has room for no more."""
    short: dict[str, str] = {}
    for name in names:
        candidate, number = name[:_LONGEST_DBF_NAME], 1
        while candidate in short.values():
            number += 1
            candidate = f"{name[: _LONGEST_DBF_NAME - len(str(number))]}{number}"
        short[name] = candidate
    return short
