"""What people do on the map page."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
import rasterio
from playwright.sync_api import Page, expect

from tests.browser.pages import DESKTOP, PHONE, open_map, wait_for_map

SUNDAY_EVENING = "zeit=2026-08-02T18:00"
CITY = "#map=10.6/51.67/7.82"  # all of Hamm in view


def colours(path: Path) -> int:
    """How many different colours a picture has."""
    with rasterio.open(path) as picture:
        bands = picture.read([1, 2, 3]).astype("uint32")
    return len(set((bands[0] << 16 | bands[1] << 8 | bands[2]).ravel().tolist()))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_it_draws_the_city(page: Page, tmp_path: Path) -> None:
    open_map(page)
    page.locator("#map canvas").screenshot(path=tmp_path / "canvas.png")
    assert colours(tmp_path / "canvas.png") > 200


def test_the_card_takes_focus_and_gives_it_back(page: Page) -> None:
    open_map(page)
    link = page.locator("#results .place h2 a").nth(2)
    name = link.inner_text()
    link.click()
    heading = page.locator("#card h1")
    expect(heading).to_have_text(name)
    expect(heading).to_be_focused()
    assert "ort=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(link).to_be_focused()
    assert "ort=" not in page.url


def test_the_back_button_closes_the_card_and_the_next_opens_it_again(page: Page) -> None:
    open_map(page)
    page.locator("#results .place h2 a").first.click()
    expect(page.locator("#card h1")).to_be_visible()
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#card h1")).to_be_visible()


def test_an_address_with_a_place_opens_its_card_without_script_doing_it(page: Page) -> None:
    open_map(page)
    slug = page.locator("#results .place").first.get_attribute("data-slug")
    page.goto(f"/?ort={slug}")
    expect(page.locator("#card h1")).to_be_visible()
    wait_for_map(page)
    page.get_by_role("link", name="Zurück zur Liste").click()
    expect(page.locator("#results h1")).to_be_visible()


def test_a_filter_narrows_list_and_map_alike(page: Page) -> None:
    open_map(page, f"/{CITY}")
    page.get_by_role("checkbox", name="Stufenlos").check()
    count = int(page.locator("label", has_text="Stufenlos").locator(".n").inner_text())
    expect(page.locator("#results .place")).to_have_count(count)
    expect(page.locator("#status")).to_contain_text(f"{count} Ort")
    assert "step_free=1" in page.url
    wait_for_map(page)
    assert sorted(cool_places_in_view(page)) == sorted(
        page.locator("#results .place h2").all_inner_texts()
    )


def cool_places_in_view(page: Page) -> list[str]:
    """By the list of features that the keyboard opens."""
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    options = page.locator("#features [role=option]").all_inner_texts()
    return [text.removesuffix(", Kühle Orte") for text in options if text.endswith("Kühle Orte")]


def test_the_time_changes_what_is_open(page: Page) -> None:
    open_map(page, f"/?{SUNDAY_EVENING}")
    expect(page.locator("#time-words")).to_contain_text("18:00")
    expect(page.locator("label", has_text="Dann geöffnet")).to_be_visible()
    page.get_by_role("button", name="Eine Stunde später").click()
    expect(page).to_have_url(re.compile("zeit=2026-08-02T19:00"))
    page.get_by_role("link", name="Jetzt").click()
    expect(page).not_to_have_url(re.compile("zeit="))


def test_a_layer_brings_its_legend_its_sources_and_its_address(page: Page) -> None:
    open_map(page)
    legend = page.locator(".side .legend")
    expect(legend.get_by_text("Schule", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Ebenen und Legende").click()
    page.get_by_label("Schulen", exact=True).check()
    expect(page).to_have_url(re.compile("ebenen=[^&]*schools"))
    expect(page.locator("#attribution")).to_contain_text("Schul")
    page.keyboard.press("Escape")
    expect(legend.get_by_text("Schule", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Ebenen und Legende")).to_be_focused()
    page.reload()
    wait_for_map(page)
    expect(page.locator("#layers input[value=schools]")).to_be_checked()


def test_a_pressed_point_is_where_the_list_starts_from(page: Page) -> None:
    open_map(page, f"/?{SUNDAY_EVENING}#16.5/51.6712/7.8161")
    canvas = page.locator("#map canvas")
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    expect(page).to_have_url(re.compile(r"bei=7\.8\d+(,|%2C)51\.67"))
    expect(page.locator("#map .pin")).to_have_attribute("aria-label", "Punkt auf der Karte")
    expect(page.locator("#count")).to_contain_text("nach Fußweg")
    expect(page.locator("#results .place .far").first).to_contain_text("Min. zu Fuß")
    row = page.locator("#results .place").first
    far = row.locator(".far").inner_text()
    row.locator("h2 a").click()
    expect(page.locator("#card [data-way=open]")).to_have_text(f"Weg zeigen, {far}")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Ausgangspunkt aufheben").click()
    expect(page).not_to_have_url(re.compile("bei="))
    expect(page.locator("#results .far")).to_have_count(0)


def test_search_suggests_and_leads_to_the_place(page: Page) -> None:
    open_map(page)
    box = page.get_by_role("combobox")
    box.fill("pauluskirche")
    expect(page.get_by_role("option").first).to_contain_text("Pauluskirche")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Enter")
    expect(page.locator("#card h1")).to_contain_text("Pauluskirche")


def test_everything_works_by_keyboard(page: Page) -> None:
    open_map(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zur Liste springen")).to_be_focused()
    tab_to(page, "#map canvas")
    page.keyboard.press("Enter")
    features = page.locator("#features")
    expect(features).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(features).to_have_attribute("aria-activedescendant", "feature-1")
    chosen = features.locator("[aria-selected=true] bdi").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#card h1")).to_have_text(chosen)
    expect(page.locator("#card h1")).to_be_focused()
    page.keyboard.press("Escape")
    before = page.url
    tab_to(page, "[data-do=pan]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-pan=right]")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(before)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_dark_is_kept_for_the_next_page(page: Page) -> None:
    open_map(page)
    page.get_by_role("button", name="Dunkle Darstellung").click()
    wait_for_map(page)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/ebenen/")
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_sharing_copies_the_address_of_what_is_seen(new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_map(page, f"/?step_free=1&{SUNDAY_EVENING}#map=14/51.68/7.82")
    page.get_by_role("button", name="Ansicht teilen").click()
    expect(page.locator("#toast")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "step_free=1" in copied and "zeit=2026-08-02T18:00" in copied
    assert "#map=14/51.68" in copied


def test_the_position_never_leaves_the_device(new_page: Callable[..., Page], watch) -> None:
    here = {"latitude": 51.7012, "longitude": 7.7654}
    page = new_page(permissions=["geolocation"], geolocation=here)
    open_map(page)
    assert page.locator(".here").count() == 0
    page.get_by_role("button", name="Mein Standort").click()
    expect(page.locator(".here")).to_be_visible()
    expect(page.locator("#results .far").first).to_contain_text("m")
    wait_for_map(page)
    assert not [url for url in watch.requests if "51.70" in url or "7.76" in url]


def listed_walks(page: Page) -> dict[str, str]:
    """The walking times in the list, by place, in the order of the list."""
    return dict(
        page.locator("#results .place:has(.far)").evaluate_all(
            "rows => rows.map(row => [row.dataset.slug, row.querySelector('.far').textContent])"
        )
    )


def test_walking_times_from_here_when_the_person_says_so(
    new_page: Callable[..., Page], watch
) -> None:
    lat, lon = 51.67123, 7.81542
    page = new_page(permissions=["geolocation"], geolocation={"latitude": lat, "longitude": lon})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    open_map(page, f"/?{SUNDAY_EVENING}")
    page.get_by_role("button", name="Mein Standort").click()
    button = page.get_by_role("button", name="Gehzeiten ab hier berechnen")
    expect(button).to_have_accessible_description(re.compile("einmal .* gesendet und nicht gesp"))
    wait_for_map(page)
    assert not any("51.67123" in body for body in sent)
    button.click()
    note = page.locator("#walks-note")
    expect(note).to_be_focused()
    expect(note).to_contain_text("Sortiert nach der Gehzeit")
    assert any("7.81542,51.67123" in unquote(body) for body in sent)
    addresses = [unquote(url) for url in (*watch.requests, page.url.partition("#")[0])]
    assert not any("51.6712" in url or "7.8154" in url for url in addresses)
    found = listed_walks(page)
    minutes = [int(words.split()[0]) for words in found.values() if "zu Fuß" in words]
    assert len(minutes) > 10 and minutes == sorted(minutes)
    # The server's own list from there, which an address with the point asks for, says the same.
    page.goto(f"/?{SUNDAY_EVENING}&bei={lon},{lat}")
    theirs = listed_walks(page)
    both = found.keys() & theirs.keys()
    assert len(both) > 10
    assert {slug: found[slug] for slug in both} == {slug: theirs[slug] for slug in both}
    page.goto("/datenschutz/")
    expect(page.locator("main")).to_contain_text("Gehzeiten ab Ihrem Standort berechnen")


def test_walking_times_that_fail_leave_the_list(new_page: Callable[..., Page], watch) -> None:
    watch.expected = ["503"]
    here = {"latitude": 51.67123, "longitude": 7.81542}
    page = new_page(permissions=["geolocation"], geolocation=here)
    page.route("**/api/routing/matrix", lambda route: route.fulfill(status=503, body="{}"))
    open_map(page)
    page.get_by_role("button", name="Mein Standort").click()
    button = page.get_by_role("button", name="Gehzeiten ab hier berechnen")
    expect(button).to_be_visible()
    before = page.locator("#results .far").all_inner_texts()
    button.click()
    expect(page.locator("#toast")).to_contain_text("nicht geklappt")
    expect(button).to_be_focused()
    assert page.locator("#results .far").all_inner_texts() == before


def cards_asked(watch) -> set[str]:
    return {url.split("/orte/")[1].split("/")[0] for url in watch.requests if "/orte/" in url}


def slugs_in_view(page: Page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll('#results .place')].filter((row) => {
            const box = row.getBoundingClientRect();
            const at = document.elementFromPoint(box.x + 5, box.y + 5);
            return row.contains(at);
        }).map((row) => row.dataset.slug)"""
    )


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("address", ["/", f"/?{SUNDAY_EVENING}"])
def test_the_card_of_a_row_in_view_waits_for_no_request(
    new_page: Callable[..., Page], watch, screen: dict, address: str
) -> None:
    page = open_map(new_page(**screen), address)
    wanted = slugs_in_view(page)
    assert len(wanted) >= 2
    for _wait in range(100):
        if set(wanted) <= cards_asked(watch):
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")
    watch.requests.clear()
    page.locator(f'#results .place[data-slug="{wanted[1]}"] h2 a').click()
    expect(page.locator("#card h1")).to_be_focused()
    expect(page.locator("#card article")).to_have_attribute("data-slug", wanted[1])
    assert cards_asked(watch) == set()


def test_who_saves_data_loads_no_card_unasked(new_page: Callable[..., Page], watch) -> None:
    page = new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    )
    open_map(page)
    link = page.locator("#results .place h2 a").first
    link.hover()
    page.wait_for_load_state("networkidle")
    assert cards_asked(watch) == set()
    link.click()
    expect(page.locator("#card h1")).to_be_focused()
    assert len(cards_asked(watch)) == 1


def test_the_sheet_of_a_phone_has_three_stops(new_page: Callable[..., Page]) -> None:
    page = open_map(new_page(**PHONE))
    height = lambda: page.locator("#panel").bounding_box()["height"]  # noqa: E731
    half = height()
    page.get_by_role("button", name="Liste vergrößern").click()
    assert height() > half * 1.6
    page.get_by_role("button", name="Liste verkleinern").click()
    page.get_by_role("button", name="Liste verkleinern").click()
    assert height() == 132
    grab = page.locator(".grab i").bounding_box()
    page.mouse.move(grab["x"] + 5, grab["y"] + 2)
    page.mouse.down()
    page.mouse.move(grab["x"] + 5, grab["y"] - 260, steps=5)
    page.mouse.up()
    assert height() == half


def test_without_webgl_the_list_stays(new_page: Callable[..., Page], watch) -> None:
    watch.expected = ["WebGL", "webgl"]
    page = new_page()
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind.startsWith('webgl') ? null : get.call(this, kind, ...more); };"
    )
    page.goto("/")
    expect(page.locator("#notices")).to_contain_text("Die Karte lässt sich hier nicht zeichnen")
    page.get_by_role("checkbox", name="Stufenlos").check()
    expect(page.locator("#status")).to_contain_text("gefunden")
    page.locator("#results .place h2 a").first.click()
    expect(page.locator("#card h1")).to_be_focused()


def test_paper_gets_the_map_as_a_picture(page: Page) -> None:
    open_map(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    picture = page.locator("#print-map")
    expect(picture).to_be_visible()
    assert picture.get_attribute("src").startswith("data:image/png")
    expect(page.locator(".side .legend")).to_be_visible()
    expect(page.locator(".ctrls")).to_be_hidden()
