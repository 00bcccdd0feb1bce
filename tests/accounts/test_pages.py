"""„Mein Konto“ in a browser."""

from html.parser import HTMLParser

import pytest

from accounts import credentials
from accounts.models import Credential, User
from tests.accounts.doors import LOGIN, PASSWORD, basic, bearer

pytestmark = pytest.mark.django_db

APP_PASSWORDS = "/konto/app-passwoerter/"
TOKENS = "/konto/api-token/"
NEW = {"label": "QGIS im Büro", "scope": "edit", "days": "90"}


class Page(HTMLParser):
    """Just enough of a page to see what assistive technology is told."""

    def __init__(self, response) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict] = []
        self.text = response.content.decode()
        self.feed(self.text)

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label":
            self.labelled.add(found["for"])
        if tag in ("input", "select") and found.get("type") != "hidden" and "hidden" not in found:
            self.controls.append(found)

    def control(self, name: str) -> dict:
        return next(control for control in self.controls if control.get("name") == name)


def assert_accessible(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    for control in page.controls:
        assert control["id"] in page.labelled
        assert set((control.get("aria-describedby") or "").split()) <= set(page.ids)


@pytest.fixture
def session(client, user):
    client.force_login(user)
    return client


def secret_on(response) -> str:
    return next(c["value"] for c in Page(response).controls if c["id"] == "secret")


@pytest.mark.parametrize(
    "address",
    ["/konto/", "/konto/passwort/", APP_PASSWORDS, TOKENS, "/konto/zugaenge/1/widerrufen/"],
)
def test_strangers_are_sent_to_the_login(client, db, address):
    method = client.post if "widerrufen" in address else client.get
    response = method(address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{LOGIN}?next={address}"


@pytest.mark.parametrize("address", ["/konto/", "/konto/passwort/", APP_PASSWORDS, TOKENS])
def test_every_control_has_a_label_and_every_hint_exists(session, address):
    assert_accessible(Page(session.get(address)))
    wrong = Page(session.post(address, {"email": "kein Klammeraffe"}))
    assert_accessible(wrong)
    assert any(control.get("aria-invalid") == "true" for control in wrong.controls)


def test_an_error_is_tied_to_its_field(session):
    page = Page(session.post(APP_PASSWORDS, NEW | {"label": ""}))
    label = page.control("label")
    assert label["aria-invalid"] == "true"
    assert label["aria-describedby"].split() == ["id_label_helptext", "id_label_error"]
    assert 'href="#id_label"' in page.text


def test_password_managers_know_the_fields(client, session):
    page = Page(session.get("/konto/passwort/"))
    assert page.control("old_password")["autocomplete"] == "current-password"
    assert page.control("new_password1")["autocomplete"] == "new-password"
    session.logout()
    page = Page(client.get(LOGIN))
    assert_accessible(page)
    assert page.control("username")["autocomplete"] == "username"
    assert page.control("password")["autocomplete"] == "current-password"


def test_a_failed_login_says_so_in_the_form(client, user):
    response = client.post(LOGIN, {"username": "mia.müller", "password": "geraten"})
    assert "Benutzername oder Passwort stimmt nicht." in response.content.decode()


def test_a_login_leads_to_the_page_asked_for(client, user):
    asked = {"username": "mia.müller", "password": PASSWORD, "next": APP_PASSWORDS}
    assert client.post(LOGIN, asked).headers["Location"] == APP_PASSWORDS


def test_a_login_never_leads_to_another_site(client, user):
    asked = {"username": "mia.müller", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, asked).headers["Location"] == "/konto/"


def test_a_login_without_csrf_token_is_refused(strict_client, user):
    asked = {"username": "mia.müller", "password": PASSWORD}
    assert strict_client.post(LOGIN, asked).status_code == 403


def test_a_link_does_not_log_out_but_the_form_does(session):
    assert session.get("/konto/abmelden/").status_code == 200
    assert session.get("/konto/").status_code == 200
    session.post("/konto/abmelden/")
    assert session.get("/konto/").status_code == 302


def test_the_accounts_language_is_spoken_after_login(client, user):
    User.objects.filter(pk=user.pk).update(language="en")
    client.post(LOGIN, {"username": "mia.müller", "password": PASSWORD})
    assert client.cookies["django_language"].value == "en"
    assert "My account" in client.get("/konto/").content.decode()


def test_people_change_their_own_name_mail_and_language(session, user):
    changed = {"display_name": "Mia M.", "email": "mia@hamm.example", "language": "en"}
    assert session.post("/konto/", changed).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.email, user.language) == ("Mia M.", "mia@hamm.example", "en")


def test_nobody_makes_himself_staff(session, user):
    session.post("/konto/", {"language": "de", "is_staff": "on", "is_superuser": "on"})
    user.refresh_from_db()
    assert not user.is_staff and not user.is_superuser


def test_the_mail_of_another_account_is_refused(session):
    User.objects.create_user("otto", email="otto@hamm.example")
    page = session.post("/konto/", {"language": "de", "email": "OTTO@hamm.example"})
    assert "gehört schon zu einem Konto" in page.content.decode()


def test_a_new_password_keeps_this_session_and_ends_the_others(client, session, user):
    elsewhere = type(session)()
    elsewhere.force_login(user)
    new = "ein ganz neues Kennwort 2"
    changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert session.post("/konto/passwort/", changed).status_code == 302
    assert session.get("/konto/").status_code == 200
    assert elsewhere.get("/konto/").status_code == 302


def test_a_weak_new_password_is_refused(session, user):
    changed = {"old_password": PASSWORD, "new_password1": "kurz", "new_password2": "kurz"}
    assert session.post("/konto/passwort/", changed).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_app_password_is_shown_once_and_opens(session, client, user):
    response = session.post(APP_PASSWORDS, NEW)
    secret = secret_on(response)
    assert "no-store" in response.headers["Cache-Control"]
    list_page = session.get(APP_PASSWORDS).content.decode()
    assert "QGIS im Büro" in list_page
    assert secret not in list_page and secret[-32:] not in list_page
    session.logout()
    answer = client.get("/who/", headers=basic("mia.müller", secret))
    assert answer.json()["user"] == "mia.müller"


def test_a_token_is_shown_once_and_opens(session, client, user):
    secret = secret_on(session.post(TOKENS, NEW))
    assert secret not in session.get(TOKENS).content.decode()
    session.logout()
    assert client.get("/who/", headers=bearer(secret)).json()["user"] == "mia.müller"


def test_revoking_on_the_page_closes_the_door(session, client, user):
    secret = secret_on(session.post(APP_PASSWORDS, NEW))
    held = Credential.objects.get()
    response = session.post(f"/konto/zugaenge/{held.pk}/widerrufen/")
    assert response.headers["Location"] == APP_PASSWORDS
    assert "widerrufen" in session.get(APP_PASSWORDS).content.decode()
    session.logout()
    assert client.get("/who/", headers=basic("mia.müller", secret)).status_code == 401


def test_nobody_revokes_or_sees_what_belongs_to_another(session, make):
    theirs, _secret = make(User.objects.create_user("otto"))
    assert session.post(f"/konto/zugaenge/{theirs.pk}/widerrufen/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked is None
    assert theirs.prefix not in session.get(APP_PASSWORDS).content.decode()


def test_an_account_holds_a_limited_number_of_live_secrets(session, user):
    for _n in range(credentials.MAX_LIVE):
        secret_on(session.post(TOKENS, NEW))
    page = session.post(TOKENS, NEW).content.decode()
    assert "widerrufen Sie zuerst" in page
    assert user.credentials.count() == credentials.MAX_LIVE


@pytest.mark.parametrize("wrong", [{"scope": "all"}, {"days": "100000"}, {"label": "x" * 81}])
def test_a_form_out_of_bounds_makes_nothing(session, wrong):
    session.post(TOKENS, NEW | wrong)
    assert not Credential.objects.exists()


def test_a_label_is_shown_as_text(session):
    session.post(TOKENS, NEW | {"label": "<script>alert(1)</script>"})
    page = session.get(TOKENS).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
