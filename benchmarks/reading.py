"""How fast PDF files become an index, and how much memory a long one takes; through the program, process start and all.

Run: `python -m benchmarks.reading` (alone on the machine; compare only figures of one run). Results stand in docs/structure.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.pdfgen.canvas import Canvas

from benchmarks.corpora import council_folder
from benchmarks.processes import watched

COPIES = 4
"""How many times the real documents are read: enough for the two seconds of start-up to weigh little."""

LONG = 2_000
"""Pages of the long file (issue 5)."""

WORKERS = 2
_WIDTH, _HEIGHT, _MARGIN, _LEADING = 595, 842, 70, 14


@dataclass(frozen=True, slots=True)
class Run:
    """One indexing run: pages read, seconds on the clock, processor seconds of all processes and of the busiest one.

    `largest` and `together` are the most RssAnon of one process and of all, in MB.
    """

    pages: int
    seconds: float
    processor: float
    busiest: float
    largest: float
    together: float

    def line(self, name: str) -> str:
        """A row of the table. With two cores to itself a run takes as long as its busiest process, or half of all the work."""
        alone = self.pages / max(self.busiest, self.processor / WORKERS)
        cells = [name, str(self.pages), f"{self.seconds:.1f}", f"{self.pages / self.seconds:.0f}"]
        cells += [f"{self.processor:.1f}", f"{self.busiest:.1f}", f"{alone:.0f}", f"{self.largest:.0f}", f"{self.together:.0f}"]
        return "| " + " | ".join(cells) + " |"


def council_pdfs(into: Path) -> int:
    """Copies the real PDF files that hold text into a folder, several times over; returns how many pages that are."""
    pages = 0
    for path in sorted(council_folder().rglob("*.pdf")):
        if (count := _pages_with_text(path)) == 0:
            continue
        for copy in range(COPIES):
            target = into / str(copy) / path.relative_to(council_folder())
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        pages += COPIES * count
    return pages


def _pages_with_text(path: Path) -> int:
    """Pages of a PDF with a text layer; 0 for scans, and for web pages that are only called PDF."""
    if not path.read_bytes().startswith(b"%PDF"):
        return 0
    with pdfium.PdfDocument(path) as document:
        letters = len(document[0].get_textpage().get_text_bounded())
        return len(document) if letters > 100 else 0


def long_minutes(path: Path, pages: int = LONG) -> Path:
    """Draws minutes of many pages: running heads, §§ with bold headings, and running text of about 330 words a page."""
    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT), invariant=1)
    for number in range(1, pages + 1):
        _page(canvas, number, pages)
        canvas.showPage()
    canvas.save()
    return path


def _page(canvas: Canvas, number: int, pages: int) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(_MARGIN, _HEIGHT - 40, "Tekniska nämnden  Protokoll  2024-05-14")
    canvas.drawString(_WIDTH - 120, _HEIGHT - 40, f"Sida {number} ({pages})")
    y = _HEIGHT - 80
    for bold, text in _lines_of(number):
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 11)
        canvas.drawString(_MARGIN, y, text)
        y -= _LEADING + (8 if bold else 0)


def _lines_of(number: int) -> list[tuple[bool, str]]:
    sentence = "Förvaltningen bedömer att åtgärd {} av {} ryms inom nämndens ram och föreslår att den genomförs under året."
    lines: list[tuple[bool, str]] = [(True, f"§ {number} 2024.{number:03} TEN Åtgärd nummer {number}"), (True, "Beslut")]
    lines += [(False, f"Tekniska nämnden godkänner åtgärd {number}."), (True, "Ärendebeskrivning")]
    return lines + [(False, sentence.format(row, number)[:95]) for row in range(26)] + [(True, "Beredning"), (False, "Arbetsutskottet.")]


def indexed(folder: Path, pages: int) -> Run:
    """Index a folder into an empty data folder, and watch the memory of all processes meanwhile."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "NAMNDSOK_DATA": data, "NAMNDSOK_OCR": "0", "NAMNDSOK_WORKERS": str(WORKERS)}
        environment["NAMNDSOK_MAX_SECONDS"] = "600"
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "namndsok", "index", str(folder)], env=environment, stderr=subprocess.PIPE, text=True
        )
        with watched(process) as seen:
            _, said = process.communicate()
            seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(said)
    return Run(pages, seconds, seen.all_processor, seen.busiest, seen.largest, seen.together)


def main() -> None:
    """Print the table."""
    print("| files | pages | s | pages/s | CPU s | of the busiest | pages/s, two free cores | largest RssAnon, MB | all, MB |")
    print("| --- " * 9 + "|")
    with tempfile.TemporaryDirectory() as folder:
        print(indexed(Path(folder), council_pdfs(Path(folder))).line(f"council PDFs, {COPIES} times"), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        long_minutes(Path(folder) / "protokoll.pdf")
        print(indexed(Path(folder), LONG).line(f"one PDF of {LONG} pages"), flush=True)


if __name__ == "__main__":
    main()
