"""Floors on relevance: what the search found when it was tuned must not be lost. Figures: docs/quality.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.council_questions import Answer, ask, indexed, read_corpus, read_questions
from benchmarks.quality import YARDSTICK, measured
from council.encoder import Encoder, load_encoder, passage_text
from council.settings import read_settings
from namndsok.evaluate import temporary_index
from search_api.evaluation import read_collection
from search_api.results import SearchRequest
from search_api.service import SearchService

pytestmark = pytest.mark.shared

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def council(shared: Path, encoder: Encoder) -> Iterator[SearchService]:
    with indexed(read_corpus(shared / "corpus"), encoder, passage_text) as engine:
        yield SearchService(engine, encoder)


@pytest.fixture(scope="module")
def ours(council: SearchService) -> list[Answer]:
    return ask(council, read_questions(HERE / "council.jsonl"))


@pytest.mark.parametrize(("name", "gain"), [("swefaq-dev", 0.06), ("swequad-train", 0.018)])
def test_the_hybrid_search_keeps_its_gain_over_the_yardstick(shared: Path, encoder: Encoder, name: str, gain: float) -> None:
    collection = read_collection(shared / "eval" / name)
    with temporary_index(collection, encoder, read_settings({})) as engine:
        found = measured(collection, SearchService(engine, encoder))
    assert found.difference("hybrid", YARDSTICK, "ndcg10").mean >= gain


def test_questions_that_share_a_word_with_their_answer_find_it(ours: list[Answer]) -> None:
    shared = [answer for answer in ours if answer.question.kind != "paraphrase"]
    assert np.mean([answer.hit10 for answer in shared]) >= 0.95
    assert np.mean([answer.ndcg10 for answer in shared]) >= 0.72
    assert np.mean([answer.total > 0 for answer in shared]) >= 0.95


def test_paraphrases_lie_among_the_hits_or_the_related(ours: list[Answer]) -> None:
    assert np.mean([answer.near10 for answer in ours if answer.question.kind == "paraphrase"]) >= 0.67


def test_questions_as_a_whole_are_answered_on_the_first_page(ours: list[Answer]) -> None:
    assert np.mean([answer.ndcg10 for answer in ours]) >= 0.56
    assert np.mean([answer.near10 for answer in ours]) >= 0.83


@pytest.fixture(scope="module")
def once_blind(council: SearchService) -> list[Answer]:
    return ask(council, read_questions(HERE / "once_blind.jsonl"))


def test_questions_of_another_hand_that_share_a_word_with_their_answer_find_it(once_blind: list[Answer]) -> None:
    shared = [answer for answer in once_blind if answer.question.kind != "paraphrase"]
    assert np.mean([answer.hit10 for answer in shared]) >= 0.95
    assert np.mean([answer.ndcg10 for answer in shared]) >= 0.8


def test_boards_answers_that_another_hand_asked_for_are_found(once_blind: list[Answer]) -> None:
    answers = [answer for answer in once_blind if answer.question.kind == "board_answer"]
    assert np.mean([answer.ndcg10 for answer in answers]) >= 0.75


@pytest.fixture(scope="module")
def blind(council: SearchService) -> list[Answer]:
    return ask(council, read_questions(HERE / "blind.jsonl"))


def test_blind_questions_that_share_a_word_with_their_answer_find_it(blind: list[Answer]) -> None:
    shared = [answer for answer in blind if answer.question.kind != "paraphrase"]
    assert np.mean([answer.hit10 for answer in shared]) >= 0.93
    assert np.mean([answer.ndcg10 for answer in shared]) >= 0.74
    assert np.mean([answer.total > 0 for answer in shared]) >= 0.9


def test_blind_paraphrases_lie_among_the_hits_or_the_related(blind: list[Answer]) -> None:
    assert np.mean([answer.near10 for answer in blind if answer.question.kind == "paraphrase"]) >= 0.73


def test_blind_questions_as_a_whole_are_answered_on_the_first_page(blind: list[Answer]) -> None:
    assert np.mean([answer.ndcg10 for answer in blind]) >= 0.57
    assert np.mean([answer.near10 for answer in blind]) >= 0.85


def test_numbers_and_names_are_found_in_any_writing(council: SearchService) -> None:
    answers = ask(council, read_questions(HERE / "lookups.jsonl"))
    assert np.mean([answer.hit10 for answer in answers]) >= 0.95
    assert np.mean([answer.ndcg10 for answer in answers]) >= 0.85


def test_the_given_questions_how_a_board_answered_find_the_answer(shared: Path, council: SearchService) -> None:
    given = read_questions(shared / "eval" / "council" / "queries.jsonl")
    answers = [answer for answer in ask(council, given) if answer.question.kind == "board_answer"]
    assert np.mean([answer.hit10 for answer in answers]) == 1.0
    assert np.mean([answer.ndcg10 for answer in answers]) >= 0.65


def test_junk_finds_nothing_and_is_told_so(council: SearchService) -> None:
    junk = (HERE / "junk.txt").read_text(encoding="utf-8").splitlines()
    pages = [council.search(SearchRequest(q=line)) for line in junk]
    assert np.mean([page.total.paragraphs == 0 for page in pages]) >= 0.95


def test_a_rare_word_that_exists_finds_its_paragraph_whatever_meaning_says(council: SearchService) -> None:
    page = council.search(SearchRequest(q="Trädgårdskvarteret", group="paragraph"))
    assert "Trädgårdskvarteret" in page.hits[0].passages[0].text
