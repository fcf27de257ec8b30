"""The one Swedish analyser: text → tokens with lemmas and compound parts, and what a query's words may be called besides.

Both engines are given these tokens, at index and at query time alike. Words are made comparable by council.lemmas, split by
council.compounds and given other names by council.synonyms; this module is the only one that other packages import for Swedish words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import mappings
from council import synonyms as synonym_files
from council.lemmas import compound_parts, readings
from council.synonyms import Synonym, SynonymMatch, SynonymTable

__all__ = [
    "Phrase",
    "Synonym",
    "SynonymMatch",
    "Token",
    "analyse",
    "compound_phrases",
    "is_stop_word",
    "lemma",
    "lemmas",
    "load_extra",
    "parts",
    "synonyms",
    "thesaurus",
]

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*(?:[-:'’][^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*)*")
"""Letters and digits, joined by single hyphens, colons (KS:s, 2019:14) or apostrophes; soft hyphens and combining accents belong to the word."""

PREPOSITIONS = ("för", "till", "av", "om", "mot", "åt")
"""What joins head and modifier when a compound is written apart: stöd till föreningar, vård av äldre."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands (code points, on word borders), its lemmas, and a compound's parts."""

    surface: str
    start: int
    end: int
    position: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]
    deeper: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Lemmas that stand for a compound written apart: in this order, together at most `slop` positions late."""

    lemmas: tuple[str, ...]
    slop: int
    weight: float


def analyse(text: str) -> tuple[Token, ...]:
    """The words of a text in order. The same for a paragraph and for a query."""
    tokens = []
    for position, match in enumerate(WORD.finditer(text)):
        surface = match.group()
        word_lemmas, word_parts, deeper = _word(surface)
        tokens.append(Token(surface, match.start(), match.end(), position, word_lemmas, word_parts, deeper))
    return tuple(tokens)


def lemma(word: str) -> str:
    """The dictionary form of a word; of a several-word string, of each word."""
    return " ".join(token.lemmas[0] for token in analyse(word))


def lemmas(word: str) -> tuple[str, ...]:
    """The dictionary forms that a word may have, the likeliest first."""
    return _word(word)[0]


def parts(word: str) -> tuple[str, ...]:
    """The lemmas of a compound's parts, () when it is none."""
    return _word(word)[1]


@functools.cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in mappings.read_lines("swedish/stop_words.txt") for word in line.split())


def is_stop_word(word: str) -> bool:
    """Whether a word carries no content in a query. Abbreviations in capitals (DE, VI) do carry some."""
    return word.casefold() in _stop_words() and not (word.isupper() and len(word) > 1)


def compound_phrases(word: str) -> tuple[Phrase, ...]:
    """How a compound may be written apart: head + preposition + modifier, or a genitive before the head."""
    split = parts(word)
    if len(split) != 2:
        return ()
    modifier, head = split
    apart = [Phrase((head, preposition, modifier), 1, 0.5) for preposition in PREPOSITIONS]
    return (*apart, Phrase((modifier, head), 0, 0.5))


def _keys(word: str) -> list[str]:
    capitals = word if _is_abbreviation(word) else ""
    return [*([capitals] if capitals else []), _word(word.casefold())[0][0]]


LONGEST_ABBREVIATION = 5


def _is_abbreviation(word: str) -> bool:
    """Whether a word in capitals is an abbreviation (KS, SKR:s) and not a word of a heading in capitals (BESLUT)."""
    stem, _, ending = word.partition(":")
    if not (2 <= len(stem) <= LONGEST_ABBREVIATION and stem.isupper() and stem.isalpha()):
        return False
    return ending.islower() or ending == ""


def _entry_key(form: str) -> tuple[tuple[str, ...], bool]:
    words = form.split()
    if len(words) == 1 and _is_abbreviation(form):
        return (form,), True
    return tuple(_word(word.casefold())[0][0] for word in words), False


@functools.cache
def _table(extra: Path | None = None) -> SynonymTable:
    tables = [synonym_files.parse(synonym_files.shipped_lines(), _entry_key, synonym_files.SYNONYM_FILE)]
    if extra is not None:
        tables.append(synonym_files.parse(synonym_files.read_file(extra), _entry_key, str(extra)))
    return synonym_files.combine(*tables)


def load_extra(path: Path) -> SynonymTable:
    """The shipped synonyms and a municipality's own file, to hand to `synonyms`. Raises ConfigurationError with the line at fault."""
    return _table(path)


def synonyms(words: Sequence[str], table: SynonymTable | None = None) -> SynonymMatch | None:
    """The longest entry that begins with the first of these words as typed; capitals decide for abbreviations."""
    return (table or _table()).find([_keys(word) for word in words[: (table or _table()).longest]])


def thesaurus(word: str) -> tuple[str, ...]:
    """Words of nearly the same meaning, lemmas, for an expansion of lower weight than synonyms."""
    return ()


@functools.lru_cache(maxsize=200_000)
def _word(surface: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    plain = unicodedata.normalize("NFC", surface.replace("\u00ad", ""))
    if _is_abbreviation(plain):
        return (plain.partition(":")[0],), (), ()
    word = plain.casefold()
    found = readings(word)
    split = compound_parts(word, found[0])
    deeper = tuple(dict.fromkeys(part for whole in split for part in compound_parts(whole, whole)))
    return found, split, deeper
