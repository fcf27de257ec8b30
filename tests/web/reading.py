"""Reads pages in tests: a client over the fictional documents, and the parts of a page that tests ask about."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

import lxml.html
from starlette.testclient import TestClient

from council.settings import Settings
from tests.web.fake_service import FakeService
from ui.app import create_pages


@functools.cache
def client(service: FakeService | None = None, **settings: object) -> TestClient:
    """A browser's stand-in, before the pages of the fictional municipality."""
    pages = create_pages(service or FakeService(), Settings(**settings))  # type: ignore[arg-type]  # a fake with the service's methods
    return TestClient(pages, follow_redirects=False, raise_server_exceptions=False)


def page(browser: TestClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    """The page at an address, which answers with this status."""
    answer = browser.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    return lxml.html.document_fromstring(answer.text)


def text_of(tree: lxml.html.HtmlElement, selector: str = "main") -> str:
    """The words of the first element that a selector finds, white space folded."""
    return " ".join(tree.cssselect(selector)[0].text_content().split())


def texts(tree: lxml.html.HtmlElement, selector: str) -> list[str]:
    """The words of every element that a selector finds."""
    return [" ".join(element.text_content().split()) for element in tree.cssselect(selector)]


def local_links(tree: lxml.html.HtmlElement) -> list[str]:
    """Every address on the page that stays on the site, without its anchor."""
    found = [element.get("href") for element in tree.cssselect("a[href], link[href]")]
    return sorted({href.split("#")[0] for href in found if href and not urlsplit(href).netloc and href.split("#")[0]})
