"""Every page for everybody: axe, narrow screens, large text, forced colours."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import DESKTOP, PHONE, wait_for_map

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEVICES = {"desktop": DESKTOP, "phone": PHONE}
PAGES = [
    "/",
    "/?step_free=1&zeit=2026-08-02T18:00",
    "/?ort=kurpark-bad-hamm",
    "/orte/kurpark-bad-hamm/",
    "/suche/?q=paulus",
    "/ebenen/",
    "/ebenen/schools/",
    "/daten/",
    "/daten/verbinden/",
    "/offline/",
    "/impressum/",
    "/datenschutz/",
    "/mitmachen/",
    "/vorschlagen/cool_places/",
    "/hitze/warnung/abonnieren/",
    "/barrierefreiheit/",
    "/konto/anmelden/",
    "/gibt-es-nicht/",
]


def visit(page: Page, address: str) -> Page:
    page.goto(address)
    if page.locator("body.mapp").count():
        wait_for_map(page)
    return page


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("screen", DEVICES)
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    new_page: Callable[..., Page], watch, theme: str, language: str, screen: str
) -> None:
    watch.expected = ["404"]
    page = new_page(**DEVICES[screen], color_scheme=theme)
    found = {}
    for address in PAGES:
        joint = "&" if "?" in address else "?"
        visit(page, f"{address}{joint}sprache={language}")
        found[address] = faults(page)
    assert {address: one for address, one in found.items() if one} == {}


def test_axe_finds_nothing_in_what_opens(new_page: Callable[..., Page]) -> None:
    page = visit(new_page(), "/")
    page.get_by_role("button", name="Ebenen und Legende").click()
    page.locator("#more-filters > summary").click()
    page.locator("#profiles > summary").click()
    page.locator(".lang summary").click()
    page.locator("#attribution summary").click()
    page.get_by_role("button", name="Karte verschieben").click()
    assert faults(page) == []
    page.get_by_role("combobox").fill("paulus")
    page.get_by_role("option").first.wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_320_pixels(
    new_page: Callable[..., Page], watch, address: str
) -> None:
    watch.expected = ["404"]
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("address", ["/", "/orte/kurpark-bad-hamm/", "/ebenen/"])
def test_text_may_be_twice_as_large(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(viewport={"width": 1280, "height": 1024})
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    cut = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, .chip label, h1, h2')]
            .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1
                && getComputedStyle(e).overflow !== 'visible')
            .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_forced_colours_keep_borders(new_page: Callable[..., Page]) -> None:
    page = visit(new_page(forced_colors="active"), "/")
    border = page.evaluate("getComputedStyle(document.querySelector('.finder')).borderTopWidth")
    assert border == "1px"


def test_arabic_runs_from_the_right(new_page: Callable[..., Page]) -> None:
    page = visit(new_page(), "/?sprache=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#panel").bounding_box()["x"] > 900
    assert page.locator(".ctrls").bounding_box()["x"] < 100
