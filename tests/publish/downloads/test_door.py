"""What can be asked for, what is refused, and what is nobody's to see."""

import io
import json
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from layers import registry
from layers.publish import long_answers
from layers.publish.downloads import files
from layers.publish.downloads.formats import BY_EXTENSION
from tests.factories import make_school, point
from tests.publish.doors import make_buildings

pytestmark = pytest.mark.usefixtures("own_database")
ADDRESS = "/daten/herunterladen/schools.geojson"


def names(client, **query: str) -> list[str]:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200, answer.content
    features = json.loads(b"".join(answer.streaming_content))["features"]
    answer.close()
    return [feature["properties"]["name"] for feature in features]


@pytest.fixture
def two_schools() -> None:
    make_school("West", kind="primary", geometry=point(7.80, 51.68))
    make_school("Ost", kind="gymnasium", geometry=point(7.90, 51.68))


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "7.85,51.6,7.95,51.7"},
        {"kind": "gymnasium"},
        {"filter": "name LIKE 'O%'"},
        {"filter": '{"op":"=","args":[{"property":"kind"},"gymnasium"]}'},
    ],
)
def test_a_filter_leaves_what_it_names(two_schools, client, query: dict[str, str]) -> None:
    assert names(client) == ["West", "Ost"]
    assert names(client, **query) == ["Ost"]


@pytest.mark.parametrize(
    "query",
    [{"bbox": "1,2,3"}, {"filter": "nonsense ==="}, {"unknown": "1"}, {"pupils": "many"}],
)
def test_what_cannot_be_understood_is_refused(client, query: dict[str, str]) -> None:
    answer = client.get(ADDRESS, query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("extension", sorted(BY_EXTENSION))
def test_values_out_of_every_range_are_the_askers_fault(client, extension: str) -> None:
    make_school("Talschule", pupils=7)
    query = {"filter": "pupils * 1e200 * 1e200 > 1"}
    answer = client.get(f"/daten/herunterladen/schools.{extension}", query)
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["schools.exe", "schools.zip", "schools.", "nonsense.csv"])
def test_what_there_is_not_is_not_found(client, name: str) -> None:
    assert client.get(f"/daten/herunterladen/{name}").status_code == 404


@pytest.mark.parametrize("extension", sorted(BY_EXTENSION))
def test_a_staff_layer_is_not_found(client, declare, extension: str) -> None:
    declare(replace(registry.layer("schools"), name="secret", public=False))
    assert client.get(f"/daten/herunterladen/secret.{extension}").status_code == 404


@pytest.mark.parametrize("extension", sorted(BY_EXTENSION))
def test_an_unpublished_row_is_in_no_file(client, saved, extension: str) -> None:
    make_school("Sichtbar")
    make_school("Verborgen", published=False)
    data = saved(f"schools.{extension}").read_bytes()
    if extension in ("xlsx", "shp.zip"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        data = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Sichtbar" in data
    assert b"Verborgen" not in data


def test_no_more_at_once_than_there_are_places(client, settings) -> None:
    make_school("Talschule")
    begun = [client.get(ADDRESS) for _ in range(settings.LONG_ANSWERS)]
    refused = client.get(ADDRESS)
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    for one in begun:
        one.close()
    assert names(client) == ["Talschule"]


def test_a_refused_download_gives_its_place_back(client, settings) -> None:
    make_school("Talschule", pupils=7)
    for _ in range(settings.LONG_ANSWERS + 1):
        assert client.get(ADDRESS, {"filter": "pupils * 1e200 * 1e200 > 1"}).status_code == 400
    assert long_answers.slots._value == settings.LONG_ANSWERS


@pytest.mark.parametrize("extension", ["gpkg", "fgb", "shp.zip"])
def test_a_file_has_a_largest_size(client, monkeypatch, extension: str) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE_BYTES", 10)
    make_school("Talschule")
    answer = client.get(f"/daten/herunterladen/schools.{extension}")
    assert answer.status_code == 400
    assert "zu viele Objekte" in answer.json()["detail"]


@pytest.mark.parametrize("extension", ["gpkg", "fgb", "shp.zip", "xlsx"])
def test_a_file_has_a_longest_time(client, monkeypatch, extension: str) -> None:
    monkeypatch.setattr(files, "LONGEST_MAKING_S", -1)
    make_school("Talschule")
    assert client.get(f"/daten/herunterladen/schools.{extension}").status_code == 503


def test_what_has_not_changed_is_not_sent_again_and_head_opens_nothing(client, settings) -> None:
    make_school("Talschule")
    head = client.head(ADDRESS)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert "Content-Length" not in head.headers  # unknown until the file is made
    etag = head.headers["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304
    assert long_answers.slots._value == settings.LONG_ANSWERS


@pytest.mark.parametrize("extension", ["geojson", "geojsonl", "csv", "kml", "gml"])
def test_memory_does_not_grow_with_the_answer(client, extension: str) -> None:
    make_buildings(20_000)
    answer = client.get(f"/daten/herunterladen/buildings.{extension}")
    tracemalloc.start()
    total = sum(len(part) for part in answer.streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    answer.close()
    assert total > 3_000_000
    assert peak < 3_000_000


def test_pages_of_other_origins_may_ask_whether_theirs_still_holds(client) -> None:
    """A browser asks first whether it may send If-None-Match."""
    answer = client.options(ADDRESS)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert client.post(ADDRESS).status_code == 405
