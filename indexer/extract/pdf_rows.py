"""Rows of a page: lines of text, and the rows of tables with their cells put together over the lines that they take."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.extract.pdf_segments import Segment

# Segments whose baselines differ by less than this share of the smaller size stand on one line.
_SAME_LINE = 0.45
_HALF_LINE = 0.85
_LONGEST_LABEL = 32
# More white space than this, in sizes, stands before a word that begins a column, however little it is.
_WIDE_SPACE = 0.4
# So many lines at one left edge tell how far right they may go.
_COLUMN_LINES = 4
# What opens a list item, a numbered heading or a footnote, with white space between it and its text.
_MARK = re.compile(
    r"(?:[•●▪■◦○‣·∙⁃–—*o\uf0b7\uf0a7-]|\(?\d{1,2}\)|\d{1,3}\.|\d{1,2}(?:\.\d{1,2}){1,4}\.?|\(?[a-zåäö]\)|"
    r"[a-zA-ZÅÄÖ][.)/]|§§? ?\d+|\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})$"
)
_BULLET = re.compile(r"[•●▪■◦○‣·∙⁃\uf0b7\uf0a7]")
# What opens an entry of its own, however full the line above is: "Anna Ek (S)", "Giltighetstid: 2027", a list's mark.
_ENTRY = re.compile(r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]*\.?){1,3} \(|[A-ZÅÄÖ][\w /-]{2,30}:|[•●▪] |§§? ?\d|\d{1,2}[.)] ")
# Edges that differ by less than so many sizes are one edge.
_ALIGNED = 0.5
# The greatest distance, in sizes, between the baselines of one cell's lines.
_CELL_LEADING = 1.75
# Cells of short lines are joined by the file's order alone, up to so many lines: a longer run is a column drawn downwards.
_SHORT_LINES = 4
# A cell keeps this distance, in sizes, to the next one (Word's own padding is 5.4 points on both sides).
_PADDING = 0.9
# Heights of letters above and below the baseline, in sizes, where rows are told by what stands side by side.
_ABOVE, _BELOW = 0.72, 0.2
# Cells stand side by side when they share this much of the lower one's height.
_SIDE_BY_SIDE = 0.5


@dataclass(slots=True)
class Cell:
    """What one cell of a row holds: one segment a line, from top to bottom."""

    segments: list[Segment]

    @property
    def left(self) -> float:
        """The leftmost edge of its lines."""
        return min(s.left for s in self.segments)

    @property
    def right(self) -> float:
        """The rightmost edge of its lines."""
        return max(s.right for s in self.segments)

    @property
    def top(self) -> float:
        """The top of its first line's letters."""
        return max(s.baseline + _ABOVE * s.size for s in self.segments)

    @property
    def bottom(self) -> float:
        """The foot of its last line's letters."""
        return min(s.baseline - _BELOW * s.size for s in self.segments)


@dataclass(slots=True)
class Row:
    """A row of cells from left to right; a line of text is a row with one cell of one line. `in_table` holds for rows of a table."""

    cells: list[Cell] = field(default_factory=list)
    in_table: bool = False

    @property
    def segments(self) -> list[Segment]:
        """All lines of all cells."""
        return [segment for cell in self.cells for segment in cell.segments]

    @property
    def baseline(self) -> float:
        """The highest baseline."""
        return max(cell.segments[0].baseline for cell in self.cells)

    @property
    def lowest(self) -> float:
        """The lowest baseline."""
        return min(segment.baseline for segment in self.segments)


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """The rows of a region from top to bottom, with tables' cells joined over their lines."""
    lines = _with_marks_joined(_with_columns_parted(_printed_lines(segments)))
    if all(len(line) == 1 for line in lines) and not any(_is_between(before[0], line[0]) for before, line in pairwise(lines)):
        return [Row([Cell(line)]) for line in lines]
    rows = [_with_mark_taken_in(_with_labels_joined(row)) for row in _side_by_side(_cells(lines))]
    for before, row in pairwise([Row(), *rows]):
        row.in_table = len(row.cells) > 1 or (before.in_table and _under_a_later_cell(before, row))
    return [line for row in rows for line in _unfolded(row)]


def _printed_lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments on one baseline, from left to right."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.baseline, s.left)):
        if lines and lines[-1][0].baseline - segment.baseline <= _SAME_LINE * min(lines[-1][0].size, segment.size):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda s: s.left) for line in lines]


def _with_columns_parted(lines: list[list[Segment]]) -> list[list[Segment]]:
    """Cells that nearly touch, parted where a column begins in other rows."""
    begins = Counter(round(segment.left) for line in lines for segment in line[1:])
    columns = {left for left, rows in begins.items() if rows >= _COLUMN_LINES - 1}
    if not columns:
        return lines
    return [[part for segment in line for part in _parted(segment, columns)] for line in lines]


def _parted(segment: Segment, columns: set[int]) -> list[Segment]:
    for place, (before, word) in enumerate(pairwise(segment.words), start=1):
        if round(word.left) in columns and word.left - before.right > _WIDE_SPACE * word.size:
            parts = [Segment.of(segment.words[0]), Segment.of(word)]
            for part, words in zip(parts, (segment.words[1:place], segment.words[place + 1 :]), strict=True):
                for other in words:
                    part.add(other)
            return parts
    return [segment]


def _with_marks_joined(lines: list[list[Segment]]) -> list[list[Segment]]:
    """A list's mark and its text as one segment; so is a bulleted line with a tab in it, whose next line runs under all of it."""
    for line in lines:
        if len(line) > 1 and ((len(line) == 2 and _MARK.match(line[0].text)) or _BULLET.match(line[0].text)):
            for segment in line[1:]:
                _take_in(line[0], segment)
            del line[1:]
    return lines


def _take_in(segment: Segment, following: Segment) -> None:
    for word in following.words:
        segment.add(word)


def _is_between(before: Segment, segment: Segment) -> bool:
    """Whether a segment stands half a line below another and beside it: a cell set at half the height of its row."""
    beside = segment.right < before.left or before.right < segment.left
    return beside and before.baseline - segment.baseline < _HALF_LINE * max(before.size, segment.size)


def _with_mark_taken_in(row: Row) -> Row:
    """A list's mark that stands beside the middle of its text as the beginning of it."""
    if len(row.cells) == 2 and len(row.cells[0].segments) == 1 and _MARK.match(row.cells[0].segments[0].text):
        return Row([Cell(row.segments)])
    return row


def _with_labels_joined(row: Row) -> Row:
    """A label that ends with a colon and the value beside it as one cell."""
    cells: list[Cell] = []
    for cell in row.cells:
        label = cells[-1].segments[0].text if cells and len(cells[-1].segments) == 1 else ""
        if label.endswith(":") and len(label) < _LONGEST_LABEL:
            _take_in(cells[-1].segments[0], cell.segments[0])
            cells[-1].segments += cell.segments[1:]
        else:
            cells.append(cell)
    return Row(cells)


def _cells(lines: Sequence[list[Segment]]) -> list[Cell]:
    """Segments with those that go on below them."""
    edges = _edges([segment for line in lines for segment in line])
    following = {segment.order: segment for line in lines for segment in line}
    beside = {id(segment): _neighbours(lines, number) for number, line in enumerate(lines) for segment in line}
    taken: set[int] = set()
    cells: list[Cell] = []
    for segment in (segment for line in lines for segment in line):
        if id(segment) in taken:
            continue
        cell = Cell([segment])
        while (below := following.get(cell.segments[-1].last_order + 1)) is not None and id(below) not in taken:
            beside_below = [other for other in beside[id(below)] if other is not below and other.right < below.left]
            carried = bool(beside_below) and all(id(other) in taken for other in beside_below)
            if not _goes_on(cell, below, beside, edges[id(segment)], carried=carried):
                break
            cell.segments.append(below)
            taken.add(id(below))
        cells.append(cell)
    return cells


def _edges(segments: Sequence[Segment]) -> dict[int, float]:
    """How far right segments reach that begin at the same left edge; of all when few begin there."""
    by_left: dict[int, list[float]] = defaultdict(list)
    for segment in segments:
        by_left[round(segment.left)].append(segment.right)
    widest = max(segment.right for segment in segments)
    return {id(s): max(rights) if len(rights := by_left[round(s.left)]) >= _COLUMN_LINES else widest for s in segments}


def _neighbours(lines: Sequence[list[Segment]], number: int) -> list[Segment]:
    """Segments that stand beside those of a line, or half a line above or below."""
    baseline, size = lines[number][0].baseline, lines[number][0].size
    near = [line for line in lines[max(0, number - 1) : number + 2] if abs(line[0].baseline - baseline) < 0.9 * size]
    return [segment for line in near for segment in line]


def _goes_on(cell: Cell, below: Segment, beside: dict[int, list[Segment]], edge: float, *, carried: bool) -> bool:
    """Whether a cell's text goes on in a segment that the file has next: right below, aligned, and broken for want of room.

    Short lines of one cell are told by the file's order, or (`carried`) by the cells to the left, which go on beside it.
    """
    last = cell.segments[-1]
    size = max(last.size, below.size)
    drop = last.baseline - below.baseline
    if not 0 < drop <= _CELL_LEADING * size or not _is_aligned(cell, below, size):
        return False
    if any(_MARK.match(s.text) and below.baseline < s.baseline < last.baseline for s in beside[id(last)]):
        return True
    if _ENTRY.match(below.text):
        return False
    right = [s for s in (*beside[id(last)], *beside[id(below)]) if s.left > last.left + size and s is not last and s is not below]
    bound = min((s.left for s in right), default=edge) - (_PADDING * size if right else 0.0)
    if bound < last.right:
        return False
    word = below.words[0]
    if last.right + 0.25 * size + (word.right - word.left) > bound:
        return True
    # The file has this line before the cell to the right of the one above, so it is part of the cell above.
    return len(cell.segments) < _SHORT_LINES and (carried or any(s.order > below.order for s in right if s in beside[id(last)]))


def _is_aligned(cell: Cell, below: Segment, size: float) -> bool:
    first = cell.segments[0]
    return (
        abs(below.left - first.left) <= _ALIGNED * size
        or abs((below.left + below.right) - (first.left + first.right)) / 2 <= _ALIGNED * size
        or abs(below.right - first.right) <= _ALIGNED * size
    )


def _side_by_side(cells: Sequence[Cell]) -> list[Row]:
    """Rows of the cells that share their height and not their width."""
    rows: list[Row] = []
    for cell in sorted(cells, key=lambda c: (-c.top, c.left)):
        row = max(rows[-6:], key=lambda r: _closeness(r, cell), default=None)
        if row is None or _closeness(row, cell) <= 0:
            rows.append(Row([cell]))
        else:
            row.cells.append(cell)
    for row in rows:
        row.cells.sort(key=lambda cell: cell.left)
    return rows


def _closeness(row: Row, cell: Cell) -> float:
    """How much of their common height a cell shares with the nearest of a row's; 0 when it cannot be part of the row."""
    best = 0.0
    for other in row.cells:
        if cell.left < other.right and other.left < cell.right:
            return 0.0
        shared = min(cell.top, other.top) - max(cell.bottom, other.bottom)
        if shared >= _SIDE_BY_SIDE * min(cell.top - cell.bottom, other.top - other.bottom):
            best = max(best, shared / (max(cell.top, other.top) - min(cell.bottom, other.bottom)))
    return best


def _unfolded(row: Row) -> list[Row]:
    """A row outside tables as the lines that it is; an item of a list whose mark was taken in stays whole."""
    if row.in_table or _MARK.match(row.segments[0].text):
        return [row]
    return [Row([Cell([segment])]) for segment in row.segments]


def _under_a_later_cell(before: Row, row: Row) -> bool:
    """Whether a row's one cell stands below the second or a later column of the row above."""
    left, size = row.cells[0].left, row.cells[0].segments[0].size
    later = [cell.left for cell in before.cells[1:]] or [before.cells[0].left]
    return left >= min(later) - _ALIGNED * size
