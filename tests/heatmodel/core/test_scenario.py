"""Measures: what may be drawn, what it changes, and that only its reach is computed anew."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
import shapely

from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.comfort.weather import Weather
from heatmodel.cooling.model import Cover, factors_of
from heatmodel.errors import BadMeasure, TooLarge
from heatmodel.raster.files import grid_of_file, read_floats
from heatmodel.raster.grid import Grid
from heatmodel.scenario.lenses import Climate, Conditions, local_lens
from heatmodel.scenario.measures import MAX_FEATURES, Measure, Placed, read_measures
from heatmodel.scenario.run import City, compare_area, people_affected, run_scenario
from heatmodel.scenario.scene import Scene, changed_box, factors_with, scene_with
from heatmodel.tables import read_covers
from tests.heatmodel.core.conftest import COARSE, FINE, feature, point, square

WEATHER = Weather(datetime(2025, 6, 21, 13, tzinfo=UTC), 31, 38, 2, 800)
CONDITIONS = Conditions(date(2025, 6, 21), WEATHER, 7.7, 51.7)
CLIMATE = Climate(30, 18, 2.5, 4.5, cooling_distance_m=100, air_radius_m=100)


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_tree_stands_where_it_was_drawn():
    (tree,) = read_measures(
        collection(feature("tree", point(200, 100), height_m=12, crown_m=8)), "EPSG:25832"
    )
    assert tree.measure is Measure.TREE and tree.height_m == 12
    assert tree.area.centroid.distance(shapely.Point(410_200, 5_729_900)) < 0.01
    assert tree.area.area == pytest.approx(np.pi * 16, rel=0.01)


def test_what_is_left_out_is_usual():
    tree, sail = read_measures(
        collection(feature("tree", point(9, 9)), feature("shade_sail", square(5, 5, 9))),
        "EPSG:25832",
    )
    assert tree.height_m == 10
    assert sail.height_m == 3.5


BOW = {"type": "Polygon", "coordinates": [[[7, 51], [8, 52], [8, 51], [7, 52], [7, 51]]]}


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (feature("pool", point(1, 1)), "measure of tree"),
        (feature("tree", square(1, 1, 5)), "tree is a point"),
        (feature("unseal", point(1, 1)), "as an area"),
        (feature("unseal", BOW), "intersection"),
        (feature("tree", point(1, 1), height_m=900), "between 2 and 40"),
        (feature("tree", point(1, 1), crown_m="wide"), "is no number"),
        (feature("tree", point(1, 1), crown_m=float("nan")), "is no number"),
        (feature("tree", point(1, 1), height_m=True), "is no number"),
        (feature("water", {"type": "Polygon", "coordinates": []}), "no place"),
        (feature("water", {"type": "Polygon", "coordinates": [[[1, 2]]]}), "geometry"),
        (feature("tree", {"type": "Point", "coordinates": [999, 999]}), "no place"),
        (feature("tree", None), "geometry"),
        ({"type": "Feature", "geometry": None, "properties": None}, "measure 1"),
        ("tree", "measure 1"),
        (None, "measure 1"),
    ],
)
def test_what_cannot_be_built_is_said(odd, words):
    with pytest.raises(BadMeasure, match=words):
        read_measures(collection(odd), "EPSG:25832")


@pytest.mark.parametrize("odd", [None, [], {}, {"features": "all"}, {"features": None}])
def test_what_is_no_collection_is_refused(odd):
    with pytest.raises(BadMeasure, match="FeatureCollection"):
        read_measures(odd, "EPSG:25832")


def test_their_number_is_bounded():
    many = collection(*[feature("tree", point(1, 1))] * (MAX_FEATURES + 1))
    with pytest.raises(BadMeasure, match="5000"):
        read_measures(many, "EPSG:25832")


def scene():
    shape = FINE.shape
    return Scene(
        FINE, np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.full(shape, 2, np.uint8)
    )


def placed(measure, east, south, side, height_m=0.0):
    west, north = FINE.west + east, FINE.north - south
    return Placed(measure, shapely.box(west, north - side, west + side, north), height_m)


def test_measures_change_what_they_cover_and_nothing_else():
    after = scene_with(
        scene(),
        [
            placed(Measure.TREE, 10, 20, 5, 9),
            placed(Measure.UNSEAL, 50, 60, 10),
            placed(Measure.WATER, 55, 60, 5),
            placed(Measure.GREEN_ROOF, 90, 90, 5),
        ],
    )
    assert (after.canopy_m[20:25, 10:15] == 9).all() and after.canopy_m.sum() == 25 * 9
    assert (after.ground == GROUND_CODES["grass"]).sum() == 75
    assert (after.ground[60:65, 55:60] == GROUND_CODES["water"]).all()
    assert not scene().canopy_m.any()


def test_a_small_measure_changes_its_share_of_a_coarse_cell():
    table = {1: Cover(0.0, 0.1, 0.2, False, 0.8)}
    factors = factors_of(np.ones(COARSE.shape, int), table)
    after = factors_with(factors, COARSE, [placed(Measure.UNSEAL, 20, 30, 5)])
    assert after.kc[3, 2] == pytest.approx(0.2 + 0.25 * (0.85 - 0.2), abs=1e-6)
    assert after.green.sum() == pytest.approx(0.25, abs=1e-6)
    assert (after.kc != 0.2).sum() == 1
    sail = factors_with(factors, COARSE, [placed(Measure.SHADE_SAIL, 20, 30, 10)])
    assert sail.shade[3, 2] == 1
    assert (sail.building_intensity == 0.8).all() and not sail.green.any()


def test_measures_outside_touch_nothing():
    assert changed_box(FINE, [placed(Measure.TREE, -900, 0, 5, 9)]) is None
    edge = changed_box(FINE, [placed(Measure.TREE, -3, 398, 5, 9)])
    assert edge is not None and (edge.row, edge.column) == (398, 0)
    assert (edge.rows, edge.columns) == (2, 3)


def test_a_tree_is_felt_below_it_and_hardly_in_the_air():
    trees = [placed(Measure.TREE, 200, 200, 8, 12)]
    before, after = (local_lens(s, CONDITIONS) for s in (scene(), scene_with(scene(), trees)))
    below = np.s_[202:206, 202:206]
    assert (after["tmrt_c"] - before["tmrt_c"])[below].max() < -15
    assert (after["pet_c"] - before["pet_c"])[below].max() < -6
    assert (after["shade_hours"] - before["shade_hours"])[below].min() > 10
    factors = factors_of(np.ones(COARSE.shape, int), {1: Cover(0, 0.1, 0.2, False, 0.8)})
    et0 = np.full(COARSE.shape, 5.0)
    delta = compare_area(factors, et0, COARSE, trees, CLIMATE).delta
    for name in ("t_air_day_c", "t_air_night_c"):
        assert -0.2 < delta[name].min() < 0
        assert delta[name].max() < 1e-9


def test_water_cools_no_radiant_temperature_away_from_it():
    after = local_lens(scene_with(scene(), [placed(Measure.WATER, 100, 100, 20)]), CONDITIONS)
    before = local_lens(scene(), CONDITIONS)
    changed = np.abs(after["tmrt_c"] - before["tmrt_c"]) > 1e-6
    assert changed[100:120, 100:120].all() and changed.sum() == 400


def city(town):
    return City(
        town / "dsm.tif", town / "crowns.tif", town / "cover.tif",
        read_covers(town / "cover.csv"), 5.0,
    )  # fmt: skip


def test_only_its_reach_is_computed_and_is_that_of_the_whole_town(town):
    measures = [placed(Measure.TREE, 350, 360, 6, 9), placed(Measure.UNSEAL, 120, 130, 15)]
    seen = []
    made = run_scenario(
        city(town), measures, CONDITIONS, CLIMATE, town / "plan",
        max_bytes=3 * 10**8, progress=seen.append,
    )  # fmt: skip
    assert seen == sorted(seen) and seen[-1] == 1
    table = read_covers(town / "cover.csv")
    cover = np.repeat(np.repeat(read_floats(town / "cover.tif"), 10, 0), 10, 1)
    today = Scene(
        FINE,
        read_floats(town / "dsm.tif"),
        read_floats(town / "crowns.tif"),
        table.ground_of(np.nan_to_num(cover).astype(np.uint8)),
    )
    before, after = (local_lens(s, CONDITIONS) for s in (today, scene_with(today, measures)))
    part = grid_of_file(made.local["delta"])
    row, column = int(FINE.north - part.north), int(part.west - FINE.west)
    window = np.s_[row : row + part.rows, column : column + part.columns]
    for band, name in enumerate(("shade_hours", "tmrt_c", "pet_c", "utci_c"), start=1):
        for state, whole in (("before", before), ("after", after)):
            ours = read_floats(made.local[state], band=band)
            known = np.isfinite(ours)
            assert known.any()
            np.testing.assert_array_equal(ours[known], whole[name][window][known])
        # What was not computed does not change.
        everywhere = np.zeros(FINE.shape, bool)
        everywhere[window] = np.isfinite(read_floats(made.local["delta"], band=band))
        unchanged = (after[name] == before[name]) | np.isnan(before[name])
        assert unchanged[~everywhere].all()
    assert made.summary["pet_1k_cooler_m2"] > 30
    assert made.summary["mean_t_air_night_c"] < 0


def test_a_scenario_beside_the_city_is_refused(town):
    with pytest.raises(BadMeasure, match="within"):
        run_scenario(
            city(town), [placed(Measure.TREE, 5000, 0, 5, 9)], CONDITIONS, CLIMATE, town / "plan"
        )


def test_a_land_cover_beyond_memory_is_refused(town):
    with pytest.raises(TooLarge):
        run_scenario(
            city(town), [placed(Measure.GREEN_ROOF, 100, 100, 20)], CONDITIONS, CLIMATE,
            town / "plan", max_bytes=10**6,
        )  # fmt: skip


def test_people_are_counted_with_their_uncertainty():
    grid = Grid("EPSG:25832", 0, 200, 1, 200, 200)
    delta = np.zeros(grid.shape, np.float32)
    delta[:100, :100] = -3  # the whole of the first square
    delta[100:, :50] = -1.5  # half of the second
    delta[0, 199] = np.nan
    squares = [
        shapely.box(0, 100, 100, 200),
        shapely.box(0, 0, 100, 100),
        shapely.box(100, 0, 200, 200),
    ]
    found = people_affected(delta, grid, squares, np.array([10.0, 8.0, np.nan]))
    assert (found.low, found.expected, found.high) == (10, 14, 18)
