"""Which hour of a week an address asks for; what it has wrong falls back to Tuesday at 15."""

from dataclasses import dataclass

from django.http import QueryDict

TUESDAY, AFTERNOON = 1, 15


@dataclass(frozen=True)
class WeekHour:
    """`day` 0 (Monday) to 6, `hour` 0 to 23."""

    day: int
    hour: int

    @property
    def number(self) -> int:
        return 24 * self.day + self.hour


def read_week_hour(query: QueryDict) -> WeekHour:
    return WeekHour(
        _number(query.get("tag", ""), 6, TUESDAY), _number(query.get("stunde", ""), 23, AFTERNOON)
    )


def _number(text: str, highest: int, otherwise: int) -> int:
    known = text.isdecimal() and len(text) <= 2 and int(text) <= highest
    return int(text) if known else otherwise
