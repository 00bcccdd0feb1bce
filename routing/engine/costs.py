"""What counts in one request: mode, coefficients, departure; and the numbers behind them."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from routing.errors import BadCosts
from routing.network import judging

Mode = Literal["foot", "bike", "wheelchair", "pram"]


class ModeFacts(NamedTuple):
    """Speeds in km/h; `climb_s` are seconds lost for each metre upwards."""

    shift: int  # of the direction bits in the flags of an edge
    need: int  # the flags an edge must have
    closed_bit: int
    profile: str  # whose vertices and arcs
    speed_kmh: float
    climb_s: float
    stairs_factor: float


# On foot 5 km/h and 1 h for 600 m of climb (Naismith 1892); stairs at half the speed (Weidmann
# 1993: 0.6 m/s up and 0.7 m/s down along the slope, 1.34 m/s on the level). A rider of 90 kg with
# bicycle spends 883 J for each metre of climb: 9 s at 100 W more than on the level. The speeds of
# bicycle, wheelchair and pram, and what slopes cost the last two, are assumed.
MODES: dict[str, ModeFacts] = {
    "foot": ModeFacts(0, 0, 1, "foot", 5.0, 6.0, 2.0),
    "bike": ModeFacts(2, 0, 2, "bike", 16.0, 9.0, 2.0),
    "wheelchair": ModeFacts(0, judging.WHEELCHAIR, 4, "foot", 4.0, 12.0, 2.0),
    "pram": ModeFacts(0, judging.PRAM, 4, "foot", 4.5, 9.0, 3.0),
}
PUSHED_KMH = 4.0  # beside a bicycle
AVOID = 4.0  # each metre inside an area to avoid feels like five
_LARGEST = 1000.0


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What one request minds. Every coefficient is at least 0; 0 means "does not matter".

    `sun`, `heat`, `safety` and `surface` make each metre that is all sun, hottest, riskiest or
    roughest feel like 1 + coefficient metres; `slope` does so for 10 % upwards, `stairs` for a
    metre of stairs. `crossing` is felt metres for each street crossed without aid.
    `departure` is an aware instant; without one nothing is known of shade. With
    `shade_on_arrival` each piece is judged at the moment one gets there, else at departure.
    Raises BadCosts.
    """

    mode: Mode = "foot"
    sun: float = 0.0
    heat: float = 0.0
    safety: float = 0.0
    slope: float = 0.0
    stairs: float = 0.0
    crossing: float = 0.0
    surface: float = 0.0
    departure: datetime | None = None
    speed_kmh: float | None = None
    shade_on_arrival: bool = True

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise BadCosts(name="mode", value=self.mode)
        for name in COEFFICIENTS:
            value = getattr(self, name)
            if not (math.isfinite(value) and 0 <= value <= _LARGEST):
                raise BadCosts(name=name, value=value)
        if self.speed_kmh is not None and not 0.5 <= self.speed_kmh <= 50:
            raise BadCosts(name="speed_kmh", value=self.speed_kmh)
        if self.departure is not None and self.departure.tzinfo is None:
            raise BadCosts(name="departure", value=self.departure)

    @property
    def facts(self) -> ModeFacts:
        return MODES[self.mode]

    @property
    def speed_mps(self) -> float:
        return (self.speed_kmh or self.facts.speed_kmh) / 3.6

    @property
    def utc_hour(self) -> float:
        """The hour of departure in UTC, 0 to 24 with fractions; -1 without one."""
        if self.departure is None:
            return -1.0
        moment = self.departure.astimezone(UTC)
        return moment.hour + moment.minute / 60 + moment.second / 3600

    def with_sun(self, alpha: float) -> "Costs":
        """The same with each sunny metre felt like `alpha` shady ones."""
        return replace(self, sun=alpha - 1.0)


COEFFICIENTS = ("sun", "heat", "safety", "slope", "stairs", "crossing", "surface")


class Params(NamedTuple):
    """`Costs` as the kernels take them; names as there."""

    shift: int
    need: int
    closed_bit: int
    sun: float
    heat: float
    safety: float
    slope: float
    stairs: float
    crossing: float
    surface: float
    avoid: float
    pushed: float  # how much longer a pushed metre takes, and feels
    pace: float  # seconds for a metre
    climb_s: float
    stairs_factor: float
    hour: float  # of departure, UTC; -1: nothing is known of shade
    moving: bool  # whether the hour goes on while one walks


def params(costs: Costs) -> Params:
    facts = costs.facts
    is_bike = facts.profile == "bike"
    return Params(
        shift=facts.shift,
        need=facts.need,
        closed_bit=facts.closed_bit,
        sun=float(costs.sun),
        heat=float(costs.heat),
        safety=float(costs.safety),
        slope=float(costs.slope),
        stairs=float(costs.stairs),
        crossing=float(costs.crossing),
        surface=float(costs.surface),
        avoid=AVOID,
        pushed=max(1.0, costs.speed_mps * 3.6 / PUSHED_KMH) if is_bike else 1.0,
        pace=1.0 / costs.speed_mps,
        climb_s=facts.climb_s,
        stairs_factor=facts.stairs_factor,
        hour=costs.utc_hour,
        moving=costs.shade_on_arrival,
    )
