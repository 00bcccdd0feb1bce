"""From objects of OpenStreetMap to records, by the rules that layers declare."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.importing.records import Record
from layers.registry import Layer, OsmRule, OsmShape, all_layers

_BATCH = 2_000
_DEFAULT_SHAPES: dict[str, tuple[OsmShape, ...]] = {
    "POINT": ("node", "area"),
    "MULTILINESTRING": ("way",),
    "MULTIPOLYGON": ("area",),
}

Bounds = tuple[float, float, float, float]


class OsmObject(Protocol):
    """One object as a source gives it; valid only until the next one is asked for."""

    shape: OsmShape
    source_id: str  # "node/1", "way/2", "relation/3"
    tags: Mapping[str, str]

    def geometry(self) -> str | BaseGeometry | None:
        """WKB in hex or a shape, in EPSG:4326 (x = longitude); None if it is incomplete."""


@dataclass(frozen=True)
class _Match:
    layer: Layer
    source_id: str
    values: dict[str, Any]
    geometry: str | BaseGeometry | None


class Matcher:
    """The rules of several layers, ready to be asked about many objects."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._rules: dict[OsmShape, dict[str, list[tuple[int, Layer, OsmRule]]]] = {}
        self.keys: set[str] = set()
        number = 0
        for layer in layers:
            for rule in layer.osm:
                key = next(iter(rule.tags))
                self.keys.add(key)
                for shape in rule.shapes or _DEFAULT_SHAPES[layer.geometry_type]:
                    rules = self._rules.setdefault(shape, {})
                    rules.setdefault(key, []).append((number, layer, rule))
                number += 1

    def matches(
        self, shape: OsmShape, tags: Mapping[str, str]
    ) -> Iterator[tuple[Layer, dict[str, Any]]]:
        """The layers this object belongs to, each with the values of its first fitting rule."""
        by_key = self._rules.get(shape, {})
        candidates = [rule for key in tags for rule in by_key.get(key, ())]
        done: set[str] = set()
        for _number, layer, rule in sorted(candidates, key=lambda one: one[0]):
            if layer.name in done or not _selects(rule, tags):
                continue
            values = rule.values(tags)
            if values is not None:
                done.add(layer.name)
                yield layer, values


def _selects(rule: OsmRule, tags: Mapping[str, str]) -> bool:
    return all(
        key in tags and (wanted == ("*",) or tags[key] in wanted)
        for key, wanted in rule.tags.items()
    )


def fed_layers() -> list[Layer]:
    """The layers that have rules for OpenStreetMap, in drawing order."""
    return [layer for layer in all_layers() if layer.osm]


class Converter:
    """Turns objects into records inside `extent` (EPSG:25832), in batches.

    Lines and areas that reach out of the extent are cut at it; what lies outside is left out
    and counted in `outside`. An area in a layer of points becomes a point inside it.
    """

    def __init__(self, layers: Iterable[Layer], extent: Bounds) -> None:
        self.matcher = Matcher(layers)
        self.extent = extent
        self.outside = 0
        self._box = shapely.box(*extent)
        self._project = pyproj.Transformer.from_crs(
            WEB_SRID, STORAGE_SRID, always_xy=True
        ).transform

    def records(self, objects: Iterable[OsmObject]) -> Iterator[tuple[Layer, Record]]:
        waiting: list[_Match] = []
        for thing in objects:
            tags = thing.tags
            found = list(self.matcher.matches(thing.shape, tags))
            if not found:
                continue
            geometry = thing.geometry()
            waiting += [_Match(layer, thing.source_id, values, geometry) for layer, values in found]
            if len(waiting) >= _BATCH:
                yield from self._converted(waiting)
                waiting = []
        yield from self._converted(waiting)

    def _converted(self, matches: list[_Match]) -> Iterator[tuple[Layer, Record]]:
        shapes = self._projected([match.geometry for match in matches])
        box = shapely.bounds(shapes)
        west, south, east, north = self.extent
        with np.errstate(invalid="ignore"):  # missing shapes have no bounds
            outside = (box[:, 2] < west) | (box[:, 0] > east)
            outside |= (box[:, 3] < south) | (box[:, 1] > north)
            crossing = (box[:, 0] < west) | (box[:, 2] > east)
            crossing |= (box[:, 1] < south) | (box[:, 3] > north)
        for match, shape, is_outside, is_crossing in zip(
            matches, shapes, outside, crossing, strict=True
        ):
            if is_outside:
                self.outside += 1
                continue
            if is_crossing:
                shape = self._cut(shape)
                if shape.is_empty:
                    self.outside += 1
                    continue
            if match.layer.geometry_type == "POINT" and shape is not None:
                shape = shapely.point_on_surface(shape)
            yield match.layer, Record(match.source_id, shape, match.values)

    def _projected(self, given: list[str | BaseGeometry | None]) -> np.ndarray:
        shapes = np.array(given, dtype=object)
        hexes = np.array([isinstance(one, str) for one in given], dtype=bool)
        if hexes.any():
            shapes[hexes] = shapely.from_wkb(shapes[hexes])
        return shapely.transform(
            shapes, lambda xy: np.column_stack(self._project(xy[:, 0], xy[:, 1]))
        )

    def _cut(self, shape: BaseGeometry) -> BaseGeometry:
        """The part of `shape` inside the extent, of the same dimension."""
        if not shape.is_valid:
            shape = shapely.make_valid(shape)
        dimension = shapely.get_dimensions(shape)
        parts = shapely.get_parts(shapely.intersection(shape, self._box))
        same = parts[shapely.get_dimensions(parts) == dimension]
        if len(same) == 1:
            return same[0]
        build = {1: shapely.multilinestrings, 2: shapely.multipolygons}.get(dimension)
        return build(same) if build is not None and len(same) else shapely.GeometryCollection()
