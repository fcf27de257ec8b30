"""No word of a file is lost, whatever the format: it ends up in a paragraph, a heading, the title, the agenda or the furniture."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.model import ReadDocument
from council.registers import load_registers
from indexer.extract import extract
from indexer.extract.limits import Limits
from indexer.facts import FileFacts
from indexer.paragraphs import blocks
from indexer.sidecar import Sidecar
from indexer.understanding import understand
from tests.unit.pdf_pages import Drawn, draw

Part = tuple[str, str]
"""What a part of a document is (heading, text, item, row, head) and its text."""

OPENINGS = (
    "Beslut", "Ärendebeskrivning", "Reservation", "Bilagor", "§ 4 Budget", "§ 5 Val", "Dnr KS 2024/17", "Närvarande", "Innehåll",
    "PROTOKOLL", "Socialnämnden beslutar", "Anna Ek (S) yrkar bifall", "Motionären föreslår att", "Kommunstyrelsen",
    "Till kommunfullmäktige", "1.", "Datum", "Bilaga A till § 4", "Inkomna yttranden från", "Sida",
    "Förvaltningen har lämnat följande yttrande:",
)  # fmt: skip


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """Parts of a council document; each holds a word that stands nowhere else."""
    found = []
    for number in range(draw(st.integers(2, 14))):
        what = draw(st.sampled_from(["heading", "text", "text", "item", "row", "head"]))
        own = "ord" + "".join("abcdefghij"[int(digit)] for digit in f"{number:02}")
        opening, length = draw(st.sampled_from(("", *OPENINGS))), draw(st.integers(0, 40))
        found.append((what, f"{opening} {own} {'och så vidare ' * length}".strip() + draw(st.sampled_from(["", ".", ":"]))))
    return found


def as_text(path: Path, document: list[Part]) -> Path:
    path = path / "a.txt"
    marks = {"item": "- ", "heading": "", "text": "", "row": "namn    ", "head": ""}
    path.write_text("\n\n".join(marks[what] + text for what, text in document), encoding="utf-8")
    return path


def as_html(path: Path, document: list[Part]) -> Path:
    path = path / "a.html"
    tags = {
        "heading": "<h2>{}</h2>",
        "text": "<p>{}</p>",
        "item": "<ul><li>{}</li></ul>",
        "row": "<table><tr><td>namn</td><td>{}</td></tr></table>",
        "head": "<nav>{}</nav>",
    }
    body = "".join(tags[what].format(escape(text)) for what, text in document)
    page = f"<!doctype html><html><head><title>T</title></head><body>{body}<p>Slut på handlingen här.</p></body></html>"
    path.write_text(page, encoding="utf-8")
    return path


def as_docx(path: Path, document: list[Part]) -> Path:
    path, file = path / "a.docx", docx.Document()
    for what, text in document:
        if what == "heading":
            file.add_heading(text, level=2)
        elif what == "row":
            cells = file.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = "namn", text
        elif what == "head":
            file.sections[0].header.add_paragraph(text)
        else:
            file.add_paragraph(text, style="List Bullet" if what == "item" else None)
    file.save(str(path))
    return path


def as_pdf(path: Path, document: list[Part]) -> Path:
    pages: list[list[Drawn]] = [[]]
    y = 780
    for what, text in document:
        for line in [text[at : at + 80] for at in range(0, len(text), 80)]:
            if y < 60:
                pages.append([])
                y = 780
            pages[-1].append(Drawn(90 if what == "item" else 70, y, ("- " if what == "item" else "") + line, 11, bold=what == "heading"))
            y -= 14
        y -= 12
    for page in pages:
        page.append(Drawn(70, 815, "Socialnämnden Protokoll 2024-05-14", 9))
    return draw(path / "a.pdf", pages)


def understood(path: Path) -> ReadDocument:
    """The file as the indexer understands it."""
    extracted = extract(path, Limits())
    layout = blocks(extracted)
    return understand(layout.blocks, FileFacts("a", path.name, "a", furniture=layout.furniture, sidecar=Sidecar()), load_registers())


@pytest.mark.parametrize("written", [as_text, as_html, as_docx, as_pdf])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=parts())
def test_no_word_is_lost(written: Callable[[Path, list[Part]], Path], document: list[Part]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = understood(written(Path(folder), document))
    kept = [*read.document.furniture, read.document.title, *(item.title for item in read.document.agenda)]
    kept += [text for paragraph in read.paragraphs for text in (paragraph.text, *paragraph.headings)]
    words = {word.strip(".:") for text in kept for word in text.split()}
    own = {word.strip(".:") for _, text in document for word in text.split() if word.startswith("ord")}
    assert own <= words
