"""More than a hundred hostile suggestions: refused or cleaned, and the queue can still be used."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import FailureCount
from layers.media.models import Photo
from layers.models import Suggestion
from tests.suggestions import hostile
from tests.suggestions.people import COOL, HOT, complete, decide, hot, page_of, planner

CASES = hostile.cases()
SAFE = {302, 404, 422}
UNSEEN = {"Cc", "Cf", "Co", "Cs"}


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def send(client: Client, case: hostile.Case, number: int) -> Any:
    address = f"10.{number // 250}.{number % 250}.1"
    return client.post(COOL, complete(**case.changes), REMOTE_ADDR=address)


def everything(suggestion: Suggestion) -> str:
    photo = suggestion.photo
    words = [photo.alt, photo.author] if photo else []
    return json.dumps([suggestion.values, suggestion.remark, *words], ensure_ascii=False)


def test_there_are_more_than_a_hundred() -> None:
    assert len(CASES) > 100
    assert len({case.name for case in CASES}) == len(CASES)


def test_each_is_refused_or_cleaned_and_the_queue_stays_usable(
    hamm: None, client: Client, media_root: Path
) -> None:
    for number, case in enumerate(CASES):
        before = Suggestion.objects.count()
        answer = send(client, case, number)
        assert answer.status_code in SAFE, (case.name, answer.status_code)
        kept = Suggestion.objects.count() - before
        assert kept == (answer.status_code == 302), case.name
        assert not (case.refused and kept), case.name
        if answer.status_code == 422:
            assert b'role="alert"' in answer.content, case.name
            assert b"<script>alert" not in answer.content, case.name
    assert Suggestion.objects.count() >= 50
    _nothing_dangerous_was_kept(media_root)
    _a_moderator_can_work(client)


def _nothing_dangerous_was_kept(media_root: Path) -> None:
    for suggestion in Suggestion.objects.all():
        text = everything(suggestion)
        assert not {sign for sign in text if unicodedata.category(sign) in UNSEEN}, text
        assert not re.search(r"[\u0300-\u036f]{4}", text)
    files = [path for path in media_root.rglob("*") if path.is_file()]
    assert len(files) == 3 * Photo.objects.count()
    for path in files:
        assert re.fullmatch(
            r"photos/[0-9a-f]{2}/[0-9a-f]{32}/\d+\.jpg", str(path.relative_to(media_root))
        )
        with Image.open(path) as picture:
            assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        assert b"script" not in path.read_bytes()


def _a_moderator_can_work(client: Client) -> None:
    account = planner()
    client.force_login(account)
    listed = client.get("/verwaltung/layers/suggestion/", {"all": ""})
    assert listed.status_code == 200
    assert b"<script>alert" not in listed.content
    for suggestion in Suggestion.objects.all():
        page = client.get(page_of(suggestion.pk))
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        assert b"onerror=alert(1)>" not in page.content
    first = Suggestion.objects.order_by("pk").first()
    values = {key: "" if value is None else value for key, value in first.values.items()}
    decide(client, account, first.pk, accept="1", **{**values, "name": "In Ordnung"})
    first.refresh_from_db()
    assert first.state == "accepted"


def test_a_thousand_from_a_thousand_addresses_leave_a_queue_one_can_empty(
    hamm: None, client: Client
) -> None:
    """At most 200 in five minutes for one layer; each address at most five."""
    statuses = [
        client.post(
            HOT, hot(name=f"Spam {number}"), REMOTE_ADDR=f"10.{number // 250}.{number % 250}.2"
        ).status_code
        for number in range(1_000)
    ]
    assert statuses.count(302) == 200
    assert statuses.count(429) == 800
    assert Suggestion.objects.count() == 200
    assert client.post(COOL, complete(), REMOTE_ADDR="10.9.9.9").status_code == 302  # others go on
    client.force_login(planner())
    page = client.get("/verwaltung/layers/suggestion/")
    assert page.status_code == 200
    spam = [one.pk for one in Suggestion.objects.filter(layer="hot_spots")]
    posted = {"action": "discard", "_selected_action": spam}
    assert client.post("/verwaltung/layers/suggestion/", posted).status_code == 302
    assert Suggestion.objects.filter(state="open").count() == 1


def test_what_was_counted_names_nobody_and_goes(hamm: None, client: Client) -> None:
    client.post(HOT, hot(), REMOTE_ADDR="203.0.113.77")
    stored = b"".join(bytes(one.key) for one in FailureCount.objects.all())
    assert stored
    assert b"203.0.113" not in stored
    ends = FailureCount.objects.order_by("-ends").first().ends
    assert (ends - timezone.now()).total_seconds() <= 300


def test_a_body_that_is_no_form_is_no_fault(hamm: None, client: Client) -> None:
    for kind, body in [
        ("application/json", b'{"name": 1}'),
        ("multipart/form-data", b"without a boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"senden=1&name=\xff\xfe&" + b"a=1&" * 5_000),
        ("text/plain; charset=nirgends", b"x"),
    ]:
        answer = client.generic("POST", COOL, body, content_type=kind)
        assert answer.status_code in (200, 400, 413, 422), (kind, answer.status_code)
    assert not Suggestion.objects.exists()


def test_a_legitimate_text_in_every_script_is_kept_as_it_is(hamm: None, client: Client) -> None:
    for number, name in enumerate(
        [
            "Café Größe Straße",
            "مكان بارد في الظل",
            "İğdır Çeşmesi",
            "Żółć",
            "Тінь під липою",
            "می‌خواهم",
        ]
    ):
        client.post(COOL, complete(name=name), REMOTE_ADDR=f"10.7.{number}.1")
        assert Suggestion.objects.first().values["name"] == name
