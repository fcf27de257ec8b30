"""An official, a citizen and an analyst, each from the start page to the answer, over the sample documents; with and without script."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_reading_a_quote import search, tick

pytestmark = pytest.mark.browser


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_an_official_leaves_with_a_quote_its_reference_and_the_page_it_stands_on(visitor: Page, samples: str, scripted: bool):
    search(visitor, samples, "trygghetsvandringar")
    visitor.get_by_role("link", name="Bara ord").click()
    tick(visitor, "Socialnämnden", scripted)
    expect(visitor.get_by_text("nämnd: Socialnämnden")).to_be_visible()
    hit = visitor.locator(".hit").filter(has_text="Yttrande över motion (2015:7)").first
    expect(hit.locator("mark").first).to_contain_text(re.compile("trygghetsvandring", re.IGNORECASE))
    hit.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    quote = visitor.locator(".paragraph:target")
    expect(quote).to_be_in_viewport()
    expect(quote.locator(".step span")).to_contain_text(re.compile(r"Träff \d+ av \d+"))
    reference = "Socialnämnden, protokollsutdrag 2015-09-24"
    if scripted:
        assert reference in (visitor.locator(".paragraph:target [data-copy]").get_attribute("data-copy") or "")
    else:
        expect(visitor.locator(".paragraph:target .cite")).to_contain_text(reference)


def test_an_official_checks_a_quote_against_the_page_and_opens_the_original(visitor: Page, samples: str):
    visitor.goto(f"{samples}/sok?q=trygghetsvandringar&mode=keyword&board=Tekniska+n%C3%A4mnden&kind=tj%C3%A4nsteutl%C3%A5tande")
    visitor.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    visitor.locator(".paragraph:target").get_by_role("link", name=re.compile("Visa sidan")).click()
    picture = visitor.locator(".paragraph:target").get_by_role("img")
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    original = visitor.get_by_role("link", name="Öppna originalet").first.get_attribute("href")
    answer = visitor.request.get(f"{samples}{original}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_a_citizen_follows_a_motion_from_its_proposal_to_how_it_ended(visitor: Page, samples: str):
    visitor.goto(samples)
    visitor.get_by_role("link", name="Ärenden").first.click()
    visitor.get_by_label("Sök ärende").fill("trygghetsvandringar")
    visitor.get_by_role("button", name="Visa", exact=True).click()
    visitor.locator(".hit h3 a").first.click()
    expect(visitor.locator(".verdict")).to_contain_text("Motionen bifölls av kommunfullmäktige den 14 mars 2016")
    stages = visitor.locator(".stage")
    expect(stages.first).to_contain_text("Motionen lämnas in")
    expect(stages.last).to_contain_text("Beslut – Kommunfullmäktige")
    answered = stages.filter(has=visitor.get_by_role("heading", name="Nämndens yttrande – Socialnämnden"))
    expect(answered).to_contain_text("tillstyrker")
    expect(answered.locator(".dissent")).to_contain_text("Reservation")
    said = answered.locator("blockquote").first.inner_text().split("\n")[0][:60]
    answered.get_by_role("link", name="Läs i sitt sammanhang").first.click()
    expect(visitor.locator(".paragraph:target")).to_contain_text(said)


def test_a_citizen_asks_how_a_motion_was_answered_and_is_led_to_the_matter(visitor: Page, samples: str):
    visitor.goto(samples)
    visitor.get_by_role("link", name=re.compile("^Hur besvarades motionen om")).click()
    visitor.get_by_role("link", name="Ärendets väg").first.click()
    expect(visitor.get_by_role("heading", name="Ärendets väg")).to_be_visible()
    expect(visitor.locator(".verdict")).to_contain_text("Motionen")


def test_a_dossier_can_be_printed_and_handed_out(visitor: Page, samples: str):
    visitor.goto(f"{samples}/arenden?q=trygghetsvandringar")
    visitor.locator(".hit h3 a").first.click()
    visitor.emulate_media(media="print")
    expect(visitor.locator(".verdict")).to_be_visible()
    expect(visitor.locator(".stage .printed").first).to_be_visible()
    expect(visitor.locator(".stage .tools").first).to_be_hidden()
    expect(visitor.locator("header.site nav")).to_be_hidden()


def test_an_analyst_compares_parties_counts_by_topic_and_year_and_takes_the_paragraphs_away(visitor: Page, samples: str):
    visitor.goto(samples)
    visitor.get_by_role("link", name="Partier").first.click()
    for party in ("S Socialdemokraterna", "V Vänsterpartiet"):
        visitor.get_by_role("checkbox", name=re.compile(party)).check()
    visitor.get_by_role("button", name="Jämför").click()
    expect(visitor.locator(".side")).to_have_count(2)
    total = sum(number_in(text) for text in visitor.locator(".side > .facts:not(.source) > a").all_inner_texts())
    visitor.get_by_role("link", name=re.compile("år för år")).first.click()
    expect(visitor.get_by_role("heading", name="Stycken per parti och år")).to_be_visible()
    cell = visitor.locator("#matris ~ .wide td a").first
    count = cell.inner_text()
    cell.click()
    expect(visitor.locator("h2.summary")).to_contain_text(f"{count} styck")
    visitor.goto(f"{samples}/partier?party=S&party=V")
    address = visitor.get_by_role("link", name="CSV för Excel").get_attribute("href")
    body = visitor.request.get(f"{samples}{address}").body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert {"source", "board", "date", "parties", "text"} <= set(rows[0])
    either = {row["paragraph_id"] for row in rows}
    both = [row for row in rows if {"S", "V"} <= set(row["parties"].split(" | "))]
    assert len(either) + len(both) == total


def test_an_analyst_turns_from_their_own_words_to_words_about_them(visitor: Page, samples: str):
    visitor.goto(f"{samples}/partier?party=S&party=V")
    visitor.get_by_role("link", name="Visa vad som sägs om dem").click()
    expect(visitor.get_by_text("Vad andra skriver om partierna")).to_be_visible()
    cell = visitor.locator("#matris ~ .wide td a").first
    if cell.count():
        count = cell.inner_text()
        cell.click()
        expect(visitor.locator("h2.summary")).to_contain_text(f"{count} styck")
