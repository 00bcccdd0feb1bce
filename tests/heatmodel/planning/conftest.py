import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role, assign


def _account(name: str) -> User:
    return User.objects.create_user(name, password="ein langes Kennwort nur fuer Tests")


@pytest.fixture
def planner(hamm) -> User:
    """A member of the heat planning, in the city with its data."""
    account = _account("hitzeplanung")
    assign(account, Role.HEAT_PLANNER)
    return account


@pytest.fixture
def client(planner) -> Client:
    """The planner's browser, reading German."""
    browser = Client(headers={"accept-language": "de"})
    browser.force_login(planner)
    return browser


@pytest.fixture
def stranger(hamm) -> Client:
    """Somebody with an account and without the role."""
    browser = Client(headers={"accept-language": "de"})
    browser.force_login(_account("niemand"))
    return browser
