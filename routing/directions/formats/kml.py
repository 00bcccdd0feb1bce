"""A plan as KML 2.2: a line for each alternative, its instructions as the description."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from routing.directions import words
from routing.directions.coordinates import lon_lats
from routing.directions.formats.gpx import title
from routing.directions.formats.xml import add, written
from routing.directions.plans import Alternative, Plan

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"
_NAMESPACE = "http://www.opengis.net/kml/2.2"


def document(plan: Plan, alternatives: Sequence[Alternative]) -> bytes:
    root = ET.Element("kml", {"xmlns": _NAMESPACE})
    folder = add(root, "Document")
    add(folder, "name", title(plan))
    for one in alternatives:
        way = add(folder, "Placemark")
        add(way, "name", words.kind_title(one.kind))
        told = (words.step_text(step, plan.goal.door_label) for step in one.steps)
        add(way, "description", "\n".join(told))
        pairs = " ".join(f"{lon},{lat}" for lon, lat in lon_lats(one.way.line))
        add(add(way, "LineString"), "coordinates", pairs)
    for place in (plan.start, *plan.via, plan.goal):
        mark = add(folder, "Placemark")
        add(mark, "name", place.label)
        add(add(mark, "Point"), "coordinates", f"{place.lon_lat[0]:.7f},{place.lon_lat[1]:.7f}")
    return written(root)
