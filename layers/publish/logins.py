"""Who may write through a service: a known account, and no other site in its name."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class LoginNeeded(Exception):
    """Only a known account may do this, and none came with the request."""


class ForgedRequest(Exception):
    """A browser's session without the token that proves the request is its own."""


def require_account(request: HttpRequest) -> None:
    """Raise unless an account asks; in a browser's session also with the header X-CSRFToken."""
    if not request.user.is_authenticated:
        raise LoginNeeded
    check = _Csrf(lambda _request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, lambda _request: HttpResponse(), (), {}):
        raise ForgedRequest


class _Csrf(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason
