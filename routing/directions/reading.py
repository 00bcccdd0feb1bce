"""Bodies of requests: JSON, forms and GPX, bounded in size before anything is read of them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, FormParser, JSONParser

from layers import strict_json
from layers.publish.gml import markup
from layers.publish.gml.markup import Unreadable
from routing.directions.formats import gpx
from routing.directions.orders import MAX_VIA
from routing.errors import BadGpx, BodyTooLarge

MAX_BYTES = 256 * 1024
_POINTS = ("rtept", "wpt", "trkpt")  # the first kind that a file has counts


class BoundedJson(JSONParser):
    """A JSON object; anything else is no question."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        _check_size(parser_context)
        try:
            found = strict_json.read(stream.read())
        except ValueError as error:
            raise ParseError from error
        if not isinstance(found, dict):
            raise ParseError
        return found


class BoundedForm(FormParser):
    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> QueryDict:
        _check_size(parser_context)
        return super().parse(stream, media_type, parser_context)


class Gpx(BaseParser):
    """The points of a route (else waypoints, else a track, thinned) as `from`, `via` and `to`.

    What the points do not say (`mode`, `departure`, …) is read from the address.
    """

    media_type = gpx.MEDIA_TYPE

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> QueryDict:
        _check_size(parser_context)
        points = gpx_points(stream.read(MAX_BYTES))
        asked = parser_context["request"].query_params.copy()
        asked["from"], asked["to"] = points[0], points[-1]
        asked.setlist("via", points[1:-1])
        return asked


def gpx_points(body: bytes) -> list[str]:
    """At most MAX_VIA + 2 references `lon,lat`, in the file's order. Raises BadGpx."""
    try:
        root = markup.read(body)
    except Unreadable as error:
        raise BadGpx from error
    by_kind: dict[str, list[str]] = {kind: [] for kind in _POINTS}
    stack = [root]
    while stack:
        element = stack.pop()
        if element.name in by_kind:
            lon, lat = element.attributes.get("lon", ""), element.attributes.get("lat", "")
            by_kind[element.name].append(f"{lon},{lat}")
        stack += reversed(element.children)
    points = next((found for found in by_kind.values() if len(found) >= 2), [])
    if root.name != "gpx" or not points:
        raise BadGpx
    return _thinned(points, MAX_VIA + 2)


def _thinned(points: list[str], most: int) -> list[str]:
    """At most `most` of them, first and last among them."""
    if len(points) <= most:
        return points
    step = (len(points) - 1) / (most - 1)
    return [points[round(number * step)] for number in range(most)]


def _check_size(context: Mapping[str, Any]) -> None:
    """Raises BodyTooLarge; the server itself ends a body where its length says so."""
    if int(context["request"].META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise BodyTooLarge(allowed=MAX_BYTES)
