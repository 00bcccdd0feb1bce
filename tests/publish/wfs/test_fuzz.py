"""Inputs nobody thought of: an answer or a report, in time, and never a fault of ours."""

import time
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.publish.filters.fes import operators
from layers.publish.gml import read as gml
from tests.publish.wfs.conftest import DECLARATIONS, DECLARATIONS_11, Wfs, wfs_of

SLOWEST_S = 8.0  # on a machine with much else to do
FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.one_of(
    st.sampled_from(
        [
            "1",
            "-1",
            "1 2",
            "1,2",
            "51.68 7.8",
            "418400 5726000",
            "true",
            "name",
            "city:name",
            "pupils",
            "geometry",
            "valid_from",
            "@gml:id",
            "schools.1",
            "2026-01-01",
            "NaN",
            "1e400",
            "2026-01-01T00:00:00Z",
            "0000-00-00",
            "9999-12-31",
            "*",
            "\\",
            "%",
            "schools/name",
            "gml:description",
            "gml:identifier",
            "gml:name[1]",
            "..",
            "1e308 1e308",
            "0 0 1 1 0 0",
            "0 0 1 1 1 0 0 0",
        ]
    ),
    st.text(max_size=12),
)
GML_NAMES = (
    *gml._READERS,
    "pos",
    "posList",
    "coordinates",
    "coord",
    "X",
    "exterior",
    "interior",
    "segments",
    "patches",
    "curveMember",
    "surfaceMember",
    "pointMember",
    "lowerCorner",
    "upperCorner",
    "geometryMember",
    "outerBoundaryIs",
    "TimeInstant",
    "TimePeriod",
    "timePosition",
    "beginPosition",
    "endPosition",
    "begin",
    "end",
)
FES_NAMES = (
    *operators.COMPARISONS,
    *operators.SPATIAL,
    *operators.DISTANCES,
    *operators.TEMPORAL,
    *operators.LOGICAL,
    *operators.IDENTIFIERS,
    "Not",
    "PropertyIsLike",
    "PropertyIsNull",
    "PropertyIsNil",
    "PropertyIsBetween",
    "LowerBoundary",
    "UpperBoundary",
    "ValueReference",
    "PropertyName",
    "Literal",
    "Function",
    "Distance",
    "Add",
    "Sub",
    "Mul",
    "Div",
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "srsName",
            "srsDimension",
            "name",
            "rid",
            "fid",
            "matchCase",
            "wildCard",
            "singleChar",
            "escapeChar",
            "uom",
            "cs",
            "ts",
            "decimal",
            "indeterminatePosition",
            "orientation",
        ]
    ),
    st.one_of(
        WORDS,
        st.sampled_from(["EPSG:4326", "urn:ogc:def:crs:EPSG::25832", "EPSG:1", "3", "m", "upper"]),
    ),
    max_size=3,
)


@pytest.fixture(autouse=True)
def loaded(db) -> None:
    """The first request of a process loads the whole application, which is not what is timed."""
    Wfs().get(REQUEST="ListStoredQueries")


def speakable(text: str) -> str:
    return "".join(one for one in text if one.isprintable())


def element(prefix: str, name: str, attributes: dict[str, str], inner: str) -> str:
    words = "".join(f" {key}={quoteattr(speakable(value))}" for key, value in attributes.items())
    return f"<{prefix}:{name}{words}>{inner}</{prefix}:{name}>"


def trees(prefix: str, names, inner, largest: int = 14):
    return st.recursive(
        inner,
        lambda deeper: st.builds(
            element,
            st.just(prefix),
            st.sampled_from(names),
            ATTRIBUTES,
            st.lists(deeper, max_size=4).map("".join),
        ),
        max_leaves=largest,
    )


TEXT = WORDS.map(speakable).map(escape)
SHAPES = trees("gml", GML_NAMES, TEXT)
FILTERS = trees("fes", FES_NAMES, st.one_of(TEXT, SHAPES))


def check(response, started: float) -> None:
    assert response.status_code < 500
    assert response["Content-Type"].startswith(("text/xml", "application/gml+xml"))
    assert time.monotonic() - started < SLOWEST_S


@FUZZ
@given(condition=FILTERS)
def test_filters(schools, condition):
    wfs = Wfs()
    for version, declarations, prefix in (
        ("2.0.0", DECLARATIONS, "fes"),
        ("1.1.0", DECLARATIONS_11, "ogc"),
    ):
        words = condition.replace("<fes:", f"<{prefix}:").replace("</fes:", f"</{prefix}:")
        filter_ = f"<{prefix}:Filter {declarations}>{words}</{prefix}:Filter>"
        started = time.monotonic()
        check(
            wfs.get(VERSION=version, REQUEST="GetFeature", TYPENAME="schools", FILTER=filter_),
            started,
        )


@FUZZ
@given(shape=SHAPES)
def test_shapes_to_be_stored(schools, editor, shape):
    if not hasattr(editor, "door"):
        editor.door = wfs_of(editor)
    started = time.monotonic()
    response = editor.door.post(
        f'<wfs:Transaction service="WFS" version="2.0.0" {DECLARATIONS}><wfs:Insert><city:schools>'
        f"<city:name>x</city:name><city:kind>primary</city:kind><city:geometry>{shape}"
        "</city:geometry></city:schools></wfs:Insert></wfs:Transaction>"
    )
    check(response, started)


@FUZZ
@given(
    name=st.sampled_from(
        [
            "name",
            "kind",
            "pupils",
            "valid_from",
            "valid_to",
            "dataset",
            "published",
            "slug",
            "source_id",
            "accuracy_m",
            "version",
            "geometry",
            "tile_geometry",
            "id",
            "gml:name",
            "gml:description",
            "gml:identifier",
            "gml:location",
            "gml_description",
            "gml_code_space",
        ]
    ),
    value=st.one_of(
        TEXT,
        SHAPES,
        st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9" * 30]),
        st.text(max_size=400).map(speakable).map(escape),
    ),
    action=st.sampled_from(["Update", "Replace", "Insert"]),
)
def test_values_to_be_written(schools, editor, name, value, action):
    if not hasattr(editor, "door"):
        editor.door = wfs_of(editor)
    filter_ = f'<fes:Filter><fes:ResourceId rid="schools.{schools[0].pk}"/></fes:Filter>'
    tag = name if ":" in name else f"city:{name}"
    feature = f"<city:schools><city:kind>primary</city:kind><{tag}>{value}</{tag}></city:schools>"
    inner = {
        "Update": f'<wfs:Update typeName="city:schools"><wfs:Property><wfs:ValueReference>{name}'
        f"</wfs:ValueReference><wfs:Value>{value}</wfs:Value></wfs:Property>{filter_}</wfs:Update>",
        "Replace": f"<wfs:Replace>{feature}{filter_}</wfs:Replace>",
        "Insert": f"<wfs:Insert>{feature}</wfs:Insert>",
    }[action]
    started = time.monotonic()
    response = editor.door.post(
        f'<wfs:Transaction service="WFS" version="2.0.0" {DECLARATIONS}>{inner}</wfs:Transaction>'
    )
    check(response, started)


@FUZZ
@given(
    kvp=st.dictionaries(
        st.sampled_from(
            [
                "REQUEST",
                "TYPENAMES",
                "VERSION",
                "COUNT",
                "STARTINDEX",
                "BBOX",
                "SORTBY",
                "SRSNAME",
                "PROPERTYNAME",
                "RESOURCEID",
                "RESULTTYPE",
                "FILTER",
                "NAMESPACES",
                "AFTER",
                "PAGE_OF",
                "STOREDQUERY_ID",
                "ID",
                "VALUEREFERENCE",
                "SECTIONS",
                "ACCEPTVERSIONS",
            ]
        ),
        st.one_of(
            WORDS,
            st.sampled_from(
                [
                    "GetFeature",
                    "GetCapabilities",
                    "GetPropertyValue",
                    "DescribeFeatureType",
                    "schools",
                    "1.1.0",
                    "name",
                    "1,2,3,4",
                    "1,2,3,4,EPSG:4326",
                    "hits",
                    "urn:ogc:def:query:OGC-WFS::GetFeatureById",
                    "<Filter/>",
                    "()",
                    "(schools)(",
                    "name,name DESC",
                    "xmlns(",
                    "eJwDAAAAAAE",
                ]
            ),
        ),
        max_size=7,
    )
)
def test_parameters(schools, kvp):
    started = time.monotonic()
    check(Wfs().client.get("/wfs", {"SERVICE": "WFS", "REQUEST": "GetFeature", **kvp}), started)


@FUZZ
@given(document=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_documents(db, document):
    started = time.monotonic()
    check(Wfs().post(document), started)


@pytest.mark.parametrize(
    "condition",
    [
        ("<a/>" + "x" * 100) * 100_000,
        "<fes:Not>" * 95 + "</fes:Not>" * 95,
        "<fes:And>" + "<fes:Not/>" * 100_000 + "</fes:And>",
        "<fes:Or>" + '<fes:ResourceId rid="schools.1"/>' * 30_000 + "</fes:Or>",
        '<fes:ResourceId rid="schools.1"/>' * 100_000,
        "<fes:PropertyIsLike wildCard='%' singleChar='_' escapeChar='!'><fes:ValueReference>name"
        "</fes:ValueReference><fes:Literal>" + "%a" * 5000 + "</fes:Literal></fes:PropertyIsLike>",
        "<fes:Intersects><gml:LineString><gml:posList>"
        + "1 2 " * 300_000
        + "</gml:posList></gml:LineString></fes:Intersects>",
    ],
    ids=["text between", "deep", "wide", "many ids", "ids alone", "pattern", "points"],
)
def test_large_filters_end_in_time(wfs: Wfs, schools, condition):
    started = time.monotonic()
    response = wfs.post(
        f'<wfs:GetFeature service="WFS" version="2.0.0" {DECLARATIONS}>'
        f'<wfs:Query typeNames="city:schools"><fes:Filter>{condition}</fes:Filter></wfs:Query>'
        "</wfs:GetFeature>"
    )
    check(response, started)
