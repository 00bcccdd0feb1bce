"""Public and school holidays of a German state, as dates."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

Period = tuple[date, date]  # first and last day, both inside

# Ferienordnung of North Rhine-Westphalia, as the Ministry of Schools (schulministerium.nrw) and
# the Kultusministerkonferenz (kmk.org/service/ferien) publish it; weekends at the edges are not
# named there. The movable days of each school are in no table.
_SCHOOL_HOLIDAYS: dict[str, tuple[Period, ...]] = {
    "NW": (
        (date(2025, 10, 13), date(2025, 10, 25)),
        (date(2025, 12, 22), date(2026, 1, 6)),
        (date(2026, 3, 30), date(2026, 4, 11)),
        (date(2026, 5, 26), date(2026, 5, 26)),
        (date(2026, 7, 20), date(2026, 9, 1)),
        (date(2026, 10, 17), date(2026, 10, 31)),
        (date(2026, 12, 23), date(2027, 1, 6)),
    )
}


@dataclass(frozen=True)
class Calendar:
    """Where a place keeps its hours: the state for holidays, the point for sunrise and sunset."""

    subdivision: str  # ISO 3166-2 without "DE-"
    latitude: float
    longitude: float
    zone: str = "Europe/Berlin"

    def public_holidays(self, year: int) -> tuple[date, ...]:
        """Days off by the law of the state, in order."""
        return _public_holidays(self.subdivision, year)

    @property
    def school_holidays(self) -> tuple[Period, ...]:
        """Those known, in order; none for a state whose table is not kept here."""
        return _SCHOOL_HOLIDAYS.get(self.subdivision, ())

    @property
    def school_years(self) -> Period | None:
        """From when to when school holidays are known without a gap."""
        known = self.school_holidays
        return (known[0][0], known[-1][1]) if known else None


@cache
def _public_holidays(subdivision: str, year: int) -> tuple[date, ...]:
    return tuple(sorted(holidays.country_holidays("DE", subdiv=subdivision, years=year)))


# The first two digits of a municipality's official key (AGS) name its state.
_STATES = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip

HAMM = Calendar("NW", 51.6806, 7.8142)


def calendar_of(ags: str, latitude: float, longitude: float) -> Calendar:
    """The calendar of the municipality with this official key; Hamm's state where it is unknown."""
    state = _STATES.get(ags[:2], HAMM.subdivision)
    return Calendar(state, round(latitude, 4), round(longitude, 4))
