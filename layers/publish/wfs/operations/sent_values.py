"""What a transaction writes into the columns, from the XML that a client sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.utils.translation import gettext as _

from layers.editing.queries import GML_CODE_SPACE, reckoned_fields, writable_fields
from layers.ground.models import Dataset
from layers.publish.filters import fes
from layers.publish.filters.errors import UnknownProperty
from layers.publish.gml import read as gml
from layers.publish.gml.markup import Element
from layers.publish.properties import READ_ONLY
from layers.publish.wfs.errors import InvalidParameterValue, InvalidValue
from layers.publish.wfs.queries import GEOMETRY
from layers.registry import Layer

GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
_DATE_WITH_ZONE = re.compile(r"^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$", re.ASCII)


@dataclass(frozen=True)
class SentFeature:
    """The properties of a feature that was sent, by field.

    `twice` are those of GML's own that came beside a field of the same meaning, and differ.
    """

    values: dict[str, Any]
    twice: dict[str, str | None]


def read_feature(layer: Layer, feature: Element, default_crs: str | None) -> SentFeature:
    """What a client got it may send back: what is made here from the rest is passed over."""
    made_here = {*READ_ONLY, *reckoned_fields(layer)}
    values: dict[str, Any] = {}
    standard: dict[str, Any] = {}
    for child in feature:
        if child.namespace in GML:
            if child.name != "boundedBy":
                _add_standard(standard, layer, child)
        elif child.name not in made_here:
            name = writable(layer, child.name)
            values[name] = value_of(layer, name, child, default_crs)
    twice = {name: text for name, text in standard.items() if values.get(name, text) != text}
    return SentFeature(standard | values, twice)


def _add_standard(standard: dict[str, Any], layer: Layer, element: Element) -> None:
    """One of GML's own properties, which a feature may have once, as plain text."""
    path = f"gml:{element.name}"
    name = writable(layer, path)
    if name in standard or "href" in element.attributes:
        raise InvalidValue(path, _("Davon gibt es hier nur einen Text je Objekt."))
    standard[name] = value_of(layer, name, element, None)
    if element.name == "identifier":
        standard[GML_CODE_SPACE] = element.attributes.get("codeSpace")


def writable(layer: Layer, path: str) -> str:
    try:
        name = fes.property_name(path, layer)
    except UnknownProperty as error:
        raise _unknown(layer, path.strip()) from error
    if name.startswith("gml:"):
        name = layer.gml_columns[name.removeprefix("gml:")]
    if name not in writable_fields(layer) or path.strip().endswith("boundedBy"):
        raise _unknown(layer, path.strip())
    return name


def _unknown(layer: Layer, name: str) -> InvalidValue:
    return InvalidValue(
        name[:100],
        _("Das Merkmal „%(name)s“ lässt sich in dieser Ebene nicht schreiben.")
        % {"name": name[:100]},
    )


def value_of(layer: Layer, name: str, element: Element | None, default_crs: str | None) -> Any:
    """What the element holds, for the column; None where it is empty or nil."""
    if element is None or element.attributes.get("nil") in ("true", "1"):
        return None
    column = writable_fields(layer)[name]
    if name == GEOMETRY:
        return _shape(element, default_crs)
    if element.children:
        raise InvalidValue(name, _("Erwartet wird ein einfacher Wert."))
    text = element.text
    if isinstance(column, models.TextField | models.CharField):
        return text
    text = text.strip()
    if not text:
        return None
    if name == "dataset":
        return _dataset(text)
    if isinstance(column, models.BooleanField):
        return _boolean(name, text)
    if isinstance(column, models.DateTimeField):
        return _moment(name, text)
    if isinstance(column, models.DateField):
        return _DATE_WITH_ZONE.sub(r"\1", text)
    return text


def _moment(name: str, text: str) -> datetime:
    """xs:dateTime; without a zone it is UTC, as in filters."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError as error:
        raise InvalidValue(
            name, _("Das ist kein Zeitpunkt: %(what)s") % {"what": text[:40]}
        ) from error


def _dataset(slug: str) -> Dataset:
    found = Dataset.objects.filter(slug=slug[:200]).first() if "\x00" not in slug else None
    if found is None:
        raise InvalidValue("dataset", _("Diesen Datensatz gibt es nicht."))
    return found


def _boolean(name: str, text: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if text.lower() not in known:
        raise InvalidValue(name, _("Das ist weder true noch false: %(what)s") % {"what": text[:40]})
    return known[text.lower()]


def _shape(element: Element, default_crs: str | None) -> GEOSGeometry:
    if len(element.children) != 1:
        raise InvalidValue(GEOMETRY, _("Erwartet wird eine Form in GML."))
    try:
        shape = gml.shape(element.children[0], default_crs)
    except gml.UnknownCrs as error:
        raise InvalidParameterValue("srsName", str(error)) from error
    except gml.BadShape as error:
        raise InvalidValue(GEOMETRY, str(error)) from error
    return GEOSGeometry(memoryview(shapely.to_wkb(shape.geometry)), srid=shape.crs.srid)
