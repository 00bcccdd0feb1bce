"""The map in a frame of a page that comes from somewhere else."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import DESKTOP, MAP_TIMEOUT_MS, PHONE, open_map
from tests.browser.test_access import faults

HOST_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Verein</title>
<link rel="icon" href="data:,"></head><body><h1>Unser Verein</h1>
<iframe src="{src}" title="Kühle Orte" width="800" height="900"{more}></iframe></body></html>"""


@pytest.fixture
def framed(new_page: Callable[..., Page], site: str, watch) -> Iterator[Callable[..., Page]]:
    """Opens a page of another origin which frames an address of ours."""
    body = b""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Not on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}/"
    watch.expected = [f"request to another origin: {address}"]

    def show(path: str, more: str = "", **options: object) -> Page:
        nonlocal body
        body = HOST_PAGE.format(src=f"{site}{path}", more=more).encode()
        page = new_page(base_url=address, **options)
        page.goto("/")
        return page

    yield show
    server.shutdown()
    server.server_close()


def drawn(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe")
    expect(frame.locator("#map[data-state=idle]")).to_be_visible(timeout=MAP_TIMEOUT_MS)
    return frame


def test_the_map_moves_in_a_frame_and_keeps_nothing(framed, watch) -> None:
    page = framed("/einbetten/beweglich/?sprache=de&zeit=2026-08-02T18:00&bei=7.8207,51.6806")
    frame = drawn(page)
    expect(frame.locator("#picture")).to_be_hidden()
    expect(frame.get_by_role("region", name="Karte der kühlen Orte")).to_be_visible()
    tiles = len([url for url in watch.requests if "/tiles/" in url])
    assert tiles
    frame.get_by_role("button", name="Vergrößern").focus()
    page.keyboard.press("Enter")
    expect(frame.locator("#map[data-state=idle]")).to_be_visible(timeout=MAP_TIMEOUT_MS)
    page.wait_for_timeout(500)
    assert len([url for url in watch.requests if "/tiles/" in url]) > tiles
    assert page.context.cookies() == []


def test_a_sign_that_is_pressed_leads_to_its_row(framed) -> None:
    page = framed("/einbetten/beweglich/?sprache=de&q=Pauluskirche&bei=7.819257,51.681074")
    frame = drawn(page)
    link = frame.get_by_role("link", name="Pauluskirche").first
    box = frame.locator("#map").bounding_box()
    assert box
    # The address names the church's own place, so its sign is in the middle.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(link).to_be_focused()
    expect(frame.locator(".place.selected")).to_have_count(1)


def test_where_no_script_may_run_there_is_a_picture(framed, watch) -> None:
    watch.expected.append("Blocked script execution")  # what the browser says of the sandbox
    page = framed("/einbetten/beweglich/?sprache=ar", java_script_enabled=False)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#picture svg").first).to_be_visible()
    expect(frame.locator("#map")).to_be_hidden()
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    assert frame.locator(".place").count() > 10


@pytest.mark.parametrize(
    ("language", "theme", "screen"), [("de", "light", PHONE), ("ar", "dark", DESKTOP)]
)
def test_axe_finds_nothing_on_the_moving_map(
    new_page: Callable[..., Page], language: str, theme: str, screen: dict
) -> None:
    page = open_map(
        new_page(**screen, color_scheme=theme), f"/einbetten/beweglich/?sprache={language}"
    )
    assert faults(page) == []
