"""Match sets of the embedded engine, counted: totals, facets and paragraphs of each document in one pass, kept while a commit serves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from council.criteria import FacetCount, FacetName, Filters, MatchSet

KEPT = 64
"""Counted match sets that are kept: a search's further pages, other orders and repetitions, and what many people ask for."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many paragraphs of each document match, by docno, shape [docnos]; facets with their values; what matches by meaning alone."""

    per_document: NDArray[np.int32]
    documents: int
    paragraphs: int
    meaning_only: int
    facets: Mapping[FacetName, tuple[FacetCount, ...]] = field(default_factory=dict)

    def holds(self, facets: Sequence[FacetName]) -> bool:
        """Whether all these facets were counted."""
        return all(name in self.facets for name in facets)


def dense(counts: Mapping[int, int], docnos: int) -> NDArray[np.int32]:
    """Counts by docno as an array of so many docnos."""
    numbers = np.zeros(docnos, dtype=np.int32)
    numbers[np.fromiter(counts.keys(), np.int64, len(counts))] = np.fromiter(counts.values(), np.int32, len(counts))
    return numbers


def ordered(counts: Sequence[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """A facet's values, the most frequent first."""
    return tuple(FacetCount(value, number) for value, number in sorted(counts, key=lambda count: (-count[1], count[0])))


class CountedSets:
    """The match sets that were counted last. Several threads may ask; two that ask for the same at once both count it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[MatchSet, Filters], Counted] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], count: Callable[[], Counted]) -> Counted:
        """A match set under filters, with these facets at least; counted when it is not kept."""
        key = (matches, filters)
        with self._lock:
            known = self._kept.get(key)
            if known is not None and known.holds(facets):
                self._kept.move_to_end(key)
                return known
        counted = count()
        with self._lock:
            self._kept[key] = counted
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return counted
