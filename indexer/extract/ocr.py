"""Pages without a text layer, read by tesseract with its Swedish model: words with their places, like a text layer's."""

from __future__ import annotations

import csv
import importlib.util
import io
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import pypdfium2 as pdfium

from indexer.blocks import Line
from indexer.extract.pdf_layout import page_lines
from indexer.extract.pdf_words import PageFrame, Word

LANGUAGE = "swe"
# 300 dots an inch is what tesseract's models were trained on; more only costs time.
_SCALE = 300 / 72
# Words surer than this (of 100) are kept: below it stand mostly specks and the edges of stamps.
_SUREST_NOISE = 25.0
# Rows of its table that describe a line of text (1 page, 2 block, 3 paragraph, 4 line, 5 word).
_LINE_LEVEL = "4"
# A line's box reaches from the descenders to the ascenders: so many sizes, and so much of that below the baseline.
_LINE_HEIGHT, _DESCENT = 0.95, 0.21

# Sizes within these shares of the usual one are the same font: seen on lines without ascenders, and with accents on capitals.
_SAME = (0.7, 1.3)

_log = logging.getLogger(__name__)


def is_installed() -> bool:
    """Whether tesseract, its Swedish model and the extra `ocr` (Pillow) are all there."""
    return importlib.util.find_spec("PIL") is not None and shutil.which("tesseract") is not None and LANGUAGE in _languages()


def advice(asked_for: bool) -> str:
    """What a reader can do about a page that was not read, in Swedish."""
    if is_installed():
        return "Textigenkänningen gav ingen text." if asked_for else "Slå på textigenkänning med NAMNDSOK_OCR=1."
    return "Installera tesseract med svenska (tesseract-ocr-swe) och pip install 'namndsok[ocr]'."


def recognised_lines(page: pdfium.PdfPage, number: int, seconds: float) -> tuple[Line, ...]:
    """The lines that tesseract sees on a page, none when that takes more than `seconds`."""
    width, height = page.get_size()
    image = io.BytesIO()
    page.render(scale=_SCALE, grayscale=True).to_pil().save(image, "PNG")
    words = _evened(list(_words(_recognised(image.getvalue(), seconds), height)))
    return tuple(page_lines(words, PageFrame(width=width, height=height), number))


def _evened(words: Sequence[Word]) -> list[Word]:
    """Words near the page's usual size get just that: a line's box tells of its tallest letters, so sizes of one font differ by a fifth."""
    if not words:
        return []
    usual = median(word.size for word in words)
    return [replace(word, size=usual) if _SAME[0] < word.size / usual < _SAME[1] else word for word in words]


def _languages() -> list[str]:
    done = subprocess.run([_binary(), "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603 (nothing of it comes from outside)
    return done.stdout.split()


def _binary() -> str:
    return shutil.which("tesseract") or "tesseract"


def _recognised(image: bytes, seconds: float) -> str:
    """Tesseract's table (TSV) of what it sees; one thread, since pages are read side by side already."""
    command = [_binary(), "stdin", "stdout", "-l", LANGUAGE, "--dpi", "300", "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, check=False, env=environment)  # noqa: S603 (as above)
    except subprocess.TimeoutExpired:
        _log.warning("recognition of a page took more than %.0f s", seconds)
        return ""
    return done.stdout.decode("utf-8", errors="replace")


def _words(table: str, height: float) -> Iterator[Word]:
    """The words of tesseract's table, in points from the lower left corner; a line's words share its baseline and size."""
    baseline = size = 0.0
    for order, row in enumerate(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)):
        left, top, wide, high = (int(row[name]) / _SCALE for name in ("left", "top", "width", "height"))
        if row["level"] == _LINE_LEVEL:
            size = high / _LINE_HEIGHT
            baseline = height - top - high + _DESCENT * size
        text = (row.get("text") or "").strip()
        if text and float(row["conf"]) >= _SUREST_NOISE:
            yield Word(text=text, left=left, right=left + wide, baseline=baseline, size=round(size, 1), order=order)
