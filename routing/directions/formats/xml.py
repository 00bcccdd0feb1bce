"""What GPX and KML have in common: elements with clean text."""

import re
import xml.etree.ElementTree as ET

# What XML 1.0 has no way to write, and what stands in no name of a street.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if text:
        element.text = _UNWRITABLE.sub("", text)
    return element


def written(root: ET.Element) -> bytes:
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
