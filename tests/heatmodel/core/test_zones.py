"""Zonal numbers against cells cut by shapely, Gi* against esda, classes, merging."""

import esda
import libpysal
import numpy as np
import pytest
import shapely

from heatmodel.errors import NotMetric, OutOfRange
from heatmodel.raster.files import write_cog
from heatmodel.raster.grid import Grid
from heatmodel.zones.classes import Burden, burden_classes, total_classes, z_scores
from heatmodel.zones.hotspots import getis_ord
from heatmodel.zones.merging import merged_zones
from heatmodel.zones.zonal import zonal, zonal_file

GRID = Grid("EPSG:25832", 400_000, 5_730_000, 10, 20, 25)


def cells():
    rows, columns = np.mgrid[0:20, 0:25]
    west, north = GRID.west + columns * 10, GRID.north - rows * 10
    return shapely.box(west, north - 10, west + 10, north)


def test_zonal_numbers_are_those_of_cut_cells(tmp_path):
    random = np.random.default_rng(3)
    values = random.uniform(10, 40, GRID.shape).astype(np.float32)
    values[random.random(GRID.shape) < 0.1] = np.nan
    middle = random.uniform((400_020, 5_729_820), (400_230, 5_729_980), (40, 2))
    shapes = [shapely.Point(at).buffer(random.uniform(3, 40), quad_segs=4) for at in middle]
    made = zonal(values, GRID, shapes, ("mean", "sum", "count", "min", "max"), crs="EPSG:25832")
    squares, known = cells(), np.isfinite(values)
    for i, shape in enumerate(shapes):
        share = shapely.area(shapely.intersection(squares, shape)) / 100
        weight = share[known]
        assert made["count"][i] == pytest.approx(weight.sum(), abs=1e-4)
        assert made["sum"][i] == pytest.approx((weight * values[known]).sum(), rel=1e-4)
        if weight.sum() > 0:
            mean = (weight * values[known]).sum() / weight.sum()
            assert made["mean"][i] == pytest.approx(mean, abs=2e-4)
            assert made["min"][i] == values[known & (share > 0)].min()
            assert made["max"][i] == values[known & (share > 0)].max()
    write_cog(tmp_path / "values.tif", GRID, values)
    from_file = zonal_file(tmp_path / "values.tif", shapes, ("mean",), crs="EPSG:25832")
    np.testing.assert_allclose(from_file["mean"], made["mean"], rtol=1e-6)


def test_zones_that_are_empty_outside_or_unknown_have_nothing():
    values = np.full(GRID.shape, np.nan, np.float32)
    values[10:] = 7
    shapes = [
        shapely.Polygon(),
        shapely.box(0, 0, 10, 10),
        shapely.box(400_000, 5_729_950, 400_050, 5_730_000),
        shapely.box(400_000, 5_729_800, 400_050, 5_729_850),
    ]
    made = zonal(values, GRID, shapes, ("mean", "count", "sum"))
    assert made["count"].tolist() == [0, 0, 0, 25]
    assert made["sum"].tolist() == [0, 0, 0, 175]
    assert np.isnan(made["mean"]).tolist() == [True, True, True, False]
    assert zonal(values, GRID, [], ("mean",))["mean"].size == 0


def test_zones_in_another_system_are_refused():
    with pytest.raises(NotMetric, match="4326"):
        zonal(np.zeros(GRID.shape, np.float32), GRID, [shapely.box(7, 51, 8, 52)], crs="EPSG:4326")


@pytest.mark.parametrize("size", [3, 5])
def test_gi_star_is_that_of_esda(size):
    random = np.random.default_rng(size)
    values = random.normal(30, 4, (14, 17))
    values[4:8, 5:10] += 9
    rows, columns = (axis.ravel() for axis in np.mgrid[0:14, 0:17])
    half = size // 2
    neighbours = {
        i: np.flatnonzero((abs(rows - rows[i]) <= half) & (abs(columns - columns[i]) <= half))
        for i in range(values.size)
    }
    weights = libpysal.weights.W(neighbours, silence_warnings=True)
    theirs = esda.G_Local(values.ravel(), weights, transform="B", star=True, permutations=0)
    np.testing.assert_allclose(getis_ord(values, size).ravel(), theirs.Zs, atol=1e-10)


def test_gi_star_leaves_unknown_cells_out():
    values = np.full((9, 9), 20.0)
    values[2:5, 2:5], values[8, 8] = 30, np.nan
    z = getis_ord(values, 3)
    assert np.isnan(z[8, 8]) and np.isnan(z).sum() == 1
    assert z[3, 3] == z[np.isfinite(z)].max() > 5
    assert not getis_ord(np.full((5, 5), 300.1), 3).any()
    assert np.isnan(getis_ord(np.full((5, 5), np.nan), 3)).all()
    with pytest.raises(OutOfRange):
        getis_ord(values, 4)


def test_classes_change_at_the_limits():
    z = np.array([-1.5, -1, -0.99, 0, 0.01, 1, 1.01, 2, 2.01, np.nan])
    assert burden_classes(z).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 0]


def test_classes_have_the_words_of_german_practice():
    words = [Burden(i).word for i in range(1, 6)]
    assert words == ["sehr günstig", "günstig", "weniger günstig", "ungünstig", "sehr ungünstig"]


def test_z_scores_are_those_of_the_settlement():
    hazard = np.array([1.0, 3.0, 10.0, np.nan])
    settled = np.array([True, True, False, True])
    np.testing.assert_allclose(z_scores(hazard, settled), [-1, 1, 8, np.nan])
    weighted = z_scores(hazard[:2], weights=np.array([3.0, 1.0]))  # mean 1.5, sd sqrt(0.75)
    np.testing.assert_allclose(weighted, [-0.5 / 0.75**0.5, 1.5 / 0.75**0.5])
    assert z_scores(np.array([0.1, 0.1, 0.1])).tolist() == [0, 0, 0]
    assert np.isnan(z_scores(hazard, np.zeros(4, bool))).all()


def test_the_worse_of_day_and_night_counts():
    day, night = np.array([1, 5, 0, 3], np.uint8), np.array([4, 2, 2, 0], np.uint8)
    assert total_classes(day, night).tolist() == [4, 5, 2, 3]


def square(x, y, side=100):
    return shapely.box(x, y, x + side, y + side)


def test_neighbours_of_one_class_become_one():
    units = [square(0, 0), square(100, 0), square(200, 0), square(100, 100), square(300, 100)]
    merged = merged_zones(units, np.array([3, 3, 4, 3, 3], np.uint8))
    assert [(label, members) for _, label, members in merged] == [
        (3, [0, 1, 3]),
        (4, [2]),
        (3, [4]),  # touches the others at a corner only
    ]
    assert merged[0][0].area == 30_000
    assert shapely.union_all([shape for shape, _, _ in merged]).area == 50_000


def test_what_is_too_small_joins_the_neighbour_with_the_longest_edge():
    units = [square(0, 0, 200), square(200, 0, 50), square(200, 50, 200), square(900, 0, 20)]
    merged = merged_zones(units, np.array([2, 5, 3, 4], np.uint8))
    by_members = {tuple(members): label for _, label, members in merged}
    assert by_members == {(0, 1): 2, (2,): 3, (3,): 4}  # nobody is beside the last one


def test_unknown_zones_stay_apart():
    units = [square(0, 0), square(100, 0, 20)]
    merged = merged_zones(units, np.array([3, 0], np.uint8))
    assert [members for _, _, members in merged] == [[0], [1]]
