"""Whatever is wrong is reported in the words of OWS Common, and never ends in a fault of ours."""

import pytest

from tests.publish.wfs.conftest import DECLARATIONS, NS, Wfs, error, tree

PLAIN = {"SERVICE": "WFS", "VERSION": "2.0.0"}


@pytest.mark.parametrize(
    ("kvp", "expected"),
    [
        ({}, (400, "MissingParameterValue", "service")),
        ({"REQUEST": "GetCapabilities"}, (400, "MissingParameterValue", "service")),
        ({"SERVICE": "WMS", "REQUEST": "x"}, (400, "InvalidParameterValue", "service")),
        ({"SERVICE": "WFS"}, (400, "MissingParameterValue", "request")),
        ({"SERVICE": "WFS", "REQUEST": "Dance"}, (400, "OperationNotSupported", "Dance")),
        (
            {"SERVICE": "WFS", "REQUEST": "GetCapabilities", "ACCEPTVERSIONS": "3.0.0"},
            (400, "VersionNegotiationFailed", "AcceptVersions"),
        ),
        (
            {"SERVICE": "WFS", "VERSION": "9.9.9", "REQUEST": "GetFeature"},
            (400, "InvalidParameterValue", "version"),
        ),
        ({**PLAIN, "REQUEST": "GetFeature"}, (400, "MissingParameterValue", "typeNames")),
        (
            {**PLAIN, "REQUEST": "GetFeature", "TYPENAMES": "nothing"},
            (400, "InvalidParameterValue", "typeNames"),
        ),
        (
            {
                **PLAIN,
                "REQUEST": "GetFeature",
                "TYPENAMES": "x:schools",
                "NAMESPACES": "xmlns(x,urn:other)",
            },
            (400, "InvalidParameterValue", "typeNames"),
        ),
        (
            {**PLAIN, "REQUEST": "DescribeFeatureType", "TYPENAMES": "nothing"},
            (400, "InvalidParameterValue", "typeName"),
        ),
        (
            {**PLAIN, "REQUEST": "DescribeFeatureType", "OUTPUTFORMAT": "text/rtf"},
            (400, "InvalidParameterValue", "outputFormat"),
        ),
        (
            {**PLAIN, "REQUEST": "GetFeature", "STOREDQUERY_ID": "urn:other", "ID": "schools.1"},
            (400, "InvalidParameterValue", "storedquery_id"),
        ),
        (
            {**PLAIN, "REQUEST": "DescribeStoredQueries", "STOREDQUERY_ID": "urn:other"},
            (400, "InvalidParameterValue", "STOREDQUERY_ID"),
        ),
        (
            {**PLAIN, "REQUEST": "GetPropertyValue", "TYPENAMES": "schools"},
            (400, "MissingParameterValue", "valueReference"),
        ),
        (
            {
                **PLAIN,
                "REQUEST": "GetPropertyValue",
                "TYPENAMES": "schools",
                "VALUEREFERENCE": "",
            },
            (400, "InvalidParameterValue", "valueReference"),
        ),
        (
            {**PLAIN, "REQUEST": "GetFeature", "TYPENAMES": "schools", "RESOURCEID": "stops.1"},
            (400, "InvalidParameterValue", "RESOURCEID"),
        ),
        (
            {**PLAIN, "REQUEST": "GetFeature", "TYPENAMES": "schools", "RESOLVE": "remote"},
            (400, "InvalidParameterValue", "resolve"),
        ),
        ({**PLAIN, "REQUEST": "Transaction"}, (400, "InvalidParameterValue", "request")),
    ],
)
def test_requests(wfs: Wfs, schools, kvp, expected):
    assert error(wfs.client.get("/wfs", kvp)) == expected


@pytest.mark.parametrize(
    ("key", "value", "locator"),
    [
        ("COUNT", "-1", "count"),
        ("COUNT", "many", "count"),
        ("STARTINDEX", "1.5", "startIndex"),
        ("BBOX", "1,2,3", "bbox"),
        ("BBOX", "1,2,3,x", "bbox"),
        ("BBOX", "1,2,nan,4", "bbox"),
        ("BBOX", "1,2,3,4,EPSG:31467", "bbox"),
        ("BBOX", "1,20,3,4,EPSG:4326", "bbox"),
        ("SRSNAME", "EPSG:31467", "srsName"),
        ("SRSNAME", "urn:ogc:def:crs:EPSG::99999999", "srsName"),
        ("SORTBY", "nothing", "sortBy"),
        ("SORTBY", "geometry", "sortBy"),
        ("SORTBY", "name SIDEWAYS", "sortBy"),
        ("PROPERTYNAME", "nothing", "propertyName"),
        ("RESULTTYPE", "some", "resultType"),
        ("OUTPUTFORMAT", "application/pdf", "outputFormat"),
        ("AFTER", "x", "after"),
        ("AFTER", "WzEsMl0", "after"),
        ("FILTER", "(<a/>)(<b/>)", "filter"),
    ],
)
def test_parameters(wfs: Wfs, schools, key, value, locator):
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", **{key: value})
    assert error(response) == (400, "InvalidParameterValue", locator)


def test_what_version_1_says_comes_with_status_200(wfs: Wfs, schools):
    """Only then QGIS shows its text."""
    response = wfs.get(VERSION="1.1.0", REQUEST="GetFeature", TYPENAME="nothing")
    assert error(response) == (200, "InvalidParameterValue", "typeNames")
    assert response["Cache-Control"] == "no-store"


ENTITIES = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 9))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{ENTITIES}]>'
    f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>&a8;</wfs:GetFeature>'
)
FILE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>&a;</wfs:GetFeature>'
)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no xml",
        "<wfs:GetFeature>",
        "<a><b></a>",
        BOMB,
        FILE,
        f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>' + "<a>" * 200,
        "<?xml version='1.0' encoding='klingon'?><a/>",
    ],
)
def test_documents_that_are_not_read(wfs: Wfs, db, document):
    assert error(wfs.post(document)) == (400, "OperationParsingFailed", "request")


def test_a_document_too_large_is_not_read(wfs: Wfs, db, monkeypatch):
    from layers.publish.gml import markup

    monkeypatch.setattr(markup, "MAX_BYTES", 1000)
    assert error(wfs.post("<a>" + " " * 1000 + "</a>"))[:2] == (413, "NoApplicableCode")


def test_an_entity_in_a_filter_is_refused(wfs: Wfs, schools):
    words = BOMB.replace("wfs:GetFeature", "fes:Filter")
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", FILTER=words)
    assert error(response) == (400, "OperationParsingFailed", "filter")


@pytest.mark.parametrize(
    ("asked", "version"),
    [
        ({}, "2.0.0"),
        ({"VERSION": "1.1.0"}, "1.1.0"),
        ({"VERSION": "1.0.0"}, "1.1.0"),
        ({"VERSION": "2.0.2"}, "2.0.2"),
        ({"VERSION": "3.0.0"}, "2.0.0"),
        ({"ACCEPTVERSIONS": "2.0.2,2.0.0"}, "2.0.2"),
        ({"ACCEPTVERSIONS": "3.0.0,1.1.0,2.0.0"}, "1.1.0"),
    ],
)
def test_the_version_is_agreed_upon(wfs: Wfs, schools, asked, version):
    kvp = {"SERVICE": "WFS", "REQUEST": "GetCapabilities", **asked}
    assert tree(wfs.client.get("/wfs", kvp)).get("version") == version


def test_sections_can_be_chosen(wfs: Wfs, schools):
    root = tree(wfs.get(REQUEST="GetCapabilities", SECTIONS="FeatureTypeList"))
    assert root.find("wfs:FeatureTypeList", NS) is not None
    assert root.find("ows:OperationsMetadata", NS) is None


def test_a_form_may_carry_the_parameters(wfs: Wfs, schools):
    body = "SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=schools&COUNT=1"
    response = wfs.client.post("/wfs", body, content_type="application/x-www-form-urlencoded")
    assert tree(response).get("numberReturned") == "1"


def test_other_methods_and_floods_are_reported_too(wfs: Wfs, db):
    response = wfs.client.delete("/wfs")
    assert error(response)[:2] == (405, "OperationNotSupported")
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
    flood = "&".join(f"a{number}=1" for number in range(2000))
    form = "application/x-www-form-urlencoded"
    flooded = wfs.client.post("/wfs", flood, content_type=form)
    assert error(flooded)[:2] == (400, "InvalidParameterValue")


def test_who_comes_when_all_slots_are_taken_is_told_so(wfs: Wfs, schools, monkeypatch):
    from layers.publish import long_answers
    from layers.publish.wfs.operations import features

    monkeypatch.setattr(features, "LARGEST_PAGE", 2)
    taken = 0
    while long_answers.slots.acquire(blocking=False):
        taken += 1
    try:
        response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools")
        assert error(response)[0] == 503
        assert response["Retry-After"]
    finally:
        for _slot in range(taken):
            long_answers.slots.release()
