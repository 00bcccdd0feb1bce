"""Landsat's numbers by hand and on a real cloudy scene; composites; vegetation."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio

from heatmodel.errors import GridMismatch, NotSurfaceTemperature, TooFewScenes
from heatmodel.surface.composite import composite, scene_anomaly, scene_median
from heatmodel.surface.landsat import clear_cells, surface_reflectance, surface_temperature
from heatmodel.surface.metadata import read_scene
from heatmodel.surface.vegetation import ndvi, sentinel2_reflectance

SCENE = "LC08_L2SP_008059_20191201_20200825_02_T1"
CLEAR = 0b0100_0000


def band(shared_data, name):
    with rasterio.open(shared_data / "raster" / "c2l2" / f"{SCENE}_{name}.TIF") as dataset:
        return dataset.read(1)


def test_a_number_becomes_a_temperature():
    """44177 * 0.00341802 + 149 = 300.0 K (USGS LSDS-1619)."""
    dn = np.array([[44_177, 0, 292, 293, 61_440, 61_441]], np.uint16)
    celsius = surface_temperature(dn, np.full(dn.shape, CLEAR, np.uint16))
    assert celsius[0, 0] == pytest.approx(44_177 * 0.00341802 + 149 - 273.15, abs=1e-4)
    assert celsius[0, 0] == pytest.approx(26.85, abs=0.01)
    # Fill, invalid, 150 K of a cloud, 86 °C, invalid.
    assert np.isnan(celsius[0, 1:]).all()


@pytest.mark.parametrize("bit", range(5))
def test_fill_cloud_and_shadow_are_left_out(bit):
    qa = np.array([[CLEAR | (1 << bit), CLEAR]], np.uint16)
    assert clear_cells(qa).tolist() == [[False, True]]


@pytest.mark.parametrize("bit", [5, 6, 7])
def test_snow_clear_and_water_stay(bit):
    assert clear_cells(np.array([[1 << bit]], np.uint16)).all()


def test_saturation_and_uncertainty_are_left_out():
    dn, qa = np.full((1, 4), 44_177, np.uint16), np.full((1, 4), CLEAR, np.uint16)
    saturated = np.array([[0, 4, 0, 0]], np.uint16)
    uncertain = np.array([[100, 100, 501, -9999]], np.int16)
    celsius = surface_temperature(dn, qa, qa_radsat=saturated, st_qa=uncertain)
    assert np.isfinite(celsius).tolist() == [[True, False, False, False]]


def test_a_real_cloudy_scene_keeps_what_is_clear(shared_data):
    """Colombia, 81 % clouds: the mean of all valid numbers is far below freezing."""
    dn, qa, st_qa = (band(shared_data, name) for name in ("ST_B10", "QA_PIXEL", "ST_QA"))
    celsius = surface_temperature(dn, qa, st_qa=st_qa)
    known = np.isfinite(celsius)
    independent = [
        (int(d) * 0.00341802 + 149 - 273.15)
        for d, q, u in zip(dn.ravel(), qa.ravel(), st_qa.ravel(), strict=True)
        if not q & 0b11111 and 293 <= d <= 61_440 and 0 <= u <= 500
    ]
    assert known.sum() == len(independent) > 1000
    assert celsius[known].mean() == pytest.approx(np.mean(independent), abs=1e-3)
    assert 15 < celsius[known].mean() < 45
    valid = (dn >= 293) & (dn <= 61_440)
    assert (dn[valid] * 0.00341802 + 149 - 273.15).mean() < celsius[known].mean() - 10


def test_a_scene_of_clouds_yields_nothing(shared_data):
    dn, qa = band(shared_data, "ST_B10"), band(shared_data, "QA_PIXEL")
    celsius = surface_temperature(dn, qa | 0b1000)
    assert np.isnan(celsius).all()
    assert np.isnan(scene_median(celsius))
    with pytest.raises(TooFewScenes, match="0 of 6"):
        composite([scene_anomaly(celsius)] * 6)


def test_bands_of_different_shape_are_refused():
    with pytest.raises(GridMismatch):
        surface_temperature(np.zeros((3, 3), np.uint16), np.zeros((3, 4), np.uint16))


def test_the_metadata_of_a_real_scene_is_read(shared_data):
    scene = read_scene(shared_data / "raster" / "c2l2" / f"{SCENE}_MTL.xml")
    assert scene.name == SCENE
    assert scene.level == "L2SP"
    assert scene.acquired == datetime(2019, 12, 1, 15, 13, 51, 861099, tzinfo=UTC)
    assert (scene.scale_k, scene.offset_k, scene.cloud_pct) == (0.00341802, 149.0, 81.02)
    assert scene.need_surface_temperature() is scene


def test_level_1_is_read_and_refused_as_temperature(shared_data):
    scene = read_scene(shared_data / "raster" / "LC82320832016040LGN00_MTL.txt")
    assert scene.sun_altitude_deg == pytest.approx(52.70271194)
    with pytest.raises(NotSurfaceTemperature, match="L1T"):
        scene.need_surface_temperature()


MTL_TEXT = """GROUP = LANDSAT_METADATA_FILE
  GROUP = PRODUCT_CONTENTS
    LANDSAT_PRODUCT_ID = "LC09_L2SP_197024_20230619_20230621_02_T1"
    PROCESSING_LEVEL = "L2SP"
  END_GROUP = PRODUCT_CONTENTS
  GROUP = IMAGE_ATTRIBUTES
    SPACECRAFT_ID = "LANDSAT_9"
    DATE_ACQUIRED = 2023-06-19
    SCENE_CENTER_TIME = "10:27:11.1234567Z"
    SUN_ELEVATION = 58.5
    CLOUD_COVER = 3.10
  END_GROUP = IMAGE_ATTRIBUTES
  GROUP = LEVEL1_PROCESSING_RECORD
    PROCESSING_LEVEL = "L1TP"
  END_GROUP = LEVEL1_PROCESSING_RECORD
END_GROUP = LANDSAT_METADATA_FILE
END
"""
MTL_JSON = {
    "LANDSAT_METADATA_FILE": {
        "PRODUCT_CONTENTS": {
            "LANDSAT_PRODUCT_ID": "LC09_L2SP_197024_20230619_20230621_02_T1",
            "PROCESSING_LEVEL": "L2SP",
        },
        "IMAGE_ATTRIBUTES": {
            "SPACECRAFT_ID": "LANDSAT_9",
            "DATE_ACQUIRED": "2023-06-19",
            "SCENE_CENTER_TIME": "10:27:11.1234567Z",
            "SUN_ELEVATION": "58.5",
            "CLOUD_COVER": "3.10",
        },
    }
}
STAC = {
    "type": "Feature",
    "id": "LC09_L2SP_197024_20230619_20230621_02_T1",
    "properties": {
        "datetime": "2023-06-19T10:27:11.123456Z",
        "platform": "landsat-9",
        "landsat:correction": "L2SP",
        "view:sun_elevation": 58.5,
        "eo:cloud_cover": 3.1,
    },
    "assets": {
        "lwir11": {
            "href": "https://example.org/LC09_ST_B10.TIF",
            "raster:bands": [{"scale": 0.00341802, "offset": 149.0}],
        }
    },
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scene_MTL.txt", MTL_TEXT),
        ("scene_MTL.json", json.dumps(MTL_JSON)),
        ("scene_stac.json", json.dumps(STAC)),
    ],
)
def test_all_forms_of_metadata_say_the_same(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    scene = read_scene(tmp_path / name).need_surface_temperature()
    assert scene.name == "LC09_L2SP_197024_20230619_20230621_02_T1"
    assert scene.spacecraft == "LANDSAT_9"
    assert scene.acquired == datetime(2023, 6, 19, 10, 27, 11, 123456, tzinfo=UTC)
    assert (scene.sun_altitude_deg, scene.cloud_pct) == (58.5, 3.1)
    assert (scene.scale_k, scene.offset_k) == (0.00341802, 149.0)


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>"""


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "<x>", "<x/>", "nothing", BOMB, '{"type": "Feature"}', "\x00"]
)
def test_what_is_no_metadata_is_refused_by_name(tmp_path, text):
    (tmp_path / "odd_MTL").write_text(text)
    with pytest.raises(NotSurfaceTemperature, match="odd_MTL"):
        read_scene(tmp_path / "odd_MTL")


def test_missing_metadata_is_refused(tmp_path):
    with pytest.raises(NotSurfaceTemperature):
        read_scene(tmp_path / "none_MTL.txt")


def test_the_composite_is_median_and_mad_over_dates():
    stack = [np.array([[k, 1.0, np.nan]], np.float32) for k in (1, 2, 3, 4, 100)]
    stack[0][0, 1] = np.nan
    made = composite(stack)
    assert made.median_k[0, 0] == 3
    assert made.mad_k[0, 0] == 1  # of 2, 1, 0, 1, 97
    assert made.n.tolist() == [[5, 4, 0]]
    assert np.isnan(made.median_k[0, 1:]).all() and np.isnan(made.mad_k[0, 1:]).all()
    assert composite(stack, min_dates=4).median_k[0, 1] == 1


def test_clouded_dates_do_not_count():
    clear, clouded = np.ones((2, 2), np.float32), np.full((2, 2), np.nan, np.float32)
    with pytest.raises(TooFewScenes, match="4 of 6"):
        composite([clear] * 4 + [clouded] * 2)


def test_an_anomaly_is_above_the_scenes_or_the_countrys_median():
    celsius = np.array([[20, 30, 40, np.nan]], np.float32)
    assert scene_anomaly(celsius)[0, :3].tolist() == [-10, 0, 10]
    rural = np.array([[True, False, False, True]])
    assert scene_anomaly(celsius, rural)[0, :3].tolist() == [0, 10, 20]


def test_vegetation_is_the_normalised_difference():
    red = np.array([[0.1, 0.0, -0.01, np.nan, 0.2]], np.float32)
    nir = np.array([[0.3, 0.0, 0.5, 0.4, np.nan]], np.float32)
    index = ndvi(red, nir)
    assert index[0, 0] == pytest.approx(0.5)
    assert np.isnan(index[0, 1])
    assert index[0, 2] == 1
    assert np.isnan(index[0, 3:]).all()


def test_sentinel_has_an_offset_since_baseline_4():
    dn = np.array([[0, 3000]], np.uint16)
    assert sentinel2_reflectance(dn, "03.01")[0, 1] == pytest.approx(0.3)
    assert sentinel2_reflectance(dn, "05.09")[0, 1] == pytest.approx(0.2)
    assert np.isnan(sentinel2_reflectance(dn, "05.09")[0, 0])


def test_landsat_reflectance_by_hand():
    """18639 * 0.0000275 - 0.2 = 0.31257."""
    dn = np.array([[18_639, 0, 65_535]], np.uint16)
    reflectance = surface_reflectance(dn)
    assert reflectance[0, 0] == pytest.approx(0.31257, abs=1e-5)
    assert np.isnan(reflectance[0, 1:]).all()
