"""Which words are abbreviations (KS, SoL, SKR:s) and which are ordinary words in capitals (BESLUT in a heading)."""

from __future__ import annotations

import functools

from council import synonyms
from council.lexicon import lexicon

LONGEST = 6
LONGEST_IN_CAPITALS = 5
"""A word in capitals of more letters is a word of a heading, not an abbreviation (KSPLU has five)."""


@functools.cache
def known_abbreviations() -> frozenset[str]:
    """Abbreviations that the synonym file has, so that LOV is one though lov is a word."""
    return synonyms.abbreviations(synonyms.shipped_lines())


def abbreviation(word: str, *, shouted: bool = False) -> str | None:
    """The abbreviation that a word is, without its ending (SKR:s → SKR), or None. `shouted`: it stands among words in capitals."""
    stem, colon, ending = word.partition(":")
    if not (2 <= len(stem) <= LONGEST and stem[0].isupper() and stem.isalpha()) or (colon and not ending.islower()):
        return None
    if not stem.isupper():
        return stem if sum(letter.isupper() for letter in stem) > 1 else None
    if len(stem) > LONGEST_IN_CAPITALS:
        return None
    if not is_word(stem.casefold()) or (stem in known_abbreviations() and not shouted):
        return stem
    return None


def is_word(form: str) -> bool:
    """Whether a casefolded form is an ordinary Swedish word or name, or a genitive of one."""
    known = lexicon().lemma_of
    return form in known or (form.endswith("s") and len(form) > 3 and form[:-1] in known)


def shouts(word: str) -> bool:
    """Whether a word is an ordinary one in capitals, as in a heading."""
    return len(word) > 2 and word.isupper() and word not in known_abbreviations() and is_word(word.casefold())


def lower_case_key(form: str) -> str | None:
    """How an abbreviation may be typed in lower case: with three letters or more, where no word looks the same (lss; not lov, not ks)."""
    lower = form.casefold()
    return lower if len(form) > 2 and not is_word(lower) else None
