"""Features part 1: landing page, conformance, collections, items and their parameters."""

from dataclasses import replace
from datetime import UTC, datetime

import pyproj
import pytest
from openapi_spec_validator import validate

from layers import registry
from layers.publish.ogcapi.items import MAX_ID
from layers.publish.ogcapi.parameters import MAX_LIMIT
from tests.factories import make_cool_place, make_school, point

ITEMS = "/ogc/collections/schools/items"


def problem(answer, status: int = 400) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["title"]
    return document


def links(document: dict) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in document["links"]}


def test_every_link_of_the_landing_page_answers(client, city):
    document = client.get("/ogc/").json()
    rels = {one["rel"] for one in document["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    for one in document["links"]:
        answer = client.get(one["href"], headers={"accept": one["type"]})
        assert answer.status_code == 200, one
        assert answer["Content-Type"].partition(";")[0] == one["type"].partition(";")[0], one


def test_conformance_names_core_crs_filter_and_transactions(client, city):
    found = client.get("/ogc/conformance").json()["conformsTo"]
    assert len(found) == len(set(found))
    for name in ("1/1.0/conf/core", "2/1.0/conf/crs", "3/1.0/conf/filter"):
        assert f"http://www.opengis.net/spec/ogcapi-features-{name}" in found
    assert any("create-replace-delete" in one for one in found)


def test_every_public_layer_is_a_collection_with_its_own_name(client, schools):
    document = client.get("/ogc/collections").json()
    names = [one["id"] for one in document["collections"]]
    assert names == [layer.name for layer in registry.public_layers()]
    for one in document["collections"]:
        assert {"self", "items"} <= {link["rel"] for link in one["links"]}
        alone = client.get(links(one)["self"]).json()
        assert alone["id"] == one["id"]
        assert "http://www.opengis.net/def/crs/OGC/1.3/CRS84" in alone["crs"]


def test_the_extent_is_that_of_the_published_rows(client, schools):
    make_school("Versteckt", published=False)
    [[west, south, east, north]] = client.get("/ogc/collections/schools").json()["extent"][
        "spatial"
    ]["bbox"]
    assert west < 7.80 < 7.84 < east
    assert south < 51.68 < north
    assert (west, south, east, north) == pytest.approx((7.80, 51.68, 7.84, 51.68), abs=1e-3)


@pytest.mark.parametrize("system", [25832, 3857, 4258, 4326])
def test_two_corners_of_the_extent_carried_over_still_hold_every_row(client, city, system):
    """As simple clients do it, OGC's own tests among them; by pyproj."""
    places = [(7.70, 51.60), (7.70, 51.72), (7.95, 51.60), (7.95, 51.72), (7.82, 51.60)]
    for number, place in enumerate(places):
        make_school(f"Schule {number}", geometry=point(*place))
    [box] = client.get("/ogc/collections/schools").json()["extent"]["spatial"]["bbox"]
    move = pyproj.Transformer.from_crs("OGC:CRS84", system).transform
    corners = [*move(*box[:2]), *move(*box[2:])]
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{system}"
    asked = {"bbox": ",".join(map(str, corners)), "bbox-crs": uri}
    found = client.get("/ogc/collections/schools/items", asked).json()
    assert found["numberMatched"] == len(places)


def test_items_are_geojson_with_counts_and_links(client, schools):
    answer = client.get(ITEMS)
    assert answer["Content-Type"] == "application/geo+json"
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert document["numberMatched"] == document["numberReturned"] == 5
    assert {"self", "alternate", "collection"} <= links(document).keys()
    assert "next" not in links(document)
    moment = datetime.fromisoformat(document["timeStamp"])
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
    first = document["features"][0]
    assert first["id"] == schools[0].pk
    assert first["geometry"]["type"] == "Point"
    assert first["geometry"]["coordinates"] == pytest.approx([7.80, 51.68], abs=1e-7)
    assert first["properties"]["pupils"] == 100
    assert first["properties"]["dataset"] == "test"
    assert document["features"][4]["properties"]["pupils"] is None


def test_an_awkward_text_stays_what_it_is(client, city):
    name = 'Schule "Zum \\ {0} %s" \n € 😀'
    make_school(name)
    assert client.get(ITEMS).json()["features"][0]["properties"]["name"] == name


def test_following_next_visits_each_once(client, schools):
    address, seen = f"{ITEMS}?limit=2", []
    while address:
        document = client.get(address).json()
        assert document["numberReturned"] == len(document["features"]) <= 2
        assert document["numberMatched"] == 5
        seen += [one["id"] for one in document["features"]]
        address = links(document).get("next")
    assert seen == [school.pk for school in schools]


@pytest.mark.parametrize("sortby", ["-name", "kind,-pupils", "pupils", "-pupils,name", "-id"])
def test_following_next_keeps_to_the_order(client, schools, sortby):
    whole = [one["id"] for one in client.get(ITEMS, {"sortby": sortby}).json()["features"]]
    address, seen = f"{ITEMS}?limit=1&sortby={sortby}", []
    while address:
        document = client.get(address).json()
        seen += [one["id"] for one in document["features"]]
        address = links(document).get("next")
    assert seen == whole
    assert sorted(seen) == [school.pk for school in schools]


def test_who_follows_many_links_gets_larger_pages(client, city):
    for number in range(60):
        make_school(f"Schule {number}")
    address, sizes, seen = f"{ITEMS}?limit=1", [], []
    while address:
        document = client.get(address).json()
        sizes.append(document["numberReturned"])
        seen += [one["id"] for one in document["features"]]
        address = links(document).get("next")
    assert sizes[:21] == [1] * 21
    assert sizes[21:25] == [2, 4, 8, 16]
    assert len(seen) == len(set(seen)) == 60


def test_an_offset_skips(client, schools, names):
    assert names(offset="3") == ["D", "E"]
    assert names(offset="1", limit="2") == ["B", "C"]
    assert names(offset="99") == []


def test_more_than_the_largest_page_is_the_largest_page(client, schools):
    assert client.get(ITEMS, {"limit": MAX_LIMIT * 5}).status_code == 200


def test_a_box_finds_what_touches_it(names, schools):
    assert names(bbox="7.805,51.6,7.825,51.7") == ["B", "C"]
    assert names(bbox="7.805,51.6,-10,7.825,51.7,500") == ["B", "C"]
    assert names(bbox="-180,-90,180,90") == list("ABCDE")
    assert names(bbox="179,-90,-179,90") == []


def test_validity_decides_what_a_time_finds(client, city):
    make_school("Immer")
    make_school("Ab 2030", valid_from=datetime(2030, 1, 1, tzinfo=UTC))
    make_school("Bis 2020", valid_to=datetime(2020, 1, 1, tzinfo=UTC))

    def found(when: str) -> set[str]:
        document = client.get(ITEMS, {"datetime": when}).json()
        return {one["properties"]["name"] for one in document["features"]}

    assert found("2025-06-01T12:00:00Z") == {"Immer"}
    assert found("2031-01-01T00:00:00+01:00") == {"Immer", "Ab 2030"}
    assert found("2019-12-31T00:00:00Z/2025-01-01T00:00:00Z") == {"Immer", "Bis 2020"}
    assert found("../2019-01-01T00:00:00Z") == {"Immer", "Bis 2020"}
    assert found("2040-01-01T00:00:00Z/..") == {"Immer", "Ab 2030"}
    assert found("/2019-01-01T00:00:00Z") == {"Immer", "Bis 2020"}
    assert found("2029-12-31") == {"Immer"}
    assert found("2030-01-01") == {"Immer", "Ab 2030"}


def test_a_property_is_a_parameter(names, schools):
    assert names(kind="primary") == ["A", "B"]
    assert names(pupils="300") == ["C"]
    assert names(name="Schule D", kind="vocational") == ["D"]
    assert names(dataset="anderer") == []


def test_a_yes_or_no_is_a_parameter(client, city):
    make_cool_place("Mit", drinking_water=True)
    make_cool_place("Ohne", drinking_water=False)
    make_cool_place("Unbekannt")
    document = client.get("/ogc/collections/cool_places/items", {"drinking_water": "true"}).json()
    assert [one["properties"]["name"] for one in document["features"]] == ["Mit"]


@pytest.mark.parametrize(
    "query",
    [
        "unbekannt=1",
        "BBOX=1,2,3,4",
        "limit=0",
        "limit=-1",
        "limit=zehn",
        "limit=1.5",
        "limit=",
        "limit=1&limit=2",
        "offset=-1",
        "bbox=1,2,3",
        "bbox=1,2,3,4,5",
        "bbox=1,2,3,vier",
        "bbox=1,2,3,NaN",
        "bbox=1,2,3,1e999",
        "bbox=1,52,3,51",
        "bbox=",
        "bbox-crs=EPSG:31467",
        "bbox=7,51,8,52&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/99999",
        "bbox=5,1,4,2&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/25832",
        "crs=http://www.opengis.net/def/crs/EPSG/0/31467",
        "datetime=gestern",
        "datetime=2020-13-01T00:00:00Z",
        "datetime=2021-01-01T00:00:00Z/2020-01-01T00:00:00Z",
        "datetime=2020-01-01T00:00:00Z/2020-01-01T00:00:00Z/..",
        "datetime=..",
        "pupils=viele",
        "f=shp",
        "sortby=unbekannt",
        "sortby=geometry",
        "sortby=name,name",
        "after=!",
        "after=WzFd",
        "after=WyJ4Il0.1",
        "after=WzEsMl0.1",
        "after=WzFd.1&offset=2",
        "filter=",
        "filter=kind%3D%3D1",
        "filter=nix%3D1",
        "filter=kind%3D1",
        "filter-lang=sql",
        "filter-crs=EPSG:1",
        "name=%00",
    ],
)
def test_what_cannot_be_meant_is_a_problem_document(client, schools, query):
    document = problem(client.get(f"{ITEMS}?{query}"))
    assert document["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/?x=1",
        "/ogc/conformance?x=1",
        "/ogc/collections?x=1",
        "/ogc/collections/schools?limit=1",
        "/ogc/api?x=1",
        "/ogc/collections/schools/queryables?x=1",
        "/ogc/tiles?x=1",
        "/ogc/styles?x=1",
    ],
)
def test_an_unknown_parameter_is_refused_everywhere(client, city, address):
    problem(client.get(address))


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/nix",
        "/ogc/collections/nix",
        "/ogc/collections/nix/items",
        f"{ITEMS}/0",
        f"{ITEMS}/{MAX_ID + 1}",
        f"{ITEMS}/-1",
        f"{ITEMS}/eins",
        "/ogc/tiles/WorldCRS84Quad/0/0/0",
        "/ogc/styles/bunt",
        "/ogc/collections/records/items/nix",
    ],
)
def test_what_is_not_there_is_a_404(client, city, address):
    problem(client.get(address), 404)


def test_one_feature_with_its_version_as_etag(client, schools):
    answer = client.get(f"{ITEMS}/{schools[1].pk}")
    document = answer.json()
    assert document["id"] == schools[1].pk
    assert document["properties"]["name"] == "Schule B"
    assert {"self", "collection"} <= links(document).keys()
    assert answer["ETag"] == '"1"'
    again = client.get(f"{ITEMS}/{schools[1].pk}", headers={"if-none-match": '"1"'})
    assert (again.status_code, again.content) == (304, b"")


def test_what_did_not_change_is_not_sent_again(client, schools):
    etag = client.get(ITEMS)["ETag"]
    again = client.get(ITEMS, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{ITEMS}?limit=2", headers={"if-none-match": etag})
    assert other.status_code == 200


def test_head_is_get_without_the_body(client, schools):
    got = client.get(ITEMS)
    head = client.head(ITEMS)
    assert head.content == b""
    assert head["Content-Length"] == str(len(got.content))
    assert head["ETag"] == got["ETag"]


def test_pages_of_any_origin_may_read(client, schools):
    assert client.get(ITEMS)["Access-Control-Allow-Origin"] == "*"
    answer = client.options(f"{ITEMS}/1")
    assert answer.status_code == 204
    assert set(answer["Allow"].split(", ")) == {
        *("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
    }
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_wrong_method_is_told_the_right_ones(client, city):
    answer = client.delete("/ogc/collections")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_text_is_compressed_as_accepted(client, schools, coding):
    import gzip

    import zstandard

    plain = client.get(ITEMS, headers={"accept-encoding": "identity"})
    packed = client.get(ITEMS, headers={"accept-encoding": coding})
    assert packed["Content-Encoding"] == coding
    unpack = {
        "gzip": gzip.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body, 10**7),
    }[coding]
    assert unpack(packed.content)[-500:] == plain.content[-500:]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "conformance",
        "functions",
        "api.html",
        "collections",
        "collections/schools",
        "collections/schools/items",
        "collections/schools/items/{pk}",
        "collections/schools/queryables",
        "collections/schools/sortables",
        "collections/schools/schema",
        "collections/schools/styles",
        "collections/schools/tiles",
        "collections/schools/tiles/WebMercatorQuad",
        "tiles",
        "tileMatrixSets",
        "styles",
        "styles/light/metadata",
        "records",
        "collections/records/items",
        "collections/records/items/layer.schools",
    ],
)
def test_every_document_has_a_page_for_people(client, schools, path):
    address = f"/ogc/{path}".format(pk=schools[0].pk)
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get(address, headers={"accept": browser})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    text = answer.content.decode()
    assert text.count("<h1>") == 1
    assert "<main" in text


def test_the_page_says_unknown_and_the_label_of_a_choice(client, schools):
    text = client.get(f"{ITEMS}/{schools[4].pk}?f=html").content.decode()
    assert "unbekannt" in text
    assert "Förderschule" in text


def test_the_api_definition_is_valid_and_names_every_address(client, schools):
    answer = client.get("/ogc/api")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    document = answer.json()
    validate(document)
    for layer in registry.public_layers():
        assert f"/collections/{layer.name}/items" in document["paths"]


def test_every_parameter_of_the_definition_is_accepted(client, schools):
    document = client.get("/ogc/api").json()
    values = {
        "bbox": "7,51,8,52",
        "datetime": "2025-01-01T00:00:00Z",
        "limit": "1",
        "offset": "0",
        "after": "WzBd.1",
        "sortby": "name",
        "filter": "name IS NOT NULL",
        "filter-lang": "cql2-text",
        "f": "json",
        "sprache": "en",
    }
    for one in document["paths"]["/collections/schools/items"]["get"]["parameters"]:
        if "$ref" in one:
            one = document["components"]["parameters"][one["$ref"].rpartition("/")[2]]
        schema = one["schema"]
        example = {"integer": "1", "number": "1.5", "boolean": "true"}.get(schema["type"], "x")
        value = values.get(one["name"]) or schema.get("default") or example
        if one["name"] in ("valid_from", "valid_to", "updated_at"):
            value = "2025-01-01T00:00:00Z"
        answer = client.get(ITEMS, {one["name"]: value})
        assert answer.status_code == 200, (one["name"], value, answer.content)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_texts_come_in_the_readers_language_when_there_is_one(client, city, language):
    answer = client.get("/ogc/collections/schools", headers={"accept-language": language})
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_what_is_not_published_is_behind_no_door(client, schools):
    hidden = make_school("Versteckt", published=False)
    for query in ({}, {"offset": "1"}, {"filter": "1=1 OR published=true OR name<>''"}):
        answer = client.get(ITEMS, query)
        assert b"Versteckt" not in answer.content
    assert client.get(ITEMS).json()["numberMatched"] == 5
    assert client.get(ITEMS, {"filter": "name='Versteckt'"}).json()["numberMatched"] == 0
    problem(client.get(f"{ITEMS}/{hidden.pk}"), 404)


def test_a_layer_for_staff_is_only_there_for_those_who_may_see_it(client, schools, monkeypatch):
    from tests.publish.ogcapi.conftest import with_token
    from tests.publish.people import account

    monkeypatch.setitem(
        registry._layers, "schools", replace(registry.layer("schools"), public=False)
    )
    addresses = [
        "/ogc/collections/schools",
        ITEMS,
        f"{ITEMS}/{schools[0].pk}",
        *(f"/ogc/collections/schools/{one}" for one in ("queryables", "schema", "styles", "tiles")),
        "/ogc/collections/schools/tiles/WebMercatorQuad/14/5426/8547",
        "/ogc/collections/records/items/layer.schools",
    ]
    for address in addresses:
        problem(client.get(address), 404)
    assert "schools" not in client.get("/ogc/collections").content.decode()
    assert "schools" not in client.get("/ogc/api").content.decode()
    admin = account(None, "chefin")
    admin.is_superuser = True
    admin.save()
    chief = with_token(admin)
    assert chief.get(ITEMS).json()["numberMatched"] == 5
    assert chief.get(ITEMS)["Cache-Control"] == "private, no-cache"
    for address in ("/ogc/collections", "/ogc/api", "/ogc/collections/records/items"):
        assert "schools" in chief.get(address).content.decode()
        assert chief.get(address)["Cache-Control"] == "private, no-cache"
        assert client.get(address)["Cache-Control"] == "public, no-cache"
