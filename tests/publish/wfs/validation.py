"""Validates documents against OGC's schemas with no network.

The schemas name each other now by address and now by path, and libxml2 takes these for two; so
they are copied with every name turned into a path.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

_PLACES = (
    (re.compile(rb"https?://schemas\.opengis\.net/"), "ogc/"),
    (re.compile(rb"https?://www\.w3\.org/(?:1999|2001)/(?=(?:xlink|xml)\.xsd)"), "w3c/"),
)
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_XSD = "http://www.w3.org/2001/XMLSchema"


def local_copy(schemas: Path, target: Path) -> Path:
    shutil.copytree(schemas, target)
    for path in target.rglob("*.xsd"):
        path.write_bytes(localised(path.read_bytes(), target))
    return target


def localised(document: bytes, root: Path) -> bytes:
    for address, folder in _PLACES:
        document = address.sub(f"{root}/{folder}".encode(), document)
    return document


class Validator:
    """`fetch` gives the schema of our own feature types for an address."""

    def __init__(self, root: Path, fetch: Callable[[str], bytes]) -> None:
        self.root, self.fetch = root, fetch
        self.parser = etree.XMLParser(no_network=True)
        self.known: dict[tuple[str, ...], etree.XMLSchema] = {}

    def errors(self, document: bytes) -> list[str]:
        """What is wrong with it, by the schemas that it names itself."""
        root = etree.fromstring(document)
        if root.tag == f"{{{_XSD}}}schema":
            etree.XMLSchema(etree.fromstring(localised(document, self.root), self.parser))
            return []
        words = root.get(_XSI, "").split()
        schema = self.schema(dict(zip(words[::2], words[1::2], strict=True)))
        schema.validate(root)
        return [str(error) for error in schema.error_log]

    def schema(self, places: Mapping[str, str]) -> etree.XMLSchema:
        key = tuple(sorted(places.items()))
        if key not in self.known:
            imports = "".join(
                f'<xs:import namespace="{namespace}" schemaLocation="{self._path(place)}"/>'
                for namespace, place in sorted(places.items())
                if "inspire.ec.europa.eu" not in place  # not among those at hand
            )
            text = f'<xs:schema xmlns:xs="{_XSD}">{imports}</xs:schema>'
            self.known[key] = etree.XMLSchema(etree.fromstring(text, self.parser))
        return self.known[key]

    def _path(self, place: str) -> str:
        local = localised(place.encode(), self.root).decode()
        if local != place:
            return local
        path = self.root / f"ours{abs(hash(place))}.xsd"
        path.write_bytes(localised(self.fetch(place), self.root))
        return str(path)
