"""A planner drags a new place over the picture and sees at once whom it would serve."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import PHONE
from tests.browser.test_access import faults

PAGE = "/planung/standorte/?ebene=cool_places&zeit=2026-08-05T15:00"
MORE = re.compile(r"An dieser Stelle: [\d.]+ Menschen mehr")


def told(page: Page) -> Locator:
    return page.locator("#site-answer .big")


def test_a_dragged_place_is_followed(page: Page, watch) -> None:
    page.goto(PAGE)
    expect(told(page)).to_have_text("Noch ist keine Stelle gewählt.")
    pin = page.get_by_role("button", name="Das neue Ziel")
    box = page.locator(".picker-map").bounding_box()
    assert box is not None
    asked = len(watch.requests)
    pin.hover()
    page.mouse.down()
    assert box["width"] > 400  # the picture is wider than its 288 pixels without script
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=8)
    across, down = box["width"] * 91 / 288, box["height"] * 192 / 288
    page.mouse.move(box["x"] + across, box["y"] + down, steps=8)
    expect(told(page)).to_have_text(MORE)
    page.mouse.up()
    assert 1 < len(watch.requests) - asked < 20  # while it moved, one question after the other
    expect(page.locator("#site-marks")).to_have_attribute("data-left", "91.0")
    assert page.url.endswith(PAGE)  # nothing was sent by the form


def test_the_keyboard_moves_it_too_and_the_form_keeps_it(page: Page) -> None:
    page.goto(PAGE)
    pin = page.get_by_role("button", name="Das neue Ziel")
    pin.press("ArrowLeft")
    pin.press("Shift+ArrowDown")
    expect(page.locator("#site-marks")).to_have_attribute("data-top", "160.0")
    expect(page.locator("#site-marks")).to_have_attribute("data-left", "140.0")
    words = told(page).inner_text()
    page.get_by_role("button", name="Rechnen").last.click()
    expect(page).to_have_url(re.compile("ort="))
    expect(told(page)).to_have_text(words)


def test_without_script_a_tap_asks_the_same(new_page: Callable[..., Page]) -> None:
    phone = new_page(**PHONE, java_script_enabled=False)
    phone.goto(PAGE)
    phone.locator(".picker-map").click(position={"x": 91, "y": 192})
    expect(told(phone)).to_have_text(MORE)


def test_it_is_for_everybody(new_page: Callable[..., Page]) -> None:
    for options in ({}, {**PHONE, "color_scheme": "dark"}):
        page = new_page(**options)
        page.goto(f"{PAGE}&ort=416600,5724600&sprache=ar")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
