"""Lines as a page prints them, for tests of paragraphs and furniture."""

from __future__ import annotations

from council.model import Box
from indexer.blocks import ExtractedText, Line
from indexer.extract import Limits
from indexer.extract.text import text_lines
from indexer.widths import width

PAGE = (595.0, 842.0)
SIZE = 11.0


def line(text: str, y: float = 600.0, *, page: int = 1, x: float = 70.0, size: float = SIZE, bold: bool = False, gap: float = 0.0) -> Line:
    """A printed line with its baseline at `y`."""
    box = Box(page, x, y - 0.2 * size, x + width(text) * size, y + 0.9 * size)
    return Line(text=text, page=page, box=box, size=size, bold=bold, gap=gap)


def below(texts: list[str], y: float = 600.0, *, page: int = 1, x: float = 70.0, gap: float = 0.0) -> list[Line]:
    """Lines of one paragraph below each other; `gap` is the white space above the first."""
    return [line(text, y - 13 * number, page=page, x=x, gap=0.0 if number else gap) for number, text in enumerate(texts)]


def printed(lines: list[Line], pages: int = 1) -> ExtractedText:
    """A PDF's lines as extraction gives them."""
    return ExtractedText(format="pdf", lines=tuple(lines), pages=pages, page_sizes=(PAGE,) * pages)


def typed(text: str) -> ExtractedText:
    """A text file's lines as extraction gives them."""
    return text_lines(text, Limits())
