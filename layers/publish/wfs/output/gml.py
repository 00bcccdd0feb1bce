"""Features as GML 3.2 or 3.1.1 in a wfs:FeatureCollection."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from layers.editing.queries import GML_CODE_SPACE
from layers.publish.feature_json import concatenated
from layers.publish.filters.compile import property_sql
from layers.publish.filters.sql import Sql, put
from layers.publish.gml import names
from layers.publish.gml.write import shape_text
from layers.publish.wfs.output.collection import Collection, Format
from layers.publish.wfs.queries import Query
from layers.publish.wfs.types import qualified
from layers.publish.wfs.versions import NAMESPACE, PREFIX, Version
from layers.registry import Field, Layer

XSI = "http://www.w3.org/2001/XMLSchema-instance"
# XML 1.0 cannot carry these at all.
_UNSPEAKABLE = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))


class GmlFormat(Format):
    """`service` is the address that describes the types.

    `versioned` adds the row's version to the ids of layers that the reader may edit.
    """

    def __init__(
        self,
        version: Version,
        *,
        is_gml_32: bool,
        service: str,
        datasets: Mapping[int, str],
        versioned: frozenset[str] = frozenset(),
    ) -> None:
        self.version = version
        self.is_gml_32 = is_gml_32
        self.content_type = (
            "application/gml+xml; version=3.2" if is_gml_32 else "text/xml; subtype=gml/3.1.1"
        )
        self.gml = "http://www.opengis.net/gml/3.2" if is_gml_32 else "http://www.opengis.net/gml"
        self.service = service
        self.datasets = datasets
        self.versioned = versioned

    def row(self, query: Query) -> Sql:
        member = "wfs:member" if self.version.is_2 else "gml:featureMember"
        return concatenated([_text(f"<{member}>"), self.feature(query), _text(f"</{member}>")])

    def feature(self, query: Query, declarations: str = "") -> Sql:
        """The feature's element; `declarations` where it stands alone."""
        layer, name = query.layer, qualified(query.layer)
        identifier = self.identifier(layer)
        parts = [
            _text(f'<{name}{declarations} gml:id="'),
            identifier,
            _text('">'),
            *(self.standard(layer, one) for one in self.standards(query)),
            *(property_text(layer, one, self.datasets) for one in query.fields),
        ]
        if query.geometry:
            parts.append(self.geometry(query))
        return concatenated([*parts, _text(f"</{name}>")])

    def standards(self, query: Query) -> list[str]:
        """Those of GML's own properties that are asked for and that this version has."""
        return [one for one in query.gml if self.is_gml_32 or one != "identifier"]

    def standard(self, layer: Layer, name: str) -> Sql:
        """One of GML's own properties as an element; nothing where nobody gave it."""
        known = property_sql(layer, f"gml:{name}")
        open_ = _text(f"<gml:{name}>")
        if name == "identifier":
            space = put("coalesce({}, {})", Sql(f"q.{GML_CODE_SPACE}"), _text(NAMESPACE))
            quoted = put("replace({}, '\"', '&quot;')", escaped(space))
            open_ = put("concat('<gml:identifier codeSpace=\"', {}, '\">')", quoted)
        made = put("{} || {} || {}", open_, escaped(known), _text(f"</gml:{name}>"))
        # Most rows have none: what is not looked at costs nothing.
        return put("CASE WHEN {} IS NOT NULL THEN {} END", known, made, type="text")

    def identifier(self, layer: Layer) -> Sql:
        if layer.name in self.versioned:
            prefix = _text(f"{layer.name}.")
            return put("concat({}, q.id, '.v', q.version)", prefix, type="text")
        return put("concat({}, q.id)", _text(f"{layer.name}."), type="text")

    def geometry(self, query: Query) -> Sql:
        identifier = put(
            "concat({}, q.id, '.geometry')", _text(f"{query.layer.name}."), type="text"
        )
        shape = shape_text(
            query.layer.geometry_type,
            query.crs or names.DEFAULT,
            identifier if self.is_gml_32 else None,
        )
        open_, close = f"<{PREFIX}:geometry>", f"</{PREFIX}:geometry>"
        return concatenated([_text(open_), shape, _text(close)])

    def head(self, about: Collection) -> bytes:
        if self.version.is_2:
            return self._head_2(about)
        number = "" if about.number_11 is None else f' numberOfFeatures="{about.number_11}"'
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection '
            f'{self.declarations(about.layers)}{number} timeStamp="{now()}">\n'
        ).encode()

    def _head_2(self, about: Collection) -> bytes:
        matched = "unknown" if about.matched is None else about.matched
        links = "".join(
            f" {name}={quoteattr(href)}"
            for name, href in (("next", about.next), ("previous", about.previous))
            if href
        )
        numbers = f'numberMatched="{matched}" numberReturned="{about.returned}"'
        if about.inner:
            return f'<wfs:member><wfs:FeatureCollection timeStamp="{now()}" {numbers}>\n'.encode()
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection '
            f'{self.declarations(about.layers)} timeStamp="{now()}" {numbers}{links}>\n'
        ).encode()

    def tail(self, about: Collection) -> bytes:
        if about.inner:
            return b"\n</wfs:FeatureCollection></wfs:member>"
        return b"\n</wfs:FeatureCollection>\n"

    def declarations(self, layers: list[Layer]) -> str:
        """Namespaces, and where each is described."""
        types = ",".join(qualified(layer) for layer in layers)
        key = "TYPENAMES" if self.version.is_2 else "TYPENAME"
        schema = (
            f"{self.service}?SERVICE=WFS&VERSION={self.version.number}"
            f"&REQUEST=DescribeFeatureType&{key}={types}"
        )
        if self.is_gml_32 != self.version.is_2:
            schema += "&OUTPUTFORMAT=" + ("gml32" if self.is_gml_32 else "gml3")
        gml_schema = (
            "http://schemas.opengis.net/gml/3.2.1/gml.xsd"
            if self.is_gml_32
            else "http://schemas.opengis.net/gml/3.1.1/base/gml.xsd"
        )
        places = f"{self.version.wfs} {self.version.wfs_schema} {self.gml} {gml_schema}"
        return (
            f'xmlns:wfs="{self.version.wfs}" xmlns:gml="{self.gml}"'
            f' xmlns:{PREFIX}="{NAMESPACE}" xmlns:xsi="{XSI}"'
            f" xsi:schemaLocation={quoteattr(f'{places} {NAMESPACE} {schema}')}"
        )


def property_text(layer: Layer, field: Field, datasets: Mapping[int, str]) -> Sql:
    """The property as an element; nothing where its value is unknown."""
    value = value_text(layer, field, datasets)
    return put(
        "{} || {} || {}",
        _text(f"<{PREFIX}:{field.name}>"),
        value,
        _text(f"</{PREFIX}:{field.name}>"),
        type="text",
    )


def value_text(layer: Layer, field: Field, datasets: Mapping[int, str]) -> Sql:
    """The value as XML Schema writes it; NULL where it is unknown."""
    if field.name == "dataset" and field.name not in layer.fields_by_name:
        return _dataset(datasets)
    value = property_sql(layer, field.name)
    match field.type:
        case "string":
            return escaped(value)
        case "datetime":
            return put("((to_json({} AT TIME ZONE 'UTC')#>>'{{}}') || 'Z')", value, type="text")
    return put("{}::text", value, type="text")


def escaped(value: Sql) -> Sql:
    clean = put("translate({}, {}, '')", value, _text(_UNSPEAKABLE), type="text")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        clean = put(f"replace({{}}, '{character}', '{entity}')", clean, type="text")
    return clean


def _dataset(slugs: Mapping[int, str]) -> Sql:
    if not slugs:
        return Sql("NULL::text", (), "text")
    cases = " ".join("WHEN %s THEN %s::text" for _slug in slugs)
    values = tuple(value for pair in slugs.items() for value in pair)
    return Sql(f"CASE q.dataset_id {cases} END", values, "text")


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(words: str) -> Sql:
    return Sql("%s::text", (words,), "text")
