"""The whole match set as rows for CSV and JSON, streamed, guarded against formulas in spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search_api.results import DocumentHead, PassageHit
from search_api.schemas import head_object, passage_object

COLUMNS = (
    "document_id", "source", "title", "kind", "municipality", "document_board", "date", "dnr", "url", "paragraph_id", "page", "headings",
    "section_kind", "voice", "voice_board", "parties", "person", "about_parties", "board", "case", "topics", "language", "score", "why",
    "text",
)  # fmt: skip
"""Columns of the CSV, in order (docs/api.md)."""

LIST_SEPARATOR = " | "
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One paragraph of the match set with its document."""

    document: DocumentHead
    passage: PassageHit


def csv_lines(rows: Iterable[ExportRow], *, separator: str = ",", bom: bool = False) -> Iterator[str]:
    """CSV as RFC 4180 has it, line by line. `bom` and ";" are what Excel in Swedish opens without asking."""
    yield (BOM if bom else "") + _line(COLUMNS, separator)
    for row in rows:
        yield _line(_cells(row), separator)


def json_parts(rows: Iterable[ExportRow]) -> Iterator[str]:
    """A JSON array, one element a line."""
    yield "[\n"
    for number, row in enumerate(rows):
        start = ",\n" if number else ""
        element = {"document": head_object(row.document), "passage": passage_object(row.passage)}
        yield start + json.dumps(element, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    yield "\n]\n"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula: an apostrophe stands before what could begin one (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _line(cells: Iterable[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cells(row: ExportRow) -> list[str]:
    head, passage = row.document, row.passage
    values = (
        head.id, head.source, head.title, head.kind, head.municipality, head.board, head.date.isoformat() if head.date else "",
        head.dnr, head.url, passage.id, passage.page, passage.headings, passage.section_kind, passage.voice.role, passage.voice.board,
        passage.voice.parties, passage.voice.person, passage.about_parties, passage.board, passage.case, passage.topics,
        passage.language, passage.score, passage.why, passage.text,
    )  # fmt: skip
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return guarded(LIST_SEPARATOR.join(str(item) for item in value))
    if isinstance(value, float):
        return f"{value:.6g}"
    return guarded(str(value)) if isinstance(value, str) else str(value)
