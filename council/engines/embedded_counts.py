"""Match sets of the embedded engine, counted: totals, facets and paragraphs of each document in one pass, kept while a commit serves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from council.criteria import FacetCount, FacetName, Filters, MatchSet

MOST_BYTES = 16 * 1024 * 1024
"""Of counted match sets that are kept: a search's further pages, other orders and repetitions, and what many people ask for. Of 100,000
paragraphs some six hundred (25 kB each), of a million with common words a hundred."""
KEY_BYTES = 6_000
"""What a match set takes as a key, with fifty neighbours (measured)."""
VALUE_BYTES = 150
"""What a facet's value takes with its count (measured)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many paragraphs match: in which documents, by docno in order, and in each of them, both of shape [documents]; how many of them by
    meaning alone; facets with their values."""

    docnos: NDArray[np.int32]
    numbers: NDArray[np.int32]
    meaning_only: int
    facets: Mapping[FacetName, tuple[FacetCount, ...]] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents hold a match."""
        return len(self.docnos)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs match."""
        return int(self.numbers.sum())

    @property
    def bytes(self) -> int:
        """What keeping it takes."""
        return KEY_BYTES + self.docnos.nbytes + self.numbers.nbytes + VALUE_BYTES * sum(map(len, self.facets.values()))

    def holds(self, facets: Sequence[FacetName]) -> bool:
        """Whether all these facets were counted."""
        return all(name in self.facets for name in facets)

    def dense(self, docnos: int) -> NDArray[np.int32]:
        """How many paragraphs of each document match, by docno, shape [docnos]."""
        numbers = np.zeros(docnos, dtype=np.int32)
        numbers[self.docnos] = self.numbers
        return numbers

    def of(self, docnos: Sequence[int]) -> list[int]:
        """How many paragraphs of these documents match; 0 for a document that is not known."""
        if not self.documents:
            return [0] * len(docnos)
        places = np.minimum(np.searchsorted(self.docnos, docnos), self.documents - 1)
        found: list[int] = np.where(self.docnos[places] == docnos, self.numbers[places], 0).tolist()
        return found


def by_document(counts: Mapping[int, int]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Counts by docno as (docnos in order, numbers)."""
    docnos = np.fromiter(counts.keys(), np.int32, len(counts))
    order = np.argsort(docnos)
    return docnos[order], np.fromiter(counts.values(), np.int32, len(counts))[order]


def ordered(counts: Sequence[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """A facet's values, the most frequent first."""
    return tuple(FacetCount(value, number) for value, number in sorted(counts, key=lambda count: (-count[1], count[0])))


class CountedSets:
    """The match sets that were counted last. Several threads may ask; two that ask for the same at once both count it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
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
            self._keep(key, counted)
        return counted

    def _keep(self, key: tuple[MatchSet, Filters], counted: Counted) -> None:
        before = self._kept.pop(key, None)
        self._bytes += counted.bytes - (before.bytes if before else 0)
        self._kept[key] = counted
        while self._bytes > self._most:
            self._bytes -= self._kept.popitem(last=False)[1].bytes
