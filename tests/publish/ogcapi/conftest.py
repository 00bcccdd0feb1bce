"""A small city behind the OGC API, readers and writers."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import credentials
from accounts.models import Credential, Scope, User
from accounts.roles import Role, assign
from layers.publish import counts, extents, pages
from tests.factories import make_city, make_school


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    counts.forget()
    pages.forget()
    extents.forget()
    yield


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "de"})


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def schools(city) -> list:
    """Five schools from west to east, 0.01 degrees apart; the last has no known pupils."""
    from tests.factories import point

    kinds = ("primary", "primary", "gymnasium", "vocational", "special")
    return [
        make_school(
            f"Schule {letter}",
            kind=kind,
            pupils=None if number == 4 else 100 * (number + 1),
            geometry=point(7.80 + number / 100, 51.68),
        )
        for number, (letter, kind) in enumerate(zip("ABCDE", kinds, strict=True))
    ]


def account(role: Role | None, name: str = "redaktion") -> User:
    user = User.objects.create_user(name, "ein langes Kennwort nur fuer Tests")
    if role:
        assign(user, role)
    return user


def secret_of(user: User, kind: str = "token", scope: str = "edit") -> str:
    now = timezone.now()
    _credential, secret = credentials.create(
        user,
        Credential.Kind(kind),
        "Test",
        scopes=[Scope(scope)],
        expires=now + timedelta(days=1),
        now=now,
    )
    return secret


def with_token(user: User, scope: str = "edit") -> Client:
    bearer = f"Bearer {secret_of(user, scope=scope)}"
    return Client(
        headers={"accept-language": "de", "authorization": bearer}, enforce_csrf_checks=True
    )


@pytest.fixture
def editor(city) -> Client:
    """A program with the token of an account that edits schools."""
    return with_token(account(Role.SCHOOL_EDITOR))


@pytest.fixture
def names(client) -> Callable[..., list[str]]:
    """The names of the schools that an address of items answers with, in order."""

    def names(**query: str) -> list[str]:
        answer = client.get("/ogc/collections/schools/items", query)
        assert answer.status_code == 200, answer.content
        return [one["properties"]["name"][-1] for one in answer.json()["features"]]

    return names
