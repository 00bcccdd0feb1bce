"""Settings under which accounts would be unsafe stop the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .address import trusted_proxy_hops

_BACKEND = "accounts.backends.ThrottledBackend"
_MIDDLEWARE = "accounts.middleware.CredentialsMiddleware"
_SESSIONS = "django.contrib.auth.middleware.AuthenticationMiddleware"
_DRF = "accounts.drf.CredentialAuthentication"
_PASSWORD_OVER_BASIC = "rest_framework.authentication.BasicAuthentication"


@register(Tags.security)
def check_settings(**_kwargs: Any) -> list[CheckMessage]:
    return [*_model(), *_backends(), *_middleware(), *_rest_framework(), *_proxies()]


def _model() -> list[CheckMessage]:
    if settings.AUTH_USER_MODEL == "accounts.User":
        return []
    return [
        Error(
            "AUTH_USER_MODEL names another model of accounts.",
            hint='Set AUTH_USER_MODEL = "accounts.User" before the first migration.',
            id="accounts.E001",
        )
    ]


def _backends() -> list[CheckMessage]:
    if list(settings.AUTHENTICATION_BACKENDS) == [_BACKEND]:
        return []
    return [
        Error(
            "AUTHENTICATION_BACKENDS lets passwords be guessed without a throttle.",
            hint=f"Set AUTHENTICATION_BACKENDS = [{_BACKEND!r}].",
            id="accounts.E002",
        )
    ]


def _middleware() -> list[CheckMessage]:
    order = list(settings.MIDDLEWARE)
    if _SESSIONS in order and _MIDDLEWARE in order[order.index(_SESSIONS) :]:
        return []
    return [
        Error(
            "App passwords and tokens would not be heard.",
            hint=f"Put {_MIDDLEWARE} into MIDDLEWARE, anywhere below {_SESSIONS}.",
            id="accounts.E003",
        )
    ]


def _rest_framework() -> list[CheckMessage]:
    classes = list(
        getattr(settings, "REST_FRAMEWORK", {}).get("DEFAULT_AUTHENTICATION_CLASSES", [])
    )
    if classes[:1] == [_DRF] and _PASSWORD_OVER_BASIC not in classes:
        return []
    return [
        Error(
            "The REST framework would not hear app passwords, or would take account passwords.",
            hint=f"Put {_DRF} first into REST_FRAMEWORK['DEFAULT_AUTHENTICATION_CLASSES'], "
            "and no BasicAuthentication.",
            id="accounts.E004",
        )
    ]


def _proxies() -> list[CheckMessage]:
    hops = trusted_proxy_hops()
    if type(hops) is int and hops >= 0:
        return []
    return [
        Error(
            "TRUSTED_PROXY_HOPS is not a number of proxies.",
            hint="Set the number of own proxies that append to X-Forwarded-For; 0 for none.",
            id="accounts.E005",
        )
    ]
