"""Small networks drawn by hand: metres on a plane become a file of OpenStreetMap data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyproj

CENTRE = (419_000.0, 5_725_000.0)  # EPSG:25832, in Hamm
_TO_WEB = pyproj.Transformer.from_crs(25832, 4326, always_xy=True)


def lonlat(x: float, y: float) -> tuple[float, float]:
    """Where (x, y) metres east and north of the centre lie."""
    return _TO_WEB.transform(CENTRE[0] + x, CENTRE[1] + y)


@dataclass
class Drawing:
    """`nodes` are metres from the centre; `node_tags`, `ways` and `relations` as in OSM."""

    nodes: Mapping[int, tuple[float, float]]
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]]
    node_tags: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    relations: Sequence[tuple[int, Sequence[tuple[str, int, str]], Mapping[str, str]]] = ()

    def write(self, path: Path) -> Path:
        lines = ['<?xml version="1.0"?>', '<osm version="0.6" generator="drawn">']
        for number, place in self.nodes.items():
            lon, lat = lonlat(*place)
            tags = _tags(self.node_tags.get(number, {}))
            lines.append(f'<node id="{number}" version="1" lon="{lon:.9f}" lat="{lat:.9f}">')
            lines.append(f"{tags}</node>")
        for number, refs, tags in self.ways:
            nds = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{number}" version="1">{nds}{_tags(tags)}</way>')
        for number, members, tags in self.relations:
            parts = "".join(f'<member type="{t}" ref="{r}" role="{o}"/>' for t, r, o in members)
            lines.append(f'<relation id="{number}" version="1">{parts}{_tags(tags)}</relation>')
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def grid(columns: int, rows: int, step_m: float, **tags: str) -> Drawing:
    """Streets in a grid; node 1 + row × columns + column, east-west ways first."""
    nodes = {
        1 + row * columns + column: (column * step_m, row * step_m)
        for row in range(rows)
        for column in range(columns)
    }
    tags = {"highway": "residential", **tags}
    across = [[1 + row * columns + column for column in range(columns)] for row in range(rows)]
    along = [[1 + row * columns + column for row in range(rows)] for column in range(columns)]
    return Drawing(nodes, [(n, refs, tags) for n, refs in enumerate([*across, *along], 1)])
