"""Match sets of the embedded engine: what matches by words or by meaning, under filters; counted, and in order of date."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from council.criteria import Candidate, Counts, FacetName, Filters, Key, LexicalMatches, LexicalQuery, MatchSet, Order
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, Numbers, any_of
from council.engines.embedded_counts import Counted, CountedSets, by_document, ordered
from council.engines.embedded_documents import Heads
from council.engines.facet_columns import Columns, FacetColumns, Rows, counted_by_document
from council.engines.lexical_plan import Planner, remember
from council.engines.matching import excluded, filter_clauses, required, rows_clause, silent
from council.engines.records import State
from council.engines.tantivy_index import TantivySearcher

SCANNED_AT_ONCE = 2_000
"""Paragraphs that `scan` looks up in one step."""

MOST_LOOKED_UP = 4_000
"""Matches that are counted by looking their rows up; of more tantivy counts as quickly."""
FEW_MATCHES = 1_000
"""Matches by words whose rows are remembered for the count that follows, where `lexical` found them all: six of seven searches."""
MOST_FOUND = 200
"""Queries whose rows are remembered, 2 MB at most."""

_candidate = functools.partial(tuple.__new__, Candidate)
"""A row with its score as Candidate: its own __new__ takes three times as long, and up to a thousand are made a search."""


class MatchReader:
    """Match sets of one commit. `docnos` has the docno of each row, -1 where its paragraph is gone."""

    def __init__(self, searcher: TantivySearcher, state: State, docnos: NDArray[np.int64], heads: Heads, columns: FacetColumns) -> None:
        self._searcher = searcher
        self._state = state
        self._docnos = docnos
        self._heads = heads
        self._planner = Planner(searcher, state.paragraphs)
        self._orders: dict[Order, NDArray[np.int64]] = {}
        self._counted = CountedSets()
        self._columns = columns
        self._found: dict[tuple[LexicalQuery, Filters], Rows] = {}

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """See council.engine.Snapshot."""
        plan = self._planner.plan(query)
        rows: list[int] = []
        scores: list[float] = []
        if plan.found and limit > 0:
            musts = (Constant(plan.match, 0.0), *silent(filter_clauses(filters)))
            rows, scores = self._searcher.top(Boolean(must=musts, should=plan.score, must_not=excluded(query)), limit)
        if len(rows) < min(limit, FEW_MATCHES):
            remember(self._found, (query, filters), np.array(rows, dtype=np.int64), MOST_FOUND)
        candidates = tuple(map(_candidate, zip(rows, scores, strict=True)))
        return LexicalMatches(candidates, plan.found, plan.earnable, plan.unknown)

    def kept(self, rows: tuple[int, ...], filters: Filters, query: LexicalQuery | None) -> frozenset[Key]:
        """Those rows that pass filters, minus words and what is required."""
        musts = (*required(query), *filter_clauses(filters))
        must_not = excluded(query)
        if not rows or not (musts or must_not):
            return frozenset(rows)
        return frozenset(self._searcher.rows(Boolean(must=(rows_clause(rows), *silent(musts)), must_not=must_not), len(rows)))

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """See council.engine.Snapshot."""
        counted = self._counted.of(matches, filters, facets, lambda: self._count(matches, filters, facets))
        found = {name: counted.facets[name] for name in facets}
        return Counts(counted.documents, counted.paragraphs, counted.meaning_only, found)

    def paragraphs_of(self, matches: MatchSet, filters: Filters, docnos: Sequence[int]) -> list[int]:
        """How many paragraphs of each document, by docno, match; 0 for a document that is not known."""
        return self._by_document(matches, filters).of(docnos)

    def _by_document(self, matches: MatchSet, filters: Filters) -> Counted:
        return self._counted.of(matches, filters, (), lambda: self._count(matches, filters, ()))

    def _count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName]) -> Counted:
        columns = self._columns.of(self._searcher, self._state.rows)
        known = self._known_rows(matches, filters)
        rows = known[0] if known is not None else None if columns is None else self._rows(matches, filters)
        # All that match, less those that match by words.
        meaning_only = self._meaning_only(matches, filters) if known is None else len(known[0]) - len(known[1])
        if columns is None or rows is None:
            return self._counted_by_tantivy(matches, filters, facets, meaning_only)
        values = columns.counts(rows) if facets else {}
        docnos, numbers = counted_by_document(self._docnos[rows])
        own = {name: self._facet(matches, filters, name, columns) for name in facets if getattr(filters, name)}
        shown = {name: ordered(own[name] if name in own else values[name]) for name in facets}
        return Counted(docnos, numbers, meaning_only, shown)

    def _facet(self, matches: MatchSet, filters: Filters, name: FacetName, columns: Columns) -> Sequence[tuple[str, int]]:
        """The values of a facet that is filtered by itself: without that filter."""
        rows = self._rows(matches, filters, name)
        return self._searcher.values(self._matching(matches, filters, name), (name,))[name] if rows is None else columns.counts(rows)[name]

    def _rows(self, matches: MatchSet, filters: Filters, without: FacetName | None = None) -> Rows | None:
        """The rows of a match set under filters; None where they are too many to be looked up."""
        if matches.everything:
            return None
        return self._searcher.row_numbers(self._matching(matches, filters, without), MOST_LOOKED_UP)

    def _known_rows(self, matches: MatchSet, filters: Filters) -> tuple[Rows, Rows] | None:
        """(the rows of a match set, those of them that match by words) without asking: what `lexical` found, and neighbours where nothing
        is asked of them."""
        by_words = self._found.get((matches.words, filters)) if matches.words is not None else None
        if by_words is None or (matches.neighbours and not _any_neighbour(matches, filters)):
            return None
        near = np.array(rows_of(matches.neighbours), dtype=np.int64)
        return np.union1d(by_words, near[self._docnos[near] >= 0]), by_words

    def _counted_by_tantivy(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], meaning_only: int) -> Counted:
        """Facets without a filter of their own are counted in one pass with the totals."""
        free = tuple(name for name in facets if not getattr(filters, name))
        by_docno, values = self._searcher.counts(self._matching(matches, filters), free, self._state.next_docno)
        for name in facets:
            if name not in free:
                values |= self._searcher.values(self._matching(matches, filters, name), (name,))
        docnos, numbers = by_document(by_docno)
        return Counted(docnos, numbers, meaning_only, {name: ordered(values[name]) for name in facets})

    def _meaning_only(self, matches: MatchSet, filters: Filters) -> int:
        if not matches.neighbours:
            return 0
        by_words = () if matches.words is None else (self._planner.plan(matches.words).match,)
        musts = (rows_clause(rows_of(matches.neighbours)), *required(matches.words), *filter_clauses(filters))
        return self._searcher.count(Boolean(must=silent(musts), must_not=(*excluded(matches.words), *by_words)))

    def _matching(self, matches: MatchSet, filters: Filters, without: FacetName | None = None) -> Clause:
        """The match set under filters as one clause without scores."""
        return Boolean(
            must=silent((self._union(matches), *filter_clauses(filters, without))),
            must_not=excluded(matches.words),
        )

    def _union(self, matches: MatchSet) -> Clause:
        """Word matches ∪ meaning matches, before filters and minus words; what is required, both must hold."""
        if matches.everything:
            return Everything()
        sides: list[Clause] = []
        if matches.words is not None:
            sides.append(self._planner.plan(matches.words).match)
        if matches.neighbours:
            sides.append(Boolean(must=(rows_clause(rows_of(matches.neighbours)), *silent(required(matches.words)))))
        return any_of(tuple(side for side in sides if not isinstance(side, Nothing)))

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """See council.engine.Snapshot."""
        docnos, numbers = self._in_turn(matches, filters, order)
        ends = np.cumsum(numbers)
        first, last = np.searchsorted(ends, offset, side="right"), np.searchsorted(ends, offset + limit, side="left") + 1
        rows = self._rows_of(matches, filters, docnos[first:last].tolist(), int(numbers[first:last].sum()))
        skipped = int(ends[first - 1]) if first else 0
        return list(rows[offset - skipped : offset - skipped + limit])

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """See council.engine.Snapshot."""
        docnos, numbers = self._in_turn(matches, filters, order)
        steps = np.flatnonzero(np.diff(np.cumsum(numbers) // SCANNED_AT_ONCE, prepend=0))
        for some, sizes in zip(np.split(docnos, steps), np.split(numbers, steps), strict=True):
            yield from self._rows_of(matches, filters, some.tolist(), int(sizes.sum()))

    def _in_turn(self, matches: MatchSet, filters: Filters, order: Order) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(docnos in order of those documents that hold a match, how many each holds)."""
        docnos = self._in_order(order)
        numbers = self._by_document(matches, filters).dense(self._state.next_docno)[docnos]
        return docnos[numbers > 0], numbers[numbers > 0]

    def _rows_of(self, matches: MatchSet, filters: Filters, docnos: list[int], size: int) -> list[int]:
        """Rows of the match set in these documents, in their order; within a document rows follow its text."""
        if not docnos:
            return []
        clause = Boolean(must=(self._matching(matches, filters), Constant(Numbers("docno", tuple(docnos)), 0.0)))
        place = {docno: at for at, docno in enumerate(docnos)}
        return sorted(self._searcher.rows(clause, size), key=lambda row: (place[int(self._docnos[row])], row))

    def _in_order(self, order: Order) -> NDArray[np.int64]:
        """Every docno: by date with undated last, or by first_seen, newest first; ties by source. Sorted once for each order."""
        if order not in self._orders:
            self._orders[order] = np.array(self._sorted(order), dtype=np.int64)
        return self._orders[order]

    def _sorted(self, order: Order) -> list[int]:
        heads = self._heads.by_source
        if order == "first_seen":
            ordered = sorted(heads, key=lambda h: h.first_seen.timestamp() if h.first_seen else 0.0, reverse=True)
        else:
            dated = sorted((h for h in heads if h.date), key=lambda h: h.date.toordinal() if h.date else 0, reverse=order == "newest")
            ordered = [*dated, *(h for h in heads if not h.date)]
        return [head.docno for head in ordered]


def _any_neighbour(matches: MatchSet, filters: Filters) -> bool:
    """Whether every neighbour belongs to a match set, since neither filters nor words must hold for it."""
    return filters == Filters() and not (matches.words and (matches.words.required or matches.words.excluded))


def rows_of(keys: Sequence[Key]) -> tuple[int, ...]:
    """Keys as rows."""
    return tuple(map(int, keys))
