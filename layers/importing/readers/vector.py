"""GeoJSON, GeoPackage, Shapefile, FlatGeobuf and GML (answers of a WFS), read by pyogrio.

GDAL guesses a format from the content, and some of its formats fetch other files or addresses.
So the content must first look like what the name says, and a schema is never downloaded.
"""

import logging
import math
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.parsers import expat

import numpy as np
import pyogrio
import pyproj
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import DataSourceError, FieldError, GeometryError

from layers.importing.errors import (
    ServiceAnswered,
    SeveralLayers,
    SourceEmpty,
    UnknownCrs,
    UnknownFormat,
    Unreadable,
    UnsafeXml,
)
from layers.importing.limits import Limits
from layers.importing.readers.archives import unpacked
from layers.importing.readers.reading import Finding, Reading, crs_of, id_column, stored
from layers.importing.records import Record

logger = logging.getLogger(__name__)

DRIVERS = {
    ".geojson": {"GeoJSON", "ESRIJSON", "TopoJSON"},
    ".json": {"GeoJSON", "ESRIJSON", "TopoJSON"},
    ".gpkg": {"GPKG"},
    ".shp": {"ESRI Shapefile"},
    ".fgb": {"FlatGeobuf"},
    ".gml": {"GML"},
    ".xml": {"GML"},
}
_MAGIC = {
    ".gpkg": b"SQLite format 3\x00",
    ".shp": b"\x00\x00\x27\x0a",
    ".fgb": b"fgb\x03",
}
_CHUNK = 20_000  # features at a time where the format lets us skip quickly
_TEXT_CHUNK = 200_000  # text formats are read from the start each time
_END_BYTES = 4096
_NAMED_CRS = re.compile(
    rb'"crs"\s*:\s*\{\s*"type"\s*:\s*"name"\s*,\s*"properties"\s*:\s*'
    rb'\{\s*"name"\s*:\s*"([^"]+)"'
)
_SAFE_GML = {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}


def read_vector(
    path: Path,
    *,
    stack: ExitStack,
    crs: str | None = None,
    id_field: str | None = None,
    source_layer: str | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Open a file of features. `crs` overrules the file's own; `stack` closes what was opened.

    Records have geometry in EPSG:25832 and values by the file's field names. Without a column
    that names features, the number of the feature in the file does.
    """
    limits = limits or Limits()
    source = path.name
    path = stack.enter_context(unpacked(path, limits))
    _check_content(path, source)
    if path.suffix.lower() in (".gml", ".xml"):  # GDAL writes beside a GML file
        folder = stack.enter_context(TemporaryDirectory(prefix="gml-"))
        link = Path(folder) / "source.gml"
        link.symlink_to(path.resolve())
        path = link
    name = _layer_name(path, source, source_layer)
    options = _SAFE_GML if path.suffix == ".gml" else {}
    with _gdal(source):
        info = pyogrio.read_info(path, layer=name, force_feature_count=True, **options)
    if info["driver"] not in DRIVERS[path.suffix.lower()]:
        raise UnknownFormat(source=source, known=", ".join(sorted(DRIVERS)))
    if not info["features"]:
        raise SourceEmpty
    own = None if _names_unknown_crs(path) else info["crs"]
    system, found = _system(own, crs, source)
    fields = [str(field) for field in info["fields"]]
    named_by = id_column(fields, id_field, source)
    findings = [
        Finding(_("Format"), info["driver"]),
        found,
        Finding(_("Kennung"), named_by or _("Nummer in der Datei"), guessed=id_field is None),
    ]
    records = _records(path, name, options, system, named_by, source, info["features"])
    return Reading(source, fields, limits.bounded(records), findings)


@contextmanager
def _gdal(source: str) -> Iterator[None]:
    """GDAL's errors as ours. Its warnings are about the file, so they go to the log."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            yield
        except (DataSourceError, FieldError, GeometryError, ValueError, OSError) as error:
            raise Unreadable(source=source, detail=error) from error
    for warning in said:
        logger.info("%s: %s", source, warning.message)


def _check_content(path: Path, source: str) -> None:
    """Raises if the content is not what the name says."""
    ending = path.suffix.lower()
    if ending not in DRIVERS:
        raise UnknownFormat(source=source, known=", ".join([*sorted(DRIVERS), ".csv", ".zip"]))
    with path.open("rb") as stream:
        head = stream.read(4096)
    if ending in (".gml", ".xml"):
        _check_xml(path, source)
    elif ending in (".geojson", ".json"):
        if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            raise Unreadable(source=source, detail=_("kein JSON-Objekt"))
    elif not head.startswith(_MAGIC[ending]):
        raise Unreadable(source=source, detail=_("falsche Kennzeichnung am Anfang"))
    if ending == ".shp":
        declared = struct.unpack(">i", head[24:28])[0] * 2 if len(head) >= 28 else 0
        if declared != path.stat().st_size:
            detail = _("die Länge ist falsch angegeben")
            raise Unreadable(source=source, detail=detail)


def _check_xml(path: Path, source: str) -> None:
    """Well-formed to its end, no DOCTYPE (so no entities), and a root that carries features.

    GDAL would read the first half of a broken file and call it whole.
    """
    root: list[str] = []

    def doctype(*_declaration: object) -> None:
        raise UnsafeXml(source=source)

    def element(name: str, _attributes: object) -> None:
        root.append(name.rpartition(":")[2])
        parser.StartElementHandler = None

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    with path.open("rb") as stream:
        try:
            parser.ParseFile(stream)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Unreadable(source=source, detail=error) from error
        if root[0] in ("ExceptionReport", "ServiceExceptionReport"):
            stream.seek(0)
            text = shorten(stream.read(20_000).decode(errors="replace"))
            raise ServiceAnswered(source=source, detail=text)
    if root[0].startswith("OGRVRT") or "Capabilities" in root[0]:
        raise UnknownFormat(source=source, known="GML")


def shorten(xml: str) -> str:
    """The words of a short XML document, without its tags."""
    words, inside = [], False
    for letter in xml:
        inside = (inside or letter == "<") and not (inside and letter == ">")
        words.append(" " if inside or letter == ">" else letter)
    return " ".join("".join(words).split())[:300]


def _layer_name(path: Path, source: str, wanted: str | None) -> str:
    with _gdal(source):
        found = [str(name) for name, _kind in pyogrio.list_layers(path)]
    if wanted in found:
        return str(wanted)
    if not found:
        raise SourceEmpty
    if wanted or len(found) > 1:
        raise SeveralLayers(source=source, found=", ".join(found))
    return found[0]


def _names_unknown_crs(path: Path) -> bool:
    """Whether a GeoJSON file names a system that nobody knows; GDAL would take degrees then.

    The name stands before or after the features (GeoJSON 2008, section 3).
    """
    if path.suffix.lower() not in (".geojson", ".json"):
        return False
    with path.open("rb") as stream:
        ends = stream.read(_END_BYTES)
        stream.seek(max(path.stat().st_size - _END_BYTES, 0))
        ends += stream.read()
    named = _NAMED_CRS.search(ends)
    if not named or named[1].endswith(b"CRS84"):
        return False
    try:
        pyproj.CRS.from_user_input(named[1].decode(errors="replace"))
    except pyproj.exceptions.CRSError:
        return True
    return False


def _system(own: str | None, given: str | None, source: str) -> tuple[pyproj.CRS, Finding]:
    title = _("Koordinatensystem")
    if given:
        system = crs_of(given)
        return system, Finding(title, f"{given} {system.name}")
    if not own:
        raise UnknownCrs(source=source)
    try:
        system = pyproj.CRS.from_user_input(own)
    except pyproj.exceptions.CRSError as error:
        raise UnknownCrs(source=source) from error
    return system, Finding(title, f"{own.splitlines()[0][:40]} {system.name}".strip())


def _records(
    path: Path,
    name: str,
    options: dict[str, str],
    system: pyproj.CRS,
    named_by: str | None,
    source: str,
    count: int,
) -> Iterator[Record]:
    chunk = _CHUNK if path.suffix in (".gpkg", ".shp", ".fgb") else _TEXT_CHUNK
    for start in range(0, count, chunk):
        with _gdal(source):
            meta, numbers, shapes, columns = pyogrio.raw.read(
                path,
                layer=name,
                skip_features=start,
                max_features=chunk,
                return_fids=True,
                force_2d=True,
                **options,
            )
        fields = [str(field) for field in meta["fields"]]
        shapes = stored(shapely.from_wkb(shapes, on_invalid="ignore"), system)
        place = fields.index(named_by) if named_by else None
        for row, number in enumerate(numbers):
            values = {
                field: plain(column[row]) for field, column in zip(fields, columns, strict=True)
            }
            own = values[fields[place]] if place is not None else number
            if isinstance(own, float) and own.is_integer():
                own = int(own)  # a column of numbers with gaps comes as floats
            yield Record("" if own is None else str(own), shapes[row], values)


def plain(value: Any) -> Any:
    """A cell of numpy as Python's own; NaN and NaT mean unknown."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.astype("datetime64[ms]").astype(datetime)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, (list, np.ndarray)):
        return "; ".join(map(str, value))
    return value
