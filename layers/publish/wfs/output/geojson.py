"""Features as GeoJSON: longitude and latitude (RFC 7946) unless another system was asked for.

Coordinates are in order x, y in every system, as all readers of GeoJSON take them.
"""

import json
from collections.abc import Mapping
from typing import Any

from layers.publish.crs import geometry_sql
from layers.publish.feature_json import concatenated, properties_text
from layers.publish.filters.sql import Sql, put
from layers.publish.gml import names
from layers.publish.gml.names import OutputCrs
from layers.publish.wfs.output.collection import Collection, Format
from layers.publish.wfs.output.gml import now
from layers.publish.wfs.queries import Query


class GeoJsonFormat(Format):
    content_type = "application/geo+json"
    between = b",\n"

    def __init__(self, crs: OutputCrs | None, *, datasets: Mapping[int, str]) -> None:
        self.crs = crs or names.WGS84
        self.datasets = datasets

    def row(self, query: Query) -> Sql:
        return concatenated(
            [
                _text(f'{{"type":"Feature","id":"{query.layer.name}.'),
                Sql("q.id"),
                _text('","geometry":'),
                self._geometry(query) if query.geometry else _text("null"),
                _text(',"properties":'),
                properties_text(query.layer, datasets=self.datasets, fields=query.fields),
                _text("}"),
            ]
        )

    def _geometry(self, query: Query) -> Sql:
        polygons = query.layer.geometry_type in ("POLYGON", "MULTIPOLYGON", "GEOMETRY")
        shape = geometry_sql(self.crs.crs, north_first=False, polygons=polygons)
        return put(f"ST_AsGeoJSON({{}}, {self.crs.crs.digits}, 0)", shape, type="text")

    def head(self, about: Collection) -> bytes:
        if about.inner:
            return b""
        members: dict[str, Any] = {"type": "FeatureCollection", "timeStamp": now()}
        if self.crs.crs != names.WGS84.crs:
            members["crs"] = {"type": "name", "properties": {"name": self.crs.crs.urn}}
        if about.matched is not None:
            members["numberMatched"] = about.matched
        members["numberReturned"] = about.returned
        links = [
            {"rel": rel, "href": href, "type": self.content_type}
            for rel, href in (("next", about.next), ("previous", about.previous))
            if href
        ]
        if links:
            members["links"] = links
        return json.dumps(members, ensure_ascii=False)[:-1].encode() + b', "features": [\n'

    def tail(self, about: Collection) -> bytes:
        return b"" if about.inner else b"\n]}\n"


def _text(words: str) -> Sql:
    return Sql("%s::text", (words,), "text")
