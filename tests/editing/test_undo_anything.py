"""Whatever was written, undoing it all restores the table exactly."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heatmodel.models import CoolPlace
from layers import registry
from layers.editing.errors import Gone
from layers.editing.services import Change, undo, write
from tests.editing.conftest import make_place, spot
from tests.editing.test_undo import rows

PLACES = registry.layer("cool_places")

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Südbad", "Kurpark", "Maxipark"]),
        "kind": st.sampled_from(["pool", "park"]),
        "toilet": st.sampled_from([None, True, False]),
        "opening_hours": st.sampled_from([None, "24/7"]),
        "geometry": st.builds(spot, st.integers(-50, 50), st.integers(-50, 50)),
        "published": st.booleans(),
    },
)
# Rows are chosen by their place in the table, so that every example makes sense.
ACTS = st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(0, 5), VALUES)
SETS = st.lists(st.lists(ACTS, min_size=1, max_size=4), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sets=SETS)
def test_undoing_everything_backwards_restores_the_table(own_city, sets):
    CoolPlace.objects.all().delete()
    for name in ("a", "b", "c"):
        make_place(name, slug=None)
    before = rows(CoolPlace)
    made = [done for acts in sets if (done := _write(acts))]
    after = rows(CoolPlace)
    undone = [undo(one, account=None, door="command") for one in reversed(made)]
    assert rows(CoolPlace) == before
    for one in reversed(undone):
        undo(one, account=None, door="command")
    assert rows(CoolPlace) == after


def _write(acts):
    keys = list(CoolPlace.objects.order_by("pk").values_list("pk", flat=True))
    changes = []
    for action, index, values in acts:
        if action == "insert":
            needed = {"name": "Neu", "kind": "pool", "geometry": spot()}
            changes.append(Change(PLACES, "insert", {**needed, **values}))
        elif keys:
            pk = keys[index % len(keys)]
            changes.append(Change(PLACES, action, values if action == "update" else {}, pk=pk))
    try:
        made = write(changes, door="command") if changes else None
    except Gone:  # updated after it was deleted in the same set: nothing happened
        return None
    return made if made and made.pk else None
