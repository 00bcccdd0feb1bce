"""Broken rasters at every step of the command: one line that names the file, and no result."""

import io
import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from django.core.management import CommandError, call_command

from heatmodel.raster.files import write_cog
from heatmodel.raster.grid import Grid
from tests.heatmodel.core.test_steps import DAYS, scenes

WORLD = 200_000  # m, at 1 m: more cells than are computed


def heat(step, town):
    call_command("heat", step, config=town / "heat.toml", stdout=io.StringIO())


def rewritten(path, **changes):
    """The raster at `path` with another profile, as GeoTIFF."""
    with rasterio.open(path) as dataset:
        profile, values = {**dataset.profile, "driver": "GTiff"}, dataset.read()
    path.unlink()
    with rasterio.open(path, "w", **{**profile, **changes}) as made:
        made.write(values)


def turned(path):
    with rasterio.open(path) as dataset:
        rewritten(path, transform=dataset.transform @ Affine.rotation(20))


def upside_down(path):
    with rasterio.open(path) as dataset:
        rewritten(path, transform=dataset.transform @ Affine(1, 0, 0, 0, -1, 0))


def cut_off(path):
    """Its first half: the head is whole, the cells are not."""
    rewritten(path, tiled=False, compress=None)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def of_the_world(path):
    """As sparse file of some kilobytes."""
    with rasterio.open(path) as dataset:
        profile = {**dataset.profile, "driver": "GTiff", "sparse_ok": True, "tiled": True}
    path.unlink()
    size = {"width": WORLD, "height": WORLD, "blockxsize": 4096, "blockysize": 4096}
    with rasterio.open(path, "w", **{**profile, **size, "bigtiff": "YES"}):
        pass


BROKEN = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("no raster"),
    "cut off": cut_off,
    "turned": turned,
    "upside down": upside_down,
    "in degrees": lambda path: rewritten(
        path, crs="EPSG:4326", transform=Affine(1e-5, 0, 7.8, 0, -1e-5, 51.7)
    ),
    "of Web Mercator": lambda path: rewritten(path, crs="EPSG:3857"),
    "without a system": lambda path: rewritten(path, crs=None),
    "of the world": of_the_world,
}

# Step, and the raster that is broken before it runs.
READS = [
    ("lst", "scene0/LC09_L2SP_197024_20230619_20230619_02_T1_ST_B10.TIF"),
    ("lst", "scene3/LC09_L2SP_197024_20240712_20240712_02_T1_QA_PIXEL.TIF"),
    ("ndvi", "red.tif"),
    ("ndvi", "nir.tif"),
    ("heights", "dsm.tif"),
    ("heights", "ground.tif"),
    ("shade", "dsm.tif"),
    ("shade", "crowns.tif"),
    ("svf", "dsm.tif"),
    ("svf", "crowns.tif"),
    ("comfort", "dsm.tif"),
    ("comfort", "cover.tif"),
    ("comfort", "out/svf.tif"),
    ("cooling", "cover.tif"),
    ("cooling", "et0.tif"),
    ("zones", "out/comfort_2025-06-21T1500.tif"),
    ("zones", "out/cooling_night.tif"),
    ("scenario", "dsm.tif"),
    ("scenario", "crowns.tif"),
    ("scenario", "cover.tif"),
    ("scenario", "et0.tif"),
    ("validate", "out/comfort_2025-06-21T1500.tif"),
]

MORE = """
[ndvi]
product = "sentinel2"
baseline = "05.09"
red = "red.tif"
nir = "nir.tif"
[heights]
top = "dsm.tif"
ground = "ground.tif"
buildings = "houses.geojson"
"""
HOUSES = (
    '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": '
    '"urn:ogc:def:crs:EPSG::25832"}}, "features": [{"type": "Feature", "properties": {}, '
    '"geometry": {"type": "Polygon", "coordinates": [[[410010, 5729990], [410020, 5729990], '
    "[410020, 5729980], [410010, 5729990]]]}}]}"
)


@pytest.fixture(scope="module")
def whole_town(tmp_path_factory):
    """A town of 40 m with everything that any step reads."""
    from tests.heatmodel.core import conftest

    town = tmp_path_factory.mktemp("town")
    grid, coarse = (
        Grid("EPSG:25832", 410_000, 5_730_000, 1, 300, 300),
        Grid("EPSG:25832", 410_000, 5_730_000, 10, 30, 30),
    )
    flat = np.full(grid.shape, 60, np.float32)
    flat[20:30, 20:30] = 70
    write_cog(town / "dsm.tif", grid, flat)
    write_cog(town / "ground.tif", grid, flat * 0 + 60)
    write_cog(town / "crowns.tif", grid, (flat > 60) * np.float32(5))
    write_cog(town / "out/svf.tif", grid, flat * 0 + 0.9)
    felt = np.stack([flat, flat - 20, flat - 30])
    write_cog(town / "out/comfort_2025-06-21T1500.tif", grid, felt, bands=["", "", ""])
    write_cog(town / "out/cooling_night.tif", coarse, np.ones((4, 30, 30)), bands=[""] * 4)
    cover = np.ones(coarse.shape, np.uint8)
    write_cog(town / "cover.tif", coarse, cover, dtype="uint8", nodata=0, resampling="NEAREST")
    write_cog(town / "et0.tif", coarse, cover * np.float32(5))
    for name in ("red", "nir"):
        write_cog(
            town / f"{name}.tif", coarse, cover.astype("uint16") * 3000, dtype="uint16", nodata=0
        )
    (town / "houses.geojson").write_text(HOUSES)
    (town / "cover.csv").write_text(conftest.COVER_CSV)
    (town / "weather.csv").write_text(conftest.WEATHER_CSV)
    lon, lat = conftest.lon_lat(20, 280)
    (town / "measured.csv").write_text(f"lon,lat,value\n{lon},{lat},50\n")
    tree = conftest.feature("tree", conftest.point(25, 15), height_m=9, crown_m=6)
    (town / "plan.geojson").write_text(
        str({"type": "FeatureCollection", "features": [tree]}).replace("'", '"')
    )
    scenes(town, DAYS)
    toml = conftest.TOML.replace("et0 = 5.0", 'et0 = "et0.tif"')
    (town / "heat.toml").write_text((town / "heat.toml").read_text() + toml + MORE)
    return town


@pytest.fixture
def town(whole_town, tmp_path):
    return Path(shutil.copytree(whole_town, tmp_path / "town"))


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize(("step", "name"), READS)
def test_a_broken_raster_is_named_and_nothing_is_written(town, step, name, kind):
    BROKEN[kind](town / name)
    (town / name).with_suffix(".prov.json").unlink(missing_ok=True)
    before = files_of(town)
    with pytest.raises(CommandError, match=Path(name).stem) as caught:
        heat(step, town)
    assert "\n" not in str(caught.value)
    after = files_of(town)
    assert {path: after.get(path) for path in before} == before
    # What is new is whole: scenes of the days before the broken one, each with its sidecar.
    for path in after.keys() - before.keys():
        assert step == "lst" and path.with_suffix("").with_suffix(".prov.json") in after


def unknown(path):
    with rasterio.open(path) as dataset:
        nothing = dataset.nodata
        values = np.full_like(dataset.read(), 0 if nothing is None else nothing)
    rewritten(path)
    with rasterio.open(path, "r+") as made:
        made.write(values)


def bands(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


@pytest.mark.parametrize(
    ("step", "names", "result"),
    [
        ("ndvi", ["red.tif"], "ndvi.tif"),
        ("heights", ["dsm.tif"], "surface.tif"),
        ("svf", ["dsm.tif"], "svf.tif"),
        ("comfort", ["dsm.tif"], "comfort_2025-06-21T1500.tif"),
        ("comfort", ["out/svf.tif"], "comfort_2025-06-21T1500.tif"),
        ("cooling", ["cover.tif"], "cooling_day.tif"),
        ("scenario", ["dsm.tif"], "scenario/plan/local_delta.tif"),
    ],
)
def test_where_nothing_is_known_nothing_comes_out(town, step, names, result):
    for name in names:
        unknown(town / name)
    heat(step, town)
    assert np.isnan(bands(town / "out" / result)).all()


def test_unknown_heights_lie_in_no_shade(town):
    unknown(town / "dsm.tif")
    heat("shade", town)
    assert not bands(town / "out/shade_2025-06-21.tif").any()


def test_zones_of_unknown_rasters_have_no_class(town):
    for name in ("comfort_2025-06-21T1500.tif", "cooling_night.tif"):
        unknown(town / "out" / name)
    heat("zones", town)
    zones = gpd.read_file(town / "out/zones.gpkg")
    assert (zones["class_total"] == 0).all() and zones["pet_15"].isna().all()


def test_measurements_of_unknown_cells_are_counted_apart(town):
    unknown(town / "out/comfort_2025-06-21T1500.tif")
    heat("validate", town)
    found = json.loads((town / "out/validation.json").read_text())
    assert found["n"] == 0 and found["rmse"] is None and found["outside_or_unknown"] == 1


def test_in_the_polar_night_nothing_lies_in_the_sun_or_its_shade(town):
    """Longyearbyen at Christmas, by its own clocks."""
    text = (town / "heat.toml").read_text().replace("2025-06-21", "2025-12-21")
    place = 'city = { lon = 15.6, lat = 78.2, zone = "Arctic/Longyearbyen" }\n'
    (town / "heat.toml").write_text(place + text)
    weather = (town / "weather.csv").read_text().replace("2025-06-21", "2025-12-21")
    (town / "weather.csv").write_text(weather.replace("31,38,2,800", "-9,80,2,0"))
    for step in ("shade", "comfort"):
        heat(step, town)
    assert not bands(town / "out/shade_2025-12-21.tif").any()
    tmrt, felt, utci = bands(town / "out/comfort_2025-12-21T1500.tif")
    assert np.isfinite(tmrt).all() and np.isnan(felt).all() and np.isfinite(utci).all()
    assert tmrt.max() < -9  # the sky is colder than the air
    suns = json.loads((town / "out/shade_2025-12-21.prov.json").read_text())["parameters"]
    assert suns["hours_with_sun"] == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("measured.csv", "lon,lat,value\n", "no measurement"),
        ("houses.geojson", '{"type": "FeatureCollection", "features": []}', "no polygons"),
        ("plan.geojson", '{"type": "FeatureCollection", "features": []}', "no measure"),
        ("weather.csv", "time,air_c,humidity_pct,wind_ms,global_wm2\n", "no hour"),
        ("cover.csv", "code,shade,albedo,kc,green\n", "no land cover"),
    ],
)
def test_an_empty_table_is_said(town, name, text, words):
    (town / name).write_text(text)
    steps = {"measured": "validate", "houses": "heights", "plan": "scenario", "weather": "comfort"}
    with pytest.raises(CommandError, match=words):
        heat(steps.get(Path(name).stem, "cooling"), town)


@pytest.mark.parametrize("step", sorted({step for step, _ in READS}))
def test_whole_rasters_pass(town, step):
    heat(step, town)
