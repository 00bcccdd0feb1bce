"""From the tags of OpenStreetMap to who may use a way and what is known of it.

The choices made here, where the tags leave one (docs/routing.md lists them too):

- German traffic law (StVO) decides where nothing else is said: no walking on motorways, whatever
  `foot` says, nor on cycleways and bridleways without a sign; cycling against a one-way street
  only where a sign allows it.
- `foot` and `bicycle` come before `access`; a value not listed here changes nothing.
- An unknown class of way is none. `highway=road` is one, so are piers and platforms, and a
  building site that `foot` opens.
- A road whose pavement is mapped as a way of its own (`sidewalk=separate`) stays walkable, for not
  every such pavement is connected; `use_sidepath` closes it.
- A bicycle may be pushed wherever people walk, except on steps without a ramp.
- Squares are walked along their edge.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

Tags = Mapping[str, str]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NONE, FORWARD, BACKWARD, BOTH = 0, 1, 2, 3

_FOOT_CLASSES = words(
    "footway path pedestrian steps living_street residential unclassified service track "
    "tertiary tertiary_link secondary secondary_link primary primary_link road corridor "
    "platform crossing pier elevator"
)
_BIKE_CLASSES = words(
    "cycleway path living_street residential unclassified service track tertiary "
    "tertiary_link secondary secondary_link primary primary_link road"
)
_PUSH_CLASSES = words("footway pedestrian corridor platform crossing pier elevator")
_NEVER = words(
    "motorway motorway_link construction proposed planned abandoned razed demolished "
    "raceway bus_guideway no"
)
_CLASSES = _FOOT_CLASSES | _BIKE_CLASSES | words("bridleway busway trunk trunk_link escape")
_ROADS = words(
    "residential unclassified tertiary tertiary_link secondary secondary_link primary "
    "primary_link trunk trunk_link"
)

_YES = words("yes designated permissive official destination customers")
_NO = words(
    "no private agricultural forestry agricultural;forestry delivery restricted "
    "use_sidepath military emergency discouraged"
)
_ONEWAY_YES = frozenset(("yes", "true", "1"))
_ONEWAY_BACK = frozenset(("-1", "reverse"))
_RAMPS = ("ramp", "ramp:wheelchair", "ramp:stroller", "ramp:bicycle")

# What a segment keeps of its way's tags.
WAY_TAGS = tuple(
    sorted(
        words(
            "highway man_made railway public_transport name ref access foot bicycle motorroad "
            "oneway oneway:foot oneway:bicycle foot:forward foot:backward junction sidewalk "
            "sidewalk:both sidewalk:left sidewalk:right cycleway cycleway:both cycleway:left "
            "cycleway:right cycleway:left:oneway cycleway:right:oneway surface smoothness width "
            "incline lit crossing crossing_ref crossing:island footway path kerb maxspeed "
            "wheelchair step_count ramp ramp:wheelchair ramp:stroller ramp:bicycle bridge "
            "tunnel covered indoor"
        )
    )
)
NODE_TAGS = tuple(
    sorted(
        words(
            "highway crossing crossing_ref crossing:island kerb barrier access foot bicycle "
            "wheelchair"
        )
    )
)


def way_class(tags: Tags) -> str | None:
    """The class by which a way is judged; None if it is no way for anybody."""
    highway = tags.get("highway")
    if highway is None:
        if tags.get("man_made") == "pier":
            return "pier"
        if "platform" in (tags.get("railway"), tags.get("public_transport")):
            return "platform"
        return None
    if highway == "construction" and tags.get("foot") in _YES:
        return highway
    if highway in _NEVER or tags.get("motorroad") == "yes":
        return None
    return highway


def foot_direction(tags: Tags, kind: str) -> int:
    """Where people may walk: NONE, FORWARD, BACKWARD or BOTH, seen along the way."""
    if not _foot_allowed(tags, kind):
        return NONE
    oneway = tags.get("oneway:foot")
    if oneway in _ONEWAY_YES or tags.get("foot:backward") == "no":
        return FORWARD
    if oneway in _ONEWAY_BACK or tags.get("foot:forward") == "no":
        return BACKWARD
    return BOTH


def _foot_allowed(tags: Tags, kind: str) -> bool:
    foot = tags.get("foot")
    if foot in _YES:
        return True
    if foot in _NO or tags.get("access") in _NO:
        return False
    if kind in ("trunk", "trunk_link"):
        return sidewalk(tags) in ("yes", "both", "left", "right")
    return kind in _FOOT_CLASSES


def bike_direction(tags: Tags, kind: str, foot: int) -> tuple[int, bool]:
    """Where a bicycle may go, and whether only pushed."""
    bicycle = tags.get("bicycle")
    if bicycle in _NO or bicycle == "dismount" or not _ridable(tags, kind):
        pushed = foot and bicycle not in ("no", "private") and _pushable(tags, kind, bicycle)
        return (foot, True) if pushed else (NONE, False)
    return _bike_oneway(tags), False


def _ridable(tags: Tags, kind: str) -> bool:
    if tags.get("bicycle") in _YES:
        return kind != "steps"
    if tags.get("access") in _NO:
        return False
    return kind in _BIKE_CLASSES


def _pushable(tags: Tags, kind: str, bicycle: str | None) -> bool:
    if kind == "steps":
        return "yes" in (tags.get("ramp"), tags.get("ramp:bicycle"))
    return kind in _PUSH_CLASSES or bicycle in ("dismount", "use_sidepath")


def _bike_oneway(tags: Tags) -> int:
    oneway = tags.get("oneway:bicycle") or tags.get("oneway")
    if oneway is None and tags.get("junction") in ("roundabout", "circular"):
        oneway = "yes"
    if oneway in _ONEWAY_BACK:
        ahead, against = BACKWARD, FORWARD
    elif oneway in _ONEWAY_YES:
        ahead, against = FORWARD, BACKWARD
    else:
        return BOTH
    return ahead | against if _contraflow(tags) else ahead


def _contraflow(tags: Tags) -> bool:
    if tags.get("oneway:bicycle") in _ONEWAY_YES | _ONEWAY_BACK:
        return False
    sides = [tags.get(f"cycleway{side}", "") for side in ("", ":both", ":left", ":right")]
    lanes = [tags.get(f"cycleway:{side}:oneway") for side in ("left", "right")]
    return any(side.startswith("opposite") for side in sides) or "-1" in lanes or "no" in lanes


def attributes(tags: Tags, kind: str) -> dict[str, Any]:
    """What is known of a way, by the field names of `Segment`; None is unknown."""
    return {
        "name": tags.get("name", "")[:200],
        "highway": kind[:30],
        "steps": kind == "steps",
        "step_count": _whole(tags.get("step_count")),
        "ramp": _ramp(tags),
        "bridge": tags.get("bridge", "no") != "no",
        "tunnel": tags.get("tunnel", "no") != "no"
        or tags.get("covered") == "yes"
        or tags.get("indoor") == "yes",
        "surface": _word(tags.get("surface")),
        "smoothness": _word(tags.get("smoothness")),
        "width_m": metres(tags.get("width")),
        "incline_pct": incline(tags.get("incline")),
        "lit": _lit(tags.get("lit")),
        "sidewalk": sidewalk(tags) if kind in _ROADS or "sidewalk" in tags else None,
        "cycleway": _word(next((tags[key] for key in _CYCLEWAYS if key in tags), None)),
        "crossing": crossing(tags),
        "island": {"yes": True, "no": False}.get(tags.get("crossing:island", "")),
        "kerb": _word(tags.get("kerb")),
        "maxspeed_kmh": speed(tags.get("maxspeed")),
        "wheelchair": _wheelchair(tags.get("wheelchair")),
    }


_CYCLEWAYS = ("cycleway", "cycleway:both", "cycleway:right", "cycleway:left")


def crossing(tags: Tags) -> str | None:
    """How a street is crossed here; "yes" for a crossing of unknown kind, None for no crossing."""
    is_crossing = tags.get("highway") == "crossing" or "crossing" in (
        tags.get("footway"),
        tags.get("path"),
        tags.get("cycleway"),
    )
    if tags.get("crossing_ref") == "zebra":
        return "zebra"
    if kind := tags.get("crossing"):
        return None if kind == "no" else kind[:30]
    return "yes" if is_crossing else None


def sidewalk(tags: Tags) -> str | None:
    """both, left, right, yes, separate or no; None is unknown."""
    if said := tags.get("sidewalk"):
        return "no" if said == "none" else said[:30]
    if said := tags.get("sidewalk:both"):
        return {"yes": "both", "none": "no"}.get(said, said[:30])
    sides = [
        side for side in ("left", "right") if tags.get(f"sidewalk:{side}") in ("yes", "separate")
    ]
    if len(sides) == 2:
        return "both"
    if sides:
        return sides[0]
    if {tags.get("sidewalk:left"), tags.get("sidewalk:right")} <= {"no", "none"}:
        return "no"
    return None


_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def _leading(text: str | None) -> tuple[float, str] | None:
    found = _NUMBER.match(text.strip()) if text else None
    if found is None or text is None:
        return None
    return float(found[0].replace(",", ".")), text.strip()[found.end() :].strip()


def metres(text: str | None) -> float | None:
    """ "1.5", "1,5 m" and "150 cm" in metres; None for what is no width between 0 and 100 m."""
    read = _leading(text)
    factor = {"": 1.0, "m": 1.0, "cm": 0.01}.get(read[1]) if read else None
    if read is None or factor is None:
        return None
    width = round(read[0] * factor, 2)
    return width if 0 < width < 100 else None


def incline(text: str | None) -> float | None:
    """ "6%", "-6 %" and "4°" in percent; None for "up", "steep" and the like."""
    read = _leading(text)
    if read is None:
        return None
    if read[1] == "°" and abs(read[0]) < 45:
        return round(100 * math.tan(math.radians(read[0])), 1)
    return read[0] if read[1] == "%" and abs(read[0]) <= 100 else None


_ZONES = {
    "walk": 7, "DE:walk": 7, "DE:living_street": 7, "DE:urban": 50, "DE:rural": 100,
    "DE:zone30": 30, "DE:zone:30": 30, "DE:zone:20": 20, "DE:zone20": 20,
}  # fmt: skip


def speed(text: str | None) -> int | None:
    """The speed limit in km/h; None for "none", "signals" and what else is no number."""
    if text in _ZONES:
        return _ZONES[text]
    read = _leading(text)
    factor = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "mph": 1.609344}.get(read[1]) if read else None
    if read is None or factor is None or not 0 < read[0] <= 200:
        return None
    return round(read[0] * factor)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) < 10_000 else None


def _word(text: str | None) -> str | None:
    return text[:30] if text else None


def _lit(text: str | None) -> bool | None:
    if text is None:
        return None
    return {"no": False, "disused": False}.get(text, True)


def _ramp(tags: Tags) -> bool | None:
    said = [tags[key] for key in _RAMPS if key in tags]
    if not said:
        return None
    return any(value not in ("no", "separate") for value in said)


def _wheelchair(text: str | None) -> str | None:
    return {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}.get(text or "")


# ── nodes on a way ─────────────────────────────────────────────────────────────────────────────

_KERBS = ("raised", "yes", "rolled", "regular", "lowered", "no", "flush")  # worst first
_NOT_FOR_BIKES = words("stile kissing_gate turnstile full-height_turnstile")
_NOT_FOR_WHEELS = _NOT_FOR_BIKES | words("cycle_barrier block log motorcycle_barrier")


def barred(tags: Tags) -> frozenset[str]:
    """Who does not pass a node with these tags: of "foot", "bike", "wheelchair"."""
    kind = tags.get("barrier")
    if kind is None:
        return frozenset()
    stopped = set()
    foot, bicycle, access = tags.get("foot"), tags.get("bicycle"), tags.get("access")
    if foot in _NO or (foot not in _YES and access in _NO):
        stopped.add("foot")
    if bicycle in _NO or (bicycle not in _YES and (access in _NO or kind in _NOT_FOR_BIKES)):
        stopped.add("bike")
    wheelchair = tags.get("wheelchair")
    if wheelchair == "no" or (wheelchair is None and kind in _NOT_FOR_WHEELS):
        stopped.add("wheelchair")
    return frozenset(stopped)


def worst_kerb(kerbs: list[str]) -> str | None:
    """The one that stops wheels most; one nobody knows comes before a lowered one."""
    if not kerbs:
        return None
    return min(kerbs, key=lambda kerb: _KERBS.index(kerb) if kerb in _KERBS else 3)[:30]
