"""Pages without a text layer, read by tesseract with its Swedish model: words with their places, like a text layer's."""

from __future__ import annotations

import csv
import importlib.util
import io
import shutil
import subprocess

import pypdfium2 as pdfium

from council.errors import UnreadableFile
from indexer.blocks import Line
from indexer.extract.pdf_layout import page_lines
from indexer.extract.pdf_words import PageFrame, Word

LANGUAGE = "swe"
# 300 dots an inch is what tesseract's models were trained on; more only costs time.
_SCALE = 300 / 72
# Words surer than this (of 100) are kept: below it stand mostly specks and the edges of stamps.
_SUREST_NOISE = 25.0


def is_installed() -> bool:
    """Whether tesseract, its Swedish model and the extra `ocr` (Pillow) are all there."""
    return importlib.util.find_spec("PIL") is not None and shutil.which("tesseract") is not None and LANGUAGE in _languages()


def advice(asked_for: bool) -> str:
    """What a reader can do about a page that was not read, in Swedish."""
    if is_installed():
        return "Textigenkänningen gav ingen text." if asked_for else "Slå på textigenkänning med NAMNDSOK_OCR=1."
    return "Installera tesseract med svenska (tesseract-ocr-swe) och pip install 'namndsok[ocr]'."


def page_lines_of(table: str, number: int, width: float, height: float) -> tuple[Line, ...]:
    """The lines of tesseract's table (TSV) of one page, in PDF points."""
    words = [word for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE) if (word := _word(row, height))]
    return tuple(page_lines(words, PageFrame(width=width, height=height), number))


def recognised_lines(page: pdfium.PdfPage, number: int, seconds: float) -> tuple[Line, ...]:
    """The lines that tesseract sees on a page. UnreadableFile("too_slow") after `seconds`."""
    width, height = page.get_size()
    image = io.BytesIO()
    page.render(scale=_SCALE, grayscale=True).to_pil().save(image, "PNG")
    return page_lines_of(_recognised(image.getvalue(), seconds), number, width, height)


def _languages() -> list[str]:
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S607 (the binary is found on PATH by design)
    return done.stdout.split()


def _recognised(image: bytes, seconds: float) -> str:
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", "300", "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, check=False)  # noqa: S603 (no part of the command comes from outside)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("too_slow", f"Textigenkänningen av en sida tog mer än {seconds:.0f} sekunder.") from error
    return done.stdout.decode("utf-8", errors="replace")


def _word(row: dict[str, str], height: float) -> Word | None:
    """A word of tesseract's table, which counts pixels from the upper left corner."""
    text = (row.get("text") or "").strip()
    if not text or float(row["conf"]) < _SUREST_NOISE:
        return None
    left, top, wide, high = (int(row[name]) / _SCALE for name in ("left", "top", "width", "height"))
    order = int(row["block_num"]) * 1_000_000 + int(row["line_num"]) * 1_000 + int(row["word_num"])
    return Word(text=text, left=left, right=left + wide, baseline=height - top - high, size=max(high, 6.0), order=order)
