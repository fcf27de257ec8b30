"""One commit of the embedded engine, as a Snapshot: words through tantivy, vectors through numpy, values of the domain out."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from council.criteria import (
    Candidate,
    Counts,
    FacetCount,
    FacetName,
    Filters,
    Key,
    LexicalMatches,
    LexicalQuery,
    MatchSet,
    Neighbours,
    Order,
)
from council.engine import Catalogue, CatalogueEntry, Passage, Stats, WordCount
from council.engines import stored, vocabulary
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, Numbers, Term, any_of
from council.engines.data_folder import Generation
from council.engines.ledger import read_ledger
from council.engines.lexical_plan import Planner
from council.engines.matching import excluded, filter_clauses, required, rows_clause, silent
from council.engines.records import Head, NumberedDocument, PlacedCase, State, StoredParagraph
from council.engines.tantivy_index import PARAGRAPH, TantivySearcher
from council.engines.vector_file import map_vectors, nearest_rows
from council.model import CaseRecord, Document, FailedFile, ReadDocument, Vector, Vectors

SCANNED_AT_ONCE = 2_000
"""Paragraphs that `scan` looks up in one step."""

_DOCUMENTS_KEPT = 1_000


class DocumentCache:
    """What was decoded lately, by docno, which is never used twice in a generation: documents, and the head of every document."""

    def __init__(self) -> None:
        self.heads: dict[int, Head] = {}
        self._kept: OrderedDict[int, Document] = OrderedDict()

    def get(self, docno: int) -> Document | None:
        """The document, or None."""
        return self._kept.get(docno)

    def put(self, docno: int, document: Document) -> None:
        """Keep a document, and let the oldest go."""
        self._kept[docno] = document
        while len(self._kept) > _DOCUMENTS_KEPT:
            self._kept.popitem(last=False)


class EmbeddedSnapshot:
    """See council.engine.Snapshot. A key is the row of the paragraph's vector."""

    def __init__(self, generation: Generation, searcher: TantivySearcher, ledger: Path, documents: DocumentCache) -> None:
        self._generation = generation
        self._searcher = searcher
        self._ledger = ledger
        self._cache = documents
        self.state = read_state(searcher)
        self._docnos = searcher.rows_and_documents(self.state.rows)
        self._live = self._docnos >= 0
        self._vectors = map_vectors(generation.vectors, generation.model.dimensions, self.state.rows)
        self._orders: dict[Order, list[int]] = {}
        self._planner = Planner(searcher, self.state.paragraphs)
        self._of_everything: dict[tuple[FacetName, ...] | None, tuple[dict[int, int], dict[str, list[tuple[str, int]]]]] = {}

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """See council.engine.Snapshot."""
        plan = self._planner.plan(query)
        candidates: tuple[Candidate, ...] = ()
        if plan.found and limit > 0:
            musts = (Constant(plan.match, 0.0), *silent(filter_clauses(filters)))
            rows, scores = self._searcher.top(Boolean(must=musts, should=plan.score, must_not=excluded(query)), limit)
            candidates = tuple(Candidate(row, score) for row, score in zip(rows, scores, strict=True))
        return LexicalMatches(candidates, plan.found, plan.earnable, plan.unknown)

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours:
        """See council.engine.Snapshot."""
        rows, cosines, cutoff, best = nearest_rows(self._vectors, self._live, vector, k, floor)
        keys = tuple(int(row) for row in rows)
        kept = self._kept(keys, filters, excluded)
        candidates = tuple(Candidate(key, float(cosine)) for key, cosine in zip(keys, cosines, strict=True) if key in kept)
        return Neighbours(candidates, cutoff, best, keys)

    def _kept(self, keys: tuple[int, ...], filters: Filters, query: LexicalQuery | None) -> frozenset[Key]:
        """The keys that pass filters, minus words and what is required."""
        musts = (*required(query), *filter_clauses(filters))
        must_not = excluded(query)
        if not keys or not (musts or must_not):
            return frozenset(keys)
        return frozenset(self._searcher.rows(Boolean(must=(rows_clause(keys), *silent(musts)), must_not=must_not), len(keys)))

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """See council.engine.Snapshot. Facets without a filter of their own are counted in one pass with the totals."""
        free = tuple(name for name in facets if not getattr(filters, name))
        per_document, values = self._counts(matches, filters, free)
        for name in facets:
            if name not in free:
                values = values | self._searcher.values(self._matching(matches, filters, name), (name,))
        return Counts(
            documents=len(per_document),
            paragraphs=sum(per_document.values()),
            meaning_only=self._meaning_only(matches, filters),
            facets={name: tuple(FacetCount(v, n) for v, n in sorted(values[name], key=lambda c: (-c[1], c[0]))) for name in facets},
        )

    def _counts(
        self, matches: MatchSet, filters: Filters, facets: tuple[FacetName, ...] = ()
    ) -> tuple[dict[int, int], dict[str, list[tuple[str, int]]]]:
        """(paragraphs of each document, by docno; values of the facets). What an empty search shows is kept."""
        everything = matches.everything and filters == Filters()
        key = facets if everything else None
        if key in self._of_everything:
            return self._of_everything[key]
        counts = self._searcher.counts(self._matching(matches, filters), facets, self.state.next_docno)
        if key is not None:
            self._of_everything[key] = counts
        return counts

    def _meaning_only(self, matches: MatchSet, filters: Filters) -> int:
        if not matches.neighbours:
            return 0
        by_words = () if matches.words is None else (self._planner.plan(matches.words).match,)
        musts = (rows_clause(_rows(matches.neighbours)), *required(matches.words), *filter_clauses(filters))
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
            sides.append(Boolean(must=(rows_clause(_rows(matches.neighbours)), *silent(required(matches.words)))))
        return any_of(tuple(side for side in sides if not isinstance(side, Nothing)))

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """See council.engine.Snapshot."""
        per_document, _ = self._counts(matches, filters)
        chosen: list[int] = []
        skipped = seen = 0
        for docno in self._in_order(order):
            number = per_document.get(docno, 0)
            if not number or seen >= offset + limit:
                continue
            if seen + number <= offset:
                skipped += number
            else:
                chosen.append(docno)
            seen += number
        rows = self._rows_of(matches, filters, chosen, seen - skipped)
        return list(rows[offset - skipped : offset - skipped + limit])

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """See council.engine.Snapshot."""
        per_document, _ = self._counts(matches, filters)
        batch: list[int] = []
        size = 0
        for docno in self._in_order(order):
            if docno in per_document:
                batch.append(docno)
                size += per_document[docno]
            if size >= SCANNED_AT_ONCE:
                yield from self._rows_of(matches, filters, batch, size)
                batch, size = [], 0
        yield from self._rows_of(matches, filters, batch, size)

    def _rows_of(self, matches: MatchSet, filters: Filters, docnos: list[int], size: int) -> list[int]:
        """Rows of the match set in these documents, in their order; within a document rows follow its text."""
        if not docnos:
            return []
        clause = Boolean(must=(self._matching(matches, filters), Constant(Numbers("docno", tuple(docnos)), 0.0)))
        place = {docno: at for at, docno in enumerate(docnos)}
        return sorted(self._searcher.rows(clause, size), key=lambda row: (place[int(self._docnos[row])], row))

    def _in_order(self, order: Order) -> list[int]:
        """Every docno: by date with undated last, or by first_seen, newest first; ties by source. Sorted once for each order."""
        if order not in self._orders:
            self._orders[order] = self._sorted(order)
        return self._orders[order]

    def _sorted(self, order: Order) -> list[int]:
        heads = self._heads_by_source
        if order == "first_seen":
            ordered = sorted(heads, key=lambda h: h.first_seen.timestamp() if h.first_seen else 0.0, reverse=True)
        else:
            dated = sorted((h for h in heads if h.date), key=lambda h: h.date.toordinal() if h.date else 0, reverse=order == "newest")
            ordered = [*dated, *(h for h in heads if not h.date)]
        return [head.docno for head in ordered]

    @functools.cached_property
    def _heads_by_source(self) -> list[Head]:
        heads = self._cache.heads
        docnos, new = self._searcher.numbered("head", self.state.documents, heads)
        heads.update({docno: stored.load(Head, text) for docno, text in new.items()})
        return sorted((heads[docno] for docno in docnos), key=lambda head: (head.source, head.label, head.docno))

    def documents_of(self, keys: Sequence[Key]) -> list[str]:
        """See council.engine.Snapshot. A key that is not known has the id ""."""
        ids = self._document_ids
        return [ids.get(int(self._docnos[row]), "") if 0 <= row < self.state.rows else "" for row in _rows(keys)]

    @functools.cached_property
    def _document_ids(self) -> dict[int, str]:
        return {head.docno: head.document_id for head in self._heads_by_source}

    def fetch(self, keys: Sequence[Key]) -> list[Passage]:
        """See council.engine.Snapshot."""
        rows = [row for row in _rows(keys) if 0 <= row < self.state.rows and self._live[row]]
        if not rows:
            return []
        texts = self._searcher.paragraphs(Numbers("row", tuple(dict.fromkeys(rows))), len(rows))
        documents = self._documents_by_docno(rows)
        return [self._passage(row, texts[row], documents) for row in rows]

    def find(self, paragraph_ids: Sequence[str]) -> list[Passage]:
        """See council.engine.Snapshot."""
        clause = any_of(tuple(Term("paragraph_id", paragraph_id) for paragraph_id in dict.fromkeys(paragraph_ids)))
        texts = self._searcher.paragraphs(clause, len(paragraph_ids))
        documents = self._documents_by_docno(list(texts))
        by_id = {passage.paragraph.id: passage for passage in (self._passage(row, text, documents) for row, text in texts.items())}
        return [by_id[paragraph_id] for paragraph_id in paragraph_ids if paragraph_id in by_id]

    def _passage(self, row: int, text: bytes, documents: dict[int, Document]) -> Passage:
        placed = stored.load(StoredParagraph, text)
        return Passage(row, placed.paragraph, documents[int(self._docnos[row])], placed.ordinal)

    def _documents_by_docno(self, rows: list[int]) -> dict[int, Document]:
        docnos = dict.fromkeys(int(self._docnos[row]) for row in rows)
        found = {docno: document for docno in docnos if (document := self._cache.get(docno)) is not None}
        missing = tuple(docno for docno in docnos if docno not in found)
        for text in self._searcher.stored("document", len(missing), only=Numbers("docno", missing)) if missing else ():
            numbered = stored.load(NumberedDocument, text)
            self._cache.put(numbered.docno, numbered.document)
            found[numbered.docno] = numbered.document
        return found

    def vectors(self, keys: Sequence[Key]) -> Vectors:
        """See council.engine.Snapshot."""
        return np.array(self._vectors[np.array(_rows(keys), dtype=np.int64)], dtype=np.float32)

    def document(self, document_id: str) -> ReadDocument | None:
        """See council.engine.Snapshot."""
        own = Term("document_id", document_id)
        for text in self._searcher.stored("document", 1, only=own):
            numbered = stored.load(NumberedDocument, text)
            paragraphs = self._searcher.stored(PARAGRAPH, max(1, self.state.rows), only=own)
            placed = sorted((stored.load(StoredParagraph, text) for text in paragraphs), key=lambda p: p.ordinal)
            cases = self._case_records(own)
            return ReadDocument(numbered.document, tuple(p.paragraph for p in placed), tuple(cases))
        return None

    def documents(self) -> Iterator[Document]:
        """See council.engine.Snapshot."""
        for head in self._heads_by_source:
            for text in self._searcher.stored("document", 1, only=Numbers("docno", (head.docno,))):
                yield stored.load(NumberedDocument, text).document

    def case_records(self, keys: Iterable[str] | None = None) -> list[CaseRecord]:
        """See council.engine.Snapshot."""
        if keys is None:
            return self._case_records(None)
        return self._case_records(any_of(tuple(Term("case_key", key) for key in dict.fromkeys(keys))))

    def _case_records(self, only: Clause | None) -> list[CaseRecord]:
        limit = self._searcher.count(Term("record", "case") if only is None else Boolean(must=(Term("record", "case"), only)))
        placed = [stored.load(PlacedCase, text) for text in self._searcher.stored("case", limit, only=only)]
        return [case.record for case in sorted(placed, key=lambda case: (case.docno, case.ordinal))]

    def frequencies(self, field: str, tokens: Sequence[str]) -> list[int]:
        """See council.engine.Snapshot."""
        return [self._searcher.count(Term(field, token)) for token in tokens]

    def similar_words(self, word: str, limit: int = 5) -> list[WordCount]:
        """See council.engine.Snapshot."""
        near = [edit for edit in vocabulary.one_edit_away(word.casefold()) if self._searcher.holds("surfaces", edit)]
        return self._most_frequent(near, limit)

    def words_from(self, prefix: str, limit: int = 10) -> list[WordCount]:
        """See council.engine.Snapshot."""
        begun = self._searcher.beginning("surfaces", prefix.casefold(), vocabulary.considered(limit))
        return self._most_frequent([word for word, _ in begun], limit)

    def _most_frequent(self, words: Sequence[str], limit: int) -> list[WordCount]:
        counted = [WordCount(word, number) for word in words if (number := self._searcher.count(Term("surfaces", word)))]
        return sorted(counted, key=lambda count: (-count.paragraphs, count.word))[:limit]

    def catalogue(self) -> Catalogue:
        """See council.engine.Snapshot."""
        entries = tuple(CatalogueEntry(h.document_id, h.label, h.root, h.source, h.digest, h.paragraphs) for h in self._heads_by_source)
        number = self._searcher.count(Term("record", "failed"))
        failed = sorted(
            (stored.load(FailedFile, text) for text in self._searcher.stored("failed", number)), key=lambda f: (f.label, f.source)
        )
        return Catalogue(entries, tuple(failed), frozenset(read_ledger(self._ledger, self.state.serial).blocked))

    def stats(self) -> Stats:
        """See council.engine.Snapshot."""
        return Stats(
            documents=self.state.documents,
            paragraphs=self.state.paragraphs,
            model=self._generation.model,
            generation=f"{self._generation.name}-{self.state.serial}",
            updated=self.state.updated,
            bytes=self._generation.size(),
        )

    @property
    def dead_rows(self) -> int:
        """Rows of vectors whose paragraphs are gone."""
        return self.state.rows - self.state.paragraphs

    @property
    def heads(self) -> list[Head]:
        """The head of every document, by source."""
        return self._heads_by_source


def read_state(searcher: TantivySearcher) -> State:
    """The state that a commit holds; a new index has none yet."""
    return next((stored.load(State, text) for text in searcher.stored("state", 1)), State())


def _rows(keys: Iterable[Key]) -> tuple[int, ...]:
    return tuple(int(key) for key in keys)
