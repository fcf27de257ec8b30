"""What else one could search with: lancedb's hybrid search, and SQLite's FTS5 beside numpy. Both get our texts and our vectors."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from council.model import Vector, Vectors

SHOWN = 50
"""Results that each gives: as many passages as a page of twenty documents shows at most."""
DEPTH = 1_000
"""How many of each side SQLite and numpy fuse, as ours does."""
_AT_ONCE = 20_000

for _setting in ("LANCE_LOG", "LANCEDB_LOG", "RUST_LOG"):
    os.environ.setdefault(_setting, "error")


class Rival(Protocol):
    """Something that answers a question by words and meaning."""

    name: str

    def search(self, text: str, vector: Vector) -> Sequence[str]:
        """The texts of the best SHOWN."""
        ...


class Lance:
    """lancedb: its own full-text index with Swedish stemming, vectors compared whole, fused by its reciprocal ranks."""

    name = "lancedb hybrid"

    def __init__(self, folder: Path) -> None:
        import lancedb

        self._table: Any = lancedb.connect(folder).open_table("stycken")

    @staticmethod
    def build(folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
        """Write the table and its full-text index."""
        import lancedb
        import pyarrow as pa

        width = vectors.shape[1]
        schema = pa.schema([("row", pa.int64()), ("text", pa.string()), ("vector", pa.list_(pa.float32(), width))])

        def batches() -> Iterator[pa.RecordBatch]:
            at = 0
            for some in _chunks(texts):
                flat = pa.array(np.asarray(vectors[at : at + len(some)]).ravel(), type=pa.float32())
                rows = pa.array(range(at, at + len(some)), type=pa.int64())
                yield pa.RecordBatch.from_arrays([rows, pa.array(some), pa.FixedSizeListArray.from_arrays(flat, width)], schema=schema)
                at += len(some)

        table = lancedb.connect(folder).create_table("stycken", batches(), schema=schema, mode="overwrite")
        table.create_fts_index("text", language="Swedish", stem=True, replace=True)

    def search(self, text: str, vector: Vector) -> list[str]:
        """See Rival."""
        words = " ".join(re.findall(r"\w+", text))
        answer = self._table.search(query_type="hybrid").vector(vector).text(words).select(["row", "text"]).limit(SHOWN).to_arrow()
        return list(answer["text"].to_pylist())


class Sqlite:
    """SQLite's FTS5 for words (any word, BM25), numpy for meaning, fused by reciprocal ranks."""

    name = "SQLite FTS5 + numpy"

    def __init__(self, folder: Path, vectors: Vectors) -> None:
        self._base = sqlite3.connect(folder / "fts5.sqlite")
        self._vectors = vectors

    @staticmethod
    def build(folder: Path, texts: Iterable[str]) -> None:
        """Write the table and its full-text index."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "fts5.sqlite").unlink(missing_ok=True)
        with sqlite3.connect(folder / "fts5.sqlite") as base:
            base.execute("PRAGMA journal_mode=OFF")
            base.execute("CREATE VIRTUAL TABLE stycken USING fts5(text)")
            for at, some in enumerate(_chunks(texts)):
                rows = ((at * _AT_ONCE + n, text) for n, text in enumerate(some))
                base.executemany("INSERT INTO stycken(rowid, text) VALUES (?, ?)", rows)

    def search(self, text: str, vector: Vector) -> list[str]:
        """See Rival."""
        asked = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        words = self._base.execute("SELECT rowid FROM stycken WHERE stycken MATCH ? ORDER BY rank LIMIT ?", (asked, DEPTH))
        scores: dict[int, float] = {row: 1 / (60 + rank) for rank, (row,) in enumerate(words, 1)}
        cosines = self._vectors @ vector
        near = np.argpartition(-cosines, min(DEPTH, len(cosines) - 1))[:DEPTH]
        for rank, row in enumerate(near[np.argsort(-cosines[near])].tolist(), 1):
            scores[row] = scores.get(row, 0.0) + 1 / (60 + rank)
        best = sorted(scores, key=lambda row: -scores[row])[:SHOWN]
        marks = ",".join("?" * len(best))
        return [text for (text,) in self._base.execute(f"SELECT text FROM stycken WHERE rowid IN ({marks})", best)]


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    left = iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        yield some
