"""The map with heat in a real browser: rings, shade and legend follow the hour."""

import json
import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS, Watch
from tests.browser.pages import DESKTOP, open_map, wait_for_map

JULY = "zeit=2026-07-14T15:00"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def page(browser: Browser, heat_site):
    watch = Watch(str(heat_site))
    context = watch.look_at(
        browser.new_context(
            **DESKTOP,
            base_url=str(heat_site),
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
    )
    opened = context.new_page()
    opened.watch = watch
    yield opened
    context.close()
    assert watch.unexpected() == []


def rings(page: Page) -> dict[str, str]:
    data = page.locator("#results .scroll")
    ids = data.get_attribute("data-ids").split(",")
    return dict(zip(ids, data.get_attribute("data-rings").split(","), strict=True))


def test_moving_the_hour_turns_list_and_picture(page: Page, heat_site):
    open_map(page, f"/?{JULY}&ebenen=cool_places,heat_zones,shade#15/51.678/7.82")
    before = rings(page)
    row = page.locator(".place", has_text=re.compile(r"Schatten \d+ %")).first
    said = int(re.search(r"Schatten (\d+) %", row.inner_text())[1])
    assert before[row.get_attribute("data-id")] == str(said)
    assert any("/light/12-9/" in url for url in page.watch.requests)
    page.locator("#hour").focus()
    with page.expect_response(lambda answer: "zeit=2026-07-14T19" in answer.url):
        for _ in range(4):
            page.keyboard.press("ArrowRight")
    wait_for_map(page)
    expect(page.locator("#results .scroll")).to_have_attribute("data-moment", "12-13")
    assert rings(page) != before
    assert page.locator("#hour").get_attribute("aria-valuetext") == "19:00"
    assert "zeit=2026-07-14T19:00" in page.url
    page.wait_for_timeout(500)
    assert any("/light/12-13/" in url for url in page.watch.requests)


def test_who_is_within_reach_follows_the_hour(page: Page, heat_site):
    """As the page of figures says it, which is made on its own."""
    open_map(page, f"/?{JULY}")
    reach = page.locator("#reach")
    at_three = reach.locator("[data-reach=percent]").inner_text()
    page.locator("#hour").focus()
    with page.expect_response(lambda answer: "zeit=2026-07-14T21" in answer.url):
        for _ in range(6):
            page.keyboard.press("ArrowRight")
    expect(reach.locator("[data-reach=percent]")).not_to_have_text(at_three)
    percent, at_most = (
        int(reach.locator(f"[data-reach={name}]").inner_text().removesuffix(" %"))
        for name in ("percent", "at-most")
    )
    assert percent < at_most
    assert reach.locator("progress").evaluate("bar => bar.value") == percent
    reach.get_by_role("link").click()
    city = page.locator("tr", has_text="Ganze Stadt")
    told = [int(share) for share in re.findall(r"(\d+) %", city.inner_text())]
    assert percent in told and at_most in told


def test_the_legend_shows_the_patterns_that_the_sprite_has(page: Page, heat_site):
    open_map(page, f"/?{JULY}&ebenen=cool_places,heat_zones")
    shown = page.locator(".legend li[data-layer=heat_zones]:visible")
    assert [text.strip() for text in shown.all_inner_texts()] == [
        "sehr günstig",
        "günstig",
        "weniger günstig",
        "ungünstig",
        "sehr ungünstig",
    ]
    used = [one.get_attribute("href") for one in shown.locator("use").all()]
    assert [href.split("#")[1] for href in used] == ["s-dots", "s-diagonal", "s-cross"]
    style = json.loads(urllib.request.urlopen(f"{heat_site}/stil/light.json").read())
    sprite = json.loads(urllib.request.urlopen(f"{style['sprite']}.json").read())
    patterns = {
        one["paint"]["fill-pattern"] for one in style["layers"] if "fill-pattern" in one["paint"]
    }
    assert {"pattern-dots", "pattern-diagonal", "pattern-cross"} <= patterns <= set(sprite)


@pytest.mark.parametrize(
    "path",
    [
        f"/?{JULY}&ebenen=cool_places,heat_zones,shade",
        "/hitze/",
        f"/hitze/schatten/?{JULY}",
        "/hitze/erreichbarkeit/",
        f"/orte/bockumer-friedhof/?{JULY}",
    ],
)
def test_axe_finds_nothing(page: Page, path: str):
    page.goto(path)
    if page.locator("#map").count():
        wait_for_map(page)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["violations"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gaps_and_coverage_fit_a_phone_and_axe_finds_nothing(page: Page, heat_site, theme: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)
    page.goto("/konto/anmelden/")
    page.fill("[name=username]", heat_site.staff[0])
    page.fill("[name=password]", heat_site.staff[1])
    page.click("main button[type=submit]")
    page.wait_for_url("**/konto/")
    for path in ("/planung/luecken/?tag=6&stunde=22", "/hitze/erreichbarkeit/"):
        page.goto(path)
        assert page.locator("table tbody tr").count() > 5
        drawn = page.locator(".drawn-map .table-scroll")
        assert drawn.evaluate("box => box.scrollWidth <= box.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
