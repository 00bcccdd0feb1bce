"""A question as it is put to the planner, and the reader of the API's parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from shapely.geometry.base import BaseGeometry

from layers.clock import AskedTime, InvalidTime, asked_time
from routing.directions.areas import MAX_POINTS, MAX_POLYGONS, BadArea, LargeArea, read_area
from routing.directions.places import places_of
from routing.directions.plans import Mode, Place
from routing.directions.refs import BadRef, FeatureRef, NearestRef, Ref, nearest_ref, read_ref
from routing.siting import queries as siting

MODES: tuple[Mode, ...] = ("foot", "bike", "wheelchair", "pram")
PROFILES = ("shortest", "balanced", "coolest")
# What is avoided where another way is not too far, as coefficients of `routing.engine.Costs`.
AVOIDABLE = {
    "stairs": {"stairs": 50.0},
    "unpaved": {"surface": 5.0},
    "traffic": {"safety": 3.0},
}
COEFFICIENTS = ("sun", "heat", "safety", "slope", "stairs", "crossing", "surface")
MAX_COEFFICIENT = 20.0
MAX_VIA = 10
MAX_PAIRS = 2_500
MAX_ENDS = 500  # of each side of a matrix
MAX_MINUTES = 45
MAX_SITES = 10


@dataclass(frozen=True)
class Order:
    """From where to where, how and when. No way leads through `avoid_area` (EPSG:25832, polygons),
    and what `avoid` names is left aside where another way is not too far. `profile` narrows the
    answer to one alternative; coefficients of one's own (as of `routing.engine.Costs`) give
    exactly one way."""

    start: Place
    goal: Place | NearestRef
    departure: datetime
    via: Sequence[Place] = ()
    mode: Mode = "foot"
    profile: str = ""
    avoid: frozenset[str] = frozenset()
    avoid_area: BaseGeometry | None = None
    speed_kmh: float | None = None
    coefficients: Mapping[str, float] = field(default_factory=dict)


class RefField(serializers.Field):
    """A place: `lon,lat`, `layer:id`, `layer:slug`; with `nearest` also `nearest:layer`."""

    default_error_messages = {
        "form": _(
            "Ein Ort ist „Länge,Breite“ in Grad, „Ebene:Nummer“ oder, als Ziel, „nearest:Ebene“."
        ),
    }

    def __init__(self, *, nearest: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.nearest = nearest

    def to_internal_value(self, data: Any) -> Ref:
        if isinstance(data, (list, tuple)) and len(data) == 2:  # JSON: [lon, lat]
            data = f"{data[0]},{data[1]}"
        try:
            ref = read_ref(data if isinstance(data, str) else "")
        except BadRef:
            self.fail("form")
        if isinstance(ref, NearestRef) and not self.nearest:
            self.fail("form")
        return ref


class RefList(serializers.ListField):
    """Places as a JSON array, as repeated parameters, or parted by semicolons; counted before
    any is read."""

    def to_internal_value(self, data: Any) -> list[Ref]:
        if isinstance(data, list):
            self.run_validators(data)
        return super().to_internal_value(data)

    def get_value(self, dictionary: Any) -> Any:
        if not isinstance(dictionary, QueryDict):
            return super().get_value(dictionary)
        given = [part for text in dictionary.getlist(self.field_name) for part in text.split(";")]
        return [part for part in given if part.strip()] if given else serializers.empty


class TimeField(serializers.Field):
    """A time in ISO 8601; without an offset the city's wall clock; now where it is empty."""

    default_error_messages = {
        "form": _("Eine Zeit ist zum Beispiel 2026-08-02T18:00, zwischen 2000 und 2099."),
    }

    def to_internal_value(self, data: Any) -> AskedTime:
        try:
            asked = asked_time(data if isinstance(data, str) else "?")
        except InvalidTime:
            self.fail("form")
        return asked


class Words(serializers.ListField):
    """Words of a fixed set, parted by commas or as a JSON array."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        super().__init__(child=serializers.ChoiceField(words), max_length=len(words), **options)
        self.words = words

    def get_value(self, dictionary: Any) -> Any:
        if not isinstance(dictionary, QueryDict):
            return super().get_value(dictionary)
        given = ",".join(dictionary.getlist(self.field_name))
        return [word.strip() for word in given.split(",") if word.strip()]


class AreaField(serializers.Field):
    """A polygon or multipolygon of GeoJSON (RFC 7946), also as text; EPSG:25832 when read."""

    default_error_messages = {
        "form": _("Ein Gebiet ist ein gültiges „Polygon“ oder „MultiPolygon“ aus GeoJSON."),
        "many": _("Ein Gebiet hat höchstens {polygons} Flächen mit zusammen {points} Punkten."),
    }

    def to_internal_value(self, data: Any) -> BaseGeometry:
        try:
            area = read_area(data)
        except BadArea:
            self.fail("form")
        except LargeArea:
            self.fail("many", polygons=MAX_POLYGONS, points=MAX_POINTS)
        return area


class _Question(serializers.Serializer):
    """What every question has: how one travels, and when."""

    mode = serializers.ChoiceField(MODES, default="foot")
    departure = TimeField(required=False, default=lambda: asked_time(""))
    speed_kmh = serializers.FloatField(min_value=1, max_value=30, required=False, default=None)


def _coefficient() -> serializers.FloatField:
    return serializers.FloatField(min_value=0, max_value=MAX_COEFFICIENT, required=False)


class RouteQuestion(_Question):
    via = RefList(child=RefField(), required=False, default=list, max_length=MAX_VIA)
    profile = serializers.ChoiceField(PROFILES, required=False, default="", allow_blank=True)
    avoid = Words(tuple(AVOIDABLE), required=False, default=list)
    avoid_area = AreaField(required=False, default=None)
    sun = _coefficient()
    heat = _coefficient()
    safety = _coefficient()
    slope = _coefficient()
    stairs = _coefficient()
    crossing = _coefficient()
    surface = _coefficient()

    def get_fields(self) -> dict[str, serializers.Field]:
        ends = {"from": RefField(), "to": RefField(nearest=True)}  # `from` is a word of Python
        return {**ends, **super().get_fields()}

    def order(self) -> Order:
        """The question as it was asked; after `is_valid`. Raises UnknownPlace."""
        asked = self.validated_data
        to = asked["to"]
        ends = [] if isinstance(to, NearestRef) else [to]
        start, *others = places_of([asked["from"], *asked["via"], *ends])
        goal = to if isinstance(to, NearestRef) else others.pop()
        return Order(
            start=start,
            goal=goal,
            departure=asked["departure"].at,
            via=tuple(others),
            mode=asked["mode"],
            profile=asked["profile"],
            avoid=frozenset(asked["avoid"]),
            avoid_area=asked["avoid_area"],
            speed_kmh=asked["speed_kmh"],
            coefficients={name: asked[name] for name in COEFFICIENTS if name in asked},
        )


class Numbers(serializers.ListField):
    """Whole numbers, parted by commas or as a JSON array."""

    def get_value(self, dictionary: Any) -> Any:
        if not isinstance(dictionary, QueryDict):
            return super().get_value(dictionary)
        given = ",".join(dictionary.getlist(self.field_name))
        parts = [part.strip() for part in given.split(",") if part.strip()]
        return parts or serializers.empty


class ReachQuestion(_Question):
    """`measure` is `time`, or `felt`: metres in which those in the sun count 1.16-fold."""

    at = RefField()
    measure = serializers.ChoiceField(("time", "felt"), default="time")
    minutes = Numbers(
        child=serializers.IntegerField(min_value=1, max_value=MAX_MINUTES),
        default=lambda: [5, 10, 15],
        min_length=1,
        max_length=4,
    )


class LayerField(serializers.Field):
    """The name of a public layer that one can be led to."""

    default_error_messages = {"unknown": _("Diese Ebene hat keine Ziele.")}

    def to_internal_value(self, data: Any) -> NearestRef:
        try:
            return nearest_ref(data if isinstance(data, str) else "")
        except BadRef as error:
            raise serializers.ValidationError(self.error_messages["unknown"]) from error


class NearestQuestion(_Question):
    """`open=0` also names what is closed or unknown on arrival."""

    layer = LayerField()
    limit = serializers.IntegerField(min_value=1, max_value=20, default=5)
    open = serializers.BooleanField(default=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": RefField(), **super().get_fields()}


class CoverageQuestion(_Question):
    layer = LayerField()
    minutes = Numbers(
        child=serializers.IntegerField(min_value=1, max_value=MAX_MINUTES),
        default=lambda: [5, 10, 15],
        min_length=1,
        max_length=4,
    )


class SitesQuestion(_Question):
    """`at` is where a further destination would be, `without` one that would no longer be there."""

    speed_kmh = None  # what is prepared for one speed serves everybody
    layer = LayerField()
    minutes = serializers.ChoiceField(siting.MINUTES, default=10)
    at = RefField(required=False, default=None)
    without = RefField(required=False, default=None)
    number = serializers.IntegerField(min_value=0, max_value=MAX_SITES, default=3)

    default_error_messages = {"without": _("Das ist kein Ziel dieser Ebene.")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        without, layer = attrs["without"], attrs["layer"].layer
        known = isinstance(without, FeatureRef) and without.layer is layer
        if without is not None and not known:
            raise serializers.ValidationError({"without": [self.error_messages["without"]]})
        return attrs


class MatrixQuestion(_Question):
    sources = RefList(child=RefField(), min_length=1, max_length=MAX_ENDS)
    targets = RefList(child=RefField(), min_length=1, max_length=MAX_ENDS)

    default_error_messages = {
        "pairs": _("Das sind {asked} Paare; erlaubt sind {allowed}."),
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        pairs = len(attrs["sources"]) * len(attrs["targets"])
        if pairs > MAX_PAIRS:
            message = self.error_messages["pairs"].format(asked=pairs, allowed=MAX_PAIRS)
            raise serializers.ValidationError({"targets": [message]})
        return attrs
