"""Which objects of OpenStreetMap are cool places."""

from collections.abc import Callable, Mapping
from typing import Any

from heatmodel.models import CoolPlace
from layers.base.models import YesLimitedNo
from layers.base.osm import address, opening_hours, phone, step_free, website
from layers.registry import OsmRule

Tags = Mapping[str, str]
Values = dict[str, Any] | None
Kind = CoolPlace.Kind

# What a place without a name of its own is called.
_NAMELESS = {
    Kind.DRINKING_WATER: "Trinkbrunnen",
    Kind.FOUNTAIN: "Brunnen",
    Kind.WATER_PLAYGROUND: "Wasserspielplatz",
    Kind.LIBRARY: "Bücherei",
}


def _yes_no(value: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(value or "")


def _wifi(tags: Tags) -> bool | None:
    return {"wlan": True, "yes": True, "wifi": True, "no": False}.get(
        tags.get("internet_access", "")
    )


def _cost(tags: Tags) -> str | None:
    return {"no": CoolPlace.Cost.FREE, "yes": CoolPlace.Cost.PAID}.get(tags.get("fee", ""))


def _wheelchair_toilet(tags: Tags) -> str | None:
    answer = tags.get("toilets:wheelchair", "")
    return answer if answer in YesLimitedNo.values else None


def _place(kind: str, tags: Tags) -> Values:
    if tags.get("access") in ("private", "no"):
        return None
    return {
        "name": tags.get("name") or _NAMELESS.get(Kind(kind), ""),
        "kind": kind,
        "address": address(tags),
        "description": tags.get("description:de") or tags.get("description", ""),
        "opening_hours": opening_hours(tags),
        "step_free": step_free(tags),
        "wheelchair_toilet": _wheelchair_toilet(tags),
        "drinking_water": True
        if kind == Kind.DRINKING_WATER
        else _yes_no(tags.get("drinking_water")),
        "seating": _yes_no(tags.get("bench")),
        "toilet": _yes_no(tags.get("toilets")),
        "wifi": _wifi(tags),
        "cost": _cost(tags),
        "phone": phone(tags),
        "website": website(tags),
    }


def _always(kind: str) -> Callable[[Tags], Values]:
    return lambda tags: _place(kind, tags)


def _named(kind: str) -> Callable[[Tags], Values]:
    """Only with a name: a nameless lawn or grove is no place to send people to."""
    return lambda tags: _place(kind, tags) if tags.get("name") else None


def _worship(tags: Tags) -> Values:
    return _named(Kind.CHURCH if tags.get("religion") == "christian" else Kind.COOL_ROOM)(tags)


def _playground(tags: Tags) -> Values:
    wet = tags.get("playground") in ("water", "splash_pad") or tags.get("playground:water") == "yes"
    return _place(Kind.WATER_PLAYGROUND, tags) if wet else None


def _sports(tags: Tags) -> Values:
    swims = "swimming" in tags.get("sport", "").split(";")
    return _named(Kind.POOL)(tags) if swims else None


COOL_PLACES = (
    OsmRule({"amenity": ("drinking_water",)}, _always(Kind.DRINKING_WATER)),
    OsmRule({"man_made": ("drinking_fountain",)}, _always(Kind.DRINKING_WATER)),
    OsmRule({"amenity": ("fountain",), "drinking_water": ("yes",)}, _always(Kind.DRINKING_WATER)),
    OsmRule({"amenity": ("fountain",)}, _always(Kind.FOUNTAIN)),
    OsmRule({"leisure": ("splash_pad",)}, _always(Kind.WATER_PLAYGROUND)),
    OsmRule({"leisure": ("playground",)}, _playground),
    # A pool in somebody's garden has no name.
    OsmRule({"leisure": ("water_park", "swimming_pool")}, _named(Kind.POOL)),
    OsmRule({"amenity": ("public_bath",)}, _named(Kind.POOL)),
    OsmRule({"leisure": ("sports_centre",)}, _sports),
    OsmRule({"leisure": ("bathing_place", "swimming_area")}, _named(Kind.WATER)),
    OsmRule({"natural": ("beach",)}, _named(Kind.WATER)),
    OsmRule({"amenity": ("place_of_worship",)}, _worship),
    OsmRule({"amenity": ("library",)}, _always(Kind.LIBRARY)),
    OsmRule({"tourism": ("museum",)}, _named(Kind.MUSEUM)),
    OsmRule({"leisure": ("park",)}, _named(Kind.PARK)),
    OsmRule({"leisure": ("garden",)}, _named(Kind.GARDEN)),
    OsmRule({"landuse": ("forest",)}, _named(Kind.WOOD)),
    OsmRule({"natural": ("wood",)}, _named(Kind.WOOD)),
)
