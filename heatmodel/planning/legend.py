"""The quantities of a scenario, their classes and colours: one legend for page and report."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from heatmodel.planning.models import ScenarioPicture
from layers.publish.rasters.painting import Paint
from layers.publish.styles.palette import palette
from layers.registry import Pattern

Moment = ScenarioPicture.Moment
INKS = ("#1D2A2C", "#FFFFFF")


@dataclass(frozen=True)
class Scale:
    """Classes between `limits`, one more than there are of these; `colours` are hex.

    `patterns` hatch them, so that no class is told by its colour alone.
    """

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    unit: str
    patterns: tuple[Pattern, ...]

    def classes(self, values: NDArray[np.floating]) -> NDArray[np.uint8]:
        """1 for the lowest class, one more from each limit on; 0 where unknown."""
        found = np.digitize(values, self.limits) + 1
        return np.where(np.isfinite(values), found, 0).astype(np.uint8)

    @property
    def paints(self) -> list[Paint]:
        return [
            Paint(colour, INKS, 1, pattern)
            for colour, pattern in zip(self.colours, self.patterns, strict=True)
        ]

    @property
    def entries(self) -> list[tuple[Paint, str]]:
        """Paint and words of each class, lowest first."""
        return list(zip(self.paints, self.words, strict=True))

    @property
    def words(self) -> list[str]:
        low = [f"< {self._text(self.limits[0])}"]
        middle = [
            f"{self._text(a)} … {self._text(b)}"
            for a, b in zip(self.limits, self.limits[1:], strict=False)
        ]
        high = [f"≥ {self._text(self.limits[-1])}"]
        return [f"{text} {self.unit}" for text in (*low, *middle, *high)]

    @staticmethod
    def _text(limit: float) -> str:
        return f"{limit:g}".replace(".", ",").replace("-", "−")


@dataclass(frozen=True)
class Quantity:
    """One thing computed cell by cell: `name` as in the local lens."""

    name: str
    title: Promise
    state: Scale
    change: Scale

    def scale(self, moment: str) -> Scale:
        return self.change if moment == Moment.DELTA else self.state


def _light(*tokens: str) -> tuple[str, ...]:
    return tuple(palette()[token]["light"] for token in tokens)


# Those of `comfort.indices.PET_LIMITS_C`, whose import takes seconds that no page has.
PET_LIMITS_C = (23.0, 29.0, 35.0, 41.0)
_HEAT = _light("heat-1", "heat-2", "heat-3", "heat-4", "heat-5")
_SHADE = ("#F2A92B", "#E2CE94", "#AFBFB8", "#7599B2", "#436E9D", "#23457C")
_BY_HEAT: tuple[Pattern, ...] = ("", "", "dots", "diagonal", "cross")
_BY_SHADE: tuple[Pattern, ...] = ("", "", "", "dots", "diagonal", "cross")
_BY_CHANGE: tuple[Pattern, ...] = ("cross", "diagonal", "dots", "", "lines")
_CHANGE = ("#14527A", "#3F83AB", "#B7D3E2", "#F5F0E7", "#C8463B")

QUANTITIES: Sequence[Quantity] = (
    Quantity(
        "pet_c",
        _("Gefühlte Temperatur (PET), 15 Uhr"),
        Scale(PET_LIMITS_C, _HEAT, "°C", _BY_HEAT),
        Scale((-5, -2, -0.5, 0.5), _CHANGE, "K", _BY_CHANGE),
    ),
    Quantity(
        "tmrt_c",
        _("Strahlungstemperatur, 15 Uhr"),
        Scale((35, 45, 55, 65), _HEAT, "°C", _BY_HEAT),
        Scale((-15, -5, -1, 1), _CHANGE, "K", _BY_CHANGE),
    ),
    Quantity(
        "shade_hours",
        _("Schatten am Tag"),
        Scale((2, 4, 6, 8, 10), _SHADE, "h", _BY_SHADE),
        Scale((-1, -0.5, 0.5, 2), tuple(reversed(_CHANGE)), "h", tuple(reversed(_BY_CHANGE))),
    ),
)
