"""Opening hours on days that people looked up in a calendar."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.hours import Calendar, calendar_of, opening, openings, times_on

BERLIN = ZoneInfo("Europe/Berlin")
BAVARIA = Calendar("BY", 48.14, 11.58)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "Neujahr, a Thursday"),
        ("2026-04-03", "Karfreitag, a Friday"),
        ("2026-04-06", "Ostermontag"),
        ("2026-05-01", "Tag der Arbeit, a Friday"),
        ("2026-05-14", "Christi Himmelfahrt, a Thursday"),
        ("2026-05-25", "Pfingstmontag"),
        ("2026-06-04", "Fronleichnam, a Thursday: not a holiday in all of Germany"),
        ("2027-11-01", "Allerheiligen, a Monday: not a holiday in all of Germany"),
        ("2026-12-25", "Erster Weihnachtstag, a Friday"),
    ],
)
def test_a_holiday_of_the_state_closes(day, name):
    assert opening("Mo-Fr 10:00-18:00; PH off", at(f"{day}T12:00")).state == "closed", name
    assert opening("Mo-Fr 10:00-18:00", at(f"{day}T12:00")).state == "open", name


@pytest.mark.parametrize(
    ("day", "name"), [("2026-01-06", "Heilige Drei Könige"), ("2028-08-15", "Mariä Himmelfahrt")]
)
def test_a_holiday_of_another_state_does_not(day, name):
    hours = "Mo-Fr 10:00-18:00; PH off"
    assert opening(hours, at(f"{day}T12:00")).state == "open", name
    assert opening(hours, at("2026-01-06T12:00"), calendar=BAVARIA).state == "closed"


def test_the_official_key_of_a_city_names_its_state():
    assert calendar_of("05915000", 51.68, 7.81).subdivision == "NW"  # Hamm
    assert calendar_of("07312000", 49.44, 7.77).subdivision == "RP"  # Kaiserslautern


def test_school_holidays_are_those_of_the_state():
    # Summer 2026 in North Rhine-Westphalia: 20 July to 1 September.
    hours = "Mo-Fr 14:00-18:00; SH Mo-Fr 10:00-18:00"
    assert opening(hours, at("2026-07-17T11:00")).state == "closed"
    assert opening(hours, at("2026-07-20T11:00")).state == "open"
    assert opening(hours, at("2026-09-01T11:00")).state == "open"
    assert opening(hours, at("2026-09-02T11:00")).state == "closed"


def test_school_holidays_that_nobody_has_told_us_are_unknown():
    hours = "SH Mo-Fr 10:00-18:00"
    assert opening(hours, at("2045-07-20T11:00")).state == "unknown"
    assert opening(hours, at("2026-07-20T11:00"), calendar=BAVARIA).state == "unknown"


@pytest.mark.parametrize(
    "text", [None, "", "   ", "nach Vereinbarung", "Mo-Fr 10-18 Uhr", "täglich", "x" * 501, "PH PH"]
)
def test_what_cannot_be_read_is_unknown_and_kept_to_be_shown(text):
    found = opening(text, at("2026-07-15T12:00"))
    assert found.state == "unknown"
    assert found.until is None
    assert found.text == (text or "").strip()


def test_a_comment_without_a_state_means_ask():
    found = opening('Mo-Fr 10:00-18:00 "nach Anmeldung"', at("2026-07-15T12:00"))
    assert (found.state, found.comment) == ("unknown", "nach Anmeldung")


def test_what_stands_behind_two_bars_holds_where_the_first_says_closed():
    hours = 'Mo-Fr 10:00-12:00 || "nach Vereinbarung"'
    assert opening(hours, at("2026-07-15T11:00")).state == "open"
    later = opening(hours, at("2026-07-15T15:00"))
    assert (later.state, later.comment) == ("unknown", "nach Vereinbarung")
    assert later.until == at("2026-07-16T10:00")


def test_half_an_hour_before_the_end_it_closes_soon():
    hours = "Mo-Fr 10:00-18:00"
    assert opening(hours, at("2026-07-15T17:29")).state == "open"
    found = opening(hours, at("2026-07-15T17:30"))
    assert (found.state, found.until) == ("closing_soon", at("2026-07-15T18:00"))
    assert opening(hours, at("2026-07-15T18:00")).state == "closed"


def test_a_closed_place_says_when_it_opens_next():
    found = opening("Mo-Fr 09:00-12:00,14:00-17:00; PH off", at("2026-06-03T17:00"))
    # Thursday is Fronleichnam.
    assert (found.state, found.opens_at) == ("closed", at("2026-06-05T09:00"))


def test_a_season_is_bridged():
    found = opening("May-Sep Mo-Su 10:00-20:00", at("2026-11-23T12:00"))
    assert found.opens_at == at("2027-05-01T10:00")


def test_always_has_no_end():
    found = opening("24/7", at("2026-07-15T12:00"))
    assert (found.state, found.until) == ("always", None)


def test_a_place_closed_for_good_opens_never():
    found = opening("off", at("2026-07-15T12:00"))
    assert (found.state, found.until, found.opens_at) == ("closed", None, None)


def test_a_night_lasts_until_the_morning():
    found = opening("Fr-Sa 22:00-05:00", at("2026-07-19T02:00"))  # the night to Sunday
    assert (found.state, found.until) == ("open", at("2026-07-19T05:00"))


def test_the_night_in_which_the_clocks_are_put_forward_is_an_hour_shorter():
    found = opening("Sa 22:00-05:00", at("2026-03-28T23:00"))
    assert found.until - at("2026-03-28T23:00").astimezone(UTC) == timedelta(hours=5)


def test_an_end_that_the_clocks_skip_comes_when_they_are_put_forward():
    found = opening("Sa 22:00-02:30", at("2026-03-28T23:00"))
    assert found.until == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 2:00 becomes 3:00


def test_the_night_in_which_the_clocks_are_put_back_is_an_hour_longer():
    found = opening("Sa 22:00-05:00", at("2026-10-24T23:00"))
    assert found.until - at("2026-10-24T23:00").astimezone(UTC) == timedelta(hours=7)


def test_the_sun_is_that_of_the_place():
    # Sunset in Hamm on 21 June 2026: 21:49 (NOAA's formula, to some minutes).
    found = opening("sunrise-sunset", at("2026-06-21T12:00"))
    assert abs(found.until - at("2026-06-21T21:49")) < timedelta(minutes=5)


def test_the_times_of_a_day():
    wednesday = times_on("Mo-Fr 08:00-12:00,14:00-18:00; PH off", date(2026, 7, 15))
    assert wednesday == [
        (at("2026-07-15T08:00"), at("2026-07-15T12:00")),
        (at("2026-07-15T14:00"), at("2026-07-15T18:00")),
    ]
    assert times_on("Mo-Fr 08:00-12:00; PH off", date(2026, 6, 4)) == []
    assert times_on("irgendwann", date(2026, 6, 4)) is None
    assert times_on(None, date(2026, 6, 4)) is None


HOURS = st.sampled_from(
    [
        "Mo-Fr 10:00-18:00; PH off",
        "22:00-03:00",
        "Sa 22:00-02:30; Su 01:45-02:15",
        "SH Mo-Fr 09:00-16:00; PH off",
        'We 10:00-12:30 || "fragen"',
        "Apr-Sep PH 10:00-12:00",
        "Mo-Th 08:30-16:00; Fr 08:30-12:00 unknown",
        "sunrise-sunset",
        "24/7; PH off",
    ]
)
# Two years with their holidays, to the minute; a second holds nothing more.
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@settings(max_examples=400, deadline=None)
@given(HOURS, INSTANTS)
def test_the_answer_turns_exactly_at_until_and_not_before(hours, instant):
    found = opening(hours, instant)
    if found.until is None:
        return
    assert found.until > instant
    before = opening(hours, found.until - timedelta(seconds=1))
    after = opening(hours, found.until)
    kind = {"closing_soon": "open", "always": "open"}
    assert kind.get(before.state, before.state) == kind.get(found.state, found.state)
    assert kind.get(after.state, after.state) != kind.get(found.state, found.state)


@settings(max_examples=300, deadline=None)
@given(HOURS, INSTANTS)
def test_a_place_is_open_when_it_says_it_opens_and_never_in_between(hours, instant):
    found = opening(hours, instant)
    if found.opens_at is None:
        return
    assert opening(hours, found.opens_at).is_open
    assert not opening(hours, found.opens_at - timedelta(seconds=1)).is_open


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='MoTuWeFrSaPHSHJanDec0123456789:-,;|+[]" /offunknwday', max_size=60))
def test_any_text_has_an_answer(text):
    assert opening(text, at("2026-07-15T12:00")).state in (
        "open",
        "closing_soon",
        "closed",
        "unknown",
        "always",
    )


def test_two_hundred_places_take_less_than_five_milliseconds():
    """Once they were asked on that day; the fastest of ten tries, the machine being shared."""
    texts = [f"Mo-Fr {8 + i % 3:02}:{i % 60:02}-{17 + i % 4}:00; PH off" for i in range(200)]
    now = at("2026-07-15T12:00")
    openings(texts, now)

    def took_s() -> float:
        start = time.perf_counter()
        openings(texts, now + timedelta(minutes=7))
        return time.perf_counter() - start

    assert min(took_s() for _ in range(10)) < 0.005
