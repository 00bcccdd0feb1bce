"""What the service worker is told to keep; tests/browser/test_offline.py uses it."""

import json
import re

from heatmodel.models import CoolPlace


def test_the_service_worker_is_told_what_every_page_needs(hamm, client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    shell = json.loads(answer.content.decode().partition("self.SHELL = ")[2].partition(";\n")[0])
    assert [name for name in shell["files"] if name.endswith((".css", ".js"))]
    page = client.get("/").content.decode()
    assert all(name in page for name in shell["files"] if name.endswith((".css", ".js")))


def test_the_kept_city_is_all_places_and_the_tiles_that_cover_it(hamm, client):
    scope = client.get("/offline/umfang.json").json()
    places = CoolPlace.objects.filter(published=True).count()
    assert len(scope["cards"]) == places
    # One tile of zoom 14 is 1,516 m wide in Hamm; the city's rectangle is 22.3 by 18.5 km.
    base = [
        one for one in scope["files"] if re.fullmatch(r"/tiles/base/[^/]+/14/\d+/\d+\.mvt", one)
    ]
    assert 22.3 * 18.5 / 1.516**2 < len(base) < 24 * 20.2 / 1.516**2 + 20
    assert all(client.get(one).status_code == 200 for one in scope["pages"][:3])


def test_the_kept_pages_have_all_their_style_and_scripts(hamm, client):
    scope = client.get("/offline/umfang.json").json()
    kept = scope["pages"][:2] + scope["cards"][:1]
    for page in (client.get(address).content.decode() for address in kept):
        linked = re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js))"', page)
        assert linked
        assert set(linked) <= set(scope["files"])


def test_it_can_be_put_on_the_home_screen(hamm, client):
    manifest = client.get("/manifest.webmanifest", headers={"Accept-Language": "tr"}).json()
    assert (manifest["lang"], manifest["start_url"]) == ("tr", "/")
    assert manifest["name"].startswith("Hamm")
