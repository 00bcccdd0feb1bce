"""Which hour of a week an address asks for; what it has wrong falls back to Tuesday at 15 and to
days without a warning.
"""

from dataclasses import dataclass

from django.http import QueryDict

from heatmodel.results.models import DayKind

TUESDAY, AFTERNOON = 1, 15


@dataclass(frozen=True)
class WeekHour:
    """`day` 0 (Monday) to 6, `hour` 0 to 23; `level` says which opening hours hold."""

    day: int
    hour: int
    level: DayKind = DayKind.ORDINARY

    @property
    def number(self) -> int:
        return 24 * self.day + self.hour

    @property
    def query(self) -> str:
        """As the address of a page asks for it."""
        asked = f"tag={self.day}&stunde={self.hour}"
        return f"{asked}&warnstufe={self.level.value}" if self.level else asked


def read_week_hour(query: QueryDict) -> WeekHour:
    return WeekHour(
        _number(query.get("tag", ""), 6, TUESDAY),
        _number(query.get("stunde", ""), 23, AFTERNOON),
        DayKind(_number(query.get("warnstufe", ""), 2, DayKind.ORDINARY)),
    )


def _number(text: str, highest: int, otherwise: int) -> int:
    known = text.isdecimal() and len(text) <= 2 and int(text) <= highest
    return int(text) if known else otherwise
