"""The plan of the ways to one school on paper: one PDF, made here without asking any network.

German comes first, since street signs and helpers speak it; the reader's language beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, log10
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, gettext, override

from layers.base.models import School
from layers.hours import Calendar
from layers.publish.pictures import Frame, Overlay
from layers.publish.pictures.codes import square_code
from layers.publish.pictures.signs import painted
from layers.publish.styles.legend import swatch
from layers.registry import Symbol
from routing.school import pictures, symbols
from routing.school.plan import Plan, plan
from routing.school.queries import Surroundings

_PX_PER_MM = 96 / 25.4
_GERMAN = "de"
_GAP_MM = 7
_MARGIN_M = 120
_NARROWEST_M, _WIDEST_M = 700, 2_400


@dataclass(frozen=True)
class Sheet:
    """A size of paper and of the map upon it, in millimetres."""

    page: str  # CSS's `size`
    map_mm: tuple[float, float]
    columns: bool  # the text stands beside the map, and on the next sheets in their whole width
    margin_mm: int = 12

    @property
    def text_left_mm(self) -> float:
        """From the edge of the first sheet to the text beside the map."""
        return self.margin_mm + self.map_mm[0] + _GAP_MM

    @property
    def map_left_mm(self) -> float:
        """From the beginning of the text to that of the map: negative."""
        return self.margin_mm - self.text_left_mm


SHEETS: Mapping[str, Sheet] = {
    "a3": Sheet("A3 landscape", (265, 262), columns=True),
    "a4": Sheet("A4 portrait", (186, 150), columns=False),
}


@dataclass(frozen=True)
class Both:
    """A text in German and in the reader's language; `other` is empty for German readers."""

    german: str
    other: str


@dataclass(frozen=True)
class Entry:
    """A line of the legend."""

    swatch: SafeString
    text: Both


def pdf(found: Plan, other: Plan, sheet: Sheet, *, at: datetime, address: str) -> bytes:
    """The plan as a PDF. `found` is read in German, `other` in the language of the request.

    `address` is the page of the school, behind the square code. Raises PressBusy.
    """
    from layers.publish.paper import printed  # WeasyPrint takes a second to load

    frame = frame_for(found.around, found.school.geometry, sheet)
    language = get_language() or _GERMAN
    with override(_GERMAN):
        svg = pictures.draw_school(
            found.school,
            frame,
            hazards=found.around.hazards,
            theme="light",
            above=[scale_bar(frame), north(frame)],
        )
    context: dict[str, Any] = {
        "plan": found,
        "other": other if language != _GERMAN else None,
        "hazards": list(zip(found.hazards, other.hazards, strict=True)),
        "crossings": list(zip(found.crossings, other.crossings, strict=True)),
        "streets": list(zip(found.streets, other.streets, strict=True)),
        "sheet": sheet,
        "map": mark_safe(svg),
        "legend": legend(found.around),
        "texts": texts(),
        "other_language": language,
        "other_direction": "rtl" if get_language_bidi() else "ltr",
        "address": address,
        "code": square_code(address),
    }
    with override(_GERMAN):
        context["date"] = formats.date_format(at, "j. F Y")
        return printed("routing/school/paper.html", context)


def made(found: Callable[[], Plan], sheet: Sheet, *, at: datetime, address: str) -> bytes:
    """`pdf` of the plan that `found` gives, read once in German and once in this language."""
    with override(_GERMAN):
        german = found()
    return pdf(german, found(), sheet, at=at, address=address)


def frame_for(around: Surroundings, school: Point, sheet: Sheet) -> Frame:
    """The ground on the sheet: everything that belongs to the school, within reason."""
    rows = [*around.ways, *around.streets, *around.zones, *around.bus_lines, *around.entrances]
    boxes = [row.geometry.extent for row in rows] or [school.extent]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north_ = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width_mm, height_mm = sheet.map_mm
    wanted = max(east - west, (north_ - south) * width_mm / height_mm) + 2 * _MARGIN_M
    width_m = min(max(wanted, _NARROWEST_M), _WIDEST_M)
    centre = ((west + east) / 2, (south + north_) / 2)
    if wanted > _WIDEST_M:
        centre = (school.x, school.y)
    return Frame(centre, width_m, width_mm * _PX_PER_MM, height_mm * _PX_PER_MM)


def scale_bar(frame: Frame) -> Overlay:
    """A bar of 1, 2 or 5 times a power of ten metres, about a fifth of the map."""
    wanted = frame.width_m / 5
    power = 10 ** (ceil(log10(wanted)) - 1)
    metres = max(step * power for step in (1, 2, 5, 10) if step * power <= wanted * 1.2)
    length, left, top = metres * frame.px_per_m, 24, frame.height_px - 24
    return Overlay(
        f'<rect x="{left - 8}" y="{top - 24}" width="{length + 16:.1f}" height="38" rx="4"'
        ' fill="@surface" fill-opacity="0.85"/>'
        f'<path d="M{left} {top - 6}v6h{length:.1f}v-6" fill="none" stroke="@ink"'
        ' stroke-width="2"/>'
        f'<text x="{left + length / 2:.1f}" y="{top - 8}" font-family="Fira Sans" font-size="12"'
        f' text-anchor="middle" fill="@ink">{metres:g} m</text>'
    )


def north(frame: Frame) -> Overlay:
    """An arrow to grid north."""
    left, top = frame.width_px - 34, 40
    return Overlay(
        f'<path d="M{left} {top - 24}l9 26-9-6-9 6z" fill="@ink"/>'
        f'<text x="{left}" y="{top + 18}" font-family="Fira Sans" font-size="13"'
        ' font-weight="600" text-anchor="middle" fill="@ink">N</text>'
    )


def legend(around: Surroundings) -> list[Entry]:
    """Entries of what this plan holds, and no other."""
    kinds = {crossing.kind for crossing in around.crossings}
    zones = {zone.kind for zone in around.slow_areas}
    wanted: list[tuple[object, tuple[Symbol, ...]]] = [
        (around.entrances, symbols.SCHOOL_ENTRANCES),
        (around.ways, symbols.SCHOOL_WAYS),
        (around.streets, symbols.SCHOOL_STREETS),
        (around.hazards, symbols.HAZARDS),
        (around.crossings, tuple(s for s in symbols.CROSSINGS if _kind(s) in kinds)),
        (around.zones, symbols.DROP_OFF_ZONES),
        (around.bus_lines, symbols.WALKING_BUS_LINES),
        (around.bus_stops, symbols.WALKING_BUS_STOPS),
        (around.slow_areas, tuple(s for s in symbols.SPEED_ZONES if _kind(s) in zones)),
        (around.slow_sections, symbols.SPEED_SECTIONS),
        (around.racks, symbols.BIKE_RACKS),
    ]
    shown = [one for there, parts in wanted if there for one in parts if one.label]
    return [
        Entry(
            mark_safe(painted(swatch(one), "light")),
            both(lambda one=one: str(one.label)),
        )
        for one in shown
    ]


def _kind(symbol: Symbol) -> str:
    return (symbol.filter or ("", "", ""))[2]


def both(text: Callable[[], str]) -> Both:
    with override(_GERMAN):
        german = text()
    here = text()
    return Both(german, here if here != german else "")


def texts() -> dict[str, Both]:
    """The words of the sheet."""
    words = {
        "title": lambda: gettext("Schulwegplan"),
        "legend": lambda: gettext("Zeichenerklärung"),
        "hazards": lambda: gettext("Gefahrenstellen und was hilft"),
        "crossings": lambda: gettext("Hier komme ich sicher über die Straße"),
        "ways": lambda: gettext("Empfohlene Schulwege"),
        "streets": lambda: gettext("Schulstraßen"),
        "zones": lambda: gettext("Hol- und Bringzonen"),
        "approval": lambda: gettext("Freigabe"),
        "draft": lambda: gettext("Entwurf: noch von niemandem freigegeben"),
        "date": lambda: gettext("Gedruckt am"),
        "sources": lambda: gettext("Quellen"),
        "code": lambda: gettext("Diese Seite im Internet, mit dem neuesten Stand"),
        "demo": lambda: gettext("Enthält Demonstrationsdaten: kein Kind soll danach gehen."),
        "empty": lambda: gettext("Für diese Schule hat noch niemand Wege eingetragen."),
        "law": lambda: gettext(
            "Empfehlungen, keine Vorschrift. Ob ein Weg rechtlich besonders gefährlich ist, "
            "entscheidet die Behörde."
        ),
    }
    return {name: both(text) for name, text in words.items()}


def reader(school: School, at: datetime, calendar: Calendar) -> Callable[[], Plan]:
    """A reader of the plan, for `made`."""
    return lambda: plan(school, at, calendar)
