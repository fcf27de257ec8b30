"""The known Swedish words: which lemmas a form may have, and which words are names or belong to closed classes.

Read once from mappings/swedish: lexemes.tsv (made by scripts/build_lexemes.py), irregular.txt and closed.txt (written by hand) and names.txt.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import mappings
from council.inflection import forms

AMBIGUOUS_SHARE = 0.3
"""A second reading counts as one when it is this likely against the first; "händer" is a hand's and what happens (tests/unit/test_swedish.py)."""
UNLIKELY = 0.1
"""Forms below this weight (imperatives, old forms) are met only where nothing else has them, and never beside another reading."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms and their lemmas, casefolded. `others` holds the further readings of the few forms that are truly ambiguous."""

    lemma_of: dict[str, str]
    others: dict[str, tuple[str, ...]]
    names: frozenset[str]
    closed: frozenset[str]

    def readings(self, form: str) -> tuple[str, ...]:
        """The lemmas of a known form, likeliest first; () for a form that is not known. Genitives are not taken apart."""
        first = self.lemma_of.get(form)
        if first is None:
            return ()
        return (first, *self.others.get(form, ()))


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon that ships; read in half a second, once."""
    likeliest: dict[str, tuple[float, str]] = {}
    rivals: dict[str, dict[str, float]] = {}
    for line in mappings.read_text("swedish/lexemes.tsv").splitlines():
        lemma, code, size = line.split("\t")
        count = float(size)
        for form, weight in forms(lemma, code):
            _claim(likeliest, rivals, form, lemma, count * weight)
    closed = frozenset(word for line in mappings.read_lines("swedish/closed.txt") for word in line.split())
    lemma_of = {form: lemma for form, (_, lemma) in likeliest.items()}
    lemma_of.update((word, word) for word in closed if lemma_of.get(word, word) != word)
    names = frozenset(mappings.read_lines("swedish/names.txt"))
    lemma_of.update((name, name) for name in names if name not in lemma_of)
    return Lexicon(lemma_of, _ambiguous(likeliest, rivals, closed), names, closed)


def _claim(likeliest: dict[str, tuple[float, str]], rivals: dict[str, dict[str, float]], form: str, lemma: str, score: float) -> None:
    held = likeliest.get(form)
    if held is None:
        likeliest[form] = (score, lemma)
    elif held[1] != lemma:
        rivals.setdefault(form, {held[1]: held[0]})[lemma] = score
        if score > held[0]:
            likeliest[form] = (score, lemma)
    elif score > held[0]:
        likeliest[form] = (score, lemma)


def _ambiguous(
    likeliest: dict[str, tuple[float, str]], rivals: dict[str, dict[str, float]], closed: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for form, scores in rivals.items():
        best, first = likeliest[form]
        near = [lemma for lemma, score in scores.items() if lemma != first and score >= AMBIGUOUS_SHARE * best and score > UNLIKELY]
        if near and form not in closed:
            found[form] = tuple(sorted(near, key=lambda lemma: -scores[lemma]))
    return found
