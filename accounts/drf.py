"""The same credentials for Django REST framework."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from .middleware import challenge
from .models import Credential


class CredentialAuthentication(BaseAuthentication):
    """What CredentialsMiddleware found, as `request.user` and `request.auth`.

    Stands first in DEFAULT_AUTHENTICATION_CLASSES, before SessionAuthentication, which would ask
    for a CSRF token; being first it also makes a refused stranger a 401 instead of a 403.
    """

    def authenticate(self, request: Request) -> tuple[Any, Credential] | None:
        credential = request._request.credential
        return (credential.user, credential) if credential else None

    def authenticate_header(self, request: Request) -> str:
        return challenge(request)
