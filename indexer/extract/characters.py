"""Bytes to text: which encoding a text file is in, and which characters mean nothing and go."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

# C0 and C1 controls but tab, line feed, form feed and carriage return; zero-width marks that some editors leave behind.
_NOISE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_SPACES = re.compile("[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANY_MARK = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_NORDIC = "åäöÅÄÖéÉ§–—”“’·…"
_SAMPLE = 100_000


def decoded(content: bytes) -> str:
    """The text of a plain file: UTF-8, UTF-16 (also without a mark), else Windows-1252 where that reads as Swedish, else a guess."""
    if content.startswith(_ANY_MARK):
        encoding = next(encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark))
        return content.decode(encoding, errors="replace")
    if wide := _utf16_without_mark(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file that is UTF-8 but for a broken tail or a stray byte is better read so than as another encoding.
        if error.start > len(content) * 0.9 and any(byte > 127 for byte in content[: error.start]):
            return content.decode("utf-8", errors="replace")
    return _single_byte(content)


def _utf16_without_mark(content: bytes) -> str | None:
    sample = content[:4_000]
    if len(sample) < 8 or 0 not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.2 and even < len(sample) * 0.02:
        return "utf-16-le"
    if even > len(sample) * 0.2 and odd < len(sample) * 0.02:
        return "utf-16-be"
    return None


def _single_byte(content: bytes) -> str:
    """Swedish files without a mark are Windows-1252 nearly always; the guesser speaks up only where that looks wrong."""
    text = content.decode("cp1252", errors="replace")
    high = [character for character in text[:_SAMPLE] if ord(character) > 127]
    if sum(character in _NORDIC for character in high) >= 0.8 * len(high):
        return text
    best = from_bytes(content[:_SAMPLE]).best()
    return content.decode(best.encoding, errors="replace") if best else text


def is_plain(text: str) -> bool:
    """Whether a text is nothing but what is seen, spaces and line feeds, and no character of it was lost when it was decoded."""
    return text.replace("\n", "").isprintable() and "\ufffd" not in text


def cleaned(text: str) -> str:
    """Text without control characters, with one kind of line end ("\\n")."""
    if is_plain(text):
        return text
    return _NOISE.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    )


def one_space(text: str) -> str:
    """A line with its runs of white space as single spaces, and none at its ends."""
    if text.isprintable() and "  " not in text:  # no white space but single spaces: nearly every line
        return text.strip()
    return _SPACES.sub(" ", text).strip()
