"""`/api/routing/`: ways, reach, the nearest, coverage and tables of times, for programs.

Every question may be asked by GET or by POST: what is posted stands in no log on the way.
Nothing asked is stored.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.http import Http404
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from layers.publish import answers
from routing.directions import limits, planning
from routing.directions.answers import coverage, isochrone, matrix, nearest, sites
from routing.directions.formats import geojson, gpx, kml
from routing.directions.orders import (
    CoverageQuestion,
    MatrixQuestion,
    NearestQuestion,
    ReachQuestion,
    RouteQuestion,
    SitesQuestion,
)
from routing.directions.plans import Alternative, Plan
from routing.directions.reading import BoundedForm, BoundedJson, Gpx


class _GeoJson(JSONRenderer):
    """The plan, or a document that is GeoJSON already."""

    media_type = geojson.MEDIA_TYPE
    format = "geojson"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        made = geojson.document(data) if isinstance(data, Plan) else data
        return super().render(made, media_type, context)


class _Json(_GeoJson):
    media_type = "application/json"
    format = "json"


class _File(BaseRenderer):
    """A file to be kept: `attachment` with a name of its own."""

    charset = None
    document: Callable[[Plan, list[Alternative]], bytes]

    def render(self, data: Plan, media_type: str | None = None, context: Any = None) -> bytes:
        response = (context or {})["response"]
        response["Content-Disposition"] = f'attachment; filename="weg.{self.format}"'
        return type(self).document(data, list(data.alternatives))


class _Gpx(_File):
    media_type = gpx.MEDIA_TYPE
    format = "gpx"
    document = staticmethod(gpx.document)


class _Kml(_File):
    media_type = kml.MEDIA_TYPE
    format = "kml"
    document = staticmethod(kml.document)


class _Negotiation(DefaultContentNegotiation):
    def filter_renderers(
        self, renderers: Sequence[BaseRenderer], format: str
    ) -> Sequence[BaseRenderer]:
        """Those of `format`. Raises NotAcceptable, for the address is there but not the form."""
        try:
            return super().filter_renderers(renderers, format)
        except Http404 as error:
            raise NotAcceptable(available_renderers=renderers) from error


class _Open(APIView):
    """Open to everybody, by GET and POST alike; limited by the work an answer takes."""

    authentication_classes = ()  # no session, so nothing that a forged request could use
    permission_classes = (AllowAny,)
    content_negotiation_class = _Negotiation
    renderer_classes: tuple[type[BaseRenderer], ...] = (_Json, _GeoJson)
    parser_classes: tuple[type[BaseParser], ...] = (BoundedJson, BoundedForm)
    question: type[Serializer]

    def get(self, request: Request) -> Response:
        return self._respond(request, request.query_params)

    def post(self, request: Request) -> Response:
        return self._respond(request, request.data)

    def _respond(self, request: Request, given: Any) -> Response:
        limits.take(request)
        asked = self.question(data=given)
        asked.is_valid(raise_exception=True)
        limits.take(request, self.work(asked))
        response = Response(self.answer(asked))
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
        response.add_post_render_callback(partial(answers.code, request))
        return response

    def work(self, asked: Serializer) -> float:
        """What the answer takes besides reading the question, in routes."""
        return 0.0

    def answer(self, asked: Any) -> Any:
        raise NotImplementedError


class RouteView(_Open):
    renderer_classes = (_Json, _GeoJson, _Gpx, _Kml)
    parser_classes = (BoundedJson, BoundedForm, Gpx)
    question = RouteQuestion

    def work(self, asked: Serializer) -> float:
        return float(len(asked.validated_data["via"]))

    def answer(self, asked: RouteQuestion) -> Plan:
        return planning.plan(asked.order())


class IsochroneView(_Open):
    question = ReachQuestion

    def work(self, asked: Serializer) -> float:
        return 4.0

    def answer(self, asked: ReachQuestion) -> dict[str, Any]:
        return isochrone(**asked.validated_data)


class NearestView(_Open):
    question = NearestQuestion

    def work(self, asked: Serializer) -> float:
        return 1.0

    def answer(self, asked: NearestQuestion) -> dict[str, Any]:
        given = dict(asked.validated_data)
        return nearest(start=given.pop("from"), **given)


class CoverageView(_Open):
    question = CoverageQuestion

    def work(self, asked: Serializer) -> float:
        return 10.0

    def answer(self, asked: CoverageQuestion) -> dict[str, Any]:
        return coverage(**asked.validated_data)


class SitesView(_Open):
    question = SitesQuestion

    def answer(self, asked: SitesQuestion) -> dict[str, Any]:
        return sites(**asked.validated_data)


class MatrixView(_Open):
    question = MatrixQuestion

    def work(self, asked: Serializer) -> float:
        given = asked.validated_data
        return len(given["sources"]) * len(given["targets"]) / 50

    def answer(self, asked: MatrixQuestion) -> dict[str, Any]:
        return matrix(**asked.validated_data)
