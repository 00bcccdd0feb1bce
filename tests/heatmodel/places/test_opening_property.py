"""„Open until t“ is true to the second: over DST, at Christmas, with closures and warnings."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from heatmodel.models import ClosureRule
from heatmodel.places.hours import hours_on
from layers.hours import opening
from tests.factories import make_cool_place

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)
WARNED = {date(2026, 3, 28): 1, date(2026, 7, 14): 2, date(2026, 10, 24): 1, date(2026, 12, 23): 1}
WRITTEN = [
    {"opening_hours": "Mo-Su 10:00-18:00", "closures": "2026 Jul 20-2026 Aug 09 off"},
    {"opening_hours": "Fr-Su 20:00-04:00", "operator": "city"},  # over both changes of the clocks
    {"opening_hours": "24/7", "operator": "city", "out_of_order_since": date(2026, 10, 20)},
    {"opening_hours": "Mo-Fr 10:00-16:00", "warning_hours": "09:00-23:30", "warning_level": 1},
    {
        "opening_hours": "Mo-Sa 08:00-12:00; PH off",
        "warning_hours": "22:00-03:00",
        "warning_level": 2,
    },
    {"opening_hours": 'Mo-Fr 09:00-17:00 || "nach Vereinbarung"', "operator": "city"},
]
MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.fixture
def texts(db) -> list[str]:
    """What holds at each of the places, warnings included."""
    ClosureRule.objects.create(operator="city", closures="Dec 24-Jan 02 off")
    places = [make_cool_place(f"Ort {n}", **one) for n, one in enumerate(WRITTEN)]
    for place in places:
        place.refresh_from_db()
    other = hours_on(WARNED)
    assert set(other) == {places[3].pk, places[4].pk}
    return [other.get(place.pk, place.hours_in_force) for place in places]


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(at=MOMENTS)
@example(at=datetime(2026, 3, 29, 0, 59, tzinfo=UTC))  # the hour that is skipped comes next
@example(at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))  # 2:30 for the first time
@example(at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))  # 2:30 again
@example(at=datetime(2026, 12, 23, 22, 59, tzinfo=UTC))  # a minute before Christmas Eve
@example(at=datetime(2026, 7, 14, 20, 30, tzinfo=UTC))  # in the extended hours
def test_open_until_flips_exactly_then(texts, at):
    for text in texts:
        now = opening(text, at)
        if now.until is None:
            continue
        before, after = opening(text, now.until - SECOND), opening(text, now.until)
        assert before.is_open == now.is_open, text
        assert (before.state == "unknown") == (now.state == "unknown"), text
        assert after.is_open != now.is_open or "unknown" in (after.state, now.state), text


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("number", "at", "until"),
    [
        (0, local(2026, 7, 19, 12), local(2026, 7, 19, 18)),
        (1, local(2026, 3, 29, 1), local(2026, 3, 29, 4)),  # two hours later, not three
        (1, local(2026, 10, 25, 1), local(2026, 10, 25, 4)),  # four hours later, not three
        (3, local(2026, 7, 14, 12), local(2026, 7, 14, 23, 30)),
        (3, local(2026, 7, 15, 12), local(2026, 7, 15, 16)),  # no warning
        (4, local(2026, 7, 14, 23), local(2026, 7, 15, 3)),
        (4, local(2026, 10, 24, 10), local(2026, 10, 24, 12)),  # a warning of too low a level
        (5, local(2026, 12, 23, 12), local(2026, 12, 23, 17)),
    ],
)
def test_it_is_open_until(texts, number, at, until):
    found = opening(texts[number], at)
    assert found.is_open
    assert found.until.astimezone(UTC) == until.astimezone(UTC)


def test_on_christmas_eve_the_city_s_places_are_closed_from_midnight(texts):
    for number in (1, 2, 5):
        assert opening(texts[number], local(2026, 12, 24, 12)).state == "closed"
    assert opening(texts[3], local(2026, 12, 24, 12)).is_open  # nobody said otherwise
