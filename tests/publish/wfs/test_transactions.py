"""Transactions of WFS 2.0 and 1.1: what they write, and what they refuse."""

import base64
import re

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from lxml import etree

from accounts.roles import Role
from heatmodel.models import CoolPlace
from layers.base.models import School
from layers.editing.models import ChangeSet
from layers.editing.queries import history
from layers.registry import layer as layer_named
from tests.factories import make_cool_place, make_dataset
from tests.publish.people import account, secret_of
from tests.publish.wfs.conftest import (
    DECLARATIONS,
    DECLARATIONS_11,
    NS,
    Wfs,
    error,
    names,
    tree,
    wfs_of,
)

POINT = (
    '<gml:Point gml:id="g" srsName="urn:ogc:def:crs:EPSG::25832"><gml:pos>418400 5726000</gml:pos>'
    "</gml:Point>"
)


def transaction(inner: str) -> str:
    return (
        f'<wfs:Transaction service="WFS" version="2.0.0" {DECLARATIONS}>{inner}</wfs:Transaction>'
    )


def transaction_11(inner: str) -> str:
    return (
        f'<wfs:Transaction service="WFS" version="1.1.0" {DECLARATIONS_11}>{inner}'
        "</wfs:Transaction>"
    )


def school(name: str = "Neue Schule", geometry: str = POINT, more: str = "") -> str:
    return (
        f'<city:schools gml:id="new"><city:name>{name}</city:name><city:kind>primary</city:kind>'
        f"{more}<city:geometry>{geometry}</city:geometry></city:schools>"
    )


def update(rid: str, value: str = "<wfs:Value>Anders</wfs:Value>", name: str = "name") -> str:
    return (
        f'<wfs:Update typeName="city:schools"><wfs:Property><wfs:ValueReference>{name}'
        f"</wfs:ValueReference>{value}</wfs:Property><fes:Filter>"
        f'<fes:ResourceId rid="{rid}"/></fes:Filter></wfs:Update>'
    )


def update_11(fid: str, value: str = "Anders", name: str = "name") -> str:
    return (
        f'<wfs:Update typeName="city:schools"><wfs:Property><wfs:Name>{name}</wfs:Name>'
        f"<wfs:Value>{value}</wfs:Value></wfs:Property><ogc:Filter>"
        f'<ogc:FeatureId fid="{fid}"/></ogc:Filter></wfs:Update>'
    )


def totals(response) -> dict[str, int]:
    assert response.status_code == 200, response.content.decode()
    root = tree(response)
    summary = next(one for one in root if one.tag.endswith("TransactionSummary"))
    return {one.tag.partition("}total")[2]: int(one.text) for one in summary if int(one.text)}


@pytest.fixture
def writer(schools, editor) -> Wfs:
    return wfs_of(editor)


def test_a_feature_is_inserted(writer: Wfs):
    response = writer.post(transaction(f'<wfs:Insert handle="a">{school()}</wfs:Insert>'))
    assert totals(response) == {"Inserted": 1}
    result = tree(response).find("wfs:InsertResults/wfs:Feature", NS)
    made = School.objects.get(name="Neue Schule")
    assert result.get("handle") == "a"
    assert result.find("fes:ResourceId", NS).get("rid") == f"schools.{made.pk}"
    assert made.geometry.coords == (418400, 5726000)
    assert ChangeSet.objects.get().door == "wfs"
    assert "Neue Schule" in writer.names(TYPENAMES="schools")


def test_what_was_read_can_be_inserted_again(writer: Wfs):
    """A client may send back what it got: ids and times of its own are nobody's to write."""
    root = writer.features(TYPENAMES="schools", COUNT=1)
    element = etree.tostring(root.find("wfs:member/city:schools", NS)).decode()
    assert totals(writer.post(transaction(f"<wfs:Insert>{element}</wfs:Insert>"))) == {
        "Inserted": 1
    }
    first, second = School.objects.filter(name="Schule A").order_by("pk")
    assert first.geometry.equals_exact(second.geometry, 0.001)
    assert second.dataset == make_dataset()


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_copy_gets_a_short_name_of_its_own(schools, is_gone):
    """Also that of a deleted place stays its own: the deletion can be undone."""
    place = make_cool_place("Kurpark", kind="park")
    planner = wfs_of(account(Role.HEAT_PLANNER, "planung"))
    original = planner.features(TYPENAMES="cool_places").find("wfs:member/city:cool_places", NS)
    assert original.findtext("city:name", namespaces=NS) == "Kurpark"
    element = etree.tostring(original).decode()
    assert "kurpark" in element
    if is_gone:
        place.delete()
    answer = planner.post(transaction(f"<wfs:Insert>{element}{element}</wfs:Insert>"))
    assert totals(answer) == {"Inserted": 2}
    copies = CoolPlace.objects.exclude(pk=place.pk or 0).order_by("pk")
    assert [one.slug for one in copies][-2:] == ["kurpark-2", "kurpark-3"]


def test_a_free_short_name_is_kept(schools):
    make_cool_place("Kurpark", kind="park")
    planner = wfs_of(account(Role.HEAT_PLANNER, "planung"))
    original = planner.features(TYPENAMES="cool_places").find("wfs:member/city:cool_places", NS)
    element = etree.tostring(original).decode().replace(">kurpark<", ">kurgarten<")
    assert totals(planner.post(transaction(f"<wfs:Insert>{element}</wfs:Insert>"))) == {
        "Inserted": 1
    }
    assert CoolPlace.objects.filter(slug="kurgarten").count() == 1


def test_one_property_is_updated(writer: Wfs, schools):
    response = writer.post(transaction(update(f"schools.{schools[0].pk}")))
    assert totals(response) == {"Updated": 1}
    schools[0].refresh_from_db()
    assert (schools[0].name, schools[0].pupils) == ("Anders", 100)


def test_the_label_of_gml_is_the_name(writer: Wfs, schools):
    rid = f"schools.{schools[0].pk}"
    assert totals(writer.post(transaction(update(rid, name="gml:name")))) == {"Updated": 1}
    root = writer.features(RESOURCEID=rid)
    assert root.findtext(".//gml:name", namespaces=NS) == "Anders"
    assert names(root) == ["Anders"]


def test_the_identifier_of_a_client_is_kept_beside_ours(writer: Wfs):
    element = school().replace(
        "<city:name>",
        '<gml:identifier codeSpace="urn:theirs">5</gml:identifier><city:name>',
    )
    assert totals(writer.post(transaction(f"<wfs:Insert>{element}</wfs:Insert>"))) == {
        "Inserted": 1
    }
    made = School.objects.get(name="Neue Schule")
    assert (made.gml_identifier, made.gml_code_space) == ("5", "urn:theirs")
    assert made.source_id != "5"


@pytest.mark.parametrize("value", ["", '<wfs:Value xsi:nil="true"/>', "<wfs:Value></wfs:Value>"])
def test_a_value_becomes_unknown(writer: Wfs, schools, value):
    xsi = value.replace("/>", ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>', 1)
    writer.post(transaction(update(f"schools.{schools[0].pk}", xsi, "city:pupils")))
    schools[0].refresh_from_db()
    assert schools[0].pupils is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01T10:00:00Z", "2026-05-01T10:00:00+00:00"),
        ("2026-05-01T10:00:00.500+02:00", "2026-05-01T08:00:00.500000+00:00"),
        ("2026-05-01T10:00:00", "2026-05-01T10:00:00+00:00"),
        ("yesterday", None),
    ],
)
def test_times_are_written(writer: Wfs, schools, text, expected):
    inner = update(f"schools.{schools[0].pk}", f"<wfs:Value>{text}</wfs:Value>", "valid_from")
    response = writer.post(transaction(inner))
    schools[0].refresh_from_db()
    if expected:
        assert schools[0].valid_from.isoformat() == expected
    else:
        assert error(response) == (400, "InvalidValue", "valid_from")


def test_a_filter_may_find_many(writer: Wfs, schools):
    inner = (
        '<wfs:Update typeName="city:schools"><wfs:Property><wfs:ValueReference>social_index'
        "</wfs:ValueReference><wfs:Value>5</wfs:Value></wfs:Property><fes:Filter>"
        "<fes:PropertyIsEqualTo><fes:ValueReference>kind</fes:ValueReference><fes:Literal>primary"
        "</fes:Literal></fes:PropertyIsEqualTo></fes:Filter></wfs:Update>"
    )
    assert totals(writer.post(transaction(inner))) == {"Updated": 2}
    assert School.objects.filter(social_index=5).count() == 2


def test_a_feature_is_replaced(writer: Wfs, schools):
    rid = f"schools.{schools[1].pk}"
    inner = (
        f'<wfs:Replace>{school("Ersatz")}<fes:Filter><fes:ResourceId rid="{rid}"/></fes:Filter>'
        "</wfs:Replace>"
    )
    response = writer.post(transaction(inner))
    assert totals(response) == {"Replaced": 1}
    assert tree(response).find(".//wfs:ReplaceResults//fes:ResourceId", NS).get("rid") == rid
    schools[1].refresh_from_db()
    assert (schools[1].name, schools[1].pupils) == ("Ersatz", None)
    assert schools[1].dataset == make_dataset()


def test_a_feature_is_deleted(writer: Wfs, schools):
    rid = f"schools.{schools[2].pk}"
    inner = (
        f'<wfs:Delete typeName="city:schools"><fes:Filter><fes:ResourceId rid="{rid}"/>'
        "</fes:Filter></wfs:Delete>"
    )
    assert totals(writer.post(transaction(inner))) == {"Deleted": 1}
    assert totals(writer.post(transaction(inner))) == {}
    assert not School.objects.filter(pk=schools[2].pk).exists()


def test_all_or_nothing(writer: Wfs, schools):
    wrong = update(f"schools.{schools[0].pk}", "<wfs:Value>palace</wfs:Value>", "kind")
    response = writer.post(transaction(f"<wfs:Insert>{school()}</wfs:Insert>{wrong}"))
    assert error(response) == (400, "InvalidValue", "kind")
    assert not School.objects.filter(name="Neue Schule").exists()
    assert not ChangeSet.objects.exists()


def test_all_actions_are_one_change_set(writer: Wfs, schools):
    inner = f"<wfs:Insert>{school()}{school('Zweite')}</wfs:Insert>" + update(
        f"schools.{schools[0].pk}"
    )
    assert totals(writer.post(transaction(inner))) == {"Inserted": 2, "Updated": 1}
    assert ChangeSet.objects.count() == 1


# --- GML comes in many forms


@pytest.mark.parametrize(
    "geometry",
    [
        '<gml:Point gml:id="g" srsName="EPSG:25832"><gml:pos>418400 5726000</gml:pos></gml:Point>',
        '<gml:Point gml:id="g"><gml:pos>418400 5726000</gml:pos></gml:Point>',
        '<gml:Point gml:id="g" srsName="EPSG:25832"><gml:coordinates>418400,5726000'
        "</gml:coordinates></gml:Point>",
        '<gml:Point gml:id="g" srsName="EPSG:25832"><gml:coordinates decimal="," cs=";" ts=" ">'
        "418400,0;5726000,0</gml:coordinates></gml:Point>",
        '<gml:Point gml:id="g" srsName="EPSG:25832" srsDimension="3"><gml:pos>418400 5726000 60'
        "</gml:pos></gml:Point>",
        '<gml:Point gml:id="g"><gml:pos srsName="EPSG:25832">418400 5726000</gml:pos></gml:Point>',
        '<gml:MultiPoint gml:id="g" srsName="EPSG:25832"><gml:pointMember><gml:Point gml:id="h">'
        "<gml:pos>418400 5726000</gml:pos></gml:Point></gml:pointMember></gml:MultiPoint>",
    ],
)
def test_points_in_many_forms(writer: Wfs, geometry):
    response = writer.post(transaction(f"<wfs:Insert>{school(geometry=geometry)}</wfs:Insert>"))
    assert totals(response) == {"Inserted": 1}
    made = School.objects.get(name="Neue Schule")
    assert made.geometry.equals_exact(Point(418400, 5726000, srid=25832), 1e-6)


@pytest.mark.parametrize(
    "geometry",
    [
        "",
        "<gml:Point/>",
        '<gml:Point srsName="EPSG:25832"><gml:pos>1</gml:pos></gml:Point>',
        '<gml:Point srsName="EPSG:25832"><gml:pos>a b</gml:pos></gml:Point>',
        '<gml:Point srsName="EPSG:25832"><gml:pos>NaN 1</gml:pos></gml:Point>',
        '<gml:Point srsName="EPSG:25832"><gml:pos>1e999 1</gml:pos></gml:Point>',
        '<gml:Point srsName="EPSG:4326"><gml:pos>7.8 151.68</gml:pos></gml:Point>',
        '<gml:LineString srsName="EPSG:25832"><gml:posList>1 2 3 4</gml:posList></gml:LineString>',
        "<gml:Cube/>",
    ],
)
def test_shapes_that_cannot_be_kept(writer: Wfs, geometry):
    response = writer.post(transaction(f"<wfs:Insert>{school(geometry=geometry)}</wfs:Insert>"))
    assert error(response) == (400, "InvalidValue", "geometry")


def test_a_system_that_is_not_offered(writer: Wfs):
    geometry = '<gml:Point srsName="EPSG:31467"><gml:pos>1 2</gml:pos></gml:Point>'
    response = writer.post(transaction(f"<wfs:Insert>{school(geometry=geometry)}</wfs:Insert>"))
    assert error(response) == (400, "InvalidParameterValue", "srsName")


# --- who may


def test_a_stranger_is_asked_who_it_is(wfs: Wfs, schools):
    response = wfs.post(transaction(update(f"schools.{schools[0].pk}")))
    assert error(response)[:2] == (401, "NoApplicableCode")
    assert response["WWW-Authenticate"].startswith("Basic ")
    old = wfs.post(transaction_11(update_11(f"schools.{schools[0].pk}")))
    assert old.status_code == 401


def test_an_app_password_opens(schools, editor):
    pair = f"{editor.username}:{secret_of(editor, 'app_password')}"
    basic = base64.b64encode(pair.encode()).decode()
    writer = Wfs(authorization=f"Basic {basic}")
    assert totals(writer.post(transaction(update(f"schools.{schools[0].pk}")))) == {"Updated": 1}


def test_without_the_role_nothing_is_written(schools):
    reader = wfs_of(account(None, "leserin"))
    for inner in (
        update(f"schools.{schools[0].pk}"),
        f"<wfs:Insert>{school()}</wfs:Insert>",
        '<wfs:Delete typeName="city:schools"><fes:Filter><fes:ResourceId rid="schools.1"/>'
        "</fes:Filter></wfs:Delete>",
    ):
        assert error(reader.post(transaction(inner)))[:2] == (403, "NoApplicableCode")


def test_a_session_needs_its_token(schools, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    document = transaction(update(f"schools.{schools[0].pk}"))
    refused = browser.post("/wfs", document, content_type="text/xml")
    assert error(refused)[:2] == (403, "NoApplicableCode")
    token = re.search(
        r'csrfmiddlewaretoken" value="(\w+)"', browser.get("/konto/").content.decode()
    )
    assert token
    sent = browser.post(
        "/wfs", document, content_type="text/xml", headers={"x-csrftoken": token[1]}
    )
    assert totals(sent) == {"Updated": 1}


# --- versions, as QGIS needs them


def fid(reader: Wfs, name: str) -> str:
    root = reader.features(version="1.1.0", TYPENAME="schools")
    one = root.xpath(f"//city:schools[city:name='{name}']", namespaces=NS)[0]
    return one.get(f"{{{NS['gml31']}}}id")


def test_only_editors_see_versions_and_only_in_1_1(wfs: Wfs, writer: Wfs, schools):
    assert fid(wfs, "Schule A") == f"schools.{schools[0].pk}"
    assert fid(writer, "Schule A") == f"schools.{schools[0].pk}.v1"
    other = wfs_of(account(Role.HEAT_PLANNER, "klima"))
    assert fid(other, "Schule A") == f"schools.{schools[0].pk}"
    new = writer.features(TYPENAMES="schools")
    assert all(".v" not in one for one in new.xpath("//@gml:id", namespaces=NS))


def test_own_changes_do_not_make_an_id_stale(writer: Wfs, schools):
    old = fid(writer, "Schule A")
    assert totals(writer.post(transaction_11(update_11(old)))) == {"Updated": 1}
    again = update_11(old, "7", "social_index")
    assert totals(writer.post(transaction_11(again))) == {"Updated": 1}
    schools[0].refresh_from_db()
    assert (schools[0].name, schools[0].social_index, schools[0].version) == ("Anders", 7, 3)


def test_a_foreign_change_does(writer: Wfs, schools):
    old = fid(writer, "Schule A")
    colleague = wfs_of(account(Role.SCHOOL_EDITOR, "kollegin"))
    theirs = update_11(fid(colleague, "Schule A"), "Von ihr")
    assert totals(colleague.post(transaction_11(theirs))) == {"Updated": 1}
    refused = writer.post(transaction_11(update_11(old, "Von mir")))
    assert error(refused) == (200, "NoApplicableCode", f"schools.{schools[0].pk}")
    assert "name" in refused.content.decode()
    schools[0].refresh_from_db()
    assert schools[0].name == "Von ihr"
    assert len(history(layer_named("schools"), schools[0].pk)) == 2
    deleted = transaction_11(
        f'<wfs:Delete typeName="city:schools"><ogc:Filter><ogc:FeatureId fid="{old}"/></ogc:Filter>'
        "</wfs:Delete>"
    )
    assert error(writer.post(deleted))[1] == "NoApplicableCode"


def test_a_change_in_sql_is_a_foreign_one(writer: Wfs, schools):
    old = fid(writer, "Schule A")
    School.objects.filter(pk=schools[0].pk).update(pupils=1)
    assert error(writer.post(transaction_11(update_11(old))))[1] == "NoApplicableCode"


def test_capabilities_offer_what_the_account_may_do(wfs: Wfs, writer: Wfs):
    def offered(reader: Wfs) -> tuple[bool, str, list[str], list[str]]:
        new = tree(reader.get(REQUEST="GetCapabilities"))
        old = tree(reader.get(REQUEST="GetCapabilities", VERSION="1.1.0"))

        def operations(layer: str) -> list[str]:
            path = f"//wfs11:FeatureType[wfs11:Name='city:{layer}']//wfs11:Operation/text()"
            return old.xpath(path, namespaces=NS)

        constraint = "//ows:Constraint[@name='ImplementsTransactionalWFS']/ows:DefaultValue/text()"
        return (
            bool(new.xpath("//ows:Operation[@name='Transaction']", namespaces=NS)),
            new.xpath(constraint, namespaces=NS)[0],
            operations("schools"),
            operations("stops"),
        )

    assert offered(wfs) == (False, "FALSE", ["Query"], ["Query"])
    everything = ["Query", "Insert", "Update", "Delete"]
    assert offered(writer) == (True, "TRUE", everything, ["Query"])


def test_what_somebody_else_deleted_is_not_passed_over(writer: Wfs, schools):
    old = fid(writer, "Schule A")
    schools[0].delete()
    refused = error(writer.post(transaction_11(update_11(old))))
    assert refused == (200, "InvalidParameterValue", old.removesuffix(".v1"))


def test_an_insert_in_1_1_gives_the_version_too(writer: Wfs):
    new = school().replace(' gml:id="g"', "").replace(' gml:id="new"', "")
    response = writer.post(transaction_11(f"<wfs:Insert>{new}</wfs:Insert>"))
    result = tree(response).find(".//ogc:FeatureId", NS).get("fid")
    assert result == fid(writer, "Neue Schule")
    assert totals(writer.post(transaction_11(update_11(result)))) == {"Updated": 1}


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<wfs:Insert/>", (400, "MissingParameterValue", "Insert")),
        ("<wfs:Insert><city:nothing/></wfs:Insert>", (400, "InvalidParameterValue", "typeName")),
        (
            '<wfs:Insert><x:schools xmlns:x="urn:x"/></wfs:Insert>',
            (400, "InvalidValue", "schools"),
        ),
        (
            f"<wfs:Insert>{school(more='<city:moon>1</city:moon>')}</wfs:Insert>",
            (400, "InvalidValue", "moon"),
        ),
        (
            f"<wfs:Insert>{school(more='<city:pupils>many</city:pupils>')}</wfs:Insert>",
            (400, "InvalidValue", "pupils"),
        ),
        (
            f"<wfs:Insert>{school(more='<city:dataset>other</city:dataset>')}</wfs:Insert>",
            (400, "InvalidValue", "dataset"),
        ),
        (update("schools.1", name="updated_at"), (400, "InvalidValue", "updated_at")),
        (
            update("schools.1", "<wfs:Value><gml:Envelope/></wfs:Value>", "gml:boundedBy"),
            (400, "InvalidValue", "gml:boundedBy"),
        ),
        (update("schools.1", name="gml:location"), (400, "InvalidValue", "gml:location")),
        ('<wfs:Delete typeName="city:schools"/>', (400, "MissingParameterValue", "Filter")),
        (
            f"<wfs:Replace>{school()}<fes:Filter><fes:ResourceId rid='schools.0'/></fes:Filter>"
            "</wfs:Replace>",
            (400, "InvalidValue", "Filter"),
        ),
        ("<wfs:Dance/>", (400, "OperationNotSupported", "Dance")),
        (
            '<wfs:Native vendorId="x" safeToIgnore="false"/>',
            (400, "InvalidParameterValue", "Native"),
        ),
    ],
)
def test_wrong_actions(writer: Wfs, inner, expected):
    assert error(writer.post(transaction(inner))) == expected


def test_the_answer_is_read_back(writer: Wfs, schools):
    writer.post(transaction(update(f"schools.{schools[0].pk}")))
    assert names(writer.features(RESOURCEID=f"schools.{schools[0].pk}")) == ["Anders"]
