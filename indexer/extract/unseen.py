"""What a file holds and no reader sees: properties, comments, meta elements. Never kept; it decides whether the file may be handed out."""

from __future__ import annotations

import re
import zipfile
from contextlib import closing
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium

from indexer.blocks import ExtractedText
from indexer.extract.characters import decoded
from indexer.extract.limits import Limits

# Programs hold numbers of ten figures that are nobody's.
_PROGRAM = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def unseen_text(path: Path, extracted: ExtractedText, limits: Limits) -> str:
    """All text of a file that has been read already, seen or not. Raises OSError."""
    match extracted.format:
        case "docx" | "odt":
            return _of_parts(path, limits)
        case "pdf":
            return _of_properties(path)
        case "html":
            source = _PROGRAM.sub(" ", unescape(decoded(path.read_bytes())))
            return f"{source}\n{_TAG.sub('', source)}"
        case _:
            return extracted.said or decoded(path.read_bytes())


def _of_parts(path: Path, limits: Limits) -> str:
    """The XML of a packed document's parts, with and without its tags: properties, comments, what was struck out."""
    texts: list[str] = []
    left = limits.unpacked_bytes
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if part.filename.endswith(".xml") and part.file_size <= left:
                left -= part.file_size
                texts.append(_TAG.sub(lambda tag: "" if tag.group().startswith(("<w:", "</w:")) else " ", decoded(archive.read(part))))
    return "\n".join(texts)


def _of_properties(path: Path) -> str:
    with closing(pdfium.PdfDocument(path)) as document:
        return "\n".join(document.get_metadata_dict().values())
