"""Corrects words that the index does not know: one edit in words of six letters or more, or marks left out; shown as "Menade du …?"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from council import swedish
from council.engine import Snapshot
from search_api.query_words import AskedWord, synonym_variants

SHORTEST = 6
"""Letters of a word that may be corrected (DESIGN.md): shorter words have too many neighbours."""
MAX_WORDS = 8
"""Words of a query that are corrected: a query with more unknown words is no misspelling."""

SHORTEST_WITHOUT_ACCENT = 4
"""Letters of a word whose accent may have been left out ("Cesar" for César): an accent makes no other letter, as å, ä and ö do."""
MOST_MARKS = 2
"""Marks that are put back: "Alvsjo" is Älvsjö."""
MOST_WRITINGS = 60
"""Writings with marks that are looked up for one word."""
_ACCENTED = {"a": "á", "e": "éè", "i": "í", "o": "ó", "u": "ü"}
_SWEDISH = {"a": "åä", "o": "ö"}

SHORTEST_BEGINNING = 4
MAX_BEGUN = 30
"""Words of the index looked at that begin as an unknown word does."""

_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def corrections(snapshot: Snapshot, words: Sequence[AskedWord]) -> dict[str, str]:
    """What is meant by each word that the index holds in no form (casefolded word → word of the index)."""
    found: dict[str, str] = {}
    for word in list(dict.fromkeys(words))[:MAX_WORDS]:
        typed = word.token.surface.casefold()
        if len(typed) >= SHORTEST_WITHOUT_ACCENT and _LETTERS.fullmatch(typed) and not _known(snapshot, word):
            best = _with_marks(snapshot, typed) or (_meant(snapshot, typed) if len(typed) >= SHORTEST else None)
            if best is not None:
                found[typed] = best
    return found


def corrected_text(text: str, found: dict[str, str]) -> str:
    """The query with its words corrected, capitals as typed."""
    for typed, meant in found.items():
        pattern = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)", re.IGNORECASE)
        text = pattern.sub(functools.partial(_corrected, meant), text)
    return text


def _corrected(meant: str, match: re.Match[str]) -> str:
    return _like(match.group(), meant)


def _with_marks(snapshot: Snapshot, typed: str) -> str | None:
    """The most frequent word of the index that is the typed one but for marks that a keyboard lacks."""
    writings = list(itertools.islice(with_marks(typed), MOST_WRITINGS))
    held = [(count, writing) for count, writing in zip(snapshot.frequencies("surfaces", writings), writings, strict=True) if count]
    return max(held)[1] if held else None


def with_marks(typed: str) -> Iterator[str]:
    """The word with one accent put back, or two marks; å, ä and ö only in words that may be corrected at all."""
    marks = {letter: _ACCENTED.get(letter, "") + (_SWEDISH.get(letter, "") if len(typed) >= SHORTEST else "") for letter in "aeiou"}
    places = [(place, marks[letter]) for place, letter in enumerate(typed) if letter in marks]
    for number in range(1, MOST_MARKS + 1):
        for some in itertools.combinations(places, number):
            for chosen in itertools.product(*(signs for _, signs in some)):
                letters = list(typed)
                for (place, _), sign in zip(some, chosen, strict=True):
                    letters[place] = sign
                yield "".join(letters)


def _meant(snapshot: Snapshot, typed: str) -> str | None:
    """The most frequent word one edit away, as written in the index; else one whose dictionary form is."""
    for item in snapshot.similar_words(typed):
        if _LETTERS.fullmatch(item.word) and item.word != typed:
            return item.word
    return _by_dictionary_form(snapshot, typed)


def _by_dictionary_form(snapshot: Snapshot, typed: str) -> str | None:
    """ "trygghetsvandrng" means trygghetsvandring where the index only holds trygghetsvandringar: among words that begin alike."""
    length = len(typed)
    for beginning in dict.fromkeys((3 * length // 4, length // 2, SHORTEST_BEGINNING)):
        for item in snapshot.words_from(typed[:beginning], MAX_BEGUN):
            for lemma in swedish.lemmas(item.word):
                if one_edit_apart(typed, lemma):
                    return lemma
    return None


def one_edit_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two neighbours that changed places."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]


def _known(snapshot: Snapshot, word: AskedWord) -> bool:
    """Whether the index holds the word, an inflection, a compound with it, or a synonym."""
    token = word.token
    asked: dict[str, list[str]] = {
        "surfaces": [token.surface.casefold()],
        "lemmas": list(token.lemmas),
        "compound_parts": list(token.lemmas),
    }
    for synonym in word.synonyms:
        for variant in synonym_variants(synonym):
            if len(variant.tokens) == 1:
                asked[variant.field].append(variant.tokens[0])
    return any(count for field, tokens in asked.items() for count in snapshot.frequencies(field, tokens))


def _like(typed: str, word: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word
