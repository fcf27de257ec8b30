"""Tells from the words of a heading which kind of section it opens (mappings/registers/headings.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.model import SectionKind

# "1. ", "2.3 ", "A/ ", "§ 10 " before a heading's words.
_NUMBERING = re.compile(r"^(?:§+ ?\d+[a-z]?|\d+(?:\.\d+)*\.?|[A-ZÅÄÖa-z][.)/])\s+")
_BODY = {
    "{board}": r"(?:[\w,-]+ ){0,5}?[\w-]*(?:nämnd(?:en)?|styrelsen|fullmäktige|utskott(?:et)?|beredningen|presidium|presidiet)",
    "{administration}": r"(?:[\w,-]+ ){0,4}?[\w-]*(?:förvaltning(?:en)?|kontor(?:et)?|kansli(?:et)?|staben|bolaget|(?<=\w) ab)",
}


@dataclass(frozen=True, slots=True)
class HeadingBook:
    """Heading words by kind: exact ones, and patterns that are tried from the longest on."""

    exact: Mapping[str, SectionKind]
    patterns: tuple[tuple[re.Pattern[str], SectionKind], ...]

    @classmethod
    def from_words(cls, books: Sequence[Mapping[str, Any]], kinds: Iterable[str]) -> HeadingBook:
        """Built from {kind: [words]}, the first book going before the next. Raises ValueError on an unknown kind."""
        exact: dict[str, SectionKind] = {}
        patterns: list[tuple[int, int, re.Pattern[str], SectionKind]] = []
        known: dict[str, SectionKind] = {kind: kind for kind in kinds}  # type: ignore[misc]  # get_args gives plain strings
        for order, book in enumerate(books):
            for kind, words in book.items():
                if kind not in known:
                    raise ValueError(f"okänt slag av rubrik: {kind}")
                for word in map(str, words):
                    if "*" in word or "{" in word:
                        patterns.append((order, -len(word), _pattern(word), known[kind]))
                    else:
                        exact.setdefault(_plain(word), known[kind])
        patterns.sort(key=lambda p: p[:2])
        return cls(exact, tuple((pattern, kind) for _, _, pattern, kind in patterns))

    def kind(self, heading: str) -> SectionKind | None:
        """The kind of section, or None when no word or pattern fits. Text of more than 160 characters is no heading."""
        plain = _plain(heading)
        if not plain or len(plain) > 160:
            return None
        if plain in self.exact:
            return self.exact[plain]
        return next((kind for pattern, kind in self.patterns if pattern.fullmatch(plain)), None)


def _plain(heading: str) -> str:
    text = " ".join(heading.replace("\u00ad", "").split())
    return _NUMBERING.sub("", text).strip(" :.*_").casefold()


def _pattern(word: str) -> re.Pattern[str]:
    """ "Reservation*" becomes a beginning that ends with its word ("reservationsrätt" is none of it)."""
    parts = re.split(r"(\{board\}|\{administration\}|\s?\*)", word)
    built = "".join(
        _BODY.get(p) or (r"(?:[\s:,(].*)?" if p == "*" else r"\s.+" if p == " *" else re.escape(p.casefold())) for p in parts if p
    )
    return re.compile(built, re.IGNORECASE)
