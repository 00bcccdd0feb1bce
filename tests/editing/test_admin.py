"""Django's admin as staff use it, through its addresses."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from heatmodel.models import CoolPlace
from layers import registry
from layers.base.models import School
from layers.editing import queries
from layers.editing.models import ChangeSet
from layers.editing.services import Change, write
from layers.ground.models import Dataset
from layers.importing.models import ImportRun
from tests.editing.conftest import make_person, make_place, make_school, spot

PLACES = registry.layer("cool_places")


@pytest.fixture
def client(planner) -> Client:
    return log_in(planner)


def log_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def url(view: str, *arguments, model: str = "heatmodel_coolplace") -> str:
    return reverse(f"admin:{model}_{view}", args=arguments)


def filled_form(page: str, model: str = "coolplace") -> dict[str, str]:
    """The fields of the change form as a browser would send them untouched."""
    form = page[page.index(f'id="{model}_form"') :]
    values: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type")
        if kind == "submit" or "name" not in attributes:
            continue
        if kind not in ("checkbox", "radio") or " checked" in tag:
            values[attributes["name"]] = unescape(
                attributes.get("value", "on" if kind == "checkbox" else "")
            )
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        values[name] = chosen[0] if chosen else ""
    for name, text in re.findall(
        r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        values[name] = unescape(text)
    return values


def open_form(client: Client, place) -> dict[str, str]:
    return filled_form(client.get(url("change", place.pk)).content.decode())


def test_every_layer_has_an_admin():
    missing = [
        layer.name for layer in registry.all_layers() if not admin.site.is_registered(layer.model)
    ]
    assert missing == []


@pytest.mark.parametrize("layer", list(registry.all_layers()), ids=lambda layer: layer.name)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_layer_s_list_and_form_open(city, layer, language):
    client = log_in(make_person(Role.ADMINISTRATOR))
    client.cookies["django_language"] = language
    model = f"{layer.model._meta.app_label}_{layer.model._meta.model_name}"
    assert client.get(url("changelist", model=model), {"q": "x"}).status_code == 200
    page = client.get(url("add", model=model))
    assert page.status_code == 200
    assert "data-map-widget" in page.content.decode()


@pytest.mark.parametrize(
    "model", ["layers_changeset", "layers_importrun", "layers_dataset", "layers_city"]
)
def test_the_records_are_listed(city, model):
    client = log_in(make_person(Role.ADMINISTRATOR))
    assert client.get(url("changelist", model=model)).status_code == 200


def test_a_role_sees_its_layers_alone(city):
    place, school = make_place(), make_school()
    client = log_in(make_person(Role.HEAT_PLANNER))
    assert client.get(url("change", place.pk)).status_code == 200
    assert client.get(url("change", school.pk, model="layers_school")).status_code == 403
    assert client.post(url("change", school.pk, model="layers_school"), {}).status_code == 403


def test_a_list_is_sorted_as_in_a_german_dictionary(client):
    for name in ("Zoo", "Ärztehaus", "Bad"):
        make_place(name, slug=None)
    page = client.get(url("changelist")).content.decode()
    order = re.findall(r'<th class="field-name"><a [^>]*>([^<]+)</a>', page)
    assert order == ["Ärztehaus", "Bad", "Zoo"]


def test_a_list_is_searched_and_filtered(client):
    make_place("Kurpark")
    make_place("Südbad", kind="pool", published=False)
    for query in ({"q": "südb"}, {"kind__exact": "pool"}, {"published__exact": "0"}):
        page = client.get(url("changelist"), query).content.decode()
        assert "Südbad</a>" in page
        assert "Kurpark</a>" not in page


def test_a_list_asks_few_questions(client, django_assert_max_num_queries):
    for number in range(30):
        make_place(f"Ort {number}", slug=None)
    with django_assert_max_num_queries(12):
        client.get(url("changelist"))


def test_a_new_place_is_saved_through_the_one_way_in(client, planner):
    page = client.get(url("add")).content.decode()
    form = {**filled_form(page), "name": "Südbad", "kind": "pool", "geometry": "7.82 51.68"}
    assert client.post(url("add"), form).status_code == 302
    place = CoolPlace.objects.get()
    assert (place.slug, place.dataset.slug) == ("suedbad", "stadt-hamm-erfassung")
    [entry] = queries.history(PLACES, place.pk)
    assert (entry.account, entry.change_set.door) == (planner, "admin")
    lon, lat = place.geometry.transform(4326, clone=True).coords
    assert (round(lon, 6), round(lat, 6)) == (7.82, 51.68)


def test_saving_a_form_untouched_changes_nothing(client):
    place = make_place(toilet=None, step_free="limited", geometry=spot(0.123456789))
    assert client.post(url("change", place.pk), open_form(client, place)).status_code == 302
    place.refresh_from_db()
    assert place.version == 1
    assert place.toilet is None
    assert not ChangeSet.objects.exists()


def test_a_changed_field_alone_is_written(client):
    place = make_place()
    form = {**open_form(client, place), "name": "Kurpark Hamm", "toilet": "false"}
    client.post(url("change", place.pk), form)
    change, _birth = queries.history(PLACES, place.pk)
    assert [(d.name, d.after) for d in change.diffs] == [
        ("name", "Kurpark Hamm"),
        ("toilet", False),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("irgendwo", "Das sind keine lesbaren Koordinaten."),
        ("13.4 52.5", "Das liegt außerhalb des Stadtgebiets."),
        ("", "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_a_wrong_place_is_explained_and_nothing_typed_is_lost(client, typed, said):
    place = make_place()
    form = {**open_form(client, place), "name": "Neuer Name", "geometry": typed}
    response = client.post(url("change", place.pk), form, HTTP_ACCEPT_LANGUAGE="de")
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    again = filled_form(page)
    assert (again["name"], again["geometry"]) == ("Neuer Name", typed)
    assert CoolPlace.objects.get().version == 1


def test_a_stale_form_is_shown_again_with_base_mine_and_theirs(client):
    place = make_place(phone="1")
    form = {**open_form(client, place), "name": "Mein Name", "address": "Ostenallee 1"}
    write(
        [Change(PLACES, "update", {"name": "Ihr Name", "phone": "2"}, place.pk)],
        door="form",
        account=make_person(Role.ADMINISTRATOR, "frau-schmidt"),
    )
    response = client.post(url("change", place.pk), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "frau-schmidt" in page
    table = page[page.index('class="conflict"') :]
    for shown in ("Kurpark", "Mein Name", "Ihr Name", "Ostenallee 1"):
        assert shown in table
    assert CoolPlace.objects.get().name == "Ihr Name"

    again = filled_form(page)
    assert (again["name"], again["address"], again["phone"]) == ("Mein Name", "Ostenallee 1", "2")
    assert again["choose_name"] == "mine"
    assert client.post(url("change", place.pk), again).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.address, place.phone) == ("Mein Name", "Ostenallee 1", "2")


def test_their_value_can_be_chosen(client):
    place = make_place()
    form = {**open_form(client, place), "name": "Mein Name", "address": "Ostenallee 1"}
    write([Change(PLACES, "update", {"name": "Ihr Name"}, place.pk)], door="command")
    again = filled_form(client.post(url("change", place.pk), form).content.decode())
    client.post(url("change", place.pk), {**again, "choose_name": "theirs"})
    place.refresh_from_db()
    assert (place.name, place.address) == ("Ihr Name", "Ostenallee 1")


def test_a_form_without_a_version_is_not_taken(client):
    place = make_place()
    form = {**open_form(client, place), "name": "Neu", "seen_version": ""}
    assert client.post(url("change", place.pk), form).status_code == 200
    assert CoolPlace.objects.get().name == "Kurpark"


def test_a_place_is_deleted_as_it_was_seen(client):
    place = make_place()
    page = client.get(url("delete", place.pk)).content.decode()
    assert 'name="seen_version" value="1"' in page
    write([Change(PLACES, "update", {"name": "Neu"}, place.pk)], door="command")
    refused = client.post(
        url("delete", place.pk), {"post": "yes", "seen_version": "1"}, follow=True
    )
    assert "Inzwischen hat jemand anderes" in refused.content.decode()
    assert CoolPlace.objects.exists()
    client.post(url("delete", place.pk), {"post": "yes", "seen_version": "2"})
    assert not CoolPlace.objects.exists()
    assert ChangeSet.objects.filter(door="admin").count() == 1


def test_many_are_deleted_in_one_change_set_or_none(client):
    places = [make_place(name) for name in ("A", "B")]
    chosen = {"action": "delete_selected", "_selected_action": [p.pk for p in places]}
    page = client.post(url("changelist"), chosen).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    assert sorted(seen) == sorted(f"{p.pk}:1" for p in places)
    write([Change(PLACES, "update", {"name": "C"}, places[0].pk)], door="command")
    sure = {**chosen, "post": "yes", "seen": seen}
    client.post(url("changelist"), sure)
    assert CoolPlace.objects.count() == 2
    sure["seen"] = [f"{places[0].pk}:2", f"{places[1].pk}:1"]
    client.post(url("changelist"), sure)
    assert not CoolPlace.objects.exists()
    assert ChangeSet.objects.filter(door="admin").count() == 1


def test_many_are_hidden_at_once(client):
    places = [make_place(name) for name in ("A", "B")]
    chosen = {"action": "withdraw_selected", "_selected_action": [p.pk for p in places]}
    client.post(url("changelist"), chosen)
    assert not CoolPlace.objects.filter(published=True).exists()


def test_history_shows_who_when_how_what_and_restores(client, planner):
    place = make_place()
    form = {**open_form(client, place), "name": "Kurpark Hamm"}
    client.post(url("change", place.pk), form)
    page = client.get(url("history", place.pk)).content.decode()
    for shown in ("heat_planner", "Verwaltung", "<del>Kurpark</del>", "<ins>Kurpark Hamm</ins>"):
        assert shown in page
    client.post(url("restore", place.pk), {"version": "1", "seen_version": "2"})
    place.refresh_from_db()
    assert (place.name, place.version) == ("Kurpark", 3)


def test_a_deleted_place_keeps_its_history_and_comes_back(client):
    place = make_place()
    client.post(url("delete", place.pk), {"post": "yes", "seen_version": "1"})
    assert "gelöscht" in client.get(url("history", place.pk)).content.decode()
    made = ChangeSet.objects.get(door="admin")
    page = client.get(url("change", made.pk, model="layers_changeset")).content.decode()
    assert "Kurpark" in page
    client.post(url("undo", made.pk, model="layers_changeset"))
    assert CoolPlace.objects.get().pk == place.pk


def test_an_undo_that_would_overwrite_says_so(client):
    place = make_place()
    made = write([Change(PLACES, "update", {"name": "A"}, place.pk)], door="command")
    write([Change(PLACES, "update", {"name": "B"}, place.pk)], door="command")
    answer = client.post(url("undo", made.pk, model="layers_changeset"), follow=True)
    assert "danach wieder geändert. B" in answer.content.decode()
    assert CoolPlace.objects.get().name == "B"


def test_an_undo_needs_the_right_to_edit_the_layer(city):
    place = make_place()
    made = write([Change(PLACES, "update", {"name": "A"}, place.pk)], door="command")
    client = log_in(make_person(Role.OPEN_DATA_STEWARD))
    assert client.post(url("undo", made.pk, model="layers_changeset")).status_code == 403
    assert CoolPlace.objects.get().name == "A"


@pytest.mark.parametrize("model", ["layers_changeset", "layers_importrun"])
def test_records_of_what_happened_are_nobody_s_to_change(city, model):
    client = log_in(make_person(Role.ADMINISTRATOR))
    assert client.get(url("add", model=model)).status_code == 403
    run = ImportRun.objects.create(
        dataset=Dataset.objects.get(),
        layer="stops",
        source="x.csv",
        started_at="2026-01-01T00:00Z",
        state="done",
    )
    assert client.post(url("delete", run.pk, model=model), {"post": "yes"}).status_code in (
        302,
        403,
    )
    assert ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("text", "readable"),
    [("418400 5726000", True), ("51.68, 7.82", True), ("nirgends", False), ("", False)],
)
def test_typed_coordinates_are_read_for_the_map(client, text, readable):
    answer = client.post(url("shape"), {"text": text, "type": "POINT"})
    if readable:
        lon, lat = answer.json()["shape"]["coordinates"]
        assert 7.81 < lon < 7.83
        assert 51.67 < lat < 51.69
    else:
        assert "lesbar" in answer.json()["error"]


def test_typed_coordinates_are_read_for_staff_alone(city):
    answer = log_in(make_person()).post(url("shape"), {"text": "7.8 51.6", "type": "POINT"})
    assert answer.status_code == 302


def test_the_admin_keeps_the_content_security_policy(client):
    page = client.get(url("add"))
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page.content.decode())
    assert all('type="application/json"' in attributes for attributes in scripts)
    assert not re.search(r'<[^>]+ (style|onclick|onchange)="', page.content.decode())


def test_a_school_editor_edits_schools(city):
    school = make_school()
    client = log_in(make_person(Role.ADMINISTRATOR))
    page = client.get(url("change", school.pk, model="layers_school")).content.decode()
    form = filled_form(page, "school")
    answer = client.post(url("change", school.pk, model="layers_school"), {**form, "pupils": "210"})
    assert answer.status_code == 302, answer.content.decode()
    assert School.objects.get().pupils == 210
