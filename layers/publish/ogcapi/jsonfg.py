"""OGC Features and Geometries JSON 1.0 (JSON-FG, OGC 21-045r1), a profile of GeoJSON.

By the standard it is asked for as GeoJSON with `profile`; clients of its drafts ask for a media
type of its own. Both get the same document.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from layers.publish.crs import CRS84, Crs
from layers.publish.feature_json import feature_text, fg_feature_text
from layers.publish.filters.sql import Sql
from layers.publish.ogcapi.links import address, link
from layers.publish.ogcapi.parameters import Parameter
from layers.registry import Layer

_STANDARD = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"
CORE, TYPES = _STANDARD + "core", _STANDARD + "types-schemas"
CLASSES = (CORE, TYPES, _STANDARD + "profiles", _STANDARD + "api")

_REGISTER = "http://www.opengis.net/def/profile/OGC/0/"
PLAIN, FG, FG_PLUS = "rfc7946", "jsonfg", "jsonfg-plus"
PROFILE = Parameter(
    "profile",
    gettext_lazy(
        "Spielart von GeoJSON: rfc7946, jsonfg (Form in place, Zeit in time) oder jsonfg-plus "
        "(dazu die Form in Grad); die erste bekannte gilt."
    ),
    {"type": "array", "items": {"type": "string"}, "example": [FG], "default": [PLAIN]},
)
_DIMENSIONS = {"POINT": 0, "LINESTRING": 1, "POLYGON": 2}


def profile(asked: dict[str, str], form: str) -> str:
    """The profile to answer in; one that is unknown is passed over (OGC 23-058r2, 13)."""
    offered = (FG, FG_PLUS) if form == "jsonfg" else (PLAIN, FG, FG_PLUS)
    wished = (one.removeprefix(_REGISTER) for one in asked.get("profile", "").split(","))
    return next((one for one in wished if one in offered), offered[0])


def text(layer: Layer, crs: Crs, chosen: str, *, datasets: Mapping[int, str]) -> Sql:
    """The row `q` as one feature in the profile."""
    if chosen == PLAIN:
        return feature_text(layer, crs, datasets=datasets)
    return fg_feature_text(layer, crs, datasets=datasets, fallback=chosen == FG_PLUS)


def root_members(request: HttpRequest, layer: Layer, crs: Crs, chosen: str) -> dict[str, Any]:
    """What a document of JSON-FG says once, in its outermost object; nothing for plain GeoJSON."""
    if chosen == PLAIN:
        return {}
    members: dict[str, Any] = {
        "conformsTo": [CORE, TYPES],
        "featureType": layer.name,
        "featureSchema": address(request, "schema", layer.name),
    }
    if crs != CRS84:
        members["coordRefSys"] = crs.uri
    return members


def dimension(layer: Layer, chosen: str) -> dict[str, int]:
    """The common dimension of a collection's shapes, where all have the same."""
    found = _DIMENSIONS.get(layer.geometry_type.removeprefix("MULTI"))
    return {} if chosen == PLAIN or found is None else {"geometryDimension": found}


def profile_link(chosen: str) -> dict[str, Any]:
    return link("profile", _REGISTER + chosen)
