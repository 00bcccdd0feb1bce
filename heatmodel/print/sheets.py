"""What stands on a sheet or poster: cool places in words that hold longer than today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heatmodel.models import CoolPlace
from heatmodel.places import closures
from heatmodel.print.queries import places_in
from layers import registry
from layers.base.models import District
from layers.ground.models import Dataset
from layers.hours import Calendar, opening, opening_words, regular_words, times_on
from layers.publish.pictures import Frame, draw
from layers.publish.provenance import datasets_behind
from layers.registry import Layer
from routing.school.pictures import pin

MOST_PLACES = 150
_PICTURE_PX = (672, 460)  # 178 by 122 mm, the width of A4 between its margins
_DAYS_AHEAD = 366
_INTO_SEASON = timedelta(weeks=1)  # where a whole week lies in the season


@dataclass(frozen=True)
class Line:
    """One cool place. `warning_hours` is empty where they are the usual ones."""

    number: int
    place: CoolPlace
    hours: str
    warning_hours: str
    closures: list[str]
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """`left_out` counts places beyond MOST_PLACES."""

    district: District
    lines: list[Line]
    left_out: int
    picture: SafeString
    sources: list[Dataset]
    at: datetime

    @property
    def is_demo(self) -> bool:
        return any(line.place.dataset.kind != Dataset.Kind.REAL for line in self.lines)


def sheet(district: District, at: datetime, calendar: Calendar) -> Sheet:
    found = places_in(district)
    lines = [line(place, at, calendar, n) for n, place in enumerate(found[:MOST_PLACES], 1)]
    left_out = found.count() - len(lines) if len(lines) == MOST_PLACES else 0
    drawn = [one for one in registry.public_layers() if one.basemap or one.name == "districts"]
    return Sheet(
        district,
        lines,
        left_out,
        mark_safe(_picture(district, lines, drawn)),
        list(datasets_behind([*drawn, registry.layer("cool_places")])),
        at,
    )


def line(place: CoolPlace, at: datetime, calendar: Calendar, number: int = 1) -> Line:
    return Line(
        number,
        place,
        hours=_hours(place.opening_hours, at, calendar),
        warning_hours=_hours(place.warning_hours, at, calendar) if place.warning_hours else "",
        closures=closures.words(place.closed_rules, at.date()),
        answers=_answers(place),
    )


def _hours(text: str | None, at: datetime, calendar: Calendar) -> str:
    """An ordinary week, of one that has none now the next that has: „ab 15. Mai: Mo–So 9–19“.

    Otherwise what is true of `at`. A season whose hours nobody knows is unknown, not closed.
    """
    day = at.date()
    if week := regular_words(text, day, calendar=calendar):
        return week
    now = opening(text, at, calendar=calendar)
    if now.state != "closed":
        return opening_words(now, at)
    season = _next_season(text, day, calendar)
    if season and (week := regular_words(text, season + _INTO_SEASON, calendar=calendar)):
        return _from(season, week)
    if now.until and not now.opens_at:
        return _from(now.until.date(), opening_words(replace(now, state="unknown"), at))
    return opening_words(now, at)


def _from(day: date, words: str) -> str:
    return f"{_('ab %(day)s') % {'day': date_format(day, 'DATE_FORMAT')}}: {words}"


def _next_season(text: str | None, day: date, calendar: Calendar) -> date | None:
    days = (day + timedelta(days=n) for n in range(_DAYS_AHEAD))
    return next((one for one in days if times_on(text, one, calendar=calendar)), None)


def _answers(place: CoolPlace) -> list[tuple[str, str]]:
    """Questions of access and equipment; what nobody knows is said to be unknown."""
    unknown = _("unbekannt")
    yes_or_no = {True: _("ja"), False: _("nein"), None: unknown}
    return [
        (_("Stufenlos"), place.get_step_free_display() or unknown),
        (_("WC"), yes_or_no[place.toilet]),
        (_("Trinkwasser"), yes_or_no[place.drinking_water]),
        *([(_("Für wen"), place.get_audience_display())] if place.audience else []),
    ]


def _picture(district: District, lines: Sequence[Line], drawn: Sequence[Layer]) -> str:
    """The district, with the numbers of the list."""
    frame = Frame.around(district.geometry.extent, *_PICTURE_PX)
    pins = [
        pin(frame, one.place.geometry.x, one.place.geometry.y, str(one.number)) for one in lines
    ]
    title = _("Karte der kühlen Orte in %(district)s") % {"district": district.name}
    return draw(frame, drawn, theme="light", above=pins, title=title)
