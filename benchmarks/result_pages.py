"""Writes the HTML of a result page that is already found, to measure what the pages cost by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.requests import Request

from council.settings import Settings
from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService
from ui.app import create_renderer, party_names
from ui.pages import Pages


class _Held:
    """Answers every search with one page."""

    def __init__(self) -> None:
        self.page: ResultPage | None = None

    def search(self, _request: SearchRequest) -> ResultPage | None:
        return self.page


def page_writer(service: SearchService) -> Callable[[ResultPage], bytes]:
    """A function from a found page to the bytes of its HTML."""
    held = _Held()
    settings = Settings()
    pages = Pages(cast("Any", held), create_renderer(settings, "sv"), party_names(service.registers, settings.municipality))

    def write(page: ResultPage) -> bytes:
        held.page = page
        query = f"q={page.query.text}".encode()
        scope = {"type": "http", "method": "GET", "path": "/sok", "query_string": query, "headers": [], "root_path": ""}
        return bytes(pages.results(Request(scope)).body)

    return write
