"""How OpenStreetMap's tags become the base geography (wiki.openstreetmap.org/wiki/Map_features)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from layers.base.models import (
    Amenity,
    BuiltUpArea,
    GreenArea,
    Office,
    School,
    Street,
    WaterArea,
    Waterway,
    YesLimitedNo,
)
from layers.registry import OsmRule

Tags = Mapping[str, str]
Values = dict[str, Any] | None
_CLOSED = ("private", "no")  # values of access=* that shut the public out

_NUMBER = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:m|meter|metres)?\s*", re.IGNORECASE)


def metres(text: str | None) -> float | None:
    """ "12", "12.5 m" and "12,5" as metres; None for feet, ranges and words."""
    match = _NUMBER.fullmatch(text or "")
    return float(match[1].replace(",", ".")) if match else None


def whole(text: str | None) -> int | None:
    number = metres(text)
    return int(number) if number is not None and number == int(number) and number < 32_768 else None


def step_free(tags: Tags) -> str | None:
    """wheelchair=*; unknown stays unknown."""
    answers = {"yes": YesLimitedNo.YES, "designated": YesLimitedNo.YES}
    answers |= {"limited": YesLimitedNo.LIMITED, "no": YesLimitedNo.NO}
    return answers.get(tags.get("wheelchair", ""))


def address(tags: Tags) -> str:
    """ "Caldenhofer Weg 10, 59063 Hamm", as far as it is known."""
    street = tags.get("addr:street") or tags.get("addr:place", "")
    line = f"{street} {tags.get('addr:housenumber', '')}".strip() if street else ""
    town = f"{tags.get('addr:postcode', '')} {tags.get('addr:city', '')}".strip()
    return ", ".join(part for part in (line, town if line else "") if part)[:200]


def opening_hours(tags: Tags) -> str | None:
    hours = tags.get("opening_hours")
    return hours if hours and len(hours) <= 500 else None


def phone(tags: Tags) -> str:
    number = (tags.get("contact:phone") or tags.get("phone", "")).split(";")[0].strip()
    return number if len(number) <= 40 else ""


def website(tags: Tags) -> str:
    """An address that a link can lead to, or nothing."""
    address = (tags.get("contact:website") or tags.get("website", "")).split(";")[0].strip()
    if address.startswith("www."):
        address = f"https://{address}"
    good = re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#][^\s<>\"]*)?", address, re.I)
    return address if good and len(address) <= 200 else ""


def kind_of(key: str, kinds: Mapping[str, str]) -> Callable[[Tags], Values]:
    """Name and kind, the kind read from the value of one key."""
    return lambda tags: {"name": tags.get("name", ""), "kind": kinds[tags[key]]}


def by_kind(key: str, kinds: Mapping[str, str]) -> OsmRule:
    return OsmRule({key: tuple(kinds)}, kind_of(key, kinds))


# --- streets and railways --------------------------------------------------------------------

_ROADS = {
    Street.Kind.MOTORWAY: ("motorway", "motorway_link"),
    Street.Kind.MAIN: (
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
    ),
    Street.Kind.STREET: (
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "pedestrian",
        "road",
    ),
    Street.Kind.SIDE: ("service", "busway"),
    Street.Kind.PATH: ("footway", "path", "cycleway", "steps", "bridleway", "track"),
}
ROAD_KINDS = {value: kind for kind, values in _ROADS.items() for value in values}
RAILWAYS = ("rail", "light_rail", "tram", "subway", "narrow_gauge", "funicular", "monorail")


def _is(value: str | None) -> bool:
    return value not in (None, "", "no")


def _way(tags: Tags, kind: str) -> Values:
    if tags.get("area") == "yes":
        return None
    return {
        "name": tags.get("name", ""),
        "kind": kind,
        "ref": tags.get("ref", "")[:60],
        "bridge": _is(tags.get("bridge")),
        "tunnel": _is(tags.get("tunnel")),
    }


STREETS = (
    OsmRule({"highway": tuple(ROAD_KINDS)}, lambda tags: _way(tags, ROAD_KINDS[tags["highway"]])),
    OsmRule({"railway": RAILWAYS}, lambda tags: _way(tags, Street.Kind.RAIL)),
)

# --- water -----------------------------------------------------------------------------------

_WATERS = {
    "river": WaterArea.Kind.RIVER,
    "stream": WaterArea.Kind.RIVER,
    "canal": WaterArea.Kind.CANAL,
    "lock": WaterArea.Kind.CANAL,
    "basin": WaterArea.Kind.BASIN,
    "wastewater": WaterArea.Kind.BASIN,
}


def _water(tags: Tags) -> Values:
    kind = _WATERS.get(tags.get("water", ""), WaterArea.Kind.LAKE)
    return {"name": tags.get("name", ""), "kind": kind}


WATER_AREAS = (
    OsmRule({"natural": ("water",)}, _water),
    by_kind("waterway", {"riverbank": WaterArea.Kind.RIVER, "dock": WaterArea.Kind.BASIN}),
    by_kind("landuse", {"reservoir": WaterArea.Kind.LAKE, "basin": WaterArea.Kind.BASIN}),
)

_LINES = {
    "river": Waterway.Kind.RIVER,
    "canal": Waterway.Kind.CANAL,
    "stream": Waterway.Kind.BROOK,
    "ditch": Waterway.Kind.BROOK,
    "drain": Waterway.Kind.BROOK,
}


def _waterway(tags: Tags) -> Values:
    if tags.get("tunnel") in ("culvert", "yes"):
        return None  # nobody sees it
    return {"name": tags.get("name", ""), "kind": _LINES[tags["waterway"]]}


WATERWAYS = (OsmRule({"waterway": tuple(_LINES)}, _waterway),)

# --- green and built-up ----------------------------------------------------------------------

_G = GreenArea.Kind
GREEN_AREAS = (
    by_kind(
        "leisure",
        {
            "park": _G.PARK,
            "garden": _G.GARDEN,
            "pitch": _G.SPORT,
            "sports_centre": _G.SPORT,
            "golf_course": _G.SPORT,
        },
    ),
    by_kind(
        "landuse",
        {
            "forest": _G.WOOD,
            "meadow": _G.MEADOW,
            "grass": _G.MEADOW,
            "village_green": _G.MEADOW,
            "recreation_ground": _G.PARK,
            "allotments": _G.GARDEN,
            "orchard": _G.GARDEN,
            "cemetery": _G.CEMETERY,
        },
    ),
    by_kind(
        "natural",
        {"wood": _G.WOOD, "grassland": _G.MEADOW, "heath": _G.MEADOW, "scrub": _G.MEADOW},
    ),
    by_kind("amenity", {"grave_yard": _G.CEMETERY}),
)

_LANDUSE = {
    "residential": BuiltUpArea.Kind.RESIDENTIAL,
    "industrial": BuiltUpArea.Kind.INDUSTRIAL,
    "commercial": BuiltUpArea.Kind.INDUSTRIAL,
    "retail": BuiltUpArea.Kind.INDUSTRIAL,
}
BUILT_UP_AREAS = (
    OsmRule({"landuse": tuple(_LANDUSE)}, lambda tags: {"kind": _LANDUSE[tags["landuse"]]}),
)

# --- buildings, addresses, trees -------------------------------------------------------------


def _building(tags: Tags) -> Values:
    kind = tags["building"]
    if kind == "no":
        return None
    return {
        "name": tags.get("name", ""),
        "kind": "" if kind == "yes" else kind[:40],
        "levels": whole(tags.get("building:levels")),
        "height_m": metres(tags.get("height")),
    }


def _address(tags: Tags) -> Values:
    street = tags.get("addr:street") or tags.get("addr:place")
    if not street:
        return None
    postcode = tags.get("addr:postcode", "")
    return {
        "street": street,
        "house_number": tags["addr:housenumber"],
        "postcode": postcode if len(postcode) <= 5 else "",
    }


def _tree(tags: Tags) -> Values:
    names = ("species:de", "species", "genus:de", "genus")
    return {
        "species": next((tags[name] for name in names if name in tags), "")[:120],
        "height_m": metres(tags.get("height")),
        "crown_m": metres(tags.get("diameter_crown")),
    }


BUILDINGS = (OsmRule({"building": ("*",)}, _building),)
ADDRESSES = (OsmRule({"addr:housenumber": ("*",)}, _address),)
TREES = (OsmRule({"natural": ("tree",)}, _tree, shapes=("node",)),)

# --- equipment of public space ---------------------------------------------------------------


def _amenity(kind: str, closed: tuple[str, ...] = _CLOSED) -> Callable[[Tags], Values]:
    def values(tags: Tags) -> Values:
        if tags.get("access") in closed:
            return None
        return {
            "name": tags.get("name", ""),
            "kind": kind,
            "step_free": step_free(tags),
            "opening_hours": opening_hours(tags),
        }

    return values


# Fountains are cool places.
AMENITIES = (
    OsmRule({"amenity": ("bench",)}, _amenity(Amenity.Kind.BENCH)),
    OsmRule({"amenity": ("toilets",)}, _amenity(Amenity.Kind.TOILET, (*_CLOSED, "customers"))),
    OsmRule({"leisure": ("playground",)}, _amenity(Amenity.Kind.PLAYGROUND)),
)

# --- stops, schools, offices, markets --------------------------------------------------------


def _stop(modes: str) -> Callable[[Tags], Values]:
    return lambda tags: {"name": tags.get("name", ""), "modes": modes}


STOPS = (
    OsmRule({"railway": ("station", "halt", "tram_stop")}, _stop("regional"), shapes=("node",)),
    OsmRule({"highway": ("bus_stop",)}, _stop("bus"), shapes=("node",)),
    OsmRule({"amenity": ("bus_station",)}, _stop("bus")),
)

# In this order: a "Grund- und Hauptschule" is asked for its youngest children first.
_SCHOOLS = (
    (School.Kind.WALDORF, r"waldorf"),
    (School.Kind.VOCATIONAL, r"beruf|\bbbs\b"),
    (School.Kind.SPECIAL, r"förder|sonderschule|schwerpunktschule"),
    (School.Kind.PRIMARY, r"grundschule|primarschule|primary|\bgs\b"),
    (School.Kind.GESAMTSCHULE, r"gesamtschule|\bigs\b"),
    (School.Kind.REALSCHULE, r"realschule"),
    (School.Kind.HAUPTSCHULE, r"hauptschule"),
    (School.Kind.GYMNASIUM, r"gymnasium|secondary"),
)


def _school(tags: Tags) -> Values:
    words = " ".join(tags.get(key, "") for key in ("school:de", "school", "name")).lower()
    kind = next((kind for kind, word in _SCHOOLS if re.search(word, words)), School.Kind.OTHER)
    return {"name": tags.get("name", ""), "kind": kind, "address": address(tags)}


def _office(tags: Tags) -> Values:
    citizens = re.search(r"bürger(amt|büro|center|service)", tags.get("name", ""), re.IGNORECASE)
    if not citizens and tags.get("amenity") != "townhall":
        return None
    return {
        "name": tags.get("name", ""),
        "kind": Office.Kind.BUERGERAMT if citizens else Office.Kind.TOWN_HALL,
        "address": address(tags),
        "phone": phone(tags),
        "opening_hours": opening_hours(tags),
        "website": website(tags),
    }


def _market(tags: Tags) -> Values:
    return {
        "name": tags.get("name", ""),
        "opening_hours": opening_hours(tags),
        "address": address(tags),
    }


SCHOOLS = (OsmRule({"amenity": ("school",)}, _school),)
OFFICES = (
    OsmRule({"amenity": ("townhall",)}, _office),
    OsmRule({"office": ("government",)}, _office),
)
MARKETS = (OsmRule({"amenity": ("marketplace",)}, _market),)

# --- names and boundaries --------------------------------------------------------------------


def _district(tags: Tags) -> Values:
    population = tags.get("population", "")
    year = re.match(r"(1\d|20)\d\d", tags.get("population:date", ""))
    return {
        "name": tags.get("name", ""),
        "level": int(tags["admin_level"]),
        "inhabitants": int(population) if population.isascii() and population.isdigit() else None,
        "inhabitants_year": int(year[0]) if year else None,
    }


DISTRICTS = (OsmRule({"boundary": ("administrative",), "admin_level": ("9", "10")}, _district),)
_PLACES = ("city", "town", "borough", "suburb", "quarter", "neighbourhood", "village", "hamlet")
SETTLEMENTS = (
    OsmRule(
        {"place": _PLACES},
        lambda tags: {"name": tags.get("name", ""), "kind": tags["place"]},
        shapes=("node",),
    ),
)
