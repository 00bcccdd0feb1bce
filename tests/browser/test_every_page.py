"""Axe over every page there is: the table of addresses names them, links lead to examples."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver
from playwright.sync_api import APIRequestContext, Browser, Page

from tests.browser.pages import DESKTOP, PHONE
from tests.browser.test_access import faults, visit

# Services for programs, with pages of their own that are not the application's, and the
# administration, which is Django's.
NOT_OURS = ("ogc", "admin")
LINK = re.compile(r'href="(/[^"#]*)"')
# Pages that no link of the fresh map leads to, and why.
NOT_REACHED = {
    "suggestion": "needs the code of a suggestion",
    "suggestion_withdraw": "needs the code of a suggestion",
    "heat_run": "needs a computation",
    "heat_warning_confirm": "needs the code of an e-mail",
    "heat_warning_end": "needs the code of an e-mail",
    "accounts:revoke": "needs an app password",
    "walking_bus": "needs a published line",
    "scenario": "tests/browser/test_scenarios.py looks at one",
    "scenario_delete": "needs a scenario",
}
# Views that answer with something else than a page, or only to a POST.
FILES_AND_ACTIONS = {
    *("photo", "school_gpx", "school_plan", "school_picture", "shade_raster"),
    *("scenario_before", "scenario_after", "scenario_delta", "scenario_picture"),
    *("scenario_pdf", "scenario_html", "scenario_measures", "scenario_progress"),
    *("scenario_draft", "scenario_add", "scenario_change", "scenario_paste"),
    *("scenario_compute", "scenario_publish", "scenario_withdraw"),
    *("print_district_pdf", "print_poster", "download", "layer_geojson"),
    *("api_features", "api_feature", "style", "tilejson", "raster_tile", "feature_page"),
}
LOOKS = [("de", "light", PHONE), ("ar", "dark", DESKTOP)]


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.namespace not in NOT_OURS:
                yield from names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield space + one.name


@pytest.fixture(scope="module")
def pages(browser: Browser, browser_context_args: dict, staff_state: dict) -> dict[str, str]:
    """An address of each page by the name of its view, found from those without parameters on."""
    context = browser.new_context(**browser_context_args, storage_state=staff_state)
    waiting = [reverse(name) for name in names(get_resolver().url_patterns) if is_plain(name)]
    found: dict[str, str] = {}
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name in seen:
            continue
        seen.add(name)
        if text := html(context.request, address):
            found[name] = address
            links = LINK.findall(text)
            waiting += [link.replace("&amp;", "&") for link in links if name_of(link) not in seen]
    context.close()
    return found


def is_plain(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def name_of(address: str) -> str:
    """That of the view behind an address; empty for what is not the application's."""
    try:
        match = resolve(address.split("?")[0])
    except Resolver404:
        return ""
    return "" if match.namespaces and match.namespaces[0] in NOT_OURS else match.view_name


def html(request: APIRequestContext, address: str) -> str:
    answer = request.get(address, max_redirects=0)
    is_page = answer.ok and answer.headers.get("content-type", "").startswith("text/html")
    return answer.text() if is_page else ""


def test_no_page_is_forgotten(pages: dict[str, str]) -> None:
    """A view whose address needs something is reached by a link, or named above."""
    with_parameters = {name for name in names(get_resolver().url_patterns) if not is_plain(name)}
    named = NOT_REACHED.keys() | FILES_AND_ACTIONS
    assert with_parameters - pages.keys() - named == set()
    assert named - with_parameters - {"heat_warning_confirm", "heat_warning_end"} == set()


@pytest.mark.parametrize(("language", "theme", "screen"), LOOKS, ids=["de-phone", "ar-desktop"])
def test_axe_finds_nothing_on_any_page(
    new_page: Callable[..., Page],
    staff_state: dict,
    pages: dict[str, str],
    language: str,
    theme: str,
    screen: dict,
) -> None:
    page = new_page(**screen, color_scheme=theme, storage_state=staff_state)
    found = {}
    for address in pages.values():
        joint = "&" if "?" in address else "?"
        visit(page, f"{address}{joint}sprache={language}")
        found[address] = faults(page)
    assert {address: one for address, one in found.items() if one} == {}
