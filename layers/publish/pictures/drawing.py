"""Draws layers into an SVG: the symbols of the registry, read as MapLibre would read them.

What has the same look becomes one path, so that a town of houses is a single element.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from layers.publish.pictures.frame import Frame
from layers.publish.pictures.labels import Label, Placed, Room
from layers.publish.pictures.rows import rows_in
from layers.publish.pictures.signs import pattern_tile, sign
from layers.publish.styles.expressions import evaluate, names_in
from layers.publish.styles.palette import ThemeName, coloured
from layers.publish.styles.style import PATTERN_OPACITY
from layers.registry import Layer, Symbol

FONTS = "Fira Sans, Noto Sans Arabic, sans-serif"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Overlay:
    """Something drawn above the layers: SVG whose colours are written @token."""

    svg: str


def draw(
    frame: Frame,
    layers: Iterable[Layer],
    *,
    theme: ThemeName | None = None,
    below: Sequence[Overlay] = (),
    above: Sequence[Overlay] = (),
    told: Mapping[str, Mapping[int, Row]] | None = None,
    title: str = "",
) -> str:
    """The picture as an SVG element. Only published rows of public layers are drawn.

    Without `theme` the colours are custom properties, for a picture inside a page. `below` lies
    under the first layer that is no base map, `above` over everything. `told` are properties that
    count instead of the stored ones, by layer and feature. `title` is its text alternative; an
    empty one marks it as decoration.
    """
    return _Drawing(frame, theme, told or {}).picture(
        sorted((one for one in layers if one.public), key=lambda one: (one.order, one.name)),
        below,
        above,
        title,
    )


def over(parts: Iterable[Overlay], theme: ThemeName | None = None) -> str:
    """Overlays alone, for an SVG of one's own above a picture that is there already."""
    return "".join(_painted(one.svg, theme) for one in parts)


def _colour(token: Any, theme: ThemeName | None) -> str:
    if theme is None and isinstance(token, str) and token.startswith("@"):
        return f"var(--{token[1:]})"
    return coloured(token, theme or "light")


def _painted(svg: str, theme: ThemeName | None) -> str:
    parts = svg.split('"@')
    return parts[0] + "".join(
        f'"{_colour("@" + token, theme)}"{rest}'
        for token, rest in (part.split('"', 1) for part in parts[1:])
    )


class _Drawing:
    def __init__(
        self, frame: Frame, theme: ThemeName | None, told: Mapping[str, Mapping[int, Row]]
    ) -> None:
        self.frame, self.theme, self.zoom = frame, theme, frame.zoom
        self.told = told
        self.room = Room(frame.width_px, frame.height_px)
        self.shapes: list[str] = []
        self.signs: list[str] = []
        self.names: list[tuple[Label, Mapping[str, Any]]] = []
        self.patterns: set[str] = set()

    def picture(
        self,
        layers: Sequence[Layer],
        below: Sequence[Overlay],
        above: Sequence[Overlay],
        title: str,
    ) -> str:
        for layer in (one for one in layers if one.basemap):
            self.add(layer)
        self.shapes += [_painted(one.svg, self.theme) for one in below]
        for layer in (one for one in layers if not one.basemap):
            self.add(layer)
        width, height = f"{self.frame.width_px:g}", f"{self.frame.height_px:g}"
        described = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
        return "".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
                f' width="{width}" height="{height}" {described}>',
                *self.tiles(),
                f'<rect width="{width}" height="{height}" fill="{self.colour("@ground")}"/>',
                *self.shapes,
                *self.lettering(),
                *self.signs,
                *[_painted(one.svg, self.theme) for one in above],
                "</svg>",
            ]
        )

    def colour(self, token: Any) -> str:
        return _colour(token, self.theme)

    def add(self, layer: Layer) -> None:
        symbols = [one for one in layer.symbols if one.min_zoom <= self.zoom < one.max_zoom]
        if not symbols or not layer.min_zoom <= self.zoom + 1:
            return
        known = {column.name for column in layer.model._meta.concrete_fields}
        asked = {name for one in symbols for name in names_in([one.filter, one.paint, one.layout])}
        told = self.told.get(layer.name, {})
        rows = [
            {**row, **told.get(row["id"], {})} for row in rows_in(layer, self.frame, asked & known)
        ]
        for symbol in symbols:
            shown = [row for row in rows if self.passes(symbol, row)]
            getattr(self, f"_{symbol.type}")(symbol, shown)

    def passes(self, symbol: Symbol, row: Row) -> bool:
        return symbol.filter is None or bool(evaluate(symbol.filter, row, self.zoom))

    def value(self, source: Mapping[str, Any], name: str, row: Row, default: Any = None) -> Any:
        found = evaluate(source.get(name), row, self.zoom)
        return default if found is None else found

    # --- shapes

    def _fill(self, symbol: Symbol, rows: Sequence[Row]) -> None:
        def look(row: Row) -> str:
            outline = self.value(symbol.paint, "fill-outline-color", row)
            stroke = f' stroke="{self.colour(outline)}" stroke-width="0.6"' if outline else ""
            colour = self.colour(self.value(symbol.paint, "fill-color", row, "#000"))
            opacity = self.value(symbol.paint, "fill-opacity", row, 1)
            return f'fill="{colour}" fill-opacity="{opacity:.3g}"{stroke}'

        self._paths(rows, look)
        if symbol.pattern:
            self.patterns.add(symbol.pattern)
            fill = f'fill="url(#hatch-{symbol.pattern})" fill-opacity="{PATTERN_OPACITY}"'
            self._paths(rows, lambda _row: fill)

    def tiles(self) -> Iterator[str]:
        """The patterns in use; pictures on one page may all define them, for they are the same."""
        for name in sorted(self.patterns):
            if found := pattern_tile(name, self.theme):
                side, body = found
                yield (
                    f'<defs><pattern id="hatch-{name}" width="{side:g}" height="{side:g}"'
                    f' patternUnits="userSpaceOnUse">{body}</pattern></defs>'
                )

    def _line(self, symbol: Symbol, rows: Sequence[Row]) -> None:
        layout = symbol.layout

        def look(row: Row) -> str:
            width = float(self.value(symbol.paint, "line-width", row, 1))
            dashes = [part * width for part in symbol.paint.get("line-dasharray", ())]
            dashed = f' stroke-dasharray="{" ".join(f"{d:.3g}" for d in dashes)}"' if dashes else ""
            return (
                f'fill="none" stroke="{self.colour(self.value(symbol.paint, "line-color", row))}"'
                f' stroke-width="{width:.3g}"'
                f' stroke-opacity="{self.value(symbol.paint, "line-opacity", row, 1):.3g}"'
                f' stroke-linecap="{layout.get("line-cap", "butt")}"'
                f' stroke-linejoin="{layout.get("line-join", "miter")}"{dashed}'
            )

        self._paths(rows, look)

    def _paths(self, rows: Sequence[Row], look: Any) -> None:
        groups: dict[str, list[str]] = {}
        for row in rows:
            if row["path"]:
                groups.setdefault(look(row), []).append(row["path"])
        self.shapes += [f'<path {one} d="{" ".join(data)}"/>' for one, data in groups.items()]

    def _circle(self, symbol: Symbol, rows: Sequence[Row]) -> None:
        for row in rows:
            stroke = self.value(symbol.paint, "circle-stroke-color", row)
            line = f' stroke="{self.colour(stroke)}" stroke-width="1"' if stroke else ""
            self.shapes.append(
                f'<circle cx="{row["left"]}" cy="{row["top"]}"'
                f' r="{self.value(symbol.paint, "circle-radius", row, 5):.3g}"'
                f' fill="{self.colour(self.value(symbol.paint, "circle-color", row, "#000"))}"'
                f' fill-opacity="{self.value(symbol.paint, "circle-opacity", row, 1):.3g}"{line}/>'
            )

    # --- signs and names

    def _symbol(self, symbol: Symbol, rows: Sequence[Row]) -> None:
        for row in rows:
            drawn = self._sign(symbol, row)
            text = str(self.value(symbol.layout, "text-field", row, "") or "")
            if text and "icon-text-fit" not in symbol.layout:
                self.names.append((self._label(symbol, row, text, drawn), symbol.paint))

    def _sign(self, symbol: Symbol, row: Row) -> bool:
        image = self.value(symbol.layout, "icon-image", row)
        found = sign(image, self.theme) if isinstance(image, str) else None
        if found is None or "icon-text-fit" in symbol.layout:
            return False
        box, body = found
        scale = float(self.value(symbol.layout, "icon-size", row, 1))
        half = box * scale / 2
        left, top = row["left"] - half, row["top"] - half
        self.room.take((left, top, left + 2 * half, top + 2 * half))
        self.signs.append(
            f'<g transform="translate({left:.1f} {top:.1f}) scale({scale:.3g})">{body}</g>'
        )
        return True

    def _label(self, symbol: Symbol, row: Row, text: str, beside_sign: bool) -> Label:
        layout = symbol.layout
        size = float(self.value(layout, "text-size", row, 16))
        if layout.get("text-transform") == "uppercase":
            text = text.upper()
        gap = float(layout.get("text-radial-offset", 1)) * size if beside_sign else 0.0
        wide = float(layout.get("text-max-width", 10))
        if layout.get("symbol-placement") == "line":
            wide = 40
        return Label(text, row["left"], row["top"], size, gap, wide)

    def lettering(self) -> list[str]:
        """Names in the order of importance: what was drawn last comes first."""
        found: list[str] = []
        seen: set[str] = set()
        for label, paint in reversed(self.names):
            if label.text in seen:
                continue
            placed = self.room.place(label)
            if placed:
                seen.add(label.text)
                found.append(self._text(placed, paint))
        return found

    def _text(self, placed: Placed, paint: Mapping[str, Any]) -> str:
        size = placed.label.size_px
        lines = "".join(
            f'<tspan x="{placed.x}" y="{placed.y + 1.15 * n * size:.1f}">{escape(line)}</tspan>'
            for n, line in enumerate(placed.label.lines)
        )
        common = f'font-family="{FONTS}" font-size="{size:.3g}" text-anchor="{placed.anchor}"'
        halo = self.colour(paint.get("text-halo-color", "@halo"))
        width = 2 * float(paint.get("text-halo-width", 1))
        colour = self.colour(paint.get("text-color", "@ink"))
        return (
            f'<text {common} fill="none" stroke="{halo}" stroke-width="{width:.3g}"'
            f' stroke-linejoin="round" aria-hidden="true">{lines}</text>'
            f'<text {common} fill="{colour}">{lines}</text>'
        )
