"""An opening as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from layers.hours import opening, opening_words

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 15, 17, 0, tzinfo=BERLIN)  # a Wednesday


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("Mo-Fr 10:00-18:00", "geöffnet bis 18 Uhr"),
        ("Mo-Fr 10:00-18:30", "geöffnet bis 18:30 Uhr"),
        ("Mo-Fr 10:00-24:00", "geöffnet bis 24 Uhr"),
        ("Mo-Su 10:00-02:00", "geöffnet bis 2 Uhr"),
        ("24/7; Fr off", "geöffnet bis Donnerstag, 24 Uhr"),
        ("Mo-Fr 10:00-17:25", "schließt in 25 Minuten"),
        ("Mo-Fr 10:00-17:01", "schließt in 1 Minute"),
        ("Fr 00:00-08:00", "öffnet Freitag um 0 Uhr"),
        ("We 18:00-20:00", "öffnet um 18 Uhr"),
        ("Th 09:00-12:00", "öffnet morgen um 9 Uhr"),
        ("Mo 09:00-12:00", "öffnet Montag um 9 Uhr"),
        ("We 09:00-12:00", "öffnet am 22. Juli 2026 um 9 Uhr"),
        ("Dec 24 09:00-12:00", "öffnet am 24. Dezember 2026 um 9 Uhr"),
        ("off", "geschlossen"),
        ("24/7", "immer zugänglich"),
        (None, "Öffnungszeiten unbekannt"),
        ("nach Vereinbarung", "Öffnungszeiten unbekannt"),
    ],
)
def test_it_says(hours, words):
    assert opening_words(opening(hours, NOW), NOW) == words


def test_a_begun_minute_counts_whole():
    just_before = datetime(2026, 7, 15, 17, 59, 59, tzinfo=BERLIN)
    found = opening("Mo-Fr 10:00-18:00", just_before)
    assert opening_words(found, just_before) == "schließt in 1 Minute"
