"""Which stored hour stands for a time: hours of UTC, so that the clocks' change moves no sun."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from heatmodel.shading.moments import Moment, hour_at, moment_of, named, whole_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "half_month", "utc"),
    [
        (datetime(2026, 7, 14, 15, tzinfo=BERLIN), 12, 13),
        (datetime(2026, 7, 16, 15, tzinfo=BERLIN), 13, 13),
        (datetime(2026, 1, 31, 15, tzinfo=BERLIN), 1, 14),  # winter time
        (datetime(2026, 3, 28, 12, tzinfo=BERLIN), 5, 11),
        (datetime(2026, 3, 30, 12, tzinfo=BERLIN), 5, 10),  # the clocks have changed
        (datetime(2026, 7, 14, 14, 29, tzinfo=BERLIN), 12, 12),
        (datetime(2026, 7, 14, 14, 30, tzinfo=BERLIN), 12, 13),  # rounded up
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), 12, None),  # July in Hamm, and night
        (datetime(2026, 7, 14, 3, tzinfo=BERLIN), 12, None),
    ],
)
def test_the_nearest_stored_hour(at, half_month, utc):
    assert moment_of(at) == Moment(half_month, None if utc is None else utc - 4)


def test_a_day_stands_for_each_half_month():
    assert Moment(0, None).day(2026) == date(2026, 1, 8)
    assert Moment(23, None).day(2026) == date(2026, 12, 23)
    assert whole_day(12, 2026)[13] == datetime(2026, 7, 8, 13, tzinfo=UTC)


def test_names_of_moments_lead_back():
    every = [Moment(half, hour) for half in range(24) for hour in range(15)]
    assert [named(one.name) for one in every] == every


@pytest.mark.parametrize("name", ["", "-", "24-0", "0-15", "01-2", "1-02", "1--2", "١-2", "1-2-3"])
def test_other_names_are_of_no_moment(name):
    assert named(name) is None


def test_a_stored_hour_on_the_clock_of_the_asked_day():
    summer, winter = (datetime(2026, month, 10, 20, tzinfo=BERLIN) for month in (7, 12))
    assert hour_at(9, summer).strftime("%d %H:%M") == "10 15:00"
    assert hour_at(9, winter).strftime("%d %H:%M") == "10 14:00"
