"""Opening hours in the grammar of OpenStreetMap, with the holidays of a German state."""

from layers.hours.calendar import HAMM, Calendar, calendar_of
from layers.hours.timetable import Opening, State, opening, openings, times_on
from layers.hours.validation import readable_hours
from layers.hours.words import clock_digits, opening_words, regular_words

__all__ = [
    "HAMM",
    "Calendar",
    "Opening",
    "State",
    "calendar_of",
    "clock_digits",
    "opening",
    "opening_words",
    "openings",
    "readable_hours",
    "regular_words",
    "times_on",
]
