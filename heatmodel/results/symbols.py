"""How heat, coolness, shade and coverage are drawn; the legend is made from the same entries.

Hotter is darker on the light map, and the three hotter classes carry a pattern, so that no class
is told by its colour alone.
"""

from django.utils.translation import gettext_lazy as _

from heatmodel.results.models import CoolIsland, CoverageArea, HeatClass
from layers.base.symbols import fading
from layers.registry import Pattern, Symbol, Text

_CLASSES: tuple[tuple[HeatClass, Pattern, tuple[float, float, float]], ...] = (
    # Class, pattern, opacity at zoom 11, 13 and 15.5: fainter the nearer one looks, so that
    # streets and water stay to be seen.
    (HeatClass.VERY_LOW, "", (0.35, 0.16, 0.14)),
    (HeatClass.LOW, "", (0.42, 0.22, 0.18)),
    (HeatClass.MIDDLE, "dots", (0.5, 0.26, 0.22)),
    (HeatClass.HIGH, "diagonal", (0.58, 0.32, 0.26)),
    (HeatClass.VERY_HIGH, "cross", (0.54, 0.38, 0.3)),
)


def _zone(heat: HeatClass, pattern: Pattern, opacity: tuple[float, float, float]) -> Symbol:
    far, middle, near = opacity
    return Symbol(
        heat.label,
        type="fill",
        filter=("==", ["get", "class_total"], heat.value),
        pattern=pattern,
        paint={
            "fill-color": f"@heat-{heat.value}",
            "fill-opacity": fading(11, far, 13, middle, 15.5, near),
        },
    )


HEAT_ZONES = (
    *(_zone(*one) for one in _CLASSES),
    Symbol(
        type="line",
        min_zoom=12,
        paint={"line-color": "@heat-4", "line-width": 0.8, "line-opacity": 0.35},
    ),
)


def _island(label: Text, cover: CoolIsland.Cover, colour: str, pattern: Pattern = "") -> Symbol:
    return Symbol(
        label,
        type="fill",
        filter=("==", ["get", "cover"], cover.value),
        pattern=pattern,
        paint={"fill-color": colour, "fill-opacity": 0.3, "fill-outline-color": colour},
    )


COOL_ISLANDS = (
    _island(_("Kühles Grün"), CoolIsland.Cover.GREEN, "@cool-green", "dots"),
    _island(_("Kühles Wasser"), CoolIsland.Cover.WATER, "@cool-water", "lines"),
    _island(_("Kühle Freifläche"), CoolIsland.Cover.OPEN, "@label-green"),
    Symbol(
        type="line",
        paint={"line-color": "@cool-green", "line-width": 1.4, "line-dasharray": [3, 2]},
    ),
)


_NEAR = 11.5  # from this zoom on cells are drawn, before it districts


def _reached(unit: CoverageArea.Unit, label: Text, low: int, number: int) -> Symbol:
    is_cell = unit == CoverageArea.Unit.CELL
    share = ["get", "weekday_10"]
    return Symbol(
        label if is_cell else "",
        type="fill",
        filter=(
            "all",
            ("==", ["get", "unit"], unit.value),
            (">=", share, low),
            ("<", share, low + 20 if low < 80 else 101),
        ),
        pattern=_PATTERNS.get(low, ""),
        paint={"fill-color": f"@census-{number}", "fill-opacity": 0.6},
        min_zoom=_NEAR if is_cell else 0,
        max_zoom=24 if is_cell else _NEAR,
    )


_PATTERNS: dict[int, Pattern] = {0: "diagonal", 20: "dots"}
_SHARES = (
    _("unter 20 % in 10 Minuten bei einem kühlen Ort"),
    _("20 bis unter 40 %"),
    _("40 bis unter 60 %"),
    _("60 bis unter 80 %"),
    _("80 % und mehr"),
)
COVERAGE = (
    *(
        _reached(unit, label, 20 * number, number + 1)
        for unit in (CoverageArea.Unit.DISTRICT, CoverageArea.Unit.CELL)
        for number, label in enumerate(_SHARES)
    ),
    Symbol(
        _("Erreichbarkeit unbekannt"),
        type="line",
        filter=("!", ["has", "weekday_10"]),
        paint={"line-color": "@unknown", "line-width": 1.2, "line-dasharray": [1, 2]},
    ),
)

SHADE = (
    Symbol(
        _("Schatten zur gewählten Stunde"),
        type="fill",
        paint={"fill-color": "@shade", "fill-opacity": 0.5},
    ),
)
