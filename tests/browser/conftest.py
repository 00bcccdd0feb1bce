"""Stories in a real browser: Debian's Chromium, which draws WebGL in software.

Every page is watched: an error or warning on the console, a broken content security policy, a
failed request or one to another origin fails the test, whatever else it looks at.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.pages import DESKTOP, PHONE
from tests.conftest import Site

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
# What the software renderer says about itself, and Playwright where it keeps the service worker
# away: elsewhere than in its own tests it would answer in the server's place.
_NOISE = ("GPU stall due to ReadPixels", "GL Driver Message", "Service Worker registration blocked")


class Watch:
    """What went wrong in the contexts it looks at. `expected` are parts of allowed messages."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.expected: list[str] = []

    def look_at(self, context: BrowserContext) -> BrowserContext:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"exception: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        noise = any(part in message.text for part in _NOISE)
        if message.type in ("error", "warning") and not noise:
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.origin, f"blob:{self.origin}", "data:")):
            self.faults.append(f"request to another origin: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(part in fault for part in self.expected)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, site: str) -> dict:
    return {
        **browser_context_args,
        **DESKTOP,
        "base_url": str(site),
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@pytest.fixture(autouse=True)
def watch(site: str) -> Iterator[Watch]:
    watch = Watch(str(site))
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def context(context: BrowserContext, watch: Watch) -> BrowserContext:
    return watch.look_at(context)


@pytest.fixture
def new_page(
    browser: Browser, browser_context_args: dict, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """Pages in contexts of their own: `new_page(**PHONE, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **options}))
        return watch.look_at(contexts[-1]).new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(**PHONE)


@pytest.fixture
def picture(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[Page], Path]:
    """Saves a screenshot under the test's own name."""

    def save(page: Page) -> Path:
        path = tmp_path / f"{request.node.name}.png"
        page.screenshot(path=path)
        return path

    return save


@pytest.fixture(scope="session")
def staff_state(browser: Browser, site: Site, browser_context_args: dict[str, Any]) -> Any:
    """The cookies of somebody of the city's staff who may do everything."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto("/konto/anmelden/")
    page.fill("[name=username]", site.staff[0])
    page.fill("[name=password]", site.staff[1])
    page.click("main button[type=submit]")
    page.wait_for_url("**/konto/")
    state = context.storage_state()
    context.close()
    return state
