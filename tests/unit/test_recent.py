"""Searches that are remembered: further pages, other orders and the same for a program search nothing anew, until the index changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from council.criteria import LexicalQuery
from council.engines.embedded_matches import MatchReader
from search_api.recent import RecentSearches, Searched, what_is_searched
from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService
from tests.small_index import document, service_over, town

ASKED = SearchRequest(q="laddstolpar")


@pytest.fixture
def service(tmp_path: Path) -> SearchService:
    return service_over(tmp_path, town())


def searches(service: SearchService, *requests: SearchRequest) -> int:
    """How often the words were looked up for these."""
    with mock.patch.object(MatchReader, "lexical", autospec=True, side_effect=MatchReader.lexical) as looked_up:
        for request in requests:
            service.search(request)
    return sum(isinstance(call.args[1], LexicalQuery) for call in looked_up.call_args_list)


def test_what_only_says_which_part_is_shown_is_no_other_search(service: SearchService) -> None:
    parts: list[dict[str, Any]] = [{"page": 2}, {"size": 5}, {"sort": "newest"}, {"group": "paragraph"}, {"fold": True}]
    assert searches(service, ASKED, *(replace(ASKED, **part) for part in parts)) == searches(
        service, replace(ASKED, q="laddstolpar torget")
    )


@pytest.mark.parametrize("other", [{"q": "torget"}, {"mode": "keyword"}, {"board": ("Farsta",)}, {"literal": True}, {"year_from": 2019}])
def test_what_changes_the_match_set_is_another_search(other: dict[str, Any]) -> None:
    assert what_is_searched(replace(ASKED, **other)) != what_is_searched(ASKED)


@pytest.mark.parametrize("how", [{}, {"page": 2, "size": 1}, {"sort": "oldest"}, {"group": "paragraph", "fold": True}, {"fold": True}])
def test_a_remembered_search_answers_as_a_new_one_does(service: SearchService, tmp_path: Path, how: dict[str, Any]) -> None:
    service.search(ASKED)
    service.search(replace(ASKED, fold=True, group="paragraph"))
    fresh = service_over(tmp_path / "fresh", town())
    assert timeless(service.search(replace(ASKED, **how))) == timeless(fresh.search(replace(ASKED, **how)))


def timeless(page: ResultPage) -> ResultPage:
    return replace(page, took_ms=0.0)


def test_a_new_document_is_found_at_once(service: SearchService) -> None:
    before = service.search(ASKED).total.documents
    read = document("ny", "Nya laddstolpar vid gångvägen.")
    with service.engine.writer() as writer:
        writer.write(read, service.encoder.encode_passages([p.text for p in read.paragraphs]))  # type: ignore[union-attr]  # it has one
    assert service.search(ASKED).total.documents == before + 1


def test_so_many_are_remembered_and_those_asked_for_last() -> None:
    recent, snapshot, made = RecentSearches(kept=2), object(), []

    def ask(q: str, of: object = snapshot, cases: object = None) -> None:
        request = SearchRequest(q=q)
        recent.of(request, of, cases, lambda: made.append(q) or mock.Mock(spec=Searched))  # type: ignore[func-returns-value]

    for q in ("a", "b", "a", "c", "a", "b"):
        ask(q)
    assert made == ["a", "b", "c", "b"]
    ask("b", cases=object())
    ask("b", of=object())
    assert made[4:] == ["b", "b"]
