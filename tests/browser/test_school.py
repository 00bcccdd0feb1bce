"""A parent looks for the way to school, prints the plan and reports a hazard."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.pages import PHONE, open_map
from tests.browser.test_access import faults
from tests.conftest import STAFF

SCHOOL = "/schulen/geistschule/"


def test_a_parent_reports_in_turkish_and_a_moderator_accepts(
    new_page: Callable[..., Page],
) -> None:
    phone = new_page(**PHONE, locale="tr-TR")
    phone.goto(f"{SCHOOL}?sprache=tr")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Okul yolu")
    expect(phone.get_by_role("heading", name="Önerilen okul yolları")).to_be_visible()
    assert phone.locator(".school-map img").evaluate("img => img.complete && img.naturalWidth > 0")

    plan = phone.get_by_role("link", name="Okul yolu planı (PDF, A4)").get_attribute("href")
    answer = phone.request.get(f"{SCHOOL.rstrip('/')}/schulwegplan.pdf?format=a4")
    assert plan and plan.endswith("format=a4")
    assert answer.body().startswith(b"%PDF-")

    phone.get_by_role("link", name="Tehlikeli yer bildir").click()
    phone.locator(".picker-map").click(position={"x": 200, "y": 120})
    expect(phone.get_by_role("status").first).to_contain_text("Yer seçildi")
    phone.get_by_label("Ad", exact=True).fill("Okul köşesi")
    phone.get_by_label("Tür", exact=True).select_option("speed")
    phone.locator("#id_consent").check()
    phone.wait_for_timeout(2_100)  # nobody fills in a form faster
    phone.locator("p button[name=senden]").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bildiriminiz için teşekkürler")
    receipt = phone.url

    phone.goto(SCHOOL)
    expect(phone.locator("main")).not_to_contain_text("Okul köşesi")

    desk = new_page()
    desk.goto("/verwaltung/")
    desk.locator("#id_username").fill(STAFF[0])
    desk.locator("#id_password").fill(STAFF[1])
    desk.locator("[type=submit]").click()
    desk.goto("/verwaltung/layers/suggestion/")
    desk.get_by_role("link").filter(has_text="202").first.click()
    desk.get_by_role("button", name="Übernehmen", exact=True).click()

    phone.goto(SCHOOL)
    expect(phone.locator("main")).to_contain_text("Okul köşesi")
    phone.goto(receipt)
    expect(phone.locator("main")).to_contain_text("kabul edildi")


def test_a_parent_finds_the_way_to_school_and_prints_the_plan(
    page: Page, new_page: Callable[..., Page]
) -> None:
    """From the map: the school's card, its page, the way from home to the gate, the plan."""
    open_map(page, "/?ebenen=schools&bei=7.7915,51.6620#16/51.66193/7.79445")
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    option = page.locator("#features [role=option]", has_text="Geistschule").first
    option.click()
    card = page.locator("#card")
    expect(card.get_by_role("heading", level=1)).to_have_text("Geistschule")
    card.get_by_role("link", name="Weg zeigen").click()
    expect(page.locator("#way-title")).to_be_focused()
    expect(page.locator("#nach")).to_have_value("Geistschule")
    page.locator("#von").fill("Liebfrauenkirche")
    page.locator("#von-suggestions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".one-way:visible .steps li").last).to_contain_text("Geistschule")
    page.emulate_media(media="print")
    expect(page.locator(".one-way:visible .steps li").first).to_be_visible()

    page.emulate_media(media="screen")
    page.goto(SCHOOL)
    link = page.get_by_role("link", name="Schulwegplan (PDF, A4)").get_attribute("href")
    answer = page.request.get(f"{SCHOOL}{link}" if not link.startswith("/") else link)
    assert answer.headers["content-type"] == "application/pdf"
    sheet = PdfReader(io.BytesIO(answer.body())).pages[0]
    assert "Geistschule" in sheet.extract_text()


@pytest.mark.parametrize("script", [True, False])
def test_where_children_live_is_tapped_and_kept_out_of_the_address(
    new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(**PHONE, java_script_enabled=script)
    page.goto(f"{SCHOOL}zu-fuss/")
    page.locator(".picker-map").click(position={"x": 144, "y": 20})
    expect(page.locator(".numbered strong")).to_contain_text("Minuten")
    page.locator(".picker-map").click(position={"x": 30, "y": 250})
    expect(page.locator(".numbered > li")).to_have_count(2)
    assert page.url.endswith(f"{SCHOOL}zu-fuss/")


def test_a_tap_means_the_spot_below_the_finger(new_page: Callable[..., Page]) -> None:
    """The picture is 288 pixels and 1,200 metres wide, around the school."""
    page = new_page(**PHONE)
    page.goto(f"{SCHOOL}zu-fuss/")
    page.locator(".picker-map").click(position={"x": 72, "y": 216})
    x, y = map(float, page.locator("[name=punkte]").input_value().split(","))
    assert (x, y) == pytest.approx((416597 - 300, 5723999 - 300), abs=5)


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_schools(
    new_page: Callable[..., Page], language: str, theme: str
) -> None:
    page = new_page(**PHONE, color_scheme=theme)
    found = {}
    for address in ("/schulen/", SCHOOL, f"{SCHOOL}zu-fuss/", "/vorschlagen/hazards/"):
        page.goto(f"{address}?sprache={language}")
        found[address] = faults(page)
    assert {address: one for address, one in found.items() if one} == {}


@pytest.mark.parametrize("address", ["/schulen/", SCHOOL, f"{SCHOOL}zu-fuss/"])
def test_nothing_is_wider_than_320_pixels(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
