"""Names of coordinate systems as GML and WFS use them, each with the order of axes it implies.

A urn or URI keeps the order of its authority: latitude before longitude for EPSG:4326. The
short `EPSG:4326` and the old `http://www.opengis.net/gml/srs/epsg.xml#4326` mean x before y, as
GeoServer, GDAL and QGIS take them.
"""

from dataclasses import dataclass

from layers.publish import crs as systems
from layers.publish.crs import Crs

_BY_AUTHORITY = ("urn", "uri")


def crs_named(name: str) -> tuple[Crs, bool] | None:
    """The system, and whether north comes first under this name; None if it is not offered."""
    found = systems.named(name.strip()) if len(name) < 200 else None
    if found is None or found[1] == "curie":
        return None
    crs, form = found
    return crs, crs.north_first and form in _BY_AUTHORITY


@dataclass(frozen=True)
class OutputCrs:
    """The system of an answer, and the very name by which it was asked for."""

    crs: Crs
    name: str
    north_first: bool


def output_crs(name: str) -> OutputCrs | None:
    found = crs_named(name)
    return OutputCrs(found[0], name.strip(), found[1]) if found else None


DEFAULT = OutputCrs(systems.STORAGE, systems.STORAGE.urn, north_first=False)
WGS84 = OutputCrs(systems.CRS84, systems.CRS84.urn, north_first=False)
