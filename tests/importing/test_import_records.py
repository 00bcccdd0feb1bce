"""The bulk writer, through its one door."""

import math
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from django.db import connection, connections

from accounts.models import User
from accounts.roles import Role, assign
from heatmodel.models import CoolPlace
from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.ground.models import City, Dataset, TableRevision
from layers.importing.errors import (
    NotAllowedToImport,
    NothingUsable,
    SourceEmpty,
    SourceShrank,
    UnknownFields,
    Unreadable,
)
from layers.importing.models import ImportRun
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.models import GreenArea, Street
from layers.registry import Layer, layer
from tests.importing.conftest import EAST, MARGIN_M, NORTH, SOUTH, WEST, make_city, make_dataset

PLACES = "heatmodel_coolplace"


TWO_POINTS = shapely.MultiPoint([(418_000, 5_724_000), (419_000, 5_724_000)])


def record(number: int | str, **values: Any) -> Record:
    shape = values.pop("geometry", shapely.Point(418_000, 5_724_000))
    return Record(f"r{number}", shape, {"name": "Bücherei", "kind": "library", **values})


def load(dataset: Dataset, records: Any, *, into: str = "cool_places", **how: Any) -> ImportRun:
    return import_records(layer(into), dataset, records, source="test", **how)


def counts(run: ImportRun) -> tuple[int, ...]:
    return run.created, run.updated, run.unchanged, run.withdrawn, run.rejected


def rows(model: type = CoolPlace, *fields: str) -> list[tuple]:
    wanted = fields or ("pk", "slug", "name", "version")
    return list(model.objects.order_by("source_id").values_list(*wanted))


def test_a_first_import_creates_with_slugs_in_the_order_of_the_source(dataset):
    run = load(dataset, [record(1), record(2), record(3, name="Maxipark", wifi=True)])
    assert counts(run) == (3, 0, 0, 0, 0)
    assert rows(CoolPlace, "slug", "wifi") == [
        ("buecherei", None),
        ("buecherei-2", None),
        ("maxipark", True),
    ]
    dataset.refresh_from_db()
    assert dataset.read_at is not None


def test_a_second_import_changes_nothing(own_database):
    make_city()
    dataset = make_dataset()
    load(dataset, map(record, range(50)))
    before, revision = rows(), TableRevision.objects.get(table_name=PLACES).revision
    events, acts = CoolPlace.history.rel.related_model.objects.count(), ChangeSet.objects.count()
    run = load(dataset, map(record, range(50)))
    assert counts(run) == (0, 0, 50, 0, 0)
    assert rows() == before
    assert TableRevision.objects.get(table_name=PLACES).revision == revision
    assert CoolPlace.history.rel.related_model.objects.count() == events
    assert (ChangeSet.objects.count(), run.change_set) == (acts, None)


def test_one_import_raises_the_revision_once(own_database):
    make_city()
    dataset = make_dataset()
    load(dataset, [record(1), record(2), record(3), record(4)])
    first = TableRevision.objects.get(table_name=PLACES).revision
    load(dataset, [record(1, name="Neu"), record(2), record(3), record(5)])
    assert TableRevision.objects.get(table_name=PLACES).revision == first + 1


def test_ids_and_addresses_survive_a_change(dataset):
    load(dataset, [record(1), record(2)])
    before = rows(CoolPlace, "pk", "slug")
    run = load(dataset, [record(2, name="Stadtbücherei"), record(1)])
    assert counts(run) == (0, 1, 1, 0, 0)
    assert rows(CoolPlace, "pk", "slug") == before
    assert rows(CoolPlace, "name", "version") == [("Bücherei", 1), ("Stadtbücherei", 2)]


def test_a_geometry_moved_by_a_centimetre_is_a_change_and_by_a_micrometre_is_none(dataset):
    load(dataset, [record(1)])
    run = load(dataset, [record(1, geometry=shapely.Point(418_000.000001, 5_724_000))])
    assert run.unchanged == 1
    run = load(dataset, [record(1, geometry=shapely.Point(418_000.01, 5_724_000))])
    assert run.updated == 1


def test_rows_the_source_lost_are_withdrawn_and_get_their_address_back_later(dataset):
    load(dataset, [record(number) for number in range(4)])
    run = load(dataset, [record(number) for number in (0, 2, 3)])
    assert counts(run) == (0, 0, 3, 1, 0)
    assert [event.pgh_label for event in CoolPlace.history.rel.related_model.objects.all()][
        -1:
    ] == ["delete"]
    run = load(dataset, [record("new")] + [record(number) for number in range(4)])
    assert run.created == 2
    assert rows(CoolPlace, "source_id", "slug") == [
        ("r0", "buecherei"),
        ("r1", "buecherei-2"),
        ("r2", "buecherei-3"),
        ("r3", "buecherei-4"),
        ("rnew", "buecherei-5"),
    ]


def test_withdrawing_can_be_left_out(dataset):
    load(dataset, [record(1), record(2)])
    assert counts(load(dataset, [record(3)], withdraw=False)) == (1, 0, 0, 0, 0)


def test_only_rows_of_the_dataset_are_touched(dataset):
    other = make_dataset("other")
    load(other, [record(1), record(2)])
    run = load(dataset, [record(1)])
    assert counts(run) == (1, 0, 0, 0, 0)
    assert CoolPlace.objects.filter(dataset=other).count() == 2


def test_a_field_the_source_does_not_name_stays_as_it_is(dataset):
    load(dataset, [record(1, wifi=True, address="Weg 1")])
    run = load(dataset, [record(1, address=None)])
    assert run.updated == 1
    assert rows(CoolPlace, "wifi", "address") == [(True, "")]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(9, geometry=None), "no_geometry"),
        (record(9, geometry=shapely.Point()), "no_geometry"),
        (record(9, geometry=shapely.Point(math.nan, 5_724_000)), "not_finite"),
        (record(9, geometry=shapely.Point(418_000, math.inf)), "not_finite"),
        (record(9, geometry=shapely.Point(7.8, 51.7)), "outside_utm32"),
        (record(9, geometry=shapely.Point(EAST + MARGIN_M, SOUTH)), "outside_city"),
        (record(9, geometry=shapely.box(WEST, SOUTH, EAST, NORTH)), "wrong_geometry"),
        (record(9, geometry=TWO_POINTS), "wrong_geometry"),
        (record(9, name="x" * 201), "max_length:name"),
        (record(9, name=""), "missing:name"),
        (record(9, name="\x00"), "text:name"),
        (record(9, name="\ud800"), "text:name"),
        (record(9, name={"de": "Bücherei"}), "type:name"),
        (record(9, kind="zoo"), "invalid_choice:kind"),
        (record(9, website="javascript:alert(1)"), "invalid:website"),
        (record(9, checked_on="31.12.2026"), "invalid:checked_on"),
        (record(9, accuracy_m=-1), "min_value:accuracy_m"),
        (record(9, accuracy_m=10**12), "max_value:accuracy_m"),
        (record(9, accuracy_m=math.nan), "number:accuracy_m"),
        (record(9, accuracy_m=1.5), "number:accuracy_m"),
        (record(9, accuracy_m="viel"), "type:accuracy_m"),
        (record(9, wifi="vielleicht"), "invalid:wifi"),
        (record(9, slug="Kein Slug"), "invalid:slug"),
        (record(9, valid_from="2026-08-02T10:00Z", valid_to="2026-08-01T10:00Z"), "valid_time"),
        (record(1, name="Noch einmal"), "duplicate"),
        (Record("", shapely.Point(418e3, 5724e3), {}), "no_source_id"),
        (Record("x" * 201, shapely.Point(418e3, 5724e3), {}), "max_length:source_id"),
    ],
)
def test_a_bad_record_is_left_out_and_told(dataset, bad, reason):
    run = load(dataset, [record(1), bad, record(2)])
    assert counts(run) == (2, 0, 0, 0, 1)
    assert run.reasons == {reason: {"count": 1, "examples": [bad.source_id[:200]]}}
    assert rows(CoolPlace, "name") == [("Bücherei",), ("Bücherei",)]


def test_the_row_of_a_rejected_record_stays_as_it_was(dataset):
    load(dataset, [record(1), record(2)])
    before = rows()
    run = load(dataset, [record(1, kind="zoo"), record(2)])
    assert counts(run) == (0, 0, 1, 0, 1)
    assert rows() == before


def test_a_slug_of_another_row_is_not_taken(dataset):
    load(make_dataset("other"), [record(1)])
    run = load(dataset, [record(1, slug="buecherei"), record(2, slug="frei")])
    assert run.reasons["slug_taken"] == {"count": 1, "examples": ["r1"]}
    assert run.created == 1


def test_the_edge_of_the_extent_is_inside_for_importer_and_database(dataset):
    edge = shapely.Point(EAST + MARGIN_M - 1, NORTH + MARGIN_M - 1)
    assert load(dataset, [record(1, geometry=edge)]).created == 1


BOW_TIE = shapely.Polygon(
    [(418e3, 5724e3), (418_010, 5724e3), (418e3, 5_724_010), (418_010, 5_724_010)]
)
FLAT = shapely.Polygon([(418_000, 5_724_000), (418_010, 5_724_000)] * 2)


def test_invalid_areas_are_repaired_and_single_shapes_become_multi(dataset):
    run = load(
        dataset,
        [
            Record("tie", BOW_TIE, {"kind": "park"}),
            Record("plain", shapely.box(418e3, 5724e3, 418_010, 5_724_010), {"kind": "park"}),
            Record(
                "line", shapely.Polygon([(418e3, 5724e3), (418_010, 5724e3)] * 2), {"kind": "park"}
            ),
        ],
        into="green_areas",
    )
    assert run.reasons == {
        "repaired": {"count": 1, "examples": []},
        "invalid_geometry": {"count": 1, "examples": ["line"]},
    }
    areas = {one.source_id: one.geometry for one in GreenArea.objects.all()}
    assert {one.geom_type for one in areas.values()} == {"MultiPolygon"}
    assert areas["tie"].area == pytest.approx(50)  # two triangles: 2 · ½ · 10 · 5
    assert areas["plain"].area == pytest.approx(100)


def test_heights_are_dropped(dataset):
    line = shapely.LineString([(418e3, 5724e3, 60), (418_010, 5724e3, 61)])
    load(dataset, [Record("a", line, {"kind": "path"})], into="streets")
    assert not Street.objects.get().geometry.hasz


def test_numbers_in_text_are_read(dataset):
    cells = [Record("c", shapely.box(418e3, 5724e3, 419e3, 5725e3), {"inhabitants": " 12 "})]
    load(dataset, cells, into="census_cells")
    trees = [
        Record("t", shapely.Point(418e3, 5724e3), {"height_m": "12,5"}),
        Record("u", shapely.Point(418e3, 5724e3), {"height_m": "12,500"}),
    ]
    run = load(dataset, trees, into="trees")
    assert rows(layer("trees").model, "source_id", "height_m") == [("t", 12.5)]
    assert run.reasons["type:height_m"]["examples"] == ["u"]  # 12.5 or 12500?


def test_an_empty_source_changes_nothing(unchanged, dataset):
    with pytest.raises(SourceEmpty):
        load(dataset, [])
    unchanged()
    refused = ImportRun.objects.get()
    assert refused.state == ImportRun.State.REFUSED
    assert "SourceEmpty" in refused.reasons["refused"]["examples"][0]


def test_a_source_with_nothing_usable_changes_nothing(unchanged, dataset):
    with pytest.raises(NothingUsable, match="2 × liegt nicht in UTM-Zone 32"):
        load(dataset, [record(n, geometry=shapely.Point(7.8, 51.7)) for n in (1, 2)])
    unchanged()
    assert ImportRun.objects.get().rejected == 2


def test_a_source_that_shrinks_changes_nothing(dataset):
    load(dataset, map(record, range(10)))
    before = rows()
    with pytest.raises(SourceShrank, match="Von 10 Objekten fehlen 4"):
        load(dataset, [record(n, name="Neu") for n in range(6)])
    assert rows() == before
    assert counts(load(dataset, map(record, range(7)))) == (0, 0, 7, 3, 0)  # 30 % may go
    assert counts(load(dataset, [record(1)], max_shrink=1))[3] == 6


def test_a_source_that_fails_half_way_changes_nothing(unchanged, dataset):
    def broken() -> Iterator[Record]:
        yield from map(record, range(5_000))
        raise Unreadable(source="feed", detail="abgebrochen")

    with pytest.raises(Unreadable, match="abgebrochen"):
        load(dataset, broken())
    unchanged()


def test_an_unknown_field_is_a_mistake_of_the_mapping(unchanged, dataset):
    with pytest.raises(UnknownFields, match="colour"):
        load(dataset, [record(1, colour="green")])
    unchanged()


@pytest.mark.parametrize("own", ["version", "tile_geometry", "dataset", "id", "updated_at"])
def test_what_the_database_keeps_cannot_be_imported(unchanged, dataset, own):
    with pytest.raises(UnknownFields):
        load(dataset, [record(1, **{own: 7})])
    unchanged()


def edit(source_id: str, **values: Any) -> None:
    with change_set(door=ChangeSet.Door.ADMIN):
        CoolPlace.objects.filter(source_id=source_id).update(**values)


def test_what_a_person_edited_is_kept_and_told(dataset):
    load(dataset, [record(1), record(2), record(3), record(4)])
    edit("r1", name="Von Hand")
    edit("r2", phone="02381 17-0")
    run = load(dataset, [record(1, wifi=True), record(3, name="Neu"), record(4)])
    assert counts(run) == (0, 1, 1, 0, 2)
    assert run.reasons["edited"] == {"count": 2, "examples": ["r1", "r2"]}
    assert rows(CoolPlace, "name", "wifi") == [
        ("Von Hand", None),
        ("Bücherei", None),
        ("Neu", None),
        ("Bücherei", None),
    ]
    run = load(dataset, [record(1, wifi=True), record(3), record(4)], overwrite_edits=True)
    assert counts(run) == (0, 2, 1, 1, 0)
    assert rows(CoolPlace, "name", "wifi")[0] == ("Bücherei", True)


def test_an_edit_of_another_field_and_an_edit_taken_back_are_no_obstacle(dataset):
    load(dataset, [record(1), record(2)])
    edit("r1", phone="02381 17-0")  # the source says nothing of telephones
    edit("r2", name="Von Hand")
    edit("r2", name="Bücherei")
    run = load(dataset, [record(1, name="Neu"), record(2, name="Neu")])
    assert counts(run) == (0, 2, 0, 0, 0)
    assert rows(CoolPlace, "name", "phone") == [("Neu", "02381 17-0"), ("Neu", "")]


def test_an_edit_in_plain_sql_is_kept_too(own_database):
    make_city()
    dataset = make_dataset()
    load(dataset, [record(1), record(2)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heatmodel_coolplace SET name = 'SQL' WHERE source_id = 'r1'")
    assert load(dataset, [record(1, wifi=True), record(2)]).reasons["edited"]["count"] == 1


def test_a_row_a_person_added_to_the_dataset_is_not_withdrawn(dataset):
    load(dataset, [record(1)])
    with change_set(door=ChangeSet.Door.ADMIN):
        mine = CoolPlace.objects.get()
        mine.pk, mine.source_id, mine.slug = None, "mine", None
        mine.save(force_insert=True)
    run = load(dataset, [record(1)], max_shrink=1)
    assert (run.withdrawn, run.reasons["edited"]["examples"]) == (0, ["mine"])


def test_the_history_names_the_import(dataset):
    run = load(dataset, [record(1)])
    event = CoolPlace.history.rel.related_model.objects.get()
    assert event.pgh_context_id == run.change_set.context_id
    assert run.change_set.door == ChangeSet.Door.IMPORT


def test_an_account_needs_every_permission_of_the_layer(unchanged, dataset):
    with pytest.raises(NotAllowedToImport):
        load(dataset, [record(1)], account=User.objects.create_user("someone"))
    unchanged()
    planner = User.objects.create_user("planner")
    assign(planner, Role.HEAT_PLANNER)
    run = load(dataset, [record(1), record("2")], account=planner, withdraw=False)
    assert run.change_set.account == planner


def test_records_are_taken_a_few_at_a_time(dataset):
    """The source is never ahead of the database by more than a batch."""
    ahead = []

    def source() -> Iterator[Record]:
        for number in range(6_000):
            if number in (2_500, 5_000):
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT relname FROM pg_class WHERE relname ~ '^staging_[0-9]+$'"
                        " AND relpersistence = 't' ORDER BY oid DESC"
                    )
                    (name,) = cursor.fetchone()
                    cursor.execute(f"SELECT count(*) FROM {name}")
                    ahead.append(number - cursor.fetchone()[0])
            yield record(number)

    load(dataset, source())
    assert len(ahead) == 2 and max(ahead) <= 2_000


def test_two_imports_of_one_dataset_wait_for_each_other(own_database):
    make_city()
    dataset = make_dataset()
    both = threading.Barrier(2, timeout=20)
    problems: list[BaseException] = []

    def one() -> None:
        try:
            both.wait()
            load(dataset, map(record, range(300)))
        except BaseException as error:  # to be seen in the main thread
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not problems
    assert sorted(run.created for run in ImportRun.objects.all()) == [0, 300]


def test_an_edit_while_the_import_runs_is_not_lost(own_database):
    make_city()
    dataset = make_dataset()
    load(dataset, [record(1), record(2)])

    def source() -> Iterator[Record]:
        yield record(1, wifi=True)
        editor = threading.Thread(target=_edit_elsewhere)
        editor.start()
        editor.join(20)
        yield record(2)

    run = load(dataset, source())
    assert run.reasons["edited"]["examples"] == ["r1"]
    assert rows(CoolPlace, "name", "wifi")[0] == ("Von Hand", None)


def _edit_elsewhere() -> None:
    try:
        edit("r1", name="Von Hand")
    finally:
        connections.close_all()


def test_a_layer_narrowed_by_where_withdraws_only_its_own(dataset):
    narrow = Layer(
        name="libraries",
        title="Büchereien",
        theme=layer("cool_places").theme,
        model=CoolPlace,
        fields=(),
        where={"kind": "library"},
    )
    load(dataset, [record(1), record(2), record(3, kind="park")])
    run = import_records(narrow, dataset, [record(1)], source="test", max_shrink=1)
    assert run.withdrawn == 1
    assert rows(CoolPlace, "source_id") == [("r1",), ("r3",)]


def test_without_a_city_only_the_zone_bounds(db):
    assert not City.objects.exists()
    far = record(1, geometry=shapely.Point(600_000, 5_300_000))
    assert load(make_dataset(), [far]).created == 1
