"""What a browser loads for a page, and that nothing in it moves: bytes, requests and layout shift; times are in benchmarks/pages.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from council.settings import Settings
from tests.browser.conftest import NARROW, WIDE, served
from tests.browser.test_every_page import JUDGE, PAGES, TAGS, UNFOLD
from tests.web.heavy import HeavyService
from ui.app import create_site

pytestmark = pytest.mark.browser

LARGEST_PAGE = 60_000
LARGEST_LOAD = 90_000
"""Bytes of a page with its style sheet, scripts and icon; the pictures of pages are asked for apart."""
MOST_REQUESTS = 8
SMALLEST_SHIFT = 0.001
"""A shift that a rounding to whole pixels makes."""
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""
HEAVY = {
    "results": "/sok?q=kommun",
    "document": "/dokument/tung-0?q=kommun&del=2",
    "document, page shown": "/dokument/tung-0",
    "case": "/arenden/storst?del=2",
    "cases": "/arenden",
    "parties": "/partier?q=kommun&party=S&party=M&party=SD",
    "coverage": "/tackning?page=2",
    "boards": "/namnder",
}


@pytest.fixture(scope="module")
def heavy() -> Iterator[str]:
    with served(create_site(HeavyService(), Settings())) as address:  # type: ignore[arg-type]  # a fake with the service's methods
        yield address


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_page_is_light_and_nothing_in_it_moves(chromium: Browser, site: str, path: str, screen: dict[str, int]):
    context = chromium.new_context(viewport=screen, locale="sv-SE")  # type: ignore[arg-type]  # width and height
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: sizes.setdefault(event["requestId"], 0))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}))
    page.goto(site + path, wait_until="networkidle")
    shifted = page.evaluate("window.shifted")
    context.close()
    own = list(sizes.values())
    assert 0 < own[0] <= LARGEST_PAGE
    assert sum(own) <= LARGEST_LOAD or "sida=" in path
    assert len(own) <= MOST_REQUESTS
    assert shifted < SMALLEST_SHIFT


@pytest.mark.parametrize("path", HEAVY.values(), ids=HEAVY.keys())
def test_the_heaviest_pages_fit_a_small_phone_and_are_as_accessible(chromium: Browser, heavy: str, axe: str, path: str):
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True, locale="sv-SE")
    page = context.new_page()
    page.goto(heavy + path)
    page.evaluate(UNFOLD)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    page.evaluate(axe)
    found = page.evaluate(JUDGE, TAGS)
    context.close()
    assert wide <= 320
    assert [(item["id"], [node["html"][:200] for node in item["nodes"]][:3]) for item in found] == []


def enlarged(page: Page) -> int:
    """How wide the page is when all its text is twice as large."""
    width: int = page.evaluate("() => { document.documentElement.style.fontSize = '200%'; return document.documentElement.scrollWidth; }")
    return width


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_text_of_twice_the_size_fits_without_scrolling_sideways(chromium: Browser, site: str, path: str):
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="sv-SE")
    page.goto(site + path)
    wide = enlarged(page)
    page.close()
    assert wide <= 1280
