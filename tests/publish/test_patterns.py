"""A pattern over an area: on the map, in the sprite, in the legend and in QGIS's SLD."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from django.conf import settings
from django.test import Client

from layers import registry
from layers.models import GreenArea
from layers.publish.pictures.signs import pattern_tile
from layers.publish.styles.expressions import evaluate
from layers.publish.styles.legend import legend
from layers.publish.styles.palette import coloured, palette
from layers.publish.styles.sld import sld
from layers.publish.styles.style import PATTERN_OPACITY
from layers.registry import Layer, Symbol, Theme

PATTERNS = ["dots", "lines", "diagonal", "cross"]


@pytest.fixture
def layer() -> Iterator[Layer]:
    made = Layer(
        name="hatched",
        title="Schraffiert",
        theme=Theme.COOL,
        model=GreenArea,
        fields=(),
        symbols=tuple(
            Symbol(
                name,
                type="fill",
                filter=("==", ["get", "kind"], name),
                pattern=name,
                paint={"fill-color": "@heat-3", "fill-opacity": 0.1},
            )
            for name in PATTERNS
        ),
    )
    registry.register(made)
    yield made
    registry.unregister("hatched")


def sprite_index(theme: str, ratio: str) -> dict:
    [found] = Path(settings.FRONTEND_DIST).glob(f"assets/sprite-*/{theme}{ratio}.json")
    return json.loads(found.read_text())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ratio", ["", "@2x"])
def test_the_sprite_has_every_pattern(theme, ratio):
    index = sprite_index(theme, ratio)
    for name in PATTERNS:
        image = index[f"pattern-{name}"]
        assert image["width"] == image["height"] > 0


@pytest.mark.django_db
def test_the_map_lays_the_pattern_over_the_colour(client: Client, layer):
    layers = json.loads(client.get("/stil/light.json").content)["layers"]
    drawn = [one for one in layers if one.get("source-layer") == "hatched"]
    assert [one["paint"].get("fill-pattern") for one in drawn] == [
        None,
        "pattern-dots",
        None,
        "pattern-lines",
        None,
        "pattern-diagonal",
        None,
        "pattern-cross",
    ]
    assert len({one["id"] for one in drawn}) == 8
    assert [one["filter"][2] for one in drawn[::2]] == [one["filter"][2] for one in drawn[1::2]]


def test_the_legend_shows_colour_and_pattern(layer):
    for name, entry in zip(PATTERNS, legend([layer]), strict=True):
        assert f"#s-{name}" in entry.swatch
        assert 'fill="var(--heat-3)" fill-opacity="0.5"' in entry.swatch


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_sld_repeats_a_mark(layer, version):
    document = xml.fromstring(sld(layer, version))
    fills = [one for one in document.iter() if one.tag.endswith("}GraphicFill")]
    names = [one.text for one in document.iter() if one.tag.endswith("}WellKnownName")]
    assert (len(fills), names) == (4, ["circle", "horline", "slash", "x"])


def mixed(upper: str, opacity: float, lower: list[float]) -> list[float]:
    pairs = zip(bytes.fromhex(upper[1:]), lower, strict=True)
    return [opacity * over + (1 - opacity) * under for over, under in pairs]


def luminance(colour: list[float]) -> float:
    """WCAG 2.2, "relative luminance", of red, green and blue between 0 and 255."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_pattern_stands_out_from_what_it_lies_on(theme):
    """By 3 to 1 (WCAG 2.2, 1.4.11) at every zoom, with one of its inks."""
    ground = list(bytes.fromhex(palette()["ground"][theme][1:]))
    hatched = [
        (layer.name, symbol)
        for layer in registry.all_layers()
        for symbol in layer.symbols
        if symbol.pattern
    ]
    faint = set()
    for name, symbol in hatched:
        _side, tile = pattern_tile(symbol.pattern, theme)
        for zoom in range(8, 19):
            opacity = evaluate(symbol.paint["fill-opacity"], {}, zoom)
            fill = mixed(coloured(symbol.paint["fill-color"], theme), opacity, ground)
            inks = [mixed(ink, PATTERN_OPACITY, fill) for ink in re.findall("#[0-9A-F]{6}", tile)]
            lights = [sorted((luminance(fill), luminance(ink))) for ink in inks]
            if max((high + 0.05) / (low + 0.05) for low, high in lights) < 3:
                faint.add((name, symbol.pattern, zoom))
    assert len({name for name, _symbol in hatched}) >= 5
    assert faint == set()
