import pytest

from accounts import roles
from accounts.models import Credential, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    account = User.objects.create_user("verwalterin")
    roles.assign(account, Role.ADMINISTRATOR)
    client.force_login(account)
    return client


def test_every_page_of_accounts_opens(admin_client, user, make):
    credential, _secret = make(user)
    for page in (
        "user/",
        f"user/{user.pk}/change/",
        "user/add/",
        "credential/",
        f"credential/{credential.pk}/change/",
    ):
        assert admin_client.get(f"/verwaltung/accounts/{page}").status_code == 200, page


def test_roles_are_offered_by_their_names_for_people(administrator, user):
    page = administrator.get(f"/verwaltung/accounts/user/{user.pk}/change/").content.decode()
    assert "Hitzeaktionsplanung" in page and "heat_planner" not in page


def test_an_administrator_makes_accounts(administrator):
    new = {
        "username": "neu",
        "usable_password": "true",
        "password1": "ein langes Kennwort 3",
        "password2": "ein langes Kennwort 3",
        "credentials-TOTAL_FORMS": "0",
        "credentials-INITIAL_FORMS": "0",
    }
    assert administrator.post("/verwaltung/accounts/user/add/", new).status_code == 302
    assert User.objects.get(username="neu").check_password("ein langes Kennwort 3")


def test_an_administrator_makes_no_superuser(administrator, user):
    changed = {
        "username": user.username,
        "language": "de",
        "is_active": "on",
        "is_superuser": "on",
        "display_name": "Umbenannt",
        "credentials-TOTAL_FORMS": "0",
        "credentials-INITIAL_FORMS": "0",
    }
    page = f"/verwaltung/accounts/user/{user.pk}/change/"
    assert administrator.post(page, changed).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.is_superuser) == ("Umbenannt", False)


def test_an_administrator_changes_no_superuser(administrator):
    chief = User.objects.create_superuser("chefin", "ein langes Kennwort 4")
    new = {"password1": "ein langes Kennwort 5", "password2": "ein langes Kennwort 5"}
    page = f"/verwaltung/accounts/user/{chief.pk}/password/"
    assert administrator.post(page, new).status_code == 403
    chief.refresh_from_db()
    assert chief.check_password("ein langes Kennwort 4")


def test_an_administrator_revokes_secrets_of_others(administrator, user, make):
    credential, _secret = make(user)
    administrator.post(
        "/verwaltung/accounts/credential/",
        {"action": "revoke_selected", "_selected_action": credential.pk},
    )
    assert Credential.objects.get().revoked is not None
