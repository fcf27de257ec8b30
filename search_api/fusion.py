"""Fuses the two sides of a search into one order: a convex combination of cosine and BM25, each in units that mean something.

score = a · max(0, cos) + (1 − a) · bm25 / earnable, where `earnable` is the most BM25 that the query could earn (docs/decisions/fusion.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from council.criteria import Candidate, Key

MEANING_SHARE = 0.4
"""a: chosen on SweFAQ-dev, SweQUAD-train and our own questions together with τ and ρ (the sweeps in docs/quality.md)."""
RRF_K = 60
"""The constant of reciprocal rank fusion in Cormack et al. (SIGIR 2009); RRF is here to compare with only."""
DEPTH = 1_000
"""How many of each side are fused (DESIGN.md)."""


class Ranked(NamedTuple):
    """A paragraph in the fused order: its score, and which sides found it; `by_case`: it answers in the case that a question is about.

    (A tuple: two thousand of them are made a search.)
    """

    key: Key
    score: float
    by_words: bool
    by_meaning: bool
    by_case: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two sides found, best first, and the most BM25 that the words could earn."""

    words: Sequence[Candidate] = ()
    meaning: Sequence[Candidate] = ()
    earnable: float = 0.0


Fuse = Callable[[Sides], list[Ranked]]


def convex(sides: Sides, share: float = MEANING_SHARE) -> list[Ranked]:
    """The fused order. A side that did not return a paragraph gives it 0; ties keep the order of words, then of meaning."""
    unit = (1 - share) / sides.earnable if sides.earnable > 0 else 0.0
    scores = {candidate.key: unit * candidate.score for candidate in sides.words[:DEPTH]}
    by_words = frozenset(scores)
    meaning = {candidate.key: max(0.0, candidate.score) for candidate in sides.meaning[:DEPTH]}
    for key, cosine in meaning.items():
        scores[key] = scores.get(key, 0.0) + share * cosine
    return _ordered(scores, by_words, frozenset(meaning))


def reciprocal_rank(sides: Sides, k: int = RRF_K) -> list[Ranked]:
    """Reciprocal rank fusion, to compare with."""
    scores: dict[Key, float] = {}
    for side in (sides.words[:DEPTH], sides.meaning[:DEPTH]):
        for rank, candidate in enumerate(side, 1):
            scores[candidate.key] = scores.get(candidate.key, 0.0) + 1 / (k + rank)
    words = frozenset(candidate.key for candidate in sides.words[:DEPTH])
    return _ordered(scores, words, frozenset(candidate.key for candidate in sides.meaning[:DEPTH]))


def _ordered(scores: dict[Key, float], words: frozenset[Key], meaning: frozenset[Key]) -> list[Ranked]:
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    new = tuple.__new__  # a NamedTuple's own __new__ takes three times as long
    return [new(Ranked, (key, score, key in words, key in meaning, False)) for key, score in ordered]
