"""A server learns the commonest words of its index ahead, and answers the same as without."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from council.encoder import load_encoder
from council.engines.embedded import EmbeddedEngine
from council.errors import IndexMissing
from indexer.pipeline import write_all
from search_api import warming, word_forms
from search_api.results import SearchRequest
from search_api.service import SearchService
from search_api.warming import warm, warm_beside
from search_api.word_forms import WordForms
from tests.small_index import sentences


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchService:
    monkeypatch.setattr(word_forms, "_newest", WordForms())
    encoder = load_encoder()
    engine = EmbeddedEngine(tmp_path, encoder.identity)
    with engine.writer() as writer:
        write_all(writer, sentences("Biblioteket har öppet.", "Biblioteket stänger."), encoder)
    return SearchService(engine, encoder)


def test_words_are_known_before_they_are_met(service: SearchService) -> None:
    warm(service, pause=0)
    assert {"biblioteket", "Biblioteket"} <= word_forms.word_forms().named({"lemmas": ["bibliotek"]}, ())


def test_what_is_found_stays_the_same(service: SearchService) -> None:
    before = service.search(SearchRequest(q="bibliotek"))
    warm(service, pause=0)
    assert replace(service.search(SearchRequest(q="bibliotek")), took_ms=0) == replace(before, took_ms=0)


@pytest.mark.parametrize(("kept_waiting", "least"), [(0.0, warming.PAUSE), (0.2, warming.LONGEST)])
def test_learning_gives_way_to_searches(service: SearchService, monkeypatch: pytest.MonkeyPatch, kept_waiting: float, least: float) -> None:
    rested: list[float] = []
    monkeypatch.setattr(service, "meet", lambda _words: threading.Event().wait(kept_waiting))
    monkeypatch.setattr("search_api.warming.time.sleep", rested.append)
    warm(service)
    assert rested
    assert least <= min(rested) <= max(rested) <= warming.LONGEST
    rested.clear()
    warm(service, pause=0)
    assert rested == []


def test_an_index_that_is_not_there_yet_stops_nothing(tmp_path: Path) -> None:
    encoder = load_encoder()
    service = SearchService(EmbeddedEngine(tmp_path / "none", encoder.identity), encoder)
    with pytest.raises(IndexMissing):
        warm(service)
    thread = warm_beside(service)
    thread.join(10)
    assert not thread.is_alive()
