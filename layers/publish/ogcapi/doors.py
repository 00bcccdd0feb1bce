"""The door of every resource: methods, named errors, language, and what all answers carry."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from layers.publish.answers import finish, preflight
from layers.publish.logins import require_account
from layers.publish.ogcapi.errors import BodyTooLarge, WrongMethod
from layers.publish.ogcapi.problems import FACTS, problem

View = Callable[..., HttpResponse]

_READS = ("GET", "HEAD", "OPTIONS")


def resource(**methods: View) -> View:
    """One address with a view for each of its methods."""
    views = {**methods, "HEAD": methods["GET"]}
    allowed = sorted([*views, "OPTIONS"])

    @csrf_exempt  # asked here instead, where the answer is a problem document
    def door(request: HttpRequest, **place: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight(allowed)
        try:
            view = views.get(request.method or "")
            if view is None:
                raise WrongMethod(allowed)
            if request.method not in _READS:
                require_account(request)
            response = view(request, **place)
        except RequestDataTooBig:
            response = problem(request, BodyTooLarge())
        except FACTS as fact:
            response = problem(request, fact)
        patch_vary_headers(response, ["Accept", "Accept-Language"])
        return finish(request, response)

    return door
