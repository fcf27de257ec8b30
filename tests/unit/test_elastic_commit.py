"""What a commit in Elasticsearch shows, and work that shares requests: pure, without a server."""

from __future__ import annotations

import datetime as dt

import pytest

from council.engines import stored
from council.engines.elastic_commit import MOST_HIDDEN, Commit, Kept, Span
from council.engines.elastic_errors import ConflictError, GoneError, UnreadyError, failure
from council.engines.elastic_queries import Json
from council.engines.elastic_steps import Ask, Steps, both
from council.engines.records import State
from council.errors import EngineError, EngineUnavailable, IndexFormatError, WriteRefused

COMMIT = Commit(State(serial=3, next_docno=10, updated=dt.datetime(2026, 1, 2, tzinfo=dt.UTC)), gone=(4, 5), hidden=(Span(6, 8),))


def test_a_commit_shows_what_was_committed_and_neither_replaced_nor_hidden() -> None:
    assert [number for number in range(12) if COMMIT.shows(number)] == [0, 1, 2, 3, 8, 9]


def test_a_commit_comes_back_as_it_was_stored() -> None:
    assert stored.load(Commit, stored.dump(COMMIT)) == COMMIT


def test_spans_that_meet_become_one_and_empty_ones_none() -> None:
    commit = COMMIT.hiding(Span(8, 9)).hiding(Span(12, 12)).hiding(Span(13, 14))
    assert commit.hidden == (Span(6, 9), Span(13, 14))


def test_only_the_latest_hidden_spans_are_remembered() -> None:
    commit = Commit()
    for number in range(0, 4 * MOST_HIDDEN, 2):
        commit = commit.hiding(Span(number, number + 1))
    assert len(commit.hidden) == MOST_HIDDEN
    assert commit.hidden[-1] == Span(4 * MOST_HIDDEN - 2, 4 * MOST_HIDDEN - 1)


def test_what_outlives_an_index_holds_as_committed_and_as_before_where_it_was_not() -> None:
    record = Kept("2020-01-01", True).after(Kept(), "nyckel", number=11)
    assert Kept.read(record, COMMIT) == Kept()
    assert Kept.read(record, Commit(State(next_docno=12))) == Kept("2020-01-01", True)
    assert Kept.read({"record": "kept", "blocked": True}, COMMIT) == Kept(None, True)  # as older programs wrote it


def asking(*rounds: str) -> Steps[list[str]]:
    """Work that asks one thing a round, and gives what it was told."""
    told = []
    for name in rounds:
        (answer,) = yield [Ask({"name": name})]
        told.append(str(answer["told"]))
    return told


def test_two_pieces_of_work_share_their_rounds() -> None:
    work = both(asking("a1", "a2", "a3"), both(asking("b1"), asking()))
    asked, result = carried_out(work)
    assert asked == [["a1", "b1"], ["a2"], ["a3"]]
    assert result == (["A1", "A2", "A3"], (["B1"], []))


def carried_out(work: Steps[object]) -> tuple[list[list[str]], object]:
    """(what each round asked for, the result) of work that is answered in capitals."""
    asked: list[list[str]] = []
    answers: list[Json] | None = None
    while True:
        try:
            asks = next(work) if answers is None else work.send(answers)
        except StopIteration as done:
            return asked, done.value
        asked.append([ask.body["name"] for ask in asks])
        answers = [{"told": name.upper()} for name in asked[-1]]


@pytest.mark.parametrize(
    ("status", "told", "writing", "kind"),
    [
        (404, "index_not_found_exception", False, GoneError),
        (500, "search_context_missing_exception", False, GoneError),
        (500, "node_disconnected_exception", False, UnreadyError),
        (503, "no_shard_available_action_exception", False, UnreadyError),
        (429, "es_rejected_execution_exception", False, UnreadyError),
        (429, "cluster_block_exception: read-only-allow-delete block", True, WriteRefused),
        (409, "version_conflict_engine_exception", True, ConflictError),
        (403, "security_exception", False, EngineUnavailable),
        (400, "media_type_header_exception", False, IndexFormatError),
        (400, "mapper_parsing_exception", True, WriteRefused),
        (400, "parsing_exception", False, EngineError),
    ],
)
def test_what_a_cluster_refuses_has_a_name(status: int, told: str, writing: bool, kind: type[EngineError]) -> None:
    assert type(failure(status, told, "http://exempel:9200", writing=writing)) is kind
