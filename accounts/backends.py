"""Logging in with name and password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from . import throttle
from .address import client_address
from .errors import Throttled
from .models import User, canonical_name
from .requests import AccountRequest


class ThrottledBackend(ModelBackend):
    """Django's own backend behind the throttle: no form that calls `authenticate()` escapes it.

    A refused request carries the reason as `request.throttled`, for the form to say.
    """

    def authenticate(
        self,
        request: AccountRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        who = (canonical_name(username), client_address(request) if request else "")
        try:
            throttle.count_try(throttle.Door.LOGIN, *who, timezone.now())
        except Throttled as fact:
            if request:
                request.throttled = fact
            raise PermissionDenied from fact
        user = super().authenticate(request, username, password, **kwargs)
        if user:
            throttle.take_back(throttle.Door.LOGIN, *who)
        return user
