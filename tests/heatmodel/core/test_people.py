"""People in zones, and in which order zones need help."""

import numpy as np
import pytest
import shapely

from heatmodel.errors import BadConfig, BadTable, GridMismatch
from heatmodel.exposure import exposure
from heatmodel.priority import Weights, priority
from heatmodel.validate import skill


def square(x, y, side=100):
    return shapely.box(x, y, x + side, y + side)


def test_people_are_spread_by_area_and_none_is_lost():
    random = np.random.default_rng(1)
    cells = [square(100 * i, 100 * k) for i in range(6) for k in range(6)]
    people = random.integers(0, 80, 36).astype(float)
    west, east = shapely.box(0, 0, 230, 600), shapely.box(230, 0, 600, 600)
    found = exposure([west, east], cells, {"all": people})
    share = [shapely.intersection(cell, west).area / 10_000 for cell in cells]
    assert found.people["all"][0] == pytest.approx((people * share).sum())
    assert found.people["all"].sum() == pytest.approx(people.sum())
    assert found.known_share.tolist() == [1, 1]


def test_a_secret_number_is_unknown_and_not_nobody():
    cells = [square(0, 0), square(100, 0), square(200, 0)]
    zones = [square(0, 0), shapely.box(100, 0, 300, 100), square(500, 0), shapely.Polygon()]
    found = exposure(zones, cells, {"all": np.array([np.nan, np.nan, 40.0])})
    assert np.isnan(found.people["all"]).tolist() == [True, False, True, True]
    assert found.people["all"][1] == 40
    assert found.known_share.tolist() == [0, 0.5, 0, 0]


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(BadTable, match="2 numbers for 1"):
        exposure([square(0, 0)], [square(0, 0)], {"all": np.array([1.0, 2.0])})
    with pytest.raises(BadTable, match="nobody"):
        exposure([square(0, 0)], [square(0, 0)], {"all": np.array([-1.0])})


def test_the_zone_that_is_worst_in_all_comes_first_and_is_sure():
    n = 40
    random = np.random.default_rng(2)
    hazard, old, far = (random.random(n) for _ in range(3))
    hazard[7], old[7], far[7] = 3, 3, 1
    made = priority(hazard, old, far, hazard_sd=0.05)
    assert made.rank[7] == made.rank_p95[7] == 1
    assert made.confidence[7] == 1
    assert sorted(made.rank) == list(range(1, n + 1))
    assert (made.rank_p05 <= made.rank_p95).all()
    again = priority(hazard, old, far, hazard_sd=0.05)
    np.testing.assert_array_equal(made.rank_p05, again.rank_p05)


def test_the_score_is_the_weighted_geometric_mean_of_percentile_ranks():
    made = priority(np.array([1.0, 2.0]), np.array([9.0, 3.0]), np.array([0.5, 0.5]))
    # Percentile ranks: hazard 0.5, 1; people 1, 0.5; coverage 0.75 for both.
    np.testing.assert_allclose(made.score, 0.5**0.4 * 1**0.4 * 0.75**0.2)
    hazard_only = priority(
        np.array([1.0, 2.0]), np.array([9.0, 3.0]), np.array([0.5, 0.5]), weights=Weights(1, 0, 0)
    )
    np.testing.assert_allclose(hazard_only.score, [0.5, 1])
    assert hazard_only.rank.tolist() == [2, 1]


def test_noise_widens_the_interval():
    random = np.random.default_rng(3)
    hazard, old, far = (random.random(30) for _ in range(3))
    calm, noisy = (priority(hazard, old, far, hazard_sd=sd) for sd in (0, 1))
    width = [(made.rank_p95 - made.rank_p05).mean() for made in (calm, noisy)]
    assert width[1] > width[0] > 0
    assert noisy.confidence.mean() < calm.confidence.mean()


def test_what_is_unknown_or_empty_is_not_ranked():
    made = priority(
        np.array([1.0, np.nan, 3.0, 4.0]),
        np.ones(4),
        np.ones(4),
        populated=np.array([True, True, True, False]),
    )
    assert np.isfinite(made.rank).tolist() == [True, False, True, False]
    nobody = priority(np.empty(0), np.empty(0), np.empty(0))
    assert nobody.rank.size == 0


def test_impossible_weights_and_lengths_are_refused():
    with pytest.raises(BadConfig):
        Weights(-1, 1, 1)
    with pytest.raises(BadConfig):
        Weights(0, 0, 0)
    with pytest.raises(GridMismatch):
        priority(np.ones(3), np.ones(2), np.ones(3))


def test_skill_by_hand():
    made = skill(np.array([1.0, 2.0, 4.0, np.nan]), np.array([1.0, 3.0, 3.0, 9.0]))
    assert made.n == 3
    assert made.rmse == pytest.approx((2 / 3) ** 0.5)
    assert made.bias == pytest.approx(0)
    assert made.mae == pytest.approx(2 / 3)
    assert made.r2 == pytest.approx(np.corrcoef([1, 2, 4], [1, 3, 3])[0, 1] ** 2)
    assert skill(np.array([np.nan]), np.array([1.0])).n == 0
    with pytest.raises(GridMismatch):
        skill(np.ones(2), np.ones(3))
