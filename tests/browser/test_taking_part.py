"""Somebody suggests a cool place on a phone, and sees it on the map once the city has looked."""

import re
from collections.abc import Callable

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser.pages import PHONE, wait_for_map
from tests.browser.test_access import faults
from tests.conftest import STAFF
from tests.media import photographs

FORM = "/vorschlagen/cool_places/"
# Language, what it calls suggesting a cool place, and the name that its reader gives.
READERS = [
    ("de", "Kühlen Ort vorschlagen", "Bank unter den Linden"),
    ("ar", "اقترح مكانًا باردًا", "مقعد في الظل"),
    ("tr", "Serin bir yer öner", "Ihlamur altında bir bank"),
]


def fill_in(page: Page, name: str, *, spot: tuple[int, int] = (150, 120)) -> None:
    page.locator(".picker-map").click(position={"x": spot[0], "y": spot[1]})
    expect(page.locator("input[name=ort]")).to_have_value(re.compile(r"\d"))
    page.locator("#id_name").fill(name)
    page.locator("#id_kind").select_option("park")
    page.locator("#id_consent").check()


def send(page: Page) -> None:
    page.wait_for_timeout(2_100)  # nobody fills in a form faster
    page.locator("p > button[name=senden]").click()


def log_in(desk: Page) -> None:
    desk.goto("/verwaltung/")
    desk.locator("#id_username").fill(STAFF[0])
    desk.locator("#id_password").fill(STAFF[1])
    desk.locator("[type=submit]").click()


@pytest.mark.parametrize(("language", "title", "name"), READERS)
def test_suggested_on_a_phone_it_appears_after_moderation(
    new_page: Callable[..., Page], language: str, title: str, name: str
) -> None:
    phone = new_page(**PHONE)
    phone.goto(f"/mitmachen/?sprache={language}")
    phone.get_by_role("link", name=title).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(title)
    spot = {"de": (60, 60), "ar": (220, 60), "tr": (60, 220)}[language]
    fill_in(phone, name, spot=spot)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photographs.from_a_phone()}
    phone.locator("#id_photo").set_input_files([photo])
    phone.locator("#id_photo_alt").fill(name)
    assert faults(phone) == []
    send(phone)
    expect(phone.locator("dl code")).to_be_visible()
    receipt = phone.url
    assert faults(phone) == []

    phone.goto(f"/ebenen/cool_places/?q={name}")
    expect(phone.locator("main")).not_to_contain_text(name)

    desk = new_page(locale="de-DE")
    log_in(desk)
    desk.goto("/verwaltung/layers/suggestion/?state__exact=open")
    desk.get_by_role("link").filter(has_text="202").first.click()
    expect(desk.locator("#content-main")).to_contain_text(name)
    photo = desk.locator("#content-main img[alt]").last
    assert photo.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    desk.get_by_label("niemand ist darauf zu erkennen").check()
    desk.get_by_role("button", name="Übernehmen", exact=True).click()

    phone.goto(receipt)
    phone.locator(".acts a.btn").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    assert phone.locator(".photo img").get_attribute("alt") == name
    phone.locator('.acts a[href^="/?"]').click()
    wait_for_map(phone)
    expect(phone.locator("#card h1")).to_have_text(name)


def test_without_a_script_by_address(new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto(FORM)
    page.get_by_label("Adresse oder Ort").fill("Titaniastraße 5")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("status").first).to_contain_text("Die Stelle ist gewählt")
    page.locator("#id_name").fill("Schattiger Schulweg")
    page.locator("#id_kind").select_option("wood")
    page.locator("#id_consent").check()
    if page.locator("#anderer").count():
        page.locator("#anderer").check()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihren Hinweis")
    page.get_by_role("link", name="Hinweis zurückziehen").click()
    page.get_by_role("button", name="Zurückziehen").click()
    expect(page.locator(".lead")).to_contain_text("zurückgezogen")


@pytest.mark.parametrize("language", ["de", "ar", "tr"])
def test_with_the_keyboard_alone(new_page: Callable[..., Page], language: str) -> None:
    with translation.override(language):
        title, where, chosen, thanks, send_it = (
            translation.gettext(words)
            for words in (
                "Heißen Ort melden",
                "Adresse oder Ort",
                "Die Stelle ist gewählt: der rote Punkt auf der Karte.",
                "Danke für Ihren Hinweis",
                "Absenden",
            )
        )
    page = new_page(**PHONE)
    page.goto(f"/mitmachen/?sprache={language}")
    tab_to(page, 'main a[href="/vorschlagen/hot_spots/"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tab_to(page, "#adresse")
    page.keyboard.type("Titaniastraße 5")
    tab_to(page, "button[name=suchen]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(chosen)
    expect(page.locator("main")).to_match_aria_snapshot(f"""
        - heading "{title}" [level=1]
        - group:
          - paragraph:
            - textbox "{where}"
          - status: "{chosen}"
        - paragraph:
          - button "{send_it}"
    """)
    tab_to(page, "#id_name")
    page.keyboard.type("Ecke ohne Baum")
    tab_to(page, "#id_kind")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_kind")).not_to_have_value("")
    tab_to(page, "#id_consent")
    page.keyboard.press("Space")
    page.wait_for_timeout(2_100)
    tab_to(page, "p > button[name=senden]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(thanks)


def test_what_is_wrong_is_said_and_reached(new_page: Callable[..., Page], watch) -> None:
    watch.expected = ["422"]
    page = new_page(**PHONE)
    page.goto(FORM)
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id || location.hash")
    assert faults(page) == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus, as often as a page has stops at most."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")
