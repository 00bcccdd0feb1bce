"""Two people at the same moment, on two connections with real commits."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from heatmodel.models import CoolPlace
from layers import registry
from layers.editing.errors import Gone, Refused, Stale, UndoBlocked
from layers.editing.models import ChangeSet
from layers.editing.services import Change, undo, write
from layers.ground.models import TableRevision
from tests.editing.conftest import make_place, spot

PLACES = registry.layer("cool_places")
WAIT_S = 20


class Other(threading.Thread):
    """Somebody else, on a connection of their own; `result` is what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act, self.result = act, None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.act()
        except Exception as error:
            self.result = error
        finally:
            connections.close_all()

    def done(self) -> object:
        self.join(WAIT_S)
        assert not self.is_alive(), "still waiting for a lock"
        return self.result


def change(place, seen=1, **values) -> ChangeSet:
    return write([Change(PLACES, "update", values, pk=place.pk, seen_version=seen)], door="command")


def test_of_two_who_saw_the_same_version_one_is_refused(own_city):
    place = make_place()
    start = threading.Barrier(2)

    def act(name):
        start.wait(WAIT_S)
        return change(place, name=name)

    results = [one.done() for one in [Other(lambda: act("A")), Other(lambda: act("B"))]]
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["ChangeSet", "Stale"]
    assert CoolPlace.objects.get().version == 2


def test_a_writer_waits_for_the_first_and_then_sees_what_it_did(own_city):
    place = make_place()
    with transaction.atomic():
        change(place, name="A")
        other = Other(lambda: change(place, name="B"))
        other.join(0.5)
        assert other.is_alive()
    stale = other.done()
    assert isinstance(stale, Stale)
    assert stale.theirs["name"] == "A"


def test_who_waited_for_a_deletion_finds_the_row_gone(own_city):
    place = make_place()
    with transaction.atomic():
        write([Change(PLACES, "delete", pk=place.pk)], door="command")
        other = Other(lambda: change(place, name="B"))
        other.join(0.3)
    assert isinstance(other.done(), Gone)


def test_crossing_writes_do_not_deadlock(own_city):
    first, second = make_place("A"), make_place("B")
    start = threading.Barrier(2)

    def act(order):
        done = 0
        start.wait(WAIT_S)
        for number in range(15):
            changes = [
                Change(PLACES, "update", {"phone": f"{number}{order[0].pk}"}, pk=place.pk)
                for place in order
            ]
            write(changes, door="command")
            done += 1
        return done

    others = [Other(lambda: act([first, second])), Other(lambda: act([second, first]))]
    assert [other.done() for other in others] == [15, 15]


def test_new_places_of_one_name_at_the_same_moment_both_get_an_address(own_city):
    start = threading.Barrier(2)
    values = {"name": "Südbad", "kind": "pool", "geometry": spot(), "dataset": own_city.dataset}

    def act():
        start.wait(WAIT_S)
        return write([Change(PLACES, "insert", values)], door="command")

    for other in [Other(act), Other(act)]:
        assert isinstance(other.done(), ChangeSet)
    assert sorted(CoolPlace.objects.values_list("slug", flat=True)) == ["suedbad", "suedbad-2"]


def test_of_two_who_undo_the_same_set_one_is_refused(own_city):
    made = change(make_place(), name="Neu")
    start = threading.Barrier(2)

    def act():
        start.wait(WAIT_S)
        return undo(made, account=None, door="command")

    results = [other.done() for other in [Other(act), Other(act)]]
    assert sorted(type(result).__name__ for result in results) == ["ChangeSet", "UndoBlocked"]
    refusal = next(r for r in results if isinstance(r, UndoBlocked))
    assert "schon rückgängig" in str(refusal.reason)
    assert CoolPlace.objects.get().name == "Kurpark"


def test_a_write_raises_the_revision_once_at_commit(own_city):
    place = make_place()

    def revision() -> int:
        return TableRevision.objects.get(table_name="heatmodel_coolplace").revision

    before = revision()
    write(
        [
            Change(PLACES, "update", {"name": "A"}, pk=place.pk),
            Change(PLACES, "update", {"name": "B"}, pk=place.pk),
        ],
        door="command",
    )
    assert revision() == before + 1
    with pytest.raises(Refused):
        change(place, seen=1, name="C")
    assert revision() == before + 1


def test_the_connection_is_clean_after_a_refusal(own_city):
    place = make_place()
    change(place, name="A")
    with pytest.raises(Stale):
        change(place, name="B")
    assert not connection.in_atomic_block
    change(place, seen=2, name="B")
