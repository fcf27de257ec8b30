"""Files of all kinds: judged by their content, read in order, and refused with a reason."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from odf import opendocument
from odf import table as odf_table
from odf import text as odf_text

from council.errors import UnreadableFile
from indexer.extract import Limits, extract
from indexer.extract.sniff import sniff
from indexer.paragraphs import blocks
from tests.unit.pdf_pages import Drawn, draw

SENTENCE = "Nämnden beslutar att återremittera ärendet för ytterligare beredning."


def refused(path: Path, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        extract(path, limits)
    assert caught.value.message
    return caught.value


def reading(path: Path) -> str:
    """The text of a file, or the code of the reason that there is none."""
    try:
        return " ".join(line.text for line in extract(path).lines)
    except UnreadableFile as error:
        return error.code


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Protokoll"
    document.sections[0].header.paragraphs[0].text = "Lillköpings kommun"
    document.add_heading("Ärendet", level=2)
    paragraph = document.add_paragraph()
    paragraph.add_run("Socialnämnden").bold = True
    paragraph.add_run(" anser att förslaget är bra.")
    document.add_paragraph("avslå motionen", style="List Number")
    document.add_paragraph("bifalla skrivelsen", style="List Number")
    document.add_paragraph("en punkt", style="List Bullet")
    grid = document.add_table(rows=2, cols=2)
    for row, cells in zip(grid.rows, (("Nämnd", "Budget"), ("Socialnämnden", "120")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    broken = document.add_paragraph("Vid protokollet")
    broken.runs[0].add_break(WD_BREAK.LINE)
    broken.add_run("Anna Ek")
    path = tmp_path / "protokoll.docx"
    document.save(str(path))
    return path


def open_document(tmp_path: Path) -> Path:
    document = opendocument.OpenDocumentText()
    document.text.addElement(odf_text.H(outlinelevel=1, text="Bakgrund"))
    document.text.addElement(odf_text.P(text=SENTENCE))
    points = odf_text.List()
    item = odf_text.ListItem()
    item.addElement(odf_text.P(text="en första punkt"))
    points.addElement(item)
    document.text.addElement(points)
    grid = odf_table.Table()
    row = odf_table.TableRow()
    for text in ("Nämnd", "Budget"):
        cell = odf_table.TableCell()
        cell.addElement(odf_text.P(text=text))
        row.addElement(cell)
    grid.addElement(row)
    document.text.addElement(grid)
    path = tmp_path / "skrivelse.odt"
    document.save(str(path))
    return path


WEB_PAGE = """<!doctype html><html lang="sv"><head><title>Protokoll 2024</title><style>p{}</style></head><body>
<header><a href="/">Lillköpings kommun</a></header>
<nav><ul><li><a href="/a">Barn och skola</a></li><li><a href="/b">Bygga och bo</a></li></ul></nav>
<div class="cookie-banner">Vi använder kakor</div>
<main><h1>Protokoll</h1><p>Nämnden beslutar att <strong>bifalla</strong>
motionen.</p><p><b>Reservation</b> lämnas av Anna Ek (S).</p><ol><li>första</li><li>andra</li></ol>
<table><tr><th>Nämnd</th><th>Budget</th></tr><tr><td>Socialnämnden</td><td>120</td></tr></table>
<p>rad ett<br>rad två</p></main><footer>Telefon 0123-456 78</footer><script>var x = "skräp";</script></body></html>"""


def test_word_files_keep_headings_lists_numbers_and_tables(tmp_path: Path) -> None:
    read = extract(word_file(tmp_path))
    assert [line.text for line in read.lines] == [
        "Ärendet", "Socialnämnden anser att förslaget är bra.", "1. avslå motionen", "2. bifalla skrivelsen", "• en punkt",
        "Nämnd | Budget", "Socialnämnden | 120", "Vid protokollet", "Anna Ek",
    ]  # fmt: skip
    assert read.lines[0].heading_level == 2
    assert read.lines[1].lead == "Socialnämnden"
    assert [line.list_level for line in read.lines[2:5]] == [1, 1, 1]
    assert read.furniture == ("Lillköpings kommun",)
    assert read.title == "Protokoll"
    layout = blocks(read)
    assert [block.marker for block in layout.blocks if block.kind == "list_item"] == ["1.", "2.", "•"]
    assert layout.furniture == ("Lillköpings kommun",)


def test_open_document_texts_keep_headings_lists_and_tables(tmp_path: Path) -> None:
    read = extract(open_document(tmp_path))
    assert [(line.text, line.heading_level, line.list_level, line.cell) for line in read.lines] == [
        ("Bakgrund", 1, 0, False),
        (SENTENCE, 0, 0, False),
        ("• en första punkt", 0, 1, False),
        ("Nämnd | Budget", 0, 0, True),
    ]


def test_rtf_is_read(tmp_path: Path) -> None:
    source = rb"{\rtf1\ansi\ansicpg1252 {\b Beslut}\par N\'e4mnden avsl\'e5r motionen.\par}"
    assert [line.text for line in extract(written(tmp_path, "a.rtf", source)).lines] == ["Beslut", "Nämnden avslår motionen."]


def test_a_web_page_gives_its_main_text_and_leaves_what_stands_around(tmp_path: Path) -> None:
    read = extract(written(tmp_path, "a.html", WEB_PAGE.encode()))
    assert [line.text for line in read.lines] == [
        "Protokoll", "Nämnden beslutar att bifalla motionen.", "Reservation lämnas av Anna Ek (S).", "1. första", "2. andra",
        "Nämnd | Budget", "Socialnämnden | 120", "rad ett", "rad två",
    ]  # fmt: skip
    assert read.lines[0].heading_level == 1
    assert read.lines[2].lead == "Reservation"
    assert read.title == "Protokoll 2024"
    assert "Vi använder kakor" in read.furniture
    assert "Telefon 0123-456 78" in read.furniture
    assert not any("skräp" in text for text in (*read.furniture, *(line.text for line in read.lines)))


def test_a_web_page_says_which_encoding_it_is_in(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>Överförmyndarnämnden sammanträder på onsdag klockan nio.</p></body></html>'
    )
    read = extract(written(tmp_path, "b.html", page.encode("latin-1")))
    assert read.lines[0].text.startswith("Överförmyndarnämnden")


def test_mail_gives_subject_fields_text_and_names_of_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna.ek@example.org", "registrator@example.org", "Yttrande över motion"
    message["Date"] = "Mon, 02 Sep 2024 10:00:00 +0200"
    message.set_content(f"Hej!\n\n{SENTENCE}\n")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="yttrande.pdf")
    read = extract(written(tmp_path, "a.eml", bytes(message)))
    texts = [line.text for line in read.lines]
    assert read.title == "Yttrande över motion"
    assert texts[0] == "Från: anna.ek@example.org"
    assert SENTENCE in texts
    assert texts[-1] == "Bilaga: yttrande.pdf"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_is_read_in_the_usual_encodings_and_line_ends(tmp_path: Path, encoding: str, ending: str) -> None:
    text = f"Första stycket om åäö.{ending}{ending}Andra stycket – med tankstreck.{ending}".replace(
        "–", "–" if encoding != "latin-1" else "-"
    )
    read = extract(written(tmp_path, "a.txt", text.encode(encoding)))
    assert [block.text for block in blocks(read).blocks] == [line for line in text.split(ending) if line]


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    read = extract(written(tmp_path, "a.txt", b"Sida ett slutar mitt i\fen mening.\n"))
    assert read.pages == 2
    assert [(block.text, block.page) for block in blocks(read).blocks] == [("Sida ett slutar mitt i en mening.", 1)]


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    source = (
        "## **Socialnämnden**\n\n*Särskilt uttalande* gjordes av Anna Ek (V).\n\n- punkt ett\n\n"
        "| a | b |\n|---|---|\n| 1 | **2** |\n\n3 \\* 4 och [länk](https://example.org)\n"
    )
    read = extract(written(tmp_path, "a.md", source.encode()))
    assert [line.text for line in read.lines] == [
        "Socialnämnden",
        "Särskilt uttalande gjordes av Anna Ek (V).",
        "- punkt ett",
        "a | b",
        "1 | 2",
        "3 * 4 och länk",
    ]
    assert read.lines[0].heading_level == 2
    assert read.lines[1].lead == "Särskilt uttalande"


def test_a_line_ended_by_two_spaces_in_markdown_stays_a_line(tmp_path: Path) -> None:
    source = "# Utlåtande\n\nKommunstyrelsen beslutar följande.  \nMotionen avslås.\n"
    layout = blocks(extract(written(tmp_path, "a.md", source.encode())))
    assert [block.text for block in layout.blocks] == ["Utlåtande", "Kommunstyrelsen beslutar följande.", "Motionen avslås."]


def test_a_file_is_judged_by_its_content(tmp_path: Path) -> None:
    assert sniff(written(tmp_path, "sida.pdf", WEB_PAGE.encode())) == "html"
    assert sniff(draw(tmp_path / "protokoll.txt", [[Drawn(70, 700, "Text")]])) == "pdf"
    assert sniff(word_file(tmp_path).rename(tmp_path / "a.pdf")) == "docx"
    assert sniff(open_document(tmp_path).rename(tmp_path / "b.docx")) == "odt"
    assert sniff(written(tmp_path, "c.html", SENTENCE.encode())) == "text"
    assert extract(tmp_path / "sida.pdf").format == "html"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"   \n\n ", "no_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04" + b"skr\xe4p" * 50, "broken"),
        (b"<html><body><script>x</script></body></html>", "no_text"),
    ],
)
def test_what_cannot_be_read_has_a_reason(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(written(tmp_path, "fil.pdf", content)).code == code


def test_other_archives_are_not_supported(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    assert refused(path).code == "unsupported"


def repacked(source: Path, target: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return target


def test_a_zip_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = repacked(word_file(tmp_path), tmp_path / "bomb.docx", "word/media/image1.bin", b"\0" * 50_000_000)
    assert bomb.stat().st_size < 200_000
    assert refused(bomb, Limits(unpacked_bytes=10_000_000)).code == "too_large"


def test_entity_definitions_are_refused(tmp_path: Path) -> None:
    definitions = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refused(repacked(word_file(tmp_path), tmp_path / "a.docx", "word/document.xml", definitions)).code == "broken"
    assert refused(repacked(open_document(tmp_path), tmp_path / "a.odt", "content.xml", definitions)).code == "broken"


def test_a_damaged_word_file_is_broken_and_no_crash(tmp_path: Path) -> None:
    assert refused(repacked(word_file(tmp_path), tmp_path / "a.docx", "word/document.xml", b"<w:document")).code == "broken"


def test_a_file_and_its_text_have_bounds(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", SENTENCE.encode() * 20)
    assert refused(path, Limits(max_bytes=100)).code == "too_large"
    assert refused(path, Limits(characters=100)).code == "too_large"


def test_a_file_that_may_not_be_read_or_is_gone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    assert refused(tmp_path / "borta.txt").code == "not_a_document"
    path = written(tmp_path, "a.txt", SENTENCE.encode())
    monkeypatch.setattr("indexer.extract.sniff.FileIO", forbidden)
    assert refused(path).code == "denied"


def test_what_was_read_of_a_small_file_already_is_not_read_again(tmp_path: Path) -> None:
    page = WEB_PAGE.encode()
    for name, content in (("a.txt", SENTENCE.encode()), ("b.txt", SENTENCE.encode("utf-16")), ("c.html", page)):
        path = written(tmp_path, name, content)
        assert extract(path, content=content) == extract(path)
    assert [line.text for line in extract(tmp_path / "borta.txt", content=SENTENCE.encode()).lines] == [SENTENCE]


def test_deeply_nested_web_pages_end_with_a_reason(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 3000 + SENTENCE + "</div>" * 3000 + "</body></html>"
    path = written(tmp_path, "a.html", page.encode())
    outcome = reading(path)
    assert outcome in ("broken", "no_text", SENTENCE)
