"""Public and school holidays of a German state, as dates."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

Period = tuple[date, date]  # first and last day, both inside

# The Ferienordnung of North Rhine-Westphalia up to 2029/30, as the Ministry of Schools
# (schulministerium.nrw) and the Kultusministerkonferenz (kmk.org/service/ferien) publish it,
# compared with the table of the reference implementation of the grammar (opening_hours.js). They
# differ in Christmas 2029, so the table ends before. Movable days of single schools are not in it.
_SCHOOL_HOLIDAYS: dict[str, tuple[Period, ...]] = {
    "NW": tuple(
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in (
            ("2023-12-21", "2024-01-05"),
            ("2024-03-25", "2024-04-06"),
            ("2024-05-21", "2024-05-21"),
            ("2024-07-08", "2024-08-20"),
            ("2024-10-14", "2024-10-26"),
            ("2024-12-23", "2025-01-06"),
            ("2025-04-14", "2025-04-26"),
            ("2025-06-10", "2025-06-10"),
            ("2025-07-14", "2025-08-26"),
            ("2025-10-13", "2025-10-25"),
            ("2025-12-22", "2026-01-06"),
            ("2026-03-30", "2026-04-11"),
            ("2026-05-26", "2026-05-26"),
            ("2026-07-20", "2026-09-01"),
            ("2026-10-17", "2026-10-31"),
            ("2026-12-23", "2027-01-06"),
            ("2027-03-22", "2027-04-03"),
            ("2027-05-18", "2027-05-18"),
            ("2027-07-19", "2027-08-31"),
            ("2027-10-23", "2027-11-06"),
            ("2027-12-24", "2028-01-08"),
            ("2028-04-10", "2028-04-22"),
            ("2028-07-10", "2028-08-22"),
            ("2028-10-23", "2028-11-04"),
            ("2028-12-21", "2029-01-05"),
            ("2029-03-26", "2029-04-07"),
            ("2029-05-22", "2029-05-22"),
            ("2029-07-02", "2029-08-14"),
            ("2029-10-15", "2029-10-27"),
        )
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
