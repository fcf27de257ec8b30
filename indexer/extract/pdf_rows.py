"""Rows of a page: lines of text, and the rows of tables with their cells put together over the lines that they take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.extract.pdf_segments import Segment

# Segments whose baselines differ by less than this share of the smaller size stand on one row.
_SAME_ROW = 0.45
# What opens a list item, a numbered heading or a footnote, with white space between it and its text.
_MARK = re.compile(
    r"(?:[•●▪■◦○‣·∙⁃–—―*o§-]|\(?\d{1,2}\)|\d{1,3}\.|\d{1,2}(?:\.\d{1,2}){1,4}\.?|\(?[a-zåäö]\)|[a-zA-ZÅÄÖ][.)/]|§§? ?\d+|\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})$"
)
# A cell goes on in the next line when that begins within so many sizes of the same left edge.
_ALIGNED = 0.5
# The greatest distance, in sizes, between the lines of one cell.
_CELL_LEADING = 1.75


@dataclass(slots=True)
class Cell:
    """What one cell of a row holds: one segment a line, from top to bottom."""

    segments: list[Segment]

    @property
    def left(self) -> float:
        return min(s.left for s in self.segments)

    @property
    def right(self) -> float:
        return max(s.right for s in self.segments)

    @property
    def last(self) -> Segment:
        return self.segments[-1]


@dataclass(slots=True)
class Row:
    """A row of cells from left to right; a line of text is a row with one cell. `in_table` holds for rows of a table."""

    cells: list[Cell] = field(default_factory=list)
    in_table: bool = False

    @property
    def segments(self) -> list[Segment]:
        return [segment for cell in self.cells for segment in cell.segments]

    @property
    def baseline(self) -> float:
        return max(cell.segments[0].baseline for cell in self.cells)

    @property
    def lowest(self) -> float:
        return min(segment.baseline for segment in self.segments)


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """The rows of a region from top to bottom, tables' cells joined over their lines."""
    rows = [_row(line) for line in _printed_rows(segments)]
    for before, row in zip(rows, rows[1:], strict=False):
        if len(row.cells) > 1 or (before.in_table and _under_a_later_cell(before, row)):
            row.in_table = True
        if len(before.cells) > 1:
            before.in_table = True
    if rows and len(rows[-1].cells) > 1:
        rows[-1].in_table = True
    return _with_cells_joined(rows)


def _printed_rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.baseline, s.left)):
        if rows and rows[-1][0].baseline - segment.baseline <= _SAME_ROW * min(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _row(line: list[Segment]) -> Row:
    """A printed row as cells; a list's mark and its text are one cell."""
    cells: list[Cell] = []
    for position, segment in enumerate(line):
        if position == 1 and _MARK.match(line[0].text) and len(line) == 2:
            _append(cells[0].last, segment)
        else:
            cells.append(Cell([segment]))
    return Row(cells)


def _append(before: Segment, after: Segment) -> None:
    for word in after.words:
        before.add(word)


def _under_a_later_cell(before: Row, row: Row) -> bool:
    """Whether a row's one cell stands below the second or a later column of the row above, or goes on in its first."""
    left, size = row.cells[0].left, row.cells[0].last.size
    later = [cell.left for cell in before.cells[1:]] or [before.cells[0].left]
    return left >= min(later) - _ALIGNED * size


def _with_cells_joined(rows: Sequence[Row]) -> list[Row]:
    edge = max((row.cells[-1].right for row in rows), default=0.0)
    joined: list[Row] = []
    for row in rows:
        if joined and (row.in_table or joined[-1].in_table):
            row = _merge(joined[-1], row, edge)
        if row.cells:
            joined.append(row)
    return joined


def _merge(above: Row, row: Row, edge: float) -> Row:
    """Move into `above` what goes on from its cells; what is left of `row`, or nothing when all of it belongs above."""
    if not above.in_table and len(row.cells) == 1:
        return row
    left: list[Cell] = []
    moved = False
    for cell in row.cells:
        target = next((other for other in above.cells if _goes_on(other, cell, _bound(above, other, row, edge))), None)
        if target is None:
            left.append(cell)
        else:
            target.segments += cell.segments
            moved = True
    if moved and left and all(_is_free(above, cell) for cell in left):
        above.cells = sorted([*above.cells, *left], key=lambda cell: cell.left)
        left = []
    above.in_table = above.in_table or (moved and len(above.cells) > 1)
    return Row(left, row.in_table)


def _goes_on(cell: Cell, below: Cell, bound: float) -> bool:
    """Whether a cell's text goes on below: next in the file, aligned, near, and broken because the next word did not fit."""
    last, first = cell.last, below.segments[0]
    size = max(last.size, first.size)
    if first.order != last.last_order + 1 or abs(first.left - cell.left) > _ALIGNED * size:
        return False
    if last.baseline - first.baseline > _CELL_LEADING * size:
        return False
    word = first.words[0]
    return last.right + 0.25 * size + (word.right - word.left) > bound - 0.1 * size


def _bound(above: Row, cell: Cell, row: Row, edge: float) -> float:
    """How far right a cell reaches: to the next cell of its row or of the row below."""
    return min((other.left for other in [*above.cells, *row.cells] if other.left > cell.left + cell.last.size), default=edge)


def _is_free(row: Row, cell: Cell) -> bool:
    return all(cell.right < other.left or cell.left > other.right for other in row.cells)
