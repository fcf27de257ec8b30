"""RTF: paragraphs and table rows through striprtf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.characters import cleaned, one_space
from indexer.extract.limits import Limits

_CELL_JOINT = " | "


def extract_rtf(path: Path, limits: Limits) -> ExtractedText:
    """The paragraphs of an RTF file. UnreadableFile: broken, too_large, no_text."""
    source = path.read_bytes().decode("latin-1")
    try:
        text = cleaned(_to_text(source))
    except (UnicodeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise UnreadableFile("broken", "Filen är skadad: den går inte att läsa som RTF.") from error
    if len(text) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    lines = tuple(_lines(text))
    if not any(any(map(str.isalnum, line.text)) for line in lines):
        raise UnreadableFile("no_text", "Filen innehåller ingen text.")
    return ExtractedText(format="rtf", lines=lines)


def _to_text(source: str) -> str:
    convert: Callable[..., str] = rtf_to_text
    return convert(source, encoding="cp1252", errors="replace")


def _lines(text: str) -> Iterator[Line]:
    """A line for each paragraph; striprtf ends each cell of a row with a bar."""
    for paragraph in text.split("\n"):
        cells = [one_space(cell) for cell in paragraph.split("|")] if paragraph.rstrip().endswith("|") else [one_space(paragraph)]
        filled = [cell for cell in cells if cell]
        if filled:
            yield Line(text=_CELL_JOINT.join(filled), cell=len(filled) > 1, gap=1.0)
