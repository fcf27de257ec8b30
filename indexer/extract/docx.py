"""DOCX: paragraphs, headings, lists with their numbers, tables, notes and text boxes in order; heads and feet as furniture."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.archive import check_archive
from indexer.extract.characters import cleaned, one_space
from indexer.extract.docx_lists import ListNumbers
from indexer.extract.limits import Limits

_HEADING_STYLE = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"(?:title|titel|rubrik|dokumentrubrik|ärenderubrik)$", re.IGNORECASE)
_CELL_JOINT = " | "
_DEEPEST = 6

_PARAGRAPH, _TABLE, _RUN, _TEXT = qn("w:p"), qn("w:tbl"), qn("w:r"), qn("w:t")
_BREAKS = {qn("w:br"), qn("w:cr")}
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins")}
# Removed text, field codes and the older copy of a drawing are not what a reader sees.
_UNSEEN = {
    qn("w:del"),
    qn("w:instrText"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT_BOX = qn("w:txbxContent")


def extract_docx(path: Path, limits: Limits) -> ExtractedText:
    """The paragraphs of a Word document. UnreadableFile: encrypted, broken, too_large, no_text."""
    check_archive(path, limits)
    try:
        document = docx.Document(str(path))
        reader = _Reader(document)
        lines = tuple(reader.lines(document.element.body))
        notes = tuple(reader.notes())
        furniture = tuple(dict.fromkeys(_edges(document, reader)))
    except (OpcError, BadZipFile, zlib.error, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise UnreadableFile("broken", "Filen är skadad: den går inte att öppna som Word-dokument.") from error
    if sum(len(line.text) for line in lines) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    if not any(line.text for line in (*lines, *notes)):
        raise UnreadableFile("no_text", "Filen innehåller ingen text.")
    title = (document.core_properties.title or "").strip() or None
    return ExtractedText(format="docx", lines=lines + notes, title=title, furniture=furniture)


class _Reader:
    """Walks a document's XML; what a paragraph's style says is looked up once a style."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {style.style_id: style for style in document.styles}
        self._numbers = ListNumbers(document)

    def lines(self, container: Any) -> Iterator[Line]:
        """The lines of a body, cell or text box."""
        for child in container:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag in _CONTAINERS:
                yield from self.lines(child)

    def notes(self) -> Iterator[Line]:
        """Footnotes and endnotes, which Word keeps in parts of their own."""
        for relation in self._document.part.rels.values():
            if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob)
                for note in root:
                    if note.get(qn("w:type")) is None:
                        yield from self.lines(note)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        level = self._heading_level(paragraph)
        marker, depth = ("", 0) if level else self._numbers.marker(paragraph, self._style(paragraph))
        bold, italic, lead = self._emphasis(paragraph)
        for number, text in enumerate(part for part in _visible(paragraph).split("\n")):
            text = one_space(cleaned(f"{marker} {text}" if marker and not number else text))
            if text:
                yield Line(text=text, bold=bold, italic=italic, heading_level=level, list_level=depth, lead="" if number else lead, gap=1.0)
        for box in paragraph.iter(_TEXT_BOX):
            if not any(ancestor.tag in _UNSEEN for ancestor in box.iterancestors()):
                yield from self.lines(box)

    def _table(self, table: Any) -> Iterator[Line]:
        """Rows with their cells joined; a table of one column holds plain paragraphs."""
        for row in table.iter(qn("w:tr")):
            if row.getparent() is not table and next(row.iterancestors(_TABLE)) is not table:
                continue
            cells = list(row.iter(qn("w:tc")))
            own = [cell for cell in cells if next(cell.iterancestors(_TABLE)) is table]
            if len(own) == 1:
                yield from self.lines(own[0])
                continue
            texts = [" ".join(line.text for line in self.lines(cell)) for cell in own]
            if text := _CELL_JOINT.join(filter(None, texts)):
                yield Line(text=text, cell=len(list(filter(None, texts))) > 1, gap=1.0)

    def _style(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._styles.get(found.get(qn("w:val"))) if found is not None else None

    def _heading_level(self, paragraph: Any) -> int:
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and int(outline.get(qn("w:val"), 9)) < _DEEPEST:
            return int(outline.get(qn("w:val"))) + 1
        style = self._style(paragraph)
        while style is not None:
            if match := _HEADING_STYLE.match(style.name or ""):
                return min(int(match.group(1)), _DEEPEST) or 1
            if _TITLE_STYLE.match(style.name or ""):
                return 1
            style = getattr(style, "base_style", None)
        return 0

    def _emphasis(self, paragraph: Any) -> tuple[bool, bool, str]:
        """(all bold, all italic, the bold or italic run that opens the paragraph)."""
        style = self._style(paragraph)
        font = getattr(style, "font", None)
        of_style = (bool(font and font.bold), bool(font and font.italic))
        runs = [(_visible(run), *_run_look(run, of_style)) for run in paragraph.iter(_RUN)]
        spoken = [(text, bold, italic) for text, bold, italic in runs if text.strip()]
        bold, italic = (bool(spoken) and all(run[place] for run in spoken) for place in (1, 2))
        if bold or italic:
            return bold, italic, ""
        return False, False, _lead(spoken)


def _lead(runs: list[tuple[str, bool, bool]]) -> str:
    lead = ""
    for text, bold, italic in runs:
        if not (bold or italic):
            break
        lead += text
    return one_space(lead)


def _run_look(run: Any, of_style: tuple[bool, bool]) -> tuple[bool, bool]:
    properties = run.find(qn("w:rPr"))
    look = []
    for tag, inherited in zip((qn("w:b"), qn("w:i")), of_style, strict=True):
        mark = properties.find(tag) if properties is not None else None
        look.append(inherited if mark is None else mark.get(qn("w:val")) not in {"0", "false", "off"})
    return look[0], look[1]


def _visible(element: Any) -> str:
    """The text that a reader sees of a paragraph or run, line breaks as \\n; text boxes are read on their own."""
    parts: list[str] = []
    for child in element:
        if child.tag in _UNSEEN or child.tag == _TEXT_BOX:
            continue
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag in _BREAKS:
            parts.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif len(child):
            parts.append(_visible(child))
    return "".join(parts)


def _edges(document: Any, reader: _Reader) -> Iterator[str]:
    """The lines of all sections' heads and feet."""
    for section in document.sections:
        for edge in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            if not edge.is_linked_to_previous:
                yield from (line.text for line in reader.lines(edge._element))
