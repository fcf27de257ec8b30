"""A PDF of two thousand pages is read whole within a gigabyte: pages are let go as they are read."""

from __future__ import annotations

from pathlib import Path

from council.model import ReadDocument
from indexer.extract.limits import MEBIBYTE, Limits
from indexer.extract.workers import ReadingPool
from indexer.folders import open_folder
from indexer.reading import read_file
from indexer.tasks import ReadingOptions, reading_task
from tests.unit.pdf_pages import Drawn, draw

PAGES = 2_000
GIGABYTE = Limits(memory=1_000 * MEBIBYTE, seconds=600.0, cpu_seconds=600)
"""What the worker may add to its address space, which is more than what it holds in memory."""


def _page(number: int) -> list[Drawn]:
    """A page of minutes with a matter of its own."""
    head = [Drawn(70, 800, "Tekniska nämnden Protokoll 2024-05-14", 9), Drawn(480, 800, f"Sida {number} ({PAGES})", 9)]
    title = [Drawn(70, 740, f"§ {number} Åtgärd nummer {number}", 12, bold=True), Drawn(70, 716, "Beslut", 11, bold=True)]
    text = [f"Nämnden beslutar att åtgärd {number} genomförs under året", "och att medel tas ur nämndens ram för underhåll av vägar."]
    return [*head, *title, *(Drawn(70, 696 - 14 * row, line) for row, line in enumerate(text))]


def test_two_thousand_pages_fit_in_a_gigabyte(tmp_path: Path) -> None:
    draw(tmp_path / "protokoll.pdf", [_page(number) for number in range(1, PAGES + 1)])
    folder = open_folder(tmp_path)
    task = reading_task(folder, folder.found.files[0], ReadingOptions(GIGABYTE, workers=1))
    with ReadingPool(1, GIGABYTE) as pool:
        ((_, read),) = list(pool.map(read_file, [task]))
    assert isinstance(read, ReadDocument), read
    assert read.document.pages == PAGES
    assert len(read.document.agenda) == PAGES
    assert {paragraph.page for paragraph in read.paragraphs if paragraph.section_kind == "decision"} == set(range(1, PAGES + 1))
