"""Indexing, start and search, measured through the program as people run it; writes benchmarks/figures/speed.json and docs/performance.md.

Run: `python -m benchmarks.speed`. Figures are medians on the machine that runs it; compare only figures of one run.
"""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import performance_page
from benchmarks.corpora import REPOSITORY, council_folder, public_documents, words_in_a_row, write_text_files
from benchmarks.processes import memory_of, python_here
from council.model import Document, Paragraph, ReadDocument

SEARCHES = 200
WARM_UP = 20
FIGURES = REPOSITORY / "benchmarks" / "figures" / "speed.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its target."""

    name: str
    value: str
    target: str


def indexing_files() -> list[Figure]:
    """The real council documents through `namndsok index`, process start and all."""
    folder = council_folder()
    with tempfile.TemporaryDirectory() as data:
        started = time.perf_counter()
        done = _namndsok(data, "index", str(folder))
        seconds = time.perf_counter() - started
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    found = re.search(r"(\d+) filer indexerade, (\d+) stycken", done.stderr)
    paragraphs = found.group(2) if found else "?"
    return [Figure(f"index {folder.name}: {files} files, {paragraphs} paragraphs, with embeddings", f"{seconds:.1f} s", "≤ 30 s")]


def analysing(paragraphs: int = 2_000) -> list[Figure]:
    """Swedish analysis alone on one core, every word met before."""
    from council import swedish

    texts = [p.text for read in _prepared(paragraphs) for p in read.paragraphs]
    tokens = sum(len(swedish.analyse(text)) for text in texts)
    started = time.process_time()
    for text in texts:
        swedish.analyse(text)
    return [Figure("analysis of Swedish, warm, one core", f"{tokens / (time.process_time() - started) / 1000:.0f}k tokens/s", "≥ 250k/s")]


def indexing_prepared(paragraphs: int = 10_000) -> list[Figure]:
    """Analysis, embedding and writing of paragraphs that are already read."""
    from council.encoder import load_encoder
    from council.engines.embedded import EmbeddedEngine
    from indexer.pipeline import write_all

    encoder = load_encoder()
    documents = list(_prepared(paragraphs))
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), encoder.identity)
        started = time.perf_counter()
        with engine.writer() as writer:
            for at in range(0, len(documents), 100):
                write_all(writer, documents[at : at + 100], encoder)
        seconds = time.perf_counter() - started
        engine.close()
    count = sum(len(read.paragraphs) for read in documents)
    return [Figure(f"index {count} prepared paragraphs", f"{count / seconds:.0f} paragraphs/s", "≥ 2,000/s")]


def _prepared(paragraphs: int) -> Iterator[ReadDocument]:
    written = 0
    for number, (title, texts) in enumerate(public_documents()):
        some = texts[:200]
        identity = f"bench-{number}"
        rows = tuple(Paragraph(id=f"{identity}-{i}", text=text, headings=(title,), language="sv") for i, text in enumerate(some))
        yield ReadDocument(Document(id=identity, source=f"{number}.txt", label="bench", title=title, language="sv"), rows)
        written += len(some)
        if written >= paragraphs:
            return


def searching(paragraphs: int = 5_000) -> list[Figure]:
    """A server over text files: start to first answer, then hybrid searches with facets and marks, one at a time."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data:
        count = write_text_files(Path(folder), paragraphs)
        _namndsok(data, "index", folder)
        queries = _queries(Path(folder))
        started = time.perf_counter()
        with _served(data) as (url, process):
            _ask(url, queries[0])
            start = time.perf_counter() - started
            for query in queries[:WARM_UP]:
                _ask(url, query)
            answers = [_ask(url, query) for query in queries]
            memory = memory_of(process.pid)
    took = sorted(answer[0] for answer in answers)
    wall = sorted(answer[1] for answer in answers)
    p95 = took[int(0.95 * (len(took) - 1))]
    return [
        Figure(f"server start to first answered search ({count} paragraphs)", f"{start:.2f} s", "≤ 3 s"),
        Figure(f"hybrid search, {count} paragraphs, all facets and marks, p50 (took_ms)", f"{statistics.median(took):.1f} ms", "≤ 10 ms"),
        Figure("the same, p95", f"{p95:.1f} ms", ""),
        Figure("the same over HTTP, p50", f"{statistics.median(wall):.1f} ms", ""),
        Figure("memory of the server, RssAnon", f"{memory.own:.0f} MB", "≤ 500 MB"),
        Figure("mapped files of the server, RssFile", f"{memory.mapped:.0f} MB", ""),
    ]


def _queries(folder: Path) -> list[str]:
    """Two to four words in a row from random paragraphs: what exists, in the proportions in which it exists."""
    texts = [t for path in sorted(folder.glob("*.txt")) for t in path.read_text(encoding="utf-8").split("\n\n")]
    return words_in_a_row(texts, SEARCHES, seed=7, lengths=(2, 3, 4))


def _namndsok(data: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NAMNDSOK_DATA": data}
    done = subprocess.run([sys.executable, "-m", "namndsok", *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    return done


@contextmanager
def _served(data: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "namndsok", "serve", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "NAMNDSOK_DATA": data}, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            while server.poll() is None:
                try:
                    urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.02)
            yield url, server
        finally:
            server.terminate()


def _ask(url: str, query: str) -> tuple[float, float]:
    """(took_ms, milliseconds over HTTP) of one search."""
    started = time.perf_counter()
    with urllib.request.urlopen(f"{url}/api/search?{urllib.parse.urlencode({'q': query})}", timeout=60) as answer:
        page = json.load(answer)
    return page["took_ms"], 1000 * (time.perf_counter() - started)


def main() -> None:
    """Measure, print, and write the figures and the page."""
    figures = [*analysing(), *indexing_files(), *indexing_prepared(), *searching()]
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(
        json.dumps({"python": python_here(), "figures": [asdict(figure) for figure in figures]}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    performance_page.write()
    print("\n".join(f"{figure.name}: {figure.value} {figure.target}" for figure in figures))


if __name__ == "__main__":
    main()
