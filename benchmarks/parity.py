"""The same 200 searches on both engines: totals, facets, match sets and the first ten compared; writes docs/parity.md.

Run: `python -m benchmarks.parity`. It indexes the council documents into the embedded engine, copies that index into a real
Elasticsearch (tests/elasticsearch, or NAMNDSOK_TEST_ELASTICSEARCH_URL) with exact vectors, and searches both through the service.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.corpora import REPOSITORY, council_folder
from council.criteria import Filters, MatchSet
from council.encoder import Encoder, load_encoder
from council.engine import SEMANTIC_K, Engine
from council.engines.copying import copy_index
from council.engines.elastic import Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.embedded import EmbeddedEngine
from council.settings import VectorIndex
from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService
from tests.elasticsearch.node import cluster

PAGE = REPOSITORY / "docs" / "parity.md"
QUERIES = 200
TOP = 10
SEED = 11


@dataclass(frozen=True, slots=True)
class Compared:
    """One query on both engines: whether totals and facets are equal, and how much of the first ten is shared (0 to 1)."""

    text: str
    totals: bool
    facets: bool
    overlap: float
    first: bool


def queries(engine: Engine) -> list[str]:
    """Words, pairs of words, headings and beginnings of sentences out of the index itself."""
    chance = random.Random(SEED)
    snapshot = engine.snapshot()
    keys = snapshot.select(MatchSet(), Filters(), "newest", 0, 10_000)
    texts = [p.paragraph for p in snapshot.fetch(chance.sample(keys, min(QUERIES, len(keys))))]
    asked = []
    for number, paragraph in enumerate(texts):
        words = [word.strip(".,:;()") for word in paragraph.text.split() if len(word) > 4] or ["nämnd"]
        kinds = (
            chance.choice(words),
            " ".join(chance.choices(words, k=2)),
            paragraph.headings[-1] if paragraph.headings else words[0],
            " ".join(paragraph.text.split()[:9]),
        )
        asked.append(kinds[number % len(kinds)])
    return asked


def compare(text: str, one: SearchService, other: SearchService) -> Compared:
    """A query on both."""
    pages = [service.search(SearchRequest(q=text, group="paragraph", size=TOP)) for service in (one, other)]
    first, second = ([passage.id for hit in page.hits for passage in hit.passages] for page in pages)
    shared = len(set(first) & set(second)) / max(1, len(first), len(second)) if first or second else 1.0
    return Compared(text, pages[0].total == pages[1].total, _facets(pages[0]) == _facets(pages[1]), shared, first[:1] == second[:1])


def _facets(page: ResultPage) -> dict[str, dict[str, int]]:
    return {name: {value.value: value.count for value in values} for name, values in page.facets.items()}


def recall(engine: Engine, approximate: Engine, encoder: Encoder, texts: Sequence[str]) -> float:
    """The share of the exact `SEMANTIC_K` nearest paragraphs that an approximate index finds, over all queries."""
    exact, near = engine.snapshot(), approximate.snapshot()
    found = wanted = 0
    for text in texts:
        vector = encoder.encode_query(text)
        nearest = {p.paragraph.id for p in exact.fetch(exact.nearest(vector, SEMANTIC_K, -1.0, Filters()).keys)}
        got = {p.paragraph.id for p in near.fetch(near.nearest(vector, SEMANTIC_K, -1.0, Filters()).keys)}
        found, wanted = found + len(nearest & got), wanted + len(nearest)
    return found / max(1, wanted)


@contextmanager
def elasticsearch() -> Iterator[str]:
    """The address of a server."""
    if url := os.environ.get("NAMNDSOK_TEST_ELASTICSEARCH_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as nodes:
        yield nodes[0].url


def copied(engine: Engine, encoder: Encoder, url: str, vectors: VectorIndex) -> ElasticEngine:
    """The same index in Elasticsearch."""
    options = ElasticOptions(f"parity-{vectors.replace('_', '-')}", replicas=0, vectors=vectors)
    target = ElasticEngine(Connection((url,), timeout=60.0), encoder.identity, options)
    with target.rebuild() as writer:
        copy_index(engine.snapshot(), writer)
    return target


def report(results: Sequence[Compared], recalled: float, paragraphs: int) -> str:
    """The page."""
    overlap = float(np.mean([result.overlap for result in results]))
    different = [result for result in results if not (result.totals and result.facets)]
    lines = [
        "# Parity of the engines",
        "",
        f"`python -m benchmarks.parity`: {len(results)} searches over {paragraphs} paragraphs of council documents, embedded against",
        "Elasticsearch 9.5.3. Queries are words, pairs of words, headings and beginnings of sentences out of the index.",
        "",
        "| | value | target |",
        "| --- | --- | --- |",
        f"| totals equal (exact vectors) | {sum(r.totals for r in results)} of {len(results)} | all |",
        f"| facet counts equal (exact vectors) | {sum(r.facets for r in results)} of {len(results)} | all |",
        f"| first {TOP} shared (exact vectors) | {overlap:.1%} | 95 % |",
        f"| same first hit | {sum(r.first for r in results)} of {len(results)} | |",
        f"| recall@{SEMANTIC_K} with int8_hnsw | {recalled:.3f} | 0.95 |",
        "",
    ]
    if different:
        lines += ["Different: " + "; ".join(f"“{result.text}”" for result in different[:10]), ""]
    return "\n".join(lines)


def main() -> int:
    """Index, copy, search, write the page."""
    encoder = load_encoder(None)
    with tempfile.TemporaryDirectory() as folder, elasticsearch() as url:
        data = Path(os.environ.get("NAMNDSOK_PARITY_DATA", folder))
        if not (data / "current").exists():
            command = [sys.executable, "-m", "namndsok", "index", str(council_folder())]
            subprocess.run(command, env={**os.environ, "NAMNDSOK_DATA": str(data)}, check=False, stdout=subprocess.DEVNULL)
        engine = EmbeddedEngine(data, encoder.identity)
        asked = queries(engine)
        exact = copied(engine, encoder, url, "flat")
        results = [compare(text, SearchService(engine, encoder), SearchService(exact, encoder)) for text in asked]
        recalled = recall(engine, copied(engine, encoder, url, "int8_hnsw"), encoder, asked)
        page = report(results, recalled, engine.snapshot().stats().paragraphs)
    PAGE.write_text(page, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
