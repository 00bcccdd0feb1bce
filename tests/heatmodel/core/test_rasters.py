"""Files that come from strangers, sidecars, tiles, and the same bits by every scheduler."""

import hashlib
import json

import numpy as np
import pytest
import rasterio
from affine import Affine
from distributed import LocalCluster

from heatmodel.errors import (
    BadConfig,
    GridMismatch,
    NotMetric,
    NotSquare,
    RotatedRaster,
    TooLarge,
    UnreadableRaster,
)
from heatmodel.raster.files import (
    codes_onto,
    cog,
    grid_of_file,
    read_codes,
    read_floats,
    values_at,
    write_cog,
)
from heatmodel.raster.grid import Grid, same_grid
from heatmodel.raster.provenance import (
    Kind,
    Provenance,
    Source,
    read_sidecar,
    sidecar_of,
    source_of,
    write_sidecar,
)
from heatmodel.raster.schedule import Schedule
from heatmodel.raster.tiles import Box, boxes_of, bytes_of, tile_size

GRID = Grid("EPSG:25832", 410_000, 5_730_000, 1, 600, 700)


def raster(path, values, transform=None, crs="EPSG:25832", **more):
    transform = transform or Affine(1, 0, 410_000, 0, -1, 5_730_000)
    rows, columns = values.shape
    profile = {"width": columns, "height": rows, "count": 1, "dtype": values.dtype, **more}
    with rasterio.open(path, "w", driver="GTiff", transform=transform, crs=crs, **profile) as made:
        made.write(values, 1)
    return path


SMALL = np.ones((4, 5), np.float32)


@pytest.mark.parametrize(
    ("error", "settings"),
    [
        (RotatedRaster, {"transform": Affine.translation(0, 9) @ Affine.rotation(20)}),
        (RotatedRaster, {"transform": Affine(1, 0, 0, 0, 1, 0)}),
        (NotSquare, {"transform": Affine(1, 0, 0, 0, -2, 9)}),
        (NotMetric, {"crs": "EPSG:4326"}),
        (NotMetric, {"crs": "EPSG:3857"}),
        (NotMetric, {"crs": "EPSG:2263"}),  # New York, in feet
        (NotMetric, {"crs": None}),
    ],
)
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_grid_that_cannot_be_used_is_refused_by_name(tmp_path, error, settings):
    path = raster(tmp_path / "odd.tif", SMALL, **settings)
    with pytest.raises(error, match=r"odd\.tif"):
        grid_of_file(path)


def test_a_raster_of_the_world_is_refused_before_it_is_read(tmp_path):
    """1 m over 40,000 km each way, as a sparse file of some kilobytes."""
    path = tmp_path / "world.tif"
    size = 2_000_000
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=1, dtype="uint8",
        crs="EPSG:25832", transform=Affine(1, 0, 9, 0, -1, 9), sparse_ok=True, tiled=True,
        blockxsize=4096, blockysize=4096, bigtiff="YES",
    ):  # fmt: skip
        pass
    with pytest.raises(TooLarge, match="2000000"):
        grid_of_file(path)


@pytest.mark.parametrize("content", [b"", b"II*\x00", b"no raster", b"\x00" * 5000])
def test_what_is_no_raster_is_refused_by_name(tmp_path, content):
    path = tmp_path / "broken.tif"
    path.write_bytes(content)
    with pytest.raises(UnreadableRaster, match=r"broken\.tif"):
        grid_of_file(path)
    with pytest.raises(UnreadableRaster):
        grid_of_file(tmp_path / "missing.tif")


def test_a_file_cut_off_is_refused_when_it_is_read(tmp_path):
    values = np.random.default_rng(0).random((600, 700)).astype(np.float32)
    path = tmp_path / "cut.tif"
    write_cog(path, GRID, values)
    whole = path.read_bytes()
    for kept in (100, len(whole) // 2, len(whole) - 2000):
        path.write_bytes(whole[:kept])
        with pytest.raises(UnreadableRaster, match=r"cut\.tif"):
            read_floats(path)


def test_no_data_becomes_nan_whatever_stands_for_it(tmp_path):
    values = np.array([[1, -9999, 3]], np.int16)
    path = raster(tmp_path / "n.tif", values, nodata=-9999)
    np.testing.assert_array_equal(read_floats(path), [[1, np.nan, 3]])
    np.testing.assert_array_equal(read_codes(path), values)
    floats = raster(tmp_path / "f.tif", np.array([[1, np.nan]], np.float32), nodata=np.nan)
    np.testing.assert_array_equal(read_floats(floats), [[1, np.nan]])


def test_grids_that_differ_are_named():
    shifted = Grid("EPSG:25832", 410_000.5, 5_730_000, 1, 600, 700)
    with pytest.raises(GridMismatch, match=r"crowns.tif.*dsm.tif"):
        same_grid([("dsm.tif", GRID), ("crowns.tif", shifted)])
    assert same_grid([("a", GRID), ("b", GRID)]) == GRID


def test_a_result_is_a_tiled_cog_with_overviews(tmp_path):
    values = np.arange(600 * 700, dtype=np.float32).reshape(600, 700)
    values[0, 0] = np.nan
    write_cog(tmp_path / "r.tif", GRID, values, bands=["one"])
    with rasterio.open(tmp_path / "r.tif") as made:
        assert made.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert made.block_shapes == [(512, 512)]
        assert made.overviews(1)
        assert made.descriptions == ("one",)
        np.testing.assert_array_equal(made.read(1), values)
    assert grid_of_file(tmp_path / "r.tif") == GRID
    box = Box(100, 200, 30, 40)
    np.testing.assert_array_equal(read_floats(tmp_path / "r.tif", box), values[100:130, 200:240])


def test_values_are_those_of_the_cell_below_the_point(tmp_path):
    grid = Grid("EPSG:25832", 100, 200, 10, 2, 3)
    values = np.array([[0, 1, 2], [3, np.nan, 5]], np.float32)
    write_cog(tmp_path / "v.tif", grid, values)
    points = np.array([[101, 199], [129, 181], [99, 199], [130.1, 190], [115, 185]], float)
    found = values_at(tmp_path / "v.tif", points)
    np.testing.assert_array_equal(found, [0, 5, np.nan, np.nan, np.nan])


def test_a_run_that_fails_leaves_no_half_file(tmp_path):
    path = tmp_path / "r.tif"
    write_cog(path, GRID, np.zeros(GRID.shape, np.float32))
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), cog(path, GRID, dtype="float32") as write:
        write(Box(0, 0, 2, 2), np.ones((2, 2), np.float32))
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_coarse_codes_are_laid_under_fine_cells(tmp_path):
    coarse = Grid("EPSG:25832", 410_000, 5_730_000, 10, 2, 2)
    codes = np.array([[1, 2], [3, 4]], np.uint8)
    path = tmp_path / "c.tif"
    write_cog(path, coarse, codes, dtype="uint8", nodata=0, resampling="NEAREST")
    fine = codes_onto(path, Grid("EPSG:25832", 410_005, 5_730_000, 1, 20, 20))
    assert fine[0, :5].tolist() == [1] * 5 and fine[0, 5:15].tolist() == [2] * 10
    assert fine[19, 0] == 3
    assert not fine[:, 15:].any()  # beyond the coarse raster


def test_the_sidecar_says_where_a_result_comes_from(tmp_path):
    result = tmp_path / "shade.tif"
    result.write_bytes(b"bits")
    source = Source("dsm.tif", "ab" * 32, "dl-de/zero-2-0", "Geobasis NRW", "2024")
    made = Provenance("shade", Kind.MODELLED, [source], {"day": "2025-06-21"}, ["a note"])
    write_sidecar(result, made)
    assert sidecar_of(result) == tmp_path / "shade.prov.json"
    said = json.loads((tmp_path / "shade.prov.json").read_text())
    assert said["run_id"] == made.run_id and len(made.run_id) == 16
    assert said["kind"] == "modelled"
    assert said["sources"][0]["publisher"] == "Geobasis NRW"
    assert (said["licences"], said["dates"]) == (["dl-de/zero-2-0"], ["2024"])
    assert said["sha256"] == hashlib.sha256(b"bits").hexdigest()
    follower = source_of(result)
    assert (follower.run_id, follower.licence) == (made.run_id, "dl-de/zero-2-0")
    other_day = Provenance("shade", Kind.MODELLED, [source], {"day": "2025-07-21"})
    assert other_day.run_id != made.run_id
    assert Provenance("shade", Kind.MODELLED, [source], {"day": "2025-06-21"}).run_id == made.run_id


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_broken_sidecar_is_refused(tmp_path, content):
    (tmp_path / "a.prov.json").write_text(content)
    with pytest.raises(BadConfig, match=r"prov\.json"):
        read_sidecar(tmp_path / "a.tif")


def test_boxes_fill_a_raster_once():
    seen = np.zeros((1000, 700), int)
    for box in boxes_of(seen.shape, 256):
        box.of(seen, Box(0, 0, *seen.shape))[:] += 1
    assert (seen == 1).all()


def test_tiles_fit_into_the_memory_that_is_given():
    for megabytes in (40, 500, 8000):
        side = tile_size(megabytes * 10**6, 60, 3)
        assert side % 256 == 0
        assert 3 * 60 * side**2 <= megabytes * 10**6
    with pytest.raises(TooLarge, match="MB"):
        tile_size(10**6, 60, 3)
    with pytest.raises(TooLarge, match="475"):
        tile_size(200 * 10**6, 320, 1, halo=475)


def test_memory_is_read_as_people_write_it():
    assert bytes_of("2G") == 2 * 2**30
    assert bytes_of("500m") == 500 * 2**20
    for odd in ("", "much", "-1G", "0", "1X"):
        with pytest.raises((ValueError, KeyError)):
            bytes_of(odd)


def squared(number):
    return number * number


def failing(number):
    if number == 3:
        raise GridMismatch("three")
    return number


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as running:
        yield running


@pytest.mark.parametrize("how", ["serial", "threads", "dask"])
def test_results_come_in_order_and_errors_as_they_are(how, cluster):
    schedule = Schedule(cluster.scheduler_address if how == "dask" else how, 2)
    assert list(schedule.run(squared, range(9))) == [(n, n * n) for n in range(9)]
    with pytest.raises(GridMismatch, match="three"):
        list(schedule.run(failing, range(9)))


def test_a_scheduler_nobody_knows_is_refused():
    with pytest.raises(BadConfig, match="serial, threads"):
        Schedule("celery")
    with pytest.raises(BadConfig, match="worker"):
        Schedule("threads", 0)
