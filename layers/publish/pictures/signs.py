"""The icons of the built symbol sheet, with their colours painted in."""

import re
from functools import cache

from layers.publish.styles.assets import asset_file
from layers.publish.styles.palette import ThemeName, palette

_SYMBOL = re.compile(r'<symbol id="([mp]-[^"]+)" viewBox="0 0 ([\d.]+) [\d.]+"[^>]*>(.*?)</symbol>')
_TOKEN = re.compile(r"var\(--([a-z0-9-]+)\)")


def sign(name: str, theme: ThemeName | None) -> tuple[float, str] | None:
    """Side in pixels and SVG body of a marker; None if the sheet has none of that name.

    Without `theme` colours stay custom properties of the page around it.
    """
    return _drawn(f"m-{name}", theme)


def pattern_tile(name: str, theme: ThemeName | None) -> tuple[float, str] | None:
    """The same of the tile that a pattern repeats."""
    return _drawn(f"p-{name}", theme)


def _drawn(name: str, theme: ThemeName | None) -> tuple[float, str] | None:
    found = _sheet(str(asset_file("icons.svg"))).get(name)
    if found is None or theme is None:
        return found
    return found[0], _TOKEN.sub(lambda token: palette()[token[1]][theme], found[1])


@cache
def _sheet(path: str) -> dict[str, tuple[float, str]]:
    with open(path, encoding="utf-8") as file:
        return {name: (float(box), body) for name, box, body in _SYMBOL.findall(file.read())}


_USE = re.compile(r'<use href="[^"]*#m-([^"]+)" width="([\d.]+)" height="[\d.]+"></use>')


def painted(markup: str, theme: ThemeName) -> str:
    """A swatch of the legend for where there is no page around it: colours and signs inside."""

    def body(found: re.Match[str]) -> str:
        known = sign(found[1], theme)
        return (
            f'<g transform="scale({float(found[2]) / known[0]:.3g})">{known[1]}</g>'
            if known
            else ""
        )

    return _TOKEN.sub(lambda token: palette()[token[1]][theme], _USE.sub(body, markup))
