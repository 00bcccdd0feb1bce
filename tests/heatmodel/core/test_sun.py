"""The sun against NREL's own example, and where it never rises."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from heatmodel.comfort.heating import day_of, heating_k
from heatmodel.comfort.radiation import PAVING
from heatmodel.errors import NaiveTime
from heatmodel.shade.sun import half_month_days, hours_of, sun_positions
from heatmodel.shade.sweep import shade_bits

LONGYEARBYEN = {"lon": 15.6, "lat": 78.2}


def test_it_is_where_nrel_calculates_it():
    """Reda and Andreas 2008 (NREL/TP-560-34302), table A5.1: zenith 50.11162, azimuth 194.34024."""
    time = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    (sun,) = sun_positions(
        [time],
        -105.1786,
        39.742476,
        elevation_m=1830.14,
        pressure_pa=82_000,
        temperature_c=11,
        delta_t_s=67,
    )
    assert 90 - sun.altitude_deg == pytest.approx(50.11162, abs=1e-5)
    assert sun.azimuth_deg == pytest.approx(194.340241, abs=1e-5)


def test_a_time_without_zone_is_refused():
    with pytest.raises(NaiveTime):
        sun_positions([datetime(2025, 6, 21, 12)], 7.8, 51.7)  # noqa: DTZ001


def test_no_times_give_no_suns():
    assert sun_positions([], 7.8, 51.7) == []


def test_at_noon_it_stands_in_the_south():
    """Hamm, solstice: 90 - latitude + obliquity; solar noon is 13:31 on its summer clocks."""
    noon = datetime(2025, 6, 21, 11, 30, 40, tzinfo=UTC)
    (sun,) = sun_positions([noon], 7.82, 51.68)
    assert sun.azimuth_deg == pytest.approx(180, abs=0.6)
    assert sun.altitude_deg == pytest.approx(90 - 51.68 + 23.44, abs=0.02)


def test_hours_follow_the_clocks_of_the_city():
    winter, summer = (hours_of(date(2025, month, 10), [12])[0] for month in (1, 7))
    assert winter.astimezone(UTC).hour == 11
    assert summer.astimezone(UTC).hour == 10


def test_half_months_have_24_days():
    days = half_month_days(2025)
    assert len(days) == len(set(days)) == 24
    assert days[0] == date(2025, 1, 8)
    assert days[-1] == date(2025, 12, 23)


def test_in_polar_night_nothing_is_shaded_and_no_ground_heats():
    times = hours_of(date(2025, 12, 21), range(6, 22), "Arctic/Longyearbyen")
    suns = sun_positions(times, **LONGYEARBYEN)
    assert not any(sun.up for sun in suns)
    surface = np.zeros((20, 20), np.float32)
    surface[8:12, 8:12] = 10
    shaded, solid = shade_bits(surface, suns, 1.0)
    assert not shaded.any() and not solid.any()
    day = day_of(times[6], **LONGYEARBYEN)
    assert day.sunrise is None
    assert heating_k(PAVING, times[6], day) == 0


def test_under_the_midnight_sun_the_day_begins_at_its_lowest():
    time = datetime(2025, 6, 21, 15, tzinfo=UTC)
    day = day_of(time, **LONGYEARBYEN)
    assert day.sunrise is not None
    assert day.noon - day.sunrise == pytest.approx(timedelta(hours=12), abs=timedelta(minutes=10))
    assert heating_k(PAVING, time, day) > 0


def test_ground_heats_until_three_hours_after_noon():
    at = {hour: datetime(2025, 6, 21, hour, tzinfo=UTC) for hour in (2, 6, 11, 14, 18)}
    day = day_of(at[11], 7.82, 51.68)
    excess = {hour: heating_k(PAVING, time, day) for hour, time in at.items()}
    assert excess[2] == 0
    assert excess[6] < excess[11] < excess[14] > excess[18] > 0
    # Lindberg and others 2016, paving: 0.37 K a degree of the greatest altitude, minus 3.41 K.
    assert excess[14] == pytest.approx(0.37 * (90 - 51.68 + 23.44) - 3.41, rel=0.01)
