"""CSV with coordinates: encoding, delimiter, decimal mark, columns and CRS are found out.

What was guessed is told, for a guess can be wrong.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from pathlib import Path
from statistics import median

import pyproj
import shapely
from django.utils.translation import gettext as _

from layers.importing.errors import (
    BadCrs,
    NoColumn,
    NoCoordinates,
    SourceEmpty,
    UnknownCrs,
    Unreadable,
)
from layers.importing.limits import Limits
from layers.importing.readers.archives import check_file
from layers.importing.readers.numbers import DecimalMark, decimal_mark, number
from layers.importing.readers.reading import Finding, Reading, crs_of, fold, id_column, stored
from layers.importing.records import Record

_SAMPLE = 1_000  # rows that guesses are made from
_BATCH = 2_000
_CHUNK = 1 << 20
_DELIMITERS = ";,\t|"

X_COLUMNS = (
    *("lon", "lng", "long", "longitude", "laengengrad", "längengrad", "laenge", "länge"),
    *("geo_laenge", "geo_länge", "geolaenge", "utmrechtswert", "utm_rechtswert", "rechtswert"),
    *("ostwert", "easting", "east", "utm_x", "utm_e", "x_koordinate", "xkoordinate", "koord_x"),
    *("x_coord", "coord_x", "point_x", "geo_x", "hw_x", "x", "e"),
)
Y_COLUMNS = (
    *("lat", "latitude", "breitengrad", "breite", "geo_breite", "geobreite", "utmhochwert"),
    *("utm_hochwert", "hochwert", "nordwert", "northing", "north", "utm_y", "utm_n"),
    *("y_koordinate", "ykoordinate", "koord_y", "y_coord", "coord_y", "point_y", "geo_y", "y"),
    "n",
)
_CRS_COLUMNS = ("epsg", "crs", "srid", "koordinatensystem")
# EPSG code, and where x and y of German places lie in it.
_RANGES = (
    ("4326", (5, 16), (47, 56)),
    ("25832", (200_000, 950_000), (5_200_000, 6_150_000)),
    ("4647", (32_200_000, 32_950_000), (5_200_000, 6_150_000)),
    ("31466", (2_400_000, 2_800_000), (5_200_000, 6_150_000)),
    ("31467", (3_200_000, 3_900_000), (5_200_000, 6_150_000)),
    ("31468", (4_200_000, 4_800_000), (5_200_000, 6_150_000)),
    ("3857", (550_000, 1_790_000), (5_900_000, 7_450_000)),
)


@dataclass(frozen=True)
class _Shape:
    """How the file is written."""

    encoding: str
    delimiter: str
    skip: int  # lines before the header


def read_csv(
    path: Path,
    *,
    crs: str | None = None,
    id_field: str | None = None,
    x: str | None = None,
    y: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Open a CSV file of points. What is not given is found out and told in `findings`.

    Values are texts by column, empty ones None. Records have geometry in EPSG:25832; None where
    a row has no coordinate.
    """
    limits = limits or Limits()
    check_file(path, limits)
    source = path.name
    shape = _shape(path, encoding, source)
    header, sample = _header(path, shape, source)
    x_column, y_column = _coordinate_columns(header, x, y, source)
    mark = decimal_mark(
        row[column] for row in sample for column in (x_column, y_column) if row.get(column)
    )
    crs_column = next((name for name in header if fold(name) in _CRS_COLUMNS), None)
    system = crs or _most_common_crs(sample, crs_column)
    guessed, swapped = False, False
    if system is None:
        guess = _guess(sample, x_column, y_column, mark)
        if guess is None:
            raise UnknownCrs(source=source)
        system, swapped = guess
        guessed = True
    if swapped:
        x_column, y_column = y_column, x_column
    named_by = id_column(header, id_field, source)
    delimiter = {"\t": _("Tabulator")}.get(shape.delimiter, shape.delimiter)
    pair = f"{x_column} / {y_column}" + (_(" (vertauscht)") if swapped else "")
    chosen = crs_of(system)
    findings = [
        Finding(_("Zeichensatz"), shape.encoding, guessed=encoding is None),
        Finding(_("Trennzeichen"), delimiter, guessed=not shape.skip),
        Finding(_("Dezimalzeichen"), mark, guessed=True),
        Finding(_("Koordinaten"), pair, guessed=not (x and y)),
        Finding(_("Koordinatensystem"), f"EPSG:{chosen.to_epsg()} {chosen.name}", guessed=guessed),
        Finding(_("Kennung"), named_by or _("Nummer der Zeile"), guessed=id_field is None),
    ]
    points = _Points(x_column, y_column, mark, chosen, None if crs else crs_column, named_by)
    records = points.records(_rows(path, shape, header, source))
    return Reading(source, header, limits.bounded(records), findings)


# --- how the file is written -----------------------------------------------------------------


def _shape(path: Path, encoding: str | None, source: str) -> _Shape:
    encoding = encoding or _encoding(path, source)
    try:
        with path.open(encoding=encoding, newline="") as stream:
            lines = list(islice((line[:100_000] for line in stream), 20))
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(source=source, detail=error) from error
    if not lines or not "".join(lines).strip():
        raise SourceEmpty
    first = lines[0].strip().strip('"')
    if first.casefold().startswith("sep=") and len(first) == 5:  # a hint for Excel
        return _Shape(encoding, first[4], skip=1)
    return _Shape(encoding, _delimiter(lines), skip=0)


def _encoding(path: Path, source: str) -> str:
    """UTF-8 if all of the file is; else what German offices write, Windows-1252."""
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8 = True
        while chunk := stream.read(_CHUNK):
            if b"\x00" in chunk:
                raise Unreadable(source=source, detail=_("kein Text"))
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
        if is_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        return "utf-8-sig"
    try:
        with path.open(encoding="cp1252", newline="") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that splits most rows into equally many parts, the header into most."""

    def fit(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        return (sum(count == counts[0] for count in counts) * (counts[0] > 1), counts[0])

    return max(_DELIMITERS, key=fit)


def _rows(path: Path, shape: _Shape, header: list[str], source: str) -> Iterator[dict[str, str]]:
    """The rows below the header, by column; cells beyond the header are dropped."""
    with path.open(encoding=shape.encoding, newline="") as stream:
        for _line in range(shape.skip):
            next(stream)
        try:
            reader = csv.reader(stream, delimiter=shape.delimiter)
            next(reader, None)
            for row in reader:
                if any(cell.strip() for cell in row):
                    cells = [cell.strip() for cell in row[: len(header)]]
                    yield dict(zip(header, cells, strict=False))
        except (csv.Error, UnicodeDecodeError) as error:
            raise Unreadable(source=source, detail=error) from error


def _header(path: Path, shape: _Shape, source: str) -> tuple[list[str], list[dict[str, str]]]:
    """The names of the columns (unique, none empty), and the first rows."""
    with path.open(encoding=shape.encoding, newline="") as stream:
        for _line in range(shape.skip):
            next(stream, None)
        try:
            names = next(csv.reader(stream, delimiter=shape.delimiter), [])
        except csv.Error as error:
            raise Unreadable(source=source, detail=error) from error
    header: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = name.strip() or _("Spalte %(number)s") % {"number": place}
        header.append(plain if plain not in header else f"{plain} {place}")
    sample = list(islice(_rows(path, shape, header, source), _SAMPLE))
    if not sample:
        raise SourceEmpty
    return header, sample


# --- what the columns mean -------------------------------------------------------------------


def _coordinate_columns(
    header: list[str], x: str | None, y: str | None, source: str
) -> tuple[str, str]:
    for given in (x, y):
        if given and given not in header:
            raise NoColumn(source=source, column=given, columns=", ".join(header))
    folded = {fold(name): name for name in reversed(header)}
    x = x or next((folded[name] for name in X_COLUMNS if name in folded), None)
    y = y or next((folded[name] for name in Y_COLUMNS if name in folded), None)
    if x is None or y is None:
        raise NoCoordinates(source=source, columns=", ".join(header))
    return x, y


def _most_common_crs(sample: list[dict[str, str]], column: str | None) -> str | None:
    if column is None:
        return None
    known = Counter(row.get(column, "") for row in sample if _row_crs(row.get(column)) is not None)
    return known.most_common(1)[0][0] if known else None


def _row_crs(text: str | None) -> pyproj.CRS | None:
    try:
        return crs_of(text) if text else None
    except BadCrs:
        return None


def _guess(
    sample: list[dict[str, str]], x_column: str, y_column: str, mark: DecimalMark
) -> tuple[str, bool] | None:
    """The EPSG code in which the middle of the sample lies in Germany; whether x and y are
    swapped for that."""
    pairs = [
        (number(row.get(x_column, ""), mark), number(row.get(y_column, ""), mark)) for row in sample
    ]
    known = [
        (x, y) for x, y in pairs if x is not None and y is not None and isfinite(x) and isfinite(y)
    ]
    if not known:
        return None
    middle = median(x for x, _y in known), median(y for _x, y in known)
    for swapped in (False, True):
        x, y = middle[::-1] if swapped else middle
        for code, (west, east), (south, north) in _RANGES:
            if west <= x <= east and south <= y <= north:
                return code, swapped
    return None


@dataclass(frozen=True)
class _Points:
    """From rows to records."""

    x_column: str
    y_column: str
    mark: DecimalMark
    crs: pyproj.CRS
    crs_column: str | None
    named_by: str | None

    def records(self, rows: Iterable[dict[str, str]]) -> Iterator[Record]:
        numbered = enumerate(rows, start=1)
        while batch := list(islice(numbered, _BATCH)):
            places = [self._place(row) for _number, row in batch]
            shapes: list = [None] * len(batch)
            for crs in {crs for crs, _point in places}:
                mine = [i for i, (system, _point) in enumerate(places) if system == crs]
                points = stored([places[i][1] for i in mine], crs)
                for i, point in zip(mine, points, strict=True):
                    shapes[i] = point
            for (line, row), shape in zip(batch, shapes, strict=True):
                values = {name: cell or None for name, cell in row.items()}
                source_id = values.get(self.named_by) or "" if self.named_by else str(line)
                yield Record(source_id, shape, values)

    def _place(self, row: dict[str, str]) -> tuple[pyproj.CRS, shapely.Point | None]:
        crs = (_row_crs(row.get(self.crs_column)) if self.crs_column else None) or self.crs
        x = number(row.get(self.x_column, ""), self.mark)
        y = number(row.get(self.y_column, ""), self.mark)
        return crs, None if x is None or y is None else shapely.Point(x, y)
