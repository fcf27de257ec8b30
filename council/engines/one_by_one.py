"""The joined questions of council.engine.Snapshot, asked one by one: all that an engine within this process needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from council.criteria import Counts, FacetName, Filters, Key, LexicalMatches, LexicalQuery, MatchSet, Neighbours
from council.engine import Answer, Near
from council.model import Vector


class _Single(Protocol):
    """The methods that are asked."""

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches: ...

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours: ...

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts: ...


class OneByOne:
    """To inherit from: `prepare`, `both` and `answer` by the single methods."""

    def prepare(self, query: LexicalQuery, terms: Sequence[tuple[str, str]] = ()) -> None:
        """See council.engine.Snapshot. Nothing is far away, so nothing is fetched ahead."""

    def both(
        self: _Single, query: LexicalQuery, near: Near | None, filters: Filters, limit: int
    ) -> tuple[LexicalMatches, Neighbours | None]:
        """See council.engine.Snapshot."""
        by_words = self.lexical(query, filters, limit)
        return by_words, None if near is None else self.nearest(near.vector, near.k, near.floor, filters, near.excluded)

    def answer(
        self: _Single, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], guess: Callable[[], Sequence[Key]]
    ) -> Answer:
        """See council.engine.Snapshot. Passages are read when the page is known."""
        del guess
        return Answer(self.count(matches, filters, facets))
