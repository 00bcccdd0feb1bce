"""OWSLib reads both versions, by address and by document."""

import io

import pytest
from lxml import etree
from owslib.fes import PropertyIsEqualTo as OldEqual
from owslib.fes2 import Filter, PropertyIsEqualTo
from owslib.wfs import WebFeatureService

from tests.conftest import Site

CITY = "{urn:smartcity:layers}"


@pytest.fixture
def new(site: Site):
    return WebFeatureService(f"{site}/wfs", version="2.0.0")


@pytest.fixture
def old(site: Site):
    return WebFeatureService(f"{site}/wfs", version="1.1.0")


def names(answer: io.BytesIO) -> list[str]:
    return [one.text for one in etree.parse(answer).iterfind(f".//{CITY}name")]


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_capabilities(site: Site, version):
    service = WebFeatureService(f"{site}/wfs", version=version)
    assert service.identification.title == "Hamm: Karte der Stadt"
    schools = service.contents["city:schools"]
    assert schools.title == "Schulen"
    assert {crs.getcode() for crs in schools.crsOptions} >= {"EPSG:25832", "EPSG:4326"}
    west, south, east, north = schools.boundingBoxWGS84
    assert 7.6 < west < east < 8.1
    assert 51.5 < south < north < 51.8
    assert {one.name for one in service.operations} >= {"GetFeature", "DescribeFeatureType"}


def test_a_schema_has_the_fields(new):
    schema = new.get_schema("city:schools")
    assert schema["properties"]["pupils"] == "int"
    assert schema["geometry"] == "Point"


def test_pages_and_filters(new):
    everything = names(new.getfeature(typename="city:schools"))
    pages = [
        name
        for start in range(0, len(everything), 25)
        for name in names(new.getfeature(typename="city:schools", startindex=start, maxfeatures=25))
    ]
    assert pages == everything
    only = Filter(PropertyIsEqualTo(propertyname="city:kind", literal="primary"))
    words = etree.tostring(only.toXML(), encoding="unicode")
    primary = names(new.getfeature(typename="city:schools", filter=words, method="Post"))
    assert primary
    assert set(primary) < set(everything)


def test_a_box_in_a_named_system(new):
    """OWSLib takes longitude first and turns it round where the name demands it."""
    box = (7.78, 51.66, 7.85, 51.70)
    found = [
        names(new.getfeature(typename="city:schools", bbox=(*box, crs), method=method))
        for crs in ("urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84")
        for method in ("Get", "Post")
    ]
    assert 0 < len(found[0]) < 59
    assert found == [found[0]] * 4


def test_stored_query(new):
    [query] = new.storedqueries
    assert query.id == "urn:ogc:def:query:OGC-WFS::GetFeatureById"
    answer = new.getfeature(storedQueryID=query.id, storedQueryParams={"ID": "schools.1"})
    assert len(names(answer)) == 1


def test_version_1_1(old):
    only = OldEqual(propertyname="city:kind", literal="primary")
    words = f'<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc">{etree.tostring(only.toXML()).decode()}</ogc:Filter>'
    primary = names(old.getfeature(typename=["city:schools"], filter=words))
    assert primary
    assert len(names(old.getfeature(typename=["city:schools"], maxfeatures=3))) == 3
