"""Which words stand for which: the synonym file that ships, a municipality's own, and how an entry is found in a query.

A file is lines of text; mappings/swedish/synonyms.txt says how to write them: `KF = kommunfullmäktige` both ways, `dagis => förskola` one
way. An entry is known by the lemmas of its content words, so that it is met inflected and without its function words; an abbreviation is
known by its capitals (`LOV`), and in lower case too where nobody could take it for a word (`lss`, never `lov` or `ks`).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import mappings
from council.errors import ConfigurationError

SYNONYM_FILE = "swedish/synonyms.txt"
EQUAL_WEIGHT = 0.8
"""A synonym earns a little less than the word itself, so that what was typed ranks first (docs/swedish.md)."""
ONE_WAY_WEIGHT = 0.6

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say an entry: its surface words in order, and what a match on them weighs (0–1) against the word itself."""

    words: tuple[str, ...]
    weight: float = EQUAL_WEIGHT
    capitals: bool = False
    """An abbreviation, which a text holds in capitals."""

    @property
    def text(self) -> str:
        """The surface form, words with spaces between."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class SynonymMatch:
    """The longest entry that begins at a place in the query: how many of its words it takes, and what else it may be called."""

    length: int
    synonyms: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A surface form as an entry is known by it: the keys that lead to it, and whether it is an abbreviation."""

    keys: tuple[Key, ...]
    capitals: bool = False


FormOf = Callable[[str], EntryForm]
Entries = dict[Key, tuple[Synonym, ...]]


@dataclass(frozen=True, slots=True)
class SynonymTable:
    """Entries by key; `longest` is the most words that a key has."""

    entries: Entries = field(default_factory=dict)
    longest: int = 1

    def find(self, choices: Sequence[Sequence[str]]) -> SynonymMatch | None:
        """The longest entry that begins with the first word. Each word gives what it may be known by, () for a function word."""
        if not choices or not choices[0]:
            return None
        places = [at for at, choice in enumerate(choices) if choice][: self.longest]
        for count in range(len(places), 0, -1):
            for key in itertools.product(*(choices[at] for at in places[:count])):
                if found := self.entries.get(key):
                    return SynonymMatch(places[count - 1] + 1, found)
        return None


def parse(lines: Iterable[str], form_of: FormOf, source: str) -> Entries:
    """Entries from a file's lines. Raises ConfigurationError that names source and line."""
    found: dict[Key, dict[str, Synonym]] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.partition("#")[0].strip()
        if line:
            for left, right, weight in _pairs(line, f"{source}, rad {number}"):
                add(found, left, right, weight, form_of)
    return {key: tuple(synonyms.values()) for key, synonyms in found.items()}


def group(names: Iterable[Sequence[str]], form_of: FormOf) -> Entries:
    """Entries from groups of names that all mean the same (a board, its short forms and aliases)."""
    found: dict[Key, dict[str, Synonym]] = {}
    for same in names:
        for left, right in itertools.permutations(dict.fromkeys(same), 2):
            add(found, left, right, EQUAL_WEIGHT, form_of)
    return {key: tuple(synonyms.values()) for key, synonyms in found.items()}


def add(found: dict[Key, dict[str, Synonym]], left: str, right: str, weight: float, form_of: FormOf) -> None:
    """Let a search for `left` find `right` too, unless the two are known by the same words."""
    one, other = form_of(left), form_of(right)
    if set(one.keys) & set(other.keys):
        return
    for key in one.keys:
        found.setdefault(key, {}).setdefault(right, Synonym(tuple(right.split()), weight, other.capitals))


def combine(*tables: Entries) -> SynonymTable:
    """One table of several sources; a later one adds to an earlier one."""
    entries: Entries = {}
    for table in tables:
        for key, synonyms in table.items():
            entries[key] = tuple({s.words: s for s in (*synonyms, *entries.get(key, ()))}.values())
    return SynonymTable(entries, max((len(key) for key in entries), default=1))


def abbreviations(lines: Iterable[str]) -> frozenset[str]:
    """The single words of two capitals or more that a file's entries are or hold."""
    words = (word.strip(",") for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(word for word in words if sum(c.isupper() for c in word) > 1 and word.isalpha())


@functools.cache
def shipped_lines() -> tuple[str, ...]:
    """The lines of the file that ships."""
    return tuple(mappings.read_text(SYNONYM_FILE).splitlines())


def read_file(path: Path) -> tuple[str, ...]:
    """The lines of a municipality's own file. Raises ConfigurationError when it cannot be read."""
    try:
        return tuple(path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Synonymfilen {path} går inte att läsa: {error}.") from error


def _pairs(line: str, place: str) -> list[tuple[str, str, float]]:
    """The (from, to, weight) of a line."""
    one_way = "=>" in line
    left, sign, right = line.partition("=>" if one_way else "=")
    first, others = _forms(left), _forms(right)
    if not sign or not first or not others or "=" in right:
        raise ConfigurationError(f"{place}: skriv ”ord = ord, ord” (åt båda håll) eller ”ord => ord, ord” (åt ett håll), inte ”{line}”.")
    if one_way:
        return [(a, b, ONE_WAY_WEIGHT) for a in first for b in others]
    return [(a, b, EQUAL_WEIGHT) for a, b in itertools.permutations([*first, *others], 2)]


def _forms(side: str) -> list[str]:
    return [" ".join(form.split()) for form in side.split(",") if form.strip()]
