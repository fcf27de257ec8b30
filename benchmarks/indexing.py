"""Indexing of text: end to end with one and with two reading processes, and what each stage takes of a processor.

Run: `python -m benchmarks.indexing`; writes benchmarks/figures/indexing.json, which `python -m benchmarks.performance_page` shows.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from benchmarks.corpora import REPOSITORY, write_text_files
from benchmarks.large_corpus import archive
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
PARAGRAPHS = 15_000
_READING = re.compile(r"(\d+) filer indexerade, (\d+) stycken")


def end_to_end(folder: Path, workers: int) -> dict[str, float]:
    """`namndsok index` over a folder: paragraphs, seconds of the clock, and seconds of processors of all its processes."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "NAMNDSOK_DATA": data, "NAMNDSOK_WORKERS": str(workers)}
        before, started = _children(), time.perf_counter()
        command = [sys.executable, "-m", "namndsok", "index", str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        seconds, processors = time.perf_counter() - started, _children() - before
    found = _READING.search(done.stderr)
    if found is None:
        raise SystemExit(done.stderr)
    return {"workers": workers, "paragraphs": int(found[2]), "seconds": seconds, "processor seconds": processors}


def by_stage(documents: Sequence[ReadDocument]) -> dict[str, float]:
    """Milliseconds of the clock for a thousand paragraphs that are read already, by stage, in one process."""
    encoder, stages = load_encoder(), Stages()
    texts = [passage_text(paragraph, read.document) for read in documents for paragraph in read.paragraphs]
    encoder.encode_passages(texts[:2_000])
    with tempfile.TemporaryDirectory() as folder, mock.patch.multiple(Fields, indexed=_timed(stages, "words and values", Fields.indexed)):
        engine = EmbeddedEngine(Path(folder), encoder.identity)
        with (
            mock.patch.object(VectorFile, "append", _timed(stages, "vectors", VectorFile.append)),
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


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and write."""
    documents = list(archive(PARAGRAPHS))
    with tempfile.TemporaryDirectory() as folder:
        write_text_files(Path(folder), PARAGRAPHS)
        runs = [end_to_end(Path(folder), workers) for workers in (1, 2)]
    found = {"runs": runs, "stages": by_stage(documents), "embedding": embedding(documents)}
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
