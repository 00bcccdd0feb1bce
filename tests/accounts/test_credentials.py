"""Programs at the door: app passwords over HTTP Basic, tokens as Bearer."""

import base64
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts import credentials, roles
from accounts.models import Credential, Scope, User
from accounts.roles import Role
from tests.accounts.doors import PASSWORD, basic, bearer

pytestmark = pytest.mark.django_db
TOKEN = Credential.Kind.TOKEN


def asked_as(client, headers, **more) -> str:
    response = client.get("/who/", headers=headers, **more)
    assert response.status_code == 200, response.content
    return response.json()["user"]


def test_without_authorization_nobody_asks(client, db):
    assert asked_as(client, {}) == ""


def test_other_schemes_are_not_ours(client, db):
    assert asked_as(client, {"Authorization": "Negotiate abc"}) == ""


@pytest.mark.parametrize("name", ["mia.müller", "Mia.Müller", "mia.mu\u0308ller"])
def test_an_app_password_opens_over_basic(client, user, make, name):
    _credential, secret = make(user)
    assert asked_as(client, basic(name, secret)) == "mia.müller"


def test_a_client_that_sends_latin_1_is_understood(client, user, make):
    _credential, secret = make(user)
    assert asked_as(client, basic("mia.müller", secret, "latin-1")) == "mia.müller"


def test_a_token_opens_as_bearer(client, user, make):
    _credential, secret = make(user, TOKEN)
    assert asked_as(client, bearer(secret)) == "mia.müller"


def test_the_scheme_is_read_in_any_case(client, user, make):
    _credential, secret = make(user, TOKEN)
    assert asked_as(client, {"Authorization": f"bEARER   {secret}"}) == "mia.müller"


def test_broken_base64_opens_nothing(client, user, make):
    _credential, secret = make(user)
    headers = basic("mia.müller", secret)
    refused(client, {"Authorization": headers["Authorization"].replace("Basic ", "Basic !")})


def refused(client, headers) -> dict:
    response = client.get("/who/", headers=headers)
    assert response.status_code == 401, response.content
    assert response.headers["WWW-Authenticate"].startswith('Basic realm="api"')
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.json()


def test_the_accounts_own_password_is_refused_over_basic(client, user, clock):
    refused(client, basic("mia.müller", PASSWORD))


def test_each_kind_has_its_own_scheme(client, user, make):
    _credential, app_password = make(user)
    _credential, token = make(user, TOKEN)
    refused(client, bearer(app_password))
    refused(client, basic("mia.müller", token))


def test_an_app_password_opens_only_its_own_account(client, user, make):
    User.objects.create_user("otto")
    _credential, secret = make(user)
    refused(client, basic("otto", secret))


def test_nothing_opens_after_revocation(client, user, make, clock):
    credential, secret = make(user)
    credentials.revoke(credential, clock.now)
    refused(client, basic("mia.müller", secret))


def test_nothing_opens_after_its_last_day(client, user, make, clock):
    _credential, secret = make(user, days=30)
    clock.pass_by(days=30, seconds=-1)
    assert asked_as(client, basic("mia.müller", secret)) == "mia.müller"
    clock.pass_by(seconds=1)
    refused(client, basic("mia.müller", secret))


def test_nothing_opens_an_account_that_was_switched_off(client, user, make):
    _credential, secret = make(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    refused(client, basic("mia.müller", secret))


def test_a_wrong_secret_an_unknown_one_and_an_unknown_name_answer_alike(client, user, make):
    _credential, secret = make(user)
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    unknown = "gap_aaaaaaaa_" + secret[-32:]
    answers = [
        client.get("/who/", headers=basic(name, tried))
        for name, tried in [("mia.müller", wrong), ("mia.müller", unknown), ("niemand", secret)]
    ]
    assert len({(a.status_code, a.content, a.headers["WWW-Authenticate"]) for a in answers}) == 1


def test_a_known_and_an_unknown_prefix_cost_the_same_queries(client, user, make):
    _credential, secret = make(user)
    counts = []
    for tried in (secret[:-4] + "aaaa", "gap_aaaaaaaa_" + secret[-32:], "rubbish"):
        with CaptureQueriesContext(connection) as queries:
            refused(client, basic("mia.müller", tried))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_right_secret_costs_one_query(client, user, make):
    _credential, secret = make(user)
    asked_as(client, basic("mia.müller", secret))
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/konto/nowhere", headers=basic("mia.müller", secret))
    assert response.status_code == 404
    assert len(queries) == 1


def test_the_secret_is_nowhere_in_the_database(user, make):
    credential, secret = make(user)
    row = Credential.objects.filter(pk=credential.pk).values().get()
    random_part = secret.rpartition("_")[2]
    assert random_part.encode() not in bytes(row["digest"])
    assert random_part not in repr({k: v for k, v in row.items() if k != "digest"})
    assert len(bytes(row["digest"])) == 32


def test_a_secret_carries_160_random_bits(user, make):
    _credential, secret = make(user)
    assert len(base64.b32decode(secret.rpartition("_")[2].upper())) * 8 == 160


def test_no_secret_password_or_name_is_logged(client, user, make, caplog):
    caplog.set_level(logging.DEBUG)
    _credential, secret = make(user)
    asked_as(client, basic("mia.müller", secret))
    refused(client, basic("mia.müller", PASSWORD))
    client.post("/konto/anmelden/", {"username": "mia.müller", "password": "falsch geraten"})
    client.post("/konto/anmelden/", {"username": "mia.müller", "password": PASSWORD})
    audit = [record for record in caplog.records if record.name == "accounts.audit"]
    assert len(audit) == 4  # made, refused, failed, logged in
    said = " ".join(record.getMessage() for record in audit)
    for private in (secret, PASSWORD, "falsch geraten", "mia", "127.0.0.1"):
        assert private not in said


def test_use_is_noted_at_most_once_a_minute(client, user, make, clock):
    credential, secret = make(user)
    noted = []
    for _request in range(4):
        asked_as(client, basic("mia.müller", secret))
        noted.append(Credential.objects.get(pk=credential.pk).last_used)
        clock.pass_by(seconds=30)
    first = clock.now - timedelta(seconds=120)
    assert noted == [first, first, first + timedelta(minutes=1), first + timedelta(minutes=1)]


def test_secrets_outlive_a_change_of_the_secret_key(client, user, make, settings):
    _credential, secret = make(user)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "the new secret key, long and random enough"
    refused(client, basic("mia.müller", secret))
    settings.SECRET_KEY_FALLBACKS = [old]
    assert asked_as(client, basic("mia.müller", secret)) == "mia.müller"
    settings.SECRET_KEY_FALLBACKS = []
    assert asked_as(client, basic("mia.müller", secret)) == "mia.müller"


def test_a_reading_secret_never_changes_even_for_a_superuser(client, clock, make):
    chief = User.objects.create_superuser("chefin")
    for scope, may_change in [(Scope.READ, False), (Scope.EDIT, True)]:
        _credential, secret = make(chief, scope=scope)
        answer = client.get("/who/", headers=basic("chefin", secret)).json()
        assert (answer["may_look"], answer["may_change"]) == (True, may_change)


def test_a_secret_gives_no_more_than_its_account(client, user, make):
    roles.grant(Role.MODERATOR, ["accounts.view_user"])
    roles.assign(user, Role.MODERATOR)
    _credential, secret = make(user, scope=Scope.EDIT)
    answer = client.get("/who/", headers=basic("mia.müller", secret)).json()
    assert (answer["may_look"], answer["may_change"]) == (True, False)


# CSRF


def test_a_session_needs_a_csrf_token(strict_client, user):
    strict_client.force_login(user)
    assert strict_client.post("/who/").status_code == 403
    assert strict_client.post("/rest/").status_code == 403


@pytest.mark.parametrize("path", ["/who/", "/rest/"])
def test_programs_need_no_csrf_token(strict_client, user, make, path):
    _credential, app_password = make(user)
    _credential, token = make(user, TOKEN)
    for headers in (basic("mia.müller", app_password), bearer(token)):
        response = strict_client.post(path, headers=headers)
        assert (response.status_code, response.json()["user"]) == (200, "mia.müller")


def test_a_browser_repeating_basic_for_a_foreign_form_needs_one(strict_client, user, make):
    _credential, secret = make(user)
    for sent in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        headers = basic("mia.müller", secret) | sent
        assert strict_client.post("/who/", headers=headers).status_code == 403


def test_the_rest_framework_challenges_strangers(client, db):
    response = client.post("/rest/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_page_s_own_script_opens_no_password_dialog(client, db, clock):
    headers = bearer("rubbish") | {"Sec-Fetch-Site": "same-origin"}
    response = client.get("/who/", headers=headers)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("page", ["/konto/", "/konto/api-token/", "/verwaltung/"])
def test_secrets_open_neither_account_pages_nor_administration(client, clock, make, page):
    chief = User.objects.create_superuser("chefin")
    _credential, secret = make(chief, TOKEN, Scope.EDIT)
    assert client.get(page, headers=bearer(secret)).status_code == 403
    assert client.post(page, headers=bearer(secret)).status_code == 403


# Throttle


def test_wrong_secrets_are_throttled_and_time_ends_it(client, user, clock):
    for _try in range(20):
        refused(client, basic("mia.müller", "gap_falsch"))
    response = client.get("/who/", headers=basic("mia.müller", "gap_falsch"))
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert "noch 5 Minuten" in response.json()["detail"]
    clock.pass_by(minutes=5)
    refused(client, basic("mia.müller", "gap_falsch"))


def test_a_right_secret_is_never_throttled(client, user, make):
    _credential, secret = make(user)
    for _try in range(25):
        client.get("/who/", headers=basic("mia.müller", "gap_falsch"))
    assert client.get("/who/", headers=basic("mia.müller", "x")).status_code == 429
    assert asked_as(client, basic("mia.müller", secret)) == "mia.müller"


def test_a_stale_app_password_does_not_keep_its_owner_out_of_the_browser(client, user, clock):
    for _try in range(30):
        client.get("/who/", headers=basic("mia.müller", "gap_falsch"))
    response = client.post("/konto/anmelden/", {"username": "mia.müller", "password": PASSWORD})
    assert response.status_code == 302


def test_guesses_under_many_names_count_for_their_address(client, db, clock):
    statuses = [client.get("/who/", headers=basic(f"name{n}", "x")).status_code for n in range(101)]
    assert (set(statuses[:100]), statuses[100]) == ({401}, 429)
    elsewhere = client.get("/who/", headers=basic("name", "x"), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 401


# Whatever bytes arrive

headers_of_any_kind = st.one_of(
    st.binary(max_size=80),
    st.binary(max_size=80).map(lambda b: b"Basic " + b),
    st.binary(max_size=80).map(lambda b: b"Bearer " + b),
    st.binary(max_size=80).map(lambda b: b"Basic " + base64.b64encode(b)),
    st.text(max_size=80).map(lambda t: b"Basic " + base64.b64encode(t.encode("utf-8", "replace"))),
    st.from_regex(rb"\A(Basic|Bearer) ga[pt]_[a-z2-7]{8}_[a-z2-7]{32}\Z"),
    st.integers(900, 70_000).map(lambda n: b"Basic " + b"QQ==" * n),
)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(header=headers_of_any_kind)
@example(header=b"")
@example(header=b"Basic")
@example(header=b"Bearer \x00")
@example(header=b"Basic " + base64.b64encode(b"\x00\xff:\x00"))
@example(header=b"Basic " + base64.b64encode("mia.müller:".encode()))
def test_no_authorization_header_breaks_the_house(client, user, header):
    """Bytes come through WSGI as latin-1 text (PEP 3333)."""
    response = client.get("/who/", HTTP_AUTHORIZATION=header.decode("latin-1"))
    if response.status_code == 200:
        assert response.json()["user"] == ""
    else:
        assert response.status_code in (401, 429)
