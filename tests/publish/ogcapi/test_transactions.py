"""Features part 4: written through the one way in, by session, app password and token."""

import base64
import json

import pyproj
import pytest
from django.test import Client

from accounts.roles import Role
from layers.editing.models import ChangeSet
from layers.models import School
from layers.publish import crs as systems
from tests.factories import make_cool_place, make_school
from tests.publish.doors import make_building
from tests.publish.ogcapi.conftest import with_token
from tests.publish.people import account, secret_of

ITEMS = "/ogc/collections/schools/items"
GEOJSON = "application/geo+json"


def feature(lon: float = 7.82, lat: float = 51.68, **properties) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"name": "Neue Schule", "kind": "primary", **properties},
    }


def send(client: Client, method: str, address: str, body=None, version=None, **headers):
    content = {} if body is None else {"data": json.dumps(body), "content_type": GEOJSON}
    content |= {"content_type": headers.pop("content_type")} if "content_type" in headers else {}
    if version is not None:
        headers["if_match"] = version if isinstance(version, str) else f'"{version}"'
    return getattr(client, method)(address, **content, headers=headers)


def test_a_new_feature_has_an_address_and_a_version(editor, client):
    answer = send(editor, "post", ITEMS, feature(pupils=42))
    assert answer.status_code == 201, answer.content
    assert answer["ETag"] == '"1"'
    found = client.get(answer["Location"]).json()
    assert found["properties"]["pupils"] == 42
    assert found["geometry"]["coordinates"] == pytest.approx([7.82, 51.68], abs=1e-7)
    change = ChangeSet.objects.get()
    assert (change.door, change.account.username) == ("ogc_api", "redaktion")


@pytest.mark.parametrize("system", systems.ALL, ids=lambda one: one.code)
def test_the_body_says_its_system(editor, client, system):
    place = pyproj.Transformer.from_crs("OGC:CRS84", system.short).transform(7.82, 51.68)
    body = feature()
    body["geometry"]["coordinates"] = place
    answer = send(editor, "post", ITEMS, body, content_crs=f"<{system.uri}>")
    assert answer.status_code == 201, answer.content
    stored = School.objects.get()
    expected = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform(7.82, 51.68)
    assert stored.geometry.coords == pytest.approx(expected, abs=0.01)


def test_replacing_forgets_what_is_left_out(editor, schools):
    pk = schools[0].pk
    answer = send(editor, "put", f"{ITEMS}/{pk}", feature(7.9, 51.7, name="Ersetzt"), 1)
    assert answer.status_code == 204, answer.content
    assert answer["ETag"] == '"2"'
    row = School.objects.get(pk=pk)
    assert (row.name, row.pupils, row.source_id) == ("Ersetzt", None, schools[0].source_id)
    assert row.dataset == schools[0].dataset


def test_replacing_keeps_the_address_of_a_place(city):
    planner = with_token(account(Role.HEAT_PLANNER, "planung"))
    place = make_cool_place("Kurpark", kind="park")
    body = feature(name="Kurpark Süd", kind="park")
    address = f"/ogc/collections/cool_places/items/{place.pk}"
    assert send(planner, "put", address, body, 1).status_code == 204
    place.refresh_from_db()
    assert (place.name, place.slug) == ("Kurpark Süd", "kurpark")


def test_what_was_read_can_be_sent_back(editor, client, schools):
    address = f"{ITEMS}/{schools[0].pk}"
    answer = client.get(address)
    body = answer.json()
    body["properties"]["pupils"] = 7
    put = send(editor, "put", address, body, answer["ETag"])
    assert put.status_code == 204, put.content
    after = client.get(address).json()
    for name, value in answer.json()["properties"].items():
        if name not in ("pupils", "updated_at"):
            assert after["properties"][name] == value
    assert after["properties"]["pupils"] == 7
    assert after["geometry"] == answer.json()["geometry"]


def test_a_patch_changes_what_it_names(editor, schools):
    body = {"properties": {"pupils": None}}
    answer = send(
        editor,
        "patch",
        f"{ITEMS}/{schools[1].pk}",
        body,
        1,
        content_type="application/merge-patch+json",
    )
    assert answer.status_code == 204, answer.content
    row = School.objects.get(pk=schools[1].pk)
    assert (row.pupils, row.name, row.version) == (None, "Schule B", 2)
    assert row.geometry.equals_exact(schools[1].geometry)


def test_a_patch_without_a_change_is_no_change(editor, schools):
    body = {"properties": {"pupils": 200}}
    answer = send(editor, "patch", f"{ITEMS}/{schools[1].pk}", body, 1)
    assert (answer.status_code, answer["ETag"]) == (204, '"1"')
    assert not ChangeSet.objects.exists()


def test_a_deleted_feature_is_gone(editor, client, schools):
    address = f"{ITEMS}/{schools[0].pk}"
    assert send(editor, "delete", address, version=1).status_code == 204
    assert client.get(address).status_code == 404
    assert send(editor, "delete", address, version=1).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_who_does_not_say_what_he_saw_is_asked(editor, schools, method):
    body = None if method == "delete" else feature()
    answer = send(editor, method, f"{ITEMS}/{schools[0].pk}", body)
    assert answer.status_code == 428
    assert answer["Content-Type"] == "application/problem+json"
    assert School.objects.get(pk=schools[0].pk).version == 1


@pytest.mark.parametrize("sent", ["7", '"2-jsonfg"', "abc", '"x"', '"1", x', 'W/"'])
def test_an_etag_of_somebody_else_is_refused(editor, schools, sent):
    answer = send(editor, "delete", f"{ITEMS}/{schools[0].pk}", version=sent)
    assert answer.status_code == 412


@pytest.mark.parametrize("sent", ['"1"', 'W/"1"', '"1-gzip"', '"1-jsonfg"', '"9", "1"', "*"])
def test_spellings_of_the_version(editor, schools, sent):
    answer = send(editor, "delete", f"{ITEMS}/{schools[0].pk}", version=sent)
    assert answer.status_code == 204


def test_a_stale_write_gets_base_mine_and_theirs(editor, schools):
    address = f"{ITEMS}/{schools[0].pk}"
    first = {"properties": {"pupils": 111}}
    assert send(editor, "patch", address, first, 1).status_code == 204
    answer = send(editor, "patch", address, {"properties": {"pupils": 222}}, 1)
    assert answer.status_code == 412
    assert answer["ETag"] == '"2"'
    document = answer.json()
    assert document["seen_version"] == 1
    assert document["version"] == 2
    assert document["base"]["pupils"] == 100
    assert document["mine"] == {"pupils": 222}
    assert document["theirs"]["pupils"] == 111
    assert document["conflicts"] == ["pupils"]
    assert document["base"]["geometry"]["coordinates"] == pytest.approx([7.80, 51.68], abs=1e-6)
    assert School.objects.get(pk=schools[0].pk).pupils == 111


def test_strangers_are_told_to_log_in(client, schools):
    for method in ("post", "put", "patch", "delete"):
        address = ITEMS if method == "post" else f"{ITEMS}/{schools[0].pk}"
        answer = send(client, method, address, feature(), 1)
        assert answer.status_code == 401
        assert "Basic" in answer["WWW-Authenticate"]
        assert answer["Content-Type"] == "application/problem+json"


def test_who_may_not_is_refused(city, schools):
    other = with_token(account(Role.HEAT_PLANNER, "planung"))
    reader = with_token(account(Role.SCHOOL_EDITOR, "leser"), scope="read")
    for client in (other, reader):
        assert send(client, "post", ITEMS, feature()).status_code == 403
        answer = send(client, "delete", f"{ITEMS}/{schools[0].pk}", version=1)
        assert answer.status_code == 403
    assert School.objects.count() == 5


def test_an_app_password_opens_the_same_door(city):
    user = account(Role.SCHOOL_EDITOR)
    secret = secret_of(user, "app_password")
    pair = base64.b64encode(f"redaktion:{secret}".encode()).decode()
    client = Client(headers={"authorization": f"Basic {pair}"}, enforce_csrf_checks=True)
    assert send(client, "post", ITEMS, feature()).status_code == 201


def test_a_session_needs_the_token_against_forgery(city):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account(Role.SCHOOL_EDITOR))
    answer = send(client, "post", ITEMS, feature())
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    client.get("/konto/")
    token = "a" * 32
    client.cookies["csrftoken"] = token
    answer = send(client, "post", ITEMS, feature(), x_csrftoken=token)
    assert answer.status_code == 201, answer.content


def test_a_row_nobody_sees_cannot_be_written_either(editor, schools):
    hidden = make_school("Versteckt", published=False)
    address = f"{ITEMS}/{hidden.pk}"
    for method in ("put", "patch", "delete"):
        body = None if method == "delete" else feature()
        answer = send(editor, method, address, body, 9)
        assert answer.status_code == 404
        assert b"Versteckt" not in answer.content
    assert School.objects.get(pk=hidden.pk).version == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "nix"}, "kind"),
        ({"pupils": "viele"}, "pupils"),
        ({"pupils": -5}, "pupils"),
        ({"nix": 1}, "nix"),
        ({"name": None}, "name"),
        ({"name": "x" * 1000}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": 5}, "name"),
        ({"name": ["x"]}, "name"),
        ({"pupils": "42"}, "pupils"),
        ({"pupils": 4.5}, "pupils"),
        ({"pupils": True}, "pupils"),
        ({"pupils": 10**400}, "pupils"),
        ({"valid_to": False}, "valid_to"),
        ({"valid_to": 2026}, "valid_to"),
        ({"valid_to": ""}, "valid_to"),
        ({"valid_to": "gestern"}, "valid_to"),
    ],
)
def test_values_that_cannot_be_are_named(editor, change, field):
    answer = send(editor, "post", ITEMS, feature(**change))
    assert answer.status_code == 422, answer.content
    assert field in answer.json()["errors"]
    assert not School.objects.exists()


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400])
def test_a_number_without_end_is_refused(city, number):
    """Python's reader makes infinity of them, which is no JSON when it is read again."""
    editor = with_token(account(Role.ADMINISTRATOR))
    building = make_building()
    answer = editor.patch(
        f"/ogc/collections/buildings/items/{building.pk}",
        f'{{"properties":{{"height_m":{number}}}}}',
        content_type="application/merge-patch+json",
        headers={"if-match": "*"},
    )
    assert answer.status_code == 422, answer.content
    assert "height_m" in answer.json()["errors"]


@pytest.mark.parametrize(
    ("geometry", "status"),
    [
        (None, 422),
        ({"type": "LineString", "coordinates": [[7.8, 51.6], [7.9, 51.7]]}, 422),
        ({"type": "Point", "coordinates": [100, 10]}, 422),
        ({"type": "Point", "coordinates": [51.68, 7.82]}, 422),
        ({"type": "Point", "coordinates": []}, 422),
        ({"type": "Point"}, 400),
        ({"type": "Unfug", "coordinates": [1, 2]}, 400),
        ({"type": "Point", "coordinates": ["a", "b"]}, 400),
        ({"type": "Point", "coordinates": [1e300, 1e300]}, 400),
        ("Punkt", 400),
        ([], 400),
        (5, 400),
    ],
)
def test_a_shape_that_cannot_be_is_refused(editor, geometry, status):
    answer = send(editor, "post", ITEMS, {**feature(), "geometry": geometry})
    assert answer.status_code == status, answer.content
    assert not School.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b"5",
        b'"x"',
        b"\xff\xfe",
        b'{"type":"Feature"}',
        b'{"type":"Feature","geometry":null,"properties":[]}',
        b'{"type":"FeatureCollection","features":[]}',
        b'{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,1]},"properties":{}}',
        b'{"type":"Feature","geometry":null,"properties":{"dataset":"gibt es nicht"}}',
        b'{"type":"Feature","geometry":null,"properties":{"name":"\\ud800"}}',
        b'{"type":"Feature","geometry":null,"properties":{"\\udc00":1}}',
        b"[" * 50_000,
        b'{"a":' * 50_000,
    ],
)
def test_a_body_that_cannot_be_read_is_the_clients_fault(editor, body):
    answer = editor.post(ITEMS, body, content_type=GEOJSON)
    assert answer.status_code == 400, answer.content


def test_another_media_type_is_named(editor):
    answer = editor.post(ITEMS, b"<gml/>", content_type="application/gml+xml")
    assert answer.status_code == 415
    assert "application/geo+json" in answer.json()["detail"]


def test_a_body_too_large_is_not_read(editor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert send(editor, "post", ITEMS, feature(name="x" * 200)).status_code == 413


def test_an_unknown_content_crs_is_refused(editor):
    answer = send(editor, "post", ITEMS, feature(), content_crs="<EPSG:31467>")
    assert answer.status_code == 400


def test_options_tells_what_is_possible(client, city):
    assert "POST" in client.options(ITEMS)["Allow"]
    assert "PUT" in client.options(f"{ITEMS}/1")["Allow"]
