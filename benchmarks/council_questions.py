"""Questions over the real council documents: asked of the real search, judged by anchors as ../shared/eval/score.py does."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, cast

from benchmarks.served import served
from council.criteria import Coverage, Filters, LexicalMatches, LexicalQuery, MatchSet, Neighbours
from council.encoder import Encoder
from council.engine import Answer as Answered
from council.engine import Engine, Near, Snapshot
from council.engines import open_engine
from council.model import Document, Paragraph, ReadDocument
from council.settings import read_settings
from indexer.pipeline import read_folder
from indexer.tasks import reading_options
from search_api.results import Hit, Mode, SearchRequest
from search_api.service import SearchService

TextOf: TypeAlias = Callable[[Paragraph, Document], str]
"""What is embedded of a paragraph, as council.encoder.passage_text."""

DEPTH = 20
"""Results that are looked at, as score.py does."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a paragraph that answers: in which document, and how well (2 answers, 1 is related)."""

    doc: str
    anchor: str
    grade: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it."""

    id: str
    kind: str
    q: str
    relevant: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question was answered: nDCG@10 of hits and related, and whether an answer stood in the first ten, related included or not."""

    question: Question
    ndcg10: float
    hit10: bool
    near10: bool
    total: int


def read_questions(path: Path) -> list[Question]:
    """Questions in the format of ../shared/eval/council/queries.jsonl."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Question(row["id"], row["kind"], row["q"], _anchors(row["relevant"])) for row in rows]


def _anchors(rows: Sequence[dict[str, Any]]) -> tuple[Anchor, ...]:
    return tuple(Anchor(row["doc"], row["anchor"], row["grade"]) for row in rows)


def read_corpus(folder: Path) -> list[ReadDocument]:
    """Every document of the corpus as the indexer reads it; files that cannot be read are left out."""
    return [read for read in read_folder(folder, reading_options(read_settings({}))) if isinstance(read, ReadDocument)]


@contextmanager
def indexed(documents: Sequence[ReadDocument], encoder: Encoder, text_of: TextOf) -> Iterator[Engine]:
    """A temporary embedded index of documents, embedded as `text_of` says."""
    with TemporaryDirectory(prefix="namndsok-quality-") as folder, indexed_in(Path(folder), documents, encoder, text_of) as engine:
        yield engine


@contextmanager
def indexed_in(folder: Path, documents: Sequence[ReadDocument], encoder: Encoder, text_of: TextOf) -> Iterator[Engine]:
    """An embedded index of documents in a data folder, embedded as `text_of` says."""
    engine = open_engine(replace(read_settings({}), data=folder), encoder.identity)
    try:
        with engine.writer() as writer:
            for read in documents:
                writer.write(read, encoder.encode_passages([text_of(paragraph, read.document) for paragraph in read.paragraphs]))
        yield engine
    finally:
        engine.close()


def scored(shared: Path, data: Path) -> dict[str, dict[str, float]]:
    """What ../shared/eval/score.py gives for a server over a data folder, in per cent, by kind of question and for all of them."""
    questions = shared / "eval" / "council" / "queries.jsonl"
    with served(data) as (address, _):
        command = [sys.executable, str(shared / "eval" / "score.py"), "search", str(questions), "--url", address, "--json"]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    every = {figure: 100 * row["share"] for figure, row in said["figures"].items() if ": " not in figure}
    return {"all": every} | {kind: said[kind] for kind in dict.fromkeys(q.kind for q in read_questions(questions)) if kind in said}


def ask(service: SearchService, questions: Sequence[Question], mode: Mode = "hybrid", *, fold: bool = False) -> list[Answer]:
    """Ask every question and judge the answers; `fold` shows one of twins."""
    answers = []
    for question in questions:
        page = service.search(SearchRequest(q=question.q, mode=mode, group="paragraph", size=DEPTH, fold=fold))
        near = _grades(question, [*page.hits, *page.related])
        gained, ideal = _gain(near), _gain(sorted((anchor.grade for anchor in question.relevant), reverse=True))
        hit = bool(page.hits) and any(near[:10])
        answers.append(Answer(question, gained / ideal, hit, any(near[:10]), page.total.paragraphs))
    return answers


def swept(engine: Engine, coverage: Coverage) -> Engine:
    """An engine whose queries get another coverage, to sweep τ and ρ."""
    return cast("Engine", _SweptEngine(engine, coverage))


class _SweptEngine:
    def __init__(self, engine: Engine, coverage: Coverage) -> None:
        self._engine, self._coverage = engine, coverage

    def snapshot(self) -> Snapshot:
        return cast("Snapshot", _SweptSnapshot(self._engine.snapshot(), self._coverage))


class _SweptSnapshot:
    def __init__(self, snapshot: Snapshot, coverage: Coverage) -> None:
        self._snapshot, self._coverage = snapshot, coverage

    def __getattr__(self, name: str) -> object:
        return getattr(self._snapshot, name)

    def both(self, query: LexicalQuery, near: Near | None, filters: Filters, limit: int) -> tuple[LexicalMatches, Neighbours | None]:
        return self._snapshot.both(replace(query, coverage=self._coverage), near, filters, limit)

    def answer(self, matches: MatchSet, *rest: Any) -> Answered:
        words = replace(matches.words, coverage=self._coverage) if matches.words else None
        return self._snapshot.answer(replace(matches, words=words), *rest)


def _grades(question: Question, hits: Sequence[Hit]) -> list[int]:
    """Grade of each passage; an anchor counts once, where it is met first."""
    seen: set[int] = set()
    grades = []
    for source, text in ((hit.document.source, passage.text) for hit in hits for passage in hit.passages):
        new = [
            number
            for number, anchor in enumerate(question.relevant)
            if number not in seen and source.endswith(anchor.doc) and _squeezed(anchor.anchor) in _squeezed(text)
        ]
        seen.update(new)
        grades.append(max((question.relevant[number].grade for number in new), default=0))
    return grades


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text).casefold()
