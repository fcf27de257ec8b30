"""`namndsok remove`: by id, by source, and by a query that shows first what would go."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from council.engine import block_key
from tests.commands.conftest import Spoken

Run = Callable[..., Spoken]
MINUTES_ID = "handlingar-socialnamnden-protokoll-txt"


@pytest.fixture
def indexed(run: Run, folder: Path) -> Run:
    assert run("index", folder).code == 0
    return run


def count(run: Run) -> int:
    documents = json.loads(run("status", "--json").out)["documents"]
    assert isinstance(documents, int)
    return documents


def test_a_query_shows_what_would_go_and_takes_it_out_only_when_told_to(indexed: Run) -> None:
    shown = indexed("remove", "--query", "snöröjning vid gruppboenden", "--json")
    (row,) = shown.rows()
    assert (row["id"], row["source"], row["date"]) == (MINUTES_ID, "socialnamnden/protokoll.txt", "2023-04-18")
    assert 0 < int(str(row["found"])) <= int(str(row["paragraphs"]))
    assert "--yes" in shown.err
    assert count(indexed) == 2
    done = indexed("remove", "--query", "snöröjning vid gruppboenden", "--yes")
    assert MINUTES_ID in done.out
    assert "1 handlingar är borttagna" in done.err
    assert count(indexed) == 1
    assert json.loads(indexed("status", "--json").out)["blocked"] == [block_key(MINUTES_ID)]


def test_a_query_is_taken_as_typed_and_by_words_alone(indexed: Run) -> None:
    for asked in ("snöröjnign", "plogning av vägar på vintern", "nämnd:finns-inte snöröjning"):
        done = indexed("remove", "--query", asked, "--yes")
        assert (done.code, done.out) == (0, ""), asked
        assert "hittar ingenting" in done.err
    assert count(indexed) == 2


@pytest.mark.parametrize("arguments", [["--query", "  "], [], ["x", "--query", "y"], ["--undo", "--query", "y"]])
def test_what_cannot_be_meant_is_refused(indexed: Run, arguments: list[str]) -> None:
    refused = indexed("remove", *arguments)
    assert refused.code == 2
    assert count(indexed) == 2


def test_it_is_let_in_again_by_source_id_or_key(indexed: Run, folder: Path) -> None:
    for name in ("motion.txt", "handlingar-motion-txt", block_key("handlingar-motion-txt")):
        assert indexed("remove", "motion.txt").code == 0
        assert indexed("remove", "--undo", name).code == 0
        indexed("index", folder)
        assert count(indexed) == 2


def test_what_is_not_blocked_cannot_be_let_in(indexed: Run) -> None:
    refused = indexed("remove", "--undo", "motion.txt")
    assert refused.code == 2
    assert "inte spärrad" in refused.err


def test_compacting_changes_no_answer(indexed: Run) -> None:
    before = json.loads(indexed("search", "laddstationer", "--json").out)["hits"]
    assert indexed("compact").code == 0
    assert json.loads(indexed("search", "laddstationer", "--json").out)["hits"] == before
