"""The report of a run tells what was masked where, and never what."""

from __future__ import annotations

from dataclasses import asdict

from council.model import Document
from indexer.report import MaskedFile, Report, masked_files


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
