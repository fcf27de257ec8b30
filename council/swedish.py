"""The one Swedish analyser: text → tokens with lemmas and compound parts, and what a query's words may be called besides.

Both engines are given these tokens, at index and at query time alike. Words are made comparable by council.lemmas (there it says how
ambiguity is decided), divided by council.compounds and given other names by council.expansion; this module is the only one of them that
other packages import.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from council import expansion
from council.abbreviations import abbreviation, shouts
from council.beginnings import Sieve
from council.compounds import part_table
from council.expansion import Phrase
from council.lemmas import compound_parts, parts_of_part, readings
from council.lexicon import lexicon
from council.synonyms import Synonym, SynonymMatch, SynonymTable

__all__ = [
    "HANGING",
    "WORD",
    "Phrase",
    "Readings",
    "Sieve",
    "Synonym",
    "SynonymMatch",
    "SynonymTable",
    "Token",
    "analyse",
    "compound_phrases",
    "is_stop_word",
    "lemma",
    "lemmas",
    "load",
    "load_extra",
    "parts",
    "read_otherwise",
    "readings_alone",
    "synonyms",
    "thesaurus",
]

_LETTERS = r"[^\W_]+(?:[\u0300-\u036f\u00ad][^\W_]*)*"
WORD = re.compile(rf"{_LETTERS}(?:[-\u2010\u2011:’']{_LETTERS})*")
"""Letters and digits, joined by hyphens, colons (KS:s, 2019:14) or apostrophes; soft hyphens and combining accents belong to the word."""
_CONTEXT = re.compile(r"[^\W\d_a-zåäö]{2}|-\s")
"""What makes a second look worthwhile: capitals in a row, or a first part left hanging before its hyphen."""
HANGING = re.compile(r"\S-(?![^\W_])")
"""A hyphen that joins nothing: a first part may be left hanging before it."""
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-") | {0xAD: None, ord("’"): "'"}
CACHE_LIMIT = 400_000
"""Different words whose analysis is kept, some 100 MB at most; then the cache starts anew."""


class Token(NamedTuple):
    """A word of a text.

    `surface` is the word as written at [start, end), code points, on word borders; `position` counts words from 0. `lemmas[0]` is its
    lemma, further ones stand only where the form is truly ambiguous; abbreviations keep their capitals (KS), all else is casefolded, in
    NFC, with å, ä and ö as letters of their own. `parts` are the lemmas of a compound's parts down to the units that people type, `deeper`
    what is worth indexing besides (stad and del of stadsdel).
    """

    surface: str
    start: int
    end: int
    position: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]
    deeper: tuple[str, ...]


Readings: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""(lemmas, parts, deeper) of a Token."""
_cache: dict[str, Readings] = {}


def load() -> None:
    """Read the known words and parts now, and not when the first word is analysed: a quarter of a second."""
    lexicon()
    part_table()


def analyse(text: str) -> tuple[Token, ...]:
    """The words of a text in order; the same for a paragraph and for a query."""
    found = _tokens(text)
    return _in_context(text, found) if _CONTEXT.search(text) else tuple(found)


def read_otherwise(text: str, surfaces: Sequence[str]) -> dict[int, Readings]:
    """The words of a text, by start, that their neighbours make read otherwise than `readings_alone` has it; most texts have none.

    `surfaces` are what WORD finds in the text: whoever asks has them, and they tell most texts apart without a second look.
    """
    if _may_shout(surfaces):
        return _changed(text, 0) if _CONTEXT.search(text) else {}
    if "-" not in text or not (hanging := [match.end() for match in HANGING.finditer(text)]) or _CONTEXT.search(text) is None:
        return {}
    found: dict[int, Readings] = {}
    for end in hanging:
        start = text.rfind(" ", 0, end) + 1  # no word holds a space, and no neighbour changes a first part
        found.update(_changed(text[start:end], start))
    return found


def _changed(text: str, offset: int) -> dict[int, Readings]:
    """The words that are read otherwise than alone, by start after `offset`."""
    alone = _tokens(text)
    read = _in_context(text, alone.copy())
    return {offset + token.start: token[4:] for token, before in zip(read, alone, strict=True) if token is not before}


def _may_shout(surfaces: Sequence[str]) -> bool:
    """Whether two words in capitals stand side by side."""
    capitals = [at for at, surface in enumerate(surfaces) if surface.isupper()]
    return any(after - before == 1 for before, after in itertools.pairwise(capitals))


def readings_alone(surface: str) -> Readings:
    """(lemmas, parts, deeper) of a word as written, without its neighbours."""
    return _cache.get(surface) or _analysed(surface)


def lemma(word: str) -> str:
    """The dictionary form of a word; of several words, of each."""
    return " ".join(token.lemmas[0] for token in analyse(word))


def lemmas(word: str) -> tuple[str, ...]:
    """The dictionary forms that a word may have, the likeliest first."""
    return _analysed(word)[0]


def parts(word: str) -> tuple[str, ...]:
    """The lemmas of a compound's parts, () when it is none."""
    return _analysed(word)[1]


def is_stop_word(word: str) -> bool:
    """Whether a word carries no content in a query. Abbreviations in capitals do carry some."""
    return word.casefold() in expansion.stop_words() and abbreviation(word) is None


def compound_phrases(word: str) -> tuple[Phrase, ...]:
    """How a compound may be written apart: föreningsstöd as stöd till föreningar, föreningars stöd."""
    return expansion.phrases_of(parts(word))


def load_extra(path: Path) -> SynonymTable:
    """The shipped synonyms and a municipality's own file, to hand to `synonyms`. Raises ConfigurationError with the line at fault."""
    return expansion.synonym_table(path)


def synonyms(words: Sequence[str], table: SynonymTable | None = None) -> SynonymMatch | None:
    """The longest entry that begins with the first of these words as typed; its function words may be there or not."""
    held = table or expansion.synonym_table()
    return held.find([expansion.choices(word) for word in words[: 2 * held.longest]])


def thesaurus(word: str) -> tuple[str, ...]:
    """Words of nearly the same meaning, for an expansion of lower weight than synonyms."""
    return expansion.near_words(lemmas(word)[0])


def _tokens(text: str) -> list[Token]:
    """The words of a text, each as it is read alone."""
    found: list[Token] = []
    known, _new = _cache.get, tuple.__new__  # a NamedTuple's own __new__ takes three times as long
    for position, match in enumerate(WORD.finditer(text)):
        surface = match.group()
        lemmas_of, parts_of, deeper = known(surface) or _analysed(surface)
        found.append(_new(Token, (surface, match.start(), match.end(), position, lemmas_of, parts_of, deeper)))
    return found


def _analysed(surface: str, *, shouted: bool = False) -> Readings:
    found = None if shouted else _cache.get(surface)
    if found is None:
        found = _analysis(_plain(surface), shouted=shouted)
        if len(_cache) >= CACHE_LIMIT:
            _cache.clear()
        if not shouted:
            _cache[surface] = found
    return found


def _plain(surface: str) -> str:
    """A word in NFC with plain hyphens; letters alone hold none of HYPHENS."""
    return unicodedata.normalize("NFC", surface if surface.isalpha() else surface.translate(HYPHENS))


def _analysis(plain: str, *, shouted: bool) -> Readings:
    short = abbreviation(plain, shouted=shouted) if plain[:1].isupper() else None
    if short is not None:
        return (short,), (), (short.casefold(),) if ":" in plain else ()
    word = unicodedata.normalize("NFC", plain.casefold())
    if word != plain and (known := _cache.get(word)) is not None and "-" not in word:
        return known
    found = readings(word)
    if "-" in plain.strip("-"):
        return _hyphenated(plain, found)
    split = compound_parts(word, found[0])
    return found, split, tuple(dict.fromkeys([deep for part in split for deep in parts_of_part(part)])) if split else ()


def _hyphenated(plain: str, found: tuple[str, ...]) -> Readings:
    """A hyphen divides: VA-plan is VA and plan, and an abbreviation among the parts keeps its capitals."""
    pieces = [piece for piece in plain.split("-") if piece]
    split: list[str] = []
    deeper: list[str] = []
    for at, piece in enumerate(pieces):
        short, word = abbreviation(piece), piece.casefold()
        if short is not None:
            split.append(short)
            deeper.append(short.casefold())
        else:
            split.append(_modifier(word) if at < len(pieces) - 1 else readings(word)[0])
            deeper += compound_parts(word, split[-1])
    return (found, tuple(split), tuple(dict.fromkeys(deeper))) if len(split) > 1 else (found, (), ())


def _modifier(word: str) -> str:
    """The lemma of a first part before a hyphen: hälso-, skol-."""
    known = part_table().modifiers.get(word)
    return known.lemma if known and word not in lexicon().lemma_of else readings(word)[0]


def _in_context(text: str, tokens: list[Token]) -> tuple[Token, ...]:
    """Two readings that need the neighbours: words of a heading in capitals, and first parts left hanging (hälso- och sjukvård)."""
    for at, token in enumerate(tokens):
        surface = token.surface
        if surface.isupper() and token.lemmas[0].isupper():
            if any(shouts(other.surface) for other in tokens[max(0, at - 1) : at + 2] if other is not token):
                tokens[at] = Token(*token[:4], *_analysed(surface, shouted=True))
        elif text[token.end : token.end + 1] == "-" and not surface.isupper():
            hanging = _modifier(_plain(surface).casefold())
            if hanging != token.lemmas[0]:
                tokens[at] = token._replace(lemmas=(hanging,))
    return tuple(tokens)
