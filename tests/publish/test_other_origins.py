"""Pages of any origin may read what is published, at each address and when it goes wrong (CORS)."""

import pytest

from tests.factories import make_cool_place

ROUTE = "/api/routing/route"
READS = (
    "/api/layers/",
    "/api/layers/cool_places/",
    "/api/layers/cool_places.geojson",
    "/api/search/?q=Park",
    "/api/routing/openapi.json",
    "/daten/herunterladen/cool_places.csv",
    "/ogc/collections/cool_places/items",
    "/stil/light.json",
    "/tiles/cool_places.json",
    "/wfs?SERVICE=WFS&REQUEST=GetCapabilities",
)
MISTAKES = (
    ("/api/layers/cool_places/?limit=0", 400),
    ("/api/layers/cool_places.geojson?bbox=here", 400),
    ("/api/layers/nothing.geojson", 404),
    (ROUTE, 400),
    ("/daten/herunterladen/cool_places.csv?filter=(", 400),
    ("/daten/herunterladen/cool_places.doc", 404),
    ("/daten/herunterladen/nothing.csv", 404),
    ("/ogc/collections/nothing/items", 404),
    ("/raster/nothing/1/light/1/1/1/1.png", 404),
    ("/stil/pink.json", 404),
    ("/tiles/nothing.json", 404),
    ("/wfs?SERVICE=WFS&REQUEST=Nothing", 400),
)


@pytest.fixture(autouse=True)
def place(city):
    return make_cool_place(name="Park")


@pytest.mark.parametrize("address", READS)
def test_every_read_answers_get_head_and_what_a_browser_asks_before(client, address: str):
    told, bare, before = client.get(address), client.head(address), client.options(address)
    assert (told.status_code, bare.status_code, before.status_code) == (200, 200, 204)
    assert told["Content-Type"] == bare["Content-Type"]
    assert b"".join(told) and not b"".join(bare)
    for answer in (told, bare, before):
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in told["Access-Control-Expose-Headers"].split(", ")
    assert {"GET", "HEAD", "OPTIONS"} <= set(before["Access-Control-Allow-Methods"].split(", "))
    assert {"GET", "HEAD", "OPTIONS"} <= set(before["Allow"].split(", "))


@pytest.mark.parametrize(("address", "status"), MISTAKES)
def test_what_is_wrong_can_be_read_there_too(client, address: str, status: int):
    answer = client.get(address)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")


@pytest.mark.parametrize("address", [ROUTE, "/wfs"])
def test_where_a_question_may_be_posted_a_page_may_post_it(client, address: str):
    before = client.options(address)
    assert "POST" in before["Access-Control-Allow-Methods"].split(", ")


def test_no_page_may_write_by_the_login_of_its_reader(client):
    before = client.options("/ogc/collections/cool_places/items")
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in before
    for page in ("/", "/konto/anmelden/", "/schulen/"):
        assert "Access-Control-Allow-Origin" not in client.get(page)
