"""What passes between extraction, paragraphs and structure: lines as printed, and blocks of running text."""

from __future__ import annotations

from typing import Literal

from council.model import Box
from council.values import value

BlockKind = Literal["text", "heading", "list_item", "table_row", "furniture"]


@value
class Line:
    """One printed line. `size` is the font's size in points (0 unknown); `gap` the white space above in line heights (0 right below).

    `lead` is the bold or italic run that opens a line which is not bold or italic as a whole.
    `heading_level` is set by formats that mark headings (DOCX, HTML, MD: 1 to 6); 0 means that nothing is known.
    `list_level` is set by formats that mark lists; `cell` tells that the line is a table row with cells joined by " | ".
    """

    text: str
    page: int | None = None
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    gap: float = 0.0
    heading_level: int = 0
    list_level: int = 0
    cell: bool = False
    lead: str = ""


@value
class ExtractedText:
    """A file's lines in reading order. `title` is what the format's own metadata says, trusted little.

    `furniture` are lines that the format itself marks as heads and feet (DOCX, ODT) or that stand around a page's text (HTML).
    `said` is all of the file as it stands there, where the file is text; "" where it must be asked again.
    """

    format: str
    lines: tuple[Line, ...]
    pages: int | None = None
    page_sizes: tuple[tuple[float, float], ...] = ()
    needs_ocr: tuple[int, ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    said: str = ""


@value
class Block:
    """A paragraph, heading or list item rebuilt from lines, with hyphens resolved; what its look says stays with it.

    `marker` is the list item's printed mark ("1.", "-", "a)"); `bold` and `italic` hold when the whole block is so,
    `lead` is the bold or italic run that opens it (a run-in heading, or the body that speaks). `lines` is how many were joined.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    level: int = 0
    marker: str = ""
    lead: str = ""
    indent: float = 0.0
    gap: float = 0.0
    lines: int = 1
