"""From question to quote in a real browser: search, tick a filter, open the document, see the hit marked; with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def search(visitor: Page, site: str, words: str) -> None:
    visitor.goto(site)
    visitor.get_by_label("Sök i kommunens handlingar").fill(words)
    visitor.get_by_label("Sök i kommunens handlingar").press("Enter")
    visitor.wait_for_url(re.compile("/sok"))


def open_filters(visitor: Page) -> None:
    summary = visitor.locator("details.fold > summary")
    if summary.is_visible():
        summary.click()


def tick(visitor: Page, label: str, scripted: bool) -> None:
    open_filters(visitor)
    box = visitor.get_by_role("checkbox", name=re.compile(label)).first
    if scripted:
        with visitor.expect_navigation():
            box.click()
    else:
        box.check()
        with visitor.expect_navigation():
            visitor.get_by_role("button", name="Använd filtren").click()


def test_a_visitor_searches_ticks_a_filter_opens_the_document_and_sees_the_hit(visitor: Page, site: str, scripted: bool):
    search(visitor, site, "laddplatser")
    expect(visitor.locator("h2.summary")).to_contain_text("4 stycken med orden")
    tick(visitor, "Tekniska nämnden", scripted)
    expect(visitor).to_have_url(re.compile(r"board=Tekniska"))
    expect(visitor.get_by_text("nämnd: Tekniska nämnden")).to_be_visible()
    visitor.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    visitor.wait_for_url(re.compile(r"/dokument/lillaker-tekniska-2021-10-14\?q=laddplatser#"))
    hit = visitor.locator(".paragraph:target")
    expect(hit).to_be_in_viewport()
    expect(hit.locator("mark").first).to_have_text("laddplatser")
    expect(hit).to_contain_text("Träff 1 av 4")


def test_one_goes_from_hit_to_hit(visitor: Page, site: str):
    visitor.goto(f"{site}/dokument/lillaker-tekniska-2021-10-14?q=laddplatser")
    visitor.get_by_role("link", name="Nästa träff").first.click()
    expect(visitor.locator(".paragraph:target")).to_contain_text("Träff 2 av")


def test_back_takes_the_filter_off_again(visitor: Page, site: str, scripted: bool):
    search(visitor, site, "cykelvägen")
    before = visitor.locator("h2.summary").inner_text()
    tick(visitor, "Socialnämnden", scripted)
    expect(visitor.locator("h2.summary")).not_to_have_text(before)
    visitor.go_back()
    expect(visitor.locator("h2.summary")).to_have_text(before)


def test_a_ticked_box_keeps_the_focus(chromium: Browser, site: str):
    visitor = chromium.new_page(locale="sv-SE")
    visitor.goto(f"{site}/sok?q=cykelv%C3%A4gen")
    with visitor.expect_navigation():
        visitor.get_by_role("checkbox", name=re.compile("Socialnämnden")).press("Space")
    expect(visitor.get_by_role("checkbox", name=re.compile("Socialnämnden"))).to_be_focused()
    visitor.close()


def test_suggestions_are_chosen_with_the_keyboard(chromium: Browser, site: str):
    visitor = chromium.new_page(locale="sv-SE")
    visitor.goto(site)
    box = visitor.get_by_role("combobox")
    box.press_sequentially("tekn")
    expect(visitor.get_by_role("option").first).to_have_text(re.compile("Tekniska nämnden"))
    box.press("ArrowDown")
    expect(visitor.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    visitor.wait_for_url(re.compile("board=Tekniska"))
    visitor.close()


def test_escape_closes_the_suggestions_and_the_words_stay(chromium: Browser, site: str):
    visitor = chromium.new_page(locale="sv-SE")
    visitor.goto(site)
    box = visitor.get_by_role("combobox")
    box.press_sequentially("tekn")
    expect(visitor.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(visitor.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("tekn")
    visitor.close()


def test_the_skip_link_is_the_first_stop_and_leads_past_the_menu(visitor: Page, site: str):
    visitor.goto(f"{site}/sok?q=cykel")
    visitor.keyboard.press("Tab")
    skip = visitor.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("#innehall$"))


def test_a_citizen_finds_how_a_motion_was_answered(visitor: Page, site: str):
    visitor.goto(site)
    visitor.get_by_role("link", name="Ärenden").first.click()
    visitor.get_by_role("link", name="Motion om laddplatser för elcyklar").click()
    expect(visitor.get_by_text("Motionen avslogs av kommunfullmäktige den 13 december 2021; V och MP reserverade sig.")).to_be_visible()
    expect(visitor.locator(".missing")).to_contain_text("Kultur- och fritidsnämnden")


def test_an_analyst_compares_two_parties_and_opens_what_a_count_counts(visitor: Page, site: str):
    visitor.goto(f"{site}/partier")
    visitor.get_by_label("Om vad?").fill("cykelvägen")
    for party in ("V Vänsterpartiet", "S Socialdemokraterna"):
        visitor.get_by_role("checkbox", name=re.compile(party)).check()
    visitor.get_by_role("button", name="Jämför").click()
    expect(visitor.locator(".side")).to_have_count(2)
    count = visitor.locator(".matrix td a").first
    number = count.inner_text()
    count.click()
    expect(visitor.locator("h2.summary")).to_contain_text(f"{number} stycken")


def test_the_page_is_shown_beside_the_quote_when_asked_for_and_nothing_moves_when_it_comes(visitor: Page, site: str, size: dict[str, int]):
    pictures: list[str] = []
    visitor.on(
        "request", lambda request: pictures.append(request.url) if request.resource_type == "image" and ".png" in request.url else None
    )
    visitor.goto(f"{site}/dokument/lillaker-tekniska-2021-10-14?q=laddplatser")
    assert pictures == []
    visitor.get_by_role("link", name="Visa sidan 1 med stycket inramat").nth(1).click()
    quote = visitor.locator(".paragraph:target")
    picture = quote.get_by_role("img", name="Sida 1 i originalet")
    expect(picture).to_have_js_property("naturalWidth", 1190)
    text, shown = quote.locator("p[lang], p:not([class])").first.bounding_box(), picture.bounding_box()
    assert text is not None
    assert shown is not None
    assert shown["height"] == pytest.approx(shown["width"] * 297 / 210, abs=2)
    if size["width"] >= 1200:
        assert shown["x"] >= text["x"] + text["width"]
        assert abs(shown["y"] - text["y"]) < 80
    else:
        assert shown["y"] >= text["y"] + text["height"]
    quote.get_by_role("link", name="Dölj sidan").click()
    expect(visitor.locator("img")).to_have_count(0)
    assert len(pictures) == 1


def test_the_bar_tells_which_hit_one_was_led_to(chromium: Browser, site: str):
    visitor = chromium.new_page(locale="sv-SE", viewport={"width": 1280, "height": 2000})
    visitor.goto(f"{site}/dokument/lillaker-tekniska-2021-10-14?q=laddplatser#lillaker-tekniska-2021-10-14-p2")
    bar = visitor.get_by_role("navigation", name="Träffar i handlingen")
    expect(bar).to_contain_text("Träff 3 av 4")
    bar.get_by_role("link", name="Nästa").click()
    expect(bar).to_contain_text("Träff 4 av 4")
    bar.get_by_role("link", name="Förra").click()
    expect(bar).to_contain_text("Träff 3 av 4")
    visitor.close()
