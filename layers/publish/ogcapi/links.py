"""Links and addresses in documents."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

JSON = "application/json"
GEOJSON = "application/geo+json"
JSONFG = "application/vnd.ogc.fg+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
MVT = "application/vnd.mapbox-vector-tile"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

REL = "http://www.opengis.net/def/rel/ogc/1.0/"


def address(request: HttpRequest, name: str, *args: Any, **query: Any) -> str:
    path = reverse(f"ogc:{name}", args=args)
    words = urlencode({key: value for key, value in query.items() if value is not None})
    return request.build_absolute_uri(f"{path}?{words}" if words else path)


def link(rel: str, href: str, type_: str = "", title: Any = "", **more: Any) -> dict[str, Any]:
    made = {"rel": rel, "href": href}
    if type_:
        made["type"] = type_
    if title:
        made["title"] = str(title)
    return {**made, **more}


def here(request: HttpRequest, **changes: Any) -> str:
    """This very address with some parameters changed; None takes one away."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    words = parameters.urlencode(safe=",:/")
    return request.build_absolute_uri(f"{request.path}?{words}" if words else request.path)


def self_and_alternates(
    request: HttpRequest, chosen: str, forms: dict[str, str]
) -> list[dict[str, Any]]:
    """Links to this document in the form sent and in the others it has; media type by `f`."""
    return [
        link("self" if form == chosen else "alternate", here(request, f=form), media_type)
        for form, media_type in sorted(forms.items(), key=lambda item: item[0] != chosen)
    ]
