"""kill -9 at any moment: the last commit is there, whole, at the next opening, without a repair."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from council.criteria import Filters, LexicalQuery, MatchSet, Variant, Word
from council.engine import Engine, block_key
from council.errors import IndexMissing
from tests.reliability.crashing_writer import DOCUMENTS, PARAGRAPHS, document, open_engine, vectors, write_round
from tests.reliability.killing import after, run_and_kill

KILLS = 100 if os.environ.get("NAMNDSOK_SOAK") else 10
WRITER = "tests.reliability.crashing_writer"
SLOWEST_KILL = 0.6
"""Seconds after a round began within which the writer is killed: a few rounds, so every part of a round is hit."""


def committed_round(engine: Engine) -> int | None:
    """The round that the index holds, once every part of it was found to be of that round; None before the first."""
    try:
        snapshot = engine.snapshot()
    except IndexMissing:
        return None
    (digest,) = {entry.digest for entry in snapshot.catalogue().entries}
    round_number = int(digest.removeprefix("rond"))
    assert (snapshot.stats().documents, snapshot.stats().paragraphs) == (DOCUMENTS, DOCUMENTS * PARAGRAPHS)
    word = Word(digest, (Variant("lemmas", (digest,), "exact"),))
    assert snapshot.count(MatchSet(LexicalQuery((word,))), Filters()).paragraphs == DOCUMENTS * PARAGRAPHS
    assert snapshot.frequencies("lemmas", [f"rond{round_number - 1}", f"rond{round_number + 1}"]) == [0, 0]
    assert len(snapshot.case_records([f"rond-{round_number}"])) == len(snapshot.case_records()) == DOCUMENTS
    assert_documents_are_whole(engine, round_number)
    assert snapshot.catalogue().blocked == {block_key(f"blockerad{r}") for r in range(4, round_number + 1, 4)}
    return round_number


def assert_documents_are_whole(engine: Engine, round_number: int) -> None:
    """Texts and vectors of every document are those of the round."""
    snapshot = engine.snapshot()
    for number in range(DOCUMENTS):
        expected = document(number, round_number)
        found = snapshot.document(expected.document.id)
        assert found is not None
        assert found.paragraphs == expected.paragraphs
        keys = [passage.key for passage in snapshot.find([paragraph.id for paragraph in expected.paragraphs])]
        assert np.array_equal(snapshot.vectors(keys), vectors(number, round_number))


@pytest.fixture
def waits() -> Iterator[float]:
    """Moments of death: the same in every run, and spread evenly."""
    chance = random.Random(4)
    return iter(lambda: chance.uniform(0.0, SLOWEST_KILL), None)


@pytest.mark.soak
def test_what_was_committed_survives_being_killed(tmp_path: Path, waits: Iterator[float]) -> None:
    folder = tmp_path / "data"
    held: int | None = None
    for _ in range(KILLS):
        done, begun = run_and_kill(WRITER, folder, 1 if held is None else held + 1, during=after(next(waits)))
        engine = open_engine(folder)
        now = committed_round(engine)
        engine.close()
        assert now in {done if done is not None else held, begun}
        held = now
    assert held is not None


def test_a_list_of_deletions_that_a_killed_writer_left_hinders_nobody(tmp_path: Path) -> None:
    """tantivy names it after the segment and the number of the operation, so that the next writer wants the same name."""
    alive, killed = tmp_path / "alive", tmp_path / "killed"
    with open_engine(alive).writer() as writer:
        write_round(writer, 1)
    shutil.copytree(alive, killed)
    with open_engine(alive).writer() as writer:
        writer.remove("dokument3")
    (left,) = alive.glob("generations/*/tantivy/*.del")
    (folder,) = killed.glob("generations/*/tantivy")
    for name in (left.name, ".managed.json"):
        shutil.copy(left.parent / name, folder / name)
    engine = open_engine(killed)
    with engine.writer() as writer:
        assert writer.remove("dokument3")
    assert engine.snapshot().stats().documents == DOCUMENTS - 1


def test_what_a_killed_writer_left_behind_is_swept_away_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    engine = open_engine(folder)
    with engine.writer() as writer:
        writer.write(document(1, 1), vectors(1, 1))
    run_and_kill(WRITER, folder, 2, during=after(0.15))  # round 2 is a rebuild
    with engine.writer() as writer:
        writer.write(document(1, 3), vectors(1, 3))
    assert len(list((folder / "generations").iterdir())) == 1
