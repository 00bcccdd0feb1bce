"""The roles of the house, in one table. A role is a group; its name is the code used here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import DEFAULT_DB_ALIAS, router, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import UnknownPermission
from .models import User


class Role(StrEnum):
    CITIZEN = "citizen"
    ORGANISATION_EDITOR = "organisation_editor"
    SCHOOL_EDITOR = "school_editor"
    HEAT_PLANNER = "heat_planner"
    OPEN_DATA_STEWARD = "open_data_steward"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class RoleEntry:
    label: str | Promise
    staff: bool  # works in the administration's own pages, so `assign` opens them


ROLES: dict[Role, RoleEntry] = {
    Role.CITIZEN: RoleEntry(_("Bürgerin oder Bürger"), staff=False),
    Role.ORGANISATION_EDITOR: RoleEntry(_("Redaktion einer Organisation"), staff=False),
    Role.SCHOOL_EDITOR: RoleEntry(_("Redaktion einer Schule"), staff=False),
    Role.HEAT_PLANNER: RoleEntry(_("Hitzeaktionsplanung"), staff=True),
    Role.OPEN_DATA_STEWARD: RoleEntry(_("Offene Daten"), staff=True),
    Role.MODERATOR: RoleEntry(_("Moderation"), staff=True),
    Role.ADMINISTRATOR: RoleEntry(_("Verwaltung der Anwendung"), staff=True),
}

_ADMINISTRATORS_OWN = (
    "accounts.view_user",
    "accounts.add_user",
    "accounts.change_user",
    "accounts.view_credential",
    "accounts.change_credential",
    "auth.view_group",
)


def label(name: str) -> str:
    """The German (or translated) name of a role; a group of another origin keeps its own name."""
    return str(ROLES[Role(name)].label) if name in ROLES else name


def grant(role: Role, permissions: Iterable[str], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let `role`, and with it the administrators, do `permissions` ("app_label.codename").

    For `post_migrate` handlers, in whatever order the apps are installed; a second call changes
    nothing. Raises UnknownPermission, granting nothing, if no model declares one of them.
    """
    wanted = set(permissions)
    with transaction.atomic(using=using):
        found = _permissions(wanted, using)
        if len(found) < len(wanted):
            _create_permissions(wanted - found.keys(), using)
            found = _permissions(wanted, using)
        if missing := wanted - found.keys():
            raise UnknownPermission(missing)
        for name in {Role(role), Role.ADMINISTRATOR}:
            group, _created = Group.objects.using(using).get_or_create(name=name.value)
            group.permissions.add(*found.values())


def _permissions(names: set[str], using: str) -> dict[str, Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        app_label, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    found = Permission.objects.using(using).filter(wanted).select_related("content_type")
    return {f"{p.content_type.app_label}.{p.codename}": p for p in found}


def _create_permissions(names: set[str], using: str) -> None:
    """Django makes an app's permissions in a `post_migrate` handler that may still be to come."""
    for app_label in sorted({name.partition(".")[0] for name in names}):
        if app_label in apps.app_configs:
            create_permissions(apps.get_app_config(app_label), verbosity=0, using=using)


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    """Like `has_perm`: an inactive account has no role, a superuser has each."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or Role(role).value in user.role_names


def assign(user: User, role: Role) -> None:
    """Give `role` to `user`; a staff role also opens the administration's pages."""
    with transaction.atomic(using=user._state.db):
        user.groups.add(Group.objects.using(user._state.db).get(name=Role(role).value))
        if ROLES[Role(role)].staff and not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    user.__dict__.pop("role_names", None)


def create_after_migrate(sender: Any, using: str, **_kwargs: Any) -> None:
    if not router.allow_migrate_model(using, Group):
        return
    for role in ROLES:
        Group.objects.using(using).get_or_create(name=role.value)
    grant(Role.ADMINISTRATOR, _ADMINISTRATORS_OWN, using=using)
