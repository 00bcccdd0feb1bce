"""The page that tells how to connect, and the links to every format."""

import re

from lxml import html

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


def test_the_map_links_both_services_for_people_and_for_programs(client, hamm) -> None:
    page = html.fromstring(client.get("/").content)
    for service in ("/ogc/", "/wfs?SERVICE=WFS&REQUEST=GetCapabilities"):
        assert page.xpath("//head/link[@rel='service' and @href=$where]", where=service)
        assert page.xpath("//body//a[@href=$where]", where=service)
    for kind in ("service", "service-desc", "service-doc"):
        links = page.xpath("//head/link[@rel=$kind]", kind=kind)
        assert links
        for link in links:
            answer = client.get(link.get("href"), headers={"Accept": link.get("type")})
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(link.get("type").partition(";")[0])
