"""Every page in a real browser: no violation that axe finds, nothing wider than the window, in light and dark, on phone and desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser

PAGES = {
    "start": "/",
    "results": "/sok?q=laddplatser",
    "results filtered": "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden&year_from=2016&group=paragraph&sort=newest",
    "results all": "/sok",
    "nothing found": "/sok?q=ub%C3%A5tshamn",
    "document": "/dokument/lillaker-tekniska-2021-10-14?q=laddplatser",
    "page shown": "/dokument/lillaker-tekniska-2021-10-14?sida=1&stycke=lillaker-tekniska-2021-10-14-p3",
    "long document": "/dokument/lillaker-kulturplan?del=2",
    "hostile document": "/dokument/lillaker-konstig",
    "similar": "/liknande/lillaker-konstig-p0",
    "cases": "/arenden",
    "case": "/arenden/ks-2021-0114",
    "case without an end": "/arenden/sn-2019-7",
    "parties": "/partier",
    "parties compared": "/partier?q=cykelv%C3%A4gen&party=V&party=S&rader=year",
    "boards": "/namnder",
    "board": "/namnder/tekniska-namnden",
    "coverage": "/tackning",
    "about": "/om",
    "not found": "/finns-inte",
    "bad parameter": "/sok?page=x",
    "english results": "/en/sok?q=laddplatser",
    "english case": "/en/arenden/ks-2021-0114",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
JUDGE = "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then((found) => found.violations)"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def test_axe_finds_nothing_to_object_to(chromium: Browser, site: str, axe: str, path: str, width: dict[str, int], scheme: str):
    context = chromium.new_context(viewport=width, color_scheme=scheme, bypass_csp=True, locale="sv-SE")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    page.evaluate(UNFOLD)
    page.evaluate(axe)
    found = page.evaluate(JUDGE, TAGS)
    context.close()
    assert [(item["id"], [node["html"][:200] for node in item["nodes"]][:3]) for item in found] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_small_phone_shows_all_of_it_and_nothing_comes_from_elsewhere_or_is_refused(chromium: Browser, site: str, path: str):
    page = chromium.new_page(viewport={"width": 320, "height": 640}, locale="sv-SE")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text and "422" not in message.text else None)
    page.goto(site + path, wait_until="load")
    page.evaluate(UNFOLD)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    page.close()
    assert wide <= 320
    assert {url.split("/", 3)[2] for url in asked} == {site.removeprefix("http://")}
    assert said == []


def test_an_english_browser_gets_english_and_one_step_leads_to_swedish_and_stays_there(chromium: Browser, site: str, axe: str):
    context = chromium.new_context(bypass_csp=True, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/om")
    page.evaluate(axe)
    found = page.evaluate(JUDGE, TAGS)
    headings = [page.get_by_role("heading", level=1).inner_text()]
    page.get_by_role("link", name="På svenska").click()
    headings.append(page.get_by_role("heading", level=1).inner_text())
    page.get_by_role("link", name="Ärenden").click()
    headings.append(page.get_by_role("heading", level=1).inner_text())
    context.close()
    assert found == []
    assert headings == ["About Nämndsök", "Om Nämndsök", "Ärenden"]
