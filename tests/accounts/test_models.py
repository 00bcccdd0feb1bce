import pytest
from django.db import IntegrityError, transaction

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("again", ["Stadt", "STADT", "stadt"])
def test_a_username_exists_once_in_any_case(again):
    User.objects.create_user("stadt")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(again)


def test_an_email_belongs_to_one_account_in_any_case():
    User.objects.create_user("eins", email="amt@hamm.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("zwei", email="AMT@Hamm.example")


def test_email_is_optional_for_any_number_of_accounts():
    User.objects.create_user("eins")
    User.objects.create_user("zwei")
    assert User.objects.filter(email="").count() == 2


def test_an_account_without_password_lets_nobody_in(client):
    User.objects.create_user("kennwortlos")
    assert not client.login(username="kennwortlos", password="")


def test_people_log_in_in_any_case(client, user):
    assert client.login(username="MIA.MÜLLER", password="ein langes Kennwort 1")


def test_the_display_name_is_shown_and_the_username_stands_in(user):
    assert str(user) == "Mia"
    user.display_name = ""
    assert str(user) == "mia.müller"
