"""GML's own properties of every feature: description, identifier and name, kept and found again."""

from xml.sax.saxutils import escape, quoteattr

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from layers import registry
from layers.base.models import School, Tree
from layers.editing.models import ChangeSet
from layers.editing.queries import history, reckoned_fields
from layers.editing.services import restore, undo
from routing.network.models import Segment
from routing.school.models import DropOffZone
from tests.factories import _feature, make_cool_place, make_school, point
from tests.publish.people import account
from tests.publish.wfs.conftest import NS, Wfs, error, tree, wfs_of
from tests.publish.wfs.test_fuzz import FUZZ, speakable
from tests.publish.wfs.test_schemas import schemas, validator  # noqa: F401
from tests.publish.wfs.test_transactions import (
    school,
    totals,
    transaction,
    transaction_11,
    update,
    update_11,
)

OURS = "urn:smartcity:layers"
THEIRS = "http://example.org/register"
SPACES = st.one_of(
    st.text(max_size=20),
    st.text("aZ0:/?#[]@!$&'()*+,;=%-._~ \"<>^`{|}\\", max_size=12),
    st.sampled_from(
        [
            "",
            THEIRS,
            "urn:x",
            "#",
            "a#b#c",
            "%",
            "%zz",
            "%41",
            "//",
            "http://[::1",
            ":",
            "http://h:",
            "http://h:x",
            "//:#",
        ]
    ),
)
BY_ID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
STANDARD = (
    "<gml:description>Alt &amp; ehrwürdig</gml:description>"
    f'<gml:identifier codeSpace="{THEIRS}">DE-5</gml:identifier>'
)


@pytest.fixture
def writer(schools, editor) -> Wfs:
    return wfs_of(editor)


@pytest.fixture
def own(city) -> Wfs:
    return wfs_of(account(Role.ADMINISTRATOR, "verwaltung"))


@pytest.fixture
def lime(city) -> Tree:
    return _feature(Tree, species="Linde", geometry=point())


def told(root, gml: str = "gml") -> list[tuple[str, str | None, str | None]]:
    """GML's properties of the features, in their order: name, text, code space."""
    mine = f"{{{NS[gml]}}}"
    kinds = [f"{mine}{one}" for one in ("description", "identifier", "name")]
    return [
        (one.tag.removeprefix(mine), one.text, one.get("codeSpace"))
        for one in root.iter(*kinds)
        if not one.getparent().tag.startswith(mine)
    ]


def insert(feature: str) -> str:
    return transaction(f"<wfs:Insert>{feature}</wfs:Insert>")


def replace(feature: str, rid: str) -> str:
    filter_ = f'<fes:Filter><fes:ResourceId rid="{rid}"/></fes:Filter>'
    return transaction(f"<wfs:Replace>{feature}{filter_}</wfs:Replace>")


def with_standard(feature: str, more: str = STANDARD) -> str:
    return feature.replace("<city:name>", f"{more}<city:name>", 1)


def alone(reader: Wfs, rid: str):
    return tree(reader.get(REQUEST="GetFeature", STOREDQUERY_ID=BY_ID, ID=rid))


def test_what_is_inserted_comes_back_in_every_version(writer: Wfs, validator):  # noqa: F811
    assert totals(writer.post(insert(with_standard(school())))) == {"Inserted": 1}
    rid = f"schools.{School.objects.get(name='Neue Schule').pk}"
    whole = [
        ("description", "Alt & ehrwürdig", None),
        ("identifier", "DE-5", THEIRS),
        ("name", "Neue Schule", None),
    ]
    without_identifier = [whole[0], whole[2]]  # GML 3.1 has none
    reader = Wfs()
    assert told(alone(reader, rid)) == whole
    assert told(reader.features(RESOURCEID=rid)) == whole
    old = reader.get(VERSION="1.1.0", REQUEST="GetFeature", FEATUREID=rid)
    assert told(tree(old), "gml31") == without_identifier
    new_in_old = {"VERSION": "1.1.0", "REQUEST": "GetFeature", "FEATUREID": rid}
    assert told(tree(reader.get(**new_in_old, OUTPUTFORMAT="gml32"))) == whole
    for document in (reader.get(REQUEST="GetFeature", RESOURCEID=rid), old):
        assert validator.errors(document.content) == []


def test_other_formats_stay_as_they_are(writer: Wfs):
    """They have a column per declared field, and no more."""
    writer.post(insert(with_standard(school())))
    for form in ("json", "csv"):
        body = Wfs().get(REQUEST="GetFeature", TYPENAMES="schools", OUTPUTFORMAT=form).content
        assert "ehrwürdig" not in body.decode()
        assert b"gml_" not in body


def test_rows_without_have_none(wfs: Wfs, schools):
    assert {name for name, _text, _space in told(wfs.features(TYPENAMES="schools"))} == {"name"}
    assert b"identifier" not in wfs.get(REQUEST="GetFeature", TYPENAMES="schools").content


def test_each_is_updated_alone_and_becomes_unknown_again(own: Wfs, lime):
    rid = f"trees.{lime.pk}"
    for name, text in (("description", "Dorflinde"), ("identifier", "5"), ("name", "Linde 5")):
        inner = update(rid, f"<wfs:Value>{text}</wfs:Value>", f"gml:{name}[1]")
        answer = own.post(transaction(inner.replace("city:schools", "city:trees")))
        assert totals(answer) == {"Updated": 1}
    everything = [
        ("description", "Dorflinde", None),
        ("identifier", "5", OURS),  # nobody said who else gave it
        ("name", "Linde 5", None),
    ]
    assert told(alone(own, rid)) == everything
    for name in ("description", "identifier", "name"):
        inner = update(rid, "", f"gml:{name}").replace("city:schools", "city:trees")
        assert totals(own.post(transaction(inner))) == {"Updated": 1}
        everything = [one for one in everything if one[0] != name]
        assert told(alone(own, rid)) == everything


def test_wfs_1_1_updates_them_too(own: Wfs, lime):
    inner = update_11(f"trees.{lime.pk}", "Linde 5", "gml:name").replace(":schools", ":trees")
    assert totals(own.post(transaction_11(inner))) == {"Updated": 1}
    lime.refresh_from_db()
    assert (lime.gml_name, lime.version) == ("Linde 5", 2)


def test_a_replacement_without_them_has_none(writer: Wfs, schools):
    rid = f"schools.{schools[0].pk}"
    assert totals(writer.post(replace(with_standard(school()), rid))) == {"Replaced": 1}
    assert told(alone(writer, rid))[0] == ("description", "Alt & ehrwürdig", None)
    assert totals(writer.post(replace(school("Ohne"), rid))) == {"Replaced": 1}
    assert told(alone(writer, rid)) == [("name", "Ohne", None)]


@pytest.mark.parametrize(
    ("sent", "locator"),
    [
        ("<gml:name>a</gml:name><gml:name>b</gml:name>", "gml:name"),
        ("<gml:description>a</gml:description><gml:description/>", "gml:description"),
        (
            '<gml:description xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="urn:x"/>',
            "gml:description",
        ),
        ("<gml:description><gml:name>a</gml:name></gml:description>", "gml_description"),
        ('<gml:identifier codeSpace="no uri">5</gml:identifier>', "gml_code_space"),
        (f"<gml:identifier>{'5' * 501}</gml:identifier>", "gml_identifier"),
        ("<gml:metaDataProperty/>", "gml:metaDataProperty"),
        ("<gml:location/>", "gml:location"),
    ],
)
def test_what_nobody_would_find_again_is_refused(writer: Wfs, sent, locator):
    answer = writer.post(insert(with_standard(school(), sent)))
    assert error(answer) == (400, "InvalidValue", locator)
    assert not School.objects.filter(name="Neue Schule").exists()


@FUZZ
@given(description=st.text(max_size=40), identifier=st.text(max_size=20), space=SPACES)
def test_any_text_comes_back_as_it_was_and_in_a_valid_answer(
    schools,
    editor,
    validator,  # noqa: F811
    description,
    identifier,
    space,
):
    if not hasattr(editor, "door"):
        editor.door = wfs_of(editor)
    said = {
        name: speakable(text)
        for name, text in (("description", description), ("identifier", identifier))
    }
    rid = f"schools.{schools[0].pk}"
    feature = with_standard(
        school(),
        f"<gml:description>{escape(said['description'])}</gml:description>"
        f"<gml:identifier codeSpace={quoteattr(speakable(space))}>{escape(said['identifier'])}"
        "</gml:identifier>",
    )
    answer = editor.door.post(replace(feature, rid))
    if answer.status_code != 200:
        assert error(answer)[1:] == ("InvalidValue", "gml_code_space")
        return
    asked = Wfs().get(REQUEST="GetFeature", RESOURCEID=rid)
    assert validator.errors(asked.content) == []
    found = {name: text for name, text, _space in told(tree(asked)) if name != "name"}
    assert found == {name: text for name, text in said.items() if text}


# --- a field of the same meaning


def test_a_layer_with_a_description_keeps_it_there(schools):
    planner = wfs_of(account(Role.HEAT_PLANNER, "planung"))
    place = make_cool_place("Kurpark", kind="park", description="Schatten")
    rid = f"cool_places.{place.pk}"
    assert told(alone(planner, rid)) == [
        ("description", "Schatten", None),
        ("name", "Kurpark", None),
    ]
    inner = update(rid, "<wfs:Value>Brunnen</wfs:Value>", "gml:description")
    inner = inner.replace("city:schools", "city:cool_places")
    assert totals(planner.post(transaction(inner))) == {"Updated": 1}
    place.refresh_from_db()
    assert (place.description, place.gml_description) == ("Brunnen", None)


@pytest.mark.parametrize(
    ("own_words", "standard", "kept"),
    [
        ("Schatten", "Brunnen", "Brunnen"),  # only GML's was changed
        ("Brunnen", "Schatten", "Brunnen"),  # only the layer's own was
        ("Brunnen", "Teich", "Brunnen"),  # both: the layer's own counts
        ("Schatten", "Schatten", "Schatten"),
    ],
)
def test_of_two_words_for_one_thing_the_changed_one_counts(schools, own_words, standard, kept):
    planner = wfs_of(account(Role.HEAT_PLANNER, "planung"))
    place = make_cool_place("Kurpark", kind="park", description="Schatten")
    feature = (
        f'<city:cool_places gml:id="x"><gml:description>{standard}</gml:description>'
        f"<city:name>Kurpark</city:name><city:kind>park</city:kind>"
        f"<city:description>{own_words}</city:description></city:cool_places>"
    )
    assert totals(planner.post(replace(feature, f"cool_places.{place.pk}"))) == {"Replaced": 1}
    place.refresh_from_db()
    assert place.description == kept


def test_the_name_of_gml_stands_for_a_missing_own_one(writer: Wfs):
    feature = school().replace("city:name>", "gml:name>")
    assert totals(writer.post(insert(feature))) == {"Inserted": 1}
    assert School.objects.filter(name="Neue Schule").exists()
    both = with_standard(school("Eigene"), "<gml:name>Fremde</gml:name>")
    assert totals(writer.post(insert(both))) == {"Inserted": 1}
    assert School.objects.filter(name="Eigene").exists()


# --- asking for them


@pytest.fixture
def described(schools) -> list[School]:
    texts = ("Alte Schule am Markt", "Neue Schule", None, None, "alte Schule")
    for row, text in zip(schools, texts, strict=True):
        identifier = f"S-{row.name[-1]}" if text else None
        School.objects.filter(pk=row.pk).update(gml_description=text, gml_identifier=identifier)
    return schools


def compared(operator: str, words: str, more: str = "", name: str = "gml:description") -> str:
    return (
        f"<fes:{operator} {more}><fes:ValueReference>{name}</fes:ValueReference>"
        f"<fes:Literal>{words}</fes:Literal></fes:{operator}>"
    )


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (compared("PropertyIsEqualTo", "Neue Schule"), "B"),
        (compared("PropertyIsEqualTo", "ALTE schule", 'matchCase="false"'), "E"),
        (compared("PropertyIsNotEqualTo", "Neue Schule"), "AE"),
        (compared("PropertyIsLike", "Alte%", 'wildCard="%" singleChar="_" escapeChar="!"'), "A"),
        (compared("PropertyIsEqualTo", "S-E", name="gml:identifier[1]"), "E"),
        (compared("PropertyIsGreaterThan", "S-A", name="gml:identifier"), "BE"),
        (compared("PropertyIsEqualTo", "Schule C", name="schools/gml:name"), "C"),
        (
            "<fes:PropertyIsNull><fes:ValueReference>gml:description</fes:ValueReference>"
            "</fes:PropertyIsNull>",
            "CD",
        ),
    ],
)
def test_filters(wfs: Wfs, described, condition, found):
    assert wfs.filtered(condition) == [f"Schule {one}" for one in found]
    older = condition.replace("fes:", "ogc:").replace("ValueReference", "PropertyName")
    assert wfs.filtered_11(older) == [f"Schule {one}" for one in found]


def test_sorting(wfs: Wfs, described):
    found = wfs.names(TYPENAMES="schools", SORTBY="gml:identifier D,name A")
    assert [one[-1] for one in found] == ["E", "B", "A", "C", "D"]


def test_values_of_one(wfs: Wfs, described):
    asked = {"REQUEST": "GetPropertyValue", "TYPENAMES": "schools"}
    root = tree(wfs.get(**asked, VALUEREFERENCE="gml:identifier"))
    assert told(root) == [("identifier", f"S-{one}", OURS) for one in "ABE"]
    assert root.get("numberMatched") == "3"
    named = tree(wfs.get(**asked, VALUEREFERENCE="gml:name", COUNT=2))
    assert told(named) == [("name", "Schule A", None), ("name", "Schule B", None)]
    assert error(wfs.get(**asked, VALUEREFERENCE="gml:metaDataProperty"))[0] == 400


def test_only_some_properties(wfs: Wfs, described):
    root = wfs.features(TYPENAMES="schools", PROPERTYNAME="gml:description,pupils", COUNT=1)
    assert told(root) == [("description", "Alte Schule am Markt", None)]
    [feature] = root.iterfind(".//city:schools", NS)
    assert [one.tag.rpartition("}")[2] for one in feature] == ["description", "pupils"]
    assert told(wfs.features(TYPENAMES="schools", PROPERTYNAME="pupils")) == []


def test_they_are_hidden_with_their_row(wfs: Wfs, schools):
    make_school("Geheime Schule", published=False, gml_description="Nur für uns", gml_name="x")
    condition = compared("PropertyIsEqualTo", "Nur für uns")
    assert wfs.filtered(condition) == []
    asked = {"REQUEST": "GetPropertyValue", "TYPENAMES": "schools"}
    for kvp in ({**asked, "VALUEREFERENCE": "gml:description"}, {"REQUEST": "GetFeature"} | asked):
        assert "Nur für uns" not in wfs.get(**kvp).content.decode()


# --- history


def test_they_have_a_history_and_are_undone(writer: Wfs, schools):
    layer, pk = registry.layer("schools"), schools[0].pk
    inner = update(f"schools.{pk}", "<wfs:Value>Alt</wfs:Value>", "gml:description")
    assert totals(writer.post(transaction(inner))) == {"Updated": 1}
    [entry] = history(layer, pk)[:1]
    assert [(one.name, one.before, one.after) for one in entry.diffs] == [
        ("gml_description", None, "Alt")
    ]
    made = ChangeSet.objects.get()
    undo(made, account=None, door="command")
    assert School.objects.get(pk=pk).gml_description is None
    restore(layer, pk, 2, seen_version=3, door="command", account=None)
    row = School.objects.get(pk=pk)
    assert (row.gml_description, row.version) == ("Alt", 4)


def test_a_deleted_row_returns_with_them(own_database):
    from tests.factories import make_city

    make_city()
    row = make_school("Schule", gml_description="Alt", gml_identifier="5", gml_code_space=THEIRS)
    chief = wfs_of(User.objects.create_superuser("chefin", password="ein langes Kennwort"))
    inner = f'<fes:Filter><fes:ResourceId rid="schools.{row.pk}"/></fes:Filter>'
    answer = chief.post(transaction(f'<wfs:Delete typeName="schools">{inner}</wfs:Delete>'))
    assert totals(answer) == {"Deleted": 1}
    undo(ChangeSet.objects.get(), account=None, door="command")
    back = School.objects.get(pk=row.pk)
    assert (back.gml_description, back.gml_identifier, back.gml_code_space) == ("Alt", "5", THEIRS)


# --- sent back though nobody may write it


def way(length: str = "5", name: str = "network_segments") -> str:
    return (
        f'<city:{name} gml:id="new"><city:foot>3</city:foot><city:bike>3</city:bike>'
        f"<city:highway>path</city:highway><city:length_m>{length}</city:length_m>"
        "<city:known>8</city:known><city:geometry>"
        '<gml:LineString gml:id="g" srsName="urn:ogc:def:crs:EPSG::25832">'
        "<gml:posList>418400 5726000 418500 5726000</gml:posList></gml:LineString>"
        f"</city:geometry></city:{name}>"
    )


@pytest.mark.parametrize("length", ["5", "", "long"])
def test_what_postgresql_reckons_may_be_sent_back_and_is_reckoned_anew(own: Wfs, length):
    """The length of a way: 100 m in the plane, 100 m on the ellipsoid to four centimetres."""
    assert totals(own.post(insert(way(length)))) == {"Inserted": 1}
    made = Segment.objects.get()
    assert made.length_m == pytest.approx(100, abs=0.04)
    known = made.known
    assert totals(own.post(replace(way(length), f"network_segments.{made.pk}"))) == {"Replaced": 1}
    made.refresh_from_db()
    assert (made.length_m, made.known) == (pytest.approx(100, abs=0.04), known)


def test_to_set_it_alone_is_refused(own: Wfs):
    own.post(insert(way()))
    rid = f"network_segments.{Segment.objects.get().pk}"
    inner = update(rid, "<wfs:Value>5</wfs:Value>", "length_m").replace(
        "city:schools", "city:network_segments"
    )
    assert error(own.post(transaction(inner))) == (400, "InvalidValue", "length_m")


def test_what_is_passed_over_is_made_by_the_database(db):
    """Each such column is assigned by a trigger of its table."""
    found = {
        (layer.model._meta.db_table, name)
        for layer in registry.all_layers()
        for name in reckoned_fields(layer)
    }
    assert found
    with connection.cursor() as cursor:
        for table, name in found:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE t.tgrelid = %s::regclass AND p.prosrc ~ %s",
                [table, rf"NEW\.{name}\s*:?="],
            )
            assert cursor.fetchone()[0] == 1, (table, name)


def test_what_others_point_to_stays_and_the_answer_says_by_what(own: Wfs, schools):
    def delete(layer: str, pk: int) -> str:
        filter_ = f'<fes:Filter><fes:ResourceId rid="{layer}.{pk}"/></fes:Filter>'
        return f'<wfs:Delete typeName="{layer}">{filter_}</wfs:Delete>'

    school = schools[0]
    School.objects.filter(pk=school.pk).update(slug="schule-a")
    zone = _feature(DropOffZone, name="Haltezone", school_id="schule-a", geometry=point())
    answer = own.post(transaction(delete("schools", school.pk)))
    assert error(answer) == (403, "OperationProcessingFailed", f"schools.{school.pk}")
    assert "Haltezone" in answer.content.decode()
    assert School.objects.filter(pk=school.pk).exists()
    both = delete("drop_off_zones", zone.pk) + delete("schools", school.pk)
    assert totals(own.post(transaction(both))) == {"Deleted": 2}


def test_other_services_do_not_show_them(wfs: Wfs, described):
    [first, *_rest] = wfs.client.get("/ogc/collections/schools/items").json()["features"]
    assert not [name for name in first["properties"] if name.startswith("gml")]
