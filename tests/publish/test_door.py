"""The tile door over WSGI: addresses, caching, codings, and what it does in trouble."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_app.door import application
from layers import registry
from layers.publish.tiles import database, encoding
from layers.publish.tiles.cache import Tile, TileCache
from layers.publish.tiles.database import TileDatabase
from layers.publish.tiles.door import TileDoor
from tests.publish.doors import (
    DECODERS,
    HAMM,
    Door,
    DoorAtOnce,
    make_building,
    request,
    run_sql,
    tile_of,
)

TILE = tile_of(*HAMM, 15)


@pytest.fixture(params=[Door, DoorAtOnce])
def door(request: pytest.FixtureRequest, own_database: str) -> Iterator[Door]:
    """Each test asks as any WSGI server does, and as ours does."""
    yield request.param()
    application.close()


def test_an_address_without_revision_leads_to_the_current_one(door: Door) -> None:
    make_building()
    answer = door.get("/tiles/buildings/{}/{}/{}.mvt".format(*TILE))
    assert answer.status == 302
    assert answer.headers["Cache-Control"] == "no-store"
    assert door.get(answer.headers["Location"]).status == 200


def test_a_tile_of_the_current_revision_may_be_kept_for_ever(door: Door) -> None:
    make_building()
    answer = door.current("buildings", *TILE)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert int(answer.headers["Content-Length"]) == len(answer.raw)


def test_a_stale_revision_leads_to_the_current_one(door: Door) -> None:
    make_building()
    before = door.address("buildings", *TILE)
    assert door.get(before).status == 200
    make_building(HAMM[0] + 50)
    after = door.address("buildings", *TILE)
    stale = door.get(before)
    assert (stale.status, stale.headers["Location"]) == (302, after)
    assert len(door.get(after).layers["buildings"]["features"]) == 2


def test_a_kept_tile_outlives_its_revision_by_a_second_at_most(door: Door) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    assert door.get(address).status == 200
    run_sql("UPDATE layers_building SET published = false")
    time.sleep(1.1)
    assert door.get(address).status == 302


def test_a_known_tile_is_not_sent_again(door: Door) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    etag = door.get(address).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = door.get(address, IF_NONE_MATCH=known)
        assert (answer.status, answer.raw, answer.headers["ETag"]) == (304, b"", etag)
    assert door.get(address, IF_NONE_MATCH='"other"').status == 200
    assert door.get(address, IF_NONE_MATCH=etag, ACCEPT_ENCODING="gzip").status == 200


def test_where_nothing_is_there_is_no_content(door: Door) -> None:
    make_building()
    answer = door.current("buildings", 15, 0, 0)
    assert (answer.status, answer.raw) == (204, b"")
    assert "immutable" in answer.headers["Cache-Control"]


BAD_ADDRESSES = [
    "/tiles/nonsense/15/1/1.mvt",
    "/tiles/buildings/15/32768/1.mvt",
    "/tiles/buildings/15/1/32768.mvt",
    "/tiles/buildings/12/1/1.mvt",  # before the layer's zooms
    "/tiles/buildings/23/1/1.mvt",
    "/tiles/buildings/99999999999999999999/1/1.mvt",
    "/tiles/buildings/-1/1/1.mvt",
    "/tiles/buildings/15/01/1.mvt",
    "/tiles/buildings/15/1.5/1.mvt",
    "/tiles/buildings/15/١/1.mvt",
    "/tiles/buildings/a/b/15/1/1.mvt",
    "/tiles/.mvt",
]


def test_a_bad_address_is_a_problem_document(door: Door) -> None:
    for path in BAD_ADDRESSES:
        answer = door.get(path)
        assert (answer.status, path) == (404, path)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.raw)["status"] == 404


def test_a_staff_layer_never_goes_through_the_door(door: Door, declare) -> None:
    make_building()
    declare(replace(registry.layer("buildings"), name="secret", public=False))
    assert door.get("/tiles/secret/{}/{}/{}.mvt".format(*TILE)).status == 404


def test_head_has_the_headers_alone(door: Door) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    head, get = door.get(address, method="HEAD"), door.get(address)
    assert head.raw == b""
    assert head.headers == get.headers


def test_browsers_of_other_origins_may_read(door: Door) -> None:
    answer = door.get("/tiles/buildings/1-a/15/1/1.mvt", method="OPTIONS")
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_nothing_can_be_written(door: Door) -> None:
    answer = door.get("/tiles/buildings/1-a/15/1/1.mvt", method="POST")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_every_coding_holds_the_same_tile(door: Door) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    plain = door.get(address)
    assert "Content-Encoding" not in plain.headers
    for coding in ("gzip", "br", "zstd", "gzip", "br", "zstd"):  # made, and kept
        answer = door.get(address, ACCEPT_ENCODING=coding)
        assert answer.headers["Content-Encoding"] == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.body == plain.raw
        assert answer.headers["ETag"] != plain.headers["ETag"]


CODING_FOR = {
    "": "",
    "gzip, deflate": "gzip",
    "GZIP;Q=0.5, br;q=1.0": "br",
    "br;q=0.1, zstd;q=0.2, gzip;q=0.15": "zstd",
    "gzip;q=0, br;q=0": "",
    "gzip;q=0, *": "br",
    "gzip;q=0.5, identity": "",
    "x-gzip": "gzip",
    "gzip;q=nan": "",
    "deflate, compress": "",
}


def test_the_client_chooses_the_coding(door: Door) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    door.get(address)
    chosen = {
        accepted: door.get(address, ACCEPT_ENCODING=accepted).headers.get("Content-Encoding", "")
        for accepted in CODING_FOR
    }
    assert chosen == CODING_FOR


def test_who_accepts_nothing_gets_nothing(door: Door) -> None:
    make_building()
    assert door.current("buildings", *TILE, ACCEPT_ENCODING="identity;q=0, *;q=0").status == 406


@given(st.text(max_size=60))
def test_any_wish_is_answered_with_a_coding_we_have(accepted: str) -> None:
    assert encoding.choose(accepted, encoding.AS_KEPT) in {None, *encoding.COMPRESS}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(["tiles", "base", "stops", "buildings", "13", "0", "..", "", "1-a"]),
            st.integers(-1, 2**40).map(str),
            st.text(max_size=8),
        ),
        max_size=7,
    ),
    ending=st.sampled_from(["", ".mvt"]),
)
def test_no_path_breaks_the_door(door: Door, parts: list[str], ending: str) -> None:
    path = "/tiles/" + "/".join(parts) + ending
    if path.endswith(".mvt"):  # all else is Django's
        assert door.get(path).status in {200, 204, 302, 404}


def test_all_else_goes_to_django(door: Door) -> None:
    seen = []
    beside = TileDoor(lambda environ, start_response: [seen.append(environ["PATH_INFO"]) or b""])
    for path in ("/", "/tiles/buildings.json", "/tilesmvt", "/orte/x.mvt"):
        beside({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda *_: None)
    assert seen == ["/", "/tiles/buildings.json", "/tilesmvt", "/orte/x.mvt"]


# ── in trouble ────────────────────────────────────────────────────────────────────────────────


def test_a_stampede_asks_the_database_once(door: Door, monkeypatch) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    asked = []
    ask = TileDatabase.tile

    def slowly(self, *parameters):
        asked.append(parameters)
        time.sleep(0.3)
        return ask(self, *parameters)

    monkeypatch.setattr(TileDatabase, "tile", slowly)
    answers = []
    crowd = [
        threading.Thread(target=lambda: answers.append(door.get(address).raw)) for _ in range(12)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(asked) == 1
    assert len(answers) == 12 and len(set(answers)) == 1 and answers[0]


def test_without_a_database_the_client_is_asked_to_come_again(door: Door, monkeypatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0.2)
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "NAME", "hamm_there_is_no_such_database")
        answer = door.get("/tiles/stops/{}/{}/{}.mvt".format(*TILE))
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.raw)["status"] == 503


def test_a_tile_that_takes_too_long_is_given_up(
    door: Door, second_writer: psycopg.Connection, monkeypatch
) -> None:
    monkeypatch.setattr(
        database, "OPTIONS", database.OPTIONS.replace("timeout=5000", "timeout=200")
    )
    address = door.address("stops", *TILE)
    with second_writer.transaction():
        second_writer.execute("LOCK layers_stop IN ACCESS EXCLUSIVE MODE")
        assert door.get(address).status == 503
    assert door.get(address).status == 204


def test_busy_connections_are_not_waited_for_long(
    door: Door, second_writer: psycopg.Connection, monkeypatch, settings
) -> None:
    settings.TILE_POOL_SIZE = 1
    monkeypatch.setattr(database, "WAIT_S", 0.2)
    address = door.address("stops", *TILE)
    with second_writer.transaction():
        second_writer.execute("LOCK layers_stop IN ACCESS EXCLUSIVE MODE")
        first = threading.Thread(target=door.get, args=(address,))
        first.start()
        time.sleep(0.3)
        start = time.monotonic()
        assert door.get("/tiles/buildings/{}/{}/{}.mvt".format(*TILE)).status == 503
        assert time.monotonic() - start < 2
    first.join()


def test_a_restarted_database_is_found_again(door: Door, second_writer: psycopg.Connection) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    second_writer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'hamm tiles' AND datname = current_database()"
    )
    time.sleep(0.2)
    assert door.get(address).status == 200


def test_kept_tiles_outlast_the_database(door: Door, monkeypatch) -> None:
    make_building()
    address = door.address("buildings", *TILE)
    assert door.get(address).status == 200

    def down(self, *parameters):
        raise database.TilesUnavailable

    monkeypatch.setattr(TileDatabase, "_ask", down)
    monkeypatch.setattr(TileDatabase, "begin", lambda *_: None)
    time.sleep(1.1)
    assert door.get(address).status == 200
    assert door.get(address.replace(f"/{TILE[1]}/", f"/{TILE[1] + 1}/")).status == 503


# ── the thread that others wait for ───────────────────────────────────────────────────────────


def asked_once_before(path: str) -> None:
    """So that revisions are known and the statement is prepared."""
    assert DoorAtOnce().get(path).status == 204


def beside(path: str, columns: int) -> str:
    """The address of another tile of the same row."""
    return path.replace(f"/{TILE[1]}/", f"/{TILE[1] + columns}/")


def test_a_tile_that_is_quickly_there_is_answered_at_once(own_database: str) -> None:
    path = DoorAtOnce().address("stops", *TILE)
    asked_once_before(path)

    answers = [application.at_once(request(beside(path, column))) for column in range(1, 9)]

    # On a busy machine some may be late.
    assert any(getattr(answer, "status", None) == 204 for answer in answers)
    for answer in answers:
        if callable(answer):
            answer()
    application.close()


def test_the_thread_at_the_door_does_not_wait_for_late_tiles(
    own_database: str, second_writer: psycopg.Connection
) -> None:
    path = DoorAtOnce().address("stops", *TILE)
    asked_once_before(path)

    with second_writer.transaction():
        second_writer.execute("LOCK layers_stop IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        late = [application.at_once(request(beside(path, column))) for column in range(1, 9)]
        took_s = time.monotonic() - began
    assert took_s < 1  # the database itself gives up after five
    assert all(callable(answer) for answer in late)
    assert [answer().status for answer in late] == [204] * 8
    application.close()


def test_a_connection_that_dies_under_a_late_tile_is_replaced(
    own_database: str, second_writer: psycopg.Connection
) -> None:
    path = DoorAtOnce().address("stops", *TILE)
    asked_once_before(path)

    with second_writer.transaction():
        second_writer.execute("LOCK layers_stop IN ACCESS EXCLUSIVE MODE")
        late = application.at_once(request(beside(path, 1)))
        second_writer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'hamm tiles' AND datname = current_database()"
        )
    assert late().status == 204
    assert application.at_once(request("/orte/")) is None
    application.close()


# ── memory ────────────────────────────────────────────────────────────────────────────────────


def test_tiles_in_memory_are_bounded_in_bytes() -> None:
    cache = TileCache(100_000)
    for number in range(500):
        tile = Tile("a", "1-a", {"gzip": b"x" * 1000})
        cache.put(f"{number}", tile)
    assert cache.size <= 100_000
    assert cache.get("0") is None
    assert cache.get("499") is not None


def test_the_tile_asked_for_last_stays_longest() -> None:
    cache = TileCache(3 * 1700)
    for name in "abc":
        cache.put(name, Tile("a", "1-a", {"gzip": b"x" * 1000}))
    cache.get("a")
    cache.put("d", Tile("a", "1-a", {"gzip": b"x" * 1000}))
    assert [name for name in "abcd" if cache.get(name)] == ["a", "c", "d"]


def test_further_codings_count_too() -> None:
    plain = bytes(range(256)) * 40
    cache = TileCache(1_000_000)
    tile = Tile.made("a", "1-a", plain)
    cache.put("a", tile)
    before = cache.size
    for coding in ("br", "zstd", "identity"):
        body = cache.form("a", tile, coding)
        assert DECODERS["" if coding == "identity" else coding](body) == plain
        assert cache.form("a", tile, coding) is body
    assert cache.size == before + sum(len(tile.forms[c]) for c in ("br", "zstd", "identity"))
