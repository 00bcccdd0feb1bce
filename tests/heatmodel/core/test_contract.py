"""docs/heatmodel.md as a contract: its signatures are those of the code, each function is called
as it says, and what a caller may mix up is refused by name."""

import ast
import importlib
import inspect
import math
import re
from datetime import UTC, date, datetime

import numpy as np
import pytest
import shapely

from heatmodel.comfort.hour import mean_radiant_map
from heatmodel.comfort.indices import pet, utci
from heatmodel.comfort.radiation import mean_radiant_temperature
from heatmodel.comfort.weather import Light, Weather, split_light
from heatmodel.cooling.model import Cover, cooling_capacity_by_day, factors_of, urban_cooling
from heatmodel.errors import (
    BadTable,
    BadWeather,
    GridMismatch,
    HeatError,
    NaiveTime,
    OutOfRange,
)
from heatmodel.exposure import covered_share, exposure
from heatmodel.priority import priority
from heatmodel.raster.grid import Grid
from heatmodel.scenario.run import people_affected
from heatmodel.shade.heights import split_heights
from heatmodel.shade.skyview import sky_view_factor
from heatmodel.shade.sun import Sun, hours_of, sun_positions
from heatmodel.shade.sweep import shade_bits, shadow_depth
from heatmodel.surface.composite import composite, scene_anomaly, scene_median
from heatmodel.surface.landsat import clear_cells, surface_reflectance, surface_temperature
from heatmodel.surface.vegetation import ndvi, sentinel2_reflectance
from heatmodel.validate import skill
from heatmodel.zones.classes import total_classes, z_scores
from heatmodel.zones.hotspots import getis_ord
from heatmodel.zones.merging import merged_zones
from heatmodel.zones.zonal import zonal
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "heatmodel.md").read_text("utf-8")
DOCUMENTED = re.findall(r"`([a-z0-9_]+(?:\.\w+)+)\(([^`]*)\)` \|", TEXT)

NOON = datetime(2025, 6, 21, 13, tzinfo=UTC)
WEATHER = Weather(NOON, 30, 40, 2, 800)
ROWS, COLUMNS = 7, 9
FLAT = np.full((ROWS, COLUMNS), 60, np.float32)


def documented(signature):
    """Names, kinds and defaults of a signature as written; `...` is some default."""
    arguments = ast.parse(f"def f({signature}): pass").body[0].args
    blank = inspect.Parameter.empty
    missing = len(arguments.args) - len(arguments.defaults)
    defaults = [blank] * missing + [ast.literal_eval(one) for one in arguments.defaults]
    named = [blank if one is None else ast.literal_eval(one) for one in arguments.kw_defaults]
    positional = [(one.arg, False, d) for one, d in zip(arguments.args, defaults, strict=True)]
    keywords = [(one.arg, True, d) for one, d in zip(arguments.kwonlyargs, named, strict=True)]
    return positional + keywords


@pytest.mark.parametrize(("name", "signature"), sorted(set(DOCUMENTED)))
def test_a_documented_signature_is_that_of_the_code(name, signature):
    module, function = name.rsplit(".", 1)
    found = getattr(importlib.import_module(f"heatmodel.{module}"), function)
    real = [
        (one.name, one.kind is one.KEYWORD_ONLY, one.default)
        for one in inspect.signature(found).parameters.values()
    ]
    said = documented(signature)
    assert [one[:2] for one in real] == [one[:2] for one in said]
    for (argument, _, default), (_, _, written) in zip(real, said, strict=True):
        if written is not ...:
            assert default == written, argument


def test_all_steps_with_arrays_are_documented():
    named = {name for name, _ in DOCUMENTED}
    assert len(named) > 50
    assert {"shade.sweep.shade_bits", "exposure.covered_share", "raster.grid.Grid"} <= named


# What each function gives, called with the names of the document.


@pytest.mark.parametrize(
    ("azimuth", "step"),
    [(180, (-1, 0)), (0, (1, 0)), (90, (0, -1)), (270, (0, 1))],
    ids=["south", "north", "east", "west"],
)
def test_the_shadow_of_a_box_lies_away_from_the_sun_and_has_the_length_of_geometry(azimuth, step):
    """A box of 10 m under a sun of 30°: 10 / tan(30°) = 17.3 m behind its far wall."""
    surface = np.full((101, 101), 60, np.float64)
    surface[46:55, 46:55] = 70
    depth = shadow_depth(surface, Sun(azimuth_deg=azimuth, altitude_deg=30), cell_m=1.0)
    shaded = depth > 0
    rows, columns = np.nonzero(shaded)
    along = rows if step[0] else columns
    sign = step[0] or step[1]
    reach = (along.max() - 54) if sign > 0 else (46 - along.min())
    assert reach == int(10 / math.tan(math.radians(30)))
    across = columns if step[0] else rows
    assert (across.min(), across.max()) == (46, 54)
    assert shaded.sum() == reach * 9
    first = (50 + 5 * step[0], 50 + 5 * step[1])
    assert depth[first] == pytest.approx(10 - math.tan(math.radians(30)), abs=1e-3)


def test_a_cell_size_scales_the_shadow():
    surface = np.zeros((60, 60))
    surface[40:44, 20:24] = 10
    depth = shadow_depth(surface, Sun(180, 45), cell_m=2.5)
    assert np.flatnonzero(depth[:, 21] > 0).tolist() == [37, 38, 39]  # 4 cells less a cell's edge


def test_bits_are_numbered_by_the_suns_and_tell_crowns_from_houses():
    canopy = np.zeros((60, 60))
    canopy[40, 30] = 8
    suns = [Sun(180, 45), Sun(0, -5), Sun(0, 45)]
    any_, solid = shade_bits(surface_m=np.full((60, 60), 50), suns=suns, cell_m=1, canopy_m=canopy)
    assert any_.dtype == np.uint16 and not solid.any()
    assert any_[36, 30] == 0b001 and any_[44, 30] == 0b100 and any_[40, 30] == 0b101


def test_the_sky_in_a_stadium_and_in_a_canyon():
    """Stands that rise by 45° from 30 m to 100 m around: the rim stands atan(70 / 100) high, and
    1 / (1 + 0.7²) of the sky is seen. In a canyon of height H and width W cos(atan(2 H / W))."""
    rows, columns = np.mgrid[-110:111, -110:111]
    far = np.hypot(rows, columns)
    stands = np.where(far <= 100, np.maximum(far - 30, 0), 0)
    seen = sky_view_factor(stands, 1.0)[110, 110]
    assert seen == pytest.approx(1 / (1 + 0.7**2), abs=0.02)
    canyon = np.full((1001, 141), 15.0)
    canyon[:, 50:91] = 0
    seen = sky_view_factor(canyon, 1.0)[500, 70]
    assert seen == pytest.approx(math.cos(math.atan(2 * 15 / 41)), abs=0.02)


def test_each_function_takes_what_the_document_says():
    fractions = np.linspace(0.1, 0.5, ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    dn, qa = (
        np.full((ROWS, COLUMNS), 44_000, np.uint16),
        np.full((ROWS, COLUMNS), 21_824, np.uint16),
    )
    celsius = surface_temperature(dn, qa, qa_radsat=qa * 0, st_qa=qa * 0 + 100)
    assert celsius.dtype == np.float32 and celsius[0, 0] == pytest.approx(26.2427, abs=1e-3)
    assert clear_cells(qa, qa * 0).all()
    assert scene_median(celsius, reference=qa > 0) == pytest.approx(26.2427, abs=1e-3)
    assert not scene_anomaly(celsius).any()
    assert composite([celsius - 20] * 5, min_dates=5).n[0, 0] == 5
    assert ndvi(red=fractions, nir=fractions * 3)[0, 0] == pytest.approx(0.5)
    assert surface_reflectance(dn, clear=qa > 0).shape == dn.shape
    assert sentinel2_reflectance(dn // 10, baseline="05.09")[0, 0] == pytest.approx(0.34)
    surface, crowns = split_heights(FLAT + 9, FLAT, np.zeros((ROWS, COLUMNS), bool))
    assert (surface == 60).all() and (crowns == 9).all()
    sun = sun_positions(hours_of(date(2025, 6, 21), [14]), lon=7.82, lat=51.68)[0]
    assert sun.azimuth_deg == pytest.approx(197, abs=3)
    light = split_light(WEATHER, sun)
    assert light.level_wm2(sun) == pytest.approx(800, abs=0.5)
    open_sky = np.ones((ROWS, COLUMNS))
    sunny = mean_radiant_temperature(WEATHER, light, sun, open_sky, open_sky, ground_excess_k=10)
    shady = mean_radiant_temperature(WEATHER, light, sun, open_sky * 0, open_sky)
    assert (sunny - shady > 10).all()
    radiant = mean_radiant_map(
        FLAT,
        WEATHER,
        cell_m=1,
        lon=7.82,
        lat=51.68,
        ground=np.full((ROWS, COLUMNS), 3),
        light=light,
    )
    assert pet(WEATHER, radiant).shape == utci(WEATHER, radiant).shape == (ROWS, COLUMNS)
    assert pet(WEATHER, [55.0]).shape == (1,)  # measured points need no raster
    table = {1: Cover(shade=0.5, albedo=0.2, kc=0.8, green=True)}
    factors = factors_of(np.ones((ROWS, COLUMNS)), table)
    capacity = cooling_capacity_by_day(factors, np.full((ROWS, COLUMNS), 5.0))
    assert capacity[0, 0] == pytest.approx(0.6 * 0.5 + 0.2 * 0.2 + 0.2 * 0.8)
    air = urban_cooling(capacity, factors.green, cell_m=10, t_ref_c=20, uhi_max_k=3)
    assert air.t_air_c[0, 0] == pytest.approx(20 + 3 * (1 - 0.5))
    grid = Grid("EPSG:25832", west=0, north=ROWS, cell_m=1, rows=ROWS, columns=COLUMNS)
    north = shapely.box(0, ROWS - 1, COLUMNS, ROWS)
    rows = np.arange(ROWS)[:, np.newaxis] * np.ones(COLUMNS)
    assert zonal(rows, grid, [north], ["mean"])["mean"][0] == 0  # row 0 lies in the north
    assert z_scores([1, 3], settled=[1, 1]).tolist() == [-1, 1]
    assert not getis_ord(rows * 0, size=3).any()
    assert len(merged_zones([north], [2], min_area_m2=1)) == 1
    people = exposure([north], [shapely.box(0, 0, COLUMNS, ROWS)], {"all": [70]})
    assert people.people["all"][0] == pytest.approx(10)
    assert covered_share([60, np.inf, 500], [1, 1, 2], [0, 0, -1], 2)[0] == 0.5
    assert np.isnan(covered_share([60], [1], [0], 2)[1])
    assert people_affected(rows * 0 - 2, grid, [north], [7]).expected == pytest.approx(7)
    assert priority([3, 1], [10, 10], [0, 1], draws=9).rank.shape == (2,)
    assert skill([1, 2], [1, 4]).bias == -1


def test_what_a_mask_hides_is_unknown():
    hidden = np.ma.masked_equal(np.where(np.eye(9) > 0, -9999, 60), -9999)
    assert np.isnan(np.diag(shadow_depth(hidden, Sun(180, 40), 1.0))).all()
    assert np.isnan(np.diag(sky_view_factor(hidden, 1.0, azimuths=8, rings=2))).all()
    dn = np.ma.masked_equal(np.where(np.eye(9) > 0, 0, 44_000).astype(np.uint16), 0)
    qa = np.full((9, 9), 21_824, np.uint16)
    assert np.isnan(surface_temperature(dn, qa)).sum() == 9
    assert (
        np.isnan(
            surface_temperature(dn.data + 44_000 * np.eye(9), np.ma.array(qa, mask=dn.mask))
        ).sum()
        == 9
    )
    assert skill(np.ma.array([1, 5], mask=[0, 1]), [1, 4]).n == 1


def test_inputs_stay_as_they_were():
    surface, canopy = np.full((30, 30), 60, np.float32), np.zeros((30, 30), np.float32)
    surface[3, 3], canopy[9, 9], canopy[0, 0] = np.nan, 7, np.nan
    before = surface.copy(), canopy.copy()
    shade_bits(surface, [Sun(200, 30)], 1, canopy_m=canopy)
    mean_radiant_map(surface, WEATHER, cell_m=1, lon=7.8, lat=51.7, canopy_m=canopy)
    np.testing.assert_array_equal(surface, before[0])
    np.testing.assert_array_equal(canopy, before[1])


def test_an_empty_raster_gives_an_empty_one():
    empty = np.empty((0, 5), np.float32)
    assert shade_bits(empty, [Sun(180, 30)], 1)[0].shape == (0, 5)
    assert sky_view_factor(empty, 1.0).shape == (0, 5)
    assert pet(WEATHER, empty).shape == (0, 5)
    assert surface_temperature(empty, empty).shape == (0, 5)


ODD = {
    "one dimension": (GridMismatch, lambda: shadow_depth(np.zeros(5), Sun(180, 30), 1)),
    "three dimensions": (GridMismatch, lambda: sky_view_factor(np.zeros((1, 3, 3)), 1)),
    "text": (OutOfRange, lambda: sky_view_factor([["a"]], 1)),
    "no cell": (OutOfRange, lambda: shade_bits(FLAT, [Sun(180, 30)], 0)),
    "a cell of -1 m": (OutOfRange, lambda: shadow_depth(FLAT, Sun(180, 30), -1)),
    "a cell of NaN": (OutOfRange, lambda: sky_view_factor(FLAT, math.nan)),
    "17 suns": (OutOfRange, lambda: shade_bits(FLAT, [Sun(180, 30)] * 17, 1)),
    "a sun 120° high": (OutOfRange, lambda: Sun(180, 120)),
    "a sun nowhere": (OutOfRange, lambda: Sun(math.nan, 10)),
    "metres for degrees": (OutOfRange, lambda: sun_positions([NOON], 412_000, 5_730_000)),
    "no zone": (NaiveTime, lambda: sun_positions([NOON.replace(tzinfo=None)], 7.8, 51.7)),
    "numpy's times": (NaiveTime, lambda: sun_positions([np.datetime64("2025-06-21")], 7.8, 51.7)),
    "no directions": (OutOfRange, lambda: sky_view_factor(FLAT, 1, azimuths=0)),
    "3 % as 3": (OutOfRange, lambda: sky_view_factor(FLAT, 1, transmissivity=3)),
    "kelvins": (BadWeather, lambda: Weather(NOON, 303.15, 40, 2, 800)),
    "unknown weather": (BadWeather, lambda: Weather(NOON, 30, math.nan, 2, 800)),
    "light below 0": (BadWeather, lambda: Light(-5, 100)),
    "sky view in %": (
        OutOfRange,
        lambda: mean_radiant_map(
            FLAT, WEATHER, cell_m=1, lon=7.8, lat=51.7, sky_view=np.full((ROWS, COLUMNS), 80)
        ),
    ),
    "ground 9": (
        OutOfRange,
        lambda: mean_radiant_map(
            FLAT, WEATHER, cell_m=1, lon=7.8, lat=51.7, ground=np.full((ROWS, COLUMNS), 9)
        ),
    ),
    "shares of other cells": (
        GridMismatch,
        lambda: mean_radiant_temperature(WEATHER, Light(1, 1), Sun(180, 30), FLAT * 0, [[1]]),
    ),
    "scaled numbers": (OutOfRange, lambda: surface_temperature([[299.5]], [[64]])),
    "no baseline": (OutOfRange, lambda: sentinel2_reflectance([[1]], "N0509")),
    "bands of other cells": (GridMismatch, lambda: ndvi([[0.1]], [[0.1, 0.2]])),
    "no ET0": (BadTable, lambda: cooling_capacity_by_day(factors_of([[0]], {}), [[0.0]])),
    "no cooling distance": (
        OutOfRange,
        lambda: urban_cooling(
            [[0.5]], [[1]], cell_m=10, t_ref_c=20, uhi_max_k=3, cooling_distance_m=0
        ),
    ),
    "a reference in kelvins": (
        OutOfRange,
        lambda: urban_cooling([[0.5]], [[1]], cell_m=10, t_ref_c=293, uhi_max_k=3),
    ),
    "a grid without cells": (OutOfRange, lambda: Grid("EPSG:25832", 0, 0, 0, 1, 1)),
    "values beside the grid": (
        GridMismatch,
        lambda: zonal(FLAT, Grid("EPSG:25832", 0, 0, 1, 2, 2), []),
    ),
    "an operation nobody knows": (
        OutOfRange,
        lambda: zonal(FLAT, Grid("EPSG:25832", 0, 0, 1, ROWS, COLUMNS), [], ["average"]),
    ),
    "settled of other zones": (GridMismatch, lambda: z_scores([1, 2], settled=[True])),
    "classes of other zones": (GridMismatch, lambda: total_classes([1, 2], [1])),
    "an even square": (OutOfRange, lambda: getis_ord(FLAT, size=4)),
    "a class too few": (GridMismatch, lambda: merged_zones([shapely.box(0, 0, 1, 1)], [])),
    "a border that crosses itself": (
        BadTable,
        lambda: exposure(
            [shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])], [shapely.box(0, 0, 1, 1)], {}
        ),
    ),
    "homes without people": (GridMismatch, lambda: covered_share([1, 2], [1], [0, 0], 1)),
    "uncovered in %": (OutOfRange, lambda: priority([1], [1], [40])),
    "no draws": (OutOfRange, lambda: priority([1], [1], [0.4], draws=0)),
    "people of other squares": (
        GridMismatch,
        lambda: people_affected([[0]], Grid("EPSG:25832", 0, 0, 1, 1, 1), [], [1]),
    ),
    "measured elsewhere": (GridMismatch, lambda: skill([1, 2], [1])),
}


@pytest.mark.parametrize("name", ODD)
def test_what_a_caller_may_mix_up_is_refused_by_name(name):
    error, call = ODD[name]
    with pytest.raises(error) as caught:
        call()
    assert isinstance(caught.value, HeatError) and str(caught.value)
    assert isinstance(caught.value, ValueError) or error is BadTable
