"""What the readers make of the weather service's files, and of what only looks like them."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from heatmodel.warnings.cap import read_alerts
from heatmodel.warnings.errors import NotOurs, TooLarge, Unreadable
from heatmodel.warnings.mosmix import read_forecast, relative_humidity_pct
from heatmodel.warnings.trend import Outlook, read_trend
from tests.heatmodel.warnings.answers import (
    IDENTIFIER,
    RECORDED,
    alert,
    kmz,
    named,
    status_zip,
)

HAMM = frozenset({"805915000", "105915000"})


def test_a_warning_is_read_with_its_times_and_its_languages():
    found = read_alerts(status_zip(alert()), HAMM)
    [one] = found.heat
    assert found.messages == 1
    assert one.identifier == IDENTIFIER
    assert one.level == 1
    assert one.sent == datetime(2026, 8, 2, 9, 10, tzinfo=UTC)
    assert one.onset == datetime(2026, 8, 3, 9, tzinfo=UTC)
    assert one.expires == datetime(2026, 8, 3, 17, tzinfo=UTC)
    assert set(one.texts) == {"de", "en"}
    assert one.texts["de"]["description"].startswith("Am Montag wird eine starke")


def test_one_file_is_read_like_an_archive_of_one():
    assert read_alerts(alert().encode(), HAMM) == read_alerts(status_zip(alert()), HAMM)


@pytest.mark.parametrize(("code", "levels"), [("247", [1]), ("248", [2]), ("51", []), ("", [])])
def test_the_level_is_that_of_the_event_code(code, levels):
    message = alert(II=code) if code else alert().replace("<value>247</value>", "<value></value>")
    assert [one.level for one in read_alerts(message.encode(), HAMM).heat] == levels


def test_a_severe_headline_alone_makes_no_warning():
    message = alert(II="51", severity="Extreme", event="EXTREME HITZE", headline="HITZE 40 °C")
    assert read_alerts(message.encode(), HAMM).heat == []


def test_only_the_citys_own_cells_count():
    assert read_alerts(alert(cell="805913000").encode(), HAMM).heat == []
    assert len(read_alerts(alert(cell="105915000").encode(), HAMM).heat) == 1  # the district


@pytest.mark.parametrize("status", ["Test", "Exercise", "System", "Draft"])
def test_tests_and_exercises_warn_nobody(status):
    assert read_alerts(alert(status=status).encode(), HAMM).heat == []


def test_an_update_ends_what_it_refers_to_and_a_cancellation_only_that():
    update = alert(
        msgType="Update", identifier="2", references="recorded", sent="2026-08-02T15:00:00+00:00"
    )
    cancel = alert(
        msgType="Cancel", identifier="3", references="2", sent="2026-08-02T18:00:00+00:00"
    )
    found = read_alerts(status_zip(update, cancel), HAMM)
    assert [one.identifier for one in found.heat] == [named("2")]
    assert found.ended == {
        IDENTIFIER: datetime(2026, 8, 2, 15, tzinfo=UTC),
        named("2"): datetime(2026, 8, 2, 18, tzinfo=UTC),
    }


def test_a_warning_may_have_no_end():
    text = alert()
    start, end = text.index("<expires>"), text.index("</expires>") + len("</expires>")
    [one] = read_alerts((text[:start] + text[end:]).encode(), HAMM).heat
    assert one.expires is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Service Unavailable</html>",
        b"PK\x03\x04 cut off",
        status_zip(alert())[:300],
        alert(sent="yesterday").encode(),
        alert(onset="2026-08-03T09:00:00").encode(),  # no offset
        alert(expires="2026-08-03T08:00:00+00:00").encode(),  # before the onset
        alert(sent="0001-01-01T00:00:00+00:00").encode(),
        alert().replace(IDENTIFIER, "").encode(),
        b'<!DOCTYPE a [<!ENTITY b "c">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
        status_zip(alert(), "<alert"),  # the one that cannot be read might be the one that matters
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(content):
    with pytest.raises(Unreadable):
        read_alerts(content, HAMM)


def test_a_bomb_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", bytes(300 * 1024**2))
    with pytest.raises(TooLarge):
        read_alerts(packed.getvalue(), HAMM)


def test_the_trend_is_that_of_the_district():
    data = (RECORDED / "hwtrend_20260802.json").read_bytes()
    codes = (0, 1, 2, 7, 5, 4, 0, 0)
    assert read_trend(data, area="HAM", city="") == codes
    assert read_trend(data, area="", city="Hamm") == codes  # by its name
    assert read_trend(data, area="", city="Hamm")[3] is Outlook.LEVEL_2_LIKELY
    with pytest.raises(NotOurs):
        read_trend(data, area="XXX", city="Ham")


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"HAM": {"Trend": []}},
        {"HAM": {"Trend": "0000"}},
        {"HAM": {"Trend": [0, 8]}},
        {"HAM": {"Trend": [0, None]}},
        {"HAM": {}},
        {"HAM": {"Trend": [0] * 99}},
    ],
)
def test_a_trend_of_another_form_is_refused(document):
    with pytest.raises(Unreadable):
        read_trend(json.dumps(document).encode(), area="HAM", city="Hamm")
    with pytest.raises(Unreadable):
        read_trend(b'{"HAM": ', area="HAM", city="Hamm")


def test_hours_are_read_in_our_units():
    forecast = read_forecast(kmz(), station="E422")
    assert forecast.issued_at == datetime(2026, 8, 3, 3, tzinfo=UTC)
    first, second, third = forecast.hours
    assert first.at == datetime(2026, 8, 3, 12, tzinfo=UTC)
    assert first.air_c == pytest.approx(32.0)
    assert first.wind_ms == 2.06
    assert first.global_wm2 == pytest.approx(800.0)  # 2880 kJ/m² in 3600 s
    assert second.humidity_pct == pytest.approx(34, abs=1)
    assert third.air_c is None
    assert third.humidity_pct is None  # without air there is none to tell
    assert third.global_wm2 == pytest.approx(700.0)


def test_humidity_agrees_with_the_tables():
    """Saturation pressures of VDI 3786: 42.43 hPa at 30 °C, 23.37 at 20 °C, 12.27 at 10 °C."""
    assert relative_humidity_pct(30, 20) == pytest.approx(100 * 23.37 / 42.43, abs=0.2)
    assert relative_humidity_pct(20, 10) == pytest.approx(100 * 12.27 / 23.37, abs=0.2)
    assert relative_humidity_pct(20, 20.4) == 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("305.15     306.15          -", "305.15     306.15"),
        ("305.15", "warm"),
        ("305.15", "nan"),
        ("2026-08-03T12:00:00.000Z", "noon"),
        ("2026-08-03T12:00:00.000Z", "2026-08-03T12:00:00"),
    ],
)
def test_a_forecast_of_another_form_is_refused(old, new):
    text = (RECORDED / "MOSMIX_L.kml").read_text().replace(old, new)
    with pytest.raises(Unreadable):
        read_forecast(kmz(text), station="E422")


def test_values_that_no_place_has_are_unknown():
    text = (RECORDED / "MOSMIX_L.kml").read_text().replace("305.15", "0.0")
    assert read_forecast(kmz(text), station="E422").hours[0].air_c is None
    with pytest.raises(NotOurs):
        read_forecast(kmz(), station="10410")
