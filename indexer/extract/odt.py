"""ODT: paragraphs, headings, lists and tables of OpenDocument texts through odfpy; heads and feet as furniture."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax import SAXException
from zipfile import BadZipFile

from odf import opendocument

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.archive import check_archive
from indexer.extract.characters import cleaned, one_space
from indexer.extract.limits import Limits

_CELL_JOINT = " | "
_BULLET = "•"
_DEEPEST = 6
# Notes are read where they stand, but as paragraphs of their own; removed text and comments are not read.
_NOTE = "text:note"
_UNSEEN = {_NOTE, "text:tracked-changes", "office:annotation", "text:note-citation", "draw:frame", "text:sequence-decls"}


def extract_odt(path: Path, limits: Limits) -> ExtractedText:
    """The paragraphs of an OpenDocument text. UnreadableFile: encrypted, broken, too_large, no_text."""
    check_archive(path, limits)
    try:
        document = opendocument.load(str(path))
        lines = tuple(_lines(document.text))
        furniture = tuple(dict.fromkeys(_edges(document)))
    except (BadZipFile, zlib.error, KeyError, SAXException, ValueError, AttributeError) as error:
        raise UnreadableFile("broken", "Filen är skadad: den går inte att öppna som OpenDocument-text.") from error
    if sum(len(line.text) for line in lines) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    if not lines:
        raise UnreadableFile("no_text", "Filen innehåller ingen text.")
    return ExtractedText(format="odt", lines=lines, furniture=furniture)


def _lines(element: Any, depth: int = 0, marker: str = "") -> Iterator[Line]:
    for child in getattr(element, "childNodes", ()):
        name = getattr(child, "tagName", "")
        if name in {"text:p", "text:h"}:
            yield from _paragraph(child, name, depth, marker)
            marker = ""
        elif name == "text:list":
            yield from _list(child, depth + 1)
        elif name == "table:table":
            yield from _table(child)
        elif name not in _UNSEEN:
            yield from _lines(child, depth, marker)


def _paragraph(element: Any, name: str, depth: int, marker: str) -> Iterator[Line]:
    level = min(int(element.getAttribute("outlinelevel") or 1), _DEEPEST) if name == "text:h" else 0
    for number, part in enumerate(_visible(element).split("\n")):
        text = one_space(cleaned(f"{marker} {part}" if marker and not number else part))
        if text and text != marker:
            yield Line(text=text, heading_level=level, list_level=depth, gap=1.0)
    for frame in _inside(element, {_NOTE, "draw:frame"}):
        body = next(_inside(frame, {"text:note-body"}), frame)
        yield from _lines(body)


def _list(element: Any, depth: int) -> Iterator[Line]:
    for item in element.childNodes:
        if getattr(item, "tagName", "") == "text:list-item":
            yield from _lines(item, depth, _BULLET)


def _table(element: Any) -> Iterator[Line]:
    for row in _inside(element, {"table:table-row"}):
        cells = [
            " ".join(line.text for line in _lines(cell)) for cell in row.childNodes if getattr(cell, "tagName", "") == "table:table-cell"
        ]
        filled = [cell for cell in cells if cell]
        if filled:
            yield Line(text=_CELL_JOINT.join(filled), cell=len(filled) > 1, gap=1.0)


def _inside(element: Any, names: set[str]) -> Iterator[Any]:
    """The nearest descendants with one of the names."""
    for child in getattr(element, "childNodes", ()):
        if getattr(child, "tagName", "") in names:
            yield child
        else:
            yield from _inside(child, names)


def _visible(element: Any) -> str:
    """The text of a paragraph as read; tabs and runs of spaces as one space."""
    parts: list[str] = []
    for child in element.childNodes:
        name = getattr(child, "tagName", None)
        if name is None or child.nodeType in {child.TEXT_NODE, child.CDATA_SECTION_NODE}:
            parts.append(str(child.data) if hasattr(child, "data") else "")
        elif name in {"text:tab", "text:s"}:
            parts.append(" ")
        elif name == "text:line-break":
            parts.append("\n")
        elif name == "text:soft-page-break" or name in _UNSEEN:
            continue
        else:
            parts.append(_visible(child))
    return "".join(parts)


def _edges(document: Any) -> Iterator[str]:
    """The lines of the heads and feet of all page styles."""
    for edge in _inside(document.masterstyles, {"style:header", "style:footer", "style:header-first", "style:footer-first"}):
        yield from (line.text for line in _lines(edge))
