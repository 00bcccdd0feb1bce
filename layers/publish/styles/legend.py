"""The legend, drawn from the same symbols as the map, so that the two cannot drift apart.

Swatches are SVG with presentation attributes only: the content security policy allows no inline
style. Colours are custom properties, so a swatch follows light and dark like everything else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from layers.publish.styles.assets import icons_url
from layers.publish.styles.expressions import evaluate, example
from layers.registry import MapLayer, Symbol

ZOOM = 15  # at which the swatches show their symbols
MIN_OPACITY = 0.5  # fainter, neighbouring colours cannot be told apart on so small an area
_OPEN = '<svg class="swatch" viewBox="0 0 26 26" aria-hidden="true">'


@dataclass(frozen=True)
class LegendEntry:
    layer: MapLayer
    label: str
    swatch: SafeString


def legend(layers: Iterable[MapLayer]) -> list[LegendEntry]:
    """One entry for each labelled symbol of `layers`, topmost layer first."""
    language = get_language() or ""
    return [
        entry
        for layer in sorted(layers, key=lambda one: -one.order)
        for entry in _entries(layer, language, icons_url())
    ]


@lru_cache(maxsize=1024)  # every page of the map shows all of them, twice
def _entries(layer: MapLayer, language: str, sheet: str) -> tuple[LegendEntry, ...]:
    """Those of one layer in the active language, which is `language`, with the built `sheet`."""
    return tuple(
        LegendEntry(layer, str(symbol.label), swatch(symbol))
        for symbol in layer.symbols
        if symbol.label
    )


def layer_swatch(layer: MapLayer) -> SafeString:
    """The first swatch of a layer, for its row in the layer switcher."""
    return next((entry.swatch for entry in legend([layer])), SafeString(""))


def swatch(symbol: Symbol) -> SafeString:
    look = _Look(symbol)
    match symbol.type:
        case "fill":
            return look.area()
        case "line":
            return look.line()
        case "circle":
            return look.disc()
    return look.sign()


class _Look:
    """What one symbol looks like on one feature that it draws."""

    def __init__(self, symbol: Symbol) -> None:
        self._properties = example(symbol.filter)
        self._paint = symbol.paint
        self._layout = symbol.layout
        self._pattern = symbol.pattern

    def area(self) -> SafeString:
        return format_html(
            _OPEN + '<rect x="2" y="5" width="22" height="16" rx="4" fill="{}" fill-opacity="{}"'
            ' stroke="{}"/>{}</svg>',
            self._colour("fill-color"),
            max(self._value("fill-opacity", 1), MIN_OPACITY),
            self._colour("fill-outline-color", "@line-strong"),
            self._hatching(),
        )

    def _hatching(self) -> SafeString:
        if not self._pattern:
            return SafeString("")
        return format_html(
            '<use href="{}#s-{}" width="26" height="26"></use>', icons_url(), self._pattern
        )

    def line(self) -> SafeString:
        width = min(max(float(self._value("line-width", 2)), 2), 8)
        dashes = self._value("line-dasharray", ())
        return format_html(
            _OPEN + '<path d="M2 13h22" fill="none" stroke="{}" stroke-width="{}"'
            ' stroke-dasharray="{}"/></svg>',
            self._colour("line-color"),
            width,
            " ".join(str(part * width) for part in dashes),
        )

    def disc(self) -> SafeString:
        return format_html(
            _OPEN
            + '<circle cx="13" cy="13" r="{}" fill="{}" stroke="{}" stroke-width="{}"/></svg>',
            min(max(float(self._value("circle-radius", 5)), 3), 10),
            self._colour("circle-color"),
            self._colour("circle-stroke-color", "none"),
            self._value("circle-stroke-width", 0),
        )

    def sign(self) -> SafeString:
        image = evaluate(self._layout.get("icon-image"), self._properties, ZOOM)
        if not image:
            return self._word()
        return format_html(
            _OPEN + '<use href="{}#m-{}" width="26" height="26"></use></svg>', icons_url(), image
        )

    def _word(self) -> SafeString:
        return format_html(
            _OPEN
            + '<text x="13" y="18" text-anchor="middle" font-size="13" fill="{}">Aa</text></svg>',
            self._colour("text-color", "@ink"),
        )

    def _value(self, name: str, otherwise: Any) -> Any:
        value = evaluate(self._paint.get(name), self._properties, ZOOM)
        return otherwise if value is None else value

    def _colour(self, name: str, otherwise: str = "none") -> str:
        colour = str(self._value(name, otherwise))
        return f"var(--{colour[1:]})" if colour.startswith("@") else colour


def grouped(layers: Iterable[MapLayer]) -> Iterator[tuple[MapLayer, list[LegendEntry]]]:
    """Layers that have something to explain, each with its entries, topmost first."""
    for layer in sorted(layers, key=lambda one: -one.order):
        if entries := legend([layer]):
            yield layer, entries
