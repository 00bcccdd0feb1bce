"""Stories of people who look for a way: on the map, by keyboard, in Arabic, without script."""

import re
from collections.abc import Callable, Iterator

import gpxpy
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import DESKTOP, PHONE, open_map, wait_for_map
from tests.browser.test_access import faults
from tests.browser.test_map import tab_to

AFTERNOON, NIGHT = "zeit=2026-08-01T15:00", "zeit=2026-08-01T23:00"
WAY = f"von=Liebfrauenkirche&nach=cool_places:pauluskirche&{AFTERNOON}"


# Everything lies in the shade but the shortest way.
SHADE = """
import numpy as np
from routing import engine
from routing.directions.places import named_places
from routing.queries import current_graph
from routing.services import store_edge_shade
graph = current_graph()
ends = [named_places(name)[0].lon_lat for name in ("Liebfrauenkirche", "Pauluskirche")]
way = engine.route(graph, *ends, engine.Costs())
shade = np.full((1, 24, len(graph)), 254, dtype=np.uint8)
shade[0, :, way.edges] = 0
store_edge_shade(graph, shade, [213], note="Test")
"""
NO_SHADE = "from routing.models import EdgeValues; EdgeValues.objects.all().delete()"


@pytest.fixture
def sunny(site) -> Iterator[None]:
    """The shade of a summer's day along the ways of the running site."""
    site.manage("shell", "-c", SHADE)
    yield
    site.manage("shell", "-c", NO_SHADE)


def choose(page: Page, box: str, text: str) -> None:
    """As a person with a keyboard does: type, take the first suggestion."""
    page.locator(f"#{box}").fill(text)
    page.locator(f"#{box}-suggestions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_the_way_to_a_place_from_its_card(page: Page, watch) -> None:
    open_map(page, f"/?{AFTERNOON}")
    page.locator("#results .place h2 a", has_text="Pauluskirche").first.click()
    page.locator("#card").get_by_role("link", name="Weg zeigen").click()
    expect(page.locator("#way-title")).to_be_focused()
    expect(page.locator("#nach")).to_have_value("Pauluskirche")
    choose(page, "von", "Liebfrauenkirche")
    expect(page.locator(".one-way:visible .steps li").last).to_contain_text("Pauluskirche")
    expect(page.locator("#status")).to_contain_text("Min.")
    expect(page).to_have_url(re.compile("von=cool_places"))
    wait_for_map(page)
    expect(page.locator(".way-start")).to_be_visible()
    expect(page.locator(".pin")).to_be_visible()
    # What was asked travelled in the body.
    assert not [url for url in watch.requests if "/weg/" in url and "?" in url]
    page.go_back()
    expect(page.locator("#way .steps")).to_have_count(0)


def test_the_shady_way_is_compared_with_the_shortest(page: Page, sunny, picture) -> None:
    open_map(page, f"/?{WAY}&weg=shortest")
    shown = page.locator(".one-way:visible")
    expect(shown).to_contain_text("0\N{NO-BREAK SPACE}% im Schatten")
    assert shown.locator("rect.shady").count() == 0
    page.get_by_role("radio", name="Schattig").check(force=True)
    expect(shown).to_have_attribute("data-kind", "coolest")
    expect(shown.locator("p").first).to_contain_text("weniger in der Sonne")
    expect(shown.locator("p").first).to_contain_text("länger als der kürzeste")
    expect(shown.locator(".steps")).to_contain_text("schattig")
    assert shown.locator("rect.shady").count() > 0
    wait_for_map(page)
    picture(page)


def test_the_hour_of_the_map_is_the_departure(page: Page) -> None:
    open_map(page, f"/?{WAY}")
    arrival = page.locator(".one-way:visible .facts").inner_text()
    page.get_by_role("button", name="Eine Stunde später").click()
    expect(page.locator(".one-way:visible .facts")).not_to_have_text(arrival)
    expect(page).to_have_url(re.compile("zeit=2026-08-01T16:00"))


def test_a_wheelchair_user_gets_no_stairs(page: Page) -> None:
    open_map(page, f"/?{WAY}")
    page.locator(".way-edit > summary").click()
    page.get_by_role("radio", name="Rollstuhl").check(force=True)
    expect(page).to_have_url(re.compile("art=wheelchair"))
    expect(page.locator(".one-way:visible .notes").first).to_contain_text("keine Treppe")
    expect(page.locator(".one-way:visible .notes").first).to_contain_text(
        "nicht erfasst, ob stufenlos"
    )
    expect(page.get_by_role("radio", name="Rollstuhl")).to_be_focused()


def test_at_night_the_nearest_open_place_is_honest(page: Page) -> None:
    open_map(page, f"/?{NIGHT}")
    page.get_by_role("link", name="Zum nächsten offenen kühlen Ort").click()
    choose(page, "von", "Liebfrauenkirche")
    alert = page.locator(".way-answer [role=alert]")
    expect(alert).to_contain_text("als geöffnet bekannt")
    expect(alert).to_contain_text("Als Nächstes:")
    expect(alert).to_contain_text("mit unbekannten Öffnungszeiten")
    alert.get_by_role("link").first.click()
    expect(page.locator(".one-way:visible .facts")).to_contain_text("öffnet")


def test_by_day_the_nearest_is_open_on_arrival(page: Page) -> None:
    open_map(page, f"/?von=Rathaus&nach=nearest:cool_places&{AFTERNOON}")
    expect(page.locator(".one-way:visible .st.open")).to_be_visible()


def test_everything_works_by_keyboard(page: Page) -> None:
    open_map(page, f"/?{AFTERNOON}")
    tab_to(page, ".go-there a:last-child")
    page.keyboard.press("Enter")
    expect(page.locator("#way-title")).to_be_focused()
    tab_to(page, "#von")
    choose(page, "von", "Liebfrauenkirche")
    expect(page.locator("#nach")).to_be_focused()
    choose(page, "nach", "Pauluskirche")
    expect(page.locator("#way-title")).to_be_focused()
    expect(page.locator(".one-way:visible .steps li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator("#way")).to_be_hidden()
    assert "nach=" not in page.url


def test_an_end_is_picked_on_the_map_also_by_keyboard(page: Page) -> None:
    open_map(page, f"/?nach=cool_places:pauluskirche&{AFTERNOON}#map=15/51.6750/7.8200")
    page.get_by_role("button", name="Start auf der Karte wählen").click()
    expect(page.locator("#map canvas")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".one-way:visible .steps li").first).to_be_visible()
    assert "von_ort=7.8" in page.url
    page.locator(".way-edit > summary").click()
    page.get_by_role("button", name="Start auf der Karte wählen").click()
    wait_for_map(page)
    page.mouse.click(900, 480)
    expect(page.locator("#way-title")).to_be_focused()


def test_the_device_s_place_stands_in_no_address(new_page: Callable[..., Page], watch) -> None:
    here = {"latitude": 51.6712, "longitude": 7.8154}
    page = new_page(permissions=["geolocation"], geolocation=here)
    open_map(page, f"/?nach=cool_places:pauluskirche&{AFTERNOON}")
    page.get_by_role("button", name="Mein Standort als Start").click()
    expect(page.locator(".way-edit > summary")).to_contain_text("Mein Standort")
    expect(page.locator(".one-way:visible .steps li").first).to_be_visible()
    assert "51.67" not in page.url.partition("#")[0]
    assert "von" not in page.url
    assert not [url for url in watch.requests if "51.6712" in url or "7.8154" in url]


def test_an_arab_reader_is_led_in_arabic(new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    open_map(page, f"/?{WAY}&sprache=ar")
    steps = page.locator(".one-way:visible .steps li")
    expect(steps.last).to_contain_text("وصلت إلى وجهتك")
    assert not re.search("abbiegen|Ziel|Start", " ".join(steps.all_inner_texts()))
    assert page.locator("#way").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_gpx_is_downloaded(page: Page) -> None:
    open_map(page, f"/?{WAY}")
    with page.expect_download() as waiting:
        page.locator(".one-way:visible").get_by_role("button", name="GPX").click()
    with open(waiting.value.path(), encoding="utf-8") as file:
        read = gpxpy.parse(file)
    assert len(read.tracks) == 1 and read.tracks[0].length_2d() > 500


def test_paper_gets_the_steps(page: Page) -> None:
    open_map(page, f"/?{WAY}")
    page.emulate_media(media="print")
    expect(page.locator(".one-way:visible .steps li").first).to_be_visible()
    for idle in ("#way-form", "#way-back", "#way-answer .ways", "#way .change"):
        expect(page.locator(idle).first).to_be_hidden()


def test_the_module_comes_when_somebody_asks(page: Page, watch) -> None:
    open_map(page)
    assert not [url for url in watch.requests if "directions" in url and url.endswith(".js")]
    page.get_by_role("link", name="Weg finden").click()
    expect(page.locator("#way-form")).to_be_visible()
    assert [url for url in watch.requests if "directions" in url and url.endswith(".js")]


def test_without_script_it_is_a_form_and_a_list(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/?{AFTERNOON}")
    page.get_by_role("link", name="Weg finden").click()
    page.get_by_label("Von", exact=True).fill("Liebfrauenkirche")
    page.get_by_label("Nach", exact=True).fill("Pauluskirche")
    page.get_by_role("button", name="Weg suchen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weg zu: Pauluskirche")
    steps = page.locator(".one-way:visible .steps li").all_inner_texts()
    assert len(steps) > 2
    page.get_by_role("link", name="Auf der Karte zeigen").click()
    assert page.locator(".one-way:visible .steps li").all_inner_texts() == steps


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(new_page: Callable[..., Page], theme, language, screen) -> None:
    page = new_page(**screen, color_scheme=theme)
    open_map(page, f"/?{WAY}&sprache={language}")
    assert faults(page) == []
    page.locator(".way-edit > summary").click()
    page.locator(".avoid summary").click()
    assert faults(page) == []
    page.goto(f"/weg/?von=Liebfrauenkirche&nach=nearest:cool_places&{NIGHT}&sprache={language}")
    assert faults(page) == []


def test_nothing_is_wider_than_320_pixels(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    for address in (f"/weg/?{WAY}", f"/?{WAY}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
