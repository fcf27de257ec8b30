"""PDF: pages with their text layer, through pdfium; pages are closed as they are read, so that long files stay small."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from council.errors import UnreadableCode, UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract import ocr
from indexer.extract.limits import Limits
from indexer.extract.ocr_signs import with_section_signs
from indexer.extract.pdf_layout import page_lines
from indexer.extract.pdf_words import PageFrame, page_words

# A page with fewer letters is a scan or a drawing: stamps and page numbers are often laid over scanned pages.
_FEWEST_LETTERS = 12
# A picture that covers this share of the page is taken for a scan.
_SCAN_COVER = 0.5
# A few lines of text are as many shapes, where letters are drawn as curves; frames and logotypes are fewer.
_LETTER_SHAPES = 150
# Of a file's time so much may go to text recognition; pages left then are reported, and the others are kept.
_RECOGNITION_SHARE = 0.7
# A long file's parsed pages would take hundreds of megabytes; opening it again takes a hundredth of a second.
_PAGES_AN_OPENING = 200

_WHY_NOT_OPENED: dict[int, tuple[UnreadableCode, str]] = {
    pdfium_c.FPDF_ERR_PASSWORD: ("encrypted", "Filen är skyddad med lösenord och kan inte läsas."),
    pdfium_c.FPDF_ERR_SECURITY: ("encrypted", "Filens kryptering stöds inte, så den kan inte läsas."),
}


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[Line, ...]
    size: tuple[float, float]
    unread: bool
    """Whether the page shows something, but has no text layer."""
    recognised: bool = False
    """Whether its lines were read from a picture."""


def extract_pdf(path: Path, limits: Limits) -> ExtractedText:
    """The lines of a PDF in reading order. UnreadableFile: encrypted, broken, too_many_pages, too_large, needs_ocr, no_text."""
    with closing(_opened(path)) as document:
        count = len(document)
        if count > limits.pages:
            raise UnreadableFile("too_many_pages", f"Filen har {count} sidor; gränsen är {limits.pages}.")
        title = document.get_metadata_value("Title").strip() or None
    pages = list(_bounded(_pages(path, count, limits), limits))
    unread = tuple(number for number, page in enumerate(pages, start=1) if page.unread)
    lines = _lines(pages)
    _check_something_read(lines, unread, limits)
    return ExtractedText(
        format="pdf",
        lines=lines,
        pages=count,
        page_sizes=tuple(page.size for page in pages),
        needs_ocr=unread,
        title=title,
        warnings=_warnings(unread, limits),
    )


def _lines(pages: list[_Page]) -> tuple[Line, ...]:
    """All lines in order; recognised ones with the § that recognition takes for an 8."""
    repaired = iter(with_section_signs([line for page in pages if page.recognised for line in page.lines]))
    return tuple(next(repaired) if page.recognised else line for page in pages for line in page.lines)


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        # pdfium leaves its last error standing, so a broken file after a locked one is told to be locked, too: only one with the mark is.
        locked = _WHY_NOT_OPENED.get(error.err_code) if b"/Encrypt" in path.read_bytes() else None
        code, message = locked or ("broken", "Filen är skadad: den går inte att öppna som PDF.")
        raise UnreadableFile(code, message) from error


def _pages(path: Path, count: int, limits: Limits) -> Iterator[_Page]:
    """The pages of a file, which is opened anew now and then: pdfium keeps what it has parsed of a document until that is closed."""
    recognition = _Recognition(limits)
    for first in range(0, count, _PAGES_AN_OPENING):
        with closing(_opened(path)) as document:
            for index in range(first, min(count, first + _PAGES_AN_OPENING)):
                yield _read_page(document, index, recognition)


def _read_page(document: pdfium.PdfDocument, index: int, recognition: _Recognition) -> _Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        # One broken page must not cost the others: it is counted with those that could not be read.
        return _Page((), (0.0, 0.0), unread=True)
    with closing(page):
        return recognition.complete(_page(page, index + 1), page, index + 1)


class _Recognition:
    """Reads pages without a text layer by tesseract, as long as the limits allow."""

    def __init__(self, limits: Limits) -> None:
        self._left = limits.ocr_pages if limits.ocr and ocr.is_installed() else 0
        self._until = time.monotonic() + _RECOGNITION_SHARE * limits.seconds

    def complete(self, read: _Page, page: pdfium.PdfPage, number: int) -> _Page:
        """The page with recognised lines, when it has none of its own."""
        seconds = self._until - time.monotonic()
        if not read.unread or not self._left or seconds <= 0:
            return read
        self._left -= 1
        lines = ocr.recognised_lines(page, number, seconds)
        return replace(read, lines=lines or read.lines, unread=not lines, recognised=bool(lines))


def _page(page: pdfium.PdfPage, number: int) -> _Page:
    size = page.get_size()
    with closing(page.get_textpage()) as textpage:
        frame, words = page_words(page, textpage)
    letters = sum(sum(map(str.isalpha, word.text)) for word in words)
    lines = tuple(page_lines(words, frame, number))
    return _Page(lines, size, unread=letters < _FEWEST_LETTERS and _is_picture(page, frame))


def _is_picture(page: pdfium.PdfPage, frame: PageFrame) -> bool:
    """Whether pictures cover most of the page, or letters are drawn as shapes, so that its text must be in them."""
    area = max(1.0, frame.width * frame.height)
    covered, shapes = 0.0, 0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        if item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            shapes += 1
        else:
            left, bottom, right, top = item.get_bounds()
            covered += abs((right - left) * (top - bottom))
        if shapes >= _LETTER_SHAPES or covered > _SCAN_COVER * area:
            return True
    return False


def _bounded(pages: Iterator[_Page], limits: Limits) -> Iterator[_Page]:
    characters = 0
    for page in pages:
        characters += sum(len(line.text) for line in page.lines)
        if characters > limits.characters:
            raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
        yield page


def _check_something_read(lines: tuple[Line, ...], unread: tuple[int, ...], limits: Limits) -> None:
    letters = sum(sum(map(str.isalpha, line.text)) for line in lines)
    if letters >= _FEWEST_LETTERS or (letters and not unread):
        return
    if unread:
        raise UnreadableFile("needs_ocr", f"Filen är en bild av text (skannad) och behöver textigenkänning. {ocr.advice(limits.ocr)}")
    raise UnreadableFile("no_text", "Filen innehåller ingen text.")


def _warnings(unread: tuple[int, ...], limits: Limits) -> tuple[str, ...]:
    if not unread:
        return ()
    pages = ", ".join(map(str, unread[:20])) + (" …" if len(unread) > 20 else "")
    return (f"Sidor utan text, som behöver textigenkänning: {pages}. {ocr.advice(limits.ocr)}",)
