"""The report of a run tells what was masked where, and never what."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

from council.model import Document
from indexer.report import MaskedFile, Report, masked_files
from indexer.understood import Understood


def test_masked_files_are_told_by_count_and_page() -> None:
    held = [Document("a", "a.pdf", masked=2, masked_pages=(1, 4)), Document("b", "b.txt"), Document("c", "c.txt", masked=1)]
    assert [asdict(masked) for masked in masked_files(held)] == [
        {"source": "a.pdf", "count": 2, "pages": (1, 4)},
        {"source": "c.txt", "count": 1, "pages": ()},
    ]


def test_the_report_says_so_on_a_line_a_file() -> None:
    said = Report(indexed=1, masked=[MaskedFile("a.pdf", 2, (1, 4)), MaskedFile("b\n.txt", 1, ())]).summary()
    assert "Personnummer maskerade i 2 filer:" in said
    assert "  a.pdf: 2 (s. 1, 4)" in said
    assert "  'b\\n.txt': 1" in said


READ = (
    Document("a", "a.pdf", kind="protokoll", board="Socialnämnden", date=dt.date(2024, 3, 1)),
    Document("b", "b.pdf", kind="protokoll", board="Socialnämnden", needs_ocr=(2, 3)),
    Document("c", "c.txt", kind="motion", date=dt.date(2024, 4, 1)),
)


def _understood() -> Understood:
    understood = Understood()
    for document in READ:
        understood.take(document)
    return understood


def test_the_report_ends_with_what_was_understood() -> None:
    said = Report(indexed=3, understood=_understood()).summary().splitlines()
    assert said[1:] == [
        "Slag: 2 protokoll, 1 motion.",
        "Nämnder: 2 Socialnämnden.",
        "1 utan datum.",
        "1 utan nämnd.",
        "2 sidor i 1 filer är bilder utan text och behöver OCR.",
    ]
    assert len(Report(unchanged=3).summary().splitlines()) == 2


def test_the_report_is_one_json_object() -> None:
    held = json.loads(json.dumps(Report(indexed=3, understood=_understood()).plain()))
    assert held["understood"] == {
        "kinds": {"protokoll": 2, "motion": 1},
        "boards": {"Socialnämnden": 2},
        "undated": 1,
        "without_board": 1,
        "needs_ocr": [{"source": "b.pdf", "pages": [2, 3]}],
    }
