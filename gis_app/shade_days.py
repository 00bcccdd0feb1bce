"""The shade of a cool place over a day, as bars, words and table show it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _

from heatmodel.models import CoolPlace, PlaceShade
from heatmodel.shading.moments import hour_at, moment_of
from heatmodel.shading.queries import day_of

BAR_PX, STEP_PX, HEIGHT_PX = 18, 20, 66


@dataclass(frozen=True)
class Bar:
    """One stored hour; `share` is percent, None while the sun is down."""

    number: int
    time: str
    share: int | None
    is_now: bool

    @property
    def is_known(self) -> bool:
        return self.share is not None

    @property
    def x(self) -> int:
        return self.number * STEP_PX

    @property
    def height(self) -> int:
        return 0 if self.share is None else max(round(self.share / 100 * HEIGHT_PX), 1)

    @property
    def y(self) -> int:
        return HEIGHT_PX - self.height

    @property
    def text(self) -> str:
        return (
            _("Sonne untergegangen") if self.share is None else f"{self.share}\N{NO-BREAK SPACE}%"
        )


@dataclass(frozen=True)
class ShadeDay:
    """`day` is the day whose sun was taken; hours are those of the clock on the asked day."""

    bars: list[Bar]
    day: date
    basis: str
    is_calibrated: bool

    @property
    def width(self) -> int:
        return len(self.bars) * STEP_PX - (STEP_PX - BAR_PX)

    @property
    def first(self) -> str:
        return self.bars[0].time

    @property
    def last(self) -> str:
        return self.bars[-1].time

    @property
    def words(self) -> str:
        """What the bars say, in one or two sentences."""
        known = [bar for bar in self.bars if bar.share is not None]
        if not known:
            return _("Die Sonne geht an diesem Tag nicht auf.")
        most = max(known, key=lambda bar: bar.share or 0)
        least = min(known, key=lambda bar: bar.share or 0)
        said = _(
            "Am meisten um %(most_at)s (%(most)s), am wenigsten um %(least_at)s (%(least)s)."
        ) % {
            "most_at": most.time,
            "most": most.text,
            "least_at": least.time,
            "least": least.text,
        }
        now = next((bar for bar in known if bar.is_now), None)
        if now is None:
            return said
        return _("Um %(at)s: %(share)s.") % {"at": now.time, "share": now.text} + " " + said


def shade_day(place: CoolPlace, at: datetime) -> ShadeDay | None:
    """The day that stands for the half month of `at`; None if nothing is known of the place."""
    moment = moment_of(at)
    found = day_of(place.pk, moment.half_month)
    if found is None or found.run.shade_year is None:
        return None
    bars = [
        Bar(number, _clock(hour_at(number, at)), share, is_now=number == moment.hour)
        for number, share in enumerate(found.shares)
    ]
    return ShadeDay(bars, moment.day(found.run.shade_year), _basis(found), found.run.calibrated)


def _clock(at: datetime) -> str:
    return formats.time_format(at, "H:i")


def _basis(found: PlaceShade) -> str:
    if found.basis == PlaceShade.Basis.AREA:
        return _("Anteil der Fläche des Ortes, die im Schatten liegt")
    return _("Anteil der freien Fläche im Umkreis von 25 m, die im Schatten liegt")
