"""Plain text: its lines with the blank lines between them. Markdown is handed on to its own module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.characters import cleaned, decoded, one_space
from indexer.extract.limits import Limits
from indexer.extract.markdown import is_markdown, markdown_lines

# Three spaces or a tab between words are columns that someone lined up; two stand after many a full stop.
_COLUMNS = re.compile(r" {3,}|\t+")
# Up to four words without an end of sentence, on both sides of two spaces.
_SIGNED = re.compile(r"([^\W\d][\w-]*(?: [\w-]+){0,3})  ([^\W\d][\w-]*(?: [\w-]+){0,3})")
# Of the single blank lines in a text that has one after every line, about half stand inside a sentence; in others next to none.
_RUNNING_ON = 0.25
_FEWEST_BLANKS = 4


def extract_text(path: Path, limits: Limits) -> ExtractedText:
    """The lines of a text file. UnreadableFile: too_large, no_text."""
    return text_lines(decoded(path.read_bytes()), limits)


def text_lines(text: str, limits: Limits) -> ExtractedText:
    """The lines of plain text or Markdown; form feeds part pages."""
    if len(text) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    said, text = text, cleaned(text)
    if not any(map(str.isalnum, text)):
        raise UnreadableFile("no_text", "Filen innehåller ingen text.")
    if is_markdown(text):
        return ExtractedText(format="md", lines=tuple(markdown_lines(text)), said=said)
    sheets = text.rstrip("\f\n ").split("\f")
    paged = len(sheets) > 1
    lines = tuple(line for number, sheet in enumerate(sheets, start=1) for line in plain_lines(sheet, number if paged else None))
    return ExtractedText(format="txt", lines=lines, pages=len(sheets) if paged else None, said=said)


def plain_lines(sheet: str, page: int | None = None) -> Iterator[Line]:
    """The lines of plain text; `gap` counts blank lines beyond those that the file puts between all lines."""
    printed = list(_with_blanks(sheet.split("\n")))
    usual = 1 if _is_double_spaced(printed) else 0
    for position, (blanks, text) in enumerate(printed):
        gap = float(blanks - usual) if position else 0.0
        if "  " not in text and "\t" not in text:
            yield Line(one_space(text), page, gap=gap)
            continue
        cells = _cells(text)
        # A lone mark before a tab is a list's mark, not a cell.
        is_row = len(cells) > 2 or (len(cells) == 2 and len(cells[0]) > 3)
        yield Line((" | " if is_row else " ").join(cells), page, gap=gap, cell=is_row)


def _cells(text: str) -> list[str]:
    """A line's cells: parted by three spaces or a tab, or by two between the names and titles of two who sign."""
    if signed := _SIGNED.fullmatch(text):
        return [signed.group(1), signed.group(2)]
    return [one_space(cell) for cell in _COLUMNS.split(text)]


def _with_blanks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(blank lines above, text) of each line that is not blank, without the white space at its ends."""
    blanks = 0
    for line in lines:
        if text := line.strip():
            yield blanks, text
            blanks = 0
        else:
            blanks += 1


def _is_double_spaced(printed: list[tuple[int, str]]) -> bool:
    """Whether sentences run on over single blank lines, so that these part lines and not paragraphs."""
    over = [(before, after) for (_, before), (blanks, after) in pairwise(printed) if blanks == 1]
    if len(over) < _FEWEST_BLANKS:
        return False
    return sum(after[0].islower() and before[-1] not in ".:;!?" for before, after in over) >= _RUNNING_ON * len(over)
