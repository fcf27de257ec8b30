"""Coverage: which sets of a query's words a paragraph must hold. Pure sums that both engines share (docs/decisions/fusion.md).

Weights are whole thousandths of idf, so that sums are exact in any order, in any engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from council.criteria import Coverage

K1 = 1.2
"""BM25's saturation of a term's frequency: Lucene's default, and tantivy's only value."""

SCALE = 1000
"""Steps of a weight in one unit of idf: far below what moves a result, and sums of 32 words stay exact in float32."""


def idf(paragraphs: int, total: int) -> float:
    """BM25's idf of a word that `paragraphs` of `total` paragraphs hold. One held by none weighs as the rarest: as if held by one."""
    held = max(1, min(paragraphs, total))
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def weight(paragraphs: int, total: int) -> int:
    """A word's weight in thousandths of idf, at least 1: a word that every paragraph holds still counts."""
    return max(1, round(idf(paragraphs, total) * SCALE))


def threshold(weights: Sequence[int], best: int, coverage: Coverage) -> int | None:
    """The weight that a match must hold, or None when nothing can match. `best` is the most that any one paragraph holds.

    max(tau · W, rho · best) with W over the `counted` heaviest words; with one or two words `best` itself, and more than half of W.
    """
    whole = sum(sorted(weights, reverse=True)[: max(2, coverage.counted)])
    if best <= 0:
        return None
    if len(weights) <= 2:
        return best if 2 * best > whole else None
    needed = max(1, math.ceil(max(coverage.tau * whole, coverage.rho * best)))
    return needed if needed <= best else None


def minimal_covers(weights: Sequence[int], needed: int, at_most: int) -> tuple[tuple[int, ...], ...] | None:
    """Every smallest set of words (as indices) that weighs at least `needed`; None when there are more than `at_most`.

    A paragraph holds at least `needed` exactly when it holds all words of one of these sets.
    """
    order = sorted(range(len(weights)), key=lambda i: (-weights[i], i))
    left = [0] * (len(order) + 1)
    for place in range(len(order) - 1, -1, -1):
        left[place] = left[place + 1] + weights[order[place]]
    covers: list[tuple[int, ...]] = []

    def grow(place: int, taken: tuple[int, ...], missing: int) -> bool:
        # Words come heaviest first, so the last one taken is the lightest: a set that it completes is minimal.
        for next_place in range(place, len(order)):
            if left[next_place] < missing:
                return True
            word = order[next_place]
            if weights[word] >= missing:
                covers.append(tuple(sorted((*taken, word))))
                if len(covers) > at_most:
                    return False
            elif not grow(next_place + 1, (*taken, word), missing - weights[word]):
                return False
        return True

    if needed <= 0:
        return ((),)
    return tuple(covers) if grow(0, (), needed) else None
