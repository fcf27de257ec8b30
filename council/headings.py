"""Tells from the words of a heading which kind of section it opens (mappings/registers/headings.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from council.model import SectionKind

# "1. ", "2.3 ", "A/ ", "§ 10 " before a heading's words.
_NUMBERING = re.compile(r"^(?:§+ ?\d+[a-z]?|\d+(?:\.\d+)*\.?|[A-ZÅÄÖa-z][.)/])\s+")
LONGEST = 160
# First letters by which patterns are looked up: nine in ten begin with letters of their own, and the others are few.
_OPENING = 3
# Lines that are remembered: each is asked about several times while its document is read, and headings stand in many documents.
_MOST_SEEN = 10_000
# Words before a body's last one ("Vård- och", "Rinkeby-Kista"), none of those that make a sentence.
_NAME_WORDS = r"(?:(?!i |att |av |till |för |som |det |den |de |har |på |med |om |föresl|motion|är |ska |vid )[\w,-]+ ){0,5}?"
_BODY = {
    "{board}": rf"{_NAME_WORDS}[\w-]*(?:nämnd(?:en)?|styrelsen|fullmäktige|utskott(?:et)?|beredningen|presidium|presidiet)",
    "{administration}": rf"{_NAME_WORDS}[\w-]*(?:förvaltning(?:en)?|kontor(?:et)?|kansli(?:et)?|staben|bolaget|(?<=\w) ab)",
}


_HeadingPattern: TypeAlias = tuple[str, re.Pattern[str], SectionKind]
"""What a heading must hold, the pattern that it must fit then, and the kind that it is of."""


@dataclass(frozen=True, slots=True)
class HeadingBook:
    """Heading words by kind: exact ones, and patterns that are tried from the longest on.

    `opened` are the patterns that may fit headings of some first letters; all others may fit `patterns` alone.
    """

    exact: Mapping[str, SectionKind]
    patterns: tuple[_HeadingPattern, ...]
    opened: Mapping[str, tuple[_HeadingPattern, ...]]
    seen: dict[str, SectionKind | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_words(cls, books: Sequence[Mapping[str, Any]], kinds: Iterable[str]) -> HeadingBook:
        """Built from {kind: [words]}, the first book going before the next. Raises ValueError on an unknown kind."""
        exact: dict[str, SectionKind] = {}
        patterns: list[tuple[int, str, SectionKind]] = []
        known: dict[str, SectionKind] = {kind: kind for kind in kinds}  # type: ignore[misc]  # get_args gives plain strings
        for order, book in enumerate(books):
            for kind, words in book.items():
                if kind not in known:
                    raise ValueError(f"okänt slag av rubrik: {kind}")
                for word in map(str, words):
                    if "*" in word or "{" in word:
                        patterns.append((order, word, known[kind]))
                    else:
                        exact.setdefault(_plain(word), known[kind])
        patterns.sort(key=lambda p: (p[0], -len(p[1])))
        ordered = [(_opening(word), (_literal(word), _pattern(word), kind)) for _, word, kind in patterns]
        opened = {opening: tuple(p for other, p in ordered if other in ("", opening)) for opening, _ in ordered if opening}
        return cls(exact, tuple(p for opening, p in ordered if not opening), opened)

    def kind(self, heading: str) -> SectionKind | None:
        """The kind of section, or None when no word or pattern fits. Text of more than LONGEST characters is no heading."""
        if len(heading) > LONGEST or not heading:
            return None
        if heading in self.seen:
            return self.seen[heading]
        if len(self.seen) >= _MOST_SEEN:
            self.seen.clear()
        self.seen[heading] = found = self._kind(_plain(heading))
        return found

    def _kind(self, plain: str) -> SectionKind | None:
        if plain.startswith(("enligt ", "i enlighet ")):
            return None
        if found := self.exact.get(plain):
            return found
        for literal, pattern, kind in self.opened.get(plain[:_OPENING], self.patterns):
            if literal in plain and pattern.fullmatch(plain):
                return kind
        return None


def _plain(heading: str) -> str:
    text = " ".join(heading.replace("\u00ad", "").split())
    return _NUMBERING.sub("", text).strip(" :.*_").casefold()


def _literal(word: str) -> str:
    """The longest stretch of a pattern that a heading must hold: looked for before the pattern is tried."""
    return max((part.casefold() for part in re.split(r"\{\w+\}|\*", word)), key=len).strip()


def _opening(word: str) -> str:
    """The first letters of every heading that a pattern fits; "" where it begins with a body's name, or with fewer letters."""
    first = re.split(r"\{\w+\}|\*", word)[0].casefold()
    return first[:_OPENING] if len(first.strip()) >= _OPENING else ""


def _pattern(word: str) -> re.Pattern[str]:
    """ "Reservation*" becomes a beginning that ends with its word ("reservationsrätt" is none of it)."""
    parts = re.split(r"(\{board\}|\{administration\}|\s?\*)", word)
    built = "".join(
        _BODY.get(p) or (r"(?:[\s:,(].*)?" if p == "*" else r"\s.+" if p == " *" else re.escape(p.casefold())) for p in parts if p
    )
    return re.compile(built, re.IGNORECASE)
