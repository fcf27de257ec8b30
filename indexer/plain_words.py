"""Parts a text into its words, folded, as bytes of Latin-1: several times as fast as a regular expression finds them."""

from __future__ import annotations

import re

# What Swedish texts hold beside Latin-1, none of it part of a word.
_SIGNS = ("–", "—", "”", "“", "’", "‘", "•", "…", "€")


class PlainWords:
    """The words of texts, of the letters that a pattern knows; `letter` matches one letter of a word.

    A word is a longest run of such letters. Case is folded as far as Latin-1 goes ("ß" stays); a letter beyond Latin-1 stands as "?".
    """

    __slots__ = ("_folded", "_run")

    def __init__(self, letter: str) -> None:
        self._run = re.compile(rf"(?:{letter})+")
        self._folded = bytes(_folded(chr(code)) if self._run.fullmatch(chr(code)) else ord(" ") for code in range(256))

    def of(self, text: str) -> list[bytes]:
        """The words of a text, in order."""
        if (plain := latin(text)) is not None:
            return plain.translate(self._folded).split()
        return [plain_word(word) for word in self._run.findall(text)]


def plain_word(word: str) -> bytes:
    """A word as it comes out of a text."""
    return word.casefold().encode("latin-1", "replace")


def latin(text: str) -> bytes | None:
    """A text as Latin-1, with blanks for signs that it lacks; None where letters of other scripts stand in it."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _folded(letter: str) -> int:
    lower = letter.casefold()
    return ord(lower) if len(lower) == 1 and ord(lower) < 256 else ord(letter)
