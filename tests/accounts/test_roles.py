import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.utils.translation import override

from accounts import roles
from accounts.errors import UnknownPermission
from accounts.models import User
from accounts.roles import Role

pytestmark = pytest.mark.django_db

# As issue and architecture name them.
NAMES = {
    "citizen",
    "organisation_editor",
    "school_editor",
    "heat_planner",
    "open_data_steward",
    "moderator",
    "administrator",
}


def groups_with_permissions() -> dict[str, set[str]]:
    return {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }


def fresh(user: User) -> User:
    """As the next request sees it: without remembered permissions."""
    return User.objects.get(pk=user.pk)


def test_every_role_is_a_group_after_migrate():
    assert set(Group.objects.values_list("name", flat=True)) >= NAMES


def test_a_second_migrate_changes_nothing():
    before = groups_with_permissions()
    call_command("migrate", verbosity=0)
    assert groups_with_permissions() == before


def test_a_lost_role_comes_back_with_the_next_migrate():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) >= NAMES


def test_a_granted_role_may(user):
    roles.assign(user, Role.HEAT_PLANNER)
    assert not fresh(user).has_perm("sessions.change_session")
    roles.grant(Role.HEAT_PLANNER, ["sessions.change_session"])
    assert fresh(user).has_perm("sessions.change_session")
    assert not fresh(user).has_perm("sessions.delete_session")


def test_administrators_may_what_any_role_may(user):
    roles.assign(user, Role.ADMINISTRATOR)
    roles.grant(Role.HEAT_PLANNER, ["sessions.change_session"])
    assert fresh(user).has_perm("sessions.change_session")


def test_granting_twice_changes_nothing():
    roles.grant(Role.MODERATOR, ["sessions.view_session"])
    once = groups_with_permissions()
    roles.grant(Role.MODERATOR, ["sessions.view_session"])
    assert groups_with_permissions() == once


def test_a_grant_does_not_wait_for_django_to_make_the_permission():
    from django.contrib.auth.models import Permission

    Permission.objects.filter(codename="view_session").delete()
    roles.grant(Role.MODERATOR, ["sessions.view_session"])
    assert Group.objects.get(name="moderator").permissions.filter(codename="view_session").exists()


@pytest.mark.parametrize(
    "unknown", ["sessions.fly_session", "nowhere.view_nothing", "rubbish", "sessions."]
)
def test_an_unknown_permission_is_named_and_nothing_granted(unknown):
    before = groups_with_permissions()
    with pytest.raises(UnknownPermission, match=unknown):
        roles.grant(Role.MODERATOR, ["sessions.view_session", unknown])
    assert groups_with_permissions() == before


def test_has_role(user):
    assert not roles.has_role(user, Role.MODERATOR)
    roles.assign(user, Role.MODERATOR)
    assert roles.has_role(user, Role.MODERATOR)
    assert not roles.has_role(user, Role.HEAT_PLANNER)


def test_the_inactive_have_no_role_and_superusers_each(user):
    roles.assign(user, Role.MODERATOR)
    user.is_active = False
    assert not roles.has_role(user, Role.MODERATOR)
    assert not roles.has_role(AnonymousUser(), Role.CITIZEN)
    assert roles.has_role(User.objects.create_superuser("chefin"), Role.MODERATOR)


def test_only_staff_roles_open_the_administration(user):
    roles.assign(user, Role.SCHOOL_EDITOR)
    assert not fresh(user).is_staff
    roles.assign(user, Role.HEAT_PLANNER)
    assert fresh(user).is_staff


def test_roles_have_names_for_people():
    with override("de"):
        assert roles.label("open_data_steward") == "Offene Daten"
    assert roles.label("a group of another origin") == "a group of another origin"
