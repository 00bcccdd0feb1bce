"""Names in a filter: of properties by a short path, and of features by their ids."""

import re

from layers.publish.filters.compile import property_sql
from layers.publish.filters.errors import AbsentProperty, UnknownProperty
from layers.publish.filters.fes.operators import IDENTIFIERS
from layers.publish.gml.identifiers import FeatureId, feature_id
from layers.publish.gml.markup import Element
from layers.registry import Layer

# Of gml:AbstractFeatureType (OGC 07-036, 9.4.1), which no feature of ours ever has.
_ABSENT = {"descriptionReference", "metaDataProperty", "location"}
_STEP = re.compile(r"(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?:\[(?:1|position\(\)=1)\])?")


def feature_ids(element: Element) -> list[FeatureId]:
    """The features that a filter names by id, wherever in it."""
    found = []
    if element.name in IDENTIFIERS and (known := feature_id(rid(element))):
        found.append(known)
    return found + [one for child in element for one in feature_ids(child)]


def property_name(path: str, layer: Layer) -> str:
    """The property behind a ValueReference or PropertyName: a path of one or two steps.

    UnknownProperty for what the layer has not, AbsentProperty where any feature might have it;
    "@gml:id" for the feature's id, "gml:name" and the like for GML's own properties.
    """
    path = path.strip()
    if path in ("@gml:id", "@id", "@fid"):
        return "@gml:id"
    steps = [step for step in path.split("/") if step]
    if not 1 <= len(steps) <= 2 or len(path) > 200:
        raise UnknownProperty(path[:100])
    if len(steps) == 2 and _local(steps[0].removeprefix("schema-element(").rstrip(")")) not in (
        layer.name,
        "*",
    ):
        raise UnknownProperty(path[:100])
    match = _STEP.fullmatch(steps[-1])
    if match is None:
        raise UnknownProperty(path[:100])
    if match["name"] == "boundedBy":
        return "geometry"
    if match["prefix"] == "gml":
        if match["name"] in layer.gml_columns:
            return f"gml:{match['name']}"
        raise (AbsentProperty if match["name"] in _ABSENT else UnknownProperty)(path)
    property_sql(layer, match["name"])
    return match["name"]


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def rid(element: Element) -> str:
    """The id that a ResourceId, FeatureId or GmlObjectId names; empty if it names none."""
    return next(
        (element.attributes[key] for key in ("rid", "fid", "id") if key in element.attributes), ""
    )
