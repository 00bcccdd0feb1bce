"""Accounts as their users meet them: real middleware, real database, an injected clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts import credentials
from accounts.models import Credential, Scope, User
from tests.accounts.doors import PASSWORD


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 8, 2, 18, 0, tzinfo=timezone.get_default_timezone())

    def pass_by(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@pytest.fixture(autouse=True)
def doors(settings) -> None:
    settings.ROOT_URLCONF = "tests.accounts.doors"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The frame of all pages needs the built front end; these pages are tested in a bare one.
    frame = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        {**engine, "DIRS": [frame, *engine["DIRS"]]} for engine in settings.TEMPLATES
    ]


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user("mia.müller", PASSWORD, display_name="Mia")


@pytest.fixture
def make(clock) -> Callable[..., tuple[Credential, str]]:
    def make(
        user: User, kind=Credential.Kind.APP_PASSWORD, scope=Scope.READ, days: int = 30
    ) -> tuple[Credential, str]:
        return credentials.create(
            user,
            kind,
            "QGIS im Büro",
            scopes=[scope],
            expires=clock.now + timedelta(days=days),
            now=clock.now,
        )

    return make


@pytest.fixture
def strict_client() -> Client:
    """A client that is asked for CSRF tokens, as browsers are."""
    return Client(enforce_csrf_checks=True)
