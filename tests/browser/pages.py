"""Devices, and how a test opens the map on them."""

from playwright.sync_api import Page

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
MAP_TIMEOUT_MS = 45_000


def open_map(page: Page, address: str = "/") -> Page:
    page.goto(address)
    wait_for_map(page)
    return page


def wait_for_map(page: Page) -> None:
    page.wait_for_selector("#map[data-state=idle]", timeout=MAP_TIMEOUT_MS)
