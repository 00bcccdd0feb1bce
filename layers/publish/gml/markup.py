"""XML from strangers: no DTD, no entity, no network, bounded in size, depth and number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 100
MAX_ELEMENTS = 200_000

# What clients mean by these prefixes when a filter in an address declares none.
_USUAL_PREFIXES = {
    "ogc": "http://www.opengis.net/ogc",
    "fes": "http://www.opengis.net/fes/2.0",
    "gml": "http://www.opengis.net/gml",
    "wfs": "http://www.opengis.net/wfs/2.0",
}


class Unreadable(Exception):
    """Not well-formed, too large, or with what is refused: DTD, entities, instructions."""


@dataclass
class Element:
    """One element. Attributes go by local name; `prefixes` are those in scope here."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    prefixes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def find(self, *names: str) -> Element | None:
        """The first child with one of these local names."""
        return next((child for child in self.children if child.name in names), None)

    def all(self, *names: str) -> list[Element]:
        return [child for child in self.children if child.name in names]

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)


def read(document: bytes | str) -> Element:
    """The root element. Raises Unreadable."""
    if isinstance(document, str):
        document = document.encode("utf-8", "surrogatepass")
    if len(document) > MAX_BYTES:
        raise Unreadable(_("Das Dokument ist zu groß."))
    tree = _Tree()
    parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    try:
        parser.feed(document)
        root = parser.close()
    except DefusedXmlException as error:
        raise Unreadable(_("DTD und Entitäten sind hier nicht erlaubt.")) from error
    except (ParseError, LookupError, ValueError) as error:  # also unknown encodings
        raise Unreadable(_("Das ist kein wohlgeformtes XML: %(why)s") % {"why": error}) from error
    if not isinstance(root, Element):
        raise Unreadable(_("Das Dokument ist leer."))
    return root


def read_fragment(document: str) -> Element:
    """The same for a part taken out of its document, with prefixes that nobody declared."""
    if "xmlns" in document.partition(">")[0]:
        return read(document)
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _USUAL_PREFIXES.items())
    text = document.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    root = read(f"<fragment {declared}>{text}</fragment>")
    if len(root.children) != 1:
        raise Unreadable(_("Erwartet wird genau ein Element."))
    return root.children[0]


class _Tree:
    """Builds the elements as expat reads them."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.words: list[str] = []
        self.count = 0
        self.prefixes: dict[str, str] = {}
        self.declared: dict[str, str] = {}

    def start_ns(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise Unreadable(_("Das Dokument hat zu viele Elemente."))
        if len(self.open) >= MAX_DEPTH:
            raise Unreadable(_("Das Dokument ist zu tief verschachtelt."))
        outer = self.open[-1].prefixes if self.open else {}
        prefixes = {**outer, **self.declared} if self.declared else outer
        self.declared = {}
        namespace, name = _split(tag)
        element = Element(
            namespace, name, {_split(key)[1]: value for key, value in attributes.items()}, prefixes
        )
        if self.open:
            self._flush()
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self._flush()
        self.open.pop()

    def data(self, words: str) -> None:
        self.words.append(words)

    def _flush(self) -> None:
        if self.words:
            self.open[-1].text += "".join(self.words)
            self.words.clear()

    def close(self) -> Element | None:
        return self.root


def _split(tag: str) -> tuple[str, str]:
    if tag[:1] == "{":
        namespace, _brace, name = tag[1:].rpartition("}")
        return namespace, name
    return "", tag
