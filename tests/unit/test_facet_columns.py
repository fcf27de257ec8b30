"""Facets that are looked up by row are those that tantivy counts, of every match set, and grow with the index."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from council.criteria import FACETS, Counts, Filters, LexicalQuery, MatchSet
from council.engine import Snapshot
from council.engines import facet_columns
from council.engines.clauses import Everything
from council.engines.embedded import EmbeddedEngine
from council.engines.embedded_snapshot import EmbeddedSnapshot
from council.engines.facet_columns import ASKED_BEFORE, FacetColumns
from council.engines.fields import own_boards
from tests.contract.library import COMMON, MODEL, ask, put, random_shelves, word
from tests.contract.small_swedish import small_analyse

FILTERS = (Filters(), Filters(board=("Norra nämnden",)), Filters(year=("2018",), kind=("motion",)), Filters(party=("S",), year_from=2019))


def opened(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder / "data", MODEL, analyse=small_analyse, boards_of=own_boards)


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    return opened(tmp_path)


def filled(engine: EmbeddedEngine, documents: int = 16) -> EmbeddedSnapshot:
    shelves = random_shelves(documents=documents)
    snapshot = put(engine, *(shelf.read for shelf in shelves), vectors=[shelf.vectors for shelf in shelves])
    assert isinstance(snapshot, EmbeddedSnapshot)
    return snapshot


def read(columns: FacetColumns, snapshot: EmbeddedSnapshot) -> facet_columns.Columns:
    return columns.read(snapshot._searcher, snapshot.state.rows, pause=0)


def alive(snapshot: EmbeddedSnapshot) -> np.ndarray:
    return np.flatnonzero(snapshot._live)


def as_tantivy_counts(snapshot: EmbeddedSnapshot) -> dict[str, list[tuple[str, int]]]:
    return {name: sorted(counts) for name, counts in snapshot._searcher.values(Everything(), FACETS).items()}


def as_columns_count(columns: facet_columns.Columns, snapshot: EmbeddedSnapshot) -> dict[str, list[tuple[str, int]]]:
    return {name: sorted(counts) for name, counts in columns.counts(alive(snapshot)).items()}


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "reads facets"]


def asked(snapshot: Snapshot) -> list[Counts]:
    """Counts of match sets of every kind, under every filter; words are looked for first, as a search does."""
    queries: list[LexicalQuery] = [ask(*map(word, COMMON[:n])) for n in (1, 2, 3)]
    queries += [ask(word("skolan"), excluded=(word("väg"),)), ask(required=(word("stöd"),)), ask(word("saknas"))]
    counts = []
    for filters in FILTERS:
        for query in queries:
            snapshot.lexical(query, filters, 1_000)
            counts += [snapshot.count(MatchSet(query, near), filters, FACETS) for near in ((), (3, 5, 8, 21))]
        counts += [snapshot.count(MatchSet(None, (1, 2)), filters, FACETS), snapshot.count(MatchSet(), filters, FACETS)]
    return counts


def test_columns_hold_what_tantivy_counts(engine: EmbeddedEngine) -> None:
    snapshot = filled(engine)
    counted = as_columns_count(read(FacetColumns(), snapshot), snapshot)
    assert counted == as_tantivy_counts(snapshot)
    assert counted["board"]


def test_every_match_set_has_the_counts_that_tantivy_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(opened(tmp_path), documents=4)
    snapshot = filled(opened(tmp_path))  # four are written again, and their old rows are dead
    monkeypatch.setattr(FacetColumns, "of", lambda *_: None)
    by_tantivy = asked(snapshot)
    monkeypatch.setattr(FacetColumns, "of", lambda columns, searcher, rows: columns.read(searcher, rows, pause=0))
    assert asked(opened(tmp_path).snapshot()) == by_tantivy
    assert len({counts.paragraphs for counts in by_tantivy}) > 5


def test_match_sets_that_are_too_large_to_be_looked_up_are_counted_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = filled(opened(tmp_path))
    monkeypatch.setattr(FacetColumns, "of", lambda columns, searcher, rows: columns.read(searcher, rows, pause=0))
    looked_up = asked(snapshot)
    for most in ("MOST_LOOKED_UP", "FEW_MATCHES"):
        monkeypatch.setattr(f"council.engines.embedded_matches.{most}", 4)
    assert asked(opened(tmp_path).snapshot()) == looked_up


def test_what_a_commit_adds_and_takes_away_is_counted(engine: EmbeddedEngine) -> None:
    columns = FacetColumns()
    read(columns, filled(engine, documents=4))
    later = filled(engine, documents=16)  # four are written again
    assert as_columns_count(read(columns, later), later) == as_tantivy_counts(later)
    with engine.writer() as writer:
        writer.remove("d3")
    gone = engine.snapshot()
    assert isinstance(gone, EmbeddedSnapshot)
    assert as_columns_count(read(columns, gone), gone) == as_tantivy_counts(gone)
    assert gone.dead_rows


def test_rows_are_read_in_steps(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = filled(engine)
    monkeypatch.setattr(facet_columns, "ROWS_AT_ONCE", 7)
    assert as_columns_count(read(FacetColumns(), snapshot), snapshot) == as_tantivy_counts(snapshot)


def test_columns_are_read_beside_once_they_were_asked_for_often_enough(engine: EmbeddedEngine) -> None:
    snapshot, columns = filled(engine), FacetColumns()
    rows = snapshot.state.rows
    assert [columns.of(snapshot._searcher, rows) for _ in range(ASKED_BEFORE)] == [None] * ASKED_BEFORE
    assert columns.of(snapshot._searcher, rows) is None
    for reader in readers():
        reader.join()
    known = columns.of(snapshot._searcher, rows)
    assert known is not None
    assert known.rows == rows


def test_of_an_empty_index_nothing_is_read(engine: EmbeddedEngine) -> None:
    snapshot = put(engine)
    assert snapshot.count(MatchSet(ask(word("skolan"))), Filters(), FACETS).paragraphs == 0
    assert isinstance(snapshot, EmbeddedSnapshot)
    assert FacetColumns().of(snapshot._searcher, 0) is facet_columns.NO_ROWS
