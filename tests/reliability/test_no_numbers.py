"""Personal identity numbers in every place of every format: after indexing, none is in the data folder, in an answer, or in the report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from council.settings import Settings
from indexer.pipeline import IndexJob, index
from indexer.tasks import reading_options
from namndsok.opening import open_encoder, open_index
from search_api.service import SearchService
from tests.conftest import REPOSITORY
from ui.app import create_site


def _checked(date: str, three: str) -> tuple[str, str]:
    """A made-up number of a date: its eight figures, and four with the checksum."""
    nine = date[2:] + three
    doubled = [int(figure) * (2 - place % 2) for place, figure in enumerate(nine)]
    return date, f"{three}{-sum(d // 10 + d % 10 for d in doubled) % 10}"


# Numbers with 98 and 99 in their last four are Skatteverket's for tests, and nobody's; one a place, so that a find says where it leaked.
PLACES = [
    "text",
    "plus",
    "space",
    "lines",
    "comma",
    "slash",
    "title",
    "heading",
    "name",
    "cells",
    "sidecar-title",
    "sidecar-board",
    "sidecar-url",
    "sidecar-topic",
    "sidecar-dnr",
    "sidecar-unknown",
    "manifest",
    "html-title",
    "html-meta",
    "html-comment",
    "html-attribute",
    "docx-title",
    "docx-author",
    "docx-comment",
    "blocks",
    "mail-subject",
    "mail-attachment",
    "empty-name",
    "broken-sidecar-name",
    "folder",
    "wrapped",
    "after-dnr",
    "boxes",
    "account",
]
NUMBERS = {place: _checked(f"1970{1 + n % 12:02d}{1 + n % 28:02d}", f"{980 + n % 20:03d}") for n, place in enumerate(PLACES)}
KEPT = ("SN 2024/118", "08-508 10 000", "5050-1055", "070-174 06 05")


def number(place: str, between: str = "-", century: bool = True) -> str:
    date, last = NUMBERS[place]
    return f"{date if century else date[2:]}{between}{last}"


def write_documents(folder: Path) -> None:
    """A document for each format, full of numbers."""
    _write_text(folder)
    _write_sidecars(folder)
    _write_pages(folder)
    _write_word(folder / "docs.docx", author=number("docx-author"))
    _write_word(folder / "rubrik.docx", title=f"Utredning {number('docx-title')}", parts=NUMBERS["blocks"])
    _write_mail(folder)


def _write_text(folder: Path) -> None:
    listed = f"{number('comma', century=False)},{number('slash')}/{number('comma')},{number('slash', century=False)}"
    text = (
        f"Beslut om bistånd för {number('heading')}\n\nSocialnämnden beslutar att "
        f"{number('text')} ({number('text', '', century=False)}) får stöd. "
        f"Född {number('plus', '+', century=False)}, {number('space', ' ')}, "
        f"se {number('lines', '-' + chr(10))} och {listed} i registret.\n\n"
        f"Dnr {KEPT[0]}, Anna Ek {number('after-dnr')}, konto 3300-{number('account', '', century=False)}, "
        f"fält {' '.join(number('boxes', ''))}.\n\n"
        f"Sökande 1970\n{number('wrapped', century=True)[4:]}.\n\n"
        f"Namn | {NUMBERS['cells'][0]} | {NUMBERS['cells'][1]}\n\nDnr {KEPT[0]}, telefon {KEPT[1]}, bankgiro {KEPT[2]}, mobil {KEPT[3]}.\n"
    )
    (folder / f"beslut {number('name')}.txt").write_text(text, encoding="utf-8")
    (folder / f"tom {number('empty-name')}.txt").write_bytes(b"")


def _write_sidecars(folder: Path) -> None:
    (folder / "sido.txt").write_text("Nämnden beslutar om färdtjänst i enlighet med förslaget.", encoding="utf-8")
    facts = {
        "title": f"Färdtjänst {number('sidecar-title')}",
        "board": f"Nämnd {number('sidecar-board')}",
        "url": f"https://vadby.example/{number('sidecar-url')}",
        "topics": [number("sidecar-topic")],
        "dnr": [f"F {number('sidecar-dnr')}"],
    }
    (folder / "sido.txt.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "okänd.txt").write_text("Nämnden beslutar om parkeringstillstånd.", encoding="utf-8")
    (folder / "okänd.txt.json").write_text(json.dumps({number("sidecar-unknown"): 1}), encoding="utf-8")
    named = f"x {number('broken-sidecar-name')}.txt"
    (folder / named).write_text("Nämnden beslutar om ledsagning.", encoding="utf-8")
    (folder / f"{named}.json").write_text("{", encoding="utf-8")
    (folder / "documents.jsonl").write_text(json.dumps({"source": "x.txt", number("manifest"): 1}) + "\n", encoding="utf-8")


def _write_pages(folder: Path) -> None:
    page = (
        "<html><head><title>Sida {}</title><meta name=author content='{}'></head>"
        "<body><!-- {} --><p title='{}'>Nämnden beslutar om hemtjänst.</p></body></html>"
    )
    (folder / "titel.html").write_text(page.format(number("html-title"), "", "", ""), encoding="utf-8")
    (folder / "sida.html").write_text(
        page.format("", number("html-meta"), number("html-comment"), number("html-attribute")), encoding="utf-8"
    )


def _write_mail(folder: Path) -> None:
    mail = (
        f"From: a@vadby.example\r\nTo: b@vadby.example\r\nSubject: Om {number('mail-subject')}\r\n"
        "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\n"
    )
    attached = f'Hej nämnden.\r\n--q\r\nContent-Disposition: attachment; filename="{number("mail-attachment")}.pdf"\r\n\r\nx\r\n--q--\r\n'
    (folder / "brev.eml").write_text(mail + attached, encoding="utf-8")


def _write_word(path: Path, *, author: str = "", title: str = "", parts: tuple[str, ...] = ()) -> None:
    document = docx.Document()
    document.core_properties.author, document.core_properties.title = author, title
    document.core_properties.comments = number("docx-comment") if author else ""
    document.add_paragraph("Nämnden beslutar att anta riktlinjer för boendestöd.")
    for part in parts:
        document.add_paragraph(f"{part}-" if len(part) == 8 else part)
    document.save(str(path))


@dataclass(frozen=True)
class Indexed:
    data: Path
    said: str
    service: SearchService
    site: TestClient


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """The documents, indexed by the command."""
    folder, data = tmp_path_factory.mktemp(f"akter {number('folder')} "), tmp_path_factory.mktemp("data")
    write_documents(folder)
    done = subprocess.run(
        [sys.executable, "-m", "namndsok", "index", str(folder)], cwd=REPOSITORY, check=False, capture_output=True, text=True, timeout=120,
        env={**os.environ, "NAMNDSOK_DATA": str(data), "NAMNDSOK_OCR": "0"},
    )  # fmt: skip
    settings = Settings(data=data)
    encoder = open_encoder(settings)
    service = SearchService(open_index(settings, encoder), encoder)
    return Indexed(data, done.stdout + done.stderr, service, TestClient(create_site(service, settings), base_url="http://vadby.example"))


def leaks(text: str) -> set[str]:
    """The places whose number stands in a text, whatever parts its figures; the last four alone count where the date is near."""
    found = set()
    for place, (date, last) in NUMBERS.items():
        if re.search(rf"{date[2:]}\D{{0,4}}{last}", text):
            found.add(place)
    return found


def answers(site: TestClient, service: SearchService) -> dict[str, str]:
    """Every kind of answer and page."""
    ids = [entry.document_id for entry in service.engine.snapshot().catalogue().entries]
    asked = [
        "/api/search?size=100",
        "/api/coverage",
        "/api/export.csv",
        "/api/export.json",
        "/feed.atom",
        "/feed.json",
        "/api/cases",
        "/sok?size=100",
        "/tackning",
        "/arenden",
        "/namnder",
        "/partier",
        "/api/suggest?q=1970",
        "/api/suggest?q=Nämnd",
        "/metrics",
        "/",
    ]
    asked += [f"{where}{i}" for i in ids for where in ("/api/documents/", "/dokument/")]
    return {address: site.get(address).text for address in asked}


def test_no_number_is_in_the_bytes_of_the_data_folder(indexed: Indexed) -> None:
    held = {path.name: leaks(path.read_bytes().decode("latin-1")) for path in indexed.data.rglob("*") if path.is_file()}
    assert held
    assert not {name: found for name, found in held.items() if found}


def test_no_number_is_in_what_the_engine_stores(indexed: Indexed) -> None:
    snapshot = indexed.service.engine.snapshot()
    entries = snapshot.catalogue().entries
    assert len(entries) >= 8
    for entry in entries:
        stored = repr(snapshot.document(entry.document_id))
        assert not leaks(stored), entry.source


def test_a_number_parted_between_two_blocks_leaves_neither_half(indexed: Indexed) -> None:
    date, last = NUMBERS["blocks"]
    text = indexed.site.get("/api/export.csv").text
    assert date not in text
    assert not re.search(rf"\b{last}\b", text)


def test_no_answer_or_page_holds_a_number(indexed: Indexed) -> None:
    assert not {address: found for address, text in answers(indexed.site, indexed.service).items() if (found := leaks(text))}


def test_the_report_tells_of_numbers_without_them(indexed: Indexed) -> None:
    assert "Personnummer maskerade" in indexed.said
    assert not leaks(indexed.said)


def test_numbers_of_other_sorts_stay(indexed: Indexed) -> None:
    text = indexed.site.get("/api/export.csv").text
    assert not [kept for kept in KEPT if kept not in text]


def test_originals_with_a_number_are_withheld_also_where_nobody_reads_it(indexed: Indexed) -> None:
    status = {e.source: indexed.site.get(f"/api/documents/{e.document_id}/original").status_code
              for e in indexed.service.engine.snapshot().catalogue().entries}  # fmt: skip
    assert status.pop("okänd.txt") == 200
    assert {source: code for source, code in status.items() if code != 403} == {}


@pytest.mark.parametrize("masked", [True, False])
def test_contacts_of_private_persons_are_masked_where_a_setting_asks_for_it(tmp_path: Path, masked: bool) -> None:
    folder, data = tmp_path / "brev", tmp_path / "data"
    folder.mkdir()
    private, public = ("070-123 45 67", "anna.ek@gmail.com"), ("registrator@alingsas.se", "08-508 10 000")
    said = f"Anna Ek yttrar sig om detaljplanen och nås på {private[0]} eller {private[1]}.\n\nVäxel {public[1]}, {public[0]}.\n"
    (folder / "yttrande.txt").write_text(said, encoding="utf-8")
    (folder / "yttrande.txt.json").write_text(json.dumps({"title": f"Yttrande från {private[1]}"}), encoding="utf-8")
    settings = Settings(data=data, mask_contacts=masked, ocr=False)
    encoder = open_encoder(settings)
    engine = open_index(settings, encoder)
    report = index(IndexJob((folder,)), engine, encoder, reading_options(settings))
    held = "".join(path.read_bytes().decode("latin-1") for path in data.rglob("*") if path.is_file())
    stored = repr(engine.snapshot().document("brev-yttrande-txt"))
    assert [part for part in private if part in held + stored] == ([] if masked else list(private))
    assert [part for part in public if part in stored] == list(public)
    assert any("privatpersoner" in warning for warning in report.warnings) == masked
