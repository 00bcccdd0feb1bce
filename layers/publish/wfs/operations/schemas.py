"""DescribeFeatureType: the declared fields as an XML schema."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from layers.publish.properties import shown
from layers.publish.wfs.errors import InvalidParameterValue
from layers.publish.wfs.operations.features import GML_31, GML_32
from layers.publish.wfs.requests import Asked
from layers.publish.wfs.types import feature_type, feature_types, kvp_prefixes
from layers.publish.wfs.versions import NAMESPACE, PREFIX
from layers.registry import Field, Layer

_SCHEMA_TYPES = {
    "string": "xsd:string",
    "integer": "xsd:int",
    "number": "xsd:double",
    "boolean": "xsd:boolean",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
}
_GEOMETRY_TYPES = {
    "POINT": "gml:PointPropertyType",
    "LINESTRING": "gml:CurvePropertyType",
    "POLYGON": "gml:SurfacePropertyType",
    "MULTIPOINT": "gml:MultiPointPropertyType",
    "MULTILINESTRING": "gml:MultiCurvePropertyType",
    "MULTIPOLYGON": "gml:MultiSurfacePropertyType",
    "GEOMETRYCOLLECTION": "gml:MultiGeometryPropertyType",
}


@dataclass(frozen=True)
class Property:
    name: str
    type: str
    title: str


@dataclass(frozen=True)
class FeatureType:
    layer: Layer
    properties: list[Property]


def describe_feature_type(request: HttpRequest, asked: Asked) -> HttpResponse:
    layers = _layers(request, asked)
    if asked.element is None:
        output_format = asked.get("OUTPUTFORMAT")
    else:
        output_format = asked.element.attributes.get("outputFormat")
    is_gml_32 = _is_gml_32(output_format, asked.version.is_2)
    context = {
        "namespace": NAMESPACE,
        "prefix": PREFIX,
        "gml": "http://www.opengis.net/gml/3.2" if is_gml_32 else "http://www.opengis.net/gml",
        "gml_schema": "http://schemas.opengis.net/gml/3.2.1/gml.xsd"
        if is_gml_32
        else "http://schemas.opengis.net/gml/3.1.1/base/gml.xsd",
        "base": "AbstractFeature" if is_gml_32 else "_Feature",
        "types": [FeatureType(layer, list(_properties(layer))) for layer in layers],
    }
    content_type = (
        "application/gml+xml; version=3.2" if is_gml_32 else "text/xml; subtype=gml/3.1.1"
    )
    return HttpResponse(render_to_string("wfs/schema.xsd", context), content_type)


def _is_gml_32(output_format: str | None, default: bool) -> bool:
    if not output_format:
        return default
    name = " ".join(output_format.replace('"', "").lower().split())
    if name in GML_32 or name in GML_31:
        return name in GML_32
    if name in ("xmlschema", "text/xml", "application/xml"):
        return default
    raise InvalidParameterValue(
        "outputFormat", _("Möglich ist: %(values)s") % {"values": f"{GML_32[0]}, {GML_31[0]}"}
    )


def _layers(request: HttpRequest, asked: Asked) -> list[Layer]:
    if asked.element is None:
        names = (asked.get("TYPENAMES", "TYPENAME") or "").strip("()").replace(")(", ",").split(",")
        prefixes = kvp_prefixes(asked.get("NAMESPACES", "NAMESPACE"))
        found = [feature_type(request, one, prefixes, "typeName") for one in names if one]
    else:
        found = [
            feature_type(request, one.text, one.prefixes, "typeName")
            for one in asked.element.all("TypeName")
        ]
    return list(dict.fromkeys(found)) or feature_types(request)


def _properties(layer: Layer) -> Iterator[Property]:
    for field in shown(layer):
        yield Property(field.name, _schema_type(layer, field), _title(field))
    kind = _GEOMETRY_TYPES.get(layer.geometry_type, "gml:GeometryPropertyType")
    yield Property("geometry", kind, "")


def _schema_type(layer: Layer, field: Field) -> str:
    if field.type in ("integer", "number") and field.name in layer.fields_by_name:
        column = layer.model._meta.get_field(field.name)
        if isinstance(column, models.BigIntegerField):
            return "xsd:long"
        if isinstance(column, models.DecimalField):
            return "xsd:decimal"
    return _SCHEMA_TYPES[field.type]


def _title(field: Field) -> str:
    unit = f" ({field.unit})" if field.unit else ""
    return ". ".join(part for part in (f"{field.title}{unit}", str(field.description)) if part)
