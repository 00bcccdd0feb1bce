"""The formats of a download: under which ending, as which media type, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from psycopg import Connection

from layers.publish.downloads import files, spreadsheet, texts
from layers.publish.downloads.order import Order
from layers.publish.wfs.output import csv
from layers.registry import Text

Write = Callable[[Connection, Order], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    extension: str
    title: str
    media_type: str
    purpose: Text
    write: Write
    compressible: bool = False  # text, which gzip makes a fraction of
    unfinished: Callable[[], bytes] = bytes  # what stands for the rest, were it to break off


ALL = (
    Format("geojson", "GeoJSON", "application/geo+json", _("für Webkarten und Programme"),
           texts.geojson, True),
    Format("geojsonl", "GeoJSON Lines", "application/x-ndjson",
           _("eine Zeile je Objekt, für große Mengen"), texts.geojson_lines, True,
           texts.unfinished_line),
    Format("csv", "CSV", "text/csv; charset=utf-8", _("Tabelle mit Koordinaten"),
           texts.csv, True, csv.unfinished),
    Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           _("Tabelle der Merkmale, ohne Formen"), spreadsheet.xlsx),
    Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", _("für QGIS und ArcGIS"),
           files.geopackage),
    Format("fgb", "FlatGeobuf", "application/flatgeobuf", _("schnell, mit räumlichem Index"),
           files.flatgeobuf),
    Format("shp.zip", "Shapefile", "application/zip", _("für ältere Programme"),
           files.shapefile),
    Format("kml", "KML", "application/vnd.google-earth.kml+xml", _("für Google Earth"),
           texts.kml, True),
    Format("gml", "GML", "application/gml+xml; version=3.2", _("für Fachverfahren"),
           texts.gml, True),
)  # fmt: skip
BY_EXTENSION = {one.extension: one for one in ALL}
