"""Filter Encoding 2.0 and 1.1. Five schools A to E lie 0.01 degrees (691 m) apart."""

import pytest
from pyproj import Geod

from layers.base.models import School
from tests.factories import make_address, make_cool_place, make_school
from tests.publish.wfs.conftest import DECLARATIONS, NS, Wfs, error


def letters(found: list[str]) -> str:
    return "".join(name[-1] for name in found)


def compare(operator: str, name: str, literal: str, **attributes: str) -> str:
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return (
        f"<fes:{operator}{given}><fes:ValueReference>{name}</fes:ValueReference>"
        f"<fes:Literal>{literal}</fes:Literal></fes:{operator}>"
    )


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("PropertyIsEqualTo", "B"),
        ("PropertyIsNotEqualTo", "ACD"),
        ("PropertyIsLessThan", "A"),
        ("PropertyIsGreaterThan", "CD"),
        ("PropertyIsLessThanOrEqualTo", "AB"),
        ("PropertyIsGreaterThanOrEqualTo", "BCD"),
    ],
)
def test_numbers_are_compared_as_numbers(wfs: Wfs, schools, operator, expected):
    assert letters(wfs.filtered(compare(operator, "city:pupils", "200"))) == expected
    assert letters(wfs.filtered(compare(operator, "pupils", " 2e2 "))) == expected
    old = compare(operator, "city:pupils", "200").replace("fes:", "ogc:")
    assert letters(wfs.filtered_11(old.replace("ValueReference", "PropertyName"))) == expected


@pytest.mark.parametrize(
    "path",
    ["name", "city:name", "gml:name", "city:schools/city:name", "schools/name", "/name", "name[1]"],
)
def test_a_property_has_several_names(wfs: Wfs, schools, path):
    assert letters(wfs.filtered(compare("PropertyIsEqualTo", path, "Schule C"))) == "C"


def test_case_counts_unless_told(wfs: Wfs, schools):
    make_school("ÄHRE X")
    equal = "PropertyIsEqualTo"
    assert wfs.filtered(compare(equal, "name", "ähre x")) == []
    assert wfs.filtered(compare(equal, "name", "ähre x", matchCase="false")) == ["ÄHRE X"]


@pytest.mark.parametrize(
    ("pattern", "attributes", "expected"),
    [
        ("Schule *", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"}, "ABCDE"),
        ("Schule ?", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"}, "ABCDE"),
        ("*B", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"}, "B"),
        ("%B", {"wildCard": "%", "singleChar": "_", "escapeChar": "!"}, "B"),
        ("%B", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"}, "%"),
        ("!*B", {"wildCard": "*", "singleChar": "?", "escapeChar": "!"}, "*"),
        ("schule b", {"wildCard": "*", "singleChar": "?", "escapeChar": "\\"}, ""),
        (
            "schule b",
            {"wildCard": "*", "singleChar": "?", "escapeChar": "\\", "matchCase": "false"},
            "B",
        ),
    ],
)
def test_patterns(wfs: Wfs, schools, pattern, attributes, expected):
    make_school("%B")
    make_school("*B")
    found = wfs.filtered(compare("PropertyIsLike", "name", pattern, **attributes))
    assert "".join(name[0] if len(name) == 2 else name[-1] for name in found).startswith(expected)
    assert bool(found) == bool(expected)
    if expected in ("%", "*"):
        assert found == [f"{expected}B"]


@pytest.mark.parametrize("operator", ["PropertyIsNull", "PropertyIsNil"])
def test_unknown_values(wfs: Wfs, schools, operator):
    inner = f"<fes:{operator}><fes:ValueReference>pupils</fes:ValueReference></fes:{operator}>"
    assert letters(wfs.filtered(inner)) == "E"
    assert letters(wfs.filtered(f"<fes:Not>{inner}</fes:Not>")) == "ABCD"


def test_between_includes_both_ends(wfs: Wfs, schools):
    condition = (
        "<fes:PropertyIsBetween><fes:ValueReference>pupils</fes:ValueReference>"
        "<fes:LowerBoundary><fes:Literal>200</fes:Literal></fes:LowerBoundary>"
        "<fes:UpperBoundary><fes:Literal>300</fes:Literal></fes:UpperBoundary>"
        "</fes:PropertyIsBetween>"
    )
    assert letters(wfs.filtered(condition)) == "BC"


def test_conditions_are_joined(wfs: Wfs, schools):
    a, b = (
        compare("PropertyIsEqualTo", "kind", "primary"),
        compare("PropertyIsGreaterThan", "pupils", "100"),
    )
    assert letters(wfs.filtered(f"<fes:And>{a}{b}</fes:And>")) == "B"
    assert letters(wfs.filtered(f"<fes:Or>{a}{b}</fes:Or>")) == "ABCD"
    assert letters(wfs.filtered(f"<fes:And>{a}<fes:Not>{b}</fes:Not></fes:And>")) == "A"


def test_booleans_and_dates(wfs: Wfs, city):
    make_cool_place("A", wifi=True, checked_on="2026-05-01")
    make_cool_place("B", wifi=False, checked_on="2026-06-01")
    make_cool_place("C")
    for literal in ("true", "1"):
        assert wfs.filtered(compare("PropertyIsEqualTo", "wifi", literal), "cool_places") == ["A"]
    later = compare("PropertyIsGreaterThan", "checked_on", "2026-05-15")
    assert wfs.filtered(later, "cool_places") == ["B"]


def test_ids(wfs: Wfs, schools):
    ids = "".join(f'<fes:ResourceId rid="schools.{schools[n].pk}"/>' for n in (3, 0))
    assert letters(wfs.filtered(ids)) == "AD"
    assert wfs.filtered('<fes:ResourceId rid="districts.1"/>') == []
    one = compare("PropertyIsEqualTo", "@gml:id", f"schools.{schools[2].pk}")
    assert letters(wfs.filtered(one)) == "C"
    old = "".join(f'<ogc:FeatureId fid="schools.{schools[n].pk}"/>' for n in (3, 0))
    assert letters(wfs.filtered_11(old)) == "AD"


# --- space

SQUARE = (  # around B and C, in degrees, north first as the urn demands
    '<gml:Polygon gml:id="p" srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior><gml:LinearRing>'
    "<gml:posList>51.67 7.805 51.67 7.825 51.69 7.825 51.69 7.805 51.67 7.805</gml:posList>"
    "</gml:LinearRing></gml:exterior></gml:Polygon>"
)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("Intersects", "BC"),
        ("Within", "BC"),
        ("Disjoint", "ADE"),
        ("Contains", ""),
        ("Touches", ""),
        ("Crosses", ""),
        ("Overlaps", ""),
        ("Equals", ""),
    ],
)
def test_relations_of_points_to_an_area(wfs: Wfs, schools, operator, expected):
    geometry = "<fes:ValueReference>geometry</fes:ValueReference>"
    condition = f"<fes:{operator}>{geometry}{SQUARE}</fes:{operator}>"
    assert letters(wfs.filtered(condition)) == expected
    old = SQUARE.replace(' gml:id="p"', "")
    condition = (
        f"<ogc:{operator}><ogc:PropertyName>geometry</ogc:PropertyName>{old}</ogc:{operator}>"
    )
    assert letters(wfs.filtered_11(condition)) == expected


def test_a_box_needs_no_property(wfs: Wfs, schools):
    envelope = (
        '<gml:Envelope srsName="urn:ogc:def:crs:OGC:1.3:CRS84"><gml:lowerCorner>7.805 51.67'
        "</gml:lowerCorner><gml:upperCorner>7.825 51.69</gml:upperCorner></gml:Envelope>"
    )
    assert letters(wfs.filtered(f"<fes:BBOX>{envelope}</fes:BBOX>")) == "BC"
    assert letters(wfs.filtered_11(f"<ogc:BBOX>{envelope}</ogc:BBOX>")) == "BC"


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("m", 1), ("metre", 1), ("km", 1000), ("[mi_i]", 1609.344), ("urn:ogc:def:uom:EPSG::9001", 1)],
)
def test_distances_have_units(wfs: Wfs, schools, unit, factor):
    """A is 691 m from B and 1,383 m from C on the ellipsoid."""
    _az, _back, to_b = Geod(ellps="GRS80").inv(7.80, 51.68, 7.81, 51.68)
    point = (
        '<gml:Point gml:id="p" srsName="http://www.opengis.net/def/crs/EPSG/0/4326">'
        "<gml:pos>51.68 7.80</gml:pos></gml:Point>"
    )
    for metres, near in ((to_b * 0.99, "A"), (to_b * 1.01, "AB")):
        text = f'<fes:Distance uom="{unit}">{metres / factor}</fes:Distance>'
        inner = f"<fes:ValueReference>geometry</fes:ValueReference>{point}{text}"
        assert letters(wfs.filtered(f"<fes:DWithin>{inner}</fes:DWithin>")) == near
        beyond = "ABCDE".removeprefix(near)
        assert letters(wfs.filtered(f"<fes:Beyond>{inner}</fes:Beyond>")) == beyond


def test_functions_and_arithmetic(wfs: Wfs, schools):
    upper = (
        '<fes:PropertyIsEqualTo><fes:Function name="upper"><fes:ValueReference>name'
        "</fes:ValueReference></fes:Function><fes:Literal>SCHULE A</fes:Literal>"
        "</fes:PropertyIsEqualTo>"
    )
    assert letters(wfs.filtered(upper)) == "A"
    double = (
        "<ogc:PropertyIsEqualTo><ogc:Mul><ogc:PropertyName>pupils</ogc:PropertyName>"
        "<ogc:Literal>2</ogc:Literal></ogc:Mul><ogc:Literal>600</ogc:Literal>"
        "</ogc:PropertyIsEqualTo>"
    )
    assert letters(wfs.filtered_11(double)) == "C"


# --- time


@pytest.fixture
def dated(city) -> None:
    """Schools valid from the first day of a month, A in January to D in April; E has no date."""
    for number, letter in enumerate("ABCD", 1):
        make_school(f"Schule {letter}", valid_from=f"2026-{number:02}-01T00:00:00Z")
    make_school("Schule E")
    assert School.objects.count() == 5


def instant(text: str) -> str:
    return (
        f'<gml:TimeInstant gml:id="t"><gml:timePosition>{text}</gml:timePosition></gml:TimeInstant>'
    )


def period(start: str, end: str) -> str:
    return (
        f'<gml:TimePeriod gml:id="t"><gml:beginPosition>{start}</gml:beginPosition>'
        f"<gml:endPosition>{end}</gml:endPosition></gml:TimePeriod>"
    )


PERIOD = period("2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z")


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("After", instant("2026-02-01T00:00:00Z"), "CD"),
        ("After", instant("2026-02-01"), "CD"),
        ("After", instant("2026-02-01T01:00:00+01:00"), "CD"),
        ("After", "<fes:Literal>2026-02-01T00:00:00</fes:Literal>", "CD"),
        ("Before", instant("2026-02-01T00:00:00Z"), "A"),
        ("TEquals", instant("2026-02-01T00:00:00Z"), "B"),
        ("During", PERIOD, "C"),
        ("Begins", PERIOD, "B"),
        ("Ends", PERIOD, "D"),
        ("Before", PERIOD, "A"),
        ("After", PERIOD, ""),
        ("AnyInteracts", PERIOD, "BCD"),
        ("TContains", PERIOD, ""),
    ],
)
def test_times(wfs: Wfs, dated, operator, value, expected):
    condition = (
        f"<fes:{operator}><fes:ValueReference>valid_from</fes:ValueReference>{value}"
        f"</fes:{operator}>"
    )
    assert letters(wfs.filtered(condition)) == expected


def test_periods_have_instants_or_open_ends(wfs: Wfs, dated):
    nested = (
        '<gml:TimePeriod gml:id="t"><gml:begin><gml:TimeInstant gml:id="a"><gml:timePosition>'
        "2026-02-01T00:00:00Z</gml:timePosition></gml:TimeInstant></gml:begin>"
        '<gml:endPosition indeterminatePosition="unknown"/></gml:TimePeriod>'
    )
    condition = (
        f"<fes:During><fes:ValueReference>valid_from</fes:ValueReference>{nested}</fes:During>"
    )
    assert letters(wfs.filtered(condition)) == "CD"


# --- what cannot be meant


@pytest.mark.parametrize(
    "condition",
    [
        compare("PropertyIsEqualTo", "nothing", "1"),
        compare("PropertyIsEqualTo", "pupils", "many"),
        compare("PropertyIsLike", "pupils", "1*"),
        compare("PropertyIsEqualTo", "password", "1"),
        compare("Unheard", "name", "1"),
        "<fes:And/>",
        "<fes:Not/>",
        "<fes:PropertyIsEqualTo/>",
        "<fes:BBOX><gml:Envelope/></fes:BBOX>",
        "<fes:Intersects><fes:ValueReference>name</fes:ValueReference>"
        + SQUARE
        + "</fes:Intersects>",
        "<fes:Intersects>" + SQUARE.replace("4326", "31467") + "</fes:Intersects>",
        "<fes:During><fes:ValueReference>valid_from</fes:ValueReference>"
        + instant("yesterday")
        + "</fes:During>",
        "<fes:DWithin>" + SQUARE + '<fes:Distance uom="deg">1</fes:Distance></fes:DWithin>',
        "<fes:DWithin>" + SQUARE + '<fes:Distance uom="m">-1</fes:Distance></fes:DWithin>',
        "",
    ],
)
def test_a_wrong_filter_is_refused_in_words(wfs: Wfs, schools, condition):
    filter_ = f"<fes:Filter {DECLARATIONS}>{condition}</fes:Filter>"
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", FILTER=filter_)
    status, code, locator = error(response)
    assert (status, code) == (400, "InvalidParameterValue")
    assert locator in ("filter", "srsName")


@pytest.mark.parametrize("reference", ["geometry", "gml:boundedBy"])
def test_shapes_have_no_order(wfs: Wfs, schools, reference):
    """Codes as in OGC 09-025r2, table D.2: understood, but not to be done."""
    condition = (
        f"<fes:PropertyIsLessThanOrEqualTo><fes:ValueReference>{reference}</fes:ValueReference>"
        f"<fes:Literal>{SQUARE}</fes:Literal></fes:PropertyIsLessThanOrEqualTo>"
    )
    filter_ = f"<fes:Filter {DECLARATIONS}>{condition}</fes:Filter>"
    response = wfs.get(REQUEST="GetFeature", TYPENAMES="schools", FILTER=filter_)
    assert error(response) == (403, "OperationProcessingFailed", "filter")


@pytest.mark.parametrize("reference", ["gml:description", "gml:identifier", "gml:location"])
def test_what_any_feature_of_gml_may_have_is_unknown_here(wfs: Wfs, schools, reference):
    is_null = "<fes:PropertyIsNull><fes:ValueReference>{}</fes:ValueReference></fes:PropertyIsNull>"
    assert letters(wfs.filtered(is_null.format(reference))) == "ABCDE"
    assert wfs.filtered(compare("PropertyIsEqualTo", reference, "x")) == []


def test_only_layers_that_call_their_rows_by_name_have_the_name_of_gml(wfs: Wfs, city):
    make_address("Ostenallee")
    is_null = (
        "<fes:PropertyIsNull><fes:ValueReference>gml:name</fes:ValueReference></fes:PropertyIsNull>"
    )
    filter_ = f"<fes:Filter {DECLARATIONS}>{is_null}</fes:Filter>"
    root = wfs.features(TYPENAMES="addresses", FILTER=filter_)
    assert root.get("numberMatched") == "1"
    assert root.find(".//gml:name", NS) is None
    make_school()
    assert wfs.features(TYPENAMES="schools", FILTER=filter_).get("numberMatched") == "0"


def test_a_filter_may_leave_its_prefixes_undeclared(wfs: Wfs, schools):
    words = "<fes:Filter>" + compare("PropertyIsEqualTo", "name", "Schule A") + "</fes:Filter>"
    assert wfs.names(TYPENAMES="schools", FILTER=words) == ["Schule A"]


def test_box_filter_and_ids_count_together(wfs: Wfs, schools):
    words = "<fes:Filter>" + compare("PropertyIsGreaterThan", "pupils", "100") + "</fes:Filter>"
    box = "7.805,51.67,7.825,51.69,urn:ogc:def:crs:OGC:1.3:CRS84"
    ids = f"schools.{schools[0].pk},schools.{schools[2].pk}"
    assert letters(wfs.names(TYPENAMES="schools", FILTER=words, BBOX=box, RESOURCEID=ids)) == "C"
