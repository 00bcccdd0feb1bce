"""Every document is valid by the schemas that it names, read from disk."""

import re

import pytest
from django.contrib.gis.geos import MultiPolygon

from tests.factories import area, make_cool_place, make_district, make_school, make_street
from tests.publish.wfs.conftest import DECLARATIONS, NS, Wfs, tree, wfs_of
from tests.publish.wfs.validation import Validator, local_copy


@pytest.fixture(scope="module")
def schemas(shared_data, tmp_path_factory):
    if not (shared_data / "xsd").is_dir():
        pytest.skip("OGC's schemas (../shared/data/xsd) are not on this machine")
    return local_copy(shared_data / "xsd", tmp_path_factory.mktemp("schemas") / "xsd")


@pytest.fixture
def validator(schemas, wfs: Wfs) -> Validator:
    return Validator(schemas, lambda address: wfs.client.get(address).content)


@pytest.fixture
def all_kinds(schools) -> None:
    parts = [area(7.80, 51.65, 7.82, 51.67)[0], area(7.85, 51.65, 7.87, 51.67)[0]]
    make_district(geometry=MultiPolygon(*parts, srid=25832), inhabitants=12)
    make_street(bridge=True)
    make_school("<&>", valid_from="2026-01-01T00:00:00.5Z")
    make_cool_place("Quelle", checked_on="2026-05-01", wifi=False, slug="quelle")


TYPES = "schools,districts,streets,cool_places"


@pytest.mark.parametrize(
    "kvp",
    [
        {"REQUEST": "GetCapabilities"},
        {"REQUEST": "GetCapabilities", "VERSION": "2.0.2"},
        {"REQUEST": "GetCapabilities", "VERSION": "1.1.0"},
        {"REQUEST": "GetCapabilities", "SECTIONS": "FeatureTypeList"},
        {"REQUEST": "DescribeFeatureType"},
        {"REQUEST": "DescribeFeatureType", "VERSION": "1.1.0"},
        {"REQUEST": "DescribeFeatureType", "OUTPUTFORMAT": "text/xml; subtype=gml/3.1.1"},
        {"REQUEST": "GetFeature", "TYPENAMES": "schools", "COUNT": 2, "STARTINDEX": 1},
        {"REQUEST": "GetFeature", "TYPENAMES": TYPES},
        {"REQUEST": "GetFeature", "TYPENAMES": TYPES, "SRSNAME": "urn:ogc:def:crs:EPSG::4326"},
        {"REQUEST": "GetFeature", "TYPENAMES": TYPES, "RESULTTYPE": "hits"},
        {"REQUEST": "GetFeature", "VERSION": "1.1.0", "TYPENAME": TYPES},
        {"REQUEST": "GetFeature", "VERSION": "1.1.0", "TYPENAME": TYPES, "RESULTTYPE": "hits"},
        {"REQUEST": "GetPropertyValue", "TYPENAMES": "schools", "VALUEREFERENCE": "name"},
        {"REQUEST": "GetPropertyValue", "TYPENAMES": "districts", "VALUEREFERENCE": "geometry"},
        {"REQUEST": "ListStoredQueries"},
        {"REQUEST": "DescribeStoredQueries"},
    ],
)
def test_documents(wfs: Wfs, validator, all_kinds, kvp):
    assert validator.errors(wfs.get(**kvp).content) == []


def test_a_feature_alone(wfs: Wfs, validator, schools):
    answer = wfs.get(
        REQUEST="GetFeature",
        STOREDQUERY_ID="urn:ogc:def:query:OGC-WFS::GetFeatureById",
        ID=f"schools.{schools[0].pk}",
    )
    assert validator.errors(answer.content) == []


@pytest.mark.parametrize(("version", "name"), [("2.0.0", "1.1.0"), ("1.1.0", "1.0.0")])
def test_exception_reports(wfs: Wfs, validator, db, version, name):
    report = wfs.get(VERSION=version, REQUEST="GetFeature", TYPENAMES="nothing").content
    ows = {"2.0.0": "ows", "1.1.0": "ows10"}[version]
    place = f"http://schemas.opengis.net/ows/{name}/owsExceptionReport.xsd"
    schema = validator.schema({NS[ows]: place})
    from lxml import etree

    assert schema.validate(etree.fromstring(report)), schema.error_log


def test_answers_to_transactions(validator, schools, editor):
    writer = wfs_of(editor)
    for inner in (
        '<wfs:Insert handle="a"><city:schools><city:name>X</city:name><city:kind>primary'
        '</city:kind><city:geometry><gml:Point gml:id="g"><gml:pos>418400 5726000</gml:pos>'
        "</gml:Point></city:geometry></city:schools></wfs:Insert>",
        '<wfs:Delete typeName="city:schools"><fes:Filter><fes:ResourceId rid="schools.0"/>'
        "</fes:Filter></wfs:Delete>",
    ):
        for version, declarations in (
            ("2.0.0", DECLARATIONS),
            ("1.1.0", DECLARATIONS.replace("/wfs/2.0", "/wfs").replace("/gml/3.2", "/gml")),
        ):
            answer = writer.post(
                f'<wfs:Transaction service="WFS" version="{version}" {declarations}>{inner}'
                "</wfs:Transaction>"
            )
            assert validator.errors(answer.content) == []


def test_an_invalid_document_is_found(wfs: Wfs, validator, all_kinds):
    """The judge itself is judged."""
    good = wfs.get(REQUEST="GetFeature", TYPENAMES=TYPES).content
    for broken in (
        re.sub(rb"<city:level>\d+", b"<city:level>many", good),
        good.replace(b"city:kind>", b"city:sort>"),
        re.sub(rb'gml:id="districts\.\d+\.geometry\.\d"', b'gml:id="same"', good),
    ):
        assert broken != good
        assert validator.errors(broken)


def test_capabilities_name_every_layer_and_system(wfs: Wfs, all_kinds):
    from layers import registry
    from layers.publish import crs

    root = tree(wfs.get(REQUEST="GetCapabilities"))
    found = {one.text for one in root.iterfind(".//wfs:FeatureType/wfs:Name", NS)}
    assert found == {f"city:{layer.name}" for layer in registry.public_layers()}
    for one in root.iterfind(".//wfs:FeatureType", NS):
        systems = [one.findtext("wfs:DefaultCRS", namespaces=NS)]
        systems += [other.text for other in one.iterfind("wfs:OtherCRS", NS)]
        assert sorted(systems) == sorted(each.urn for each in crs.ALL)
        assert one.find("wfs:MetadataURL", NS).get(f"{{{NS['xlink']}}}href").startswith("http")
    schools = root.xpath("//wfs:FeatureType[wfs:Name='city:schools']", namespaces=NS)[0]
    corner = schools.findtext("ows:WGS84BoundingBox/ows:LowerCorner", namespaces=NS)
    west, south = map(float, corner.split())
    assert (west, south) == pytest.approx((7.80, 51.68), abs=0.003)
