"""The page that tells how to connect, and the links to every format."""

import re

from layers.publish.downloads.formats import BY_EXTENSION


def test_the_addresses_are_those_of_this_server(client, hamm) -> None:
    page = client.get("/daten/verbinden/").content.decode()
    for path in ("/ogc/", "/wfs", "/daten/herunterladen/schools.csv"):
        assert f"http://testserver{path}" in page
    for path in set(re.findall(r"http://testserver(/daten/herunterladen/[^<&\s]*)", page)):
        answer = client.head(path)
        assert answer.status_code == 200, path


def test_every_layer_links_every_format_and_the_page_of_data_links_here(client, hamm) -> None:
    page = client.get("/ebenen/schools/").content.decode()
    for extension in BY_EXTENSION:
        assert f'href="/daten/herunterladen/schools.{extension}"' in page
    assert 'href="/daten/verbinden/"' in page
    assert 'href="/daten/verbinden/"' in client.get("/daten/").content.decode()
