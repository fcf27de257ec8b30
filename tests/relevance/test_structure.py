"""Floors under what is understood of the real documents, measured by ../shared/eval/score.py; a change that goes below one fails here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from council.casebook import join
from council.model import CaseRecord, ReadDocument
from council.settings import Settings
from indexer.pipeline import read_folder
from indexer.tasks import ReadingOptions, reading_options
from namndsok.contract_json import dumps, read_object
from search_api.schemas import case_object

pytestmark = pytest.mark.shared

TOPICS = Path(__file__).with_name("topics.jsonl")

# What was measured on 2026-11-21, rounded down by a point or two: see docs/structure.md. The numbers of issue 5 are lower or equal (ISSUE).
FLOORS = {
    "found": 0.99,
    "joins": 0.98,
    "furniture dropped": 0.98,
    "dehyphenation": 0.95,
    "section_kind, lenient": 0.97,
    "voice, lenient": 0.97,
    "board, lenient": 0.97,
    "parties, lenient": 0.97,
    "person, lenient": 0.97,
    "case, lenient": 0.98,
    "heading, lenient": 0.98,
    "document: title": 0.97,
    "document: doc_type": 0.97,
    "document: board": 0.97,
    "document: date": 0.97,
    "document: dnr": 0.97,
    "document: motion_refs": 0.97,
    "document: parties": 0.97,
    "document: people": 0.95,
    "document: agenda": 0.97,
    "case matched": 1.0,
    "outcome": 0.9,
    "answers found": 0.95,
    "answer stance": 0.9,
    "dissent found": 0.9,
    "movers": 0.9,
    "information: steps in gold": 0.9,
}

# The numbers that issue 5 asks for; FLOORS may rise, these stay.
ISSUE = {
    "found": 0.98, "joins": 0.97, "furniture dropped": 0.97, "dehyphenation": 0.95, "section_kind, lenient": 0.93, "voice, lenient": 0.95,
    "board, lenient": 0.95, "parties, lenient": 0.93, "person, lenient": 0.90, "case, lenient": 0.92, "document: doc_type": 0.97,
    "document: board": 0.97, "document: date": 0.97, "document: dnr": 0.97, "document: people": 0.90, "document: agenda": 0.97,
    "answers found": 0.90, "answer stance": 0.90, "dissent found": 0.90, "outcome": 0.90, "information: steps in gold": 0.85,
}  # fmt: skip

# Topics on the rows of topics.jsonl that nothing was tuned on (the odd ones): issue 5's own numbers.
TOPIC_PRECISION, TOPIC_RECALL = 0.85, 0.70


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[ReadDocument]:
    """All documents of the corpus that hold text; the scanned one is left out, since its reading depends on tesseract."""
    options = reading_options(Settings(ocr=False))
    return [read for folder in ("stockholm", "alingsas") for read in _documents(shared / "corpus" / folder, options)]


@pytest.fixture(scope="module")
def figures(shared: Path, documents: list[ReadDocument], tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("structure")
    (folder / "read.jsonl").write_text("".join(dumps(read_object(d)) + "\n" for d in documents), encoding="utf-8")
    records: list[CaseRecord] = [record for d in documents for record in d.cases]
    (folder / "cases.jsonl").write_text("".join(dumps(case_object(c)) + "\n" for c in join(records)), encoding="utf-8")
    command = [sys.executable, str(shared / "eval" / "score.py"), "structure", str(folder / "read.jsonl")]
    command += ["--gold", str(shared / "eval" / "structure"), "--cases", str(folder / "cases.jsonl"), "--json"]
    scored = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {figure: row["share"] for figure, row in scored["figures"].items()}


@pytest.mark.parametrize("figure", FLOORS)
def test_the_real_documents_are_understood(figures: dict[str, float], figure: str) -> None:
    assert figures[figure] >= FLOORS[figure]


def test_the_floors_hold_what_the_issue_asks_for() -> None:
    assert {figure for figure, asked in ISSUE.items() if FLOORS[figure] < asked} == set()


@pytest.mark.parametrize("half", [0, 1], ids=["tuned on", "kept aside"])
def test_topics_are_those_that_a_reader_gave(documents: list[ReadDocument], half: int) -> None:
    given = {p.id: set(p.topics) for d in documents for p in d.paragraphs}
    rows = [json.loads(line) for line in TOPICS.read_text(encoding="utf-8").splitlines()][half::2]
    found = [(given[row["paragraph"]], set(row["topics"]), set(row["also"])) for row in rows if row["paragraph"] in given]
    assert len(found) >= 0.9 * len(rows), "paragraphs have changed: label anew"
    told = sum(len(topics) for topics, _, _ in found)
    assert sum(len(topics & (must | also)) for topics, must, also in found) >= TOPIC_PRECISION * told
    assert sum(len(topics & must) for topics, must, _ in found) >= TOPIC_RECALL * sum(len(must) for _, must, _ in found)


def test_no_paragraph_runs_over_a_heading(documents: list[ReadDocument]) -> None:
    """A line of a paragraph that stands as a heading of its document was joined over it; lists of contents and papers name headings."""
    listing = {"toc", "attendance", "attachment_list", "other", "furniture"}
    over = [
        (d.document.source, line)
        for d in documents
        for headings in [{h for p in d.paragraphs for h in p.headings[1:]}]
        for p in d.paragraphs
        if p.section_kind not in listing
        for line in p.text.split("\n")
        if line in headings
    ]
    assert over == []


def test_paragraphs_have_the_size_that_search_wants(documents: list[ReadDocument]) -> None:
    lengths = [len(p.text.split()) for d in documents for p in d.paragraphs]
    assert sum(length <= 250 for length in lengths) / len(lengths) >= 0.95


def test_every_paragraph_of_minutes_stands_under_a_heading_or_at_the_front(documents: list[ReadDocument]) -> None:
    minutes = [d for d in documents if d.document.kind == "protokoll"]
    assert minutes
    assert all(p.headings for d in minutes for p in d.paragraphs if p.case)


def _documents(folder: Path, options: ReadingOptions) -> Iterator[ReadDocument]:
    for outcome in read_folder(folder, options):
        if isinstance(outcome, ReadDocument):
            yield _placed(outcome, f"{folder.name}/{outcome.document.source}")


def _placed(read: ReadDocument, source: str) -> ReadDocument:
    """The document under the path that the gold gives it."""
    cases = tuple(replace(record, steps=tuple(replace(step, source=source) for step in record.steps)) for record in read.cases)
    return replace(read, document=replace(read.document, source=source), cases=cases)
