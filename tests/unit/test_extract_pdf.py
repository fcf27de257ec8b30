"""PDF files: reading order, looks, tables, turned pages, and files that cannot be read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from council.errors import UnreadableFile
from indexer.extract import Limits, extract, ocr
from indexer.paragraphs import blocks
from tests.conftest import missing
from tests.unit.pdf_pages import HEIGHT, WIDTH, Drawn, column, draw

LEFT = [
    "Nämnden har under året följt arbetet",
    "med cykelvägar i kommunens tätorter",
    "och kan se att fler cyklar till skolan",
    "än tidigare. Förvaltningen föreslår att",
    "fler sträckor byggs ut under nästa år",
    "i samarbete med regionens trafikbolag.",
]
RIGHT = [
    "Kostnaden bedöms rymmas inom ramen",
    "för nämndens budget. En uppföljning",
    "görs efter sommaren och redovisas för",
    "nämnden i oktober. Arbetet samordnas",
    "med den översiktsplan som är ute på",
    "samråd till och med den sista maj.",
]


def test_lines_keep_their_page_place_and_look(tmp_path: Path) -> None:
    path = draw(
        tmp_path / "a.pdf", [[Drawn(70, 700, "Beslut", 13, bold=True), Drawn(70, 680, "Motionen avslås.")], [Drawn(70, 700, "Andra sidan")]]
    )
    read = extract(path)
    heading, sentence, other = read.lines
    assert (heading.text, heading.bold, heading.size) == ("Beslut", True, 13)
    assert (sentence.text, sentence.bold, sentence.page) == ("Motionen avslås.", False, 1)
    assert sentence.box is not None
    assert sentence.box.left == pytest.approx(70, abs=1)
    assert sentence.box.bottom < 680 < sentence.box.top
    assert other.page == 2
    assert read.pages == 2
    assert read.page_sizes[0] == pytest.approx((WIDTH, HEIGHT), abs=1)


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = draw(
        tmp_path / "two.pdf",
        [[Drawn(70, 740, "Verksamhetsberättelse för nämndens arbete under det gångna året", 14), *column(LEFT), *column(RIGHT, x=320)]],
    )
    texts = [block.text for block in blocks(extract(path)).blocks]
    assert texts == ["Verksamhetsberättelse för nämndens arbete under det gångna året", " ".join(LEFT), " ".join(RIGHT)]


def test_a_table_s_row_is_one_line_with_its_cells(tmp_path: Path) -> None:
    rows = [("Nämnd", "Budget", "Utfall"), ("Socialnämnden", "120,5", "118,0"), ("Tekniska nämnden", "75,7", "80,1")]
    drawn = [Drawn(70 + 150 * place, 700 - 16 * number, cell) for number, row in enumerate(rows) for place, cell in enumerate(row)]
    read = extract(draw(tmp_path / "table.pdf", [drawn]))
    assert [line.text for line in read.lines] == [
        "Nämnd | Budget | Utfall",
        "Socialnämnden | 120,5 | 118,0",
        "Tekniska nämnden | 75,7 | 80,1",
    ]
    assert all(line.cell for line in read.lines)
    assert [block.kind for block in blocks(read).blocks] == ["table_row"] * 3


def test_a_cell_over_two_lines_is_one_cell(tmp_path: Path) -> None:
    drawn = [
        Drawn(70, 700, "på allmän plats inom tättbebyggt område som är"),
        Drawn(70, 687, "terräng (3 kap. 48 §)"),
        Drawn(330, 700, "800 kr"),
        Drawn(70, 670, "på gångbana"),
        Drawn(330, 670, "600 kr"),
    ]
    read = extract(draw(tmp_path / "cells.pdf", [drawn]))
    assert [line.text for line in read.lines] == [
        "på allmän plats inom tättbebyggt område som är terräng (3 kap. 48 §) | 800 kr",
        "på gångbana | 600 kr",
    ]


@pytest.mark.parametrize(("rotate", "turned"), [(90, False), (180, False), (270, False), (90, True), (0, True)])
def test_turned_pages_are_read_like_upright_ones(tmp_path: Path, rotate: int, turned: bool) -> None:
    lines = ["Ordföranden öppnar sammanträdet och förklarar", "det för lagligen utlyst i stadgad tid."]
    path = draw(tmp_path / "turned.pdf", [column(lines, top=400)], rotate=rotate, turned=turned)
    read = extract(path)
    assert [line.text for line in read.lines] == lines
    width, height = read.page_sizes[0]
    for line in read.lines:
        assert line.box is not None
        assert 0 <= line.box.left < line.box.right <= width + 1
        assert 0 <= line.box.bottom < line.box.top <= height + 1


def test_a_footnote_s_mark_is_no_part_of_the_word(tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    text = canvas.beginText(70, 700)
    text.setFont("Helvetica", 11)
    text.textOut("Planen gäller elever")
    text.setRise(4)
    text.setFont("Helvetica", 6)
    text.textOut("1")
    text.setRise(0)
    text.setFont("Helvetica", 11)
    text.textOut(" i grundskolan.")
    canvas.drawText(text)
    canvas.save()
    assert [line.text for line in extract(path).lines] == ["Planen gäller elever¹ i grundskolan."]


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    path = draw(tmp_path / "locked.pdf", [[Drawn(70, 700, "Hemligt")]], password="kod")
    with pytest.raises(UnreadableFile, match="lösenord") as caught:
        extract(path)
    assert caught.value.code == "encrypted"


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"skr\xe4p" * 200)
    with pytest.raises(UnreadableFile) as caught:
        extract(path)
    assert caught.value.code == "broken"


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = draw(tmp_path / "long.pdf", [[Drawn(70, 700, f"Sida {number}")] for number in range(4)])
    with pytest.raises(UnreadableFile, match="4 sidor") as caught:
        extract(path, Limits(pages=3))
    assert caught.value.code == "too_many_pages"


def scanned(tmp_path: Path, lines: list[str]) -> Path:
    """A page that is a picture of text."""
    drawn = draw(tmp_path / "drawn.pdf", [column(lines, size=16, leading=24)])
    import pypdfium2

    document = pypdfium2.PdfDocument(drawn)
    picture = document[0].render(scale=3).to_pil()
    document.close()
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()
    canvas.save()
    return path


def test_a_scan_needs_text_recognition(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="textigenkänning") as caught:
        extract(scanned(tmp_path, ["Kommunstyrelsen beslutar att godkänna", "förslaget till ny detaljplan."]))
    assert caught.value.code == "needs_ocr"


def test_a_scanned_page_among_others_is_counted(tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(scanned(tmp_path, ["Bild av text"]))
    document.import_pages(pypdfium2.PdfDocument(draw(tmp_path / "t.pdf", [[Drawn(70, 700, "Nämnden beslutar att bifalla motionen.")]])))
    document.save(tmp_path / "mixed.pdf")
    read = extract(tmp_path / "mixed.pdf")
    assert read.needs_ocr == (1,)
    assert any("textigenkänning" in warning for warning in read.warnings)
    assert [line.text for line in read.lines] == ["Nämnden beslutar att bifalla motionen."]


def test_tesseract_reads_swedish_where_it_is_installed(tmp_path: Path) -> None:
    if not ocr.is_installed():
        missing("tesseract with Swedish, and Pillow")
    path = scanned(tmp_path, ["Kommunstyrelsen beslutar att godkänna", "förslaget till ny detaljplan för Ängsvägen."])
    read = extract(path, Limits(ocr=True))
    assert read.needs_ocr == ()
    text = " ".join(block.text for block in blocks(read).blocks)
    assert "godkänna förslaget till ny detaljplan för Ängsvägen" in text
    assert all(line.box is not None and line.box.top < HEIGHT for line in read.lines)


def test_recognition_without_tesseract_is_advice_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match="tesseract-ocr-swe"):
        extract(scanned(tmp_path, ["Kommunstyrelsen beslutar"]), Limits(ocr=True))


def test_slow_recognition_leaves_the_page_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_named: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 1.0)

    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(UnreadableFile) as caught:
        extract(scanned(tmp_path, ["Kommunstyrelsen beslutar"]), Limits(ocr=True))
    assert caught.value.code == "needs_ocr"


def test_a_justified_line_of_few_words_is_no_table_row(tmp_path: Path) -> None:
    drawn, x = [], 70.0
    for word in ("kommunstyrelsens", "arbetsutskotts", "beredning"):
        drawn.append(Drawn(x, 700, word))
        x += stringWidth(word, "Helvetica", 11) + 30
    read = extract(draw(tmp_path / "justified.pdf", [drawn]))
    assert [line.text for line in read.lines] == ["kommunstyrelsens arbetsutskotts beredning"]
