"""How network and closures are drawn; the legend is made from the same entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from layers.base.symbols import ROUND, width
from layers.registry import Symbol, Text

WIDTH = width(0.6, 1.2, 2.2, 4)


def _line(label: Text, colour: str, test: tuple | None, **paint: Any) -> Symbol:
    return Symbol(
        label,
        type="line",
        filter=test,
        layout=ROUND,
        paint={"line-color": colour, "line-width": WIDTH, **paint},
    )


FOOT, BIKE, KNOWN = ["get", "foot"], ["get", "bike"], ["get", "known"]
LEVEL = ("==", ["get", "steps"], False)

SEGMENTS = (
    _line(_("zu Fuß und mit dem Rad"), "@accent", ("all", (">", FOOT, 0), (">", BIKE, 0), LEVEL)),
    _line(_("nur zu Fuß"), "@cool-green", ("all", (">", FOOT, 0), ("==", BIKE, 0), LEVEL)),
    _line(_("nur mit dem Rad"), "@office", ("all", ("==", FOOT, 0), (">", BIKE, 0))),
    _line(_("Treppe"), "@closed", ("==", ["get", "steps"], True), **{"line-dasharray": [1, 0.6]}),
)
QUALITY = (
    _line(_("nichts bekannt"), "@closed", ("==", KNOWN, 0)),
    _line(_("ein bis zwei Angaben"), "@soon", ("all", (">=", KNOWN, 1), ("<=", KNOWN, 2))),
    _line(_("drei bis vier Angaben"), "@accent", ("all", (">=", KNOWN, 3), ("<=", KNOWN, 4))),
    _line(_("fünf Angaben und mehr"), "@open", (">=", KNOWN, 5)),
)
RESTRICTIONS = (
    Symbol(
        _("Abbiegevorschrift"),
        paint={
            "circle-color": "@surface",
            "circle-stroke-color": "@closed",
            "circle-stroke-width": 2,
            "circle-radius": 4,
        },
    ),
)


def _area(label: Text, effect: str, colour: str) -> tuple[Symbol, Symbol]:
    test = ("==", ["get", "effect"], effect)
    return (
        Symbol(label, type="fill", filter=test, paint={"fill-color": colour, "fill-opacity": 0.35}),
        Symbol(
            type="line",
            filter=test,
            paint={"line-color": colour, "line-width": 2, "line-dasharray": [2, 1.5]},
        ),
    )


CLOSURES = (*_area(_("gesperrt"), "closed", "@closed"), *_area(_("meiden"), "avoid", "@soon"))
