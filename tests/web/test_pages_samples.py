"""The pages over the real service and the sample documents: counts agree, hits are marked where they lead, no link is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from tests.samples_site import samples_site
from tests.web.reading import local_links, page, text_of, texts

MOST_PAGES = 150
"""How many pages the crawl visits: every kind of page many times, in some seconds."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with samples_site(tmp_path_factory.mktemp("data")) as pages:
        yield TestClient(pages, follow_redirects=False)


def found(site: TestClient, path: str) -> int:
    """All paragraphs that a search finds, with the words or near in meaning."""
    summary = text_of(page(site, path), "h2.summary").split(" i ")[0].split(", i")[0]
    return sum(int(number.replace("\xa0", "")) for number in re.findall(r"\d[\d\xa0]*", summary))


@pytest.mark.parametrize(
    "query", ["q=motion", "q=trygghetsvandring&mode=keyword", "q=skola&year_from=2016", "", "q=cykel&board=Tekniska+n%C3%A4mnden"]
)
def test_every_count_in_every_facet_is_what_its_link_finds(site: TestClient, query: str):
    tree = page(site, f"/sok?{query}")
    links = [link for link in tree.cssselect(".facet a.count, .years tbody a") if link.text != "0"]
    assert links
    for link in links:
        assert found(site, link.get("href")) == int(link.text.replace("\xa0", "")), link.get("href")


def test_a_word_stands_as_typed_and_its_base_form_is_told(site: TestClient):
    (chip,) = page(site, "/sok?q=skolornas").cssselect(".chip")
    assert "skolornas" in chip.text_content()
    assert chip.get("title").startswith("grundform: skola ")


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("xylofonklubb+zeppelinhangar", []),
        ("xylofonklubb+zeppelinhangar+cykel", ["Sök utan ”xylofonklubb”, ”zeppelinhangar”"]),
    ],
)
def test_only_a_search_that_can_find_something_is_offered_without_the_words_that_stand_nowhere(
    site: TestClient, query: str, offered: list[str]
):
    links = page(site, f"/sok?q={query}").cssselect(".ways a")
    assert [link.text for link in links] == offered
    assert all(found(site, link.get("href")) for link in links)


def test_a_hit_leads_to_its_paragraph_where_its_words_are_marked(site: TestClient):
    link = page(site, "/sok?q=trygghetsvandringar&mode=keyword").cssselect(".passage .links a")[0].get("href")
    place = urlsplit(site.get(link).headers["location"])
    paragraph = page(site, f"{place.path}?{place.query}").get_element_by_id(place.fragment)
    assert "trygghetsvandring" in paragraph.cssselect("mark")[0].text_content().lower()


def test_no_page_is_a_dead_end_or_an_error(site: TestClient):
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/api/export", "/feed.")):
            continue
        seen.add(path)
        answer = site.get(path)
        assert answer.status_code in (200, 302, 303) or "/original" in path, (path, answer.status_code)
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            links = local_links(page(site, path))
            assert links or path == "/docs"
            waiting.extend(sorted(links, key=lambda link: link.startswith(("/sok", "/en/sok"))))
    assert len(seen) == MOST_PAGES


def test_every_case_has_a_dossier_whose_steps_lead_to_their_paragraphs(site: TestClient):
    cases = page(site, "/arenden").cssselect(".hit h3 a")
    assert cases
    for case in cases[:12]:
        tree = page(site, case.get("href"))
        for link in tree.cssselect(".stage .tools a"):
            assert "#" in site.get(link.get("href")).headers["location"]


def test_the_examples_of_the_start_page_find_something(site: TestClient):
    examples = page(site, "/").cssselect("section")[0].cssselect("a")
    assert len(examples) >= 3
    assert all(found(site, example.get("href")) for example in examples)


def test_a_filter_that_was_typed_can_be_taken_away(site: TestClient):
    tree = page(site, '/sok?q=motion+n%C3%A4mnd%3A"tekniska+n%C3%A4mnden"')
    assert "nämnd: Tekniska nämnden×" in texts(tree, ".chip")
    assert tree.cssselect(".facet a.ticked")[0].get("href") == "/sok?q=motion"
