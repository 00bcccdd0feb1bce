"""Accounts of the services' tests, and the secrets with which their programs log in."""

from datetime import timedelta

from django.utils import timezone

from accounts import credentials
from accounts.models import Credential, Scope, User
from accounts.roles import Role, assign


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
