"""Draws one page of a PDF as PNG: a program of its own, started by council.page_image under limits, that needs pdfium and nothing of ours.

stdin has a JSON object {"path", "page", "outlines", "memory", "seconds"}: page counts from 1, each outline is [left, bottom, right, top]
in points of the page as it is shown, from its lower left corner; memory in bytes and seconds of processor time bound this process.
stdout gets the PNG. The exit code says what went wrong (WRONG below). It is run by its path, so it must not import from `council`.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from contextlib import closing
from typing import Any, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

NOT_OPENED, NO_SUCH_PAGE, ENCRYPTED, TOO_MUCH_MEMORY = 3, 4, 5, 6
"""Exit codes, read by council.page_image."""
SCALE = 2.0
"""Pixels a point: 144 dots an inch, sharp at 30 rem on a screen with twice the dots."""
LONGEST_SIDE = 2000
"""Pixels; larger sheets (plans, maps) are drawn smaller."""
MARGIN = 3.0
"""Points between the text and its outline."""
LINE = 4
"""Width of the outline in pixels."""
COLOUR = bytes((168, 110, 0))
"""The pages' --mark-line: 4.3:1 against white paper (ui/static/site.css)."""
_CHANNELS = 3
_PNG = b"\x89PNG\r\n\x1a\n"
_RGB_8_BIT = bytes((8, 2, 0, 0, 0))
_ENCRYPTED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)

Outline: TypeAlias = "tuple[float, float, float, float]"


def main() -> int:
    """Draw what stdin asks for."""
    asked = json.load(sys.stdin.buffer)
    bound(asked["memory"], asked["seconds"])
    try:
        image = page_png(asked["path"], asked["page"], [tuple(outline) for outline in asked["outlines"]])
    except pdfium.PdfiumError as error:
        return ENCRYPTED if getattr(error, "err_code", None) in _ENCRYPTED else NOT_OPENED
    except IndexError:
        return NO_SUCH_PAGE
    except MemoryError:
        return TOO_MUCH_MEMORY
    sys.stdout.buffer.write(image)
    return 0


if sys.platform == "win32":

    def bound(_memory: int, _seconds: int) -> None:
        """Windows has no such limits for a process to set on itself; council.page_image watches the clock."""

else:
    import resource

    def bound(memory: int, seconds: int) -> None:
        """Let this process have so many bytes of address space and so many seconds of processor time, and leave no core file."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for limit, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
            hard = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def page_png(path: str, number: int, outlines: list[Outline]) -> bytes:
    """Page `number` (from 1) with the outlines. Raises PdfiumError for a file or page that is broken, IndexError where there is none."""
    with closing(pdfium.PdfDocument(path)) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        with closing(document[number - 1]) as page:
            scale = min(SCALE, LONGEST_SIDE / max(page.get_size()))
            height = page.get_size()[1]
            with closing(page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium_c.FPDFBitmap_BGR)) as bitmap:
                rows = _rows(bitmap)
    for outline in outlines:
        draw_outline(rows, outline, height, scale)
    return png(rows)


def _rows(bitmap: Any) -> list[bytearray]:
    """The rows of a bitmap from the top, three bytes (red, green, blue) a pixel, without what pads them."""
    pixels, stride, width = memoryview(bitmap.buffer).cast("B"), bitmap.stride, bitmap.width * _CHANNELS
    return [bytearray(pixels[y * stride : y * stride + width]) for y in range(bitmap.height)]


def draw_outline(rows: list[bytearray], outline: Outline, height: float, scale: float) -> None:
    """Draw a frame around a rectangle given in points from the lower left of a page that is `height` points high."""
    left, bottom, right, top = outline
    last_x, last_y = len(rows[0]) // _CHANNELS - 1, len(rows) - 1
    x0, x1 = (min(max(round(x * scale), 0), last_x) for x in (left - MARGIN, right + MARGIN))
    y0, y1 = (min(max(round((height - y) * scale), 0), last_y) for y in (top + MARGIN, bottom - MARGIN))
    for y in range(y0, y1 + 1):
        if y < y0 + LINE or y > y1 - LINE:
            _paint(rows[y], x0, x1)
        else:
            _paint(rows[y], x0, min(x0 + LINE - 1, x1))
            _paint(rows[y], max(x1 - LINE + 1, x0), x1)


def _paint(row: bytearray, first: int, last: int) -> None:
    row[first * _CHANNELS : (last + 1) * _CHANNELS] = COLOUR * (last - first + 1)


def png(rows: list[bytearray]) -> bytes:
    """Rows of red, green and blue as a PNG (RFC 2083), without filters: text on white packs well as it is."""
    size = struct.pack(">II", len(rows[0]) // _CHANNELS, len(rows))
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return _PNG + _chunk(b"IHDR", size + _RGB_8_BIT) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


if __name__ == "__main__":
    sys.exit(main())
