"""Search at 10,000, 100,000 and a million paragraphs, beside the bare limit and beside lancedb, SQLite and Elasticsearch in the same run.

    python -m benchmarks.scale build SIZE     make the archive, index it, and build the rivals' tables (a million takes half an hour)
    python -m benchmarks.scale measure SIZE   measure, and write benchmarks/figures/scale-SIZE.json
    python -m benchmarks.performance_page     write docs/performance.md and its charts from all figures

Data lie in NAMNDSOK_BENCH (default: .cache/bench). Questions go to each in turn, so that a busy machine slows all alike: trust ratios.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import tantivy

from benchmarks.corpora import REPOSITORY, words_in_a_row
from benchmarks.large_corpus import archive
from benchmarks.processes import memory_of, python_here
from benchmarks.rivals import Elastic, Lance, Rival, Sqlite, elastic_beside, seconds_elsewhere
from benchmarks.stages import Stages, watched
from council import swedish
from council.encoder import Encoder, load_encoder
from council.engines.embedded import EmbeddedEngine
from council.engines.vector_file import map_vectors
from council.model import ModelIdentity, Vector, Vectors
from indexer.pipeline import write_all
from search_api import warming
from search_api.collecting import collect_seldom
from search_api.results import ResultPage, SearchRequest
from search_api.schemas import result_object
from search_api.service import SearchService
from tests.elasticsearch.node import what_is_missing

FIGURES = REPOSITORY / "benchmarks" / "figures"
QUESTIONS = 120
ASKED_OF_LARGE = {100_000: 60, 1_000_000: 20}
"""Questions of sizes where each takes long; else all."""
LARGEST_IN_ELASTIC = 100_000
"""Paragraphs up to which Elasticsearch is filled, too: that takes about as long as ours."""
TIMES_BEFORE_JAVA = 3
"""How often more than the others Elasticsearch is asked everything before it counts."""
WRITTEN_AT_ONCE = 2_048
"""Paragraphs that are embedded together while an archive is indexed."""
SEED = 7
NO_VECTOR = np.empty(0, dtype=np.float32)


def folder() -> Path:
    """Where archives are kept."""
    return Path(os.environ.get("NAMNDSOK_BENCH", REPOSITORY / ".cache" / "bench"))


def questions() -> list[str]:
    """The questions of every size, made once, and not by a process that is measured."""
    path = folder() / "questions.json"
    if not path.exists():
        path.write_text(json.dumps(made_questions(), ensure_ascii=False), encoding="utf-8")
    return list(json.loads(path.read_text(encoding="utf-8")))


def made_questions() -> list[str]:
    """One to four words in a row out of random paragraphs: words as common as they are, and what was said with what was said."""
    texts = [paragraph.text for read in archive(10_000) for paragraph in read.paragraphs]
    return words_in_a_row(texts, QUESTIONS, seed=SEED, lengths=(1, 2, 2, 3, 3, 4))


def build(size: int) -> dict[str, float]:
    """Index the archive and build the rivals' tables; returns seconds by what was built."""
    encoder, data = load_encoder(), folder() / str(size)
    data.mkdir(parents=True, exist_ok=True)
    questions()
    seconds = {} if (data / "ours" / "current").exists() else {"ours": _timed(lambda: _index(size, data / "ours", encoder))}
    vectors = _vectors(data / "ours", encoder.identity)
    makers: list[tuple[str, Callable[[], None]]] = [
        ("lance", lambda: Lance.build(data / "lance", _texts(size), vectors)),
        ("sqlite", lambda: Sqlite.build(data / "sqlite", _texts(size))),
    ]
    if size <= LARGEST_IN_ELASTIC and not what_is_missing():
        makers.append(("elastic", lambda: Elastic.build(data / "elastic", _texts(size), vectors)))
    for name, make in makers:
        if not (data / name).exists():
            seconds["lancedb" if name == "lance" else name] = _timed(make)
    return seconds


def _index(size: int, data: Path, encoder: Encoder) -> None:
    engine = EmbeddedEngine(data, encoder.identity)
    with engine.rebuild() as writer:
        waiting, held = [], 0
        for read in archive(size):
            waiting.append(read)
            held += len(read.paragraphs)
            if held >= WRITTEN_AT_ONCE:
                write_all(writer, waiting, encoder)
                waiting, held = [], 0
        write_all(writer, waiting, encoder)
    engine.close()


def _texts(size: int) -> Any:
    return (paragraph.text for read in archive(size) for paragraph in read.paragraphs)


def _vectors(data: Path, model: ModelIdentity) -> Vectors:
    (path,) = data.glob("generations/*/vectors.f32")
    return map_vectors(path, model.dimensions, path.stat().st_size // (4 * model.dimensions))


class Bare:
    """The limit: one query of tantivy's for the best fifty with any of the words, and one product of all vectors with the question's."""

    name = "bare tantivy + numpy"

    def __init__(self, data: Path, vectors: Vectors) -> None:
        (path,) = data.glob("generations/*/tantivy")
        index = tantivy.Index.open(str(path))
        self._searcher, self._schema, self._vectors = index.searcher(), index.schema, vectors

    def search(self, text: str, vector: Vector) -> Sequence[str]:
        """See Rival; nothing is read."""
        terms = [token.lemmas[0] for token in swedish.analyse(text) if not swedish.is_stop_word(token.surface)]
        words = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "lemmas", term)) for term in terms]
        self._searcher.search(tantivy.Query.boolean_query(words), 50, count=False)
        self._vectors @ vector
        return ()


class Ours:
    """The whole of a search: hybrid, all facets, marks, JSON."""

    name = "Nämndsök hybrid"

    def __init__(self, service: SearchService) -> None:
        self.service = service

    def page(self, text: str) -> ResultPage:
        """The page of an answer."""
        return self.service.search(SearchRequest(q=text))

    def search(self, text: str, vector: Vector) -> Sequence[str]:
        """See Rival."""
        del vector
        return [orjson.dumps(result_object(self.page(text))).decode()]


def measure(size: int) -> dict[str, Any]:
    """All figures of one size. Ours opens first, so that its memory is its own."""
    data, asked = folder() / str(size), questions()[: ASKED_OF_LARGE.get(size, QUESTIONS)]
    ours, started = _started(data / "ours")
    cold = [_timed(lambda text=text: ours.search(text, NO_VECTOR)) for text in asked]  # type: ignore[misc]  # a default binds the loop's text
    ours.service.cases()  # waits until they are joined, which is not to be counted to searches
    warming.warm(ours.service, pause=0)  # `namndsok serve` does beside its first searches
    held = memory_of()
    memory = {"RssAnon": held.own, "RssFile": held.mapped}
    encoder = ours.service.encoder
    assert encoder is not None
    vectors = _vectors(data / "ours", encoder.identity)
    rivals: list[Rival] = [ours, Bare(data / "ours", vectors), Lance(data / "lance"), Sqlite(data / "sqlite", vectors)]
    with elastic_beside(data / "elastic") as beside:
        for rival in beside:  # Java compiles what it has done often
            in_turn([rival] * TIMES_BEFORE_JAVA, asked, encoder)
        warm = in_turn([*rivals, *beside], asked, encoder)
    return {
        "size": size,
        "python": python_here(),
        "start": started,
        "memory": memory,
        "disk": {name: _bytes(data / name) for name in ("ours", "lance", "sqlite")} | _parts(data / "ours"),
        "cold": {ours.name: percentiles(cold)},
        "warm": warm,
        "stages": by_stage(ours, asked),
        "recall": recall(ours.service, asked),
    }


def _started(data: Path) -> tuple[Ours, dict[str, float]]:
    """A service over an archive, and seconds to open it and to its first answer; the model and the words of Swedish come on top."""
    encoder = load_encoder()
    swedish.analyse("ord som läses in först")
    started, processor = time.perf_counter(), time.thread_time()
    engine = EmbeddedEngine(data, encoder.identity)
    engine.snapshot()
    opened = time.perf_counter()
    ours = Ours(SearchService(engine, encoder, remembered=0))  # each answer is searched for, though it was asked before
    ours.search("skola", NO_VECTOR)
    collect_seldom()  # as `namndsok serve` does
    took = {"open": opened - started, "first answer": time.perf_counter() - started, "processor": time.thread_time() - processor}
    return ours, took | {"process": _process_start(data)}


def _process_start(data: Path) -> float:
    """Seconds from the start of a process to its first answer, imports, model and words included."""
    code = (
        "import sys; from pathlib import Path; from council.encoder import load_encoder; "
        "from council.engines.embedded import EmbeddedEngine; "
        "from search_api.service import SearchService; from search_api.results import SearchRequest; e = load_encoder();"
        "s = SearchService(EmbeddedEngine(Path(sys.argv[1]), e.identity), e); s.search(SearchRequest(q='skola')); import os; os._exit(0)"
    )
    return _timed(lambda: subprocess.run([sys.executable, "-c", code, str(data)], check=True, cwd=REPOSITORY))


def in_turn(rivals: Sequence[Rival], asked: Sequence[str], encoder: Encoder) -> dict[str, dict[str, float]]:
    """Percentiles of each, in milliseconds of the clock and of processors, once all have answered every question before."""
    took: dict[str, list[tuple[float, float]]] = {rival.name: [] for rival in rivals}
    vectors = [encoder.encode_query(text) for text in asked]
    for warm in (False, True):
        for text, vector in zip(asked, vectors, strict=True):
            for rival in rivals:
                processors = time.process_time() + seconds_elsewhere(rival)
                clock = time.perf_counter()
                rival.search(text, vector)
                clock = time.perf_counter() - clock
                if warm:
                    took[rival.name].append((clock, time.process_time() + seconds_elsewhere(rival) - processors))
    return {
        name: percentiles([clock for clock, _ in both]) | {"cpu": percentiles([processors for _, processors in both])["p50"]}
        for name, both in took.items()
    }


def by_stage(ours: Ours, asked: Sequence[str]) -> dict[str, float]:
    """Mean milliseconds of each stage, with JSON and with HTML instead."""
    from benchmarks.result_pages import page_writer

    write, stages = page_writer(ours.service), Stages()
    with watched(stages):
        for text in asked:
            page = ours.page(text)
            stages.run("JSON", lambda page=page: orjson.dumps(result_object(page)))  # type: ignore[misc]  # as above
            stages.run("HTML", lambda page=page: write(page))  # type: ignore[misc]  # as above
    return {stage: total / len(asked) for stage, total in sorted(stages.milliseconds.items())}


def recall(service: SearchService, asked: Sequence[str]) -> float:
    """The share of the fifty nearest, found by comparing all vectors whole, that a search finds."""
    from council.engines.vector_file import VectorRows

    snapshot: Any = service.engine.snapshot()
    encoder = service.encoder
    assert encoder is not None
    near, shares = snapshot._near, []
    whole = VectorRows(near.vectors, near.dead)
    for text in asked:
        vector = encoder.encode_query(text)
        if not vector.any():
            continue
        exact = set(whole.nearest(vector, 50, -1.0).rows.tolist())
        shares.append(len(exact & set(near.nearest(vector, 50, -1.0).rows.tolist())) / max(1, len(exact)))
    return statistics.mean(shares)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds: the median, the 95th and the 99th percentile."""
    took = sorted(1000 * one for one in seconds)
    return {f"p{share}": took[min(len(took) - 1, int(share / 100 * len(took)))] for share in (50, 95, 99)}


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _parts(data: Path) -> dict[str, int]:
    return {
        "ours: words": sum(map(_bytes, data.glob("generations/*/tantivy"))),
        "ours: vectors": sum(p.stat().st_size for p in data.rglob("*.f32")),
    }


def main(arguments: Sequence[str]) -> None:
    """Build or measure some sizes."""
    FIGURES.mkdir(exist_ok=True)
    for size in map(int, arguments[1:]):
        path = FIGURES / f"scale-{size}.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        found = {"build": known.get("build", {}) | build(size)} if arguments[0] == "build" else measure(size)
        path.write_text(json.dumps(known | found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
