"""The letters of which a word holds some wherever it has a lemma or a part: most words are known not to have it without being read."""

from __future__ import annotations

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from council.compounds import part_table
from council.lexicon import lexicon

LETTERS = 3
"""Letters of a beginning: with two, four times as many words would have to be read (tests/unit/test_beginnings.py holds that three do)."""
_LEFT_OUT = ("\u00ad", "\u2010", "\u2011", "’")
"""Signs that a word is read without, or as others: a word that holds one may be whatever it looks like."""


class Sieve:
    """Knows of most words that they have none of these lemmas or parts, nor begin with one; never of one that has.

    Words of the lexicon all pass: they come again, and are read once. (A few that nobody writes do not pass, where an inflection hides the
    part that a compound seems to end in: spel in kommungitarrsplet.)
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self._begun = (*_LEFT_OUT, *sorted({begun for token in tokens for begun in beginnings(token)}))
        self._known = lexicon().lemma_of

    def __call__(self, words: Set[str]) -> set[str]:
        """Those of some words, as written, that may have one. All are looked through as one text: one by one takes four times as long."""
        if not words:
            return set()
        each = list(words)
        text = "\n".join(each).casefold()
        if not unicodedata.is_normalized("NFC", text):
            return set().union(*map(self._of_one, each)) if len(each) > 1 else {*each}
        may = {line for begun in self._begun for line in _lines_holding(begun, text)}
        return {word for word, folded in zip(each, text.split("\n"), strict=True) if folded in may or folded in self._known}

    def _of_one(self, word: str) -> set[str]:
        return self({word})


def _lines_holding(part: str, text: str) -> Iterator[str]:
    at = text.find(part)
    while at >= 0:
        end = text.find("\n", at)
        yield text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else None]
        at = text.find(part, end) if end >= 0 else -1


def beginnings(token: str) -> frozenset[str]:
    """What a lemma or part begins with, and its forms that begin otherwise (stad: sta, stä), casefolded."""
    folded = token.casefold()
    return _otherwise().get(folded, frozenset()) | {folded[:LETTERS]}


@functools.cache
def _otherwise() -> dict[str, frozenset[str]]:
    """The lemmas that have forms which begin otherwise, two hundred: är of vara, män of man, gatu- of gata not."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in _forms():
        if not form.startswith(lemma[:LETTERS]):
            found[lemma].add(form[:LETTERS])
    return {lemma: frozenset(begun) for lemma, begun in found.items()}


def _forms() -> Iterator[tuple[str, str]]:
    """Every form with its lemma, alone or within a compound."""
    known = lexicon()
    yield from known.lemma_of.items()
    yield from known.heads.items()
    yield from ((form, lemma) for form, lemmas in known.others.items() for lemma in lemmas)
    yield from ((written, modifier.lemma) for written, modifier in part_table().modifiers.items())
