"""Patterns that are tried only on texts that hold one of the words they need: most texts hold none, and to look for a word costs little."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator


# A paragraph is asked for a dozen sets of words, one after the other.
@functools.lru_cache(maxsize=256)
def folded(text: str) -> str:
    """A text casefolded."""
    return text.casefold()


def holds(text: str, *words: str) -> bool:
    """Whether a text holds one of some words, whatever its case. The words are given casefolded."""
    said = folded(text)
    for word in words:  # noqa: SIM110  # most sets are one to four words: a loop is done before any() has made its iterator
        if word in said:
            return True
    return False


def shortest(words: Iterable[str]) -> list[str]:
    """The words of some that hold no other of them: a text that holds none of these holds none at all."""
    every = dict.fromkeys(words)
    return [word for word in every if not any(other in word and other != word for other in every)]


class Sought:
    """A regular expression with the words of which every match holds at least one (casefolded; the pattern's own case counts all the same).

    A pattern that begins with (?i) or with alternatives is tried at every letter; looking for a few words first is some ten times as fast.
    """

    __slots__ = ("_words", "pattern")

    def __init__(self, pattern: str, *words: str) -> None:
        if not words or any(word != word.casefold() for word in words):
            raise ValueError(f"{pattern}: the words of a pattern are given, and casefolded")
        self.pattern = re.compile(pattern)
        self._words = words

    def may_stand_in(self, text: str) -> bool:
        """Whether a text holds one of the words."""
        return holds(text, *self._words)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        said = folded(text)
        for word in self._words:
            if word in said:
                return self.pattern.search(text)
        return None

    def match(self, text: str) -> re.Match[str] | None:
        """The match at a text's beginning."""
        return self.pattern.match(text) if self.may_stand_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        return self.pattern.finditer(text) if self.may_stand_in(text) else iter(())
