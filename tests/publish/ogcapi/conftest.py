"""A small city behind the OGC API, readers and writers."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.publish.people import account, secret_of


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "de"})


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
