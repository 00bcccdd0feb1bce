"""Radiation by hand, indices against the published values of pythermalcomfort."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from heatmodel.comfort.hour import mean_radiant_map, shares_of
from heatmodel.comfort.indices import (
    BODY_HEIGHT_WIND,
    PET_LIMITS_C,
    pet,
    pet_exact,
    stress_class,
    utci,
)
from heatmodel.comfort.radiation import (
    STEFAN_BOLTZMANN,
    beam_shares,
    fluxes,
    mean_radiant_temperature,
    sky_emissivity,
)
from heatmodel.comfort.weather import Light, Weather, split_light
from heatmodel.errors import BadWeather, GridMismatch, NaiveTime
from heatmodel.shade.sun import Sun
from heatmodel.shade.sweep import Relief

SUMMER = datetime(2025, 6, 21, 13, tzinfo=UTC)
NIGHT = datetime(2025, 6, 21, 23, tzinfo=UTC)
HAMM = {"lon": 7.82, "lat": 51.68}


def weather(air=31.0, humidity=38.0, wind=2.0, light=800.0, time=SUMMER):
    return Weather(time, air, humidity, wind, light)


@pytest.mark.parametrize(
    ("air", "radiant", "wind", "humidity", "expected"),
    [  # the reference table of pythermalcomfort, after COST action 730
        (25, 27, 1, 50, 25.2),
        (19, 24, 1, 50, 20.0),
        (19, 14, 1, 50, 16.8),
        (27, 22, 1, 50, 25.5),
        (27, 22, 10, 50, 20.0),
        (27, 22, 16, 50, 15.8),
    ],
)
def test_utci_is_that_of_the_reference(air, radiant, wind, humidity, expected):
    felt = utci(weather(air, humidity, wind), np.array([[radiant]], np.float32))
    assert felt[0, 0] == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("air", "radiant", "wind", "humidity", "expected"),
    [  # the reference table of pythermalcomfort at 1.37 met and 0.5 clo
        (20, 20, 0.15, 50, 18.85),
        (30, 30, 0.15, 50, 30.6),
        (20, 20, 0.5, 50, 17.16),
    ],
)
def test_pet_is_that_of_the_solver(air, radiant, wind, humidity, expected):
    at = weather(air, humidity, wind / BODY_HEIGHT_WIND)
    assert pet_exact(at, np.array([float(radiant)]))[0] == pytest.approx(expected, abs=0.01)


def test_pet_by_its_table_is_that_of_the_solver():
    radiant = np.random.default_rng(0).uniform(10, 82, 40).astype(np.float32)
    exact = pet_exact(weather(), radiant.astype(float))
    np.testing.assert_allclose(pet(weather(), radiant), exact, atol=0.02)


def test_indices_are_unknown_where_radiation_is():
    radiant = np.array([[np.nan, 40]], np.float32)
    for index in (pet, utci):
        assert np.isnan(index(weather(), radiant)).tolist() == [[True, False]]
        assert np.isnan(index(weather(), radiant[:, :1])).all()
    assert np.isnan(utci(weather(), np.array([[110]], np.float32))).all()


def test_stress_grows_at_the_limits():
    felt = np.array([[22.9, 23, 29, 35, 41, np.nan]], np.float32)
    assert stress_class(felt, PET_LIMITS_C).tolist() == [[1, 2, 3, 4, 5, 0]]


def test_the_sky_radiates_as_prata_has_it():
    """31 °C, 38 %: e = 17.07 hPa; w = 2.610 cm; 1 - 3.610 exp(-sqrt(9.029)) = 0.8211."""
    vapour = 0.38 * 6.112 * math.exp(17.62 * 31 / (243.12 + 31))
    water = 46.5 * vapour / 304.15
    expected = 1 - (1 + water) * math.exp(-math.sqrt(1.2 + 3 * water))
    assert sky_emissivity(weather()) == pytest.approx(expected)
    assert sky_emissivity(weather()) == pytest.approx(0.821, abs=0.002)


def test_radiation_on_a_sunlit_plain_by_hand():
    """Open sky, sun at 45°, 700 W/m² of beam and 100 diffuse, black ground at the air's warmth."""
    one = np.ones((1, 1), np.float32)
    made = fluxes(
        weather(),
        Light(700, 100),
        Sun(180, 45),
        one,
        one,
        ground_albedo=0.2,
        ground_emissivity=1.0,
    )
    down = 700 * math.sqrt(0.5) + 100
    ground = STEFAN_BOLTZMANN * 304.15**4
    sky = sky_emissivity(weather()) * ground - 25
    assert made.short_down[0, 0] == pytest.approx(down)
    assert made.short_up[0, 0] == pytest.approx(0.2 * down)
    assert made.short_side[0, 0] == pytest.approx((100 + 0.2 * down) / 2)
    assert made.long_down[0, 0] == pytest.approx(sky, rel=1e-5)
    assert made.long_up[0, 0] == pytest.approx(ground, rel=1e-5)
    short = 0.28 * 700 * math.sqrt(0.5) + 0.06 * 1.2 * down + 0.88 * (100 + 0.2 * down) / 2
    long = 0.06 * (sky + ground) + 0.88 * (sky + ground) / 2
    absorbed = 0.7 * short + 0.97 * long
    expected = (absorbed / (0.97 * STEFAN_BOLTZMANN)) ** 0.25 - 273.15
    assert made.mean_radiant_c()[0, 0] == pytest.approx(expected, abs=0.01)


def test_between_walls_at_night_it_is_nearly_as_warm_as_the_air():
    view = np.full((1, 1), 0.0, np.float32)
    radiant = mean_radiant_temperature(
        weather(air=20, light=0, time=NIGHT), Light(0, 0), Sun(0, -20), view, view
    )
    assert radiant[0, 0] == pytest.approx(20, abs=2)


def test_shade_takes_some_twenty_kelvins_off():
    """Kántor 2016 measured 22 K below one large tree."""
    light, sun, ones = Light(750, 120), Sun(200, 58), np.ones((1, 1), np.float32)
    lit = mean_radiant_temperature(weather(), light, sun, ones, ones, ground_excess_k=18)
    shaded = mean_radiant_temperature(
        weather(), light, sun, 0.03 * ones, 0.3 * ones, ground_excess_k=18
    )
    assert 15 < (lit - shaded)[0, 0] < 35


def test_the_beam_passes_crowns_in_part_and_houses_not_at_all():
    shares = beam_shares(np.array([[False, True, True]]), np.array([[False, False, True]]), 0.1)
    np.testing.assert_allclose(shares, [[1, 0.1, 0]], rtol=1e-6)


def test_light_is_split_without_loss():
    sun = Sun(200, 50)
    light = split_light(weather(light=700), sun)
    assert light.level_wm2(sun) == pytest.approx(700, rel=1e-3)
    assert split_light(weather(light=20), Sun(60, 2)) == Light(0, 20)
    assert split_light(weather(light=3), Sun(60, -2)) == Light(0, 0)
    overcast = split_light(weather(light=100), sun)
    assert overcast.diffuse_wm2 > 0.95 * 100


@pytest.mark.parametrize(
    "odd", [{"air": 99}, {"humidity": 130}, {"wind": -1}, {"light": float("nan")}]
)
def test_impossible_weather_is_refused(odd):
    with pytest.raises(BadWeather):
        weather(**odd)


def test_weather_without_a_zone_is_refused():
    with pytest.raises(NaiveTime):
        weather(time=datetime(2025, 6, 21, 13))  # noqa: DTZ001


def test_the_map_is_cooler_behind_the_house_and_unknown_where_the_surface_is():
    surface = np.zeros((80, 80), np.float32)
    surface[35:45, 35:45], surface[0, 0] = 15, np.nan
    radiant = mean_radiant_map(surface, weather(), cell_m=1, **HAMM)
    assert np.isnan(radiant[0, 0]) and np.isnan(radiant).sum() == 1
    assert radiant[31, 42] < radiant[60, 40] - 15
    ground = np.full(surface.shape, 4, np.uint8)
    ground[:, :40] = 2
    mixed = mean_radiant_map(surface, weather(), cell_m=1, ground=ground, **HAMM)
    assert mixed[70, 10] > mixed[70, 70] + 1  # asphalt is warmer than soil
    with pytest.raises(GridMismatch):
        mean_radiant_map(surface, weather(), cell_m=1, ground=ground[:5], **HAMM)


def test_at_night_there_is_no_beam():
    surface = np.zeros((10, 10), np.float32)
    assert not shares_of(Relief(surface), None, Sun(0, -5), 1.0).any()
    dark = mean_radiant_map(surface, weather(air=20, light=0, time=NIGHT), cell_m=1, **HAMM)
    assert (dark < 20).all() and (dark > 5).all()  # the open sky is cold
