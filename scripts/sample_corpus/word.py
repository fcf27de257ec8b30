"""Renders a sample as DOCX with Word's own heading styles, lists, tables, header and footer; the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from docx import Document
from docx.document import Document as WordDocument

from sample_corpus.notice import CONTACTS, MUNICIPALITY, NOTICE
from sample_corpus.source import Block, Source

HEADINGS = {"h1": 1, "item": 1, "h2": 2, "h3": 3}
STYLES = {"bullet": "List Bullet", "number": "List Number"}
EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(source: Source) -> bytes:
    """The DOCX of a source."""
    document = Document()
    _properties(document, source)
    rows: list[Block] = []
    for block in source.blocks:
        if rows and block.kind != rows[0].kind:
            _table(document, rows)
            rows = []
        if block.kind in ("row", "label"):
            rows.append(block)
        else:
            _add(document, block, source)
    if rows:
        _table(document, rows)
    stream = io.BytesIO()
    document.save(stream)
    return _frozen(stream.getvalue())


def _properties(document: WordDocument, source: Source) -> None:
    moment = dt.datetime.combine(dt.date.fromisoformat(source.option("date")), dt.time(9))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = source.option("title"), MUNICIPALITY, NOTICE
    properties.created = properties.modified = moment
    section = document.sections[0]
    section.header.paragraphs[0].text = source.option("organ", MUNICIPALITY)
    section.footer.paragraphs[0].text = f"{NOTICE} {CONTACTS}"


def _add(document: WordDocument, block: Block, source: Source) -> None:
    if block.kind == "page":
        document.add_page_break()
    elif block.kind == "toc":
        for item in (other for other in source.blocks if other.kind == "item"):
            document.add_paragraph(f"{item.ref} {item.text}")
    elif block.kind in HEADINGS:
        document.add_heading(f"{block.ref} {block.text}".strip(), HEADINGS[block.kind])
        if block.dnr:
            document.add_paragraph(block.dnr)
    else:
        _runs(document.add_paragraph(style=STYLES.get(block.kind)), block.text)


def _runs(paragraph: object, text: str) -> None:
    for part in re.split(r"(\*\*.+?\*\*|\*.+?\*)", text):
        run = paragraph.add_run(part.strip("*"))  # type: ignore[attr-defined]  # python-docx has no types of its own
        run.bold = part.startswith("**") or None
        run.italic = (part.startswith("*") and not part.startswith("**")) or None


def _table(document: WordDocument, rows: list[Block]) -> None:
    cells = [block.cells or (block.marker, block.text) for block in rows]
    table = document.add_table(rows=0, cols=len(cells[0]), style="Table Grid" if rows[0].cells else None)
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _frozen(made: bytes) -> bytes:
    """The same archive with fixed dates and a fixed order, so that no clock shows in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            after.writestr(zipfile.ZipInfo(name, EPOCH), before.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
