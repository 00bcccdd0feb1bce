"""Shade of a city in tiles: against the whole, against geometry, and in the files that are read."""

import math
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from heatmodel.errors import TooLarge
from heatmodel.raster.grid import Grid
from heatmodel.raster.schedule import Schedule
from heatmodel.shade.sun import Sun
from heatmodel.shade.sweep import shade_bits
from heatmodel.shading import city, targets
from heatmodel.shading.city import Suns
from heatmodel.shading.queries import shade_file

GRID = Grid("EPSG:25832", 418_000.0, 5_727_000.0, 2.0, 300, 260)
SUNS = Suns(2026, [[Sun(200, 40), Sun(95, 12), None]], [[True, True, False]])


@pytest.fixture
def town() -> tuple[np.ndarray, np.ndarray]:
    """Houses and crowns by chance, and a corner that nobody knows."""
    chance = np.random.default_rng(5)
    surface = np.zeros(GRID.shape, np.float32)
    canopy = np.zeros(GRID.shape, np.float32)
    for _ in range(60):
        row, column = chance.integers(0, 290), chance.integers(0, 250)
        surface[row : row + 6, column : column + 7] = chance.uniform(4, 18)
    for _ in range(80):
        row, column = chance.integers(0, 296), chance.integers(0, 256)
        canopy[row : row + 3, column : column + 3] = chance.uniform(8, 18)
    canopy[surface > 0] = 0
    surface[:20, :20] = np.nan
    return surface, canopy


def heights_of(town):
    surface, canopy = town

    def heights(grid: Grid):
        row = round((GRID.north - grid.north) / GRID.cell_m)
        column = round((grid.west - GRID.west) / GRID.cell_m)
        part = slice(row, row + grid.rows), slice(column, column + grid.columns)
        return surface[part], canopy[part], surface[part] == 0

    return heights


def computed(town, folder: Path, tallies=(), **options) -> np.ndarray:
    city.shade_city(GRID, heights_of(town), SUNS, folder, list(tallies), highest_m=40, **options)
    with rasterio.open(shade_file(folder, 0)) as raster:
        assert raster.crs.to_epsg() == 25832
        assert raster.transform == GRID.transform
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        return raster.read(1)


@pytest.mark.parametrize("tile", [64, 100, 1024])
def test_tiles_equal_the_whole(town, tmp_path, monkeypatch, tile):
    monkeypatch.setattr(city, "TILE", tile)
    surface, canopy = town
    expected, _solid = shade_bits(surface, SUNS.days[0][:2], GRID.cell_m, canopy_m=canopy)
    expected = np.where(np.isnan(surface), city.UNKNOWN, expected)
    assert np.array_equal(computed(town, tmp_path), expected)


def test_threads_and_little_memory_change_no_bit(town, tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    threads = Schedule("threads", 2)
    least = 3 * city.BYTES_PER_CELL * (256 + 2 * 96) ** 2  # the halo: 40 m, 12 degrees, 2 m
    found = computed(town, tmp_path / "b", schedule=threads, max_bytes=least)
    assert np.array_equal(found, computed(town, tmp_path / "a"))
    with pytest.raises(TooLarge, match="allow more memory or fewer workers"):
        computed(town, tmp_path / "b", schedule=threads, max_bytes=least // 2)


def test_tiles_that_are_not_wanted_stay_unknown(town, tmp_path, monkeypatch):
    monkeypatch.setattr(city, "TILE", 128)
    second = GRID.cut(128, 128, 128, 128).bounds
    found = computed(town, tmp_path, wanted=lambda bounds: bounds == second)
    known = found != city.UNKNOWN
    assert known[128:256, 128:256].all()
    assert known.sum() == 128 * 128


def test_a_house_throws_the_shadow_of_geometry(tmp_path):
    """10 m high, sun in the south at 45 degrees: the shadow is 10 m long, to the north."""
    surface = np.zeros(GRID.shape, np.float32)
    surface[100:110, 100:120] = 10
    suns = Suns(2026, [[Sun(180, 45)]], [[True]])
    city.shade_city(
        GRID,
        heights_of((surface, np.zeros_like(surface))),
        suns,
        tmp_path,
        [],
        highest_m=40,
    )
    with rasterio.open(shade_file(tmp_path, 0)) as raster:
        rows, columns = np.nonzero(raster.read(1))
    assert (columns.min(), columns.max()) == (100, 119)
    assert rows.max() == 99
    assert math.isclose((100 - rows.min()) * GRID.cell_m, 10, abs_tol=GRID.cell_m)


def test_shares_are_those_of_the_cells_below(town, tmp_path):
    surface, canopy = town
    bits, _solid = shade_bits(surface, SUNS.days[0][:2], GRID.cell_m, canopy_m=canopy)
    west, north = GRID.west, GRID.north
    square = shapely.box(west + 100, north - 300, west + 200, north - 200)
    unknown = shapely.box(west + 2, north - 10, west + 10, north - 2)
    away = shapely.box(0, 0, 10, 10)
    tally = targets.Tally(targets.areas(GRID, [square, unknown, away]), 1, 3)
    computed(town, tmp_path, [tally])
    percent = tally.percent()
    free = surface[100:150, 50:100] == 0
    for hour in (0, 1):
        shaded = bits[100:150, 50:100][free] >> hour & 1
        assert percent[0, hour, 0] == pytest.approx(100 * shaded.mean())
    assert np.isnan(percent[0, :, 1:]).all()


def test_points_along_a_line_are_half_a_step_from_its_ends():
    line = shapely.LineString([(418_001, 5_726_999), (418_041, 5_726_999)])
    found = targets.lines(GRID, [line, shapely.LineString([(0, 0), (1, 1)])], 4.0)
    assert found.columns.tolist() == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
    assert set(found.rows.tolist()) == {0}
    assert set(found.target.tolist()) == {0}


def test_the_lowest_sun_is_high_enough():
    suns = city.suns_over(GRID, 2026)
    assert len(suns.days) == 24
    assert suns.lowest_deg >= city.MIN_ALTITUDE_DEG
    noon = suns.days[11][8]  # 23 June, 12 UTC
    assert noon is not None
    assert noon.altitude_deg == pytest.approx(61.4, abs=0.3)  # 90 - 51.68 + 23.4, 30 min past noon
    assert suns.bits[0] == sum(1 << hour for hour in range(5, 12))  # 9 to 15 UTC
