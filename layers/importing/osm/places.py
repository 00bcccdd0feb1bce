"""OpenStreetMap by osmnx: a place by its name from the internet, or an XML file."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import osmnx
import requests
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from layers.importing.errors import PlaceNotFound, Unreadable
from layers.importing.limits import Limits
from layers.importing.osm.files import Boundary, Survey
from layers.importing.osm.matching import Bounds
from layers.registry import OsmShape

_AREAS = ("Polygon", "MultiPolygon")
_LINEAR = {"highway", "railway", "waterway"}


class _FrameObject:
    """One row of a table of osmnx as `OsmObject`."""

    def __init__(self, source_id: str, shape: OsmShape, tags: dict, geometry: Any) -> None:
        self.source_id, self.shape, self.tags = source_id, shape, tags
        self._geometry = geometry

    def geometry(self) -> BaseGeometry | None:
        return self._geometry


def objects_of(features: geopandas.GeoDataFrame) -> Iterator[_FrameObject]:
    """The rows of a table as osmnx makes it, indexed by (element, id), EPSG:4326."""
    columns = [name for name in features.columns if name != "geometry"]
    for (element, number), *values, geometry in zip(
        features.index, *(features[name] for name in columns), features.geometry, strict=True
    ):
        tags = {
            name: value
            for name, value in zip(columns, values, strict=True)
            if isinstance(value, str)
        }
        shape: OsmShape = "way"
        if element == "node":
            shape = "node"
        elif geometry is not None and geometry.geom_type in _AREAS:
            shape = "area"
        yield _FrameObject(f"{element}/{number}", shape, tags, geometry)
        # A ring road is an area to osmnx; rules for streets look at ways.
        if (
            shape == "area"
            and element == "way"
            and {"highway", "railway", "waterway"} & tags.keys()
        ):
            yield _FrameObject(f"{element}/{number}", "way", tags, geometry.exterior)


class OsmPlace:
    """A place of the world by its name, asked of Nominatim and Overpass through osmnx."""

    def __init__(self, name: str, limits: Limits | None = None) -> None:
        self.name = name
        self.limits = limits or Limits()
        self._found: geopandas.GeoDataFrame | None = None

    def _place(self) -> geopandas.GeoDataFrame:
        if self._found is None:
            self._found = self._asked(osmnx.geocode_to_gdf, self.name)
        return self._found

    def _asked(self, question: Any, *arguments: Any) -> geopandas.GeoDataFrame:
        try:
            return question(*arguments)
        except (
            requests.RequestException,
            osmnx._errors.InsufficientResponseError,
            osmnx._errors.ResponseStatusCodeError,
            TypeError,  # a name that leads to a point has no area
        ) as error:
            raise PlaceNotFound(place=self.name, detail=error) from error

    def survey(self) -> Survey:
        self._place()
        return Survey(newest=timezone.localdate())

    def boundaries(self) -> Iterator[Boundary]:
        row = self._place().iloc[0]
        name = str(row.get("name") or self.name)
        yield Boundary(name, 8, f"{row['osm_type']}/{row['osm_id']}", {}, row.geometry)

    def bounds(self) -> Bounds | None:
        west, south, east, north = self._place().total_bounds
        return (west, south, east, north) if all(map(math.isfinite, (west, south))) else None

    def objects(self, keys: Iterable[str]) -> Iterator[_FrameObject]:
        tags = dict.fromkeys(sorted(keys), True)
        features = self._asked(osmnx.features_from_place, self.name, tags)
        return self.limits.bounded(objects_of(features))


def xml_objects(path: Path, keys: Iterable[str]) -> Iterator[_FrameObject]:
    """The features of an .osm file as osmnx reads it: a second opinion on pyosmium's."""
    try:
        features = osmnx.features_from_xml(path, tags=dict.fromkeys(sorted(keys), True))
    except (OSError, ValueError, osmnx._errors.InsufficientResponseError) as error:
        raise Unreadable(source=path.name, detail=error) from error
    return objects_of(features)
