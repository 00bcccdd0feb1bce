"""Whatever is asked, the fault is never the server's."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_school

ITEMS = "/ogc/collections/schools/items"
ANY = settings(
    max_examples=250,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # nothing is written
)


@pytest.fixture
def school(city):
    return make_school()


def answered(answer) -> None:
    assert answer.status_code in (200, 304, 400, 404, 412, 415, 422, 428), answer.content
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code == 200 and "json" in kind:
        json.loads(answer.content)


numbers = st.one_of(
    st.floats(),
    st.integers(-(10**400), 10**400),
    st.sampled_from(["", " ", "1e400", "NaN", "-0", "٣", "1_000", "0x1", "Infinity", "1;2"]),
)
boxes = st.lists(numbers, min_size=3, max_size=7).map(lambda box: ",".join(map(str, box)))
systems = st.sampled_from(
    [
        "http://www.opengis.net/def/crs/EPSG/0/25832",
        "http://www.opengis.net/def/crs/EPSG/0/4258",
        "http://www.opengis.net/def/crs/EPSG/0/3857",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "[EPSG:4326]",
        "",
        "EPSG",
    ]
)
times = st.one_of(
    st.datetimes().map(lambda when: when.isoformat() + "Z"),
    st.dates().map(str),
    st.text(st.sampled_from("0123456789-T:Z+./"), max_size=30),
)


@ANY
@given(box=boxes, system=systems)
def test_any_box(client, school, box, system):
    answered(client.get(ITEMS, {"bbox": box, "bbox-crs": system}))


@ANY
@given(
    west=st.floats(-400, 400),
    south=st.floats(-200, 200),
    east=st.floats(-400, 400),
    north=st.floats(-200, 200),
)
def test_any_box_of_degrees(client, school, west, south, east, north):
    answered(client.get(ITEMS, {"bbox": f"{west},{south},{east},{north}"}))


@ANY
@given(start=times, end=st.one_of(st.none(), st.just(".."), times))
def test_any_time(client, school, start, end):
    answered(client.get(ITEMS, {"datetime": start if end is None else f"{start}/{end}"}))


@ANY
@given(
    name=st.sampled_from(
        [
            *("limit", "offset", "after", "sortby", "filter", "filter-lang", "filter-crs", "crs"),
            *("f", "sprache", "name", "pupils", "kind", "updated_at", "valid_from", "dataset"),
        ]
    ),
    value=st.text(max_size=40),
)
def test_any_value_of_any_parameter(client, school, name, value):
    answered(client.get(ITEMS, {name: value}))


@ANY
@given(path=st.text(max_size=30))
def test_any_path(client, school, path):
    from urllib.parse import quote

    answered(client.get(f"/ogc/collections/schools/items/{quote(path, safe='')}"))
    answered(client.get(f"/ogc/collections/schools/tiles/WebMercatorQuad/{quote(path)}/1/1"))


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3), st.dictionaries(st.text(max_size=4), parts, max_size=3)
    ),
    max_leaves=6,
)
geometries = st.one_of(
    values,
    st.builds(
        lambda kind, coordinates: {"type": kind, "coordinates": coordinates},
        st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "GeometryCollection"]),
        st.recursive(st.floats(-1e10, 1e10), lambda part: st.lists(part, max_size=4), max_leaves=9),
    ),
)


@ANY
@given(
    geometry=geometries,
    properties=st.dictionaries(
        st.sampled_from(
            ["name", "kind", "pupils", "dataset", "valid_from", "slug", "published", "id", "nix"]
        ),
        values,
        max_size=4,
    ),
)
def test_any_feature(editor, school, geometry, properties):
    body = json.dumps({"type": "Feature", "geometry": geometry, "properties": properties})
    answer = editor.put(
        f"{ITEMS}/{school.pk}",
        body,
        content_type="application/geo+json",
        headers={"if-match": '"99"'},
    )
    answered(answer)


@ANY
@given(q=st.text(max_size=20), kind=st.text(max_size=10), box=boxes)
def test_any_search_of_the_catalogue(client, school, q, kind, box):
    answered(client.get("/ogc/collections/records/items", {"q": q, "type": kind, "bbox": box}))
