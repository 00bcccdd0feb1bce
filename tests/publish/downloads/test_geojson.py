"""A whole layer as GeoJSON: RFC 7946, provenance, and an end to every download."""

import gzip
import json
import time
from dataclasses import replace
from unittest.mock import ANY

import pyproj
import pytest
from shapely.geometry import shape

from layers import registry
from layers.publish import long_answers
from tests.factories import make_dataset, make_stop
from tests.publish.doors import HAMM, make_building, run_sql

pytestmark = pytest.mark.usefixtures("own_database")
X, Y = HAMM


def fetch(client, name: str = "buildings", **headers: str):
    return client.get(f"/api/layers/{name}.geojson", headers=headers)


def collection(client, name: str = "buildings") -> dict:
    return json.loads(b"".join(fetch(client, name).streaming_content))


def downloads() -> int:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'hamm download'"
        " AND datname = current_database()"
    )
    return run_sql(query)[0][0]


def all_ended() -> bool:
    """PostgreSQL needs a moment to notice."""
    until = time.monotonic() + 5
    while downloads() and time.monotonic() < until:
        time.sleep(0.05)
    return downloads() == 0


def test_coordinates_are_longitude_and_latitude(client) -> None:
    make_building(side_m=30)
    [feature] = collection(client)["features"]
    ring = feature["geometry"]["coordinates"][0][0]
    to_degrees = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform
    assert ring[0] == ring[-1]
    meant = {to_degrees(X + east, Y + north) for east in (0, 30) for north in (0, 30)}
    assert sorted(map(tuple, ring[1:])) == [pytest.approx(one, abs=1e-7) for one in sorted(meant)]
    assert max(len(str(number).partition(".")[2]) for point in ring for number in point) <= 7
    assert shape(feature["geometry"]).geoms[0].exterior.is_ccw


def test_a_feature_has_its_fields_and_its_dataset(client) -> None:
    building = make_building(kind='Amt "alt"', levels=3)
    [feature] = collection(client)["features"]
    assert feature["id"] == building.pk
    assert feature["properties"] == {
        "name": "",
        "kind": 'Amt "alt"',
        "levels": 3,
        "height_m": None,
        "dataset": "test",
        "valid_from": None,
        "valid_to": None,
        "updated_at": ANY,
    }


def test_the_collection_tells_where_the_data_comes_from(client) -> None:
    make_building()
    make_dataset("unused")
    told = collection(client)
    assert (told["type"], told["name"]) == ("FeatureCollection", "buildings")
    [source] = told["datasets"]
    assert (source["slug"], source["licence"]) == ("test", make_dataset().licence)


def test_an_empty_layer_is_an_empty_collection(client) -> None:
    assert collection(client)["features"] == []


def test_all_published_rows_and_no_other_in_the_order_of_ids(client) -> None:
    ids = [make_stop().pk for _ in range(600)]
    run_sql("UPDATE layers_stop SET published = false WHERE id = %s", ids[3])
    shown = [feature["id"] for feature in collection(client, "stops")["features"]]
    assert shown == ids[:3] + ids[4:]


def test_it_comes_compressed_to_who_accepts_that(client) -> None:
    make_building()
    answer = fetch(client, accept_encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    packed = b"".join(answer.streaming_content)
    assert json.loads(gzip.decompress(packed)) == collection(client)


def test_what_has_not_changed_is_not_sent_again(client) -> None:
    make_building()
    answer = fetch(client)
    answer.close()
    etag = answer.headers["ETag"]
    assert fetch(client, if_none_match=etag).status_code == 304
    run_sql("UPDATE layers_building SET kind = 'Amt'")
    changed = fetch(client, if_none_match=etag)
    changed.close()
    assert changed.status_code == 200


def test_a_staff_layer_and_an_unknown_one_are_not_found(client, declare) -> None:
    declare(replace(registry.layer("buildings"), name="secret", public=False))
    assert fetch(client, "secret").status_code == 404
    assert fetch(client, "nonsense").status_code == 404


def test_head_opens_no_download(client) -> None:
    answer = client.head("/api/layers/buildings.geojson")
    assert (answer.status_code, answer.getvalue()) == (200, b"")
    assert all_ended()


def test_too_many_are_asked_to_come_again_and_places_come_free(client, settings) -> None:
    make_building()
    open_ones = [fetch(client) for _ in range(settings.LONG_ANSWERS)]
    for one in open_ones:
        next(iter(one.streaming_content))
    assert downloads() == settings.LONG_ANSWERS
    refused = fetch(client)
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    for one in open_ones:
        one.close()
        one.close()  # once more frees no second place
    assert all_ended()
    assert len(collection(client)["features"]) == 1


def test_a_download_never_begun_keeps_no_place(client, settings) -> None:
    for _ in range(settings.LONG_ANSWERS + 1):
        fetch(client).close()
    assert all_ended()


def test_a_reader_too_slow_is_cut_off(client, monkeypatch) -> None:
    monkeypatch.setattr(long_answers, "LONGEST_S", -1)
    make_stop()
    answer = fetch(client, "stops")
    with pytest.raises(ValueError):
        json.loads(b"".join(answer.streaming_content))
    answer.close()
    assert all_ended()


def test_a_download_keeps_no_connection_of_the_pages(client) -> None:
    """Else eight slow readers would take all that pages have."""
    make_building()
    answer = fetch(client)
    next(iter(answer.streaming_content))
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name <> 'hamm download'"
        " AND datname = current_database() AND state = 'idle in transaction'"
    )
    assert run_sql(query)[0][0] == 0
    answer.close()
