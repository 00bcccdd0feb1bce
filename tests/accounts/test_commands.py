from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def first_account(**options) -> list[str]:
    out = StringIO()
    call_command("first_account", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_first_account_can_log_in_with_the_password_that_was_said(client):
    name, password = first_account()
    assert name == "Benutzer: stadt"
    said = password.removeprefix("Passwort: ")
    assert len(said) == 20
    assert client.login(username="stadt", password=said)
    account = User.objects.get()
    assert account.is_superuser and account.is_staff


def test_the_second_call_makes_nothing_and_says_no_password():
    first_account()
    again = first_account()
    assert len(again) == 1 and "Passwort" not in again[0]
    assert User.objects.count() == 1


def test_the_name_is_free():
    assert first_account(name="leitung")[0] == "Benutzer: leitung"


def test_a_name_that_is_taken_is_left_alone():
    User.objects.create_user("Stadt", "geheim")
    with pytest.raises(CommandError, match="--name"):
        first_account()
    assert not User.objects.get().is_superuser


def test_two_installations_have_two_passwords():
    first = first_account()
    User.objects.all().delete()
    assert first_account()[1] != first[1]
