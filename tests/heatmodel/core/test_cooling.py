"""InVEST's equations, worked by loops that know no convolution."""

import math

import numpy as np
import pytest

from heatmodel.cooling.model import (
    Cover,
    cooling_capacity_by_day,
    cooling_capacity_by_night,
    factors_of,
    urban_cooling,
    wet_bulb_globe_c,
)
from heatmodel.errors import BadTable, GridMismatch, UnknownLandCover

TABLE = {
    1: Cover(shade=0.1, albedo=0.15, kc=0.3, green=False, building_intensity=0.7),
    2: Cover(shade=0.6, albedo=0.2, kc=1.0, green=True, building_intensity=0.0),
    3: Cover(shade=0.0, albedo=0.06, kc=1.0, green=False, building_intensity=0.1),
}
SETTINGS = {"cell_m": 30.0, "t_ref_c": 20.0, "uhi_max_k": 4.0}


def by_loops(cc, green, cell_m, t_ref_c, uhi_max_k, cooling_distance_m, air_radius_m):
    """The same model cell by cell: weights exp(-d / r) up to 5 r, unknown cells left out."""
    rows, columns = cc.shape
    known = [(r, c) for r in range(rows) for c in range(columns) if np.isfinite(cc[r, c])]
    reach, radius = round(cooling_distance_m / cell_m), round(air_radius_m / cell_m)

    def mean(values, r, c, decay):
        far = {(i, j): math.hypot(i - r, j - c) for i, j in known}
        weights = {at: math.exp(-d / decay) for at, d in far.items() if d <= 5 * decay}
        return sum(w * values[at] for at, w in weights.items()) / sum(weights.values())

    def green_m2(r, c):
        disc = [
            (i, j)
            for i in range(-reach, reach + 1)
            for j in range(-reach, reach + 1)
            if math.hypot(i, j) <= reach
        ]
        there = [(r + i, c + j) for i, j in disc if (r + i, c + j) in set(known)]
        return sum(green[at] for at in there) / len(there) * len(disc) * cell_m**2

    hm, nomix, air = (np.full(cc.shape, np.nan) for _ in range(3))
    for r, c in known:
        park = mean(cc * green, r, c, reach)
        hm[r, c] = cc[r, c] if cc[r, c] >= park or green_m2(r, c) < 20_000 else park
        nomix[r, c] = t_ref_c + (1 - hm[r, c]) * uhi_max_k
    for r, c in known:
        air[r, c] = mean(nomix, r, c, radius)
    return hm, air


@pytest.fixture
def cover():
    random = np.random.default_rng(7)
    land = random.choice([1, 1, 1, 2, 3], size=(24, 30))
    land[4:14, 6:18] = 2  # a park of 10.8 ha
    land[8:10, 9:11] = 3
    land[0, :5] = land[20, 20] = 0
    return land


@pytest.mark.parametrize("by_day", [True, False])
def test_it_is_the_model_of_the_loops(cover, by_day):
    factors = factors_of(cover, TABLE)
    et0 = np.linspace(3, 6, cover.size).reshape(cover.shape)
    cc = cooling_capacity_by_day(factors, et0) if by_day else cooling_capacity_by_night(factors)
    settings = {**SETTINGS, "cooling_distance_m": 100.0, "air_radius_m": 130.0}
    made = urban_cooling(cc, factors.green, **settings)
    hm, air = by_loops(cc, factors.green, **settings)
    np.testing.assert_allclose(made.hm, hm, atol=1e-9)
    np.testing.assert_allclose(made.t_air_c, air, atol=1e-9)
    assert np.isnan(made.t_air_c).sum() == (cover == 0).sum()
    assert (made.hm > made.cc + 1e-9).any() == by_day  # water beside the park gains by it


def test_capacity_by_day_by_hand():
    """0.6 x 0.6 + 0.2 x 0.2 + 0.2 x 1.0 x 4 / 5 = 0.56."""
    factors = factors_of(np.array([[2, 1]]), TABLE)
    capacity = cooling_capacity_by_day(factors, np.array([[4.0, 5.0]]))
    assert capacity[0, 0] == pytest.approx(0.56)
    assert capacity[0, 1] == pytest.approx(0.06 + 0.03 + 0.06)
    tile = cooling_capacity_by_day(factors, np.array([[4.0, 4.0]]), et0_max_mm=8)
    assert tile[0, 0] == pytest.approx(0.36 + 0.04 + 0.1)


@pytest.mark.parametrize("et0", [0.0, np.nan])
def test_without_evapotranspiration_there_is_no_capacity_by_day(et0):
    with pytest.raises(BadTable, match="et0"):
        cooling_capacity_by_day(factors_of(np.array([[2]]), TABLE), np.array([[et0]]))


def test_buildings_keep_the_night_warm():
    factors = factors_of(np.array([[1, 2, 0]]), TABLE)
    np.testing.assert_allclose(cooling_capacity_by_night(factors), [[0.3, 1.0, np.nan]])


def test_air_lies_between_the_country_and_the_hottest_place(cover):
    factors = factors_of(cover, TABLE)
    made = urban_cooling(cooling_capacity_by_night(factors), factors.green, **SETTINGS)
    known = np.isfinite(made.t_air_c)
    assert (made.t_air_c[known] > 20).all() and (made.t_air_c[known] < 24).all()


def test_even_land_has_even_air():
    factors = factors_of(np.full((9, 9), 1), TABLE)
    made = urban_cooling(cooling_capacity_by_night(factors), factors.green, **SETTINGS)
    np.testing.assert_allclose(made.t_air_c, 20 + 0.7 * 4, atol=1e-9)


def test_where_all_is_unknown_so_is_the_air():
    factors = factors_of(np.zeros((4, 4), int), TABLE)
    made = urban_cooling(cooling_capacity_by_night(factors), factors.green, **SETTINGS)
    assert np.isnan(made.t_air_c).all()


def test_a_class_without_a_row_is_named():
    with pytest.raises(UnknownLandCover, match=r"\[7, 9\]"):
        factors_of(np.array([[1, 9, 7]]), TABLE)


def test_shares_beyond_one_are_refused():
    with pytest.raises(BadTable, match="albedo"):
        Cover(shade=0.1, albedo=15, kc=0.3, green=False)


def test_arrays_of_different_shape_are_refused():
    with pytest.raises(GridMismatch):
        urban_cooling(np.ones((3, 3)), np.ones((3, 4)), **SETTINGS)


def test_wet_bulb_globe_by_hand():
    """30 °C, 50 %: e = 0.5 x 6.105 exp(17.27 x 30 / 267.7) = 21.15; 17.01 + 8.31 + 3.94."""
    assert wet_bulb_globe_c(np.array([[30.0]]), 50)[0, 0] == pytest.approx(29.26, abs=0.01)
