"""From the words of a page to its lines in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from council.model import Box
from indexer.blocks import Line
from indexer.extract.pdf_columns import in_reading_order
from indexer.extract.pdf_rows import Cell, Row, rows_of
from indexer.extract.pdf_segments import Segment, segments_of
from indexer.extract.pdf_words import LINE_END_HYPHEN, PageFrame, Word

CELL_JOINT = " | "
"""What stands between the cells of a table's row."""

LEADING = 1.2
"""A line's height in sizes of its font: what word processors set as single spacing (1.15 for Arial, 1.22 for Calibri)."""

# Ascenders and descenders of usual fonts, in sizes: what a line's box reaches above and below the baseline.
_ASCENT, _DESCENT = 0.9, 0.22
# A line is bold when nearly all of its characters are: a full stop in another font changes nothing.
_ALL = 0.93


def page_lines(words: Sequence[Word], frame: PageFrame, number: int) -> list[Line]:
    """The lines of page `number` in reading order, from its words in the file's order."""
    segments = segments_of(words)
    if not segments:
        return []
    lines: list[Line] = []
    for region in in_reading_order(segments):
        above: float | None = None
        for row in rows_of(region):
            lines.append(_line(row, above, frame, number))
            above = row.lowest
    return lines


def _line(row: Row, above: float | None, frame: PageFrame, number: int) -> Line:
    segments = row.segments
    words = [word for segment in segments for word in segment.words]
    size = max(segment.size for segment in segments)
    bold, bold_lead = _run(words, [word.bold for word in words])
    italic, italic_lead = _run(words, [word.italic for word in words])
    return Line(
        text=CELL_JOINT.join(_cell_text(cell) for cell in row.cells),
        page=number,
        box=_box(segments, frame, number),
        size=round(size, 2),
        bold=bold,
        italic=italic,
        gap=0.0 if above is None else round((above - row.baseline) / (LEADING * size) - 1, 2),
        cell=row.in_table,
        lead=bold_lead or italic_lead,
    )


def _cell_text(cell: Cell) -> str:
    text = cell.segments[0].text
    for segment in cell.segments[1:]:
        # The hyphen stays for indexer.hyphens to judge; here it only needs to know that the line ended.
        text += segment.text if text.endswith(LINE_END_HYPHEN) else " " + segment.text
    return text


def _run(words: Sequence[Word], marked: Sequence[bool]) -> tuple[bool, str]:
    """(whether all of the line is marked, the marked words that open it)."""
    total = sum(len(word.text) for word in words)
    if sum(len(word.text) for word, mark in zip(words, marked, strict=True) if mark) >= _ALL * total:
        return True, ""
    first_plain = marked.index(False)
    return False, " ".join(word.text for word in words[:first_plain])


def _box(segments: Sequence[Segment], frame: PageFrame, number: int) -> Box:
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    top = max(s.baseline + _ASCENT * s.size for s in segments)
    bottom = min(s.baseline - _DESCENT * s.size for s in segments)
    return frame.box(number, left, bottom, right, top)
