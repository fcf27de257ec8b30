"""What a million paragraphs take of disk and memory in each engine, reckoned up from a measured index; fills a table of docs/operations.md.

Run: `python -m benchmarks.sizing [paragraphs]` (20,000 unless told). Texts are public ones, vectors random; a real Elasticsearch is
started (tests/elasticsearch, or NAMNDSOK_TEST_ELASTICSEARCH_URL). Off-heap memory is what Elasticsearch itself reports that vectors
want of the file cache (`_stats/dense_vector`), full-size vectors aside where it searches quantised ones.
"""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from benchmarks.corpora import REPOSITORY
from benchmarks.engine import MODEL, documents
from benchmarks.parity import elasticsearch
from council.engine import Engine
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.embedded import EmbeddedEngine
from council.settings import VectorIndex

PAGE = REPOSITORY / "docs" / "operations.md"
OPENING, CLOSING = "<!-- benchmarks.sizing writes from here -->", "<!-- to here -->"
PARAGRAPHS = 20_000
MILLION = 1_000_000
GIGABYTE = 1e9
RECOVERY = "_recovery_source"
"""Under this name Elasticsearch stores the whole of a source that the mapping leaves fields out of."""
ABOUT: dict[VectorIndex, str] = {
    "int8_hnsw": "8 bits a number; the default",
    "bbq_hnsw": "1 bit a number, rescored from the full ones on disk",
    "hnsw": "32 bits a number",
    "flat": "32 bits a number, exact, every vector is looked at",
}


@dataclass(frozen=True, slots=True)
class Sized:
    """A row of the table, in bytes a paragraph: disk in all, of this vectors, memory for vectors, of the disk what copies catch up with."""

    name: str
    about: str
    disk: float
    vectors: float
    memory: float
    catching_up: float = 0.0

    def row(self) -> str:
        """Gigabytes for a million paragraphs."""
        sizes = map(_gigabytes, (self.disk, self.vectors, self.catching_up, self.memory))
        return f"| {self.name} | {' | '.join(sizes)} | {self.about} |"


def _gigabytes(each: float) -> str:
    return f"{each * MILLION / GIGABYTE:.2f}"


def fill(engine: Engine, paragraphs: int) -> None:
    """Write so many paragraphs, with random vectors of length 1."""
    chance = np.random.default_rng(1)
    with engine.rebuild() as writer:
        for read in documents(paragraphs):
            vectors = chance.standard_normal((len(read.paragraphs), MODEL.dimensions)).astype(np.float32)
            writer.write(read, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def embedded(paragraphs: int) -> Sized:
    """The embedded engine: its files."""
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), MODEL)
        fill(engine, paragraphs)
        total = engine.snapshot().stats().bytes
        engine.close()
        vectors = sum(file.stat().st_size for file in Path(folder).rglob("*.f32")) / paragraphs
    return Sized("embedded", "32 bits a number, exact, and their sketch, both mapped from files", total / paragraphs, vectors, vectors)


def elastic(url: str, vectors: VectorIndex, paragraphs: int) -> Sized:
    """Elasticsearch with one way of holding vectors, merged into one segment, without replicas."""
    prefix = f"sizing-{vectors.replace('_', '-')}"
    engine = ElasticEngine(Connection((url,), timeout=120.0), MODEL, ElasticOptions(prefix, replicas=0, vectors=vectors))
    fill(engine, paragraphs)
    engine.close()
    _asked(f"{url}/{prefix}-*/_forcemerge?max_num_segments=1&flush=true", "POST")
    _asked(f"{url}/{prefix}-*/_refresh", "POST")  # lets go of the segments that were merged
    about = _asked(f"{url}/{prefix}-*/_stats/store,dense_vector")["_all"]["primaries"]
    held = about["dense_vector"]["off_heap"]
    quantised = held["total_veb_size_bytes"] + held["total_veq_size_bytes"]
    full = held["total_vec_size_bytes"]
    memory = (quantised or full) + held["total_vex_size_bytes"]
    on_disk = quantised + full + held["total_vex_size_bytes"]
    parts = _asked(f"{url}/{prefix}-paragraphs-*/_disk_usage?run_expensive_tasks=true", "POST")
    whole_sources = sum(part["fields"][RECOVERY]["total_in_bytes"] for name, part in parts.items() if name.startswith(prefix))
    cluster = Cluster(Connection((url,), timeout=120.0))
    cluster.delete_indices(list(cluster.indices(f"{prefix}-*")))
    cluster.close()
    return Sized(
        f"Elasticsearch, `{vectors}`",
        ABOUT[vectors],
        about["store"]["size_in_bytes"] / paragraphs,
        on_disk / paragraphs,
        memory / paragraphs,
        whole_sources / paragraphs,
    )


def _asked(url: str, method: str = "GET") -> dict[str, Any]:
    request = urllib.request.Request(url, method=method)
    with urllib.request.urlopen(request, timeout=300) as answer:
        said: dict[str, Any] = json.load(answer)
    return said


def table(rows: list[Sized], paragraphs: int) -> str:
    """The table with what it was reckoned from."""
    return "\n".join(
        [
            f"Measured by `python -m benchmarks.sizing`: {paragraphs:,} paragraphs of public text, vectors of {MODEL.dimensions} numbers,",
            "one segment and no replica; reckoned up to a million paragraphs. GB of 10⁹ bytes.",
            "",
            "| engine | disk, in all | of this for vectors | of this for copies | memory for vectors | vectors are held as |",
            "| --- | --- | --- | --- | --- | --- |",
            *(row.row() for row in rows),
            "",
            "“For copies” is the whole of each source, which Elasticsearch keeps beside what is stored so that a copy that was away",
            "can catch up, and lets go of as segments are merged after all copies have it: how much is left right after filling",
            "differs from run to run.",
        ]
    )


def main(paragraphs: int = PARAGRAPHS) -> None:
    """Measure each, and write the table into the page."""
    rows = [embedded(paragraphs)]
    with elasticsearch() as url:
        rows += [elastic(url, vectors, paragraphs) for vectors in get_args(VectorIndex)]
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(OPENING)
    after = rest.partition(CLOSING)[2]
    written = table(rows, paragraphs)
    PAGE.write_text(f"{before}{OPENING}\n\n{written}\n\n{CLOSING}{after}", encoding="utf-8")
    print(written)


if __name__ == "__main__":
    main(*(int(argument.replace("_", "")) for argument in sys.argv[1:2]))
