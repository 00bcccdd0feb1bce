"""Recommended ways as GPX 1.1 (https://www.topografix.com/GPX/1/1/)."""

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from layers.base.models import School

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def tracks(school: School, ways: Iterable[Any]) -> bytes:
    """One track for each way; their `degrees` are multi lines in EPSG:4326."""
    root = ET.Element("gpx", {"xmlns": NAMESPACE, "version": "1.1", "creator": "Stadtkarte"})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "name").text = school.name
    for way in ways:
        track = ET.SubElement(root, "trk")
        ET.SubElement(track, "name").text = way.name
        if way.advice:
            ET.SubElement(track, "desc").text = way.advice
        for part in way.degrees:
            segment = ET.SubElement(track, "trkseg")
            for lon, lat in part.coords:
                ET.SubElement(segment, "trkpt", {"lat": f"{lat:.7f}", "lon": f"{lon:.7f}"})
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
