"""What is in the index and what is not: documents by board and year, undated, without text, failed, and gaps in the minutes."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from council.engine import Catalogue, Stats
from council.model import Document, FailedFile

MINUTES = frozenset({"protokoll", "protokollsutdrag"})
LARGEST_GAP = 60
"""A jump in § of more than this is another series of numbers, not a gap."""
QUIET_MONTHS = frozenset({1, 7, 8})
"""Boards seldom meet in January and in the summer: no gap is told of."""
_SIGN = re.compile(r"§\s*(\d{1,4})$")


@dataclass(frozen=True, slots=True)
class BoardYear:
    """A board in a year (None is undated): how many documents, how many of them minutes, and which § and months are missing."""

    board: str | None
    year: int | None
    documents: int
    minutes: int
    missing_paragraphs: tuple[int, ...] = ()
    missing_months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedDocument:
    """A document with pages that hold no text."""

    document_id: str
    title: str
    source: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that is in and all that is not."""

    documents: int
    paragraphs: int
    updated: dt.datetime | None
    generation: str
    boards: tuple[BoardYear, ...]
    kinds: Mapping[str, int]
    undated: int
    masked: int
    removed: int
    needs_ocr: tuple[ScannedDocument, ...]
    failed: tuple[FailedFile, ...]


def coverage(documents: Iterable[Document], catalogue: Catalogue, stats: Stats) -> Coverage:
    """Count what is in an index."""
    held = list(documents)
    return Coverage(
        documents=stats.documents,
        paragraphs=stats.paragraphs,
        updated=stats.updated,
        generation=stats.generation,
        boards=_boards(held),
        kinds=dict(Counter(document.kind for document in held).most_common()),
        undated=sum(1 for document in held if document.date is None),
        masked=sum(1 for document in held if document.masked),
        removed=len(catalogue.blocked),
        needs_ocr=tuple(ScannedDocument(d.id, d.title, d.source, d.needs_ocr) for d in held if d.needs_ocr),
        failed=catalogue.failed,
    )


def _boards(documents: list[Document]) -> tuple[BoardYear, ...]:
    groups: dict[tuple[str | None, int | None], list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.board, document.date.year if document.date else None].append(document)
    latest = max((d.date for d in documents if d.date), default=None)
    rows = [_board_year(board, year, group, latest) for (board, year), group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (row.board is None, row.board or "", -(row.year or 0))))


def _board_year(board: str | None, year: int | None, documents: list[Document], latest: dt.date | None) -> BoardYear:
    minutes = [document for document in documents if document.kind in MINUTES]
    complete = board is not None and year is not None and any(document.kind == "protokoll" for document in minutes)
    return BoardYear(
        board=board,
        year=year,
        documents=len(documents),
        minutes=len(minutes),
        missing_paragraphs=_missing_paragraphs(minutes) if complete else (),
        missing_months=_missing_months(minutes, latest) if complete else (),
    )


def _missing_paragraphs(minutes: list[Document]) -> tuple[int, ...]:
    """§ between the first and the last of the year that no minutes hold."""
    numbers = sorted({int(m[1]) for d in minutes for item in d.agenda if (m := _SIGN.match(item.ref))})
    missing: list[int] = []
    for previous, number in itertools.pairwise(numbers):
        if 1 < number - previous <= LARGEST_GAP:
            missing.extend(range(previous + 1, number))
    return tuple(missing)


def _missing_months(minutes: list[Document], latest: dt.date | None) -> tuple[int, ...]:
    """Months between the year's first and last minutes without any."""
    months = sorted({document.date.month for document in minutes if document.date})
    if len(months) < 2 or latest is None:
        return ()
    return tuple(month for month in range(months[0], months[-1]) if month not in months and month not in QUIET_MONTHS)
