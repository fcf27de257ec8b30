"""The words of a PDF page with their places and looks, set upright: pdfium's text layer, asked by the word and not by the letter."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from council.model import Box
from council.values import value
from indexer.extract.characters import cleaned

LINE_END_HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen that ends a line."""

# Words end at white space and after a line-end hyphen; pdfium gives "\x02" for one in some versions.
_WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
# A letter or figure, then one or two raised figures: a footnote's mark, or a unit (m3).
_RAISED = re.compile(r"(?<=[^\W\d_])\d{1,2}(?=[^\w]*$)|(?<=\.)\d{1,2}$")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Below this share of the word's size a figure is set raised.
_RAISED_SIZE = 0.8
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi\b|,b\b|-b\b|-bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|kursiv|,i\b|-it\b", re.IGNORECASE)
# Bits of a font descriptor's flags (PDF 32000-1, table 123).
_ITALIC_FLAG, _FORCE_BOLD_FLAG = 1 << 6, 1 << 18
_BOLD_WEIGHT = 600
# How many letters are asked for the direction of the page's text.
_ANGLE_SAMPLES = 24


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page as it is shown, in points, and by how many quarters clockwise upright text must be turned to lie as shown."""

    width: float
    height: float
    quarters: int = 0

    def box(self, number: int, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of upright text as a box on the page as shown."""
        upright = self.quarters % 2 == 0
        width, height = (self.width, self.height) if upright else (self.height, self.width)
        corners = [turned(x, y, self.quarters, width, height) for x, y in ((left, bottom), (right, top))]
        (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
        return Box(number, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


def turned(x: float, y: float, quarters: int, width: float, height: float) -> tuple[float, float]:
    """A point of a sheet of width × height after the sheet was turned clockwise by quarters, from the new lower left corner."""
    match quarters % 4:
        case 1:
            return y, width - x
        case 2:
            return width - x, height - y
        case 3:
            return height - y, x
        case _:
            return x, y


@value
class Word:
    """A word in upright coordinates: `baseline` and edges in points from the lower left corner, `size` of its font in points.

    `after_space` is whether white space stands before it in the text layer; `order` is its place in the file's own order.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    after_space: bool = True
    order: int = 0


def page_words(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> tuple[PageFrame, list[Word]]:
    """The words of a page in the file's order, with the frame that they lie in."""
    text = _text(textpage)
    turn = _Turn(page, textpage, text)
    reader = _Reader(textpage, turn)
    found = (reader.word(match, order) for order, match in enumerate(_WORD.finditer(text)))
    return turn.frame, [word for word in found if word is not None]


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The page's text with one character for each of pdfium's: its own string leaves some out, and then indices would not fit."""
    count = textpage.count_chars()
    if count <= 0:
        return ""
    text = str(textpage.get_text_range())
    if len(text) == count:
        return text
    return "".join(chr(pdfium_c.FPDFText_GetUnicode(textpage.raw, index) or 32) for index in range(count))


class _Turn:
    """From a page's own coordinates to those of a sheet on which its text runs from left to right."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._origin = (left, bottom)
        self._width, self._height = right - left, top - bottom
        shown = page.get_rotation() // 90
        running = _text_quarters(textpage, text)
        # Text that runs upwards (counter-clockwise) comes upright by a turn clockwise.
        self._quarters = shown if running is None else running
        width, height = page.get_size()
        self.frame = PageFrame(width, height, (shown - self._quarters) % 4)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return turned(x - self._origin[0], y - self._origin[1], self._quarters, self._width, self._height)


def _text_quarters(textpage: pdfium.PdfTextPage, text: str) -> int | None:
    """How many quarters counter-clockwise most of the page's text runs, None on a page without letters."""
    letters = [index for index, character in enumerate(text) if character.isalpha()]
    step = max(1, len(letters) // _ANGLE_SAMPLES)
    # pdfium gives the angle clockwise.
    angles = Counter(-round(math.degrees(pdfium_c.FPDFText_GetCharAngle(textpage.raw, index)) / 90) % 4 for index in letters[::step])
    return angles.most_common(1)[0][0] if angles else None


class _Reader:
    """Asks pdfium about single characters, with buffers that are used again."""

    def __init__(self, textpage: pdfium.PdfTextPage, turn: _Turn) -> None:
        self._raw = textpage.raw
        self._turn = turn
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium_c.FS_RECTF()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(160)
        self._looks: dict[tuple[bytes, int], tuple[bool, bool]] = {}

    def word(self, match: re.Match[str], order: int) -> Word | None:
        first, last = match.start(), match.end() - 1
        text = cleaned(match.group().replace("\x02", LINE_END_HYPHEN))
        if not text or not pdfium_c.FPDFText_GetCharOrigin(self._raw, first, self._x, self._y):
            return None
        left, baseline = self._turn(self._x.value, self._y.value)
        size = self._size(first)
        bold, italic = self._look(first)
        return Word(
            text=self._with_raised(text, match, size),
            left=left,
            right=max(left, self._right(last)),
            baseline=baseline,
            size=size,
            bold=bold,
            italic=italic,
            after_space=first == 0 or match.string[first - 1].isspace(),
            order=order,
        )

    def _right(self, index: int) -> float:
        pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, self._box)
        one = self._turn(self._box.left, self._box.bottom)[0]
        other = self._turn(self._box.right, self._box.top)[0]
        return max(one, other)

    def _size(self, index: int) -> float:
        """The font's size as shown: its box is used where the file scales a font of size 1."""
        size = float(pdfium_c.FPDFText_GetFontSize(self._raw, index))
        if size > 2:
            return size
        pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, self._box)
        one = self._turn(self._box.left, self._box.bottom)[1]
        other = self._turn(self._box.right, self._box.top)[1]
        return abs(one - other) / 1.15 or 1.0

    def _look(self, index: int) -> tuple[bool, bool]:
        """(bold, italic) by the font's name, flags and weight."""
        length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, self._name, 160, self._flags)
        key = (self._name.value if length else b"", self._flags.value)
        if key not in self._looks:
            name = key[0].decode("utf-8", "replace")
            heavy = pdfium_c.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT
            bold = heavy or bool(_BOLD_NAME.search(name)) or bool(key[1] & _FORCE_BOLD_FLAG)
            self._looks[key] = (bold, bool(_ITALIC_NAME.search(name)) or bool(key[1] & _ITALIC_FLAG))
        return self._looks[key]

    def _with_raised(self, text: str, match: re.Match[str], size: float) -> str:
        """A word with the raised figures at its end as superscripts, so that a footnote's mark is no part of the word."""
        raised = _RAISED.search(match.group())
        if raised is None or self._size(match.start() + raised.start()) > _RAISED_SIZE * size:
            return text
        return text[: raised.start()] + raised.group().translate(_SUPERSCRIPT) + text[raised.end() :]
