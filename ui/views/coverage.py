"""Coverage as a page shows it: what is in, by board and year, and what is not: undated, without text, failed, gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from babel.dates import get_month_names

from council.errors import UnreadableCode
from council.model import FailedFile
from search_api.coverage import BoardYear, Coverage
from ui import links
from ui.views.parts import cut
from ui.wording import N_, Wording

FAILURES: dict[UnreadableCode, str] = {
    "empty": N_("filen är tom"),
    "encrypted": N_("filen är låst med lösenord"),
    "broken": N_("filen är trasig"),
    "no_text": N_("filen har ingen text"),
    "needs_ocr": N_("behöver texttolkning (OCR)"),
    "too_large": N_("filen är för stor"),
    "too_many_pages": N_("filen har för många sidor"),
    "too_slow": N_("filen tog för lång tid att läsa"),
    "too_much_memory": N_("filen krävde för mycket minne"),
    "not_a_document": N_("filen är ingen handling"),
    "denied": N_("filen fick inte läsas"),
    "crashed": N_("läsningen avbröts"),
    "unsupported": N_("filtypen läses inte"),
}
SHOWN_GAPS = 12
MOST_ROWS = 1_000
"""Rows of boards and years on a page, about 35 kB; 400 boards in twenty years would be 200 kB."""
MOST_LISTED = 200
"""Files that are listed one by one; the API lists all."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A board in one year."""

    year: str
    documents: int
    minutes: int
    gaps: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class BoardRows:
    """A board with its years, the latest first."""

    name: str
    documents: int
    years: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The coverage page."""

    figures: tuple[tuple[str, str], ...]
    updated: str
    kinds: tuple[tuple[str, int, str], ...]
    boards: tuple[BoardRows, ...]
    scanned: tuple[tuple[str, str, str], ...]
    failed: tuple[tuple[str, str], ...]
    more_scanned: int
    more_failed: int
    page: int
    pages: int
    previous: str | None
    next: str | None


def board_groups(coverage: Coverage) -> tuple[tuple[tuple[BoardYear, ...], ...], ...]:
    """The boards' years in pages: whole boards, as many as fit; at least one page."""
    boards = [tuple(rows) for _, rows in groupby(coverage.boards, key=lambda row: row.board)]
    return tuple(tuple(boards[place] for place in places) for places in cut(map(len, boards), most_characters=MOST_ROWS))


def coverage_path(page: int) -> str:
    """The address of a page of the coverage."""
    return links.with_query("/tackning", page=page if page > 1 else None)


def coverage_view(coverage: Coverage, words: Wording, page: int = 1) -> CoverageView:
    """The coverage page from what the index holds, with page `page` of the boards."""
    pages = board_groups(coverage)
    return CoverageView(
        figures=_figures(coverage, words),
        updated=_when(coverage.updated, words),
        kinds=tuple((words.kind(kind), count, links.search_path(links.fresh(kind=(kind,)))) for kind, count in coverage.kinds.items()),
        boards=tuple(_board(rows, words) for rows in pages[page - 1]),
        scanned=tuple(
            (s.title or s.source, _pages(s.pages, words), links.document_path(s.document_id)) for s in coverage.needs_ocr[:MOST_LISTED]
        ),
        failed=tuple((failure.source, failure_text(failure, words)) for failure in coverage.failed[:MOST_LISTED]),
        more_scanned=max(0, len(coverage.needs_ocr) - MOST_LISTED),
        more_failed=max(0, len(coverage.failed) - MOST_LISTED),
        page=page,
        pages=len(pages),
        previous=coverage_path(page - 1) if page > 1 else None,
        next=coverage_path(page + 1) if page < len(pages) else None,
    )


def _figures(coverage: Coverage, words: Wording) -> tuple[tuple[str, str], ...]:
    rows = (
        (words.text("handlingar"), coverage.documents),
        (words.text("stycken"), coverage.paragraphs),
        (words.text("utan datum"), coverage.undated),
        (words.text("med sidor som behöver OCR"), len(coverage.needs_ocr)),
        (words.text("filer som inte gick att läsa"), len(coverage.failed)),
        (words.text("med dolda personnummer"), coverage.masked),
        (words.text("borttagna"), coverage.removed),
    )
    return tuple((name, words.number(count)) for name, count in rows)


def _when(updated: dt.datetime | None, words: Wording) -> str:
    return words.text("Uppdaterat %(day)s.", day=words.day(updated.date())) if updated else ""


def _board(rows: tuple[BoardYear, ...], words: Wording) -> BoardRows:
    years = tuple(_year(row, words) for row in rows)
    return BoardRows(rows[0].board or words.text("Utan nämnd"), sum(row.documents for row in rows), years)


def _year(row: BoardYear, words: Wording) -> YearRow:
    request = links.fresh(board=(row.board,) if row.board else ())
    path = links.one_year(request, str(row.year) if row.year else "none")
    return YearRow(
        str(row.year) if row.year else words.text("utan datum"), row.documents, row.minutes, _gaps(row, words), path if row.board else ""
    )


def _gaps(row: BoardYear, words: Wording) -> tuple[str, ...]:
    """What seems to be missing: § numbers between the first and the last, and months without minutes."""
    gaps = []
    if row.missing_paragraphs:
        gaps.append(words.text("§ %(numbers)s saknas", numbers=spans(row.missing_paragraphs)))
    if row.missing_months:
        names = get_month_names("wide", locale=words.locale)
        gaps.append(words.text("inget protokoll i %(months)s", months=words.listing(tuple(names[month] for month in row.missing_months))))
    return tuple(gaps)


def spans(numbers: Iterable[int]) -> str:
    """(3, 4, 5, 9) as "3–5, 9"; a long list ends with an ellipsis."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    written = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return ", ".join(written[:SHOWN_GAPS]) + (" …" if len(written) > SHOWN_GAPS else "")


def _pages(pages: tuple[int, ...], words: Wording) -> str:
    return words.text("s. %(page)s", page=spans(pages))


def failure_text(failure: FailedFile, words: Wording) -> str:
    """Why a file could not be read, in words for people; the reader's own reason where its code is not known."""
    return next((words.text(text) for code, text in FAILURES.items() if code == failure.code), failure.reason)
