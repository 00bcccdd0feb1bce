"""The map with the server stopped: what was seen, and the whole city where it was kept."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PHONE, open_map, wait_for_map
from tests.conftest import database_url, running_server


class Server:
    """A server of its own, to be stopped while the page is open."""

    def __init__(self, database: str, log: Path) -> None:
        self._running = ExitStack()
        self.address = self._running.enter_context(running_server(database_url(database), log))

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def server(hamm_database: str, tmp_path: Path) -> Iterator[Server]:
    server = Server(hamm_database, tmp_path / "server.log")
    yield server
    server.stop()


@pytest.fixture
def phone(new_page: Callable[..., Page], server: Server, watch) -> Page:
    watch.origin = server.address
    # What the browser itself says of each request that finds no server.
    watch.expected = ["ERR_CONNECTION_REFUSED", "ERR_FAILED"]
    return new_page(**PHONE, base_url=server.address, service_workers="allow")


def settled(page: Page) -> None:
    """The service worker has what this page used."""
    kept = """async () => [
        Boolean(await caches.match(location.href, {ignoreVary: true})),
        (await (await caches.open("tiles")).keys()).length,
    ]"""
    for _try in range(100):
        page_is_kept, tiles = page.evaluate(kept)
        if page_is_kept and tiles > 3:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"kept: page {page_is_kept}, {tiles} tiles")


@pytest.mark.parametrize(
    ("language", "title", "note"),
    [
        ("de", "Kühle Orte", "Ohne Netz: Stand"),
        ("ar", "الأماكن الباردة", "دون اتصال"),
        ("tr", "Serin yerler", "Çevrimdışı"),
    ],
)
def test_what_was_seen_is_there_when_the_server_has_gone(
    phone: Page, server: Server, language: str, title: str, note: str
) -> None:
    address = f"/?sprache={language}"
    open_map(phone, address)
    names = phone.locator("#results .place h2").all_inner_texts()
    settled(phone)
    server.stop()

    phone.goto(address)
    wait_for_map(phone)

    assert phone.locator("#results .place h2").all_inner_texts() == names
    expect(phone.locator("html")).to_have_attribute("lang", language)
    expect(phone.locator("#offline-note")).to_contain_text(note)
    expect(phone.locator("#results")).to_match_aria_snapshot(f"""
        - heading "{title}" [level=1]
        - list:
          - listitem:
            - heading "{names[0]}" [level=2]
    """)


def test_a_kept_city_opens_places_that_were_never_looked_at(phone: Page, server: Server) -> None:
    phone.goto("/offline/")
    phone.get_by_role("button", name="Hamm offline speichern").click()
    expect(phone.locator("#offline [role=status]")).to_contain_text(
        "Gespeichert am", timeout=90_000
    )
    server.stop()

    open_map(phone)
    link = phone.locator("#results .place h2 a").nth(3)
    name = link.inner_text()
    link.click()
    expect(phone.locator("#card h1")).to_have_text(name)

    phone.goto("/orte/maximare/")
    expect(phone.locator("h1")).to_have_text("Maximare")
    expect(phone.locator("#offline-note")).to_be_visible()


def test_a_list_of_other_filters_is_not_given_out_as_the_asked_one(
    phone: Page, server: Server
) -> None:
    open_map(phone)
    settled(phone)
    before = phone.locator("#results .place").count()
    server.stop()

    phone.locator("#chip-step_free-1").check()

    expect(phone.locator("#toast")).to_contain_text("Keine Verbindung")
    assert phone.locator("#results .place").count() == before


def test_what_was_kept_can_be_forgotten(phone: Page) -> None:
    phone.goto("/offline/")
    phone.get_by_role("button", name="Hamm offline speichern").click()
    status = phone.locator("#offline [role=status]")
    expect(status).to_contain_text("Gespeichert am", timeout=90_000)

    phone.get_by_role("button", name="Gespeichertes löschen").click()

    expect(status).to_have_text("Noch nichts gespeichert.")
    assert not [n for n in phone.evaluate("caches.keys()") if n.startswith("saved-")]
