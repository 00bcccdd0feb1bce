"""What PostgreSQL keeps of a place's hours, against the engine that reads them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import translation

from heatmodel.models import ClosureRule, CoolPlace
from heatmodel.places.closures import words
from layers.hours import opening
from tests.factories import make_cool_place

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER = '2026 Jul 20-2026 Aug 09 off "Ferien"'
CITY_CLOSURE = 'Dec 24-Jan 02 off "Verwaltung geschlossen"'


def stored(**values) -> CoolPlace:
    place = make_cool_place(**values)
    place.refresh_from_db()
    return place


def at(place: CoolPlace, *moment: int) -> str:
    return opening(place.hours_in_force, datetime(*moment, tzinfo=BERLIN)).state


def test_without_closures_the_hours_are_those_that_were_written():
    place = stored(opening_hours="Mo-Fr 10:00-18:00")
    assert (place.closed_rules, place.hours_in_force) == (None, "Mo-Fr 10:00-18:00")


def test_nothing_known_stays_unknown():
    assert stored(opening_hours=None).hours_in_force is None
    assert stored(name="Leer", opening_hours="").hours_in_force is None


def test_a_closure_closes_its_days_and_no_other():
    place = stored(
        opening_hours="Mo-Su 10:00-18:00", closures='2026 Jul 20-2026 Aug 09 off "Sommerpause"'
    )
    assert at(place, 2026, 7, 19, 12) == "open"
    assert at(place, 2026, 7, 20, 12) == "closed"
    assert at(place, 2026, 8, 9, 12) == "closed"
    assert at(place, 2026, 8, 10, 12) == "open"


def test_a_closed_place_of_unknown_hours_is_closed_then_and_unknown_otherwise():
    place = stored(opening_hours=None, closures="2026 Jul 20-2026 Aug 09 off")
    assert at(place, 2026, 7, 25, 12) == "closed"
    assert at(place, 2026, 7, 5, 12) == "unknown"


def test_a_closure_also_closes_what_an_alternative_would_open():
    place = stored(
        opening_hours='Mo-Fr 10:00-12:00 || "nach Vereinbarung"', closures="2026 Jul 20 off"
    )
    assert at(place, 2026, 7, 20, 15) == "closed"
    assert at(place, 2026, 7, 21, 15) == "unknown"


def test_out_of_order_is_closed_until_it_is_over_or_for_good():
    place = stored(opening_hours="24/7", out_of_order_since=date(2026, 7, 1))
    assert at(place, 2026, 6, 30, 23) in ("open", "closing_soon")
    assert at(place, 2027, 3, 1, 12) == "closed"
    place.out_of_order_until = date(2026, 7, 3)
    place.out_of_order_reason = 'Pumpe "defekt"; Ersatz bestellt'
    place.save()
    place.refresh_from_db()
    assert at(place, 2026, 7, 3, 23) == "closed"
    assert at(place, 2026, 7, 4, 0) == "always"
    assert place.closed_rules.endswith('off "Pumpe defekt Ersatz bestellt"')


def test_a_rule_of_the_operator_reaches_its_places_at_once_and_no_others():
    ours = stored(opening_hours="24/7", operator="city")
    theirs = stored(name="Kirche", opening_hours="24/7", operator="church")
    rule = ClosureRule.objects.create(operator="city", closures=CITY_CLOSURE)
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert at(ours, 2026, 12, 24, 0) == "closed"
    assert at(ours, 2027, 1, 3, 0) == "open" or at(ours, 2027, 1, 3, 0) == "always"
    assert at(theirs, 2026, 12, 24, 12) == "always"
    assert ours.version == 2 and theirs.version == 1
    rule.operator = "church"
    rule.save()
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert at(ours, 2026, 12, 24, 12) == "always"
    assert at(theirs, 2026, 12, 24, 12) == "closed"
    rule.delete()
    theirs.refresh_from_db()
    assert theirs.hours_in_force == "24/7"


def test_history_tells_what_held_when():
    place = stored(opening_hours="24/7", operator="city")
    ClosureRule.objects.create(operator="city", closures=CITY_CLOSURE)
    told = place.history.order_by("pgh_id").values_list("hours_in_force", flat=True)
    assert list(told) == ["24/7", f"24/7; {CITY_CLOSURE}"]


def test_on_a_warning_day_other_hours_hold_but_a_closure_is_stronger():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT heatmodel_hours_in_force(%s, %s, %s, %s)",
            [
                "Mo-Fr 10:00-16:00",
                "2026 Aug 04 off",
                "Mo-Fr 09:00-21:00; Sa 10:00-18:00",
                ["2026 Aug 03", "2026 Aug 04", "2026 Aug 09"],
            ],
        )
        (hours,) = cursor.fetchone()
    then = CoolPlace(hours_in_force=hours)
    assert at(then, 2026, 8, 3, 20) == "open"  # a Monday with a warning
    assert at(then, 2026, 8, 4, 12) == "closed"  # with one, but closed
    assert at(then, 2026, 8, 5, 20) == "closed"  # without
    assert at(then, 2026, 8, 9, 12) == "closed"  # a Sunday, of which nothing is said


@pytest.mark.parametrize(
    "text", ["Sommerpause", "2026 Jul 20 10:00-12:00", "off", '2026 Jul 20 off "a;b"', "Mo off"]
)
def test_closures_are_dates_that_are_off(text):
    place = make_cool_place(closures=text)
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    assert set(refused.value.message_dict) == {"closures"}


@pytest.mark.parametrize("text", ["Jul 10:00-12:00", "PH 10:00-12:00", "off", "24/7", "Mo-Fr"])
def test_hours_of_warning_days_name_weekdays_and_times_alone(text):
    place = make_cool_place(warning_hours=text, warning_level=1)
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    assert set(refused.value.message_dict) == {"warning_hours"}


def test_hours_of_warning_days_need_a_level():
    with pytest.raises(IntegrityError):
        make_cool_place(warning_hours="10:00-20:00")


def test_the_badge_needs_every_item_known_and_met():
    met = {
        "max_27c": True,
        "seating": True,
        "drinking_water": True,
        "cost": "free",
        "step_free": "yes",
        "medical_care": False,
    }
    assert stored(**met).standard_met is True
    for name, missed in [("max_27c", False), ("cost", "paid"), ("step_free", "limited")]:
        assert stored(name=f"ohne {name}", **{**met, name: missed}).standard_met is False
    for name in met:
        assert stored(name=f"unbekannt {name}", **{**met, name: None}).standard_met is None


@pytest.mark.parametrize(
    ("rules", "today", "expected"),
    [
        (SUMMER, date(2026, 8, 9), ["20. Juli 2026 – 9. August 2026: Ferien"]),
        (SUMMER, date(2026, 8, 10), []),
        ("Dec 24-Jan 02 off", date(2027, 1, 2), ["24. Dezember 2026 – 2. Januar 2027"]),
        ("Dec 24-Jan 02 off", date(2027, 1, 3), ["24. Dezember 2027 – 2. Januar 2028"]),
        ('2026 Oct 20+ off "defekt"', date(2027, 5, 1), ["ab 20. Oktober 2026: defekt"]),
        ("Feb 29 off", date(2026, 1, 1), ["28. Februar 2026"]),
        ("2026 May 01 off; 2026 May 02 off", date(2026, 5, 2), ["2. Mai 2026"]),
        (None, date(2026, 5, 2), []),
    ],
)  # fmt: skip
def test_closures_in_words_are_those_that_are_not_over(rules, today, expected):
    with translation.override("de"):
        assert words(rules, today) == expected
