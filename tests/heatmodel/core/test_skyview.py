"""The sky view factor against formulas for shapes that have one."""

import math

import numpy as np
import pytest

from heatmodel.shade.skyview import sky_directions, sky_view_factor


def test_an_open_plain_sees_all_of_the_sky():
    view = sky_view_factor(np.full((30, 30), 5, np.float32), 1.0)
    np.testing.assert_array_equal(view, 1)


def test_directions_are_spread_by_the_cosine_law():
    """The mean of sin² of the altitude over a cosine-weighted sky is one half."""
    directions = sky_directions()
    assert len(directions) == 256
    squares = [math.sin(math.radians(sun.altitude_deg)) ** 2 for sun in directions]
    assert np.mean(squares) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize(("height", "width"), [(10, 41), (20, 41), (20, 61), (40, 41)])
def test_in_a_street_without_end(height, width):
    """Middle of the street: cos(atan(2 H / W)) (Oke 1987). A wall stands half a cell nearer or
    farther on a raster, so wide streets are met better than narrow ones."""
    surface = np.full((1201, 241), height, np.float32)
    first = 120 - width // 2
    surface[:, first : first + width] = 0
    view = sky_view_factor(surface, 1.0)[600, 120]
    assert view == pytest.approx(math.cos(math.atan(2 * height / width)), abs=0.02)


@pytest.mark.parametrize(("radius", "height"), [(30.5, 10), (30.5, 30), (50.5, 20)])
def test_in_a_round_basin(radius, height):
    """Middle of a basin: R² / (R² + H²)."""
    rows, columns = np.mgrid[-120:121, -120:121]
    surface = np.where(np.hypot(rows, columns) <= radius, 0, height).astype(np.float32)
    view = sky_view_factor(surface, 1.0)[120, 120]
    assert view == pytest.approx(radius**2 / (radius**2 + height**2), abs=0.02)


def test_it_lies_within_two_hundredths_of_one_with_six_times_the_directions():
    random = np.random.default_rng(5)
    surface = np.zeros((250, 250), np.float32)
    for _ in range(60):
        r, c = random.integers(0, 230, 2)
        h, w = random.integers(8, 25, 2)
        surface[r : r + h, c : c + w] = random.uniform(4, 25)
    dense = sky_view_factor(surface, 1.0, azimuths=64, rings=24)
    error = sky_view_factor(surface, 1.0) - dense
    assert math.sqrt((error**2).mean()) < 0.01
    assert abs(error.mean()) < 0.005


def test_below_a_wide_crown_only_the_share_that_it_lets_through_is_seen():
    surface, canopy = np.zeros((201, 201), np.float32), np.zeros((201, 201), np.float32)
    canopy[30:171, 30:171] = 6
    view = sky_view_factor(surface, 1.0, canopy_m=canopy, transmissivity=0.1)
    assert view[100, 100] == pytest.approx(0.1, abs=0.01)
    assert view[0, 0] > 0.9


def test_where_the_surface_is_unknown_so_is_the_view():
    surface = np.zeros((20, 20), np.float32)
    surface[3, 4] = np.nan
    view = sky_view_factor(surface, 1.0)
    assert np.isnan(view[3, 4]) and np.isnan(view).sum() == 1
