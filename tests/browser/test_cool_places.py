"""On a hot Sunday evening, on a phone, by keyboard: an open place with water and no steps."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from heatmodel.models import CoolPlace
from layers.models import Dataset
from tests.browser.pages import PHONE, wait_for_map
from tests.conftest import Site, _connected_to
from tests.factories import make_cool_place

SUNDAY = "zeit=2026-08-02T18:00"
WORDS = {
    "de": ("Dann geöffnet", "Stufenlos", "Trinkwasser", "geöffnet bis 20 Uhr", "Zurück zur Liste"),
    "tr": ("O saatte açık", "Basamaksız", "İçme suyu", "açık, kapanış: 20:00", "Listeye dön"),
    "ar": (
        "مفتوح في ذلك الوقت",
        "بدون درجات",
        "مياه الشرب",
        "مفتوح حتى الساعة 20:00",
        "العودة إلى القائمة",
    ),
}


@pytest.fixture
def places(site: Site, django_db_blocker) -> Iterator[None]:
    """One place that fits, and others of which each lacks one thing."""
    good = {"opening_hours": "Mo-Su 10:00-20:00", "step_free": "yes", "drinking_water": True}
    rows = {
        "Kühle Halle": good,
        "Halle mit Stufen": {**good, "step_free": "no"},
        "Halle ohne Wasser": {**good, "drinking_water": False},
        "Halle am Werktag": {**good, "opening_hours": "Mo-Fr 10:00-20:00"},
    }
    with django_db_blocker.unblock(), _connected_to(site.database):
        for name, values in rows.items():
            make_cool_place(name, kind="cool_room", changing_table=True, dogs=False, **values)
    yield
    with django_db_blocker.unblock(), _connected_to(site.database):
        CoolPlace.objects.filter(name__in=rows).delete()
        Dataset.objects.filter(slug="test").delete()


def press_to(page: Page, target: Locator) -> None:
    """Tab from where the focus is until `target` has it."""
    for _step in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by the tab key")


@pytest.mark.parametrize("language", WORDS)
def test_a_place_for_sunday_evening_by_keyboard(
    new_page: Callable[..., Page], places: None, language: str
) -> None:
    then_open, step_free, water, until, back = WORDS[language]
    page = new_page(**PHONE)
    page.goto(f"/?{SUNDAY}&sprache={language}")
    wait_for_map(page)
    for label in (then_open, step_free, water):
        press_to(page, page.get_by_role("checkbox", name=label).first)
        page.keyboard.press("Space")
    expect(page.locator("#results")).to_contain_text("Kühle Halle")
    expect(page.locator("#results")).not_to_contain_text("Halle mit Stufen")
    expect(page.locator("#results")).not_to_contain_text("Halle ohne Wasser")
    expect(page.locator("#results")).not_to_contain_text("Halle am Werktag")
    link = page.locator("#results").get_by_role("link", name="Kühle Halle")
    press_to(page, link)
    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card.get_by_role("heading", level=1)).to_be_focused()
    expect(card).to_match_aria_snapshot(f"""
        - link "{back}"
        - article:
          - heading "Kühle Halle" [level=1]
          - paragraph: "{until}"
    """)
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_what_somebody_needs_is_known_to_this_device_alone(
    new_page: Callable[..., Page], places: None, watch
) -> None:
    page = new_page(**PHONE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"/?{SUNDAY}")
    wait_for_map(page)
    everything = page.locator("#results .place:visible").count()
    page.locator("#profiles summary").click()
    page.get_by_label("Name", exact=True).fill("Oma Erna")
    page.get_by_label("mit Hund").check()
    page.get_by_role("button", name="Auf diesem Gerät merken").click()
    expect(page.locator("#results .place:visible")).to_have_count(everything - 4)
    expect(page.locator("#results .doubt").first).to_be_attached()
    page.reload()
    wait_for_map(page)
    page.locator("#profiles summary").click()
    page.get_by_label("Oma Erna").check()
    expect(page.locator("#results .place:visible")).to_have_count(everything - 4)
    page.locator("#chips").get_by_label("Trinkwasser").check()
    expect(page.locator("#results")).not_to_contain_text("Kühle Halle", use_inner_text=True)
    page.get_by_role("button", name="Vergessen Oma Erna").click()
    expect(page.locator("#results").get_by_text("Kühle Halle")).to_be_visible()
    assert page.evaluate("localStorage.getItem('people')") == "[]"
    told = " ".join(sent)
    assert "Erna" not in told and "wheelchair" not in told and "dog" not in told
    assert any("drinking_water" in one for one in sent)
