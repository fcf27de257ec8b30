"""The words of a text as an index holds them, as texts of tokens: what stands between two white spaces is read once, and remembered."""

from __future__ import annotations

from typing import TypeAlias

from council.swedish import HANGING, WORD, Readings, read_otherwise, readings_alone

Written: TypeAlias = tuple[str, str, str]
"""A word casefolded, its lemmas (several parted by SHARED), and what it is a compound of (parts and theirs, parted by a space)."""

SHARED = "\x1f"
"""Stands between lemmas that share a place; no word holds it."""

MOST_KNOWN = 200_000
"""Different strings that are remembered, some 70 MB; then all are met anew."""
LONGEST = 50
"""Characters of a word that is surely no longer than an engine takes, however its lemmas and parts are written (they are at most four times
as long: tests/unit/test_written_tokens.py)."""

_PLAIN, _IN_CAPITALS, _HANGING, _LONG = ".", "C", "-", "L"
"""What is known of a word, for its text to look at: capitals, where another in capitals stands beside, and a hyphen that joins nothing may
have it read otherwise than alone; a very long word may have tokens that are too long."""
_FOLLOWED = " - "
"""What a string is looked at before, to know whether a hyphen that is left hanging in it says how its word is read: in most it says nothing
new (klimat-), and a text that holds them need not be looked at again."""
_AROUND = ".,;:!?()[]/…–—”“\"’'»«"
"""What stands around words and never belongs to one."""


def written_words(text: str) -> list[Written]:
    """The words of a text in order, read as `council.swedish.analyse` reads them."""
    surfaces = WORD.findall(text)
    written = [as_written(surface, readings_alone(surface)) for surface in surfaces]
    if otherwise := read_otherwise(text, surfaces):
        for place, match in enumerate(WORD.finditer(text)):
            if readings := otherwise.get(match.start()):
                written[place] = as_written(surfaces[place], readings)
    return written


def as_written(surface: str, readings: Readings) -> Written:
    """A word that is read so."""
    lemmas, parts, deeper = readings
    return surface.casefold(), SHARED.join(lemmas), " ".join(dict.fromkeys((*parts, *deeper))) if parts or deeper else ""


def written_texts(text: str) -> Written | None:
    """The words of a text casefolded, their lemmas, and what they are compounds of, each as one text with a space between words.

    In a third of the time of `written_words`; None where a word is very long.
    """
    found = [*map(_strings.__getitem__, text.split())]
    if not found:
        return "", "", ""
    surfaces, lemmas, parts, kinds = map("".join, zip(*found, strict=True))
    if _LONG in kinds:
        return None
    if (_IN_CAPITALS * 2 in kinds or _HANGING in kinds) and (otherwise := read_otherwise(text, words := WORD.findall(text))):
        found = [*map(_words.__getitem__, words)]
        for place, match in enumerate(WORD.finditer(text)):
            if readings := otherwise.get(match.start()):
                found[place] = _kept(words[place], readings)
        surfaces, lemmas, parts, _ = map("".join, zip(*found, strict=True))
    return surfaces[:-1], lemmas[:-1], parts[:-1]


_Kept: TypeAlias = tuple[str, str, str, str]
"""A Written, each text with the space that follows it where it is any, ready to be joined; and of what kind its words are."""


class _Words(dict[str, _Kept]):
    """Words as they stand in texts, each read when it is met first."""

    def __missing__(self, surface: str) -> _Kept:
        if len(self) >= MOST_KNOWN:
            self.clear()
        self[surface] = found = _kept(surface, readings_alone(surface))
        return found


class _Strings(dict[str, _Kept]):
    """Strings without white space: the words in each as three texts. Most are a word, with a comma or without."""

    def __missing__(self, string: str) -> _Kept:
        if len(self) >= MOST_KNOWN:
            self.clear()
        word = string.strip(_AROUND)
        self[string] = found = _words[word] if word.isalpha() else _together(string)
        return found


def _together(string: str) -> _Kept:
    words = WORD.findall(string)
    if not words:
        return "", "", "", ""
    surfaces, lemmas, parts, kinds = map("".join, zip(*map(_words.__getitem__, words), strict=True))
    hanging = _HANGING if HANGING.search(string) and read_otherwise(string + _FOLLOWED, words) else ""
    return surfaces, lemmas, parts, kinds + hanging


def _kept(surface: str, readings: Readings) -> _Kept:
    """A word that is read so. Where it is its own lemma, as every other one is, both are one text: less memory, and sooner read."""
    casefolded, lemmas, parts = as_written(surface, readings)
    ready = casefolded + " "
    return ready, ready if lemmas == casefolded else lemmas + " ", parts + " " if parts else "", _kind(surface)


def _kind(word: str) -> str:
    if len(word) > LONGEST:
        return _LONG
    return _IN_CAPITALS if word.isupper() else _PLAIN


_words = _Words()
_strings = _Strings()
