"""Reads the accident atlas of the statistical offices: one CSV a year, EPSG:25832.

https://unfallatlas.statistikportal.de: semicolons, decimal commas, only accidents with injuries.
Weekday 1 is Sunday; category 1 is with deaths, 2 with serious, 3 with slight injuries.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _
from shapely.geometry import Point

from layers.importing.errors import ImportProblem
from layers.importing.records import Record

_NEEDED = (
    *("ULAND", "UREGBEZ", "UKREIS", "UGEMEINDE", "UJAHR", "UMONAT", "USTUNDE"),
    *("UWOCHENTAG", "UKATEGORIE", "IstFuss", "IstRad", "LINREFX", "LINREFY"),
)
_IDS = ("UIDENTSTLAE", "UIDENTSTLA", "OBJECTID", "OBJECTID_1", "FID")
_CATEGORIES = {"1": "death", "2": "serious", "3": "slight"}
_WEEKDAYS = dict(zip("1234567", ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"), strict=True))
_MOST_BYTES = 1_000_000_000


class NotAnAtlas(ImportProblem):
    message = _("Das ist keine Datei des Unfallatlas: es fehlen %(missing)s.")


def read_accidents(path: Path, ags: str) -> Iterator[Record]:
    """The accidents of the municipality with this key (AGS), from a CSV or a ZIP that holds one.

    Raises NotAnAtlas. Values that mean nothing are handed on as they are, so that the import
    counts and names them.
    """
    with _opened(path) as text:
        reader = csv.DictReader(text, delimiter=";")
        names = reader.fieldnames or []
        if missing := [name for name in _NEEDED if name not in names]:
            raise NotAnAtlas(missing=", ".join(missing))
        id_name = next((name for name in _IDS if name in names), None)
        for number, row in enumerate(reader, 2):
            if _key(row) == ags:
                yield _record(row, row[id_name] if id_name else str(number))


def _key(row: dict[str, str]) -> str:
    """The municipality of a row; empty of one that breaks off."""
    parts = [row["ULAND"], row["UREGBEZ"], row["UKREIS"], row["UGEMEINDE"]]
    if any(part is None for part in parts) or row["LINREFY"] is None:
        return ""
    land, district, county, town = parts
    return land.zfill(2) + district + county.zfill(2) + town.zfill(3)


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            yield text
        return
    with zipfile.ZipFile(path) as archive:
        tables = [
            one
            for one in archive.infolist()
            if one.filename.lower().endswith((".csv", ".txt")) and one.file_size <= _MOST_BYTES
        ]
        if not tables:
            raise NotAnAtlas(missing="CSV")
        largest = max(tables, key=lambda one: one.file_size)
        with io.TextIOWrapper(archive.open(largest), "utf-8-sig", "replace") as text:
            yield text


def _record(row: dict[str, str], source_id: str) -> Record:
    values = {
        "category": _CATEGORIES.get(row["UKATEGORIE"], row["UKATEGORIE"]),
        "year": row["UJAHR"],
        "month": row["UMONAT"],
        "hour": row["USTUNDE"],
        "weekday": _WEEKDAYS.get(row["UWOCHENTAG"], row["UWOCHENTAG"]),
        "on_foot": row["IstFuss"] == "1",
        "by_bike": row["IstRad"] == "1",
    }
    if row.get("IstPKW") in ("0", "1"):
        values["by_car"] = row["IstPKW"] == "1"
    return Record(f"{row['UJAHR']}-{source_id}", _point(row), values)


def _point(row: dict[str, str]) -> Point | None:
    try:
        return Point(*(float(row[name].replace(",", ".")) for name in ("LINREFX", "LINREFY")))
    except ValueError:
        return None
