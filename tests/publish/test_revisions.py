"""The number in tile addresses: it rises at commit, whoever writes, and blocks nobody."""

from dataclasses import replace

import psycopg
import pytest
from django.db import transaction

from layers import registry
from layers.models import OverviewTouch, Touch
from layers.publish.revisions import current
from tests.factories import make_dataset, make_stop
from tests.publish.doors import HAMM, make_building, run_sql

pytestmark = pytest.mark.usefixtures("own_database")


def revision(name: str = "stops") -> int:
    return int(current([registry.layer(name)])[name].partition("-")[0])


def test_it_rises_once_with_each_transaction() -> None:
    before = revision()
    make_stop()
    assert revision() == before + 1
    with transaction.atomic():
        make_stop()
        make_stop()
    assert revision() == before + 2


def test_it_rises_at_commit() -> None:
    before = revision()
    with transaction.atomic():
        make_stop()
        assert revision() == before
    assert revision() == before + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE layers_stop SET name = 'Bahnhof'",
        "DELETE FROM layers_stop",
        "TRUNCATE layers_stop",
    ],
)
def test_it_rises_with_raw_sql(statement: str) -> None:
    make_stop()
    before = revision()
    run_sql(statement)
    assert revision() == before + 1


def test_it_stays_where_nothing_is_committed() -> None:
    before = revision()
    with transaction.atomic():
        make_stop()
        transaction.set_rollback(True)
    assert revision() == before
    assert not Touch.objects.exists() and not OverviewTouch.objects.exists()


def test_it_stays_when_another_layer_changes() -> None:
    before = revision()
    make_building()
    assert revision() == before


def test_it_adds_up_over_the_tables_that_the_layer_reads() -> None:
    joined = replace(registry.layer("stops"), depends_on=(registry.layer("buildings").model,))
    before = current([joined])["stops"]
    make_building()
    assert current([joined])["stops"] != before


def test_it_changes_with_the_declaration() -> None:
    stops = registry.layer("stops")
    fewer = replace(stops, fields=stops.fields[:1])
    assert current([stops])["stops"] != current([fewer])["stops"]


def test_one_query_for_all_layers(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert len(current(registry.all_layers())) == len(list(registry.all_layers()))


@pytest.mark.parametrize("table", ["layers_stop", "layers_building"])
def test_an_import_held_open_makes_no_editor_wait(
    table: str, second_writer: psycopg.Connection
) -> None:
    """Both write to one table and, with an overview, into one of its cells."""
    dataset = make_dataset().pk
    name = ", name" if table == "layers_stop" else ""
    shape = "ST_Multi(ST_Expand(p, 5))" if table == "layers_building" else "p"
    insert = (
        f"INSERT INTO {table} (dataset_id, source_id, geometry{name}) SELECT %s, %s, {shape}"
        f"{name.replace('name', chr(39) + 'x' + chr(39))}"
        f" FROM (SELECT ST_SetSRID(ST_MakePoint({HAMM[0]}, {HAMM[1]}), 25832) AS p) AS here"
    )
    with transaction.atomic():
        run_sql(insert, dataset, "import")
        second_writer.execute(insert, [dataset, "editor"])  # commits; LockNotAvailable if it waits
    assert run_sql(f"SELECT count(*) FROM {table}") == [(2,)]
