"""Undo: a change set is taken back whole or not at all. Real commits, real bulk imports."""

import time
import uuid

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from accounts.roles import Role
from heatmodel.models import CoolPlace
from layers import registry
from layers.base.models import School, Street
from layers.editing import queries
from layers.editing.changes import change_set
from layers.editing.errors import NotAllowed, NotUndoable, UndoBlocked
from layers.editing.models import ChangeSet
from layers.editing.services import Change, undo, write
from tests.editing.conftest import HAMM, make_person, make_place, make_school, spot

PLACES = registry.layer("cool_places")
SCHOOLS = registry.layer("schools")
NEW = {"name": "Südbad", "kind": "pool", "geometry": spot()}
KEPT_BY_THE_DATABASE = {"version", "updated_at"}


def rows(model) -> list[dict]:
    """The table as it is, without what counts changes."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in KEPT_BY_THE_DATABASE]
    return list(model.objects.order_by("pk").values(*names))


def command(*changes: Change) -> ChangeSet:
    return write(list(changes), door="command")


def take_back(made: ChangeSet) -> ChangeSet:
    return undo(made, account=None, door="command")


def test_an_insert_is_undone_by_deleting(own_city):
    made = command(Change(PLACES, "insert", NEW))
    undone = take_back(made)
    assert not CoolPlace.objects.exists()
    assert undone.undoes == made
    [gone, _came] = queries.history(PLACES, made.written[0].pk)
    assert (gone.action, gone.change_set) == ("delete", undone)


def test_an_update_is_undone_by_its_old_values(own_city):
    place = make_place(toilet=None, opening_hours="24/7")
    before = rows(CoolPlace)
    made = command(
        Change(
            PLACES,
            "update",
            {"name": "X", "toilet": True, "opening_hours": None, "geometry": spot(3, 4)},
            place.pk,
        )
    )
    take_back(made)
    assert rows(CoolPlace) == before
    assert CoolPlace.objects.get().version == 3


def test_a_deletion_is_undone_with_key_slug_and_a_new_version(own_city):
    place = make_place()
    before = rows(CoolPlace)
    take_back(command(Change(PLACES, "delete", pk=place.pk)))
    assert rows(CoolPlace) == before
    assert CoolPlace.objects.get().version == 2


def test_the_next_key_is_free_after_a_row_came_back(own_city):
    place = make_place()
    take_back(command(Change(PLACES, "delete", pk=place.pk)))
    command(Change(PLACES, "insert", NEW))
    assert CoolPlace.objects.count() == 2


def test_a_set_over_several_layers_is_undone_whole(own_city):
    place, school = make_place(), make_school()
    before = rows(CoolPlace), rows(School)
    made = command(
        Change(PLACES, "update", {"name": "A"}, place.pk),
        Change(PLACES, "update", {"name": "B"}, place.pk),
        Change(SCHOOLS, "delete", pk=school.pk),
        Change(PLACES, "insert", NEW),
    )
    assert made.tables == ["heatmodel_coolplace", "layers_school"]
    take_back(made)
    assert (rows(CoolPlace), rows(School)) == before


def test_a_row_that_came_and_went_in_one_set_stays_away(own_city):
    with change_set(door=ChangeSet.Door.COMMAND) as made:
        make_place().delete()
    take_back(made)
    assert not CoolPlace.objects.exists()


def test_an_undo_can_be_undone(own_city):
    place = make_place()
    made = command(Change(PLACES, "update", {"name": "Neu"}, place.pk))
    take_back(take_back(made))
    assert CoolPlace.objects.get().name == "Neu"


def test_sets_on_one_row_are_undone_one_after_the_other_and_redone(own_city):
    place = make_place()
    first = command(Change(PLACES, "update", {"name": "A"}, place.pk))
    second = command(Change(PLACES, "update", {"name": "B"}, place.pk))
    with pytest.raises(UndoBlocked):
        take_back(first)
    without_second = take_back(second)
    without_first = take_back(first)
    assert CoolPlace.objects.get().name == "Kurpark"
    with pytest.raises(UndoBlocked):
        take_back(without_second)
    take_back(without_first)
    take_back(without_second)
    assert CoolPlace.objects.get().name == "B"


def test_setting_a_value_again_is_later_work_too(own_city):
    place = make_place()
    made = command(Change(PLACES, "update", {"published": False}, place.pk))
    command(Change(PLACES, "update", {"published": True}, place.pk))
    command(Change(PLACES, "update", {"published": False}, place.pk))
    with pytest.raises(UndoBlocked):
        take_back(made)


def test_later_work_is_never_overwritten(own_city):
    place, other = make_place(), make_place("Maxipark")
    before = make_before = command(
        Change(PLACES, "update", {"phone": "1"}, place.pk),
        Change(PLACES, "update", {"phone": "1"}, other.pk),
    )
    command(Change(PLACES, "update", {"name": "Kurpark Süd"}, place.pk))
    with pytest.raises(UndoBlocked) as refusal:
        take_back(make_before)
    assert [(row.pk, row.title) for row in refusal.value.rows] == [(place.pk, "Kurpark Süd")]
    assert CoolPlace.objects.get(pk=other.pk).phone == "1"
    assert not ChangeSet.objects.filter(undoes=before).exists()


def test_an_edit_in_sql_counts_as_later_work(own_city):
    made = command(Change(PLACES, "insert", NEW))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heatmodel_coolplace SET phone = '1'")
    with pytest.raises(UndoBlocked):
        take_back(made)


def test_a_set_is_undone_once(own_city):
    made = command(Change(PLACES, "insert", NEW))
    take_back(made)
    with pytest.raises(UndoBlocked):
        take_back(made)


def test_what_stands_in_the_way_is_told(own_city):
    """Another row took the slug by SQL, which no slug of ours ever does."""
    place = make_place()
    made = command(Change(PLACES, "delete", pk=place.pk))
    make_place("Anderer", slug="kurpark")
    with pytest.raises(UndoBlocked, match="kurpark"):
        take_back(made)


def test_an_undo_needs_the_right_to_edit(own_city):
    made = command(Change(PLACES, "insert", NEW))
    with pytest.raises(NotAllowed):
        undo(made, account=make_person(Role.SCHOOL_EDITOR), door="admin")
    assert CoolPlace.objects.exists()
    planner = make_person(Role.HEAT_PLANNER)
    assert undo(made, account=planner, door="admin").account == planner


def test_tables_without_history_cannot_be_undone_not_even_in_part(own_city):
    place = make_place()
    line = GEOSGeometry("MULTILINESTRING((418400 5726000,418410 5726000))", srid=25832)
    made = command(
        Change(PLACES, "update", {"name": "Neu"}, place.pk),
        Change(registry.layer("streets"), "insert", {"kind": "path", "geometry": line}),
    )
    with pytest.raises(NotUndoable) as refusal:
        take_back(made)
    assert refusal.value.tables == ["Straßen"]
    assert CoolPlace.objects.get().name == "Neu"
    assert Street.objects.exists()


def copy_schools(dataset_id: int, count: int) -> ChangeSet:
    """As an importer writes: COPY, inside a change set."""
    into = "COPY layers_school (source_id, name, kind, dataset_id, geometry) FROM STDIN"
    with (
        change_set(door=ChangeSet.Door.IMPORT, comment="schulen.csv") as made,
        connection.cursor() as cursor,
        cursor.copy(into) as copy,
    ):
        for number in range(count):
            at = Point(HAMM[0] + number % 1000, HAMM[1] + number // 1000, srid=25832)
            row = (str(number), f"Schule {number}", "other", dataset_id, at.hexewkb.decode())
            copy.write_row(row)
    return made


def test_an_import_by_copy_shows_in_history_with_its_change_set(own_city):
    made = copy_schools(own_city.dataset.pk, 3)
    school = School.objects.get(source_id="1")
    [entry] = queries.history(SCHOOLS, school.pk)
    assert (entry.action, entry.change_set, entry.change_set.comment) == (
        "insert",
        made,
        "schulen.csv",
    )
    assert made.tables == ["layers_school"]


def test_sql_inside_a_change_set_belongs_to_it_and_outside_to_nobody(own_city):
    place = make_place()
    with change_set(door=ChangeSet.Door.COMMAND) as made, connection.cursor() as cursor:
        cursor.connection.execute("UPDATE heatmodel_coolplace SET phone = '1'")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heatmodel_coolplace SET phone = '2'")
        cursor.execute("UPDATE heatmodel_coolplace SET phone = '2'")
    outside, inside, _born = queries.history(PLACES, place.pk)
    assert (inside.change_set, outside.change_set) == (made, None)
    assert (inside.version, outside.version) == (2, 3)
    assert made.tables == ["heatmodel_coolplace"]


def test_ten_thousand_imported_rows_are_undone_in_seconds(own_city):
    copy_schools(own_city.dataset.pk, 10_000)
    before = rows(School)
    with change_set(door=ChangeSet.Door.IMPORT) as made, connection.cursor() as cursor:
        cursor.execute("UPDATE layers_school SET name = name || '!' WHERE mod(id, 2) = 0")
        cursor.execute("DELETE FROM layers_school WHERE mod(id, 2) = 1")
    started = time.monotonic()
    take_back(made)
    took_s = time.monotonic() - started
    assert rows(School) == before
    assert took_s < 10, f"{took_s:.1f} s"


def test_the_history_is_asked_by_index(own_city):
    copy_schools(own_city.dataset.pk, 5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE layers_schoolevent")
        for condition in ("pgh_obj_id = 7", f"pgh_context_id = '{uuid.uuid4()}'"):
            cursor.execute(f"EXPLAIN SELECT * FROM layers_schoolevent WHERE {condition}")
            assert "Seq Scan" not in "".join(line for (line,) in cursor)


def test_a_failed_write_leaves_no_event(own_city):
    place = make_place()
    with pytest.raises(RuntimeError), transaction.atomic():
        command(Change(PLACES, "update", {"name": "Neu"}, place.pk))
        raise RuntimeError
    assert len(queries.history(PLACES, place.pk)) == 1
