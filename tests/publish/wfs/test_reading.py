"""Features by KVP and by POST: which rows, in which order, how many, in which form."""

import csv
import io
import json
import re

import pytest

from layers.base.models import School
from tests.factories import make_district, make_school
from tests.publish.wfs.conftest import DECLARATIONS, NS, Wfs, error, names, tree

BY_ID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"


def test_every_row_comes_with_its_properties(wfs: Wfs, schools):
    root = wfs.features(TYPENAMES="city:schools")
    assert (root.get("numberMatched"), root.get("numberReturned")) == ("5", "5")
    first = root.find("wfs:member/city:schools", NS)
    assert first.get(f"{{{NS['gml']}}}id") == f"schools.{schools[0].pk}"
    assert first.findtext("city:name", namespaces=NS) == "Schule A"
    assert first.findtext("city:pupils", namespaces=NS) == "100"
    assert first.findtext("city:dataset", namespaces=NS) == "test"


def test_an_unknown_value_is_left_out(wfs: Wfs, schools):
    last = wfs.features(TYPENAMES="schools", RESOURCEID=f"schools.{schools[4].pk}")
    assert last.find(".//city:name", NS) is not None
    assert last.find(".//city:pupils", NS) is None


@pytest.mark.parametrize("key", ["TYPENAMES", "TYPENAME", "typenames", "typeName"])
def test_names_of_parameters_know_no_case(wfs: Wfs, schools, key):
    assert len(wfs.names(**{key: "schools"})) == 5


def test_characters_of_markup_arrive_as_they_are(wfs: Wfs, city):
    name = "A & B <b> \"c\" 'd' ]]> ä €"
    make_school(name)
    assert wfs.names(TYPENAMES="schools") == [name]


def test_characters_that_xml_cannot_carry_are_left_out(wfs: Wfs, city):
    make_school("Schule\x0b\x01 A\uffff")
    assert wfs.names(TYPENAMES="schools") == ["Schule A"]


def test_members_of_an_area_have_ids_of_their_own(wfs: Wfs, city):
    from django.contrib.gis.geos import MultiPolygon

    from tests.factories import area

    parts = [area(7.80, 51.65, 7.82, 51.67)[0], area(7.85, 51.65, 7.87, 51.67)[0]]
    make_district(geometry=MultiPolygon(*parts, srid=25832))
    root = wfs.features(TYPENAMES="districts")
    ids = root.xpath("//@gml:id", namespaces=NS)
    assert len(ids) == 4
    assert len(set(ids)) == 4


def test_properties_can_be_chosen(wfs: Wfs, schools):
    root = wfs.features(TYPENAMES="schools", PROPERTYNAME="city:name,kind")
    first = root.find("wfs:member/city:schools", NS)
    assert [child.tag.partition("}")[2] for child in first] == ["name", "kind"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name DESC", "EDCBA"),
        ("name D", "EDCBA"),
        ("kind ASC,name DESC", "CBAED"),
        ("pupils", "ABCDE"),
        ("pupils DESC", "DCBAE"),  # what is unknown comes last
    ],
)
def test_rows_are_sorted(wfs: Wfs, schools, order, expected):
    assert "".join(name[-1] for name in wfs.names(TYPENAMES="schools", SORTBY=order)) == expected


def test_a_document_sorts_likewise(wfs: Wfs, schools):
    response = wfs.post(
        f'<wfs:GetFeature service="WFS" version="2.0.0" count="2" {DECLARATIONS}>'
        '<wfs:Query typeNames="city:schools"><fes:SortBy><fes:SortProperty>'
        "<fes:ValueReference>city:name</fes:ValueReference><fes:SortOrder>DESC</fes:SortOrder>"
        "</fes:SortProperty></fes:SortBy></wfs:Query></wfs:GetFeature>"
    )
    assert names(tree(response)) == ["Schule E", "Schule D"]


def test_links_lead_through_all_pages_and_back(wfs: Wfs, schools):
    for start in (
        wfs.get(REQUEST="GetFeature", TYPENAMES="schools", COUNT=2, SORTBY="name DESC"),
        wfs.post(
            f'<wfs:GetFeature service="WFS" version="2.0.0" count="2" {DECLARATIONS}>'
            '<wfs:Query typeNames="city:schools"><fes:SortBy><fes:SortProperty>'
            "<fes:ValueReference>name</fes:ValueReference><fes:SortOrder>DESC</fes:SortOrder>"
            "</fes:SortProperty></fes:SortBy></wfs:Query></wfs:GetFeature>"
        ),
    ):
        page = tree(start)
        assert page.get("previous") is None
        seen = names(page)
        while page.get("next"):
            page = tree(wfs.client.get(page.get("next")))
            seen += names(page)
        assert seen == [f"Schule {letter}" for letter in "EDCBA"]
        back = tree(wfs.client.get(page.get("previous")))
        assert names(back) == ["Schule C", "Schule B"]


def test_links_survive_what_is_deleted_meanwhile(wfs: Wfs, schools):
    page = wfs.features(TYPENAMES="schools", COUNT=2)
    schools[0].delete()
    assert names(tree(wfs.client.get(page.get("next")))) == ["Schule C", "Schule D"]


def test_hits_are_counted_and_not_sent(wfs: Wfs, schools):
    root = wfs.features(TYPENAMES="schools", RESULTTYPE="hits", COUNT=2)
    assert (root.get("numberMatched"), root.get("numberReturned")) == ("5", "0")
    assert len(root) == 0
    assert names(tree(wfs.client.get(root.get("next")))) == ["Schule A", "Schule B"]
    old = wfs.features(version="1.1.0", TYPENAME="schools", RESULTTYPE="hits")
    assert old.get("numberOfFeatures") == "5"


def test_a_page_beyond_the_end_is_empty(wfs: Wfs, schools):
    root = wfs.features(TYPENAMES="schools", STARTINDEX=7, COUNT=2)
    assert (root.get("numberMatched"), root.get("numberReturned")) == ("5", "0")
    assert root.get("next") is None


@pytest.mark.parametrize("types", ["schools,districts", "(schools)(districts)"])
def test_several_types_come_one_after_another(wfs: Wfs, schools, types):
    make_district()
    root = wfs.features(TYPENAMES=types)
    inner = root.findall("wfs:member/wfs:FeatureCollection", NS)
    assert [one.get("numberReturned") for one in inner] == ["5", "1"]
    assert root.get("numberMatched") == "6"
    root = wfs.features(TYPENAMES=types, STARTINDEX=4, COUNT=1)
    assert names(root) == ["Schule E"]
    root = wfs.features(TYPENAMES=types, STARTINDEX=5, COUNT=1)
    assert names(root) == ["Heessen"]
    assert len(wfs.features(version="1.1.0", TYPENAME="schools,districts")) == 6


def test_a_feature_comes_alone_by_its_id(wfs: Wfs, schools):
    rid = f"schools.{schools[1].pk}"
    root = tree(wfs.get(REQUEST="GetFeature", STOREDQUERY_ID=BY_ID, ID=rid))
    assert root.tag == f"{{{NS['city']}}}schools"
    assert root.get(f"{{{NS['gml']}}}id") == rid
    posted = wfs.post(
        f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>'
        f'<wfs:StoredQuery id="{BY_ID}"><wfs:Parameter name="ID">{rid}</wfs:Parameter>'
        "</wfs:StoredQuery></wfs:GetFeature>"
    )
    assert names(tree(posted)) == ["Schule B"]


@pytest.mark.parametrize("rid", ["schools.999999", "schools", "nothing.1", "", "schools.x"])
def test_a_feature_that_is_not_there_is_not_found(wfs: Wfs, schools, rid):
    status, code, _locator = error(wfs.get(REQUEST="GetFeature", STOREDQUERY_ID=BY_ID, ID=rid))
    assert (status, code) == ((404, "NotFound") if rid else (400, "MissingParameterValue"))


def test_ids_need_no_type(wfs: Wfs, schools):
    ids = f"schools.{schools[3].pk},schools.{schools[1].pk},schools.99999999"
    assert wfs.names(RESOURCEID=ids) == ["Schule B", "Schule D"]
    assert wfs.names(version="1.1.0", FEATUREID=ids) == ["Schule B", "Schule D"]
    assert wfs.names(version="1.1.0", FEATUREID=f"schools.{schools[0].pk}.v1") == ["Schule A"]


def test_values_of_one_property(wfs: Wfs, schools):
    def values(**kvp):
        return tree(wfs.get(REQUEST="GetPropertyValue", TYPENAMES="schools", **kvp))

    root = values(VALUEREFERENCE="pupils")
    assert [one.text for one in root.iterfind("wfs:member/city:pupils", NS)] == [
        "100",
        "200",
        "300",
        "400",
    ]
    assert root.get("numberReturned") == "4"
    root = values(VALUEREFERENCE="@gml:id", COUNT=1)
    assert root.findtext("wfs:member", namespaces=NS) == f"schools.{schools[0].pk}"
    assert len(values(VALUEREFERENCE="geometry").findall(".//gml:Point", NS)) == 5
    assert values(VALUEREFERENCE="pupils", STARTINDEX=2, COUNT=2).get("next") is None
    page = values(VALUEREFERENCE="pupils", COUNT=3)
    rest = tree(wfs.client.get(page.get("next")))
    assert [one.text for one in rest.iterfind("wfs:member/city:pupils", NS)] == ["400"]
    wrong = wfs.get(REQUEST="GetPropertyValue", TYPENAMES="schools", VALUEREFERENCE="nothing")
    assert error(wrong) == (400, "InvalidParameterValue", "valueReference")


@pytest.mark.parametrize("form", ["application/json", "application/geo+json", "GeoJSON"])
def test_geojson(wfs: Wfs, schools, form):
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", COUNT=2, OUTPUTFORMAT=form)
    document = json.loads(response.content)
    assert (document["numberMatched"], document["numberReturned"]) == (5, 2)
    assert "crs" not in document
    first = document["features"][0]
    assert first["id"] == f"schools.{schools[0].pk}"
    assert first["geometry"]["coordinates"] == pytest.approx([7.80, 51.68], abs=1e-6)
    assert first["properties"]["pupils"] == 100
    following = json.loads(wfs.client.get(document["links"][0]["href"]).content)
    assert following["features"][0]["properties"]["name"] == "Schule C"


def test_geojson_of_several_types_is_one_collection(wfs: Wfs, schools):
    make_district()
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools,districts", OUTPUTFORMAT="json")
    assert len(json.loads(response.content)["features"]) == 6


def test_csv(wfs: Wfs, schools):
    make_school('Schule "Z", groß')
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", OUTPUTFORMAT="csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert [row["name"] for row in rows][-1] == 'Schule "Z", groß'
    assert rows[0]["id"] == f"schools.{schools[0].pk}"
    assert rows[0]["geometry"].startswith("POINT(")
    assert (rows[0]["pupils"], rows[4]["pupils"]) == ("100", "")


def test_what_is_longer_than_a_page_is_streamed(wfs: Wfs, hamm_database, monkeypatch):
    from layers.publish.wfs.operations import features

    monkeypatch.setattr(features, "LARGEST_PAGE", 20)
    for kvp in ({}, {"OUTPUTFORMAT": "json"}, {"OUTPUTFORMAT": "csv"}, {"VERSION": "1.1.0"}):
        response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", **kvp)
        assert response.streaming
        streamed = b"".join(response.streaming_content)
        monkeypatch.setattr(features, "LARGEST_PAGE", 10_000)
        whole = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", **kvp).content
        monkeypatch.setattr(features, "LARGEST_PAGE", 20)
        stamp = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\"")
        assert stamp.sub(b"", streamed) == stamp.sub(b"", whole)
    several = wfs.get(REQUEST="GetFeature", TYPENAMES="schools,districts,stops")
    root = tree(several)
    returned = [
        int(one.get("numberReturned")) for one in root.iterfind(".//wfs:FeatureCollection", NS)
    ]
    assert sum(returned) == int(root.get("numberReturned")) == len(root.findall(".//city:name", NS))


def test_an_answer_says_who_may_keep_it(wfs: Wfs, schools):
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in response["Vary"]
    assert wfs.client.options("/wfs").status_code == 204
    head = wfs.client.head("/wfs?service=WFS&request=GetCapabilities")
    assert head.status_code == 200
    assert head.content == b""


def test_answers_are_compressed_for_those_who_want_it(schools):
    import gzip

    response = Wfs(**{"accept-encoding": "gzip"}).get(REQUEST="GetFeature", TYPENAMES="schools")
    assert response["Content-Encoding"] == "gzip"
    assert b"Schule A" in gzip.decompress(response.content)


def test_capabilities_are_asked_for_once(wfs: Wfs, schools):
    first = wfs.get(REQUEST="GetCapabilities")
    again = wfs.client.get(
        "/wfs",
        {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetCapabilities"},
        headers={"if-none-match": first["ETag"]},
    )
    assert again.status_code == 304


def test_an_answer_is_sent_again_only_after_a_change(wfs: Wfs, hamm_database):
    kvp = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": "schools"}
    etag = wfs.client.get("/wfs", kvp)["ETag"]
    assert wfs.client.get("/wfs", kvp, headers={"if-none-match": etag}).status_code == 304
    other = {**kvp, "COUNT": "3"}
    assert wfs.client.get("/wfs", other, headers={"if-none-match": etag}).status_code == 200
    School.objects.filter(pk=School.objects.first().pk).update(pupils=1)
    assert wfs.client.get("/wfs", kvp, headers={"if-none-match": etag}).status_code == 200


def test_a_document_may_hold_several_queries(wfs: Wfs, schools):
    make_district()
    answer = wfs.post(
        f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>'
        '<wfs:Query typeNames="city:districts"/><wfs:Query typeNames="city:schools">'
        "<wfs:PropertyName>city:name</wfs:PropertyName></wfs:Query></wfs:GetFeature>"
    )
    root = tree(answer)
    assert [len(one) for one in root.iterfind("wfs:member/wfs:FeatureCollection", NS)] == [1, 5]
