"""Indexing of text: end to end with one and with two reading processes, and what each stage takes of a processor.

Run: `python -m benchmarks.indexing`; writes benchmarks/figures/indexing.json, which `python -m benchmarks.performance_page` shows.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

from benchmarks.corpora import REPOSITORY, write_text_files
from benchmarks.large_corpus import archive
from benchmarks.processes import python_here, watched
from benchmarks.stages import Stages
from council.encoder import load_encoder, passage_text
from council.engines.embedded import EmbeddedEngine
from council.engines.embedded_writer import EmbeddedWriter
from council.engines.fields import Fields
from council.engines.tantivy_index import TantivyWriter
from council.engines.vector_file import VectorFile
from council.model import ReadDocument
from indexer import pipeline

FIGURES = REPOSITORY / "benchmarks" / "figures" / "indexing.json"
SIZES = (15_000, 75_000)
"""Paragraphs of the corpus in a folder (short ones are joined: an index has fewer). The larger folder begins with the smaller one."""

WORKERS = (1, 2)
RUNS = 4
"""Runs of each: on a shared host one of the same code took 25 s and another 35."""
_READING = re.compile(r"(\d+) filer indexerade, (\d+) stycken")


def end_to_end(folder: Path, workers: int) -> dict[str, float]:
    """`namndsok index` over a folder: paragraphs, seconds of the clock, and processor seconds of all its processes and of the busiest."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "NAMNDSOK_DATA": data, "NAMNDSOK_WORKERS": str(workers)}
        started = time.perf_counter()
        command = [sys.executable, "-m", "namndsok", "index", str(folder)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        with watched(process) as seen:
            _, said = process.communicate()
            seconds = time.perf_counter() - started
    found = _READING.search(said)
    if found is None:
        raise SystemExit(said)
    spent = {"seconds": seconds, "processor seconds": seen.all_processor, "of the busiest": seen.busiest}
    return {"workers": workers, "files": int(found[1]), "paragraphs": int(found[2]), **spent}


def fastest(folder: Path, workers: int) -> dict[str, float]:
    """The quickest of some runs: whatever else a machine and its host do only slows one down. `slowest` tells how much."""
    runs = sorted((end_to_end(folder, workers) for _ in range(RUNS)), key=lambda run: run["seconds"])
    return runs[0] | {"slowest": runs[-1]["seconds"]}


def steady(small: dict[str, float], large: dict[str, float]) -> dict[str, float]:
    """What each further paragraph takes: the difference of two runs, in which start and the first meeting of common words fall out."""
    more = large["paragraphs"] - small["paragraphs"]
    seconds, processor = (large[name] - small[name] for name in ("seconds", "processor seconds"))
    return {"workers": large["workers"], "paragraphs/s": more / seconds, "processor ms a paragraph": 1000 * processor / more}


def by_stage(documents: Sequence[ReadDocument]) -> dict[str, float]:
    """Milliseconds of the clock for a thousand paragraphs that are read already, by stage, in one process."""
    encoder, stages = load_encoder(), Stages()
    texts = [passage_text(paragraph, read.document) for read in documents for paragraph in read.paragraphs]
    encoder.encode_passages(texts[:2_000])
    with tempfile.TemporaryDirectory() as folder, mock.patch.multiple(Fields, indexed=_timed(stages, "words and values", Fields.indexed)):
        engine = EmbeddedEngine(Path(folder), encoder.identity)
        with (
            mock.patch.object(VectorFile, "append", _timed(stages, "vectors", VectorFile.append)),
            mock.patch.object(TantivyWriter, "paragraph", _timed(stages, "tantivy", TantivyWriter.paragraph)),
            mock.patch.object(TantivyWriter, "add", _timed(stages, "tantivy", TantivyWriter.add)),
            mock.patch.object(EmbeddedWriter, "commit", _timed(stages, "commit", EmbeddedWriter.commit)),
            mock.patch.object(EmbeddedWriter, "write", _timed(stages, "records and JSON", EmbeddedWriter.write)),
            mock.patch.object(type(encoder), "encode_passages", _timed(stages, "embedding", type(encoder).encode_passages)),
            engine.rebuild() as writer,
        ):
            for at in range(0, len(documents), 50):
                pipeline.write_all(writer, documents[at : at + 50], encoder)
            writer.commit()
    return {stage: total * 1000 / len(texts) for stage, total in stages.milliseconds.items()}


def embedding(documents: Sequence[ReadDocument]) -> dict[str, float]:
    """Paragraphs a second by the model alone, and milliseconds of a question (the best of several)."""
    encoder = load_encoder()
    texts = [passage_text(paragraph, read.document) for read in documents for paragraph in read.paragraphs]
    took, asked = [], []
    for _ in range(3):
        started = time.perf_counter()
        encoder.encode_passages(texts)
        took.append(time.perf_counter() - started)
    for text in texts[:200]:
        started = time.perf_counter()
        encoder.encode_query(text[:60])
        asked.append(time.perf_counter() - started)
    return {"paragraphs/s": len(texts) / min(took), "question ms": 1000 * sorted(asked)[len(asked) // 2]}


def _timed(stages: Stages, stage: str, function):  # type: ignore[no-untyped-def]  # wraps functions of any kind
    def timed(*arguments, **named):  # type: ignore[no-untyped-def]  # as above
        return stages.run(stage, lambda: function(*arguments, **named))

    return timed


def _folders() -> Iterator[Path]:
    """A folder of text files of each size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_text_files(Path(folder), size)
            yield Path(folder)


def main() -> None:
    """Measure and write."""
    documents = list(archive(SIZES[0]))
    runs = [fastest(folder, workers) for folder in _folders() for workers in WORKERS]
    rates = [steady(small, large) for small, large in zip(runs[: len(WORKERS)], runs[len(WORKERS) :], strict=True)]
    found = {"runs": runs, "steady": rates, "stages": by_stage(documents), "embedding": embedding(documents)}
    found["python"] = python_here()
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
