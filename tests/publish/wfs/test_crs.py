"""Coordinates: every system, under each of its names, in and out, held against pyproj.

`EPSG:4326` and the old address mean longitude first, urn and URI keep their authority's order.
"""

import json

import pytest
from pyproj import CRS, Transformer

from tests.factories import make_school, point
from tests.publish.wfs.conftest import DECLARATIONS, DECLARATIONS_11, Wfs

LON, LAT = 7.8207, 51.6806
CODES = ("4326", "4258", "25832", "3857")
FORMS = {
    "urn": "urn:ogc:def:crs:EPSG::{}",
    "urn with version": "urn:ogc:def:crs:EPSG:9.9.1:{}",
    "old urn": "urn:x-ogc:def:crs:EPSG:{}",
    "uri": "http://www.opengis.net/def/crs/EPSG/0/{}",
    "secure uri": "https://www.opengis.net/def/crs/EPSG/0/{}",
    "short": "EPSG:{}",
    "legacy": "http://www.opengis.net/gml/srs/epsg.xml#{}",
}
NAMES = [
    (form.format(code), code, kind not in ("short", "legacy"))
    for code in CODES
    for kind, form in FORMS.items()
] + [
    (name, "CRS84", True)
    for name in (
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "OGC:CRS84",
        "CRS:84",
    )
]


def expected(code: str, *, by_authority: bool) -> tuple[float, float]:
    """The point as pyproj has it, in the order in which the name wants its axes."""
    crs = CRS.from_authority("OGC", "CRS84") if code == "CRS84" else CRS.from_epsg(int(code))
    move = Transformer.from_crs("OGC:CRS84", crs, always_xy=not by_authority)
    return move.transform(LON, LAT)


def around(position: tuple[float, float], code: str) -> tuple[float, float, float, float]:
    reach = 40.0 if code in ("25832", "3857") else 0.0004
    first, second = position
    return first - reach, second - reach, first + reach, second + reach


@pytest.fixture
def one_school(city) -> None:
    make_school("Hier", geometry=point(LON, LAT))
    make_school("Dort", geometry=point(LON + 0.01, LAT + 0.01))


def test_the_names_cover_what_they_should():
    assert len(NAMES) == 32


@pytest.mark.parametrize(("name", "code", "by_authority"), NAMES)
@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_output(wfs: Wfs, one_school, version, name, code, by_authority):
    root = wfs.features(version=version, TYPENAME="schools", SRSNAME=name, SORTBY="name DESC")
    shape = root.find(".//{*}Point")
    assert shape.get("srsName") == name
    numbers = [float(one) for one in shape.findtext("{*}pos").split()]
    near = 0.002 if code in ("25832", "3857") else 1e-7
    assert numbers == pytest.approx(expected(code, by_authority=by_authority), abs=near)


@pytest.mark.parametrize(("name", "code", "by_authority"), NAMES)
@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_box(wfs: Wfs, one_school, version, name, code, by_authority):
    box = around(expected(code, by_authority=by_authority), code)
    words = ",".join(map(str, (*box, name)))
    assert wfs.names(version=version, TYPENAME="schools", BBOX=words) == ["Hier"]


@pytest.mark.parametrize(("name", "code", "by_authority"), NAMES)
def test_shapes_in_filters(wfs: Wfs, one_school, name, code, by_authority):
    west, south, east, north = around(expected(code, by_authority=by_authority), code)
    envelope = (
        f'<gml:Envelope srsName="{name}"><gml:lowerCorner>{west} {south}</gml:lowerCorner>'
        f"<gml:upperCorner>{east} {north}</gml:upperCorner></gml:Envelope>"
    )
    new = f"<fes:Filter {DECLARATIONS}><fes:BBOX>{envelope}</fes:BBOX></fes:Filter>"
    assert wfs.names(TYPENAMES="schools", FILTER=new) == ["Hier"]
    old = f"<ogc:Filter {DECLARATIONS_11}><ogc:BBOX>{envelope}</ogc:BBOX></ogc:Filter>"
    assert wfs.names(version="1.1.0", TYPENAME="schools", FILTER=old) == ["Hier"]


def test_without_a_name_degrees_and_metres_are_told_apart(wfs: Wfs, one_school):
    for code in ("CRS84", "25832"):
        box = ",".join(map(str, around(expected(code, by_authority=False), code)))
        assert wfs.names(TYPENAMES="schools", BBOX=box) == ["Hier"]


@pytest.mark.parametrize("code", CODES)
def test_geojson_is_always_x_before_y(wfs: Wfs, one_school, code):
    answer = wfs.get(
        REQUEST="GetFeature",
        TYPENAMES="schools",
        OUTPUTFORMAT="json",
        SORTBY="name DESC",
        SRSNAME=f"urn:ogc:def:crs:EPSG::{code}",
    )
    document = json.loads(answer.content)
    near = 0.002 if code in ("25832", "3857") else 1e-7
    assert document["features"][0]["geometry"]["coordinates"] == pytest.approx(
        expected(code, by_authority=False), abs=near
    )
    assert document["crs"]["properties"]["name"] == f"urn:ogc:def:crs:EPSG::{code}"
