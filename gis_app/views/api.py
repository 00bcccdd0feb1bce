"""Each public layer as GeoJSON, page by page: small answers for scripts and programs."""

from functools import cache
from itertools import pairwise
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import Polygon
from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from gis_app.links import feature_url
from gis_app.views.layers import public_layer_or_404
from layers import registry
from layers.ground.crs import STORAGE_SRID, WEB_SRID
from layers.ground.models import Feature
from layers.registry import Layer

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
DEGREE_DIGITS = 7  # about a centimetre
_MAX_ID = 2**63 - 1
# Where EPSG:25832 is defined well enough to look for features; what lies outside is cut off.
_WEST, _SOUTH, _EAST, _NORTH = 0.0, 40.0, 18.0, 60.0
_STEPS = 16  # points on each edge, because a straight edge in degrees is none in metres


class BoxField(serializers.Field):
    """`west,south,east,north` in degrees becomes a polygon in EPSG:25832."""

    default_error_messages = {
        "form": _("Vier Zahlen in Grad, durch Kommas getrennt: West, Süd, Ost, Nord."),
    }

    def to_internal_value(self, data: Any) -> Polygon:
        try:
            west, south, east, north = (float(part) for part in str(data)[:200].split(","))
        except ValueError:
            self.fail("form")
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            self.fail("form")
        return box_in_storage(west, south, east, north)


class PageQuery(serializers.Serializer):
    """What a page of features may be asked for; `after` is the id of the last one seen."""

    bbox = BoxField(required=False, default=None)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)
    after = serializers.IntegerField(min_value=0, max_value=_MAX_ID, default=0)


@api_view(["GET", "HEAD"])
def layers(request: Request) -> Response:
    """All public layers with their fields."""
    return _cached(Response([_described(layer, request) for layer in registry.public_layers()]))


@api_view(["GET", "HEAD"])
def features(request: Request, name: str) -> Response:
    """A page of features in the order of their ids, and where the next one begins."""
    layer = public_layer_or_404(name)
    query = PageQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    asked = query.validated_data
    rows = _rows(layer).filter(pk__gt=asked["after"]).order_by("pk")
    if asked["bbox"]:
        rows = rows.filter(geometry__intersects=asked["bbox"])
    found = list(rows[: asked["limit"] + 1])
    shown = found[: asked["limit"]]
    answer = {
        **serializer_of(layer)(shown, many=True, context={"layer": layer}).data,
        "numberReturned": len(shown),
        "links": [{"rel": "self", "href": request.build_absolute_uri()}],
    }
    if len(found) > len(shown):
        parameters = request.query_params.copy()
        parameters["after"] = str(shown[-1].pk)
        address = f"{request.path}?{parameters.urlencode(safe=',')}"
        answer["links"].append({"rel": "next", "href": request.build_absolute_uri(address)})
    return _cached(Response(answer, content_type="application/geo+json"))


@api_view(["GET", "HEAD"])
def feature(request: Request, name: str, pk: int) -> Response:
    layer = public_layer_or_404(name)
    found = _rows(layer).filter(pk=pk).first() if pk <= _MAX_ID else None
    if found is None:
        raise Http404
    answer = serializer_of(layer)(found, context={"layer": layer}).data
    return _cached(Response(answer, content_type="application/geo+json"))


class _LayerSerializer(GeoFeatureModelSerializer):
    """The declared fields as they are stored, `…_label` beside each choice, and the page."""

    shape = GeometryField(precision=DEGREE_DIGITS)

    def get_properties(self, instance: Feature, fields: Any) -> dict[str, Any]:
        layer = self.context["layer"]
        properties = super().get_properties(instance, fields)
        for field in layer.fields:
            if field.choices is not None:
                label = dict(field.choices.choices).get(properties[field.name])
                properties[f"{field.name}_label"] = None if label is None else str(label)
        properties["dataset"] = instance.dataset.slug
        properties["url"] = feature_url(layer, instance.pk, instance.slug)
        return properties


@cache
def serializer_of(layer: Layer) -> type[_LayerSerializer]:
    """The serializer of a layer's declared fields."""
    names = [field.name for field in layer.fields]
    meta = type(
        "Meta",
        (),
        {
            "model": layer.model,
            "geo_field": "shape",
            "id_field": "id",
            "fields": ["id", "shape", *names, "version"],
        },
    )
    return type(f"{layer.model.__name__}Serializer", (_LayerSerializer,), {"Meta": meta})


def box_in_storage(west: float, south: float, east: float, north: float) -> Polygon:
    """The box between these degrees as a polygon in EPSG:25832, cut to where that is defined.

    Its edges follow parallels and meridians to about a metre. Empty where nothing is left.
    """
    west, east = max(west, _WEST), min(east, _EAST)
    south, north = max(south, _SOUTH), min(north, _NORTH)
    if west > east or south > north:
        return Polygon(srid=STORAGE_SRID)
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [
        (x0 + (x1 - x0) * step / _STEPS, y0 + (y1 - y0) * step / _STEPS)
        for (x0, y0), (x1, y1) in pairwise(corners)
        for step in range(_STEPS)
    ]
    box = Polygon([*ring, ring[0]], srid=WEB_SRID)
    return box.transform(STORAGE_SRID, clone=True)


def _rows(layer: Layer) -> Any:
    rows = layer.published().select_related("dataset").defer("geometry", "tile_geometry")
    return rows.annotate(shape=Transform("geometry", WEB_SRID))


def _described(layer: Layer, request: Request) -> dict[str, Any]:
    return {
        "name": layer.name,
        "title": str(layer.title),
        "description": str(layer.description),
        "theme": layer.theme.value,
        "geometry_type": layer.geometry_type,
        "features": request.build_absolute_uri(reverse("api_features", args=[layer.name])),
        "page": request.build_absolute_uri(reverse("layer", args=[layer.name])),
        "fields": [
            {
                "name": field.name,
                "title": str(field.title),
                "type": field.type,
                "unit": field.unit,
                "choices": {str(value): str(label) for value, label in field.choices.choices}
                if field.choices
                else None,
            }
            for field in layer.fields
        ],
    }


def _cached(response: Response) -> Response:
    """Labels are in the reader's language; the rows may change at any time."""
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
