"""A layer's symbols as SLD 1.0.0 or SLD 1.1.0 (Symbology Encoding), so that QGIS draws them.

What SLD has no word for (icons from a sprite, labels that follow zoom) is drawn in its simplest
form: a sign becomes a disc, a name a label.
"""

from collections.abc import Sequence
from typing import Any, Literal
from xml.etree import ElementTree as xml

from layers.publish.styles.expressions import evaluate, example
from layers.publish.styles.palette import coloured
from layers.registry import Layer, Symbol

Version = Literal["1.0.0", "1.1.0"]

_SLD = "http://www.opengis.net/sld"
_SE = "http://www.opengis.net/se"
_OGC = "http://www.opengis.net/ogc"
_IS_NULL = f"{{{_OGC}}}PropertyIsNull"
_SCALE = 559082264.0287178  # of MapLibre's zoom -1, with pixels of 0.28 mm
_LEGEND_ZOOM = 15
_SIGN_PX = 14
# Signs take their colour from the icon; by the first part of its name.
_SIGN_COLOURS = {"cool": "@cool-green", "school": "@cool-indoor", "stop": "@accent"}

# The pattern over a fill as a mark that is repeated; QGIS and GeoServer know these names.
_PATTERN_MARKS = {"dots": "circle", "lines": "horline", "diagonal": "slash", "cross": "x"}
_PATTERN_PX = 9
_COMPARED = {
    "==": "PropertyIsEqualTo",
    "!=": "PropertyIsNotEqualTo",
    "<": "PropertyIsLessThan",
    "<=": "PropertyIsLessThanOrEqualTo",
    ">": "PropertyIsGreaterThan",
    ">=": "PropertyIsGreaterThanOrEqualTo",
}


class NoSld(Exception):
    """A filter that Filter Encoding 1.1 cannot say."""


def sld(layer: Layer, version: Version) -> bytes:
    """The document with one rule for each symbol, in the light colours."""
    return _Document(version).written(layer)


class _Document:
    def __init__(self, version: Version) -> None:
        self.version = version
        self.ns = _SE if version == "1.1.0" else _SLD
        self.parameter = "SvgParameter" if version == "1.1.0" else "CssParameter"

    def written(self, layer: Layer) -> bytes:
        root = xml.Element(f"{{{_SLD}}}StyledLayerDescriptor", {"version": self.version})
        named = xml.SubElement(root, f"{{{_SLD}}}NamedLayer")
        self._text(named, "Name", layer.name)
        style = xml.SubElement(named, f"{{{_SLD}}}UserStyle")
        if self.version == "1.1.0":
            self._text(style, "Name", layer.name)
        else:
            self._text(style, "Title", str(layer.title))
        rules = self._in(style, "FeatureTypeStyle")
        for symbol in layer.symbols:
            self._rule(rules, layer, symbol)
        for prefix, uri in (("sld", _SLD), ("se", _SE), ("ogc", _OGC)):
            xml.register_namespace(prefix, uri)
        return xml.tostring(root, encoding="utf-8", xml_declaration=True)

    # --- elements

    def _in(self, parent: xml.Element, tag: str, **attributes: str) -> xml.Element:
        return xml.SubElement(parent, f"{{{self.ns}}}{tag}", attributes)

    def _text(self, parent: xml.Element, name: str, text: Any) -> None:
        self._in(parent, name).text = str(text)

    def _parameters(self, parent: xml.Element, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is not None:
                made = self._in(parent, self.parameter, name=name)
                made.text = _number(value) if isinstance(value, int | float) else str(value)

    # --- rules

    def _rule(self, rules: xml.Element, layer: Layer, symbol: Symbol) -> None:
        rule = self._in(rules, "Rule")
        name = str(symbol.label) or layer.name
        self._text(rule, "Name", name)
        if symbol.label:
            title = self._in(rule, "Description") if self.version == "1.1.0" else rule
            self._text(title, "Title", name)
        if symbol.filter:
            made = xml.SubElement(rule, f"{{{_OGC}}}Filter")
            _condition(made, symbol.filter)
            for like in made.iter(f"{{{_OGC}}}PropertyIsLike"):  # Filter 1.0 and 1.1 differ here
                like.set("escapeChar" if self.version == "1.1.0" else "escape", "\\")
        low, high = max(symbol.min_zoom, layer.min_zoom), symbol.max_zoom
        if high < 24:
            self._text(rule, "MinScaleDenominator", _number(_SCALE / 2 ** (high + 1)))
        if low > 0:
            self._text(rule, "MaxScaleDenominator", _number(_SCALE / 2 ** (low + 1)))
        self._symbolizer(rule, layer, symbol)

    def _symbolizer(self, rule: xml.Element, layer: Layer, symbol: Symbol) -> None:
        look = _Look(symbol)
        match symbol.type:
            case "fill":
                self._area(rule, look)
                if symbol.pattern:
                    self._hatching(rule, symbol)
            case "line":
                self._line(rule, look)
            case "circle":
                self._disc(rule, look)
            case _ if "icon-image" in symbol.layout:
                self._sign(rule, look)
            case _:
                self._label(rule, look)

    def _area(self, rule: xml.Element, look: "_Look") -> None:
        symbolizer = self._in(rule, "PolygonSymbolizer")
        fill = {"fill": look("fill-color"), "fill-opacity": look("fill-opacity")}
        self._parameters(self._in(symbolizer, "Fill"), fill)
        if outline := look("fill-outline-color"):
            self._parameters(
                self._in(symbolizer, "Stroke"), {"stroke": outline, "stroke-width": 0.5}
            )

    def _hatching(self, rule: xml.Element, symbol: Symbol) -> None:
        fill = self._in(self._in(rule, "PolygonSymbolizer"), "Fill")
        graphic = self._in(self._in(fill, "GraphicFill"), "Graphic")
        mark = self._in(graphic, "Mark")
        self._text(mark, "WellKnownName", _PATTERN_MARKS[symbol.pattern])
        stroke = {"stroke": coloured("@heat-hatch", "light"), "stroke-width": 1}
        self._parameters(self._in(mark, "Stroke"), stroke)
        self._text(graphic, "Size", _number(_PATTERN_PX))

    def _line(self, rule: xml.Element, look: "_Look") -> None:
        width = look("line-width", 1)
        dashes = look("line-dasharray")
        stroke = {
            "stroke": look("line-color"),
            "stroke-width": width,
            "stroke-opacity": look("line-opacity"),
            "stroke-linecap": look("line-cap"),
            "stroke-linejoin": look("line-join"),
            "stroke-dasharray": dashes and " ".join(_number(one * width) for one in dashes),
        }
        self._parameters(self._in(self._in(rule, "LineSymbolizer"), "Stroke"), stroke)

    def _disc(self, rule: xml.Element, look: "_Look") -> None:
        self._mark(
            rule,
            fill=look("circle-color"),
            opacity=look("circle-opacity"),
            edge=look("circle-stroke-color"),
            edge_px=look("circle-stroke-width"),
            size_px=2 * float(look("circle-radius", 5)),
        )

    def _sign(self, rule: xml.Element, look: "_Look") -> None:
        image = str(look("icon-image", ""))
        colour = _SIGN_COLOURS.get(image.partition("-")[0], "@accent")
        self._mark(
            rule,
            fill=coloured(colour, "light"),
            opacity=None,
            edge=coloured("@surface", "light"),
            edge_px=1.5,
            size_px=_SIGN_PX,
        )

    def _mark(
        self, rule: xml.Element, *, fill: Any, opacity: Any, edge: Any, edge_px: Any, size_px: Any
    ) -> None:
        graphic = self._in(self._in(rule, "PointSymbolizer"), "Graphic")
        mark = self._in(graphic, "Mark")
        self._text(mark, "WellKnownName", "circle")
        self._parameters(self._in(mark, "Fill"), {"fill": fill, "fill-opacity": opacity})
        if edge:
            self._parameters(self._in(mark, "Stroke"), {"stroke": edge, "stroke-width": edge_px})
        self._text(graphic, "Size", _number(size_px))

    def _label(self, rule: xml.Element, look: "_Look") -> None:
        symbolizer = self._in(rule, "TextSymbolizer")
        label = self._in(symbolizer, "Label")
        xml.SubElement(label, f"{{{_OGC}}}PropertyName").text = _property(look.text_field) or "name"
        self._parameters(self._in(symbolizer, "Font"), {"font-size": look("text-size", 12)})
        if halo := look("text-halo-color"):
            around = self._in(symbolizer, "Halo")
            self._text(around, "Radius", _number(look("text-halo-width", 1)))
            self._parameters(self._in(around, "Fill"), {"fill": halo})
        self._parameters(self._in(symbolizer, "Fill"), {"fill": look("text-color")})


class _Look:
    """What a symbol's expressions give for one feature that it draws."""

    def __init__(self, symbol: Symbol) -> None:
        self._values = {**symbol.layout, **symbol.paint}
        self._properties = example(symbol.filter)
        self.text_field = symbol.layout.get("text-field")

    def __call__(self, name: str, otherwise: Any = None) -> Any:
        value = evaluate(self._values.get(name), self._properties, _LEGEND_ZOOM)
        return otherwise if value is None else coloured(value, "light")


def _property(expression: Any) -> str | None:
    """The first property that an expression reads."""
    match expression:
        case ["get", str(name)] | ("get", str(name)):
            return name
        case [*parts]:
            return next((found for part in parts if (found := _property(part))), None)
    return None


def _condition(parent: xml.Element, expression: Sequence[Any]) -> None:
    match list(expression):
        case ["all", *parts]:
            _conditions(xml.SubElement(parent, f"{{{_OGC}}}And"), parts)
        case ["any", *parts]:
            _conditions(xml.SubElement(parent, f"{{{_OGC}}}Or"), parts)
        case ["!", part]:
            _condition(xml.SubElement(parent, f"{{{_OGC}}}Not"), part)
        case ["has", str(name)]:
            unknown = xml.SubElement(xml.SubElement(parent, f"{{{_OGC}}}Not"), _IS_NULL)
            xml.SubElement(unknown, f"{{{_OGC}}}PropertyName").text = name
        case ["in", str(part), ["get", str(name)]]:
            _part_of(parent, part, name)
        case ["in", ["get", str(name)], ["literal", [one]]]:
            _comparison(parent, "==", name, one)
        case ["in", ["get", str(name)], ["literal", [*values]]]:
            either = xml.SubElement(parent, f"{{{_OGC}}}Or")
            for value in values:
                _comparison(either, "==", name, value)
        case [str(operator), ["get", str(name)], value] if operator in _COMPARED:
            _comparison(parent, operator, name, value)
        case _:
            raise NoSld(str(expression))


def _conditions(parent: xml.Element, parts: list[Any]) -> None:
    for part in parts:
        _condition(parent, part)


def _comparison(parent: xml.Element, operator: str, name: str, value: Any) -> None:
    made = xml.SubElement(parent, f"{{{_OGC}}}{_COMPARED[operator]}")
    xml.SubElement(made, f"{{{_OGC}}}PropertyName").text = name
    text = str(value).lower() if isinstance(value, bool) else str(value)
    xml.SubElement(made, f"{{{_OGC}}}Literal").text = text


def _part_of(parent: xml.Element, part: str, name: str) -> None:
    signs = {"wildCard": "*", "singleChar": "?"}
    made = xml.SubElement(parent, f"{{{_OGC}}}PropertyIsLike", signs)
    xml.SubElement(made, f"{{{_OGC}}}PropertyName").text = name
    xml.SubElement(made, f"{{{_OGC}}}Literal").text = f"*{part}*"


def _number(value: float) -> str:
    return f"{float(value):.6g}" if abs(float(value)) < 1e6 else f"{float(value):.0f}"
