"""Which words stand for which: the synonym file that ships, a municipality's own, and how an entry is found in a query.

A file is lines of text (mappings/swedish/synonyms.txt says how to write them): `KF = kommunfullmäktige` both ways, `dagis => förskola` one way,
words before a comma are equals. A word in capitals is an abbreviation and is met in capitals only (`LOV`, never `lov`), unless its line ends in
`| gemener`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import mappings
from council.errors import ConfigurationError

SYNONYM_FILE = "swedish/synonyms.txt"
LOWER_CASE_TOO = "gemener"
EQUAL_WEIGHT = 0.8
"""A synonym earns a little less than the word itself, so that what was typed ranks first (docs/swedish.md)."""
NARROWER_WEIGHT = 0.6

LemmaOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say an entry: its surface words in order, and what a match on them weighs (0–1) against the word itself."""

    words: tuple[str, ...]
    weight: float = EQUAL_WEIGHT
    capitals: bool = False
    """An abbreviation that a text must hold in capitals."""

    @property
    def text(self) -> str:
        """The surface form, words with spaces between."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class SynonymMatch:
    """The longest entry that begins at a place in the query: how many of its words it takes, and what else it may be called."""

    length: int
    synonyms: tuple[Synonym, ...]


Key = tuple[str, ...]


@dataclass(slots=True)
class SynonymTable:
    """Entries by key: a word's lemma, or for an abbreviation its capitals; several words are several keys in order."""

    entries: dict[Key, tuple[Synonym, ...]] = field(default_factory=dict)
    longest: int = 1

    def find(self, keys: Sequence[Sequence[str]]) -> SynonymMatch | None:
        """The longest entry that begins with the first word; each word gives the keys it may be met by, best first."""
        for length in range(min(self.longest, len(keys)), 0, -1):
            for key in _readings(keys[:length]):
                if found := self.entries.get(key):
                    return SynonymMatch(length, found)
        return None


def _readings(keys: Sequence[Sequence[str]]) -> list[Key]:
    readings: list[Key] = [()]
    for choices in keys:
        readings = [(*reading, choice) for reading in readings for choice in choices]
    return readings


def parse(lines: Iterable[str], keys_of: Callable[[str], tuple[Key, bool]], source: str) -> dict[Key, tuple[Synonym, ...]]:
    """Entries from a file's lines. `keys_of` gives a surface form's key and whether it is an abbreviation in capitals.

    Raises ConfigurationError that names source and line.
    """
    found: dict[Key, dict[tuple[str, ...], Synonym]] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.partition("#")[0].strip()
        if line:
            for left, right, weight in _pairs(line, f"{source}, rad {number}"):
                _add(found, left, right, weight, keys_of)
    return {key: tuple(synonyms.values()) for key, synonyms in found.items()}


def _pairs(line: str, place: str) -> list[tuple[str, str, float]]:
    """The (from, to, weight) of a line."""
    one_way = "=>" in line
    left, sign, right = line.partition("=>" if one_way else "=")
    first, others = _forms(left), _forms(right)
    if not sign or not first or not others:
        raise ConfigurationError(f"{place}: skriv ”ord = ord, ord” (åt båda håll) eller ”ord => ord, ord” (åt ett håll), inte ”{line}”.")
    if one_way:
        return [(a, b, NARROWER_WEIGHT) for a in first for b in others]
    group = [*first, *others]
    return [(a, b, EQUAL_WEIGHT) for a in group for b in group if a != b]


def _forms(side: str) -> list[str]:
    return [" ".join(form.split()) for form in side.split(",") if form.strip()]


def _add(
    found: dict[Key, dict[tuple[str, ...], Synonym]], left: str, right: str, weight: float, keys_of: Callable[[str], tuple[Key, bool]]
) -> None:
    key, _ = keys_of(left)
    other, capitals = keys_of(right)
    if key != other:
        words = tuple(right.split())
        found.setdefault(key, {}).setdefault(words, Synonym(words, weight, capitals))


def combine(*tables: dict[Key, tuple[Synonym, ...]]) -> SynonymTable:
    """One table of several files; a later file adds to an earlier one."""
    entries: dict[Key, tuple[Synonym, ...]] = {}
    for table in tables:
        for key, synonyms in table.items():
            entries[key] = tuple({s.words: s for s in (*entries.get(key, ()), *synonyms)}.values())
    return SynonymTable(entries, max((len(key) for key in entries), default=1))


@functools.cache
def shipped_lines() -> tuple[str, ...]:
    """The lines of the file that ships."""
    return tuple(mappings.read_text(SYNONYM_FILE).splitlines())


def read_file(path: Path) -> tuple[str, ...]:
    """The lines of a municipality's own file. Raises ConfigurationError when it cannot be read."""
    try:
        return tuple(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Synonymfilen {path} går inte att läsa: {error}.") from error
