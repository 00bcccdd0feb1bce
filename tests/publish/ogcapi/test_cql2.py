"""Features part 3 and CQL2: OGC's own examples, and what conditions mean on our rows."""

import json
import unicodedata
from pathlib import Path

import cql2 as oracle
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layers import registry
from layers.publish.filters.compile import MAX_DEPTH, condition
from layers.publish.filters.cql2 import Unreadable, parse_json, parse_text
from layers.publish.filters.errors import FilterError, UnknownOperator, UnknownProperty
from tests.factories import make_cool_place, make_school

ITEMS = "/ogc/collections/schools/items"


def examples(shared_data: Path, kind: str) -> list[Path]:
    folder = shared_data / "cql2/examples/standard/schema/examples" / kind
    return sorted(folder.glob("*.txt" if kind == "text" else "*.json"))


def plain(tree):
    """As both readers write it: standard operators small, no zeros behind seconds."""
    if isinstance(tree, dict):
        made = {key: plain(value) for key, value in tree.items()}
        name = made.get("op", "")
        if name[:2].lower() in ("s_", "t_", "a_"):
            made["op"] = name.lower()
        return made
    if isinstance(tree, list):
        return [plain(one) for one in tree]
    if isinstance(tree, str):
        return unicodedata.normalize("NFC", tree.replace(".000000Z", "Z"))
    return tree


def test_ogcs_text_examples_give_the_trees_of_another_reader(shared_data):
    files = examples(shared_data, "text")
    assert len(files) == 120
    for file in files:
        words = file.read_text()
        assert plain(parse_text(words)) == plain(oracle.parse_text(words).to_json()), file.name


def test_ogcs_json_examples_are_read(shared_data):
    files = examples(shared_data, "json")
    assert len(files) == 109
    for file in files:
        assert parse_json(file.read_text()) == json.loads(file.read_text())


def own_names(tree):
    """OGC's example with our names: each property becomes one that the layer has."""
    times = {"starts_at": "valid_from", "ends_at": "valid_to"}
    times |= {"touchdown": "valid_from", "liftOff": "valid_to"}
    times |= dict.fromkeys(("updated_at", "updated", "event_time", "built"), "updated_at")
    shapes = dict.fromkeys(("geometry", "footprint", "location", "road"), "geometry")
    numbers = (
        *("floors", "taxes", "value", "foo", "bar", "x", "depth", "balance", "category"),
        *("eo:cloud_cover", "landsat:wrs_row", "vehicle_height", "bridge_clearance"),
    )
    if isinstance(tree, dict):
        if "property" in tree:
            name = tree["property"]
            if name == "swimming_pool":
                return {"property": "drinking_water"}
            if name == "landsat:wrs_path":
                return {"property": "accuracy_m"}
            if name in numbers:
                return {"property": "accuracy_m"}
            return {"property": times.get(name) or shapes.get(name) or "name"}
        return {key: own_names(value) for key, value in tree.items()}
    return [own_names(one) for one in tree] if isinstance(tree, list) else tree


# What our rows have no property for: arrays, functions that OGC made up, an id of letters, and
# a text and a number compared under one name.
OUT_OF_REACH = {
    *("clause7_15", "example79", "example80", "example81", "example82"),
    *("clause6_01", "clause6_02b", "example68", "example69"),
    *("example03", "example40", "example40-alt01"),
}


@pytest.mark.parametrize("kind", ["text", "json"])
def test_ogcs_examples_are_answered_where_the_schema_allows(client, city, shared_data, kind):
    make_cool_place("Smith", drinking_water=True, accuracy_m=7)
    refused = set()
    for file in examples(shared_data, kind):
        words = file.read_text()
        tree = own_names(parse_text(words) if kind == "text" else parse_json(words))
        answer = client.get(
            "/ogc/collections/cool_places/items",
            {"filter": json.dumps(tree), "filter-lang": "cql2-json"},
        )
        if answer.status_code == 200:
            continue
        assert answer.status_code == 400, file.name
        refused.add(file.stem)
    assert refused <= OUT_OF_REACH


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("kind = 'primary'", "AB"),
        ("kind <> 'primary'", "CDE"),
        ("NOT kind = 'primary' AND pupils >= 400", "D"),
        ("kind = 'primary' OR pupils = 300", "ABC"),
        ("kind = 'special' OR kind = 'primary' AND pupils > 100", "BE"),
        ("pupils IS NULL", "E"),
        ("pupils IS NOT NULL", "ABCD"),
        ("pupils > 100", "BCD"),
        ("NOT pupils > 100", "A"),
        ("pupils BETWEEN 200 AND 300", "BC"),
        ("pupils NOT BETWEEN 200 AND 300", "AD"),
        ("kind IN ('gymnasium','special')", "CE"),
        ("kind NOT IN ('gymnasium','special')", "ABD"),
        ("kind IN ()", ""),
        ("name LIKE '%B'", "B"),
        ("name LIKE 'Schule _'", "ABCDE"),
        ("CASEI(name) LIKE CASEI('sCHULE c')", "C"),
        ("ACCENTI(name) = ACCENTI('Schulé D')", "D"),
        ("pupils = 100 + 2 * 50", "B"),
        ("pupils / 0 = 1", ""),
        ("pupils % 200 = 100", "AC"),
        ("pupils div 150 = 2", "CD"),
        ("pupils ^ 2 = 10000", "A"),
        ("-pupils < -300", "D"),
        ("length(name) = 8", "ABCDE"),
        ("updated_at > TIMESTAMP('2020-01-01T00:00:00Z')", "ABCDE"),
        ("updated_at < DATE('2020-01-01')", ""),
        ("T_AFTER(updated_at, DATE('2020-01-01'))", "ABCDE"),
        ("T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2020-01-01', '..'))", "ABCDE"),
        ("T_BEFORE(INTERVAL(valid_from, valid_to), DATE('2020-01-01'))", ""),
        ("S_INTERSECTS(geometry, BBOX(7.805, 51, 7.825, 52))", "BC"),
        ("S_WITHIN(geometry, POLYGON((7.805 51, 7.825 51, 7.825 52, 7.805 52, 7.805 51)))", "BC"),
        ("S_DISJOINT(geometry, BBOX(7.805, 51, 7.825, 52))", "ADE"),
        ("S_INTERSECTS(geometry, BBOX(-180, -90, 180, 90))", "ABCDE"),
        ("S_DWITHIN(geometry, POINT(7.80 51.68), 1000)", "AB"),
        ("S_WITHIN(geometry, BUFFER(POINT(7.80 51.68), 1000, 'm'))", "AB"),
        ("distance(geometry, POINT(7.80 51.68)) < 1000", "AB"),
        ("dataset = 'test'", "ABCDE"),
        ("TRUE", "ABCDE"),
        ("FALSE", ""),
        ("NOT (kind = 'primary') = (pupils > 100)", "ACD"),
    ],
)
def test_a_condition_means_what_it_says(names, schools, condition, expected):
    assert names(filter=condition) == list(expected)


def test_json_says_the_same_as_text(names, schools):
    tree = {"op": "=", "args": [{"property": "kind"}, "primary"]}
    assert names(filter=json.dumps(tree), **{"filter-lang": "cql2-json"}) == ["A", "B"]
    assert names(filter=json.dumps(tree)) == ["A", "B"]


def test_all_conditions_of_a_request_hold_at_once(names, schools):
    assert names(filter="pupils > 100", kind="primary", bbox="7,51,8,52") == ["B"]


def test_a_value_is_never_part_of_the_statement(names, schools):
    assert names(filter="name = '''; DROP TABLE layers_school; --'") == []
    assert names(filter="name = 'x'' OR 1=1 --'") == []
    assert names(name="' OR ''='") == []
    assert names(filter="name LIKE '%''%'") == []


@pytest.mark.parametrize(
    ("words", "place"),
    [("a=", None), ("a==1", 3), ("a=1)", 4), ("a & b", 2), ("a='x", 3), ("1 2", 3), ("", None)],
)
def test_a_mistake_is_shown_where_it_is(words, place):
    with pytest.raises(Unreadable) as caught:
        parse_text(words)
    assert (str(place) in str(caught.value)) if place else ("zu früh" in str(caught.value))


@pytest.mark.parametrize(
    "words",
    [
        "(" * 5000 + "a=1" + ")" * 5000,
        "NOT " * 5000 + "a=1",
        "a=" + "-" * 5000 + "1",
        "f(" * 5000,
        "a=" + "+".join("1" * 5000),
        " AND ".join(["(a=1"] * 5000),
    ],
)
def test_depth_is_bounded(words):
    schools = registry.layer("schools")
    with pytest.raises(FilterError):
        condition(parse_text(words), schools, srid=4326)


def test_a_long_chain_is_no_depth(names, schools):
    chain = " OR ".join(f"pupils = {number}" for number in range(1000))
    assert names(filter=chain) == list("ABCD")


def test_gis_programs_nest_to_the_left(names, schools):
    words = "(kind = 'primary')"
    for number in range(MAX_DEPTH // 3):
        words = f"({words} OR (pupils = {number}))"
    assert names(filter=words) == ["A", "B"]


def test_an_unknown_name_is_named():
    schools = registry.layer("schools")
    with pytest.raises(UnknownProperty, match="published"):
        condition(parse_text("published = true"), schools, srid=4326)
    with pytest.raises(UnknownOperator, match="pg_sleep"):
        condition(parse_text("pg_sleep(1) = 1"), schools, srid=4326)
    with pytest.raises(UnknownOperator, match="a_contains"):
        condition(parse_text("A_CONTAINS(name, ('a','b'))"), schools, srid=4326)


def test_queryables_are_what_filters_accept(client, city):
    document = client.get("/ogc/collections/cool_places/queryables").json()
    assert document["type"] == "object"
    assert document["additionalProperties"] is False
    assert document["properties"]["kind"]["enum"][0] == "drinking_water"
    make_cool_place()
    for name in document["properties"]:
        answer = client.get(
            "/ogc/collections/cool_places/items", {"filter": f'"{name}" IS NOT NULL'}
        )
        assert answer.status_code == 200, name


def test_the_schema_has_titles_units_and_code_lists(client, city):
    document = client.get("/ogc/collections/cool_places/schema").json()
    assert document["properties"]["accuracy_m"]["x-ogc-unit"] == "m"
    assert document["properties"]["kind"]["title"] == "Art"
    assert document["properties"]["kind"]["x-enum-descriptions"]["church"] == "Kirche"
    assert document["properties"]["geometry"]["format"] == "geometry-point"
    assert document["properties"]["updated_at"]["readOnly"] is True
    values = make_cool_place()
    feature = client.get(f"/ogc/collections/cool_places/items/{values.pk}").json()
    assert set(feature["properties"]) | {"id", "geometry"} == set(document["properties"])


def test_functions_are_listed_and_work(client, schools):
    found = client.get("/ogc/functions").json()["functions"]
    arguments = {"string": "name", "number": "pupils", "geometry": "geometry"}
    for one in found:
        words = ", ".join(arguments[argument["type"][0]] for argument in one["arguments"])
        answer = client.get(ITEMS, {"filter": f"{one['name']}({words}) IS NOT NULL"})
        assert answer.status_code == 200, one


# --- anything at all

names_of_things = st.sampled_from(["name", "pupils", "geometry", "updated_at", "kind", "nix", "ä"])
literals = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.builds(lambda text: {"date": text}, st.sampled_from(["2020-01-01", "x", "0001-01-01"])),
    st.builds(
        lambda text: {"timestamp": text},
        st.sampled_from(["2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]),
    ),
    st.builds(lambda box: {"bbox": box}, st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=6)),
    st.builds(
        lambda place: {"type": "Point", "coordinates": place},
        st.lists(st.floats(-1e15, 1e15), max_size=3),
    ),
    st.builds(lambda name: {"property": name}, names_of_things),
)
operators = st.sampled_from(
    [
        *("and", "or", "not", "=", "<>", "<", ">=", "like", "between", "in", "isNull"),
        *("+", "-", "*", "/", "^", "%", "div", "casei", "accenti", "area", "buffer", "centroid"),
        *("s_intersects", "s_within", "s_dwithin", "s_crosses", "t_during", "t_after", "nix"),
    ]
)
trees = st.recursive(
    literals,
    lambda parts: st.one_of(
        st.builds(
            lambda op, args: {"op": op, "args": args}, operators, st.lists(parts, max_size=3)
        ),
        st.builds(lambda ends: {"interval": ends}, st.lists(parts, max_size=3)),
        st.lists(parts, max_size=3),
    ),
    max_leaves=8,
)


@pytest.fixture
def one_school(city):
    return make_school(pupils=10)


@settings(
    max_examples=300,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it only reads
)
@given(tree=trees)
@example(tree={"op": "=", "args": [{"op": "^", "args": [1e300, 1e300]}, 1]})
@example(tree={"op": "like", "args": [{"property": "name"}, "\\"]})
@example(tree={"op": "=", "args": [{"property": "name"}, "\ud800"]})
@example(tree={"op": "\udc00", "args": []})
@example(tree={"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1e308] * 4}]})
@example(tree={"op": ">", "args": [{"op": "buffer", "args": [{"property": "geometry"}, 1e300]}, 1]})
def test_no_tree_is_the_servers_fault(one_school, client, tree):
    answer = client.get(ITEMS, {"filter": json.dumps(tree), "filter-lang": "cql2-json"})
    assert answer.status_code in (200, 400), answer.content


@settings(max_examples=300, deadline=1000)
@given(words=st.text(st.sampled_from("ab'\"()=<>+-*/%^.,:1e \\\n\tNOTANDIKELß\x00"), max_size=60))
def test_no_text_is_the_servers_fault(words):
    try:
        tree = parse_text(words)
    except FilterError:
        return
    json.dumps(tree)


numbers = st.one_of(st.sampled_from(["a", "b", "1", "2.5", "-3", '"c d"', "f(a)", "- a"]))
sums = st.recursive(
    numbers,
    lambda parts: st.one_of(
        st.builds("{} {} {}".format, parts, st.sampled_from("+-*/%"), parts),
        st.builds("({})".format, parts),
    ),
    max_leaves=5,
)
comparisons = st.one_of(
    st.builds("{} {} {}".format, sums, st.sampled_from(["=", "<>", "<", ">="]), sums),
    st.builds("{} IS NOT NULL".format, sums),
    st.builds("{} NOT BETWEEN {} AND {}".format, sums, sums, sums),
    st.builds("{} IN ({}, {})".format, sums, numbers, numbers),
    st.just("a LIKE 'x''%'"),
)
conditions = st.recursive(
    comparisons,
    lambda parts: st.one_of(
        st.builds("{} AND {}".format, parts, parts),
        st.builds("{} OR {}".format, parts, parts),
        st.builds("({})".format, parts),
        st.builds("NOT ({})".format, parts),
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=1000)
@given(words=conditions)
def test_both_readers_make_the_same_tree(words):
    assert flat(plain(parse_text(words))) == flat(plain(oracle.parse_text(words).to_json()))


def flat(tree):
    """Chains of one kind joined, as (a AND b) AND c says no more than a AND b AND c."""
    if isinstance(tree, list):
        return [flat(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    made = {key: flat(value) for key, value in tree.items()}
    if made.get("op") in ("and", "or"):
        joined = []
        for one in made["args"]:
            same = isinstance(one, dict) and one.get("op") == made["op"]
            joined += one["args"] if same else [one]
        made["args"] = joined
    return made
