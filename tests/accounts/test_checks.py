import pytest
from django.conf import settings as configured
from django.core.checks import run_checks

SESSIONS = "django.contrib.auth.middleware.AuthenticationMiddleware"
CREDENTIALS = "accounts.middleware.CredentialsMiddleware"


def errors() -> list[str]:
    return [found.id for found in run_checks(tags=["security"]) if "accounts" in found.id]


def test_the_applications_settings_are_right():
    assert errors() == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("AUTH_USER_MODEL", "auth.User", "accounts.E001"),
        (
            "AUTHENTICATION_BACKENDS",
            [
                "accounts.backends.ThrottledBackend",
                "django.contrib.auth.backends.ModelBackend",
            ],
            "accounts.E002",
        ),
        ("MIDDLEWARE", [SESSIONS], "accounts.E003"),
        ("MIDDLEWARE", [CREDENTIALS, SESSIONS], "accounts.E003"),
        ("REST_FRAMEWORK", {}, "accounts.E004"),
        (
            "REST_FRAMEWORK",
            {
                "DEFAULT_AUTHENTICATION_CLASSES": [
                    "accounts.drf.CredentialAuthentication",
                    "rest_framework.authentication.BasicAuthentication",
                ]
            },
            "accounts.E004",
        ),
        ("TRUSTED_PROXY_HOPS", -1, "accounts.E005"),
        ("TRUSTED_PROXY_HOPS", "1", "accounts.E005"),
        ("TRUSTED_PROXY_HOPS", True, "accounts.E005"),
    ],
)
def test_an_unsafe_setting_stops_the_start(monkeypatch, name, value, error):
    monkeypatch.setattr(configured, name, value)
    assert errors() == [error]
