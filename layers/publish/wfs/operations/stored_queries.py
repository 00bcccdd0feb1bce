"""The one stored query that the standard demands: a feature by its id."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from layers.publish.wfs.errors import InvalidParameterValue
from layers.publish.wfs.queries import GET_BY_ID
from layers.publish.wfs.requests import Asked
from layers.publish.wfs.types import feature_types, qualified
from layers.publish.wfs.versions import NAMESPACE, PREFIX


def list_stored_queries(request: HttpRequest, _asked: Asked) -> HttpResponse:
    return _document(request, "stored_queries")


def describe_stored_queries(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.element is None:
        names = (asked.get("STOREDQUERY_ID", "STOREDQUERYID") or "").split(",")
    else:
        names = [one.text.strip() for one in asked.element.all("StoredQueryId")]
    for name in filter(None, names):
        if name != GET_BY_ID:
            raise InvalidParameterValue(
                "STOREDQUERY_ID", _("Diese gespeicherte Abfrage gibt es hier nicht.")
            )
    return _document(request, "stored_query_descriptions")


def _document(request: HttpRequest, template: str) -> HttpResponse:
    context = {
        "id": GET_BY_ID,
        "namespace": NAMESPACE,
        "prefix": PREFIX,
        "types": [qualified(layer) for layer in feature_types(request)],
    }
    return HttpResponse(render_to_string(f"wfs/2.0/{template}.xml", context), "text/xml")
