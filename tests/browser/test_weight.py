"""How much a phone must load, in bytes as they travel (brotli)."""

import re
import urllib.request

import brotli
from playwright.sync_api import Page

from tests.browser.pages import open_map

KB = 1000


def travelled(site: str, path: str) -> bytes:
    """The body as a browser that takes brotli would get it at best."""
    request = urllib.request.Request(f"{site}{path}", headers={"Accept-Encoding": "identity"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return brotli.compress(answer.read())


def test_page_and_style_stay_below_60_kb(site: str) -> None:
    page = travelled(site, "/")
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', brotli.decompress(page).decode())
    assert len(page) + sum(len(travelled(site, sheet)) for sheet in sheets) <= 60 * KB


def test_scripts_of_the_map_stay_below_400_kb(page: Page, site: str, watch) -> None:
    open_map(page)
    scripts = {url.removeprefix(site) for url in watch.requests if re.search(r"\.m?js$", url)}
    assert any("worker" in path for path in scripts)
    assert sum(len(travelled(site, path)) for path in scripts) <= 400 * KB


def test_the_list_waits_for_no_script(page: Page, watch) -> None:
    watch.expected = ["ERR_FAILED"]
    page.route(re.compile(r"\.m?js$"), lambda route: route.abort())
    page.goto("/", wait_until="domcontentloaded")
    assert page.locator("#results .place").count() > 10


def test_the_start_asks_for_few_tiles(page: Page, watch) -> None:
    open_map(page)
    layers = {url.split("/tiles/")[1].split("/")[0] for url in watch.requests if "/tiles/" in url}
    tiles = [url for url in watch.requests if "/tiles/" in url]
    assert len(tiles) <= 12 * len(layers)
