"""A plan as GPX 1.1: a track for each alternative, a route of its instructions, waypoints.

https://www.topografix.com/GPX/1/1/gpx.xsd fixes the order of elements: wpt, rte, trk.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from django.utils.translation import gettext as _

from routing.directions import words
from routing.directions.coordinates import lon_lat, lon_lats
from routing.directions.formats.xml import add, written
from routing.directions.plans import Alternative, Plan

MEDIA_TYPE = "application/gpx+xml"
_NAMESPACE = "http://www.topografix.com/GPX/1/1"


def document(plan: Plan, alternatives: Sequence[Alternative]) -> bytes:
    root = ET.Element("gpx", {"version": "1.1", "creator": "Stadtkarte", "xmlns": _NAMESPACE})
    add(add(root, "metadata"), "name", title(plan))
    for place in (plan.start, *plan.via, plan.goal):
        _point(root, "wpt", place.lon_lat, place.label)
    fountains = {one.lon_lat: one for way in alternatives for one in way.fountains}
    for fountain in fountains.values():
        _point(root, "wpt", fountain.lon_lat, fountain.name, _("Trinkwasser"))
    for one in alternatives:
        route = add(root, "rte")
        add(route, "name", words.kind_title(one.kind))
        for step in one.steps:
            lon, lat = lon_lat(step.at)
            _point(route, "rtept", (lon, lat), words.step_text(step, plan.goal.door_label))
    for one in alternatives:
        track = add(root, "trk")
        add(track, "name", f"{title(plan)} ({words.kind_title(one.kind)})")
        points = add(track, "trkseg")
        for lon, lat in lon_lats(one.way.line):
            _point(points, "trkpt", (lon, lat))
    return written(root)


def title(plan: Plan) -> str:
    return f"{plan.start.label} – {plan.goal.label}"


def _point(
    parent: ET.Element, tag: str, at: tuple[float, float], name: str = "", kind: str = ""
) -> None:
    lon, lat = at
    point = add(parent, tag, lat=f"{lat:.7f}", lon=f"{lon:.7f}")
    if name:
        add(point, "name", name)
    if kind:
        add(point, "type", kind)
