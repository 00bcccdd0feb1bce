"""JSON-FG 1.0 (OGC 21-045r1): the profiles of GeoJSON, against the standard, pyproj and GDAL."""

import json
import re
from datetime import UTC, datetime

import pyogrio
import pyproj
import pytest

from layers.publish import crs as systems
from tests.factories import make_district, make_school

ITEMS = "/ogc/collections/schools/items"
CORE = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"
PROFILES = "http://www.opengis.net/def/profile/OGC/0/"
UTM32 = "http://www.opengis.net/def/crs/EPSG/0/25832"
DEGREES_NORTH_FIRST = "http://www.opengis.net/def/crs/EPSG/0/4326"


def profile_of(document: dict) -> str:
    [href] = [one["href"] for one in document["links"] if one["rel"] == "profile"]
    return href.removeprefix(PROFILES)


def follows_the_standard(document: dict) -> None:
    """The requirements of its class Core; the name of each stands beside it."""
    assert CORE in document["conformsTo"]  # metadata
    features = document.get("features")
    system = document.get("coordRefSys")
    for one in [document] if features is None else features:
        if features is not None:
            assert not {"conformsTo", "coordRefSys"} & one.keys()  # metadata, same-crs
        place, shape, time = one.get("place"), one["geometry"], one.get("time")
        assert (place is None) == (system is None)  # place-geometries
        assert place is None or place != shape  # fallback
        if shape is not None:  # geometry-wgs84
            assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in positions(shape))
        for end in time["interval"] if time else ():  # interval, utc
            assert end == ".." or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", end)


def positions(shape: dict) -> list:
    found = [shape["coordinates"]]
    while not isinstance(found[0][0], int | float):
        found = [one for part in found for one in part]
    return found


def test_the_place_is_in_the_system_asked_for(client, schools):
    document = client.get(ITEMS, {"profile": "jsonfg", "crs": UTM32, "limit": 2}).json()
    assert document["coordRefSys"] == UTM32
    assert document["geometryDimension"] == 0
    first = document["features"][0]
    expected = pyproj.Transformer.from_crs("OGC:CRS84", 25832).transform(7.80, 51.68)
    assert first["place"]["coordinates"] == pytest.approx(expected, abs=0.02)
    assert first["geometry"] is None
    assert profile_of(document) == "jsonfg"


def test_axes_follow_the_authority(client, schools):
    document = client.get(ITEMS, {"profile": "jsonfg", "crs": DEGREES_NORTH_FIRST}).json()
    place = document["features"][0]["place"]["coordinates"]
    assert place == pytest.approx([51.68, 7.80], abs=1e-7)


def test_with_a_fallback_plain_readers_see_degrees(client, schools):
    asked = {"profile": "jsonfg-plus", "crs": UTM32}
    document = client.get(f"{ITEMS}/{schools[0].pk}", asked).json()
    assert document["geometry"]["coordinates"] == pytest.approx([7.80, 51.68], abs=1e-7)
    assert document["place"]["coordinates"][0] > 400_000
    assert profile_of(document) == "jsonfg-plus"


def test_degrees_of_wgs84_have_no_place(client, schools):
    """/req/core/place-geometries"""
    document = client.get(ITEMS, {"profile": "jsonfg"}).json()
    assert "coordRefSys" not in document
    first = document["features"][0]
    assert first["place"] is None
    assert first["geometry"]["coordinates"] == pytest.approx([7.80, 51.68], abs=1e-7)


def test_its_time_is_that_of_its_validity(client, city):
    begin = datetime(2026, 3, 1, 12, 30, 0, 250_000, tzinfo=UTC)
    make_school("Neu", valid_from=begin)
    make_school("Alt", valid_to=datetime(2026, 3, 1, tzinfo=UTC))
    make_school("Immer")
    document = client.get(ITEMS, {"profile": "jsonfg"}).json()
    times = {one["properties"]["name"]: one["time"] for one in document["features"]}
    assert times == {
        "Neu": {"interval": ["2026-03-01T12:30:00.250000Z", ".."]},
        "Alt": {"interval": ["..", "2026-03-01T00:00:00.000000Z"]},
        "Immer": None,
    }


@pytest.mark.parametrize("form", ["jsonfg", "jsonfg-plus"])
@pytest.mark.parametrize("system", systems.ALL, ids=lambda one: one.code)
def test_documents_keep_to_the_standard(client, schools, form, system):
    make_district("Mitte")
    make_school("Neu", valid_from=datetime(2026, 3, 1, tzinfo=UTC))
    asked = {"profile": form, "crs": system.uri}
    for path in (ITEMS, f"{ITEMS}/{schools[0].pk}", "/ogc/collections/districts/items"):
        document = client.get(path, asked).json()
        follows_the_standard(document)


def test_records_have_the_profile_too(client, schools):
    path = "/ogc/collections/records/items"
    for one in (path, f"{path}/layer.schools"):
        plain, profiled = client.get(one).json(), client.get(one, {"profile": "jsonfg"}).json()
        assert CORE not in plain.get("conformsTo", ())
        assert CORE in profiled["conformsTo"]
        follows_the_standard(profiled)
        assert (profile_of(plain), profile_of(profiled)) == ("rfc7946", "jsonfg")


def test_without_a_wish_it_is_plain_geojson(client, schools):
    for asked in ({}, {"profile": "rfc7946"}, {"profile": "unheard-of"}):
        document = client.get(ITEMS, asked).json()
        assert "conformsTo" not in document
        assert "place" not in document["features"][0]
        assert profile_of(document) == "rfc7946"


@pytest.mark.parametrize("wish", ["unheard-of,jsonfg", PROFILES + "jsonfg"])
def test_the_first_known_profile_counts(client, schools, wish):
    assert profile_of(client.get(ITEMS, {"profile": wish}).json()) == "jsonfg"


@pytest.mark.parametrize("by", ["f", "accept"])
def test_clients_of_the_drafts_are_served(client, schools, by):
    media_type = "application/vnd.ogc.fg+json"
    asked = {"f": "jsonfg"} if by == "f" else {}
    headers = {"accept": media_type} if by == "accept" else {}
    for path in (ITEMS, f"{ITEMS}/{schools[0].pk}"):
        answer = client.get(path, asked, headers=headers)
        assert answer["Content-Type"] == media_type
        assert CORE in answer.json()["conformsTo"]


def test_the_two_forms_have_marks_of_their_own(client, schools):
    path = f"{ITEMS}/{schools[0].pk}"
    plain, fg = client.get(path), client.get(path, {"f": "jsonfg"})
    assert plain["ETag"] != fg["ETag"]
    known = {"if-none-match": fg["ETag"]}
    assert client.get(path, {"f": "jsonfg"}, headers=known).status_code == 304


def test_the_version_of_either_form_guards_a_write(editor, schools):
    path = f"{ITEMS}/{schools[0].pk}"
    seen = editor.get(path, {"f": "jsonfg"})["ETag"]
    body = json.dumps({"properties": {"name": "Neuer Name"}})
    answer = editor.patch(
        path, body, content_type="application/merge-patch+json", headers={"if-match": seen}
    )
    assert answer.status_code == 204, answer.content


def test_gdal_reads_the_place(client, schools, tmp_path):
    path = tmp_path / "schools.json"
    answer = client.get(ITEMS, {"profile": "jsonfg", "crs": UTM32})
    path.write_bytes(answer.content)
    found = pyogrio.read_info(path)
    assert found["driver"] == "JSONFG"
    assert found["crs"] == "EPSG:25832"
    frame = pyogrio.read_dataframe(path)
    assert list(frame.name) == [f"Schule {letter}" for letter in "ABCDE"]
    expected = pyproj.Transformer.from_crs("OGC:CRS84", 25832).transform(7.80, 51.68)
    assert (frame.geometry[0].x, frame.geometry[0].y) == pytest.approx(expected, abs=0.02)


def test_areas_have_two_dimensions(client, city):
    make_district("Mitte")
    document = client.get("/ogc/collections/districts/items", {"f": "jsonfg"}).json()
    assert document["geometryDimension"] == 2
    assert document["featureType"] == "districts"
    schema = client.get(document["featureSchema"])
    assert schema["Content-Type"] == "application/schema+json"
