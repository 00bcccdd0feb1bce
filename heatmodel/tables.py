"""Tables people bring: weather by the hour, land cover, measurements, the census grid."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.comfort.weather import Light, Weather
from heatmodel.cooling.model import Cover
from heatmodel.errors import BadTable

MAX_BYTES = 2_000_000_000
UNKNOWN = ("", "-", "–", "NA", "NaN", "nan")
"""What stands for a number that is not known; "–" where the census keeps it secret."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class CoverTable:
    """For each land cover code the cooling model's `Cover` and one of GROUND_CODES."""

    covers: Mapping[int, Cover]
    grounds: Mapping[int, int]

    def ground_of(self, land_cover: NDArray[np.integer]) -> NDArray[np.uint8]:
        """GROUND_CODES cell by cell, "mixed" where the table is silent."""
        classes, index = np.unique(land_cover, return_inverse=True)
        codes = [self.grounds.get(int(code), 0) for code in classes]
        return np.array(codes, np.uint8)[index].reshape(land_cover.shape)


def read_covers(path: Path) -> CoverTable:
    """A CSV with code, shade, albedo, kc, green (0 or 1), building_intensity and, if wanted,
    ground; InVEST's names lucode and green_area do as well. Raises BadTable."""
    covers, grounds = {}, {}
    for line, row in _rows(path):
        code = _whole(path, line, row, "code", "lucode")
        ground = row.get("ground", "") or "mixed"
        if ground not in GROUND_CODES:
            known = ", ".join(GROUND_CODES)
            raise BadTable(f"{path.name}, line {line}: ground {ground!r} is none of {known}")
        try:
            covers[code] = Cover(
                shade=_number(path, line, row, "shade"),
                albedo=_number(path, line, row, "albedo"),
                kc=_number(path, line, row, "kc"),
                green=_number(path, line, row, "green", "green_area") > 0,
                building_intensity=_number(path, line, row, "building_intensity", default=0),
            )
        except BadTable as problem:
            raise BadTable(f"{path.name}, line {line}: {problem}") from problem
        grounds[code] = GROUND_CODES[ground]
    if not covers:
        raise BadTable(f"{path.name}: describes no land cover")
    return CoverTable(covers, grounds)


def read_weather(path: Path) -> list[tuple[Weather, Light | None]]:
    """A CSV with time (ISO with its zone), air_c, humidity_pct, wind_ms, global_wm2 by the hour;
    beam_wm2 and diffuse_wm2 where they were measured. Raises BadTable, BadWeather, NaiveTime."""
    hours: list[tuple[Weather, Light | None]] = []
    for line, row in _rows(path):
        try:
            time = datetime.fromisoformat(_text(path, line, row, "time"))
        except ValueError as problem:
            raise BadTable(f"{path.name}, line {line}: {problem}") from problem
        names = ("air_c", "humidity_pct", "wind_ms", "global_wm2")
        weather = Weather(time, *(_number(path, line, row, name) for name in names))
        measured = [row.get(name, "") in UNKNOWN for name in ("beam_wm2", "diffuse_wm2")]
        light = None
        if not any(measured):
            light = Light(
                _number(path, line, row, "beam_wm2"), _number(path, line, row, "diffuse_wm2")
            )
        hours.append((weather, light))
    if not hours:
        raise BadTable(f"{path.name}: holds no hour")
    return hours


def read_measurements(path: Path, crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points (easting, northing in `crs`) and values of a CSV with value and x, y in `crs`, or
    lon, lat in EPSG:4326. Raises BadTable."""
    points, values = [], []
    turned = Transformer.from_crs(4326, CRS.from_user_input(crs), always_xy=True)
    for line, row in _rows(path):
        if "x" in row:
            point = _number(path, line, row, "x"), _number(path, line, row, "y")
        else:
            lon_lat = _number(path, line, row, "lon"), _number(path, line, row, "lat")
            point = turned.transform(*lon_lat)
        points.append(point)
        values.append(_number(path, line, row, "value"))
    if not values:
        raise BadTable(f"{path.name}: holds no measurement")
    return np.array(points, float).reshape(-1, 2), np.array(values, float)


def read_census(
    path: Path,
    columns: Mapping[str, str],
    crs: str,
    bounds: tuple[float, float, float, float],
    *,
    cell_m: float = 100.0,
) -> tuple[list[BaseGeometry], dict[str, NDArray[np.float64]]]:
    """Squares of the census grid in `crs`, and the numbers of each group on them.

    The CSV is that of the statistical offices: semicolons, the middle of the square in
    EPSG:3035 as x_mp_100m and y_mp_100m (or x_mp and y_mp). `columns` names the column of each
    group. Only squares that may touch `bounds` (in `crs`) are read. Unknown is NaN.
    """
    there = Transformer.from_crs(CRS.from_user_input(crs), 3035, always_xy=True)
    west, south, east, north = there.transform_bounds(*bounds)
    middles: list[tuple[float, float]] = []
    numbers: dict[str, list[float]] = {group: [] for group in columns}
    names = f"x_mp_{cell_m:g}m", f"y_mp_{cell_m:g}m"
    for line, row in _rows(path):
        x = _number(path, line, row, names[0], "x_mp")
        y = _number(path, line, row, names[1], "y_mp")
        if west - cell_m <= x <= east + cell_m and south - cell_m <= y <= north + cell_m:
            middles.append((x, y))
            for group, column in columns.items():
                numbers[group].append(_number(path, line, row, column, default=math.nan))
    half, back = cell_m / 2, Transformer.from_crs(3035, CRS.from_user_input(crs), always_xy=True)
    squares = [shapely.box(x - half, y - half, x + half, y + half) for x, y in middles]
    turned = shapely.transform(squares, back.transform, interleaved=False) if squares else []
    return list(turned), {group: np.array(column, float) for group, column in numbers.items()}


def read_polygons(path: Path) -> gpd.GeoDataFrame:
    """Polygons of any format GDAL reads, mended where a border crosses itself; rows without one
    are left out. Raises BadTable if it cannot be read, holds none, or something else.
    """
    try:
        table = gpd.read_file(path)
    except (DataSourceError, OSError, ValueError) as problem:
        raise BadTable(f"{path.name}: {problem}") from problem
    if not isinstance(table, gpd.GeoDataFrame) or table.empty:
        raise BadTable(f"{path.name}: holds no polygons")
    table = table[~(table.geometry.isna() | table.geometry.is_empty)].reset_index(drop=True)
    if table.empty:
        raise BadTable(f"{path.name}: no row has a polygon")
    kinds = set(table.geom_type)
    if kinds - {"Polygon", "MultiPolygon"}:
        raise BadTable(f"{path.name}: holds {', '.join(sorted(kinds))}, not only polygons")
    crossed = ~table.geometry.is_valid
    if crossed.any():
        table.loc[crossed, table.geometry.name] = table.geometry[crossed].make_valid(
            method="structure", keep_collapsed=False
        )
    return table


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Each line with its number, keys in lower case; comma or semicolon, UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadTable(f"{path.name}: larger than {MAX_BYTES / 1e9:g} GB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            reader = csv.reader(file, delimiter=";" if ";" in head else ",")
            header = next(csv.reader(io.StringIO(head), delimiter=";" if ";" in head else ","), [])
            names = [name.strip().lower() for name in header]
            for line, cells in enumerate(reader, start=2):
                if cells:
                    padded = [*cells, *[""] * (len(names) - len(cells))]
                    yield line, dict(zip(names, map(str.strip, padded), strict=False))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadTable(f"{path.name}: {problem}") from problem


def _text(path: Path, line: int, row: Row, *names: str) -> str:
    for name in names:
        if name.lower() in row:
            return row[name.lower()]
    raise BadTable(f"{path.name}, line {line}: there is no column {' or '.join(names)}")


def _number(path: Path, line: int, row: Row, *names: str, default: float | None = None) -> float:
    """The number in one of the columns `names`, with a point or a comma."""
    if default is not None and not any(name.lower() in row for name in names):
        return default
    text = _text(path, line, row, *names)
    if text in UNKNOWN:
        if default is None:
            raise BadTable(f"{path.name}, line {line}: {names[0]} is missing")
        return default
    try:
        return float(text.replace(",", "."))
    except ValueError as problem:
        raise BadTable(f"{path.name}, line {line}: {names[0]} {text!r} is no number") from problem


def _whole(path: Path, line: int, row: Row, *names: str) -> int:
    number = _number(path, line, row, *names)
    if number != int(number):
        raise BadTable(f"{path.name}, line {line}: {names[0]} {number} is no whole number")
    return int(number)
