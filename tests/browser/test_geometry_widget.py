"""Staff at the map of a form, in a real browser: by typing, by mouse, by keyboard."""

import re

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

MAP = ".map-widget-map"
LOADED_MS = 30_000


@pytest.fixture
def staff(page: Page, site) -> Page:
    """A browser logged in to the administration."""
    log_in(page, site)
    return page


def log_in(page: Page, site) -> None:
    name, password = site.staff
    page.goto("/verwaltung/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    expect(page.locator("#content-main")).to_be_visible()


@pytest.fixture
def place(site) -> int:
    """The key of a cool place in Hamm."""
    return ask(site, "SELECT min(id) FROM heatmodel_coolplace")[0]


def ask(site, statement: str) -> tuple:
    with psycopg.connect(site.database_url) as database:
        return database.execute(statement).fetchone()


def position(site, pk: int) -> tuple[float, float]:
    degrees = "ST_Transform(geometry, 4326)"
    return ask(
        site,
        f"SELECT ST_X({degrees}), ST_Y({degrees}) FROM heatmodel_coolplace WHERE id = {pk}",
    )


def open_form(page: Page, path: str) -> None:
    page.goto(f"/verwaltung/{path}")
    expect(page.locator(f"{MAP}[data-ready]")).to_be_visible(timeout=LOADED_MS)
    page.locator(f"{MAP}[data-state=idle]").wait_for(timeout=LOADED_MS)


def middle(page: Page) -> tuple[float, float]:
    """The middle of the map, all of which is in view then."""
    page.locator(MAP).evaluate("frame => frame.scrollIntoView({block: 'center'})")
    box = page.locator(MAP).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def typed(page: Page) -> tuple[float, float]:
    lon, lat = page.input_value("#id_geometry").split()
    return float(lon), float(lat)


def save(page: Page) -> None:
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible(timeout=LOADED_MS)


def test_a_point_is_moved_by_typing_utm(staff, site, place):
    open_form(staff, f"heatmodel/coolplace/{place}/change/")
    staff.fill("#id_geometry", "418400 5726000")
    staff.keyboard.press("Tab")
    expect(staff.locator(".map-widget-status")).to_have_text("Lage übernommen.")
    save(staff)
    # 418400 5726000 in EPSG:25832, as pyproj says
    assert position(site, place) == pytest.approx((7.8198, 51.6797), abs=0.01)
    lon, lat = typed(staff)
    assert (lon, lat) == pytest.approx(position(site, place), abs=1e-6)


def test_a_wrong_text_is_explained_before_saving(staff, site, place):
    open_form(staff, f"heatmodel/coolplace/{place}/change/")
    staff.fill("#id_geometry", "irgendwo")
    staff.keyboard.press("Tab")
    expect(staff.locator(".map-widget-status")).to_contain_text("keine lesbaren Koordinaten")
    expect(staff.locator("#id_geometry")).to_have_attribute("aria-invalid", "true")


def test_a_point_is_moved_by_mouse(staff, site, place):
    open_form(staff, f"heatmodel/coolplace/{place}/change/")
    before = typed(staff)
    x, y = middle(staff)
    staff.mouse.click(x + 120, y + 60)
    expect(staff.locator(".map-widget-status")).to_have_text("Lage übernommen.")
    after = typed(staff)
    assert after[0] > before[0], "to the east"
    assert after[1] < before[1], "to the south"
    save(staff)
    assert position(site, place) == pytest.approx(after, abs=1e-6)


def test_a_point_is_set_by_keyboard_alone(staff, site, place):
    open_form(staff, f"heatmodel/coolplace/{place}/change/")
    before = typed(staff)
    staff.locator(f"{MAP} canvas").focus()
    for _step in range(3):
        staff.keyboard.press("ArrowRight")
        staff.wait_for_timeout(400)
    staff.locator(f"{MAP}[data-state=idle]").wait_for(timeout=LOADED_MS)
    staff.get_by_role("button", name="In die Kartenmitte setzen").focus()
    staff.keyboard.press("Enter")
    assert typed(staff)[0] > before[0]
    save(staff)
    assert position(site, place) == pytest.approx(typed(staff), abs=1e-6)


def test_an_area_is_drawn(staff, site):
    open_form(staff, "layers/greenarea/add/")
    staff.fill("#id_name", "Neue Wiese")
    staff.select_option("#id_kind", "meadow")
    x, y = middle(staff)
    for dx, dy in ((-80, -60), (80, -60), (80, 60), (-80, 60)):
        staff.mouse.move(x + dx, y + dy, steps=5)
        staff.mouse.click(x + dx, y + dy)
    staff.keyboard.press("Enter")
    drawn = staff.locator("#id_geometry")
    expect(drawn).to_have_value(re.compile('"Polygon"'))
    staff.get_by_role("button", name="Rückgängig").click()
    expect(drawn).to_have_value("")
    staff.get_by_role("button", name="Wiederholen").click()
    expect(drawn).to_have_value(re.compile('"Polygon"'))
    save(staff)
    kind, points = ask(
        site,
        "SELECT GeometryType(geometry), ST_NPoints(geometry) FROM layers_greenarea"
        " WHERE name = 'Neue Wiese'",
    )
    assert (kind, points) == ("MULTIPOLYGON", 5)


def test_the_form_works_without_a_script(new_page, site, place):
    page = new_page(java_script_enabled=False)
    log_in(page, site)
    page.goto(f"/verwaltung/heatmodel/coolplace/{place}/change/")
    page.fill("#id_geometry", "51.6801, 7.8203")
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert position(site, place) == pytest.approx((7.8203, 51.6801), abs=1e-6)


def test_the_form_has_no_barrier_of_ours(staff, site, place):
    open_form(staff, f"heatmodel/coolplace/{place}/change/")
    # Without preloading, for which axe would write styles into the page.
    found = Axe().run(staff, context=".map-widget", options={"preload": False})
    assert found.violations_count == 0, found.generate_report()
