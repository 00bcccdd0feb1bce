"""GetCapabilities: what the service is, what it can do, and every feature type."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from layers.ground.models import City
from layers.publish import crs as systems
from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.extents import Box, extents
from layers.publish.filters.compile import FUNCTIONS
from layers.publish.filters.fes import operators
from layers.publish.gml.names import DEFAULT
from layers.publish.provenance import datasets_behind
from layers.publish.wfs.operations.features import CSV, GEOJSON, GML_31, GML_32
from layers.publish.wfs.requests import Asked
from layers.publish.wfs.types import feature_types
from layers.publish.wfs.versions import NAMESPACE, PREFIX
from layers.registry import Layer

_SECTIONS = (
    "ServiceIdentification",
    "ServiceProvider",
    "OperationsMetadata",
    "FeatureTypeList",
    "Filter_Capabilities",
)
# ISO 639-2/B, as INSPIRE names languages.
_LANGUAGES = {
    "de": "ger",
    "en": "eng",
    "tr": "tur",
    "ar": "ara",
    "ru": "rus",
    "uk": "ukr",
    "pl": "pol",
    "fr": "fre",
    "ro": "rum",
}
_CONSTRAINTS = {
    "ImplementsSimpleWFS": True,
    "ImplementsBasicWFS": True,
    "ImplementsLockingWFS": False,
    "KVPEncoding": True,
    "XMLEncoding": True,
    "SOAPEncoding": False,
    "ImplementsInheritance": False,
    "ImplementsRemoteResolve": False,
    "ImplementsResultPaging": True,
    "ImplementsStandardJoins": False,
    "ImplementsSpatialJoins": False,
    "ImplementsTemporalJoins": False,
    "ImplementsFeatureVersioning": False,
    "ManageStoredQueries": False,
    "PagingIsTransactionSafe": False,
}
_FILTER_CONFORMANCE = {
    "ImplementsQuery": True,
    "ImplementsAdHocQuery": True,
    "ImplementsFunctions": True,
    "ImplementsResourceId": True,
    "ImplementsMinStandardFilter": True,
    "ImplementsStandardFilter": True,
    "ImplementsMinSpatialFilter": True,
    "ImplementsSpatialFilter": True,
    "ImplementsMinTemporalFilter": True,
    "ImplementsTemporalFilter": True,
    "ImplementsVersionNav": False,
    "ImplementsSorting": True,
    "ImplementsExtendedOperators": False,
    "ImplementsMinimumXPath": True,
    "ImplementsSchemaElementFunc": False,
}
_OPERANDS = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiCurve",
    "Curve",
    "Polygon",
    "Surface",
    "MultiSurface",
    "MultiGeometry",
    "Envelope",
)
_OPERANDS_11 = ("Envelope", "Point", "LineString", "Polygon")
_FUNCTION_TYPES = {
    "text": "xsd:string",
    "number": "xsd:double",
    "geometry": "gml:AbstractGeometryType",
}
_COMPARISONS_11 = {  # as the schema of OGC 04-095 spells them
    "LessThan",
    "GreaterThan",
    "LessThanEqualTo",
    "GreaterThanEqualTo",
    "EqualTo",
    "NotEqualTo",
    "Like",
    "Between",
    "NullCheck",
}


def get_capabilities(request: HttpRequest, asked: Asked) -> HttpResponse:
    text = render_to_string(f"{asked.version.template}/capabilities.xml", _context(request, asked))
    etag = weak_etag(text)
    if is_known(request, etag):
        return not_modified(etag)
    return HttpResponse(text, "text/xml", headers={"ETag": etag})


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    layers = feature_types(request)
    places = extents(layers)
    datasets = list(datasets_behind(layers))
    language = get_language() or settings.LANGUAGE_CODE
    city = City.objects.first()
    writable = _writable(request, layers)
    licences = sorted({f"{one.licence} – {one.attribution}" for one in datasets})
    return {
        "version": asked.version,
        "sections": _sections(asked),
        "url": request.build_absolute_uri(request.path),
        "site": request.build_absolute_uri("/"),
        "records": request.build_absolute_uri(reverse("ogc:record-items")),
        "namespace": NAMESPACE,
        "prefix": PREFIX,
        "title": _("%(city)s: Karte der Stadt") % {"city": city.name if city else _("Stadt")},
        "provider": _("Stadt %(name)s") % {"name": city.name} if city else _("Stadt"),
        "licences": licences,
        "language": _LANGUAGES.get(language, "ger"),
        "languages": [_LANGUAGES[code] for code, _name in settings.LANGUAGES],
        "default_language": _LANGUAGES[settings.LANGUAGE_CODE],
        "datasets": datasets,
        "types": [
            {
                "layer": layer,
                "operations": writable.get(layer, ()),
                "keywords": [layer.theme.label, *layer.keywords],
                **_corners(places[layer.name].box or (-180.0, -90.0, 180.0, 90.0)),
                "metadata": request.build_absolute_uri(reverse("layer", args=[layer.name])),
            }
            for layer in layers
        ],
        "default_crs": DEFAULT.name,
        "other_crs": [one.urn for one in systems.ALL if one != DEFAULT.crs],
        "formats": [*GML_32[:2], GML_31[0], GEOJSON[0], GEOJSON[1], CSV[0]],
        "schema_formats": [GML_32[0], GML_31[0]],
        "constraints": {"ImplementsTransactionalWFS": bool(writable), **_CONSTRAINTS},
        "can_write": bool(writable),
        "conformance": _FILTER_CONFORMANCE,
        "comparisons": [
            *operators.COMPARISONS,
            "PropertyIsLike",
            "PropertyIsNull",
            "PropertyIsNil",
            "PropertyIsBetween",
        ],
        "comparisons_11": sorted(_COMPARISONS_11),
        "operands": _OPERANDS,
        "operands_11": _OPERANDS_11,
        "spatial": [*operators.SPATIAL, *operators.DISTANCES],
        "temporal": [
            one for one in operators.TEMPORAL if one != "AnyInteracts"
        ],  # not in its schema
        "functions": [
            {
                "name": name,
                "returns": _FUNCTION_TYPES[result],
                "arguments": [
                    {"name": f"argument{position}", "type": _FUNCTION_TYPES[type_]}
                    for position, type_ in enumerate(arguments, 1)
                ],
            }
            for name, (_sql, arguments, result) in sorted(FUNCTIONS.items())
        ],
    }


def _writable(request: HttpRequest, layers: list[Layer]) -> dict[Layer, list[str]]:
    """What the asking account may do where, so that its programs offer this and no more."""
    found = {
        layer: [
            action.title()
            for action, permission in layer.edit_permissions.items()
            if request.user.has_perm(permission)
        ]
        for layer in layers
    }
    return {layer: actions for layer, actions in found.items() if actions}


def _corners(box: Box) -> dict[str, str]:
    west, south, east, north = box
    return {"lower": f"{west} {south}", "upper": f"{east} {north}"}


def _sections(asked: Asked) -> list[str]:
    if asked.element is None:
        wanted = (asked.get("SECTIONS") or "").split(",")
    else:
        holder = asked.element.find("Sections")
        wanted = [one.text for one in holder.all("Section")] if holder else []
    names = {one.strip().lower() for one in wanted if one.strip()}
    if not names or "all" in names:
        return list(_SECTIONS)
    return [one for one in _SECTIONS if one.lower() in names or one == "Filter_Capabilities"]
