"""From a word as written to the lemmas it is met by: the lexicon first, then genitives, hyphens, compounds, and Snowball for what is left.

Ambiguity is decided by what helps a searcher: a noun wins over a verb's imperative (tåg is no form of tåga), a participle goes with its
verb where the verb lives (beslutad → besluta), -ande nouns stand for themselves (yttrande), and among the rest the reading that council
text has oftener comes first. Where both are common, the second is kept too (händer: hand, hända). Names stay as they are.
"""

from __future__ import annotations

import functools

import Stemmer

from council.compounds import Split, divide, part_table, stays_whole, unknown_head
from council.lexicon import lexicon

SUFFIXES_AFTER_COLON = frozenset(
    {"s", "n", "t", "en", "et", "er", "ar", "erna", "arna", "ens", "ets", "as", "a", "are", "or", "orna", "n:s", "ns", "e"}
)
"""What inflects an abbreviation after its colon: SKR:s, tv:n, pdf:er."""
SHORTEST_STEM = 5
"""Snowball is asked for unknown words from this length on; shorter ones are names, codes and foreign words."""


def readings(word: str) -> tuple[str, ...]:
    """The lemmas of a casefolded word in NFC, likeliest first; never empty."""
    known = lexicon().readings(word)
    if known:
        return known
    if "-" in word.strip("-"):
        return _hyphenated(word)
    if ":" in word:
        return _after_colon(word)
    if not word.isalpha():
        return (word,)
    return _genitive(word) or _compound(word) or (_unknown(word),)


def _hyphenated(word: str) -> tuple[str, ...]:
    before, _, last = word.rpartition("-")
    if not last:
        return (word,)
    noun = lexicon().heads.get(last) or readings(last)[0]
    return (f"{before}-{noun}",)


def _after_colon(word: str) -> tuple[str, ...]:
    stem, _, ending = word.rpartition(":")
    return readings(stem) if stem and ending in SUFFIXES_AFTER_COLON and not stem.isdigit() else (word,)


def _genitive(word: str) -> tuple[str, ...]:
    if word.endswith("s") and len(word) > 2:
        return lexicon().readings(word[:-1])
    return ()


def _compound(word: str) -> tuple[str, ...]:
    found = division(word)
    if found is None and word.endswith("s"):
        found = division(word[:-1])
    if found:
        return (found.before + found.head,)
    begun = unknown_head(word, part_table())
    return (begun[0] + readings(word[len(begun[0]) :])[0],) if begun else ()


@functools.lru_cache(maxsize=65_536)
def division(form: str) -> Split | None:
    """How a form divides as a compound, whole words not excepted."""
    return divide(form, part_table(), lexicon())


def _unknown(word: str) -> str:
    return str(Stemmer.Stemmer("swedish").stemWord(word)) if len(word) >= SHORTEST_STEM else word


def compound_parts(word: str, lemma: str) -> tuple[str, ...]:
    """The lemmas of a compound's parts, () for a word that stays whole. `word` is casefolded, `lemma` its lemma."""
    if "-" in lemma:
        return _hyphen_parts(lemma)
    known, table = lexicon(), part_table()
    if not lemma.isalpha() or lemma in known.names or lemma in known.closed or stays_whole(lemma, table, known):
        return ()
    found = division(lemma)
    if found is None and (inflected := division(word)) is not None and inflected.before + inflected.head == lemma:
        found = inflected
    if found is not None:
        return tuple([part if part in known.lemma_of else readings(part)[0] for part in found.parts])
    if lemma in known.lemma_of or (begun := unknown_head(lemma, table)) is None:
        return ()
    return (begun[1].lemma, readings(lemma[len(begun[0]) :])[0])


@functools.lru_cache(maxsize=65_536)
def parts_of_part(part: str) -> tuple[str, ...]:
    """The parts of a compound's part: the same ones stand in many compounds."""
    return compound_parts(part, part)


def _hyphen_parts(lemma: str) -> tuple[str, ...]:
    pieces = [piece for piece in lemma.split("-") if piece]
    if len(pieces) < 2:
        return ()
    modifiers = part_table().modifiers
    first = [modifiers[piece].lemma if piece in modifiers else readings(piece)[0] for piece in pieces[:-1]]
    return (*first, readings(pieces[-1])[0])
