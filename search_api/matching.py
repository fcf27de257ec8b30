"""Asks an engine for both sides of a search and decides what belongs to the match set: where something is sure, meaning joins."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from council.criteria import Filters, Key, LexicalMatches, LexicalQuery, MatchSet, Neighbours, Word
from council.encoder import Encoder
from council.engine import SEMANTIC_K, Near, Snapshot
from search_api.fusion import DEPTH, Sides
from search_api.results import Mode

NO_WORD = Word("", ())
"""A word that nothing holds: it keeps the words' side of a match set empty while minus words still apply."""
NEAR_LOOKED_AT = 100
"""Nearest paragraphs that are likened word by word when nothing is sure, to choose the related from."""
RELATED = 10
"""Most paragraphs that are shown as related (DESIGN.md)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of both sides: words, the text to compare by meaning ("" for none), filters, and mode."""

    words: LexicalQuery
    meaning: str
    filters: Filters
    mode: Mode
    nothing: bool = False
    """The query has signs but no word: nothing can match."""
    numbered: LexicalQuery | None = None
    """The query's numbers alone, where words stand beside them: they decide where no paragraph holds all."""
    number_decides: bool = False
    """The numbers decide in any case, and the words only rank."""

    @property
    def has_words(self) -> bool:
        """Whether any word is asked for, not only filters and minus words."""
        return bool(self.words.words or self.words.required)


@dataclass(frozen=True, slots=True)
class Matched:
    """The match set, the two sides to fuse, and what lies near when nothing is sure."""

    matches: MatchSet
    sides: Sides
    found: bool
    related: Neighbours | None = None
    unknown: tuple[str, ...] = ()
    numbers_only: bool = False
    """No paragraph holds the words beside the number that was asked for, so the number alone decided."""


def match(snapshot: Snapshot, encoder: Encoder | None, asked: Asked, semantic_k: int = SEMANTIC_K) -> Matched:
    """Both sides of a search, under the rules of "What a search means"."""
    if asked.nothing:
        return Matched(MatchSet(words=LexicalQuery(words=(NO_WORD,))), Sides(), found=False)
    if not asked.has_words:
        return Matched(MatchSet(words=asked.words if asked.words.excluded else None), Sides(), found=True)
    limit = 1 if asked.mode == "semantic" else DEPTH
    meaning = _meaning(encoder, asked, semantic_k) if asked.mode != "keyword" else None
    if asked.numbered is not None and asked.number_decides:
        asked = replace(asked, words=asked.numbered)
    by_words, near = snapshot.both(asked.words, meaning, asked.filters, limit)
    if asked.numbered is not None and not by_words.found:
        return _by_number(snapshot, asked, asked.numbered, by_words, limit)
    sure = near is not None and encoder is not None and encoder.sure is not None and near.best >= encoder.sure
    if not (by_words.found or sure):
        if meaning is not None:
            near = snapshot.nearest(meaning.vector, NEAR_LOOKED_AT, 0.0, asked.filters, meaning.excluded)
        return Matched(MatchSet(words=asked.words), Sides(), found=False, related=near, unknown=by_words.unknown)
    return _joined(asked, by_words, near)


def _by_number(snapshot: Snapshot, asked: Asked, numbers: LexicalQuery, by_words: LexicalMatches, limit: int) -> Matched:
    """What holds the numbers, where nothing holds the words beside them as well."""
    found, _ = snapshot.both(numbers, None, asked.filters, limit)
    if not found.found:
        unknown = tuple(dict.fromkeys((*by_words.unknown, *found.unknown)))
        return Matched(MatchSet(words=asked.words), Sides(), found=False, unknown=unknown)
    joined = _joined(replace(asked, words=numbers), found, None)
    return replace(joined, unknown=by_words.unknown, numbers_only=numbers != asked.words)


def _joined(asked: Asked, by_words: LexicalMatches, near: Neighbours | None) -> Matched:
    keys = near.keys if near else ()
    meaning = near.candidates if near else ()
    if asked.mode == "semantic":
        matches = MatchSet(words=replace(asked.words, words=(NO_WORD,), required=()), neighbours=keys)
        return Matched(matches, Sides(meaning=meaning), found=bool(keys), unknown=by_words.unknown)
    sides = Sides(by_words.candidates, meaning, by_words.earnable)
    return Matched(MatchSet(words=asked.words, neighbours=keys), sides, found=True, unknown=by_words.unknown)


def joined(matched: Matched, keys: tuple[Key, ...]) -> Matched:
    """The same with paragraphs that belong for another reason than words or meaning: they answer in the case that is asked about."""
    if not keys or not matched.found:
        return matched
    return replace(matched, matches=replace(matched.matches, neighbours=tuple(dict.fromkeys((*matched.matches.neighbours, *keys)))))


def _meaning(encoder: Encoder | None, asked: Asked, semantic_k: int) -> Near | None:
    """What is compared by meaning; None for a text without a known token, which has no vector."""
    if encoder is None or not asked.meaning:
        return None
    vector = encoder.encode_query(asked.meaning)
    if not np.any(vector):
        return None
    return Near(vector, semantic_k, encoder.floor, LexicalQuery(excluded=asked.words.excluded))
