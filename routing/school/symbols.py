"""How ways to school are drawn; the legend is made from the same entries.

Shape and pattern carry the meaning, colour repeats it: a hazard is a triangle, a recommended way
a broad green line, a school street a dashed one.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from layers.base.symbols import ROUND, beside, fading, is_kind, lettering, width
from layers.registry import Symbol, Text


def _sign(label: Text, image: str, filter: tuple | None = None, names_from: float = 15) -> Symbol:
    return Symbol(
        label,
        type="symbol",
        filter=filter,
        layout={
            "icon-image": image,
            "icon-allow-overlap": True,
            "icon-size": fading(12, 0.45, 15, 0.85, 17, 1),
            **beside(12, 1.25),
            "text-field": ["step", ["zoom"], "", names_from, ["get", "name"]],
        },
        paint=lettering("@label"),
    )


def _line(label: Text, colour: str, widths: tuple[float, ...], **paint: Any) -> Symbol:
    cap: Mapping[str, Any] = {"line-join": "round"} if "line-dasharray" in paint else ROUND
    return Symbol(
        label,
        type="line",
        layout=cap,
        paint={"line-color": colour, "line-width": width(*widths), **paint},
    )


def _along(colour: str, min_zoom: float) -> Symbol:
    return Symbol(
        type="symbol",
        min_zoom=min_zoom,
        layout={
            "symbol-placement": "line",
            "text-field": ["get", "name"],
            "text-size": 12,
            "text-offset": [0, -1],
            "symbol-spacing": 380,
        },
        paint=lettering(colour, 1.8),
    )


_WAY = (2, 3, 5, 9)
_CASING = (3.4, 5, 8, 13)

SPEED_ZONES = tuple(
    Symbol(
        label,
        type="fill",
        filter=is_kind(kind),
        paint={"fill-color": colour, "fill-opacity": 0.3, "fill-outline-color": colour},
    )
    for kind, colour, label in [
        ("zone_30", "@sun", _("Tempo-30-Zone")),
        ("living_street", "@cool-water", _("verkehrsberuhigter Bereich")),
        ("pedestrian", "@cool-indoor", _("Fußgängerzone")),
    ]
)
SPEED_SECTIONS = (
    _line(_("Strecke mit Tempolimit"), "@warn-bar", (1.2, 2, 3.5, 7), **{"line-dasharray": [1, 1]}),
)
SCHOOL_WAYS = (
    _line("", "@surface", _CASING),
    _line(_("Empfohlener Schulweg"), "@cool-green", _WAY),
    _along("@cool-green", 15.5),
)


def _catchment(tint: int, label: Text, colour: str, *rhythm: float) -> Symbol:
    dashes = {"line-dasharray": list(rhythm)} if rhythm else {}
    return Symbol(
        label,
        type="line",
        filter=("==", ["get", "tint"], tint),
        layout={"line-join": "round"},
        paint={"line-color": colour, "line-width": width(1.5, 2.5, 4, 7), **dashes},
    )


# Neighbours differ in colour and in the rhythm of their line.
SCHOOL_CATCHMENTS = (
    _catchment(0, _("Wege zur selben nächsten Grundschule"), "@cool-green"),
    _catchment(1, "", "@cool-indoor", 4, 1),
    _catchment(2, "", "@cool-water", 1.5, 0.8),
    _catchment(3, "", "@accent", 0.7, 0.7),
)
SCHOOL_STREETS = (
    _line("", "@surface", _CASING),
    _line(_("Schulstraße"), "@accent", _WAY, **{"line-dasharray": [2, 1.2]}),
    _along("@accent", 15),
)
WALKING_BUS_LINES = (
    _line("", "@surface", _CASING),
    _line(_("Laufbus-Linie"), "@cool-indoor", _WAY, **{"line-dasharray": [0.4, 1.4]}),
)
WALKING_BUS_STOPS = (_sign(_("Laufbus-Haltestelle"), "walking-bus"),)
DROP_OFF_ZONES = (_sign(_("Hol- und Bringzone"), "drop-off", names_from=14.5),)
HAZARDS = (_sign(_("Gefahrenstelle"), "hazard"),)
CROSSINGS = tuple(
    _sign(label, f"crossing-{kind}", is_kind(kind), names_from=16)
    for kind, label in [
        ("signal", _("Ampel")),
        ("zebra", _("Zebrastreifen")),
        ("refuge", _("Mittelinsel")),
        ("guard", _("Schülerlotsen")),
    ]
)
BIKE_RACKS = (_sign(_("Fahrradständer"), "bike-rack", names_from=17),)
SCHOOL_ENTRANCES = (_sign(_("Schuleingang"), "school-entrance", names_from=16),)


def _accident(label: Text, category: str, radius: float) -> Symbol:
    return Symbol(
        label,
        filter=("==", ["get", "category"], category),
        paint={
            "circle-color": "@closed",
            "circle-opacity": 0.75,
            "circle-radius": fading(12, radius / 2, 16, radius),
            "circle-stroke-color": "@surface",
            "circle-stroke-width": 1,
        },
    )


ACCIDENTS = (
    _accident(_("Unfall mit Leichtverletzten"), "slight", 4.5),
    _accident(_("Unfall mit Schwerverletzten"), "serious", 7),
    _accident(_("Unfall mit Getöteten"), "death", 10),
)
