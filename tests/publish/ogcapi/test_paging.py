"""Pages at constant cost, none lost and none twice while others write."""

import json
import threading

import pytest
from django.db import connection

from layers import registry
from layers.publish import counts, execution, pages, rows
from layers.publish.execution import TooSlow, Unanswerable, fetch
from layers.publish.feature_json import feature_text
from layers.publish.filters.sql import Sql
from layers.publish.pages import fetch_page
from layers.publish.rows import FeatureQuery, Order, select
from tests.factories import make_city, make_dataset, make_school

ITEMS = "/ogc/collections/schools/items"
MANY = """
    INSERT INTO layers_school (name, kind, source_id, dataset_id, geometry, address, number,
        school_year, pupils)
    SELECT 'Schule ' || i, 'primary', 'viele-' || i, %s,
        ST_SetSRID(ST_MakePoint(410000 + i %% 1000, 5720000 + i / 1000), 25832), '', '', '', i %% 7
    FROM generate_series(1, %s) AS i
"""


def insert_many(number: int) -> None:
    dataset = make_dataset()
    with connection.cursor() as cursor:
        cursor.execute(MANY, [dataset.pk, number])
        cursor.execute("ANALYZE layers_school")


@pytest.fixture
def many(own_database):
    make_city()
    insert_many(30_000)


def plan(query: FeatureQuery, columns: str = "q.id") -> dict:
    statement = select(query, Sql(columns))
    explain = Sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement.text}", statement.params)
    [(text,)] = fetch(explain)
    return json.loads(text)[0]["Plan"]


def rows_read(node: dict) -> float:
    """Rows that leave the scans of a plan, and those they threw away."""
    own = 0.0
    if "Scan" in node["Node Type"]:
        thrown = node.get("Rows Removed by Filter", 0) + node.get(
            "Rows Removed by Index Recheck", 0
        )
        own = (node["Actual Rows"] + thrown) * node["Actual Loops"]
    return own + sum(rows_read(part) for part in node.get("Plans", ()))


def test_a_page_behind_a_mark_reads_one_page(many):
    schools = registry.layer("schools")
    first = plan(FeatureQuery(layer=schools, limit=100))
    deep = plan(FeatureQuery(layer=schools, limit=100, after=(25_000,)))
    assert rows_read(first) == rows_read(deep) == 100


def test_an_offset_without_a_mark_reads_only_ids_on_its_way(many):
    schools = registry.layer("schools")
    deep = plan(FeatureQuery(layer=schools, limit=100, offset=25_000))
    assert rows_read(deep) <= 25_100 + 100 + 100  # ids, the page, and the page again for its rows


def test_a_walk_by_offset_reads_one_page_each_time(many, monkeypatch):
    seen = []
    monkeypatch.setattr(
        pages, "select", lambda query, text: seen.append(query) or select(query, text)
    )
    schools = registry.layer("schools")
    text = Sql("q.id::text", (), "text")
    found = []
    for offset in range(0, 1000, 100):
        found += fetch_page(FeatureQuery(layer=schools, limit=100, offset=offset), text).texts
    assert [query.offset for query in seen] == [0] * 10
    assert len(set(found)) == 1000
    fetch_page(FeatureQuery(layer=schools, limit=100, offset=950), text)
    assert seen[-1].offset == 50  # from the nearest mark before
    fetch_page(FeatureQuery(layer=schools, limit=100, offset=100), text, walker="other")
    assert seen[-1].offset == 100


@pytest.mark.parametrize("order", [(), (Order("pupils", descending=True), Order("name"))])
def test_a_jump_far_away_starts_at_a_milestone(many, monkeypatch, order):
    seen = []
    monkeypatch.setattr(
        pages, "select", lambda query, text: seen.append(query) or select(query, text)
    )
    schools = registry.layer("schools")
    text = Sql("q.id::text", (), "text")
    whole = fetch_page(FeatureQuery(layer=schools, limit=30_000, order=order), text).texts
    for offset in (25_000, 24_999, 25_001, 29_950, 30_100, 6_000):
        query = FeatureQuery(layer=schools, limit=100, offset=offset, order=order)
        found = fetch_page(query, text, walker=str(offset)).texts
        assert found == whole[offset : offset + 100]
        assert seen[-1].offset < 1000 or offset > 30_000
    latest = make_school("Zuletzt")
    query = FeatureQuery(layer=schools, limit=100, offset=30_000)
    assert fetch_page(query, text, walker="later").texts == [str(latest.pk).encode()]


def test_marks_of_one_order_lead_no_other(many):
    schools = registry.layer("schools")
    text = Sql("q.id::text", (), "text")
    by_pupils = (Order("pupils", descending=True),)
    fetch_page(FeatureQuery(layer=schools, limit=100), text)
    there = fetch_page(FeatureQuery(layer=schools, limit=100, offset=100, order=by_pupils), text)
    whole = fetch_page(FeatureQuery(layer=schools, limit=200, order=by_pupils), text)
    assert there.texts == whole.texts[100:]


@pytest.mark.parametrize("walk", ["next", "offset"])
def test_none_is_lost_and_none_comes_twice_while_others_write(many, client, walk):
    wanted = set(range(1, 30_001))
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM layers_school")
        wanted = set(cursor.fetchone()[0])
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.wait(0.005):
            number += 1
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE layers_school SET pupils = pupils + 1 WHERE id %% 97 = %s",
                    [number % 97],
                )
            make_school(f"Neu {number}")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen, address = [], f"{ITEMS}?limit=1000"
        while address:
            document = client.get(address).json()
            seen += [one["id"] for one in document["features"]]
            following = [one["href"] for one in document["links"] if one["rel"] == "next"]
            address = following[0] if following else None
            if address and walk == "offset":
                address = f"{ITEMS}?limit=1000&offset={len(seen)}"
    finally:
        stop.set()
        writer.join(10)
    assert len(seen) == len(set(seen))
    assert wanted <= set(seen)


def test_a_count_is_made_once_for_each_state_of_the_layer(own_database, monkeypatch):
    make_city()
    make_school()
    made = []
    monkeypatch.setattr(counts, "fetch", lambda *a, **k: made.append(1) or fetch(*a, **k))
    query = FeatureQuery(layer=registry.layer("schools"), limit=1)
    assert counts.matched(query) == 1
    assert counts.matched(query.next_page((1,))) == 1
    assert len(made) == 1
    make_school("Zweite")
    assert counts.matched(query) == 2
    assert len(made) == 2


def test_who_walks_on_while_others_write_is_told_the_count_of_a_moment_ago(own_database):
    make_city()
    make_school()
    query = FeatureQuery(layer=registry.layer("schools"), limit=1)
    assert counts.matched(query) == 1
    make_school("Zweite")
    assert counts.matched(query, walking=True) == 1
    assert counts.matched(query) == 2
    assert counts.matched(query, walking=True) == 2


def test_that_moment_is_short(own_database, monkeypatch):
    monkeypatch.setattr(counts, "WALK_S", 0)
    make_city()
    make_school()
    query = FeatureQuery(layer=registry.layer("schools"), limit=1)
    assert counts.matched(query) == 1
    make_school("Zweite")
    assert counts.matched(query, walking=True) == 2


def test_a_count_ends_at_its_bound(many, monkeypatch):
    monkeypatch.setattr(counts, "EXACT_UP_TO", 1000)
    counts.forget()
    assert counts.matched(FeatureQuery(layer=registry.layer("schools"))) is None


def test_a_count_too_slow_is_unknown(city, monkeypatch):
    def slow(*_args, **_more):
        raise TooSlow

    monkeypatch.setattr(counts, "fetch", slow)
    assert counts.matched(FeatureQuery(layer=registry.layer("schools"))) is None


def test_a_statement_ends_in_time(city):
    with pytest.raises(TooSlow):
        fetch(Sql("SELECT pg_sleep(5)"), timeout_s=0.05)
    assert fetch(Sql("SELECT 1")) == [(b"1",)]


def test_values_out_of_range_are_the_askers_fault(city):
    with pytest.raises(Unanswerable):
        fetch(Sql("SELECT power(%s::float8, 10)", (1e300,)))


def test_a_slow_answer_is_a_503(client, schools, monkeypatch):
    monkeypatch.setattr(execution, "PAGE_TIMEOUT_S", 0)

    def slow(*_args, **_more):
        raise TooSlow

    monkeypatch.setattr(pages, "fetch", slow)
    answer = client.get(ITEMS)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Content-Type"] == "application/problem+json"


def test_the_text_is_one_statement_for_any_number_of_rows(many, django_assert_num_queries, client):
    client.get(f"{ITEMS}?limit=10")
    with django_assert_num_queries(5) as captured:  # revision, datasets; begin, limit, commit
        client.get(f"{ITEMS}?limit=5000")
    assert not any("layers_school" in one["sql"] for one in captured.captured_queries)


def test_a_page_of_features_is_one_statement(many):
    schools = registry.layer("schools")
    text = feature_text(schools, datasets={1: "test"})
    page = fetch_page(FeatureQuery(layer=schools, limit=5000), text)
    assert len(page.texts) == 5000
    assert json.loads(page.texts[-1])["id"] == page.after[0]
    assert rows.read_mark(rows.mark(list(page.after))) == page.after
