"""Pairs from bilingual dictionaries: what a Swedish word means in Swedish, and Swedish words that translate the same foreign sense.

The dictionaries are FreeDict's editions of Wiktionary (CC BY-SA 3.0; notice in models/README.md), as Debian packages them:

    apt-get install dict-freedict-swe-{deu,fin,fra,ita,nld,nor,pol,por,rus,spa} dict-freedict-{deu,fin,fra,ita,pol}-swe
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from models.pairs import Pair

FOLDER = Path("/usr/share/dictd")
FROM_SWEDISH = ("swe-deu", "swe-fin", "swe-fra", "swe-ita", "swe-nld", "swe-nor", "swe-pol", "swe-por", "swe-rus", "swe-spa")
"""Dictionaries that explain Swedish words in Swedish, beside translating them."""
INTO_SWEDISH = ("deu-swe", "fin-swe", "fra-swe", "ita-swe", "pol-swe")
"""Dictionaries with Swedish words for foreign senses; that from Dutch numbers its explanations as it does its translations."""

NAMES = ("pn", "proverb", "phrase")
"""Parts of speech that teach no word's meaning."""
MOST_WORDS = 6
"""Words that may translate one sense: longer lists are of a class of things, not of synonyms."""

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_HEAD = re.compile(r"(?P<word>.*?)(?: /.*/)?(?: <(?P<speech>[^>]*)>)?")
_NUMBERED = re.compile(r"\d+\. (?P<rest>.*)")
_ONLY_NUMBER = re.compile(r" \d+\.")
_NEXT_NUMBER = re.compile(r" \d+\.$")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a headword: its translations, and its explanations in the headword's language."""

    translations: tuple[str, ...]
    explanations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A headword with its part of speech ("n, ut") and its senses."""

    word: str
    speech: str
    senses: tuple[Sense, ...]


def definition_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Swedish words with what they mean, in Swedish. OSError where a dictionary is missing."""
    return list(
        dict.fromkeys(
            Pair(entry.word, explanation)
            for entry in _entries(folder, FROM_SWEDISH)
            for sense in entry.senses
            for explanation in sense.explanations
        )
    )


def translation_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Swedish words that translate the same foreign sense, each with each other. OSError where a dictionary is missing."""
    lists = (dict.fromkeys(sense.translations) for entry in _entries(folder, INTO_SWEDISH) for sense in entry.senses)
    return list(dict.fromkeys(Pair(one, other) for words in lists if len(words) <= MOST_WORDS for one, other in permutations(words, 2)))


def read_dictionary(folder: Path, name: str) -> Iterator[Entry]:
    """The entries of a dictionary in dictd's format (`freedict-NAME.index` and `.dict.dz`), in the order of its index."""
    text = gzip.decompress((folder / f"freedict-{name}.dict.dz").read_bytes())
    index = (folder / f"freedict-{name}.index").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in index.splitlines() if not line.startswith("00"))
    for start, length in dict.fromkeys((_number(start), _number(length)) for _, start, length in rows):
        head, *lines = text[start : start + length].decode("utf-8").split("\n")
        if (match := _HEAD.fullmatch(head)) is not None:
            yield Entry(match["word"].strip(), match["speech"] or "", tuple(_senses(lines)))


def _entries(folder: Path, names: Iterable[str]) -> Iterator[Entry]:
    for name in names:
        yield from (entry for entry in read_dictionary(folder, name) if not entry.speech.startswith(NAMES))


def _senses(lines: Sequence[str]) -> Iterator[Sense]:
    """Translations stand on the first line and on each that begins with a number; what follows explains them."""
    translations: tuple[str, ...] | None = None
    explanations: list[str] = []
    for line in (line for line in lines if line and not _ONLY_NUMBER.fullmatch(line)):
        numbered = _NUMBERED.fullmatch(line)
        if translations is not None and numbered is None:
            explanations.append(line.strip())
            continue
        if translations is not None:
            yield Sense(translations, tuple(explanations))
        translations, explanations = _words(numbered["rest"] if numbered else line), []
    if translations is not None:
        yield Sense(translations, tuple(explanations))


def _words(line: str) -> tuple[str, ...]:
    """The words of a line of translations, without labels in brackets and the number of the next sense."""
    bare = _BRACKETS.sub("", _NEXT_NUMBER.sub("", line))
    return tuple(word.strip() for word in re.split("[,;]", bare) if word.strip())


def _number(text: str) -> int:
    """A number as dictd writes it, in base 64."""
    value = 0
    for digit in text:
        value = value * len(_DIGITS) + _DIGITS.index(digit)
    return value
