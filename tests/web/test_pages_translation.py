"""English pages: every message is translated, every page is rendered, and every link stays in its language."""

from __future__ import annotations

import re

import lxml.html
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
    assert away == [f"/sv{path}"]
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


BROWSERS = {
    "": "sv",
    "sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7": "sv",
    "en-GB,en;q=0.9": "en",
    "en-US,en;q=0.9,sv;q=0.8": "en",
    "en;q=0.7, sv;q=0.8": "sv",
    "EN": "en",
    "fi,en;q=0.8,sv;q=0.7": "en",
    "fi,sv;q=0.8,en;q=0.7": "sv",
    "en,sv": "en",
    "sv,en": "sv",
    "*": "sv",
    "en,*;q=0.5": "en",
    "sv;q=0,*": "en",
    "en;q=0": "sv",
    "de,fr;q=0.9": "sv",
    "english": "sv",
    "en;q=x": "sv",
    "en;q=7": "sv",
    "en;level=1": "sv",
    ",;,;;q=,=": "sv",
}


@pytest.mark.parametrize(("accepted", "language"), BROWSERS.items())
def test_an_address_without_a_language_follows_the_browser_and_is_swedish_where_it_has_no_wish(
    site: TestClient, accepted: str, language: str
):
    answer = site.get("/om", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("accepted", ["sv", "en", ""])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_language_in_the_address_wins_over_the_browser(site: TestClient, language: str, accepted: str):
    tree = lxml.html.document_fromstring(site.get(f"/{language}/sok?q=cykel", headers={"Accept-Language": accepted}).text)
    assert tree.get("lang") == language
    links = [link for link in local_links(tree) if not link.startswith(("/static/", "/api/", "/feed.", "/docs", "/opensearch"))]
    other = {"sv": "en", "en": "sv"}[language]
    assert [link for link in links if not link.startswith(f"/{language}/")] == [f"/{other}/sok?q=cykel"]


def test_english_by_the_browsers_wish_keeps_addresses_that_can_be_sent_to_anybody(site: TestClient):
    tree = lxml.html.document_fromstring(site.get("/sok?q=cykel", headers={"Accept-Language": "en"}).text)
    assert tree.get("lang") == "en"
    assert [link for link in local_links(tree) if link.startswith(("/en/", "/sv/"))] == ["/sv/sok?q=cykel"]
    assert site.get("/forslag?q=te", headers={"Accept-Language": "en"}).json()[0]["label"] == "board"


@pytest.mark.parametrize("path", ["/om", "/forslag?q=te", "/opensearch.xml", "/finns-inte", "/sok?page=x"])
def test_caches_keep_one_copy_for_each_wish_where_the_wish_decides_and_one_where_the_address_does(site: TestClient, path: str):
    assert "Accept-Language" in site.get(path).headers["vary"]
    assert "Accept-Language" not in site.get(f"/en{path}").headers["vary"]
    assert "Accept-Encoding" in site.get(f"/en{path}").headers["vary"]


def test_a_kept_page_in_one_language_is_not_taken_for_the_other(site: TestClient):
    swedish = site.get("/om", headers={"Accept-Language": "sv"}).headers["etag"]
    assert site.get("/om", headers={"Accept-Language": "sv", "If-None-Match": swedish}).status_code == 304
    asked_anew = site.get("/om", headers={"Accept-Language": "en", "If-None-Match": swedish})
    assert (asked_anew.status_code, asked_anew.headers["content-language"]) == (200, "en")


def test_errors_are_in_the_language_that_the_browser_prefers(site: TestClient):
    assert "There is no such page" in site.get("/finns-inte", headers={"Accept-Language": "en"}).text


def test_search_engines_are_told_of_both_languages():
    site = TestClient(create_site(FakeService(), Settings(public_url="https://sok.lillaker.example")))  # type: ignore[arg-type]  # a fake
    for path, canonical in (("/om", "/om"), ("/sv/om", "/om"), ("/en/om", "/en/om")):
        tree = page(site, path)
        alternates = {link.get("hreflang"): link.get("href") for link in tree.cssselect("link[rel=alternate]")}
        home = "https://sok.lillaker.example"
        assert alternates == {"x-default": f"{home}/om", "sv": f"{home}/om", "en": f"{home}/en/om"}
        assert tree.cssselect("link[rel=canonical]")[0].get("href") == f"{home}{canonical}"


PREFIXED = Settings(public_url="https://lillaker.example/handlingar/")


@pytest.mark.parametrize("language", ["", "/en", "/sv"])
@pytest.mark.parametrize("path", EVERY)
def test_below_a_path_of_the_public_address_every_link_stays_below_it(path: str, language: str):
    site = TestClient(create_site(FakeService(), PREFIXED), follow_redirects=False)  # type: ignore[arg-type]  # a fake
    text = site.get(f"{language}{path}").text
    tree = lxml.html.document_fromstring(text)
    found = re.findall(r'[\w-]+="(/[^"]*)"', text)
    assert [address for address in found if not address.startswith("/handlingar/")] == []
    assert all(form.get("action").startswith(f"/handlingar{language}/") for form in tree.cssselect("form"))
    assert tree.cssselect("link[rel=stylesheet]")[0].get("href").startswith("/handlingar/static/")
    assert "/handlingar/handlingar" not in text


def test_redirects_and_suggestions_stay_below_a_path_of_the_public_address():
    site = TestClient(create_site(FakeService(), PREFIXED), follow_redirects=False)  # type: ignore[arg-type]  # a fake
    assert site.get("/en/sok?q=cykel&board=").headers["location"] == "/handlingar/en/sok?q=cykel"
    assert site.get("/sok?q=cykel&board=").headers["location"] == "/handlingar/sok?q=cykel"
    assert site.get("/en").headers["location"] == "/handlingar/en/"
    assert site.get("/forslag?q=te").json()[0]["path"].startswith("/handlingar/sok?")


def test_english_dates_and_numbers_are_english(site: TestClient):
    assert "14 October 2021" in site.get("/en/dokument/lillaker-tekniska-2021-10-14").text


def test_words_that_look_like_an_address_stay_as_they_were_written():
    site = TestClient(create_site(FakeService(), PREFIXED), follow_redirects=False)  # type: ignore[arg-type]  # a fake
    tree = page(site, "/en/sok?q=%2Fsok")
    assert tree.cssselect("input[name=q]")[0].get("value") == "/sok"
