"""Part 4: features created, replaced, changed and deleted, through the one way in.

A write names the version it saw by If-Match. PUT sets every shown property, those left out to
unknown; PATCH sets those sent (RFC 7396). Properties nobody may write are taken as read.
"""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers import strict_json
from layers.editing.errors import Invalid, NotAllowed
from layers.editing.models import ChangeSet
from layers.editing.queries import default_of, writable_fields
from layers.editing.services import Change, Written, write
from layers.ground.models import Dataset
from layers.publish import crs as systems
from layers.publish.crs import CRS84, Crs
from layers.publish.ogcapi import parameters
from layers.publish.ogcapi.errors import (
    BadBody,
    BadVersion,
    VersionNotNamed,
    WrongMediaType,
)
from layers.publish.ogcapi.items import published_feature
from layers.publish.ogcapi.links import GEOJSON, JSON, address
from layers.publish.ogcapi.lookup import collection
from layers.publish.ogcapi.schemas import field_schema
from layers.publish.properties import READ_ONLY, shown
from layers.registry import Layer

MERGE_PATCH = "application/merge-patch+json"
WHOLE_TYPES = (GEOJSON, JSON)
PATCH_TYPES = (MERGE_PATCH, GEOJSON, JSON)

# The number decides. Around it stands the form that was read (`"3-jsonfg"`), and what whoever
# compresses on the way makes of it.
_ETAG = re.compile(r'(?:W/)?"v?(\d{1,9})(?:-\w+)?"', re.ASCII)
_LASTING = frozenset({"dataset", "slug"})
_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_MAX_POINTS = 200_000
_LARGEST = 1e12


def create(request: HttpRequest, name: str) -> HttpResponse:
    """A new feature from the body; 201 with its address and version."""
    layer = collection(request, name)
    _require(request, layer, "insert")
    parameters.read(request, ())
    feature = _body(request, WHOLE_TYPES)
    values = _values(layer, feature, _content_crs(request))
    written = _write(request, Change(layer, "insert", values))
    place = address(request, "item", layer.name, written.pk)
    return _done(201, written, Location=place)


def replace(request: HttpRequest, name: str, feature_id: str) -> HttpResponse:
    """Every shown property and the geometry as the body has them."""
    layer = collection(request, name)
    _require(request, layer, "update")
    parameters.read(request, ())
    pk, version = _target(request, layer, feature_id)
    feature = _body(request, WHOLE_TYPES)
    values = {**_unknown(layer), **_values(layer, feature, _content_crs(request))}
    return _update(request, layer, pk, version, values)


def update(request: HttpRequest, name: str, feature_id: str) -> HttpResponse:
    """The members the body has; the rest stays."""
    layer = collection(request, name)
    _require(request, layer, "update")
    parameters.read(request, ())
    pk, version = _target(request, layer, feature_id)
    feature = _body(request, PATCH_TYPES, whole=False)
    values = _values(layer, feature, _content_crs(request), whole=False)
    return _update(request, layer, pk, version, values)


def delete(request: HttpRequest, name: str, feature_id: str) -> HttpResponse:
    layer = collection(request, name)
    _require(request, layer, "delete")
    parameters.read(request, ())
    pk, version = _target(request, layer, feature_id)
    _write(request, Change(layer, "delete", pk=pk, seen_version=version))
    return HttpResponse(status=204)


def _update(
    request: HttpRequest, layer: Layer, pk: int, version: int | None, values: dict[str, Any]
) -> HttpResponse:
    change = Change(layer, "update", values, pk=pk, seen_version=version)
    written = _write(request, change)
    return _done(204, written)


def _require(request: HttpRequest, layer: Layer, action: str) -> None:
    """Before anything is read, so that strangers learn nothing from the body's mistakes."""
    permission = layer.edit_permissions[action]
    if not request.user.has_perm(permission):
        raise NotAllowed(permission)


def _write(request: HttpRequest, change: Change) -> Written:
    made = write([change], door=ChangeSet.Door.OGC_API, account=request.user)
    if made.written:
        return made.written[0]
    assert change.pk is not None  # only an update can find nothing to do
    _text, version = published_feature(change.layer, str(change.pk))
    return Written(change.layer, change.action, change.pk, version)


def _done(status: int, written: Written, **headers: str) -> HttpResponse:
    response = HttpResponse(status=status, headers=headers)
    response.headers["ETag"] = f'"{written.version}"'
    return response


def _target(request: HttpRequest, layer: Layer, feature_id: str) -> tuple[int, int | None]:
    """The row's key and the version that the writer saw; None if any is to be replaced (*)."""
    _text, current = published_feature(layer, feature_id)
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise VersionNotNamed
    if sent == "*":
        return int(feature_id), None
    tags = [_ETAG.fullmatch(tag.strip()) for tag in sent.split(",")]
    versions = [int(tag[1]) for tag in tags if tag]
    if len(versions) < len(tags):
        raise BadVersion
    return int(feature_id), current if current in versions else versions[-1]


def _content_crs(request: HttpRequest) -> Crs:
    """The system of the body's coordinates: CRS84 unless Content-Crs says otherwise."""
    sent = request.headers.get("Content-Crs", "").strip()
    if not sent:
        return CRS84
    found = systems.named(sent.removeprefix("<").removesuffix(">"))
    if found is None or found[1] == "legacy":
        raise BadBody(_("Dieses Koordinatensystem gibt es hier nicht: %(name)s") % {"name": sent})
    return found[0]


def _body(request: HttpRequest, accepted: tuple[str, ...], *, whole: bool = True) -> dict[str, Any]:
    if request.content_type not in accepted:
        raise WrongMediaType(accepted)
    try:
        feature = strict_json.read(request.body)
    except ValueError as error:
        raise BadBody(_("Das ist kein lesbares JSON.")) from error
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict | None):
        raise BadBody(_("Erwartet wird ein Objekt (Feature) in GeoJSON."))
    if feature.get("type", "Feature") != "Feature" or (
        whole and not {"type", "geometry", "properties"} <= feature.keys()
    ):
        raise BadBody(_("Erwartet wird ein Objekt (Feature) in GeoJSON."))
    return feature


def _values(
    layer: Layer, feature: Mapping[str, Any], crs: Crs, *, whole: bool = True
) -> dict[str, Any]:
    sent = {
        name: value
        for name, value in (feature.get("properties") or {}).items()
        if name not in READ_ONLY
    }
    _check_types(layer, sent)
    values = {name: _value(name, value) for name, value in sent.items()}
    if whole or "geometry" in feature:
        values["geometry"] = _shape(feature.get("geometry"), crs)
    return values


def _check_types(layer: Layer, sent: Mapping[str, Any]) -> None:
    """Raise Invalid for what is not of the type that the layer's schema names."""
    schemas = {one.name: field_schema(one) for one in shown(layer)}
    errors = {
        name: [_("In JSON ist das vom Typ %(type)s.") % {"type": _type_name(schemas[name])}]
        for name, value in sent.items()
        if name in schemas and value is not None and not _fits(schemas[name], value)
    }
    if errors:
        raise Invalid(errors)


def _type_name(schema: Mapping[str, Any]) -> str:
    return schema.get("format", schema["type"])


def _value(name: str, value: Any) -> Any:
    if name == "geometry":
        raise BadBody(_("Die Form steht in „geometry“, nicht unter den Merkmalen."))
    if isinstance(value, dict | list):
        raise BadBody(_("Merkmale sind einfache Werte: %(name)s") % {"name": name})
    if name == "dataset" and value is not None:
        found = Dataset.objects.filter(slug=str(value)).first() if "\0" not in str(value) else None
        if found is None:
            raise BadBody(_("Diesen Datensatz gibt es nicht: %(name)s") % {"name": value})
        return found
    return value


def _fits(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value of JSON has the type that the schema names; a time is no empty text."""
    if isinstance(value, bool):
        return schema["type"] == "boolean"
    if schema["type"] == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _PYTHON_TYPES[schema["type"]]) and not (
        "format" in schema and value == ""
    )


def _shape(geometry: Any, crs: Crs) -> GEOSGeometry | None:
    """The geometry in `crs`, axes in the authority's order, as the editing service takes it."""
    if geometry is None:
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
        numbers = shapely.get_coordinates(shape)
    except Exception as error:  # shapely names no common class for malformed mappings
        raise BadBody(_("Das ist keine lesbare Form.")) from error
    if len(numbers) > _MAX_POINTS:
        raise BadBody(_("Die Form hat zu viele Punkte."))
    if not np.isfinite(numbers).all() or (np.abs(numbers) > _LARGEST).any():
        raise BadBody(_("Koordinaten müssen endliche Zahlen sein."))
    if crs.north_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=crs.srid)


def _unknown(layer: Layer) -> dict[str, Any]:
    """What a replaced feature has where the body is silent: the column's default, else unknown.

    Where it comes from and its address stay, unless the body says otherwise.
    """
    columns = writable_fields(layer)
    return {
        one.name: default_of(columns[one.name])
        for one in shown(layer)
        if one.name in columns and one.name not in _LASTING
    }
