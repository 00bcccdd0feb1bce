"""The one address of the service: reads what is asked, and answers or reports."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from layers.publish.answers import finish, preflight
from layers.publish.wfs import requests
from layers.publish.wfs.errors import WrongMethod
from layers.publish.wfs.exceptions import FACTS, report
from layers.publish.wfs.operations.capabilities import get_capabilities
from layers.publish.wfs.operations.features import get_feature
from layers.publish.wfs.operations.schemas import describe_feature_type
from layers.publish.wfs.operations.stored_queries import (
    describe_stored_queries,
    list_stored_queries,
)
from layers.publish.wfs.operations.transactions import transaction
from layers.publish.wfs.operations.values import get_property_value
from layers.publish.wfs.requests import Asked
from layers.publish.wfs.versions import BY_NUMBER, V110, V200, Version

_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
_OPERATIONS: dict[str, Callable[[HttpRequest, Asked], HttpResponseBase]] = {
    "GetCapabilities": get_capabilities,
    "DescribeFeatureType": describe_feature_type,
    "GetFeature": get_feature,
    "GetPropertyValue": get_property_value,
    "ListStoredQueries": list_stored_queries,
    "DescribeStoredQueries": describe_stored_queries,
    "Transaction": transaction,
}


@csrf_exempt  # only a Transaction writes, and it asks for the token itself
def service(request: HttpRequest) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return preflight(_METHODS, reads=_METHODS)  # a question may be posted
    version = V200
    response: HttpResponseBase
    try:
        version = _guessed_version(request.GET)
        if request.method not in _METHODS:
            raise WrongMethod("request", _("Diese Methode gibt es hier nicht"))
        asked = requests.read(request)
        version = asked.version
        response = _OPERATIONS[asked.operation](request, asked)
    except FACTS as fact:
        response = report(request, fact, version)
    if response.status_code == 405:
        response.headers["Allow"] = ", ".join(_METHODS)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    return finish(request, response) if isinstance(response, HttpResponse) else response


def _guessed_version(values: QueryDict) -> Version:
    """In which words to report what is wrong with a request that could not be read."""
    number = next((str(values[name]) for name in values if name.upper() == "VERSION"), "")
    return BY_NUMBER.get(number) or (V110 if number.startswith("1.") else V200)
