"""The known Swedish words: which lemmas a form may have, and which words are names or belong to closed classes.

Read once from mappings/swedish: lexemes.tsv and ambiguous.tsv (made by scripts/build_lexemes.py), readings.txt,
closed.txt and places.txt (written by hand) and names.txt (scripts/build_names.py).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import mappings
from council.inflection import forms


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms and their lemmas, casefolded.

    `others` holds the further readings of the few forms that are truly ambiguous; `heads` the noun that a form is at the end of a compound
    where it is a verb elsewhere (motorbromsar: broms); `verbs` the lemmas that are verbs alone.
    """

    lemma_of: dict[str, str]
    others: dict[str, tuple[str, ...]]
    heads: dict[str, str]
    verbs: frozenset[str]
    names: frozenset[str]
    closed: frozenset[str]

    def readings(self, form: str) -> tuple[str, ...]:
        """The lemmas of a known form, likeliest first; () for a form that is not known. Genitives are not taken apart."""
        first = self.lemma_of.get(form)
        if first is None:
            return ()
        return (first, *self.others.get(form, ()))

    def head(self, form: str) -> str | None:
        """The lemma of a form at the end of a compound."""
        return self.heads.get(form) or self.lemma_of.get(form)


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon that ships; read in half a second, once."""
    lemma_of, verbs = _inflected()
    others: dict[str, tuple[str, ...]] = {}
    heads: dict[str, str] = {}
    for line in mappings.read_text("swedish/ambiguous.tsv").splitlines():
        form, readings, noun = line.split("\t")
        lemma_of[form], *further = readings.split(",")
        if further:
            others[form] = tuple(further)
        if noun:
            heads[form] = noun
    for line in mappings.read_lines("swedish/readings.txt"):
        form, readings = line.split()
        lemma_of[form], *further = readings.split(",")
        others[form] = tuple(further)
    closed = frozenset(word for line in mappings.read_lines("swedish/closed.txt") for word in line.split())
    for word in closed:
        others.pop(word, None)
        lemma_of[word] = word
    places = frozenset(word.casefold() for line in mappings.read_lines("swedish/places.txt") for word in line.split())
    for name in places:
        others.pop(name, None)
        lemma_of[name] = name
    names = frozenset(name for name in mappings.read_text("swedish/names.txt").split() if name not in lemma_of) | places
    lemma_of.update((name, name) for name in names)
    return Lexicon(lemma_of, others, heads, verbs, names, closed)


def _inflected() -> tuple[dict[str, str], frozenset[str]]:
    """Every form of every lexeme, and the lemmas that are verbs alone. Forms with several readings are settled by ambiguous.tsv."""
    lemma_of: dict[str, str] = {}
    verbs: set[str] = set()
    others: set[str] = set()
    for line in mappings.read_text("swedish/lexemes.tsv").splitlines():
        lemma, code, _ = line.split("\t")
        (verbs if code[0] == "v" else others).add(lemma)
        for form, _ in forms(lemma, code):
            if len(form) > 1 or form == lemma:
                lemma_of[form] = lemma
    return lemma_of, frozenset(verbs - others)
