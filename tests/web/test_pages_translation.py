"""English pages: every message is translated, every page is rendered, and every link stays in its language."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from council.settings import Settings
from scripts.update_translations import UI, messages, untranslated
from tests.web.fake_service import FakeService
from tests.web.reading import local_links, page, text_of
from tests.web.test_pages_site import EVERY
from ui.app import create_site

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SWEDISH = re.compile(r"\b(och|inte|stycken|nämnden|visa|sök)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def site() -> TestClient:
    return TestClient(create_site(FakeService(), Settings()), follow_redirects=False)  # type: ignore[arg-type]  # a fake with the service's methods


@pytest.fixture(scope="module")
def catalogue():
    with (UI / "locale" / "en" / "LC_MESSAGES" / "namndsok.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_message_of_the_pages_has_a_translation(catalogue):
    held = {message.id for message in catalogue}
    assert [message.id for message in messages() if message.id and message.id not in held] == []
    assert untranslated(catalogue) == []


def test_translations_fill_in_the_same_values(catalogue):
    for message in catalogue:
        pairs = zip(message.id, message.string, strict=True) if isinstance(message.id, tuple) else [(message.id, message.string)]
        for source, translation in pairs:
            if source:
                assert set(PLACEHOLDER.findall(source)) == set(PLACEHOLDER.findall(translation)), source


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_there_in_english(site: TestClient, path: str):
    tree = page(site, f"/en{path}")
    assert tree.get("lang") == "en"
    for element in tree.cssselect("[lang=sv], .name, .examples, option, .facts, .origin, .speaker, .list, .sheet, title, .place, tbody th"):
        element.drop_tree() if element.getparent() is not None else None
    assert not SWEDISH.search(text_of(tree, "main").replace("Nämndsök", "").replace("namndsok", "")), text_of(tree, "main")


@pytest.mark.parametrize("path", EVERY)
def test_every_link_of_an_english_page_stays_english(site: TestClient, path: str):
    tree = page(site, f"/en{path}")
    away = [link for link in local_links(tree) if not link.startswith(("/en/", "/static/", "/api/", "/feed.", "/docs", "/opensearch"))]
    assert away == [path.split("#")[0]]
    for form in tree.cssselect("form"):
        assert form.get("action").startswith("/en/")


def test_redirects_and_suggestions_stay_english(site: TestClient):
    assert site.get("/en/sok?q=cykel&board=").headers["location"] == "/en/sok?q=cykel"
    assert site.get("/en/dokument/lillaker-kulturplan/stycke/lillaker-kulturplan-p3").headers["location"].startswith("/en/dokument/")
    assert site.get("/en/forslag?q=te").json()[0]["path"].startswith("/en/sok?")
    assert site.get("/en").headers["location"].endswith("/en/")


def test_swedish_text_in_an_english_page_says_that_it_is_swedish(site: TestClient):
    tree = page(site, "/en/sok?q=laddplatser")
    assert all(quote.get("lang") == "sv" for quote in tree.cssselect("blockquote"))


def test_a_browser_that_asks_for_english_is_offered_it_and_gets_swedish(site: TestClient):
    answer = site.get("/om", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<a hreflang="en" href="/en/om">This page in English</a>' in answer.text
    assert '<html lang="sv">' in answer.text
    assert "This page in English" not in site.get("/om", headers={"Accept-Language": "sv,en;q=0.8"}).text


def test_english_dates_and_numbers_are_english(site: TestClient):
    assert "14 October 2021" in site.get("/en/dokument/lillaker-tekniska-2021-10-14").text
