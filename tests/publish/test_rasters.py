"""Raster layers: their tiles against rasterio's own reading, their place in style and switcher."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.test import Client
from PIL import Image
from pyproj import Transformer
from rasterio.transform import from_origin

from layers import registry
from layers.publish.rasters.reading import TILE_PX, read_tile, tile_bounds
from layers.registry import Picture, Pictures, RasterLayer, Symbol, Theme

WEST, NORTH = 418_000.0, 5_727_000.0
WORLD_M = 2 * 20037508.342789244


def tile_at(z: int, east: float, north: float) -> tuple[int, int, int]:
    x, y = Transformer.from_crs(25832, 3857, always_xy=True).transform(east, north)
    side = WORLD_M / 2**z
    return z, int((x + WORLD_M / 2) // side), int((WORLD_M / 2 - y) // side)


Z, X, Y = tile_at(15, WEST + 800, NORTH - 700)  # the middle of the raster
pytestmark = pytest.mark.django_db


@pytest.fixture
def bits() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 65536, (700, 800), dtype=np.uint16)


@pytest.fixture
def raster(tmp_path: Path, bits: np.ndarray) -> Path:
    path = tmp_path / "bits.tif"
    write(path, bits)
    return path


def write(path: Path, values: np.ndarray, **profile) -> None:
    with rasterio.open(
        path,
        "w",
        driver="COG",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype=values.dtype,
        crs="EPSG:25832",
        transform=from_origin(WEST, NORTH, 2, 2),
        **profile,
    ) as out:
        out.write(values, 1)


@pytest.fixture
def layer(raster: Path) -> Iterator[RasterLayer]:
    def find(variant: str) -> Picture | None:
        return Picture(raster, bit=int(variant)) if variant.isdecimal() else None

    made = RasterLayer(
        name="painted",
        title="Bild",
        theme=Theme.COOL,
        current=lambda: Pictures("first", "0", find),
        symbols=(Symbol("Schatten", type="fill", paint={"fill-color": "@shade"}),),
        page="data",
    )
    registry.register(made)
    yield made
    registry.unregister("painted")


def address(z=Z, x=X, y=Y, *, token="first", theme="light", variant="3") -> str:
    return f"/raster/painted/{token}/{theme}/{variant}/{z}/{x}/{y}.png"


def alpha(body: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(body)).convert("RGBA"))[..., 3]


def bit_at(bits: np.ndarray, bit: int, x_3857: float, y_3857: float) -> float:
    """What the cell under a point says, found with pyproj alone; NaN beside the raster."""
    to_metres = Transformer.from_crs(3857, 25832, always_xy=True)
    east, north = to_metres.transform(x_3857, y_3857)
    row, column = int((NORTH - north) // 2), int((east - WEST) // 2)
    if not (0 <= row < bits.shape[0] and 0 <= column < bits.shape[1]):
        return np.nan
    return float(bits[row, column] >> bit & 1)


def test_a_tile_shows_the_cell_below_each_pixel(layer, raster, bits):
    z, x, y = tile_at(17, WEST + 800, NORTH - 700)
    west, _south, east, north = tile_bounds(z, x, y)
    shares = read_tile(Picture(raster, bit=3), z, x, y)
    side = (east - west) / TILE_PX
    assert side < 2 / 0.62 / 2  # a pixel is smaller than a cell, so it is one cell
    wrong = 0
    for row in range(5, TILE_PX, 17):
        for column in range(5, TILE_PX, 17):
            at = west + (column + 0.5) * side, north - (row + 0.5) * side
            expected = bit_at(bits, 3, *at)
            wrong += not np.isclose(shares[row, column], expected, equal_nan=True)
    assert wrong <= 5  # of 225: GDAL's approximation moves an edge by at most 1/8 of a pixel


def test_a_pixel_of_many_cells_is_their_mean(layer, raster, bits):
    """Random bits: every mean of n cells lies near 1/2, with the spread that n says."""
    shares = read_tile(Picture(raster, bit=3), 13, X >> 2, Y >> 2)
    known = shares[~np.isnan(shares)]
    samples = 10  # 11.8 m on the ground over cells of 2 m, the next whole number up
    assert known.mean() == pytest.approx((bits >> 3 & 1).mean(), abs=0.01)
    assert known.std() == pytest.approx(0.5 / 6, rel=0.25)
    assert samples * TILE_PX < 4096


def test_the_picture_is_stronger_where_the_share_is_larger(client: Client, layer, raster):
    answer = client.get(address())
    shares = read_tile(Picture(raster, bit=3), Z, X, Y)
    expected = np.rint(np.nan_to_num(shares) * 32) / 32 * layer.opacity * 255
    assert np.abs(alpha(answer.content) - expected).max() <= 1


def test_a_tile_is_kept_for_ever_under_its_token(client: Client, layer):
    answer = client.get(address())
    assert answer["Content-Type"] == "image/png"
    assert "immutable" in answer["Cache-Control"]
    again = client.get(address(), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_token_leads_to_the_current_one(client: Client, layer):
    answer = client.get(address(token="old"))
    assert (answer.status_code, answer["Location"]) == (307, address())
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        address(z=11, x=1068, y=678),  # below the layer's first zoom
        address(x=2**15),
        address(x=10**40),
        address(theme="pink"),
        address(variant="night"),
        "/raster/nothing/first/light/3/15/1/1.png",
    ],
)
def test_there_is_no_such_tile(client: Client, layer, path):
    assert client.get(path).status_code == 404


def test_beside_the_raster_a_tile_is_clear(client: Client, layer):
    answer = client.get(address(x=0, y=0))
    assert answer.status_code == 200
    assert len(answer.content) < 200
    assert not alpha(answer.content).any()


def test_cells_without_value_are_clear(layer, raster):
    values = np.full((700, 800), 8, np.uint16)
    values[:, :400] = 65535
    write(raster, values, nodata=65535)
    shares = read_tile(Picture(raster, bit=3), Z, X, Y)
    west, south, east, north = tile_bounds(Z, X, Y)
    xs = west + (np.arange(TILE_PX) + 0.5) * (east - west) / TILE_PX
    row = TILE_PX // 2
    to_metres = Transformer.from_crs(3857, 25832, always_xy=True)
    eastings, _ = to_metres.transform(xs, np.full(TILE_PX, (south + north) / 2))
    far = np.abs(eastings - (WEST + 800)) > 3  # a pixel is 3 m wide
    assert 0 < np.count_nonzero(eastings > WEST + 800) < TILE_PX
    assert np.array_equal(np.isnan(shares[row])[far], (eastings < WEST + 800)[far])
    assert (shares[row][far & (eastings > WEST + 800)] == 1).all()


def test_a_broken_raster_is_said_to_be_one(client: Client, layer, raster):
    raster.write_bytes(raster.read_bytes()[:300])
    answer = client.get(address(variant="5"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_layer_without_pictures_has_no_tiles_and_no_place_in_the_style(client: Client, raster):
    registry.register(
        RasterLayer(name="empty", title="leer", theme=Theme.COOL, current=lambda: None)
    )
    try:
        assert client.get("/raster/empty/a/light/0/15/1/1.png").status_code == 404
        assert "empty" not in json.loads(client.get("/stil/light.json").content)["sources"]
    finally:
        registry.unregister("empty")


def test_the_layer_stands_in_style_switcher_and_legend(client: Client, layer):
    style = json.loads(client.get("/stil/dark.json").content)
    source = style["sources"]["painted"]
    assert source["tiles"] == ["http://testserver/raster/painted/first/dark/0/{z}/{x}/{y}.png"]
    drawn = next(one for one in style["layers"] if one["id"] == "painted")
    assert drawn["layout"]["visibility"] == "none"
    page = client.get("/?ebenen=painted").content.decode()
    assert 'value="painted" form="choice" checked' in page
    assert 'data-layer="painted"' in page
    assert client.get("/ebenen/painted/")["Location"] == "/daten/"


LIMITS = (0.0, 10.0)
COLOURS = ("#0000ff", "#ffffff", "#ff0000")


@pytest.fixture
def degrees(tmp_path: Path) -> Iterator[RasterLayer]:
    """-5 in the west, 5 in the middle and 20 in the east; half of the east is 5 from another."""
    low, high = tmp_path / "low.tif", tmp_path / "high.tif"
    values = np.repeat(np.float32([-5, 5, 20, 20]), 200)[None].repeat(700, axis=0)
    write(low, values, nodata=np.nan)
    over = np.full((700, 800), np.nan, np.float32)
    over[:, 600:] = 5
    write(high, over, nodata=np.nan)
    picture = Picture(low, above=(Picture(high),))
    made = RasterLayer(
        name="degrees",
        title="Grad",
        theme=Theme.COOL,
        current=lambda: Pictures("first", "all", lambda name: picture if name == "all" else None),
        symbols=tuple(
            Symbol(colour, type="fill", paint={"fill-color": colour, "fill-opacity": opacity},
                   pattern=pattern)
            for colour, opacity, pattern in zip(COLOURS, (1, 0, 0.5), ("", "", "cross"),
                                                strict=True)
        ),
        limits=LIMITS,
    )  # fmt: skip
    registry.register(made)
    yield made
    registry.unregister("degrees")


def test_numbers_are_painted_as_the_classes_of_the_legend(client: Client, degrees):
    """Along one row, west to east: class by class as the cells below say, found with pyproj."""
    answer = client.get(f"/raster/degrees/first/light/all/{Z}/{X}/{Y}.png")
    rgba = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))
    west, south, east, north = tile_bounds(Z, X, Y)
    xs = west + (np.arange(TILE_PX) + 0.5) * (east - west) / TILE_PX
    to_metres = Transformer.from_crs(3857, 25832, always_xy=True)
    eastings, _ = to_metres.transform(xs, np.full(TILE_PX, (south + north) / 2))
    band = rgba[TILE_PX // 2 - 4 : TILE_PX // 2 + 4]  # one period of the pattern
    parts = np.floor((eastings - WEST) / 400)
    inner = np.abs((eastings - WEST) % 400 - 200) < 190
    for part, (alphas, colours) in enumerate(
        [({255}, {(0, 0, 255)}), ({0}, None), ({128}, {(255, 0, 0)}), ({0}, None)]
    ):
        seen = band[:, (parts == part) & inner].reshape(-1, 4)
        if len(seen) == 0:
            continue
        assert set(seen[:, 3].tolist()) == alphas
        if colours and part == 2:  # the hatching is another colour on a quarter of the ground
            red = (seen[:, :3] == (255, 0, 0)).all(axis=1)
            assert 0.6 < red.mean() < 0.9
        elif colours:
            assert set(map(tuple, seen[:, :3].tolist())) == colours


def test_only_layers_by_time_follow_the_clock(client: Client, layer, degrees):
    style = json.loads(client.get("/stil/light.json").content)
    by_time = {one["id"]: one["metadata"]["hamm:variant"] for one in style["layers"]
               if one["type"] == "raster"}  # fmt: skip
    assert by_time["painted"] is False
    assert by_time["degrees"] is False
