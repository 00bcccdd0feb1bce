"""The application's addresses, two that only tell who is asking, and what programs send there."""

import base64

from django.http import HttpRequest, JsonResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from gis_app.urls import urlpatterns as application

PASSWORD = "ein langes Kennwort 1"
LOGIN = "/konto/anmelden/"


def who(request: HttpRequest) -> JsonResponse:
    """A plain Django view, as those of the map services are."""
    return JsonResponse(
        {
            "user": request.user.get_username(),
            "may_look": request.user.has_perm("accounts.view_user"),
            "may_change": request.user.has_perm("accounts.change_user"),
        }
    )


@api_view(["GET", "POST"])
def rest(request: Request) -> Response:
    return Response({"user": request.user.get_username()})


urlpatterns = [path("who/", who), path("rest/", rest), *application]


def basic(name: str, secret: str, encoding: str = "utf-8") -> dict[str, str]:
    pair = base64.b64encode(f"{name}:{secret}".encode(encoding)).decode()
    return {"Authorization": f"Basic {pair}"}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
