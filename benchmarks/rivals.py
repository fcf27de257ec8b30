"""What else one could search with: lancedb's hybrid search, SQLite's FTS5 beside numpy, and Elasticsearch asked without us.

All get our texts and our vectors.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import elasticsearch
import numpy as np
from elasticsearch import helpers
from elasticsearch.serializer import OrjsonSerializer

from benchmarks.processes import processor_time_in_threads
from council.model import Vector, Vectors
from tests.elasticsearch.node import Node, cluster, what_is_missing

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


class Elastic:
    """Elasticsearch as one would set it up by hand: its own Swedish analyser, int8_hnsw, one shard; one request for words and meaning.

    Words are any word, by BM25; both sides are fused by reciprocal ranks here, which there needs a licence.
    """

    name = "Elasticsearch hybrid, bare"

    def __init__(self, node: Node) -> None:
        self._node = node
        self._client = _client(node.url)
        self._client.cluster.health(index="stycken", wait_for_status="green", timeout="60s")

    @staticmethod
    def build(folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
        """Fill the index, in one segment as lancedb and SQLite have one table."""
        with cluster(folder, heap=ELASTIC_HEAP) as (node,):
            client = _client(node.url)
            client.indices.create(index="stycken", settings=_SETTINGS, mappings=_mappings(vectors.shape[1]))
            for _ in helpers.streaming_bulk(client, _actions(texts, vectors)):
                pass
            client.options(request_timeout=600).indices.forcemerge(index="stycken", max_num_segments=1, flush=True)
            client.close()

    def search(self, text: str, vector: Vector) -> list[str]:
        """See Rival."""
        near = {"field": "vector", "query_vector": vector.tolist(), "k": SHOWN, "num_candidates": 2 * SHOWN}
        by_words = {"query": {"match": {"text": text}}, "size": SHOWN, "_source": ["text"], "track_total_hits": False}
        by_meaning = {"knn": near, "size": SHOWN, "_source": ["text"]}
        sides = [by_words, by_meaning] if vector.any() else [by_words]  # it refuses a vector without length
        answers = self._client.msearch(searches=[line for side in sides for line in ({"index": "stycken"}, side)]).body["responses"]
        scores: dict[str, float] = {}
        texts: dict[str, str] = {}
        for answer in answers:
            for rank, hit in enumerate(answer["hits"]["hits"], 1):
                scores[hit["_id"]] = scores.get(hit["_id"], 0.0) + 1 / (60 + rank)
                texts[hit["_id"]] = hit["_source"]["text"]
        return [texts[row] for row in sorted(scores, key=lambda row: -scores[row])[:SHOWN]]

    def seconds_in_node(self) -> float:
        """Seconds of processor that the node has used so far."""
        return processor_time_in_threads(self._node.process.pid)


ELASTIC_HEAP = "1g"
_SETTINGS = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}


@contextmanager
def elastic_beside(folder: Path) -> Iterator[list[Elastic]]:
    """The index that `Elastic.build` left in a folder, served by a node of its own; none where there is none, or no Java or Maven."""
    if what_is_missing() or not folder.exists():
        print(f"without Elasticsearch: {what_is_missing() or 'it is not built'}", file=sys.stderr)
        yield []
        return
    with cluster(folder, heap=ELASTIC_HEAP) as (node,):
        yield [Elastic(node)]


def seconds_elsewhere(rival: Rival) -> float:
    """Seconds of processor that another process than this has used for a rival so far."""
    return rival.seconds_in_node() if isinstance(rival, Elastic) else 0.0


def _client(url: str) -> elasticsearch.Elasticsearch:
    return elasticsearch.Elasticsearch(url, request_timeout=60, serializer=OrjsonSerializer())


def _mappings(dimensions: int) -> dict[str, Any]:
    vector = {"type": "dense_vector", "dims": dimensions, "similarity": "dot_product", "index_options": {"type": "int8_hnsw"}}
    return {"properties": {"text": {"type": "text", "analyzer": "swedish"}, "vector": vector}}


def _actions(texts: Iterable[str], vectors: Vectors) -> Iterator[dict[str, Any]]:
    for row, text in enumerate(texts):
        vector = np.asarray(vectors[row], dtype=np.float32)
        source = {"text": text} | ({"vector": helpers.pack_dense_vector(vector)} if vector.any() else {})
        yield {"_index": "stycken", "_id": str(row), "_source": source}


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    left = iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        yield some
