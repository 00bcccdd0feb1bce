"""What the attributes of a segment mean for those who use it: the engine's small numbers.

None of these are statistics. They order ways by how they feel, and every route shows what is
known beside what is assumed.
"""

from collections.abc import Mapping
from typing import Any

# Bits of `flags`, one number for each segment.
FOOT_FORWARD, FOOT_BACKWARD, BIKE_FORWARD, BIKE_BACKWARD = 1, 2, 4, 8
WHEELCHAIR, PRAM, STEPS, PUSHED, STEP_FREE_KNOWN = 16, 32, 64, 128, 256

STEEPEST_PCT = 6.0  # DIN 18040-3 for wheelchairs; 6 % is its limit
NARROWEST_M = 0.9  # the narrowest passage of DIN 18040-3
_LONG_ENOUGH_M = 20.0  # shorter ones say more about the raster than about the way

CARRIAGEWAYS = frozenset(
    (
        "residential", "unclassified", "service", "tertiary", "tertiary_link", "secondary",
        "secondary_link", "primary", "primary_link", "trunk", "trunk_link", "road", "busway",
    )
)  # fmt: skip
_RAISED = ("raised", "yes", "rolled", "regular")
_TOO_ROUGH = ("bad", "very_bad", "horrible", "very_horrible", "impassable")
_TOO_SOFT = ("sand", "mud", "grass_paver", "grass", "pebblestone", "unhewn_cobblestone")
_ROUGHNESS = {
    "excellent": 0.0, "good": 0.0, "intermediate": 0.25, "bad": 0.5, "very_bad": 0.75,
    "horrible": 1.0, "very_horrible": 1.0, "impassable": 1.0,
}  # fmt: skip
_SURFACES = {
    "asphalt": 0.0, "concrete": 0.0, "paved": 0.0, "paving_stones": 0.0, "concrete:plates": 0.1,
    "metal": 0.1, "wood": 0.2, "compacted": 0.15, "fine_gravel": 0.25, "sett": 0.4,
    "cobblestone": 0.5, "gravel": 0.5, "unpaved": 0.5, "ground": 0.5, "dirt": 0.5, "earth": 0.5,
    "grass_paver": 0.5, "pebblestone": 0.6, "grass": 0.6, "unhewn_cobblestone": 0.75,
    "sand": 0.9, "mud": 0.9,
}  # fmt: skip
_UNTOLD = {"track": 0.4, "path": 0.4, "bridleway": 0.5}  # else 0
_AIDED = {"traffic_signals": 0.0, "zebra": 0.0, "uncontrolled": 0.25, "marked": 0.25}

Values = Mapping[str, Any]


def flags(values: Values, length_m: float) -> int:
    """Who may use a segment, and what of it is known."""
    foot, bike = values["foot"], values["bike"]
    found = (foot & 3) | (bike & 3) << 2
    if foot and _fits_wheelchair(values, length_m):
        found |= WHEELCHAIR
    if foot and _fits_pram(values):
        found |= PRAM
    if values["steps"]:
        found |= STEPS
    if values["dismount"]:
        found |= PUSHED
    if _step_free_known(values):
        found |= STEP_FREE_KNOWN
    return found


def _fits_wheelchair(values: Values, length_m: float) -> bool:
    """False only for what is known to stop; unknown is let through and told."""
    said = values["wheelchair"]
    if said in ("yes", "limited"):
        return True
    if said == "no" or values["steps"] or values["kerb"] in _RAISED:
        return False
    if values["smoothness"] in _TOO_ROUGH or values["surface"] in _TOO_SOFT:
        return False
    if values["width_m"] is not None and values["width_m"] < NARROWEST_M:
        return False
    grade = grade_pct(values, length_m)
    return grade is None or grade <= STEEPEST_PCT


def grade_pct(values: Values, length_m: float) -> float | None:
    """How steep: as signed, else by the heights of both ends; None if neither tells."""
    if values["incline_pct"] is not None:
        return abs(values["incline_pct"])
    climb, descent = values["climb_m"], values["descent_m"]
    if climb is None or descent is None or length_m < _LONG_ENOUGH_M:
        return None
    return 100 * abs(climb - descent) / length_m


def _fits_pram(values: Values) -> bool:
    if values["steps"]:
        return values["ramp"] is True
    narrow = values["width_m"] is not None and values["width_m"] < NARROWEST_M
    return not narrow and values["smoothness"] not in _TOO_ROUGH[2:]


def _step_free_known(values: Values) -> bool:
    if values["wheelchair"] is not None or values["steps"]:
        return True
    return values["smoothness"] is not None and values["surface"] is not None


def roughness(values: Values) -> float:
    """0 smooth to 1 hardly passable, by smoothness, else surface, else class."""
    if values["smoothness"] in _ROUGHNESS:
        return _ROUGHNESS[values["smoothness"]]
    if values["surface"] in _SURFACES:
        return _SURFACES[values["surface"]]
    return _UNTOLD.get(values["highway"], 0.0)


def risk(values: Values) -> float:
    """0 beside no cars to 1 on a road of 70 km/h without a pavement, from speed and pavement.

    A road of unknown speed counts as 50 km/h in town does, an unknown pavement as none.
    """
    if values["highway"] not in CARRIAGEWAYS:
        return 0.0
    assumed = 30 if values["highway"] == "service" else 50
    speed = values["maxspeed_kmh"] or assumed
    exposed = min(max((speed - 10) / 60, 0.0), 1.0)
    apart = values["sidewalk"] in ("both", "left", "right", "yes", "separate")
    return exposed * (0.4 if apart else 1.0)


def crossing_weight(values: Values) -> float:
    """1 for crossing a street without aid, 0 with signals or a zebra; 0 where none is crossed."""
    kind = values["crossing"]
    if kind is None:
        return 0.0
    weight = _AIDED.get(kind, 1.0)
    return min(weight, 0.5) if values["island"] or kind == "island" else weight
