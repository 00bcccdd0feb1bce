"""The same page for browsers that run no script: list, filters, layers and search as forms."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    return new_page(java_script_enabled=False)


def test_the_list_is_complete_and_leads_to_every_place(plain: Page) -> None:
    plain.goto("/")
    first = plain.locator("#results .place h2 a").first
    name = first.inner_text()
    first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(name)
    plain.get_by_role("link", name="Auf der Karte zeigen").click()
    expect(plain.locator("#card h1")).to_have_text(name)


def test_filters_and_layers_are_one_form(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("checkbox", name="Stufenlos").check(force=True)
    plain.get_by_label("Schulen", exact=True).check()
    plain.get_by_role("button", name="Anwenden").first.click()
    expect(plain).to_have_url(re.compile("step_free=1"))
    expect(plain.get_by_role("checkbox", name="Stufenlos")).to_be_checked()
    expect(plain.get_by_label("Schulen", exact=True)).to_be_checked()
    count = int(plain.locator("label", has_text="Stufenlos").locator(".n").inner_text())
    expect(plain.locator("#results .place")).to_have_count(count)


def test_the_time_is_a_form(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#zeit").fill("2026-08-02T18:00")
    plain.locator("#time").get_by_role("button", name="Anwenden").click()
    expect(plain.locator("#time-words")).to_contain_text("18:00")


def test_search_answers_on_a_page(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("pauluskirche")
    plain.get_by_role("button", name="Suchen").click()
    expect(plain.locator("main")).to_contain_text("Pauluskirche")


def test_the_menu_of_a_phone_opens(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/ebenen/")
    page.get_by_role("link", name="Menü", exact=True).click()
    page.locator(".lang summary").click()
    expect(page.get_by_role("link", name="English")).to_be_visible()
