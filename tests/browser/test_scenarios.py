"""A heat planner draws measures, lets them be computed, and hands the result on."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import DESKTOP, MAP_TIMEOUT_MS, PHONE
from tests.browser.test_access import faults
from tests.conftest import Site

NAME = "Zwanzig Bäume"


@pytest.fixture
def planner(new_page: Callable[..., Page], staff_state: dict) -> Iterator[Page]:
    yield new_page(**DESKTOP, storage_state=staff_state)


def begin(page: Page, name: str) -> Page:
    page.goto("/planung/szenarien/")
    page.get_by_label("Name des Szenarios").fill(name)
    page.get_by_role("button", name="Neues Szenario").click()
    page.wait_for_selector("#drawing[data-ready]", timeout=MAP_TIMEOUT_MS)
    page.wait_for_selector("#drawing[data-state=idle]", timeout=MAP_TIMEOUT_MS)
    return page


def compute(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Wirkung berechnen").click()
    expect(page.get_by_role("progressbar", name="Fortschritt der Berechnung")).to_be_visible()
    site.manage("procrastinate", "worker", "--one-shot", "--queues", "heat")
    page.wait_for_selector("#result", timeout=MAP_TIMEOUT_MS)


def test_a_planner_draws_twenty_trees_and_takes_the_result_away(
    planner: Page, site: Site, browser: Browser, tmp_path: Path
) -> None:
    page = begin(planner, NAME)
    box = page.locator("#drawing").bounding_box()
    for number in range(20):
        page.mouse.click(box["x"] + 200 + number % 5 * 45, box["y"] + 120 + number // 5 * 45)
        page.wait_for_timeout(80)
    table = page.locator("#measure-table")
    expect(table.locator("caption")).to_have_text("20 Maßnahmen")
    expect(page.locator("#draft-status")).to_contain_text("Entwurf gesichert um")

    page.get_by_role("button", name="Rückgängig").click()
    expect(table.locator("caption")).to_have_text("19 Maßnahmen")
    page.get_by_role("button", name="Wiederholen").click()
    expect(table.locator("caption")).to_have_text("20 Maßnahmen")
    table.get_by_label("Höhe").first.fill("14.5")
    table.get_by_label("Höhe").first.press("Tab")
    expect(page.locator("#draft-status")).to_contain_text("Entwurf gesichert um")

    compute(page, site)
    below = page.get_by_role("table", name="Was man spürt: unter den Maßnahmen")
    expect(below.get_by_role("row", name=re.compile("PET"))).to_contain_text("−")
    for picture in page.locator("figure.compare img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 500
    assert faults(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Karte als HTML-Datei").click()
    report = tmp_path / "bericht.html"
    download.value.save_as(report)
    opens_offline(browser, report)


def opens_offline(browser: Browser, report: Path) -> None:
    context = browser.new_context(offline=True)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    expect(page.locator(".leaflet-container path").first).to_be_attached()
    expect(page.locator(".leaflet-image-layer")).to_have_count(1)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert [one for one in asked if not one.startswith(("data:", "file:"))] == []
    assert said == []
    context.close()


def test_without_a_mouse_the_same_comes_out(planner: Page) -> None:
    page = begin(planner, "Mit der Tastatur")
    page.get_by_role("button", name="Baum in die Kartenmitte").press("Enter")
    expect(page.locator("#measure-table caption")).to_have_text("1 Maßnahme")
    page.get_by_text("Maßnahme als Text eingeben").press("Enter")
    page.get_by_label("Lage als Text").fill("7.8207 51.6806")
    page.get_by_role("button", name="Hinzufügen").press("Enter")
    expect(page.locator("#measure-table caption")).to_have_text("2 Maßnahmen")
    page.locator("#measure-table [name=remove]").first.press("Space")
    expect(page.locator("#measure-table caption")).to_have_text("1 Maßnahme")
    page.reload()
    expect(page.locator("#measure-table caption")).to_have_text("1 Maßnahme")


def test_without_a_connection_the_drawing_stays(planner: Page, watch) -> None:
    watch.expected = ["ERR_INTERNET_DISCONNECTED"]
    page = begin(planner, "Funkloch")
    page.context.set_offline(True)
    page.get_by_role("button", name="Baum in die Kartenmitte").click()
    expect(page.locator("#draft-status")).to_contain_text("Nicht gesichert: keine Verbindung")
    page.context.set_offline(False)
    page.get_by_role("button", name="Baum in die Kartenmitte").click()
    expect(page.locator("#measure-table caption")).to_have_text("2 Maßnahmen")


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_workbench_and_the_warning_page(
    new_page: Callable[..., Page], staff_state: dict, language: str, theme: str
) -> None:
    page = new_page(**PHONE, storage_state=staff_state, color_scheme=theme)
    page.goto(f"/hitze/warnung/?sprache={language}")
    assert faults(page) == []
    page.goto("/planung/szenarien/")
    page.fill("[name=name]", "Für alle")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#drawing[data-ready]", timeout=MAP_TIMEOUT_MS)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
