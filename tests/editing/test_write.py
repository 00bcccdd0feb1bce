"""The one way in: who may, what is refused and why, what is left behind."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils import translation
from pyproj import Transformer

from accounts.roles import Role
from heatmodel.models import CoolPlace
from layers import registry
from layers.base.models import District, GreenArea, School, Street
from layers.editing import queries
from layers.editing.errors import Gone, Invalid, NotAllowed, Stale
from layers.editing.models import ChangeSet
from layers.editing.services import Change, restore, write
from layers.ground.models import Dataset
from tests.editing.conftest import HAMM, make_person, make_place, make_school, spot

PLACES = registry.layer("cool_places")
SCHOOLS = registry.layer("schools")
NEW = {"name": "Südbad", "kind": "pool", "geometry": spot()}


def insert(account, layer=PLACES, **values) -> ChangeSet:
    return write([Change(layer, "insert", {**NEW, **values})], door="form", account=account)


def update(account, place, seen=None, **values) -> ChangeSet:
    change = Change(PLACES, "update", values, pk=place.pk, seen_version=seen)
    return write([change], door="form", account=account)


def refused(call, *arguments, **values) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refusal, translation.override("de"):
        call(*arguments, **values)
    return {name: [str(one) for one in said] for name, said in refusal.value.errors.items()}


# --- permission


@pytest.mark.parametrize(
    ("role", "layer", "allowed"),
    [
        (Role.ADMINISTRATOR, "cool_places", True),
        (Role.ADMINISTRATOR, "schools", True),
        (Role.ADMINISTRATOR, "streets", True),
        (Role.HEAT_PLANNER, "cool_places", True),
        (Role.HEAT_PLANNER, "amenities", True),
        (Role.HEAT_PLANNER, "schools", False),
        (Role.SCHOOL_EDITOR, "schools", True),
        (Role.SCHOOL_EDITOR, "cool_places", False),
        (Role.OPEN_DATA_STEWARD, "cool_places", False),
        (Role.MODERATOR, "cool_places", False),
        (Role.CITIZEN, "cool_places", False),
        (None, "cool_places", False),
    ],
)
def test_a_role_edits_the_layers_that_name_it(city, role, layer, allowed):
    account = make_person(role)
    wanted = registry.layer(layer).edit_permissions.values()
    assert [account.has_perm(permission) for permission in wanted] == [allowed] * 3
    change = Change(registry.layer(layer), "delete", pk=1)
    with pytest.raises(Gone if allowed else NotAllowed):
        write([change], door="form", account=account)


@pytest.mark.parametrize("account", [None, AnonymousUser()])
def test_nobody_writes_through_a_form_without_an_account(city, account):
    with pytest.raises(NotAllowed):
        insert(account)
    assert not CoolPlace.objects.exists()


@pytest.mark.parametrize("door", ["command", "import"])
def test_the_machine_s_own_doors_need_no_account(city, door):
    write([Change(PLACES, "insert", NEW)], door=door)
    assert CoolPlace.objects.get().name == "Südbad"


def test_an_inactive_account_writes_nothing(planner):
    planner.is_active = False
    with pytest.raises(NotAllowed):
        insert(planner)


# --- insert


def test_a_new_place_gets_what_every_feature_has(planner):
    made = insert(planner)
    place = CoolPlace.objects.get()
    assert [(w.action, w.pk, w.version) for w in made.written] == [("insert", place.pk, 1)]
    assert place.slug == "suedbad"
    assert place.dataset.slug == "stadt-hamm-erfassung"
    assert place.dataset.publisher == "Stadt Hamm"
    assert len(place.source_id) == 36
    assert (made.account, made.door, made.tables) == (planner, "form", ["heatmodel_coolplace"])


def test_places_of_one_name_get_addresses_of_their_own(planner):
    insert(planner)
    insert(planner)
    assert sorted(CoolPlace.objects.values_list("slug", flat=True)) == ["suedbad", "suedbad-2"]


def test_the_address_of_a_deleted_place_is_not_given_to_another(planner):
    [old] = insert(planner).written
    write([Change(PLACES, "delete", pk=old.pk)], door="form", account=planner)
    insert(planner)
    assert CoolPlace.objects.get().slug == "suedbad-2"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Maxipark (Süd)", "maxipark-sued"),
        ("St. Agnes – Kirche", "st-agnes-kirche"),
        ("Café Größe", "cafe-groesse"),
        ("حديقة", "ort"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_slug_is_the_name_in_plain_letters(planner, name, slug):
    insert(planner, name=name)
    assert CoolPlace.objects.get().slug == slug


def test_unknown_stays_unknown(planner):
    insert(planner, opening_hours="", step_free="", toilet=None, phone=None)
    place = CoolPlace.objects.get()
    assert (place.opening_hours, place.step_free, place.toilet, place.phone) == (
        None,
        None,
        None,
        "",
    )


# --- geometry


@pytest.mark.parametrize("srid", [4326, 3857, 25832, 4258, 31466])
def test_geometry_in_any_system_lands_where_pyproj_says(planner, srid):
    x, y = Transformer.from_crs(25832, srid, always_xy=True).transform(*HAMM)
    insert(planner, geometry=Point(x, y, srid=srid))
    placed = CoolPlace.objects.get().geometry
    # Gauss-Krüger's datum shift differs by a metre or two between grids.
    assert placed.distance(spot()) < (3 if srid == 31466 else 0.001)


def test_a_single_polygon_is_stored_as_several(city):
    east, north = HAMM
    ring = f"{east} {north},{east + 9} {north},{east} {north + 9},{east} {north}"
    shape = GEOSGeometry(f"POLYGON(({ring}))", srid=25832)
    change = Change(
        registry.layer("green_areas"), "insert", {"name": "Beet", "kind": "park", "geometry": shape}
    )
    write([change], door="command")
    assert GreenArea.objects.get().geometry.geom_type == "MultiPolygon"


def test_height_is_dropped(planner):
    insert(planner, geometry=Point(*HAMM, 63.0, srid=25832))
    assert not CoolPlace.objects.get().geometry.hasz


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Point(*HAMM), "Das Koordinatensystem fehlt."),
        (GEOSGeometry("POINT EMPTY", srid=4326), "Die Form ist leer."),
        (Point(float("nan"), 51.6, srid=4326), "Eine Koordinate ist keine Zahl."),
        (Point(float("inf"), 51.6, srid=25832), "Eine Koordinate ist keine Zahl."),
        (Point(7.0, 95.0, srid=4326), "Diese Koordinaten liegen nicht in UTM-Zone 32."),
        (
            GEOSGeometry("LINESTRING(7.8 51.6, 7.9 51.6)", srid=4326),
            "Erwartet wird ein Punkt, angegeben ist eine Linie.",
        ),
        (None, "Dieses Feld darf nicht null sein."),
        (Point(13.4, 52.5, srid=4326), "Das liegt außerhalb des Stadtgebiets."),
    ],
)
def test_a_geometry_that_cannot_be_is_refused_in_words(planner, shape, said):
    assert refused(insert, planner, geometry=shape) == {"geometry": [said]}
    assert not CoolPlace.objects.exists()
    assert not ChangeSet.objects.exists()


def test_a_polygon_that_crosses_itself_is_refused_with_the_place(city):
    east, north = HAMM
    ring = f"{east} {north},{east + 9} {north + 9},{east + 9} {north},{east} {north + 9}"
    shape = GEOSGeometry(f"POLYGON(({ring},{east} {north}))", srid=25832)
    values = {"name": "Schleife", "geometry": shape}
    change = Change(registry.layer("districts"), "insert", values)
    said = refused(write, [change], door="command")["geometry"]
    assert said == [
        "Die Form ist ungültig: Die Grenze schneidet sich selbst. (UTM 418404.5 5726004.5)"
    ]
    assert not District.objects.exists()


# --- other values


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "spa"}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"version": 7}, "version"),
        ({"tile_geometry": spot()}, "tile_geometry"),
        ({"checked_on": "gestern"}, "checked_on"),
        ({"accuracy_m": -1}, "accuracy_m"),
        ({"accuracy_m": 2**40}, "accuracy_m"),
        ({"website": "hamm"}, "website"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"dataset": 4711}, "dataset"),
        ({"published": None}, "published"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(planner, values, field):
    assert set(refused(insert, planner, **values)) == {field}
    assert not CoolPlace.objects.exists()


def test_all_wrong_fields_are_told_at_once(planner):
    assert set(refused(insert, planner, name="", kind="spa", website="x")) == {
        "name",
        "kind",
        "website",
    }


def test_what_only_the_database_knows_names_the_field_too(planner):
    place = make_place(valid_from=datetime(2026, 6, 1, tzinfo=UTC))
    said = refused(update, planner, place, valid_to=datetime(2026, 5, 1, tzinfo=UTC))
    assert said == {"valid_to": ["„gültig bis“ liegt vor „gültig ab“."]}


def test_a_source_id_is_given_once_in_a_dataset(planner):
    make_place()
    dataset = Dataset.objects.get(slug="probe")
    said = refused(insert, planner, dataset=dataset, source_id="Kurpark")
    assert set(said) <= {"source_id", "__all__"}
    assert CoolPlace.objects.count() == 1


def test_one_wrong_change_takes_all_others_with_it(planner):
    place = make_place()
    good = Change(PLACES, "update", {"name": "Neu"}, pk=place.pk)
    bad = Change(PLACES, "insert", {**NEW, "kind": "spa"})
    with pytest.raises(Invalid) as refusal:
        write([good, bad], door="form", account=planner)
    assert refusal.value.position == 1
    assert CoolPlace.objects.get().name == "Kurpark"


# --- update and delete


def test_an_update_raises_the_version(planner):
    place = make_place()
    made = update(planner, place, seen=1, name="Kurpark Hamm")
    assert [(w.pk, w.version) for w in made.written] == [(place.pk, 2)]
    assert CoolPlace.objects.get().name == "Kurpark Hamm"


def test_an_update_that_changes_nothing_leaves_no_trace(planner):
    place = make_place()
    made = update(planner, place, seen=1, name="Kurpark", geometry=place.geometry)
    assert (made.pk, list(made.written)) == (None, [])
    assert not ChangeSet.objects.exists()
    assert CoolPlace.objects.get().version == 1
    assert len(queries.history(PLACES, place.pk)) == 1


def test_a_deleted_row_is_gone(planner):
    place = make_place()
    delete = Change(PLACES, "delete", pk=place.pk, seen_version=1)
    [written] = write([delete], door="form", account=planner).written
    assert (written.action, written.version) == ("delete", None)
    with pytest.raises(Gone):
        write([delete], door="form", account=planner)
    with pytest.raises(Gone):
        update(planner, place, name="x")


def test_two_changes_of_one_row_in_one_write_follow_each_other(planner):
    place = make_place()
    changes = [
        Change(PLACES, "update", {"name": "A"}, pk=place.pk, seen_version=1),
        Change(PLACES, "update", {"phone": "02381 1"}, pk=place.pk, seen_version=1),
    ]
    made = write(changes, door="wfs", account=planner)
    assert [w.version for w in made.written] == [2, 3]
    place.refresh_from_db()
    assert (place.name, place.phone) == ("A", "02381 1")


def test_layers_without_history_are_written_too(city):
    street = Street.objects.create(
        name="Weg",
        kind="path",
        dataset=city.dataset,
        source_id="1",
        geometry=GEOSGeometry("MULTILINESTRING((418400 5726000,418410 5726000))", srid=25832),
    )
    change = Change(registry.layer("streets"), "update", {"name": "Allee"}, street.pk, 1)
    assert write([change], door="command").tables == ["layers_street"]
    with pytest.raises(Stale) as stale:
        write([Change(change.layer, "update", {"name": "Gasse"}, street.pk, 1)], door="command")
    assert stale.value.base is None
    assert stale.value.conflicts == ["name"]


# --- versions


def test_a_stale_write_is_refused_with_base_mine_and_theirs(planner):
    place = make_place(phone="1")
    update(planner, place, seen=1, name="Ihr Name", phone="2")
    with pytest.raises(Stale) as refusal:
        update(planner, place, seen=1, name="Mein Name", kind="wood", phone="1")
    stale = refusal.value
    assert (stale.seen_version, stale.version) == (1, 2)
    assert (stale.base["name"], stale.mine["name"], stale.theirs["name"]) == (
        "Kurpark",
        "Mein Name",
        "Ihr Name",
    )
    assert stale.changed_by_me == ["name", "kind"]
    assert stale.changed_by_them == ["name", "phone"]
    assert stale.conflicts == ["name"]
    assert stale.merged == {"kind": "wood"}
    assert CoolPlace.objects.get().name == "Ihr Name"


def test_changes_of_different_fields_merge(planner):
    place = make_place()
    update(planner, place, seen=1, geometry=spot(5, 5))
    with pytest.raises(Stale) as refusal:
        update(planner, place, seen=1, name="Neu")
    stale = refusal.value
    assert stale.conflicts == []
    update(planner, place, seen=stale.version, **stale.merged)
    merged = CoolPlace.objects.get()
    assert (merged.name, merged.geometry) == ("Neu", spot(5, 5))


def test_the_same_change_twice_is_no_conflict(planner):
    place = make_place()
    update(planner, place, seen=1, name="Neu")
    with pytest.raises(Stale) as refusal:
        update(planner, place, seen=1, name="Neu")
    assert refusal.value.conflicts == []


def test_a_stale_deletion_is_refused(planner):
    place = make_place()
    update(planner, place, seen=1, name="Neu")
    with pytest.raises(Stale):
        write([Change(PLACES, "delete", pk=place.pk, seen_version=1)], door="form", account=planner)
    assert CoolPlace.objects.exists()


def test_a_form_of_another_layer_does_not_reach_a_row(city, planner):
    school = make_school()
    with pytest.raises(Gone):
        write([Change(PLACES, "update", {"name": "x"}, pk=school.pk)], door="form", account=planner)
    assert School.objects.get().name == "Schillerschule"


# --- history


def test_history_tells_who_when_how_and_what(planner):
    [new] = insert(planner).written
    place = CoolPlace.objects.get(pk=new.pk)
    update(planner, place, seen=1, name="Nordbad", toilet=True)
    write([Change(PLACES, "delete", pk=new.pk)], door="command")
    gone, changed, made = queries.history(PLACES, new.pk)
    assert [e.action for e in (gone, changed, made)] == ["delete", "update", "insert"]
    assert [(d.name, d.before, d.after) for d in changed.diffs] == [
        ("name", "Südbad", "Nordbad"),
        ("toilet", None, True),
    ]
    assert (changed.account, changed.change_set.door) == (planner, "form")
    assert (gone.account, gone.change_set.door) == (None, "command")
    assert {"name", "kind", "geometry"} <= {d.name for d in made.diffs}
    assert "phone" not in {d.name for d in made.diffs}


def test_an_earlier_version_can_be_restored(planner):
    place = make_place(phone="1")
    update(planner, place, seen=1, phone="2", geometry=spot(9, 9))
    restore(PLACES, place.pk, 1, seen_version=2, door="admin", account=planner)
    place.refresh_from_db()
    assert (place.phone, place.geometry, place.version) == ("1", spot(), 3)
    with pytest.raises(Stale):
        restore(PLACES, place.pk, 2, seen_version=2, door="admin", account=planner)
    with pytest.raises(Gone):
        restore(PLACES, place.pk, 77, seen_version=3, door="admin", account=planner)


def test_change_sets_are_found_by_layer_account_door_and_time(planner, city):
    insert(planner)
    school = make_school()
    write([Change(SCHOOLS, "update", {"pupils": 200}, school.pk)], door="command")
    assert [s.account for s in queries.change_sets(layer=PLACES, account=planner)] == [planner]
    assert queries.change_sets(door=ChangeSet.Door.COMMAND).count() == 1
    assert queries.change_sets(since=datetime(2999, 1, 1, tzinfo=UTC)).count() == 0


def test_what_a_change_set_did_is_told_row_by_row(planner):
    place = make_place()
    made = update(planner, place, name="Neu")
    [entry] = queries.changes_of(made, PLACES)
    assert [(d.name, d.before, d.after) for d in entry.diffs] == [("name", "Kurpark", "Neu")]
