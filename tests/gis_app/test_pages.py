"""Legal pages, data catalogue, errors, and what machines ask of a site."""

import logging
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, override_settings
from django.urls import path

from gis_app import checks
from layers.clock import InvalidTime, asked_time
from layers.editing.errors import Invalid, NotAllowed
from tests.factories import make_cool_place, make_dataset, make_stop

PAGES = [
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/daten/",
    "/daten/verbinden/",
    "/ebenen/",
    "/offline/",
    "/suche/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_each_page_comes_in_each_language(client, city, address, language):
    page = client.get(address, {"sprache": language})
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        (
            "/impressum/",
            ["Stadt Hamm", "Theodor-Heuss-Platz 16", "59065 Hamm", "tel:+492381177777"],
        ),
        ("/datenschutz/", ["django_language", "sessionid", "csrftoken", "darstellung", "ldi.nrw"]),
        ("/barrierefreiheit/", ["BITVNRW", "teilweise vereinbar", "lbbp.nrw.de/ombudsstelle"]),
    ],
)
def test_a_legal_page_says(client, city, address, facts):
    text = client.get(address).content.decode()
    for fact in facts:
        assert fact in text


def test_another_city_does_not_answer_for_hamm(client, city):
    city.ags = "07312000"
    city.save()
    text = client.get("/impressum/").content.decode()
    assert "Theodor-Heuss-Platz" not in text
    assert "noch nicht eingetragen" in text


def test_a_visitor_gets_no_cookie(client, city):
    make_cool_place()
    for address in ["/", "/orte/pauluskirche/", *PAGES]:
        assert not client.get(address).cookies, address


def test_the_catalogue_names_source_licence_kind_and_share(client, city):
    made_up = make_dataset(
        "made-up",
        title="Gezeichnete Stadt",
        publisher="Das Team",
        licence="CC0 1.0",
        licence_uri="https://creativecommons.org/publicdomain/zero/1.0/",
        kind="synthetic",
    )
    for number in range(3):
        make_stop(f"Halt {number}", dataset=made_up)
    make_cool_place()
    make_cool_place("Entwurf", dataset=made_up, published=False)
    page = client.get("/daten/")
    shares = {
        dataset.slug: {share.layer.name: share.count for share in of_it}
        for dataset, of_it in page.context["rows"]
    }
    assert shares == {"made-up": {"stops": 3}, "test": {"cool_places": 1}}
    text = page.content.decode()
    for fact in ("Das Team", "CC0 1.0", "publicdomain/zero/1.0", "erfunden (Demonstration)"):
        assert fact in text


def test_robots_may_read_the_city_and_not_the_administration(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /verwaltung/" in text
    assert "Disallow: /orte/" not in text


def test_health_asks_the_database(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_icon_leads_to_a_file_of_our_own(client, db):
    assert client.get("/favicon.ico").headers["Location"].startswith("/static/")


def test_answers_carry_the_security_headers(client, city):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_log_knows_no_question(client, city, caplog):
    with caplog.at_level(logging.INFO, logger="gis_app.access"):
        client.get("/", {"q": "Frauenhaus", "bei": "7.82,51.68"}, REMOTE_ADDR="203.0.113.9")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "gis_app.access"]
    assert line.startswith("GET / 200 ")
    assert "Frauenhaus" not in caplog.text
    assert "203.0.113.9" not in caplog.text


def fails(request):
    raise RuntimeError("on purpose")


def refuses(request):
    raise NotAllowed("layers.change_stop")


urlpatterns_of_failures = [path("api/fails/", fails), path("fails/", fails)]


class _Failing:
    """The application's addresses and two that fail."""

    from gis_app import urls

    urlpatterns = [*urlpatterns_of_failures, *urls.urlpatterns]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def failing_client():
    with override_settings(ROOT_URLCONF=_Failing):
        yield Client(raise_request_exception=False, headers={"accept-language": "de"})


def test_a_missing_page_helps_on(client, city):
    page = client.get("/gibt-es-nicht/")
    assert page.status_code == 404
    assert 'href="/"' in page.content.decode()


def test_a_failure_needs_no_database_to_be_told(failing_client, monkeypatch):
    page = failing_client.get("/fails/")
    assert page.status_code == 500
    assert "on purpose" not in page.content.decode()


def test_programs_get_problem_documents(client, failing_client, db):
    missing = client.get("/api/gibt-es-nicht/")
    assert missing.headers["Content-Type"] == "application/problem+json"
    assert missing.json()["status"] == 404
    assert missing.json()["instance"] == "/api/gibt-es-nicht/"
    wrong = client.delete("/api/layers/")
    assert (wrong.status_code, wrong.json()["status"]) in [(405, 405), (401, 401), (403, 403)]
    failed = failing_client.get("/api/fails/")
    assert failed.json()["status"] == 500
    assert "on purpose" not in failed.content.decode()


def test_a_form_without_its_token_is_refused_with_a_page(city):
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "de"})
    answer = strict.post("/konto/anmelden/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Formular" in answer.content.decode()


@pytest.mark.parametrize(
    ("fact", "status"),
    [(NotAllowed("layers.change_stop"), 403), (Invalid({"name": ["Pflichtfeld"]}), 422)],
)
def test_named_facts_have_a_status(rf, fact, status):
    from gis_app.errors import rest_exception_handler

    answer = rest_exception_handler(fact, {"request": rf.get("/api/x/")})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-08-02T18:00", datetime(2026, 8, 2, 16, 0, tzinfo=UTC)),
        ("2026-01-02T18:00", datetime(2026, 1, 2, 17, 0, tzinfo=UTC)),
        ("2026-08-02T18:00+00:00", datetime(2026, 8, 2, 18, 0, tzinfo=UTC)),
        ("2026-08-02", datetime(2026, 8, 1, 22, 0, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: 3:30
    ],
)
def test_a_time_is_the_clock_on_the_citys_wall(text, instant):
    asked = asked_time(text)
    # Python calls times of two zones unequal in the doubled hour, so in one zone.
    assert asked.at.astimezone(UTC) == instant
    assert asked.at.tzinfo.key == "Europe/Berlin"
    assert not asked.is_live


@pytest.mark.parametrize(
    "text", ["morgen", "18:00", "2026-02-30T10:00", "1999-12-31", "2100-01-01"]
)
def test_other_times_are_named_invalid(text):
    with pytest.raises(InvalidTime):
        asked_time(text)


def messages(*, databases=()) -> set[str]:
    return {message.id for message in run_checks(databases=databases)}


def test_wrong_settings_are_named():
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert "gis_app.E002" in messages()
    with override_settings(SECRET_KEY="short", HTTPS=True):
        assert "gis_app.E001" in messages()
    vite = {"default": {"manifest_path": "/nowhere/manifest.json"}}
    with override_settings(DJANGO_VITE=vite):
        assert "gis_app.W001" in messages()
    with override_settings(LANGUAGES=[("de", "Deutsch"), ("nl", "Nederlands")]):
        assert "gis_app.W002" in messages()


def test_an_old_postgis_is_named(db, monkeypatch):
    assert "gis_app.E003" not in messages(databases=["default"])
    monkeypatch.setattr(checks, "MIN_POSTGIS", (99, 0))
    assert "gis_app.E003" in messages(databases=["default"])
    assert connection.is_usable()


def test_only_pages_with_fields_carry_the_style_of_fields(hamm, client):
    sheets = {
        path: client.get(path).content.decode().count('rel="stylesheet"')
        for path in ("/", "/konto/anmelden/")
    }
    assert sheets == {"/": 1, "/konto/anmelden/": 2}
