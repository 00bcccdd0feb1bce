"""Reading the service again and again: what is known, what holds when, and how old it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from django.core.checks import run_checks

from heatmodel.models import Feed, HeatTrend, HeatWarning, WeatherHour
from heatmodel.warnings import download, queries, services
from heatmodel.warnings.hours import weather_hours
from heatmodel.warnings.queries import State
from tests.heatmodel.warnings.answers import RECORDED, alert, kmz, named, status_zip

ISSUED = datetime(2026, 8, 2, 9, 15, tzinfo=UTC)
HOT = datetime(2026, 8, 3, 13, 0, tzinfo=UTC)  # within the warning
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    """The present, which the test moves."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr("heatmodel.warnings.queries.timezone.now", lambda: now)

    set_to(ISSUED)
    return set_to


@pytest.fixture
def read(weather, clock):
    """The warnings are `messages` at the time `now`, and they are read.

    The server calls them new, unless it is to say another time or (None) nothing of it.
    """

    def read(
        now: datetime,
        *messages: str,
        content: bytes | int | None = None,
        made_at: datetime | Literal["now"] | None = "now",
    ) -> bool:
        clock(now)
        weather.made_at = now if made_at == "now" else made_at
        weather.answers["/warnings.zip"] = status_zip(*messages) if content is None else content
        return services.read_warnings(now)

    return read


def test_a_warning_holds_from_its_onset_to_its_end(read, clock):
    assert read(ISSUED, alert())
    now = queries.situation(ISSUED)
    assert (now.state, now.level) == (State.CURRENT, 0)
    assert [one.level for one in now.announced] == [1]
    read(HOT, alert())
    assert queries.situation(HOT).level == 1
    end = datetime(2026, 8, 3, 17, tzinfo=UTC)
    assert queries.situation(end - MINUTE).level == 1
    assert queries.situation(end).level == 0


def test_level_2_wins(read):
    read(HOT, alert(), alert(II="248", identifier="2"))
    assert queries.situation(HOT).level == 2


def test_a_second_reading_changes_nothing(read, weather):
    read(ISSUED, alert())
    before = HeatWarning.objects.values().get()
    read(ISSUED + 5 * MINUTE, alert())
    assert HeatWarning.objects.values().get() == before
    assert weather.seen[1][1]  # asked whether anything had changed
    read(ISSUED + 10 * MINUTE, alert(), alert(cell="805913000", identifier="of another city"))
    assert HeatWarning.objects.values().get() == before


def test_an_update_takes_the_place_of_what_it_updates(read):
    read(ISSUED, alert())
    update = alert(
        msgType="Update", identifier="2", references="recorded", II="248",
        sent="2026-08-03T06:00:00+00:00",
    )  # fmt: skip
    read(HOT, update)
    assert [one.identifier for one in queries.situation(HOT).warnings] == [named("2")]
    assert queries.situation(HOT).level == 2
    # What was known the day before is still known.
    assert [one.level for one in queries.situation(ISSUED).announced] == [1]


def test_a_cancelled_warning_is_over(read):
    read(ISSUED, alert())
    cancel = alert(
        msgType="Cancel", identifier="2", references="recorded", sent="2026-08-03T12:00:00+00:00"
    )
    read(HOT, cancel)
    assert queries.situation(HOT).level == 0
    assert HeatWarning.objects.get().ended_at == datetime(2026, 8, 3, 12, tzinfo=UTC)


def test_a_warning_that_is_no_longer_told_is_over(read):
    read(HOT - 5 * MINUTE, alert())
    read(HOT, alert(II="51", identifier="wind"))
    assert queries.situation(HOT).level == 0
    assert HeatWarning.objects.get().ended_at == HOT


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (503, "unreachable"),
        (404, "unreachable"),
        (b"", "empty"),
        (b"<html>Wartung</html>", "unreadable"),
        (status_zip(alert())[:500], "unreadable"),
        (status_zip(), "empty"),  # nothing anywhere in Germany, a moment after a warning
    ],
)
def test_a_broken_feed_leaves_what_was_known_and_says_so(read, content, failure):
    read(HOT - 30 * MINUTE, alert())
    assert not read(HOT, content=content)
    still = queries.situation(HOT)
    assert (still.state, still.level) == (State.CURRENT, 1)
    assert Feed.objects.get().failure == failure


def test_after_an_hour_without_reading_nothing_counts_as_current(read, clock):
    read(HOT - 30 * MINUTE, alert())
    read(HOT, content=503)
    clock(HOT + 31 * MINUTE)
    stale = queries.situation(HOT + 31 * MINUTE)
    assert (stale.state, stale.level, stale.failure) == (State.STALE, 0, "unreachable")
    assert [one.level for one in stale.warnings] == [1]  # known last, to be told as such
    assert stale.read_at == HOT - 30 * MINUTE
    # At the time itself it was current, and so it stays in the record.
    assert queries.situation(HOT).level == 1


def test_it_recovers(read):
    read(HOT - timedelta(hours=5), alert())
    read(HOT, alert())
    assert queries.situation(HOT).level == 1
    gap = queries.situation(HOT - timedelta(hours=2))
    assert (gap.state, gap.level) == (State.STALE, 0)


def test_an_archive_without_messages_is_a_calm_day(read):
    assert read(ISSUED, content=status_zip())
    assert queries.situation(ISSUED).state == State.CURRENT


def test_a_time_to_come_takes_what_is_known_now(read):
    read(ISSUED, alert())
    assert queries.situation(HOT).level == 1


def test_before_the_first_reading_nothing_is_known(read):
    read(ISSUED, alert())
    assert queries.situation(ISSUED - timedelta(days=30)).state == State.UNRECORDED


def test_a_service_that_never_answered_is_not_calm(read):
    read(ISSUED, content=503)
    assert queries.situation(ISSUED).state == State.STALE


def test_without_an_address_nothing_is_asked_and_nothing_is_known(city, settings, clock):
    settings.DWD_WARNINGS_URL = settings.DWD_TREND_URL = settings.DWD_WEATHER_URL = ""
    assert not services.read_warnings(ISSUED)
    assert not services.read_heat_trend(ISSUED)
    assert not services.read_weather(ISSUED)
    assert not Feed.objects.exists()
    assert queries.situation(ISSUED).state == State.UNCONNECTED


def test_a_city_without_a_key_is_not_told_that_all_is_well(read, city):
    city.ags = ""
    city.save()
    assert not read(HOT, alert())
    assert Feed.objects.get().failure == "not_ours"
    assert queries.situation(HOT).state == State.STALE


def test_cells_may_be_configured(read, settings):
    settings.DWD_WARNING_CELLS = ["805913000"]
    read(HOT, alert(cell="805913000"))
    assert queries.situation(HOT).level == 1


def test_an_answer_without_end_is_cut(weather):
    weather.answers["/big"] = b"x" * 200_000
    with pytest.raises(download.TooLarge):
        download.fetch(weather.url("/big"), max_bytes=100_000)
    with pytest.raises(download.TooSlow):
        download.fetch(weather.url("/big"), seconds=0)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://127.0.0.1:1/"])
def test_only_the_web_is_read(url):
    with pytest.raises(download.Unreachable):
        download.fetch(url)


def test_the_trend_of_the_day_is_read_once(weather, clock):
    weather.answers["/hwtrend_20260802.json"] = (RECORDED / "hwtrend_20260802.json").read_bytes()
    assert services.read_heat_trend(ISSUED)
    assert services.read_heat_trend(ISSUED + timedelta(hours=1))
    assert [path for path, _etag in weather.seen] == ["/hwtrend_20260802.json"]
    trend = queries.trend(ISSUED)
    assert trend.is_current
    assert [(one.day.day, int(one.outlook)) for one in trend.days][:4] == [
        (2, 0), (3, 1), (4, 2), (5, 7),
    ]  # fmt: skip


def test_a_trend_ages(weather, clock):
    HeatTrend.objects.create(issued_on=date(2026, 8, 2), outlook=[0, 1, 2])
    assert not services.read_heat_trend(ISSUED + timedelta(days=1))  # today's is not there yet
    tomorrow = queries.trend(ISSUED + timedelta(days=1))
    assert tomorrow.is_current
    assert [one.day.day for one in tomorrow.days] == [3, 4]
    later = queries.trend(ISSUED + timedelta(days=2))
    assert not later.is_current
    assert queries.trend(ISSUED + timedelta(days=9)).days == ()
    assert queries.trend(ISSUED - timedelta(days=9)).issued_on is None


def test_the_newer_forecast_of_an_hour_wins(weather):
    early = datetime(2026, 8, 3, 4, tzinfo=UTC)
    weather.answers["/E422.kmz"] = kmz()
    assert services.read_weather(early)
    assert services.read_weather(early)
    newer = (RECORDED / "MOSMIX_L.kml").read_text()
    newer = newer.replace("2026-08-03T03:00", "2026-08-03T09:00").replace("305.15", "304.15")
    weather.answers["/E422.kmz"] = kmz(newer)
    services.read_weather(early + timedelta(hours=6))
    weather.answers["/E422.kmz"] = kmz()  # an old file again
    services.read_weather(early + timedelta(hours=7))
    hours = weather_hours(early, early + timedelta(days=1))
    assert [f"{hour.time:%H:%M}" for hour in hours] == ["11:30", "12:30"]  # the third lacks its air
    assert hours[0].global_wm2 == pytest.approx(800)
    assert hours[0].air_c == pytest.approx(31.0)
    weather.answers["/E422.kmz"] = kmz(newer.replace("E422", "E423"))
    services.read_weather(early + timedelta(days=30))
    assert not WeatherHour.objects.exists()  # long over


def test_wrong_settings_stop_the_start(settings):
    settings.DWD_WARNINGS_URL = "opendata.dwd.de/warnings.zip"
    settings.DWD_WARNING_CELLS = ["Hamm"]
    found = {message.id for message in run_checks()}
    assert {"heatmodel.E001", "heatmodel.E002"} <= found


def test_the_jobs_are_declared(weather, clock):
    from heatmodel import tasks

    weather.answers["/warnings.zip"] = status_zip(alert())
    assert tasks.read_warnings.func(timestamp=0)
    assert HeatWarning.objects.get().sent == datetime(2026, 8, 2, 9, 10, tzinfo=UTC)


def test_a_source_that_is_frozen_does_not_count_as_read(read, weather):
    """The server answers every five minutes, at last with 304, but its file stays the same."""
    assert read(HOT, alert())
    assert queries.situation(HOT).level == 1
    hour = timedelta(hours=1)
    assert read(HOT + 3 * hour, alert(), made_at=HOT)
    assert weather.seen[-1][1]  # asked for only if it changed
    assert not read(HOT + 7 * hour, alert(), made_at=HOT)
    feed = Feed.objects.get(pk="warnings")
    assert (feed.failure, feed.made_at) == ("frozen", HOT)
    later = queries.situation(HOT + 7 * hour)
    assert (later.state, later.level, later.failure) == (State.STALE, 0, "frozen")
    assert read(HOT + 7 * hour, alert(expires="2026-08-05T17:00:00+00:00"))
    assert queries.situation(HOT + 7 * hour).level == 1


def test_a_server_that_says_nothing_of_age_is_judged_by_what_changes(read):
    hour = timedelta(hours=1)
    assert read(ISSUED, alert(), made_at=None)
    assert read(ISSUED + 5 * hour, alert(), made_at=None)
    assert not read(ISSUED + 7 * hour, alert(), made_at=None)
    assert read(ISSUED + 8 * hour, alert(), alert(identifier="new"), made_at=None)


def test_the_administration_shows_how_each_source_goes(read, weather, client, admin_user):
    read(HOT, alert())
    read(HOT + MINUTE, content=500)
    client.force_login(admin_user)
    address = "/verwaltung/heatmodel/feed/"
    page = client.get(address).content.decode()
    assert "Hitzewarnungen" in page
    assert "nicht erreichbar" in page
    assert "aktuell" in page
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}warnings/change/", {"failure": ""}).status_code == 403
